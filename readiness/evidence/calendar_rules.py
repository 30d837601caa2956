"""Repetitions of events that nobody could count to the end: refused before anything is counted. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from math import prod
from typing import Any

from readiness.model.text import Text

MOST_STEPS = 200_000
"""How often a rule may repeat until the window ends: hourly for twenty years."""

_STEP = {
    "YEARLY": timedelta(days=365),
    "MONTHLY": timedelta(days=28),
    "WEEKLY": timedelta(weeks=1),
    "DAILY": timedelta(days=1),
    "HOURLY": timedelta(hours=1),
}
_PARTS = {
    "FREQ", "UNTIL", "COUNT", "INTERVAL", "WKST", "BYMONTH", "BYMONTHDAY", "BYDAY", "BYHOUR", "BYMINUTE", "BYSECOND",
    "BYSETPOS", "BYYEARDAY", "BYWEEKNO",
}  # fmt: skip
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def why_not(rule: Mapping[str, Sequence[Any]], start: datetime, until: datetime) -> Text | None:
    """What is wrong with a rule (`{"FREQ": ["DAILY"], ...}`) of an event that begins at `start`, both without zone."""
    return next(_faults({name.upper(): values for name, values in rule.items()}, start, until), None)


def _faults(rule: Mapping[str, Sequence[Any]], start: datetime, until: datetime) -> Iterator[Text]:
    unknown = sorted(rule.keys() - _PARTS)
    if unknown:
        yield Text(f"{unknown[0]} is not read", f"不支持 {unknown[0]}")
    freq = str(rule.get("FREQ", ["none"])[0]).upper()
    if freq not in _STEP:
        yield Text(
            f"FREQ={freq} is not read; an event repeats hourly at most", f"不支持 FREQ={freq}；事件最多每小时重复一次"
        )
        return
    numbers = [int(value) for name in ("INTERVAL", "COUNT") for value in rule.get(name, [])]
    if any(number < 1 for number in numbers):
        yield Text("INTERVAL and COUNT are at least 1", "INTERVAL 和 COUNT 至少为 1")
        return
    interval = int(rule.get("INTERVAL", [1])[0])
    within = prod(max(1, len(rule.get(name, []))) for name in ("BYHOUR", "BYMINUTE", "BYSECOND"))
    steps = max(timedelta(), until - start) / (_STEP[freq] * interval) * within
    if steps > MOST_STEPS:
        yield Text(
            f"it repeats more than {MOST_STEPS:,} times until the campaign is over",
            f"到活动结束为止，其重复次数超过 {MOST_STEPS:,} 次",
        )
    yield from _never(rule, freq)


def _never(rule: Mapping[str, Sequence[Any]], freq: str) -> Iterator[Text]:
    """Rules that may match no day at all: to look for one would go on for thousands of years."""
    months = [int(month) for month in rule.get("BYMONTH", [])] or list(range(1, 13))
    days = [abs(int(day)) for day in rule.get("BYMONTHDAY", [])]
    known = [month for month in months if 1 <= month <= len(_DAYS)]
    if days and not any(1 <= day <= _DAYS[month - 1] for month in known for day in days):
        yield Text("BYMONTH and BYMONTHDAY name no day of any year", "BYMONTH 与 BYMONTHDAY 没有对应的日期")
    rare = [name for name in ("BYSETPOS", "BYYEARDAY", "BYWEEKNO") if name in rule]
    if rare and freq not in ("YEARLY", "MONTHLY"):
        yield Text(f"{rare[0]} goes with yearly and monthly only", f"{rare[0]} 只能用于每年或每月重复")
