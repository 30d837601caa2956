"""The lines of an iCalendar file: where each event begins, and whether the file is whole. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

_LINE_END = re.compile(r"\r\n|\n|\r")
_MARK = re.compile(r"(BEGIN|END):([A-Za-z0-9-]+)\s*", re.IGNORECASE)
_CALENDAR, _EVENT = "VCALENDAR", "VEVENT"


@dataclass(frozen=True, slots=True)
class Lines:
    """`text` has one sort of line end; `events` are the lines on which events begin, in the file's order."""

    text: str
    events: tuple[int, ...]


def look_through(text: str, shown: str) -> Lines:
    """Raises CannotJudge for what is no calendar, or has lost its end: the event that was cut off would be missing."""
    lines = _LINE_END.split(text.lstrip("\ufeff"))
    first = next((number for number, line in enumerate(lines, 1) if line.strip()), 1)
    if not _is(lines[first - 1], "BEGIN", _CALENDAR):
        raise _no_calendar(shown, first)
    open_: list[tuple[str, int]] = []
    events: list[int] = []
    for number, line in enumerate(lines, 1):
        mark = _MARK.fullmatch(line)
        if mark is None:
            if line.strip() and not open_:
                raise _astray(shown, number)
            continue
        name = mark[2].upper()
        if mark[1].upper() == "BEGIN":
            open_.append((name, number))
            events += [number] if name == _EVENT else []
        elif not open_ or open_.pop()[0] != name:
            raise _astray(shown, number)
    if open_:
        raise _cut_off(shown, *open_[-1])
    return Lines("\r\n".join(lines).strip() + "\r\n", tuple(events))


def _is(line: str, word: str, name: str) -> bool:
    mark = _MARK.fullmatch(line.strip())
    return mark is not None and (mark[1].upper(), mark[2].upper()) == (word, name)


def _no_calendar(shown: str, number: int) -> CannotJudge:
    return cannot_judge(
        f"{shown}, line {number}: a calendar begins with BEGIN:VCALENDAR, and this one does not",
        f"{shown} 第 {number} 行：日历文件应以 BEGIN:VCALENDAR 开头，而此处不是",
        Text("Export the calendar again as iCalendar (.ics)", "请以 iCalendar（.ics）格式重新导出日历"),
    )


def _astray(shown: str, number: int) -> CannotJudge:
    return cannot_judge(
        f"{shown}, line {number}: this line does not belong here, so the file is damaged",
        f"{shown} 第 {number} 行：此行不应出现在这里，文件已损坏",
        Text("Export the calendar again", "请重新导出日历"),
    )


def _cut_off(shown: str, name: str, number: int) -> CannotJudge:
    return cannot_judge(
        f"{shown}, line {number}: {name} begins here and END:{name} is nowhere, so the file is cut off",
        f"{shown} 第 {number} 行：{name} 从这里开始，却没有 END:{name}，文件不完整",
        Text("Export the calendar again", "请重新导出日历"),
    )
