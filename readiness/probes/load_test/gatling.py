"""Load test: Gatling's text simulation.log and its global_stats.json."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.load_test.facts import Measured, Stated, Users
from readiness.probes.load_test.samples import Counted, File, assemble, no_samples
from readiness.probes.load_test.sql import SAMPLE_NEEDS

LOG = Text("Gatling (simulation.log)", "Gatling（simulation.log）")
STATS = Text("Gatling (global_stats.json)", "Gatling（global_stats.json）")

_LOOK_EVERY = 10_000
_FIRST_STATUS = 4
_KNOWN = frozenset({"RUN", "USER", "REQUEST", "GROUP", "ERROR", "ASSERTION"})
_NOTED = Text(
    "Gatling: 'ERROR' lines (users that crashed) in the log: {}", "Gatling：日志中的 ERROR 行（虚拟用户异常）：{}"
)


def read_simulation_log(lines: Iterable[str], file: File) -> Measured:
    """Raises CannotJudge, with its line, for what Gatling does not write."""
    counted, users, crashed = Counted(), _UsersSeen(), 0
    for number, line in enumerate(lines, 1):
        cells = line.rstrip("\r\n").split("\t")
        try:
            if cells[0] == "REQUEST":
                _add_request(counted, cells, file.slow_ms)
            elif cells[0] == "USER":
                users.see(cells)
            elif cells[0] == "ERROR":
                crashed += 1
            else:
                _know(cells[0])
        except ValueError as error:
            raise _odd_line(file.shown, number, str(error)) from None
        if number % _LOOK_EVERY == 0:
            counted.refuse_too_much(file.shown)
    users.into(counted)
    notes = [Text(_NOTED.en.format(crashed), _NOTED.zh.format(crashed))] if crashed else []
    return assemble(file, LOG, Users.GATLING, counted, notes)


def _know(word: str) -> None:
    if word not in _KNOWN:
        raise ValueError(word)


def _add_request(counted: Counted, cells: list[str], slow_ms: int) -> None:
    """`REQUEST  [user]  groups  name  start  end  OK|KO  [message]`: the status tells where the times stand."""
    at = next(
        (i for i in range(_FIRST_STATUS, len(cells)) if cells[i] in ("OK", "KO") and cells[i - 1].isdecimal()), None
    )
    if at is None or not cells[at - 2].isdecimal():
        raise ValueError("no start, end and status")
    start, end = int(cells[at - 2]), int(cells[at - 1])
    if end < start:
        raise ValueError(f"ends {start - end} ms before it starts")
    groups, name = cells[at - 4] if at > _FIRST_STATUS else "", cells[at - 3]
    label = " ".join(part for part in (groups.replace(",", " "), name) if part)
    counted.add(start, end - start, label, failed=cells[at] == "KO", slow_ms=slow_ms)


class _UsersSeen:
    """How many users were there, by second: those that started, less those that ended."""

    def __init__(self) -> None:
        self._changes: dict[int, int] = {}

    def see(self, cells: list[str]) -> None:
        """`USER  scenario  [user]  START|END  time  [time]`; an END has its own time last. Some logs have a blank
        before START and END."""
        events = [cell.rpartition(" ")[2] for cell in cells]
        at = next((i for i in range(1, len(cells)) if events[i] in ("START", "END")), None)
        times = [] if at is None else [cell for cell in cells[at + 1 :] if cell]
        if at is None or not times or not all(cell.isdecimal() for cell in times):
            raise ValueError("no START or END with its time")
        second = int(times[-1]) // 1000
        # whoever ends within a second was still there in it
        step, second = (1, second) if events[at] == "START" else (-1, second + 1)
        self._changes[second] = self._changes.get(second, 0) + step

    def into(self, counted: Counted) -> None:
        users = 0
        order = sorted(self._changes)
        busy = sorted({second for _, second in counted.seconds})
        place = 0
        for second in busy:
            while place < len(order) and order[place] <= second:
                users += self._changes[order[place]]
                place += 1
            if order:
                counted.see_users("", second, max(users, 0))


def _odd_line(shown: str, number: int, what: str) -> CannotJudge:
    return cannot_judge(
        f"{shown}, line {number}: no line of a simulation.log ({what[:80]})",
        f"{shown} 第 {number} 行：不是 simulation.log 的内容（{what[:80]}）",
        SAMPLE_NEEDS,
    )


def read_global_stats(document: Mapping[str, Any], file: File) -> Measured:
    """Raises CannotJudge for numbers that are not there."""
    try:
        samples, errors = (_whole(document, "numberOfRequests", key) for key in ("total", "ko"))
        rate = _number(document, "meanNumberOfRequestsPerSecond", "total")
        p95 = _number(document, "percentiles3", "total")
        mean = _number(document, "meanResponseTime", "total")
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise cannot_judge(
            f"{file.shown} looks like Gatling's global_stats.json, but a number is missing or no number: {error}",
            f"{file.shown} 像是 Gatling 的 global_stats.json，但缺少数字或不是数字：{error}",
            Text("Supply it as Gatling wrote it", "请提供 Gatling 原样写出的文件"),
        ) from None
    if samples == 0 or rate == 0:
        raise no_samples(file.shown)
    flying = int(rate * mean / 1000)
    note = Text(
        f"{file.shown}: on average {flying:,} in flight (rate × mean time); percentiles3 is taken as the 95th, "
        "as Gatling sets it",
        f"{file.shown}：平均在途请求 {flying:,} 个（吞吐率 × 平均耗时）；percentiles3 按 Gatling 的默认设置视为 P95",
    )
    stated = Stated(Decimal(samples) / rate, None, None, p95)
    return Measured(
        file.shown, file.sha256, STATS, Users.NOT_SAID, samples, errors, None, None, stated=stated, notes=(note,)
    )


def _number(document: Mapping[str, Any], name: str, key: str) -> Decimal:
    found = document[name][key]
    if isinstance(found, bool) or not isinstance(found, int | Decimal):
        raise TypeError(f"{name}.{key} is {found!r} and no number")
    if found < 0:
        raise ValueError(f"{name}.{key} is {found}")
    return Decimal(found)


def _whole(document: Mapping[str, Any], name: str, key: str) -> int:
    number = _number(document, name, key)
    if number != int(number):
        raise ValueError(f"{name}.{key} is {number}")
    return int(number)
