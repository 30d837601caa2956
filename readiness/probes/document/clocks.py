"""Times of day as people write them beside a date: 00:00, 24:00, 23:59, 0点, 24时, 晚8点, 8 pm. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

_HALF = "凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚间|晚|夜里|夜间"
_AFTERNOON = frozenset({"下午", "傍晚", "晚上", "晚间", "晚", "夜间", "pm"})
_NOON = "中午"
_CLOCK = (
    rf"(?:(?P<half>{_HALF})\s?)?(?:(?P<hour>2[0-4]|[01]?\d)\s?"
    r"(?::\s?(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?|[点时](?:(?P<zh_half>半)|整|\s?(?P<zh_minute>[0-5]?\d)\s?(?:分)?)?)"
    r"|(?P<am_hour>1[0-2]|0?\d)(?=\s?[ap]\.?m))(?!\d)(?:\s?(?P<am>[ap])\.?m\b\.?)?"
    r"|(?P<midnight>零[点时]|midnight)|(?P<noon>正午|noon)"
)
_DAY_OF_WEEK = r"(?:(?:周|星期|礼拜)[一二三四五六日天]|(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?)"
_AFTER = re.compile(
    rf"\s?(?:\(\s?{_DAY_OF_WEEK}\s?\)|,?\s?{_DAY_OF_WEEK})?\s?(?:,|的|at|from|起|@|t)?\s?(?:北京时间\s?)?(?:{_CLOCK})"
)
_BEFORE = re.compile(rf"(?:{_CLOCK})\s?(?:\([^()]{{0,12}}\)\s?)?(?:,|on|of)?\s?(?:{_DAY_OF_WEEK},?\s?)?$")
_REACH = 40
_NOON_HOUR = 12


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day; the hour may be 24, the end of the day."""

    hour: int
    minute: int = 0
    second: int | None = None


def clock_after(text: str, place: int) -> tuple[Clock | None, int]:
    """The time of day that stands right after a date, and where it ends."""
    match = _AFTER.match(text, place, place + _REACH)
    return (None, place) if match is None else (_clock(match), match.end())


def clock_before(text: str, place: int, floor: int) -> Clock | None:
    """The time of day that stands right before a date, as English has it, not before `floor`."""
    match = _BEFORE.search(text[max(floor, place - _REACH) : place])
    return None if match is None else _clock(match)


def _clock(match: re.Match[str]) -> Clock:
    said = match.groupdict()
    if said["midnight"]:
        return Clock(0)
    if said["noon"]:
        return Clock(_NOON_HOUR)
    hour = int(said["hour"] or said["am_hour"])
    minute = 30 if said["zh_half"] else int(said["minute"] or said["zh_minute"] or 0)
    second = int(said["second"]) if said["second"] else None
    half = f"{said['am']}m" if said["am"] else said["half"] or ""
    return Clock(_on_the_day(hour, half), minute, second)


def _on_the_day(hour: int, half: str) -> int:
    """The hour of the day: 8 pm is 20, 12 am is 0, 晚12点 is 24."""
    if half == "am":
        return hour % _NOON_HOUR
    if half == "pm" and hour == _NOON_HOUR:
        return hour
    if half in _AFTERNOON and hour <= _NOON_HOUR:
        return hour + _NOON_HOUR
    return hour + _NOON_HOUR if half == _NOON and hour == 1 else hour
