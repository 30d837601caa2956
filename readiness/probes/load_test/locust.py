"""Load test: Locust's CSV files."""

# ruff: noqa: S608  (names are quoted)

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from itertools import pairwise
from typing import Any

from readiness.evidence.problems import cannot_judge
from readiness.evidence.sql_text import quoted
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.load_test.facts import Label, Load, Measured, Second, Stated, Users
from readiness.probes.load_test.samples import (
    FIRST_MS,
    LAST_MS,
    MOST_LABELS,
    MOST_SECONDS,
    File,
    instant,
    no_samples,
    refuse_long,
    too_much,
)
from readiness.probes.load_test.sql import SAMPLE_NEEDS, Source

HISTORY = Text("Locust (stats history)", "Locust（stats_history）")
HISTORY_HEADER = ("Timestamp", "User Count", "Type", "Name")
STATS_HEADER = ("Type", "Name", "Request Count", "Failure Count")
BESIDE_HEADERS = (("Method", "Name", "Error", "Occurrences"), ("Count", "Message", "Traceback", "Nodes"))
"""Files that Locust writes too, and that say nothing that the others don't."""

_TOTAL = "Aggregated"
_NO_NUMBER = ("", "N/A")


@dataclass(frozen=True, slots=True)
class Stats:
    """A stats file: totals and labels at the end of the test."""

    shown: str
    samples: int
    errors: int
    p95: Decimal | None
    labels: tuple[Label, ...]


def read_history(source: Source, file: File, columns: Sequence[str], stats: Stats | None) -> Measured:
    """The users and totals of each second. Raises CannotJudge for rows that can't be read."""
    shares = _percentiles(columns)
    totals = ("Total Request Count", "Total Failure Count")
    _need(columns, (*HISTORY_HEADER, *totals), file.shown)
    wanted = ", ".join(quoted(name) for name in ("Timestamp", "User Count", *totals, *(name for name, _ in shares)))
    rows = source.query(
        f"SELECT nth, {wanted} FROM (SELECT *, row_number() OVER () + 1 AS nth FROM {source.relation})"
        f" WHERE {quoted('Name')} = '{_TOTAL}' ORDER BY nth LIMIT {2 * MOST_SECONDS}"
    )
    read = [_history_row(row, shares, file) for row in rows]
    if not read:
        raise no_samples(file.shown)
    refuse_long(read[0].at * 1000, read[-1].at * 1000, file.shown)
    for one, other in pairwise(read):
        if other.at < one.at or other.samples < one.samples or other.errors < one.errors:
            raise _backwards(file.shown, other.row)
    seconds = tuple(_seconds(read))
    last = read[-1]
    samples, errors = max(last.samples, stats.samples if stats else 0), max(last.errors, stats.errors if stats else 0)
    if samples == 0:
        raise no_samples(file.shown)
    users = tuple({row.at: row.users for row in read}.items())
    return Measured(
        path=file.shown,
        sha256=file.sha256,
        tool=HISTORY,
        users_by=Users.LOCUST,
        samples=samples,
        errors=errors,
        started=instant(read[0].at * 1000),
        ended=instant(last.at * 1000),
        loads=(Load(file.shown, users),),
        seconds=seconds,
        stated=Stated(Decimal(last.at - read[0].at), None, None, stats.p95) if stats else None,
        labels=stats.labels if stats else (),
        notes=(_note(stats),),
    )


def _note(stats: Stats | None) -> Text:
    if stats is not None:
        return Text(
            f"Locust: percentiles are those that {stats.shown} states; slow answers at the peak are the most that the "
            "history allows",
            f"Locust：百分位取 {stats.shown} 中的数值；峰值期间的慢响应按 history 所能允许的最大值计",
        )
    return Text(
        "Locust: without the stats file, slow answers are the most that the history allows",
        "Locust：没有 stats 文件，慢响应按 history 所能允许的最大值计",
    )


@dataclass(frozen=True, slots=True)
class _Row:
    row: int
    at: int
    users: int
    samples: int
    errors: int
    slow_share: Decimal


def _history_row(row: Sequence[Any], shares: Sequence[tuple[str, Decimal]], file: File) -> _Row:
    nth, at, users, samples, errors, *percentiles = row
    try:
        second = int(at)
        _check_second(second)
        found = _Row(int(nth), second, _whole(users), _whole(samples), _whole(errors), Decimal(1))
        slow = _slow_share(percentiles, [share for _, share in shares], file.slow_ms)
    except (ValueError, TypeError, ArithmeticError):
        raise _unread(file.shown, nth, ", ".join(map(str, (at, users, samples, errors)))) from None
    return _Row(found.row, found.at, found.users, found.samples, found.errors, slow)


def _check_second(second: int) -> None:
    if not FIRST_MS <= second * 1000 <= LAST_MS:
        raise ValueError(second)


