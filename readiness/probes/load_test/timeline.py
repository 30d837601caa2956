"""Load test: users of several load generators on one line of seconds, and how long they were there. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from readiness.probes.load_test.facts import Load, Second


@dataclass(frozen=True, slots=True)
class Stretch:
    """Seconds of the epoch, both included."""

    first: int
    last: int

    @property
    def seconds(self) -> int:
        return self.last - self.first + 1


def total_users(loads: Iterable[Load], max_gap: int) -> dict[int, int]:
    """How many users there were in each second. A generator that says nothing for a while, at most `max_gap` seconds,
    still has those of before; one that two files name is one, and counts once."""
    by_engine: dict[str, dict[int, int]] = {}
    for load in loads:
        known = by_engine.setdefault(load.engine, {})
        for second, users in load.users:
            known[second] = max(users, known.get(second, 0))
    total: dict[int, int] = {}
    for known in by_engine.values():
        for second, users in _carried(known, max_gap):
            total[second] = total.get(second, 0) + users
    return total


def _carried(known: Mapping[int, int], max_gap: int) -> Iterable[tuple[int, int]]:
    order = sorted(known)
    for second, after in pairwise([*order, order[-1] + 1] if order else []):
        until = after if after - second <= max_gap else second + 1
        for each in range(second, until):
            # between two readings there were at least as many as the smaller of them
            yield each, known[second] if each == second else min(known[second], known.get(after, 0))


def longest(users: Mapping[int, int], needed: int) -> Stretch | None:
    """The longest run of seconds with enough users; the first of equals."""
    best: Stretch | None = None
    run: Stretch | None = None
    for second in sorted(users):
        if users[second] < needed:
            run = None
            continue
        run = Stretch(run.first, second) if run is not None and second == run.last + 1 else Stretch(second, second)
        if best is None or run.seconds > best.seconds:
            best = run
    return best


def gaps(seconds: Iterable[int], max_gap: int) -> tuple[Stretch, ...]:
    """Where nothing was seen for longer than `max_gap` seconds: the seconds on both sides of it."""
    return tuple(Stretch(one, other) for one, other in pairwise(sorted(set(seconds))) if other - one > max_gap)


def within(seconds: Iterable[Second], stretch: Stretch) -> tuple[Second, ...]:
    return tuple(one for one in seconds if stretch.first <= one.at <= stretch.last)


def added(of_files: Iterable[Iterable[Second]]) -> tuple[Second, ...]:
    """The seconds of several files as one file would have them."""
    total: dict[int, Second] = {}
    for seconds in of_files:
        for one in seconds:
            had = total.get(one.at, Second(one.at, 0, 0, 0))
            total[one.at] = Second(
                one.at,
                had.samples + one.samples,
                had.errors + one.errors,
                had.slow + one.slow,
                had.mark + one.mark,
            )
    return tuple(total[at] for at in sorted(total))


def alike(one: Sequence[Second], other: Sequence[Second]) -> bool:
    """Whether two files look like the same samples: most of the seconds that both have are equal."""
    there = {second.at: second for second in other if second.mark}
    both = [(second, there[second.at]) for second in one if second.at in there]
    equal = sum(1 for mine, theirs in both if mine == theirs)
    return len(both) >= _ENOUGH and 2 * equal > len(both)


_ENOUGH = 10
