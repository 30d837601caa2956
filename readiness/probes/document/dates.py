"""Dates as people write them, found in folded text with their places. Pure.

2026年6月18日, 6月18日-20日, 2026-06-18, 2026/6/18, 18 June 2026, June 18, 2026, 18–20 June; with a time beside them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from readiness.evidence.folding import Folded
from readiness.probes.document.clocks import Clock, clock_after, clock_before

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?(?!\d)"
_TO = r"\s?(?:-|–|—|−|~|至|到|to|until|till|through|thru|and)+\s?"
_FORMS = (
    r"(?P<iso_y>\d{4})\s?(?P<iso_sep>[-/.])\s?(?P<iso_m>\d{1,2})\s?(?P=iso_sep)\s?(?P<iso_d>\d{1,2})(?!\d)",
    r"(?P<num_a>\d{1,2})(?P<num_sep>[/.-])(?P<num_b>\d{1,2})(?P=num_sep)(?P<num_y>\d{4})(?!\d)",
    r"(?P<short_a>\d{1,2})/(?P<short_b>\d{1,2})/(?P<short_y>\d{2})(?!\d)",
    rf"(?:(?P<zh_y>\d{{4}})\s?年\s?)?(?P<zh_m>\d{{1,2}})\s?月\s?(?P<zh_d>\d{{1,2}})(?:\s?[日号]|(?={_TO}\d{{1,2}}\s?[日号]))",
    rf"(?P<dd_a>{_DAY})(?:{_TO}(?P<dd_b>{_DAY}))?\s?(?:of\s)?(?P<dd_m>{_MONTH})(?:,?\s?(?P<dd_y>\d{{4}})(?!\d))?",
    rf"(?<![a-z])(?P<md_m>{_MONTH})\s?(?P<md_a>{_DAY})(?!:)(?:{_TO}(?P<md_b>{_DAY})(?!:))?(?:,?\s?(?P<md_y>\d{{4}})(?!\d))?",
    r"(?P<day>\d{1,2})\s?[日号]",
    r"(?P<pair_a>\d{1,2})(?P<pair_sep>[/.-])(?P<pair_b>\d{1,2})(?![\d%])(?!(?P=pair_sep)\d)",
)
_TOKEN = re.compile(rf"(?<![\d.])(?:{'|'.join(_FORMS)})")
_LINK = re.compile(rf"\s?(?:起|止|\([^()]{{0,6}}\))?(?:{_TO})(?:于|the\s)?\s?")
_LAST_MONTH = 12
_CENTURY = 2000
_LEAP = 2024


@dataclass(frozen=True, slots=True)
class Said:
    """A date in the text, between two offsets. `year` is None where it is left to the reader, `clock` where no time of
    day stands beside it. An `unclear` one may be day-first or month-first. `linked` says that it ends the period which
    the date before it begins."""

    start: int
    end: int
    year: int | None
    month: int
    day: int
    clock: Clock | None = None
    unclear: bool = False
    linked: bool = False

    @property
    def valid(self) -> bool:
        try:
            date(self.year or _LEAP, self.month, self.day)
        except ValueError:
            return False
        return True


def dates_in(view: Folded) -> tuple[Said, ...]:
    """Every date of a text in order, its offsets in bytes."""
    text = view.data.decode()
    found: list[Said] = []
    at, offset = 0, 0
    for said in read_dates(text):
        offset += len(text[at : said.start].encode())
        at = said.start
        found.append(replace(said, start=offset, end=offset + len(text[said.start : said.end].encode())))
    return tuple(found)


def read_dates(text: str) -> Iterator[Said]:
    """Every date of folded text in order, with its time of day. `20日` and `6/20` count only as the end of a period,
    `6.18-6.20` only as a whole."""
    last: Said | None = None
    pair: Said | None = None
    for match in _TOKEN.finditer(text):
        before = last if last is not None and _LINK.fullmatch(text, last.end, match.start()) else None
        if match["pair_a"] and before is None:
            said = _pair(match)
            if said is not None and pair is not None and _LINK.fullmatch(text, pair.end, match.start()):
                yield pair
                said = _with_clock(text, replace(said, linked=True), pair.end)
                yield said
                last, pair = said, None
            else:
                pair = None if said is None else _with_clock(text, said, 0)
            continue
        for said in _dates(match, before):
            if said.valid:
                last = _with_clock(
                    text, replace(said, linked=said.linked or before is not None), last.end if last else 0
                )
                yield last


def _with_clock(text: str, said: Said, floor: int) -> Said:
    clock, end = clock_after(text, said.end)
    if clock is not None:
        return replace(said, clock=clock, end=end)
    return said if said.linked else replace(said, clock=clock_before(text, said.start, floor))


def _dates(match: re.Match[str], before: Said | None) -> Iterator[Said]:
    """The dates of one token: one, or the two of `18–20 June`."""
    said, (start, end) = match.groupdict(), match.span()
    if said["iso_y"]:
        yield Said(start, end, int(said["iso_y"]), int(said["iso_m"]), int(said["iso_d"]))
    elif said["num_y"]:
        yield _numeric(start, end, int(said["num_a"]), int(said["num_b"]), int(said["num_y"]))
    elif said["short_y"]:
        yield _numeric(start, end, int(said["short_a"]), int(said["short_b"]), _CENTURY + int(said["short_y"]))
    elif said["zh_m"]:
        year = _year(said["zh_y"])
        if year is None and before is not None:
            year = before.year
        yield Said(start, end, year, int(said["zh_m"]), int(said["zh_d"]))
    elif said["dd_m"] or said["md_m"]:
        yield from _english(match)
    elif before is not None and said["day"]:
        yield Said(start, end, before.year, before.month, int(said["day"]))
    elif before is not None and said["pair_a"]:
        yield Said(start, end, before.year, int(said["pair_a"]), int(said["pair_b"]))


def _english(match: re.Match[str]) -> Iterator[Said]:
    form = "dd" if match["dd_m"] else "md"
    month = _MONTHS.index(match[f"{form}_m"][:3]) + 1
    year = _year(match[f"{form}_y"])
    first, second = match[f"{form}_a"], match[f"{form}_b"]
    if second is None:
        yield Said(*match.span(), year, month, _day(first))
        return
    middle = match.start(f"{form}_b")
    yield Said(match.start(), middle, year, month, _day(first))
    yield Said(middle, match.end(), year, month, _day(second), linked=True)


def _numeric(start: int, end: int, first: int, second: int, year: int) -> Said:
    """Day-first or month-first, as only one of them can be read; unclear where both can."""
    if first > _LAST_MONTH:
        return Said(start, end, year, second, first)
    return Said(start, end, year, first, second, unclear=second <= _LAST_MONTH and first != second)


def _pair(match: re.Match[str]) -> Said | None:
    """`6.18` and `18/6` as half of a period, where only one reading is a date; None for any other numbers."""
    first, second = int(match["pair_a"]), int(match["pair_b"])
    said = _numeric(*match.span(), first, second, _LEAP)
    return replace(said, year=None) if said.valid and not said.unclear and match["pair_sep"] != "-" else None


def _day(words: str) -> int:
    return int(words.rstrip("stndrh"))


def _year(words: str | None) -> int | None:
    return int(words) if words else None