def _slow_share(cells: Sequence[str | None], shares: Sequence[Decimal], slow_ms: int) -> Decimal:
    """The greatest share that can have taken longer than the limit: what lies above the highest percentile that is
    within it. Raises ValueError, or ArithmeticError for what is no number."""
    within = Decimal(0)
    for cell, share in zip(cells, shares, strict=True):
        # 0 is what Locust writes while it has not reckoned yet
        if (cell or "").strip() not in _NO_NUMBER and 0 < _finite(str(cell)) <= slow_ms:
            within = max(within, share)
    return 1 - within


def _seconds(rows: Sequence[_Row]) -> Iterable[Second]:
    """What came to the totals since the row before."""
    for one, other in pairwise(rows):
        more = other.samples - one.samples
        slow = int((more * other.slow_share).to_integral_value(ROUND_CEILING))
        if other.at > one.at or more:
            yield Second(other.at, more, other.errors - one.errors, slow)


def read_stats(source: Source, file: File, columns: Sequence[str]) -> Stats:
    """Raises CannotJudge for rows that can't be read, and without its row of totals."""
    shares = _percentiles(columns)
    _need(columns, STATS_HEADER, file.shown)
    wanted = ", ".join(quoted(name) for name in (*STATS_HEADER, *(name for name, _ in shares)))
    rows = source.query(
        f"SELECT nth, {wanted} FROM (SELECT *, row_number() OVER () + 1 AS nth FROM {source.relation})"
        f" ORDER BY nth LIMIT {MOST_LABELS + 2}"
    )
    if len(rows) > MOST_LABELS + 1:
        raise too_much(file.shown)
    total: Stats | None = None
    labels: list[Label] = []
    for nth, method, name, samples, errors, *percentiles in rows:
        try:
            n, bad = _whole(samples), _whole(errors)
            share = _slow_share(percentiles, [one for _, one in shares], file.slow_ms)
            slow = int((n * share).to_integral_value(ROUND_CEILING))
            p95 = next(
                (
                    _finite(cell)
                    for cell, (_, one) in zip(percentiles, shares, strict=True)
                    if one == _P95 and cell not in _NO_NUMBER
                ),
                None,
            )
        except (ValueError, TypeError, ArithmeticError):
            raise _unread(file.shown, nth, f"{name}, {samples}, {errors}") from None
        if name == _TOTAL:
            total = Stats(file.shown, n, bad, p95, ())
        else:
            labels.append(Label(f"{method or ''} {name or ''}".strip(), n, bad, slow))
    if total is None:
        raise cannot_judge(
            f"{file.shown} has no row {_TOTAL!r}, so it may be cut off",
            f"{file.shown} 没有“{_TOTAL}”行，文件可能不完整",
        )
    return Stats(total.shown, total.samples, total.errors, total.p95, tuple(labels))


_P95 = Decimal("0.95")


def _percentiles(columns: Sequence[str]) -> list[tuple[str, Decimal]]:
    found = []
    for name in columns:
        number = name.removesuffix("%")
        if name.endswith("%") and number.replace(".", "", 1).isdecimal():
            found.append((name, Decimal(number) / 100))
    return found


def _whole(text: str | None) -> int:
    number = _finite(text)
    if number != int(number) or number < 0:
        raise ValueError(text)
    return int(number)


def _finite(text: str | None) -> Decimal:
    number = Decimal((text or "").strip())
    if not number.is_finite():
        raise ValueError(text)
    return number


def _need(columns: Sequence[str], names: Sequence[str], shown: str) -> None:
    missing = [name for name in names if name not in columns]
    if missing:
        raise cannot_judge(
            f"{shown} has no column {', '.join(missing)}; it has {', '.join(columns)}",
            f"{shown} 没有列 {'、'.join(missing)}；现有：{'、'.join(columns)}",
            Text("Supply the files that `locust --csv` writes", "请提供 `locust --csv` 写出的文件"),
        )


def _unread(shown: str, row: int, said: str) -> CannotJudge:
    return cannot_judge(
        f"{shown}, row {row} can't be read ({said})", f"{shown} 第 {row} 行无法读取（{said}）", SAMPLE_NEEDS
    )


def _backwards(shown: str, row: int) -> CannotJudge:
    return cannot_judge(
        f"{shown}, row {row}: its time or its totals are below those of the row before: two tests in one file, a "
        "clock that went back, or --reset-stats",
        f"{shown} 第 {row} 行：时间或累计值小于上一行；一个文件中有两次压测、时钟被调回，或用了 --reset-stats",
        Text(
            "Supply the file of one test, run without --reset-stats", "请提供单次压测的文件，且不要使用 --reset-stats"
        ),
    )


def no_history(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} says neither when the test was nor how many users there were",
        f"{shown} 既没有说明压测时间，也没有说明用户数",
        Text(
            "Put Locust's `..._stats_history.csv` of the same test beside it, and bind the folder with `folder:`",
            "请将同一次压测的 `..._stats_history.csv` 放在一起，并用 `folder:` 绑定该文件夹",
        ),
    )
