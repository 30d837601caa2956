"""Freshness: the time that is looked at, and its buckets. Pure."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Window:
    """From an instant until another, both included, in UTC. `buckets` are the beginnings of those that are asked, and
    after them the end of the last. `open` says that it ends at the instant judged, so that it moves on with time."""

    begins: datetime
    ends: datetime
    open: bool
    buckets: tuple[datetime, ...] = ()

    def end_of_bucket(self, begins: datetime) -> datetime:
        return self.buckets[bisect_right(self.buckets, begins)]


def window_until(ends: datetime, over: timedelta, every: timedelta | None, zone: ZoneInfo, *, moving: bool) -> Window:
    """The last `over` before `ends`. Its buckets are whole ones: of the hour that has begun nobody can say yet whether
    it stays empty, so the last is the one before it, and there are as many as `over` holds."""
    ends = ends.astimezone(UTC)
    buckets = () if every is None else _whole_buckets(ends, over, every, zone)
    return Window(ends - over, ends, moving, buckets)


def bounds(day_of: datetime, every: timedelta, zone: ZoneInfo, days: int = 1) -> list[datetime]:
    """The beginnings of buckets by the clock on the wall in `zone`, from a day before `day_of` until `days` after it,
    in UTC. Where the clock is set back, the hour that comes twice is two buckets if they are that short, and part of a
    longer one otherwise; an hour that does not come is none."""
    day = day_of.astimezone(zone).date() - DAY
    found = set()
    for number in range(days + 2):
        begin = datetime.combine(day + number * DAY, time())
        for step in range(DAY // every):
            found |= _instants(begin + step * every, zone, twice=every <= _HOUR)
    return sorted(found)


def next_end(instant: datetime, every: timedelta, zone: ZoneInfo) -> datetime:
    """The end of the first bucket that begins after an instant: until then one with nothing in it has not shown."""
    after = [bound for bound in bounds(instant, every, zone, days=3) if bound > instant]
    return after[1]


def _whole_buckets(ends: datetime, over: timedelta, every: timedelta, zone: ZoneInfo) -> tuple[datetime, ...]:
    days = over // DAY + 2
    first = ends - over - every - DAY
    found = [bound for bound in bounds(first, every, zone, days=days + 2) if bound <= ends]
    start = max(bound for bound in found if bound <= found[-1] - over)
    return tuple(bound for bound in found if bound >= start)


def _instants(wall: datetime, zone: ZoneInfo, *, twice: bool) -> set[datetime]:
    both = [wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1)]
    skipped = both[0].astimezone(zone).replace(tzinfo=None) != wall
    return {both[0]} if skipped or not twice else set(both)


def runs(missing: tuple[datetime, ...], window: Window) -> list[tuple[datetime, datetime, int]]:
    """Buckets that follow one another, taken together: begin, end, how many."""
    found: list[tuple[datetime, datetime, int]] = []
    for begins in missing:
        ends = window.end_of_bucket(begins)
        if found and found[-1][1] == begins:
            first, _, count = found.pop()
            found.append((first, ends, count + 1))
        else:
            found.append((begins, ends, 1))
    return found
