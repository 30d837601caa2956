"""Casts of one cell. A cell is text until somebody asks for more; what does not cast is said, never guessed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

from readiness.model.errors import BadValue
from readiness.model.text import Text

# Blanks that exports leave around a cell: ASCII, no-break, ideographic, zero-width, byte-order mark.
BLANKS = " \t\r\n\v\f\u00a0\u3000\u200b\ufeff"
FULL_WIDTH = "０１２３４５６７８９．＋－，：／"
ASCII_OF_FULL_WIDTH = "0123456789.+-,:/"
OLDEST_YEAR = 1970
LATEST_YEAR = 9000

_LONGEST_SHOWN = 40
_TO_ASCII = str.maketrans(FULL_WIDTH, ASCII_OF_FULL_WIDTH)
_PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)")
_NO_BLANKS = str.maketrans("", "", BLANKS)
_TRUE = frozenset({"yes", "y", "true", "是", "√"})
_FALSE = frozenset({"no", "n", "false", "否", "×"})
_DAY = r"(?P<year>[0-9]{4})(?:-(?P<m1>[0-9]{1,2})-(?P<d1>[0-9]{1,2})|/(?P<m2>[0-9]{1,2})/(?P<d2>[0-9]{1,2})"
_DAY += r"|年(?P<m3>[0-9]{1,2})月(?P<d3>[0-9]{1,2})日)"
_CLOCK = r"(?P<hour>[0-9]{1,2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2})(?:[.,](?P<fraction>[0-9]{1,9}))?)?"
_OFFSET = r"(?:\s*(?P<zulu>Z|UTC)|\s*(?P<sign>[+-])(?P<oh>[0-9]{2})(?::?(?P<om>[0-9]{2}))?)?"
_INSTANT = re.compile(rf"{_DAY}(?:T|\s+|(?<=日)){_CLOCK}{_OFFSET}", re.IGNORECASE)
_BARE_DAY = re.compile(rf"{_DAY}(?:[T ]00?:00(?::00(?:\.0+)?)?)?", re.IGNORECASE)
_COMPACT_DAY = re.compile(r"(?P<year>(?:19|20)[0-9]{2})(?P<m1>[0-9]{2})(?P<d1>[0-9]{2})")


class CellError(BadValue):
    """A cell that does not cast: `text` says what was found and what was expected, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(Text(en, zh))

    @property
    def text(self) -> Text:
        return self.message


def parse_decimal(text: str | None, *, thousands: str | None = None) -> Decimal:
    """The exact number that a cell shows: `1200`, `-3.50`, `.5`, full-width digits.

    Grouped digits (`1,200`) are read only with `thousands` given and the groups well formed; with `thousands` `.` the
    decimal mark is `,`. Exponents, percent signs, `nan`, `inf`, `-` and `N/A` raise CellError: a gate must not guess.
    """
    words = _plain(text, "a number", "数字")
    number = _ungroup(words, thousands) if thousands else words
    if number is None or not _PLAIN_NUMBER.fullmatch(number):
        raise CellError(*_why_no_number(words, thousands))
    return Decimal(number)


def parse_integer(text: str | None, *, thousands: str | None = None) -> int:
    """A whole number; `12.0` counts, `12.5` raises CellError."""
    number = parse_decimal(text, thousands=thousands)
    if number != number.to_integral_value():
        raise CellError(f"{text!r} is not a whole number", f"“{text}”不是整数")
    return int(number)


def parse_boolean(text: str | None) -> bool:
    """`yes no y n true false 是 否 √ ×` in any case. Raises CellError for anything else, `1` and `0` included."""
    words = _plain(text, "yes or no", "“是”或“否”").lower()
    if words in _TRUE:
        return True
    if words in _FALSE:
        return False
    raise CellError(f"{text!r} is neither yes nor no", f"“{text}”既不是“是”也不是“否”")


def parse_date(text: str | None) -> date:
    """`2026-06-15`, `2026/6/15`, `2026年6月15日`, `20260615`; a time of day is refused unless it is midnight.

    Day-first and month-first forms raise CellError: nobody can tell 06/07/2026.
    """
    words = _plain(text, "a date", "日期")
    match = _COMPACT_DAY.fullmatch(words) or _BARE_DAY.fullmatch(words)
    if match is None:
        raise CellError(f"{text!r} is not a date; write it as 2026-06-15", f"“{text}”不是日期，请写成 2026-06-15")
    year, month, day = _day_parts(match)
    try:
        return date(year, month, day)
    except ValueError:
        raise CellError(f"{text!r} is not a day of the calendar", f"“{text}”不是日历上存在的日期") from None


