"""Load test: samples counted as they come, from a stream or from the engine, into what one file says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import accumulate

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.load_test.facts import Label, Load, Measured, Second, Users

FIRST_MS, LAST_MS = 946_684_800_000, 4_102_444_800_000
"""Epoch milliseconds from 2000 to 2100: a number outside is no time in milliseconds."""
LONGEST_MS = 24 * 3_600_000
MOST_SECONDS = 7 * 86_400
MOST_LABELS = 10_000
MOST_TIMES = 500_000
MARK = 1009
"""Weighs how long a sample took against when it ended, in the sum by which samples are known again."""

Kind = bool
"""Whether it is a transaction: a sum of samples that are there as well."""


@dataclass(frozen=True, slots=True)
class File:
    """Where a file is shown and what its bytes are, and how long a sample may take to count as fast."""

    shown: str
    sha256: str
    slow_ms: int


@dataclass(slots=True)
class Counted:
    """Sums over samples, transactions apart."""

    times: Counter[tuple[Kind, int]] = field(default_factory=Counter)
    labels: dict[tuple[Kind, str], list[int]] = field(default_factory=dict)
    seconds: dict[tuple[Kind, int], list[int]] = field(default_factory=dict)
    starts: Counter[tuple[Kind, int]] = field(default_factory=Counter)
    users: dict[tuple[str, int], int] = field(default_factory=dict)
    first_ms: int | None = None
    last_ms: int | None = None

    def add(
        self, start: int, elapsed: int, label: str, *, failed: bool, slow_ms: int, engine: str = "",
        users: int | None = None, transaction: bool = False, n: int = 1,
    ) -> None:  # fmt: skip
        """One sample, or `n` alike. Raises ValueError for times that can't be."""
        end = start + elapsed
        if not FIRST_MS <= start <= LAST_MS or not 0 <= elapsed <= LONGEST_MS:
            raise ValueError(f"{start} + {elapsed} ms")
        self.times[transaction, elapsed] += n
        slow = elapsed > slow_ms
        of_label = self.labels.setdefault((transaction, label), [0, 0, 0])
        of_second = self.seconds.setdefault((transaction, end // 1000), [0, 0, 0, 0])
        of_second[3] += n * (MARK * elapsed + end % 1000)
        for sums in (of_label, of_second):
            sums[0] += n
            sums[1] += n * failed
            sums[2] += n * slow
        self.starts[transaction, start // 1000] += n
        self.see(start, end)
        if users is not None:
            self.see_users(engine, end // 1000, users)

    def see(self, start: int, end: int) -> None:
        self.first_ms = start if self.first_ms is None else min(self.first_ms, start)
        self.last_ms = end if self.last_ms is None else max(self.last_ms, end)

    def see_users(self, engine: str, second: int, users: int) -> None:
        self.users[engine, second] = max(users, self.users.get((engine, second), 0))

    def refuse_too_much(self, shown: str) -> None:
        """Raises CannotJudge where the sums would grow without end."""
        if len(self.times) > MOST_TIMES or len(self.seconds) > 2 * MOST_SECONDS or len(self.labels) > 100 * MOST_LABELS:
            raise too_much(shown)
        if self.first_ms is not None and self.last_ms is not None:
            refuse_long(self.first_ms, self.last_ms, shown)


def refuse_long(first_ms: int, last_ms: int, shown: str) -> None:
    """Raises CannotJudge for samples further apart than a test lasts."""
    if last_ms - first_ms > MOST_SECONDS * 1000:
        first, last = (instant(ms).isoformat(timespec="seconds") for ms in (first_ms, last_ms))
        raise cannot_judge(
            f"{shown} holds samples from {first} to {last}, more than 7 days apart: several tests in one file, or a "
            "clock that was wrong",
            f"{shown} 中的样本从 {first} 到 {last}，相隔超过 7 天：一个文件中有多次压测，或时钟有误",
            Text("Supply the file of one test", "请提供单次压测的文件"),
        )


def too_much(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} has more different labels, seconds or response times than a load test has",
        f"{shown} 中不同的标签、秒数或响应时间过多，不像一次压测",
        Text("Name the samplers without what changes in their URLs", "请为取样器命名，不要带上 URL 中变化的部分"),
    )


def instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)


def no_samples(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} holds no sample, so nothing was tested",
        f"{shown} 中没有任何样本，等于没有压测",
        Text("Supply the file that the test wrote", "请提供压测时写出的文件"),
    )


def assemble(file: File, tool: Text, users_by: Users, counted: Counted, notes: Iterable[Text] = ()) -> Measured:
    """What the sums say. Transactions count only where there is nothing else. Raises CannotJudge for no sample."""
    counted.refuse_too_much(file.shown)
    kind = not any(not transaction for transaction, _ in counted.times)
    times = sorted((ms, n) for (transaction, ms), n in counted.times.items() if transaction is kind)
    samples = sum(n for _, n in times)
    if not samples or counted.first_ms is None or counted.last_ms is None:
        raise no_samples(file.shown)
    seconds = [Second(at, *sums) for (transaction, at), sums in counted.seconds.items() if transaction is kind]
    seconds.sort(key=lambda second: second.at)
    flying = _in_flight(counted, kind)
    loads = _loads(counted, file.shown)
    if not loads:
        users_by, loads = Users.IN_FLIGHT, (Load(file.shown, flying),)
    labels = sorted(counted.labels.items(), key=lambda one: (-one[1][0], one[0]))
    apart = [sums for (transaction, _), sums in labels if transaction and not kind]
    return Measured(
        path=file.shown,
        sha256=file.sha256,
        tool=tool,
        users_by=users_by,
        samples=samples,
        errors=sum(second.errors for second in seconds),
        started=instant(counted.first_ms),
        ended=instant(counted.last_ms),
        loads=loads,
        in_flight=flying,
        seconds=tuple(seconds),
        times=tuple(times),
        labels=tuple(Label(name, *sums) for (_, name), sums in labels[:MOST_LABELS]),
        more_labels=max(0, len(labels) - MOST_LABELS),
        transactions=(sum(sums[0] for sums in apart), sum(sums[1] for sums in apart)),
        notes=tuple(notes),
    )


def _in_flight(counted: Counted, kind: Kind) -> tuple[tuple[int, int], ...]:
    """How many requests had begun and not ended at the end of each second in which anything happened."""
    begun = {second: n for (transaction, second), n in counted.starts.items() if transaction is kind}
    ended = {second: sums[0] for (transaction, second), sums in counted.seconds.items() if transaction is kind}
    order = sorted(begun.keys() | ended.keys())
    return tuple(zip(order, accumulate(begun.get(at, 0) - ended.get(at, 0) for at in order), strict=True))


def _loads(counted: Counted, shown: str) -> tuple[Load, ...]:
    by_engine: dict[str, list[tuple[int, int]]] = {}
    for (engine, second), users in sorted(counted.users.items()):
        by_engine.setdefault(engine or shown, []).append((second, users))
    return tuple(Load(engine, tuple(users)) for engine, users in by_engine.items())
