"""Days and instants in the forms in which people type them. What could be two days is refused, never guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from readiness.evidence.cell_words import CellError, plain, short

OLDEST_YEAR = 1970
LATEST_YEAR = 9000

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
_MONTH += r"|nov(?:ember)?|dec(?:ember)?)\.?"
# the year first with any one mark, or a month by its name
_DAY = (
    r"(?:(?P<year>[0-9]{4})(?:(?P<mark>[-/.])(?P<m1>[0-9]{1,2})(?P=mark)(?P<d1>[0-9]{1,2})"
    r"|\s?年\s?(?P<m2>[0-9]{1,2})\s?月\s?(?P<d2>[0-9]{1,2})\s?日)"
    rf"|(?P<d3>[0-9]{{1,2}})[- ](?P<n3>{_MONTH})[- ,]\s?(?P<y3>[0-9]{{4}}|[0-9]{{2}})"
    rf"|(?P<n4>{_MONTH})\s(?P<d4>[0-9]{{1,2}}),?\s(?P<y4>[0-9]{{4}})"
    rf"|(?P<y5>[0-9]{{4}})[- ](?P<n5>{_MONTH})[- ](?P<d5>[0-9]{{1,2}}))"
)
_HALF = r"(?P<{name}>上午|下午|[AP]\.?M\.?)"
_CLOCK = (
    rf"(?:{_HALF.format(name='before')}\s*)?(?P<hour>[0-9]{{1,2}})"
    r"(?::(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
    r"|[时点](?:(?P<minute2>[0-9]{1,2})分(?:(?P<second2>[0-9]{1,2})秒)?|整)?)"
    rf"(?:\s*{_HALF.format(name='after')})?"
)
_OFFSET = r"(?:\s*(?P<zulu>Z|UTC)|\s*(?P<sign>[+-])(?P<oh>[0-9]{2})(?::?(?P<om>[0-9]{2}))?)?"
_INSTANT = re.compile(rf"{_DAY}(?:T|\s+|(?<=日)){_CLOCK}{_OFFSET}", re.IGNORECASE)
_BARE_DAY = re.compile(rf"{_DAY}(?:[T ]00?:00(?::00(?:\.0+)?)?)?", re.IGNORECASE)
_COMPACT_DAY = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<m1>[0-9]{2})(?P<d1>[0-9]{2})")
_AFTER_DAY = r"(?:[T ].*)?"
_TWO_READINGS = re.compile(r"[0-9]{1,2}([-/.])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})" + _AFTER_DAY, re.DOTALL)
_NO_YEAR = re.compile(
    rf"(?:[0-9]{{1,2}}月[0-9]{{1,2}}日|{_MONTH} [0-9]{{1,2}}|[0-9]{{1,2}}[- ]{_MONTH}).*", re.IGNORECASE | re.DOTALL
)
_SERIAL = re.compile(r"[2-9][0-9]{4}(?:\.[0-9]+)?")
_NOON = 12


def parse_date(text: str | None) -> date:
    """`2026-06-15`, `2026/6/15`, `2026.6.15`, `2026年6月15日`, `20260615`, `15-Jun-26`, `Jun 15, 2026`; a time of day
    is refused unless it is midnight.

    Day-first and month-first numbers raise CellError: nobody can tell 06/07/2026.
    """
    words = plain(text, "a date", "日期")
    match = _COMPACT_DAY.fullmatch(words) or _BARE_DAY.fullmatch(words)
    if match is None:
        raise _why_no_day(words) or CellError(
            f"{short(words)!r} is not a date; write it as 2026-06-15", f"“{short(words)}”不是日期，请写成 2026-06-15"
        )
    try:
        return date(*_day_parts(match))
    except ValueError:
        raise CellError(f"{words!r} is not a day of the calendar", f"“{words}”不是日历上存在的日期") from None


def parse_instant(text: str | None, zone: ZoneInfo | None) -> datetime:
    """An instant in UTC, from ISO 8601 and the forms that people and exports write (`2026/6/15 20:30:00`,
    `2026年6月15日 下午8:30`, `15-Jun-26 8:30 PM`); 24:00 is the midnight that ends the day.

    A written offset wins over `zone`. Raises CellError for a bare date, a time without offset when `zone` is None, and
    a local time that a clock change makes ambiguous or skips.
    """
    words = plain(text, "a date with a time", "带时间的日期")
    match = _INSTANT.fullmatch(words)
    if match is None:
        raise _why_no_day(words) or CellError(*_why_no_instant(words))
    try:
        local = _naive(match)
        offset = _written_offset(match)
    except (ValueError, OverflowError):
        raise CellError(
            f"{words!r} is not a time of the calendar; write it as 2026-06-15 20:30:00",
            f"“{words}”不是存在的时间，请写成 2026-06-15 20:30:00",
        ) from None
    if not OLDEST_YEAR <= local.year <= LATEST_YEAR:
        raise CellError(
            f"{words!r} is not in the years {OLDEST_YEAR} to {LATEST_YEAR}",
            f"“{words}”不在 {OLDEST_YEAR} 至 {LATEST_YEAR} 年之间",
        )
    if offset is not None:
        return local.replace(tzinfo=offset).astimezone(UTC)
    if zone is None:
        raise CellError(
            f"{words!r} has no offset, so it is no instant; write it, such as +08:00, or say the table's time zone "
            "(in the binding `zone: Asia/Shanghai`)",
            f"“{words}”没有时区偏移，无法确定时刻；请写明偏移，例如 +08:00，或写明该表的时区"
            "（在绑定中为 `zone: Asia/Shanghai`）",
        )
    return _localise(local, zone, words)


def _why_no_day(words: str) -> CellError | None:
    """The refusals of forms that people do type."""
    shown = short(words)
    if _SERIAL.fullmatch(words):
        return CellError(
            f"{shown!r} looks like an Excel date number; format the column as date",
            f"“{shown}”像是 Excel 的日期序号，请把该列设为日期格式",
        )
    if _TWO_READINGS.fullmatch(words):
        return CellError(
            f"{shown!r} can be read as two dates; write the year first, such as 2026-06-15",
            f"“{shown}”可能是两个不同的日期，请把年份写在前面，例如 2026-06-15",
        )
    if _NO_YEAR.fullmatch(words):
        return CellError(
            f"{shown!r} does not say the year; write it as 2026-06-15", f"“{shown}”没有写年份，请写成 2026-06-15"
        )
    return None


def _why_no_instant(words: str) -> tuple[str, str]:
    if _BARE_DAY.fullmatch(words) or _COMPACT_DAY.fullmatch(words):
        return (
            f"{words!r} is a date without a time; write the time too, such as 2026-06-15 20:30",
            f"“{words}”只有日期没有时间，请写上时间，例如 2026-06-15 20:30",
        )
    return (
        f"{words!r} is not a date with a time; write it as 2026-06-15 20:30 or 2026-06-15T20:30:00+08:00",
        f"“{words}”不是带时间的日期，请写成 2026-06-15 20:30 或 2026-06-15T20:30:00+08:00",
    )


def _day_parts(match: re.Match[str]) -> tuple[int, int, int]:
    found = {name: value for name, value in match.groupdict().items() if value}
    year = next(found[name] for name in ("year", "y3", "y4", "y5") if name in found)
    month = next((found[name] for name in ("m1", "m2") if name in found), "")
    name = next((found[name] for name in ("n3", "n4", "n5") if name in found), "")
    day = next(found[name] for name in ("d1", "d2", "d3", "d4", "d5") if name in found)
    number = _MONTHS.index(name[:3].lower()) + 1 if name else int(month)
    # a year of two digits stands only after a month's name, as Excel writes it
    return int(year) + (2000 if len(year) == 2 else 0), number, int(day)  # noqa: PLR2004


@dataclass(frozen=True, slots=True)
class _Clock:
    hour: int
    minute: int
    second: int
    microsecond: int
    next_day: bool


def _clock(match: re.Match[str]) -> _Clock:
    """Raises ValueError for a time that no clock shows."""
    fraction = (match["fraction"] or "").ljust(9, "0")
    if int(fraction[6:] or 0):
        raise ValueError("finer than a microsecond")
    if match["before"] and match["after"]:
        raise ValueError("two halves of a day")
    hour = _hour(int(match["hour"]), match["before"] or match["after"])
    minute, second = (int(match[name] or match[f"{name}2"] or 0) for name in ("minute", "second"))
    midnight = hour == 2 * _NOON and not (minute or second or int(fraction))
    return _Clock(0 if midnight else hour, minute, second, int(fraction[:6]), midnight)


def _hour(hour: int, half: str | None) -> int:
    if half is None:
        return hour
    if hour > _NOON:
        raise ValueError("no hour of half a day")
    return hour % _NOON + (_NOON if half[0] in "下pP" else 0)


def _naive(match: re.Match[str]) -> datetime:
    clock = _clock(match)
    year, month, day = _day_parts(match)
    local = datetime(year, month, day, clock.hour, clock.minute, clock.second, clock.microsecond)  # noqa: DTZ001
    return local + timedelta(days=clock.next_day)


def _written_offset(match: re.Match[str]) -> timezone | None:
    if match["zulu"]:
        return UTC
    if not match["sign"]:
        return None
    hours, minutes = int(match["oh"]), int(match["om"] or 0)
    if hours > 14 or minutes > 59:  # noqa: PLR2004  (no place on earth is further from UTC)
        raise ValueError("no such offset")
    span = timedelta(hours=hours, minutes=minutes)
    return timezone(-span if match["sign"] == "-" else span)


def _localise(local: datetime, zone: ZoneInfo, words: str) -> datetime:
    first, second = (local.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if first.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != local:
        raise CellError(
            f"{words!r} does not exist in {zone.key}: the clock was put forward over it; write it with its offset",
            f"“{words}”在 {zone.key} 不存在（时钟拨快时跳过了它），请写上时区偏移",
        )
    raise CellError(
        f"{words!r} happened twice in {zone.key}: the clock was put back; write it with its offset",
        f"“{words}”在 {zone.key} 出现了两次（时钟被拨慢），请写上时区偏移",
    )
