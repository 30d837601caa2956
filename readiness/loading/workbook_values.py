"""What a cell of a campaign's workbook says, as the campaign file would write it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from zoneinfo import ZoneInfo

from readiness.evidence.cells import CellError, parse_instant
from readiness.loading.nodes import Entry, Listing, Node, Scalar
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.problems import Problems
from readiness.loading.workbook_sheet import Cell
from readiness.loading.workbook_words import YES_NO, meant
from readiness.model.location import Location
from readiness.model.moments import Moment
from readiness.model.text import Lang, Text

STAND_IN = "1970-01-01T00:00:00+00:00"
"""Stands for an instant that could not be read, which has been told."""

_SEPARATORS = re.compile(r"[,，、;；\n]+")
_AND = re.compile(r"\s+and\s+|\s*[和与及]\s*", re.IGNORECASE)
_DATE = re.compile(r"\d{4}\s*[-/年.]\s*\d|\d{8}")
_SPAN = {"天": "d", "日": "d", "小时": "h", "周": "w", "day": "d", "days": "d", "hour": "h", "hours": "h"}
_SPAN |= {"week": "w", "weeks": "w"}
_UNITS = {"w": Text("week", "周"), "d": Text("day", "天"), "h": Text("hour", "小时")}
_BARE_MOMENT = re.compile(r"([TE])([+-])(\d+)([wdh])")
_BEFORE_ZH = re.compile(r"(上线|结束)(前|后)\s*(\d+)\s*(天|日|小时|周)")
_BEFORE_EN = re.compile(r"(\d+) (days?|hours?|weeks?) (before|after) (?:the )?(launch|end)", re.IGNORECASE)


def parts(cell: Cell) -> list[str]:
    """The things that a cell lists: `策划准备、执行准备`."""
    return [part.strip() for part in _SEPARATORS.split(cell.text) if part.strip()]


def joined(cell: Cell) -> list[str]:
    """The same where the last may be joined by a word: `English and Chinese`, 中文和英文."""
    return [part.strip() for words in parts(cell) for part in _AND.split(words) if part.strip()]


def listing(cell: Cell, texts: list[str]) -> Listing:
    return Listing(cell.location, [Scalar(cell.location, text) for text in texts])


def yes_no(cell: Cell) -> str:
    """`yes` for 是; what is neither stays as it was typed, and is told with the field."""
    return YES_NO.get(cell.text.casefold(), cell.text)


def one_of(cell: Cell, known: Mapping[str, Text]) -> str:
    """The id that the cell means; what means none stays as it was typed."""
    return meant(cell.text, known) or cell.text


def instant(cell: Cell, zone: ZoneInfo, problems: Problems) -> Scalar:
    """An instant with its offset: a time without one is the campaign's own. Told where it can't be one."""
    try:
        moment = parse_instant(cell.text, zone)
    except CellError as error:
        problems.add(cell.location, error.text)
        return cell.scalar(STAND_IN)
    return cell.scalar(moment.astimezone(zone).isoformat())


def as_written(cell: Cell, zone: ZoneInfo) -> str:
    """A time with the campaign's offset; what is no time stays as it was typed, for its field to judge."""
    try:
        return parse_instant(cell.text, zone).astimezone(zone).isoformat()
    except CellError:
        return cell.text


def moment(cell: Cell, zone: ZoneInfo, problems: Problems) -> Scalar:
    """A moment as the campaign file writes it, from `T-5d`, 上线前 5 天, `5 days before the launch` or a time."""
    if found := _BEFORE_ZH.fullmatch(cell.text):
        return cell.scalar(_moment(found[1] == "上线", found[2] == "前", found[3], found[4]))
    if found := _BEFORE_EN.fullmatch(cell.text):
        launch, before = found[4].lower() == "launch", found[3].lower() == "before"
        return cell.scalar(_moment(launch, before, found[1], found[2].lower()))
    return instant(cell, zone, problems) if _DATE.match(cell.text) else cell.scalar()


def tell_moment(moment: Moment, lang: Lang) -> str:
    """`T-5d` as people write it, so that `moment` reads it again; what has no such words stays as it is."""
    found = _BARE_MOMENT.fullmatch(moment.words)
    if found is None:
        return moment.words
    launch, before, count = found[1] == "T", found[2] == "-", found[3]
    unit = _UNITS[found[4]]
    if lang == "zh":
        return f"{'上线' if launch else '结束'}{'前' if before else '后'} {count} {unit.zh}"
    side, anchor = ("before" if before else "after"), ("launch" if launch else "end")
    return f"{count} {unit.en if count == '1' else unit.en + 's'} {side} the {anchor}"


def _moment(launch: bool, before: bool, count: str, unit: str) -> str:  # noqa: FBT001
    return f"{'T' if launch else 'E'}{'-' if before else '+'}{count}{_SPAN[unit]}"


def mapping(location: Location, entries: Iterator[Entry] | list[Entry]) -> MappingNode:
    return MappingNode(location, {entry.key: entry for entry in entries})


def entry(key: str, location: Location, value: Node) -> Entry:
    return Entry(key, location, value)