def parse_instant(text: str | None, zone: ZoneInfo | None) -> datetime:
    """An instant in UTC, from ISO 8601 and the usual export forms (`2026/6/15 20:30:00`, `2026年6月15日 20:30`).

    A written offset wins over `zone`. Raises CellError for a bare date, a time without offset when `zone` is None, and
    a local time that a clock change makes ambiguous or skips.
    """
    words = _plain(text, "a date with a time", "带时间的日期")
    match = _INSTANT.fullmatch(words)
    if match is None:
        raise CellError(*_why_no_instant(words))
    try:
        local = _naive(match)
        offset = _written_offset(match)
    except ValueError:
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
            f"{words!r} has no offset, so it is no instant; add `zone: Asia/Shanghai` to the binding",
            f"“{words}”没有时区偏移，无法确定时刻；请在绑定中加上 `zone: Asia/Shanghai`",
        )
    return _localise(local, zone, words)


def fold_word(text: str) -> str:
    """What two spellings of one word share: width, case and blanks aside."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    return "".join(folded.translate(_NO_BLANKS).split())


def parse_choice(text: str | None, values: Mapping[str, tuple[str, ...]]) -> str:
    """The canonical value that a word, or the value itself, stands for. Raises CellError for any other word."""
    words = _plain(text, "one of the words for it", "约定的取值")
    folded = fold_word(words)
    for value, spellings in values.items():
        if folded in (fold_word(spelling) for spelling in (value, *spellings)):
            return value
    known = [spellings[0] if spellings else value for value, spellings in values.items()]
    raise CellError(
        f"{_cut(words)!r} is none of {', '.join(known)}",
        f"“{_cut(words)}”不是 {'、'.join(known)} 之一",
    )


def parse_ratio_cell(text: str | None, *, percent: bool = False) -> Decimal:
    """`15 %`, `15%` and `0.15` are 0.15; with `percent`, the column's header says so of every bare number. Raises
    CellError for a bare number above 1, which may mean either."""
    words = _plain(text, "a ratio such as 15 % or 0.15", "比率（例如 15 % 或 0.15）").replace("％", "%")
    bare = words.removesuffix("%").rstrip(BLANKS)
    if not _PLAIN_NUMBER.fullmatch(bare):
        raise CellError(
            f"{_cut(words)!r} is not a ratio; write 15 % or 0.15",
            f"“{_cut(words)}”不是比率，请写成 15 % 或 0.15",
        )
    number = Decimal(bare)
    if percent or bare != words:
        return number.scaleb(-2)
    if abs(number) > 1:
        raise CellError(
            f"{words!r} may be a percentage or a number of times; write 15 % or 0.15",
            f"“{words}”可能是百分数，也可能是倍数；请写成 15 % 或 0.15",
        )
    return number


def _cut(words: str) -> str:
    return words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN] + "..."


def _plain(text: str | None, en: str, zh: str) -> str:
    """The cell without surrounding blanks and with ASCII digits. Raises CellError when nothing is there."""
    words = "" if text is None else text.strip(BLANKS).translate(_TO_ASCII)
    if not words:
        raise CellError(f"the cell is empty; {en} is needed", f"单元格为空，需要{zh}")
    return words


def _ungroup(words: str, thousands: str) -> str | None:
    """The number without its group marks, or None when the groups are not of three digits."""
    mark = "," if thousands == "." else "."
    group = re.escape(thousands)
    grouped = rf"[+-]?(?:[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]*)(?:{re.escape(mark)}[0-9]*)?"
    return words.replace(thousands, "").replace(mark, ".") if re.fullmatch(grouped, words) else None


def _why_no_number(words: str, thousands: str | None) -> tuple[str, str]:
    shown = _cut(words)
    if thousands is None and "," in words and re.fullmatch(r"[+-]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]*)?", words):
        return (
            f"{shown!r} has group marks; add `thousands: ','` to the binding if it means {words.replace(',', '')}",
            f"“{shown}”带有千位分隔符；如果它表示 {words.replace(',', '')}，请在绑定中加上 `thousands: ','`",
        )
    if words.endswith("%"):
        return (
            f"{shown!r} is a percentage; write it as a plain number",
            f"“{shown}”是百分数，请写成普通数字",
        )
    return (
        f"{shown!r} is not a number; write plain digits such as 1200 or 3.5",
        f"“{shown}”不是数字，请写成 1200 或 3.5 这样的普通数字",
    )


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
    found = match.groupdict()
    month = found.get("m1") or found.get("m2") or found.get("m3")
    day = found.get("d1") or found.get("d2") or found.get("d3")
    return int(found["year"]), int(month or 0), int(day or 0)


def _naive(match: re.Match[str]) -> datetime:
    fraction = (match["fraction"] or "").ljust(9, "0")
    if int(fraction[6:] or 0):
        raise ValueError("finer than a microsecond")
    clock = (int(match["hour"]), int(match["minute"]), int(match["second"] or 0), int(fraction[:6]))
    return datetime(*_day_parts(match), *clock)  # noqa: DTZ001  (the zone is added by the caller)


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
