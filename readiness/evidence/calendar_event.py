"""An event of a calendar: its times in its own zone, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any

from readiness.evidence.day_cells import LATEST_YEAR
from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

# anniversaries begin with the birth of whoever is celebrated
OLDEST_YEAR = 1800
_DAY = timedelta(days=1)
_AGAIN = Text("Correct the event in its calendar, and export it again", "请在日历中更正该事件后重新导出")
SINGLE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "STATUS", "UID", "SEQUENCE")
_NEEDED = frozenset({*SINGLE, "RRULE", "RDATE", "EXDATE", "EXRULE", "ATTENDEE", "ORGANIZER", "SUMMARY", None})


@dataclass(frozen=True)
class Event:
    """A VEVENT: an event, all repetitions of one, or one repetition that was changed (`recurrence` says which)."""

    component: Any
    line: int
    number: int
    shown: str
    floating: tzinfo | None
    called_off: bool

    @property
    def place(self) -> Text:
        title = str(self.component.get("SUMMARY", "")).strip()[:60]
        named = f" ({title})" if title else ""
        return Text(f"{self.shown}, line {self.line}{named}", f"{self.shown} 第 {self.line} 行{named}")

    def refuse(self, en: str, zh: str) -> CannotJudge:
        return cannot_judge(f"{self.place.en}: {en}", f"{self.place.zh}：{zh}", _AGAIN)

    @cached_property
    def uid(self) -> str:
        return str(self.component.get("UID", "")).strip() or f"line {self.line}"

    @cached_property
    def sequence(self) -> int:
        return int(self.component.get("SEQUENCE", 0))

    @property
    def cancelled(self) -> bool:
        return self.called_off or str(self.component.get("STATUS", "")).strip().upper() == "CANCELLED"

    @cached_property
    def start(self) -> datetime | date:
        if self.component.get("DTSTART") is None:
            raise self.refuse("the event has no beginning (DTSTART)", "事件没有开始时间（DTSTART）")
        return self.moment(self.component["DTSTART"])

    @cached_property
    def zone(self) -> tzinfo | None:
        """In which its wall time is; None for a floating one, which nobody can place."""
        return (self.start.tzinfo if isinstance(self.start, datetime) else None) or self.floating

    @property
    def whole_days(self) -> bool:
        return not isinstance(self.start, datetime)

    @cached_property
    def recurrence(self) -> datetime | None:
        said = self.component.get("RECURRENCE-ID")
        return None if said is None else self.wall(self.moment(said))

    def moment(self, said: Any) -> datetime | date:
        """A time of the event. A zone that nobody knows would otherwise read as none at all."""
        return self._known(said.dt, said)

    def _known(self, value: Any, said: Any) -> datetime | date:
        if not isinstance(value, date):
            raise self.refuse(f"{value} is no date or time", f"{value} 不是日期或时间")
        if isinstance(value, datetime) and value.tzinfo is None and "TZID" in said.params:
            name = said.params["TZID"]
            raise self.refuse(
                f"the time zone {name!r} is neither known nor described in the file",
                f"时区“{name}”既不是已知时区，文件中也没有其说明",
            )
        return value

    def moments(self, name: str) -> list[tuple[datetime | date, timedelta | None]]:
        """What EXDATE or RDATE lists: each with its own length, where it is a period."""
        found: list[tuple[datetime | date, timedelta | None]] = []
        said = self.component.get(name, [])
        for some in said if isinstance(said, list) else [said]:
            for one in some.dts:
                if isinstance(one.dt, tuple):
                    begins, other = one.dt
                    found.append((self._known(begins, some), other if isinstance(other, timedelta) else other - begins))
                else:
                    found.append((self._known(one.dt, some), None))
        return found

    def wall(self, value: datetime | date) -> datetime:
        """The time that clocks in the event's zone show."""
        if not isinstance(value, datetime):
            return datetime(value.year, value.month, value.day)  # noqa: DTZ001  (wall time has no zone)
        if value.tzinfo is not None and self.zone is not None:
            value = value.astimezone(self.zone)
        return value.replace(tzinfo=None)

    def instant(self, wall: datetime) -> datetime:
        """In UTC; of a floating time that nobody can place, the wall time itself."""
        return wall if self.zone is None else wall.replace(tzinfo=self.zone).astimezone(UTC)

    @cached_property
    def own(self) -> tuple[datetime, datetime]:
        """Its own beginning and end, in UTC, or floating."""
        start = self.instant(self.wall(self.start))
        by_wall = self.instant(self.wall_end)
        if self.whole_days:
            return start, by_wall
        return start, self.exact_end if "DTEND" in self.component else min(by_wall, self.exact_end)

    @cached_property
    def wall_end(self) -> datetime:
        return self.wall(self._end)

    @cached_property
    def _end(self) -> datetime | date:
        start, end, length = self.start, self.component.get("DTEND"), self.component.get("DURATION")
        if end is not None:
            return self.moment(end)
        if length is not None:
            span: timedelta = length.dt
            return self.wall(start) + span
        return start if isinstance(start, datetime) else start + _DAY

    def expect_known_years(self) -> None:
        """Raises CannotJudge for the end of all days, which some zone has no date for."""
        if any(not OLDEST_YEAR <= at.year <= LATEST_YEAR for at in self.own):
            raise self.refuse(
                f"its times are not in the years {OLDEST_YEAR} to {LATEST_YEAR}",
                f"其时间不在 {OLDEST_YEAR} 至 {LATEST_YEAR} 年之间",
            )

    @property
    def wall_length(self) -> timedelta:
        return self.wall_end - self.wall(self.start)

    @cached_property
    def exact_end(self) -> datetime:
        if self.component.get("DTEND") is None and self.component.get("DURATION") is not None:
            length: timedelta = self.component["DURATION"].dt
            return self.instant(self.wall(self.start)) + length
        return _in_utc(self._end) if _aware(self._end) and self.zone is not None else self.instant(self.wall_end)


def _aware(value: datetime | date) -> bool:
    return isinstance(value, datetime) and value.tzinfo is not None


def _in_utc(value: Any) -> datetime:
    result: datetime = value.astimezone(UTC)
    return result


def look_over(event: Event) -> None:
    """The reader drops what it can't read: an exception of a series would then be an occurrence. Raises CannotJudge."""
    for name, words in event.component.errors:
        if name is None or str(name).upper() in _NEEDED:
            raise event.refuse(
                f"{name or 'a line'} can't be read: {str(words)[:120]}",
                f"无法读取 {name or '其中一行'}：{str(words)[:120]}",
            )
    for name in SINGLE:
        if isinstance(event.component.get(name), list):
            raise event.refuse(f"{name} stands there twice", f"{name} 出现了两次")
    if event.component.get("EXRULE") is not None:
        raise event.refuse(
            "EXRULE is not read; list the exceptions as EXDATE", "不支持 EXRULE，请用 EXDATE 列出例外日期"
        )
    try:
        _ = event.recurrence, event.moments("EXDATE"), event.moments("RDATE"), event.sequence
        event.expect_known_years()
    except CannotJudge:
        raise
    except Exception as error:
        raise event.refuse(f"its times can't be read: {error}", f"无法读取其时间：{error}") from error


def current(members: Sequence[Event]) -> list[Event]:
    """Of what stands there in several versions, the newest. Raises CannotJudge where nobody can tell which it is."""
    newest: dict[datetime | None, Event] = {}
    for event in members:
        other = newest.setdefault(event.recurrence, event)
        if other is event or event.sequence < other.sequence:
            continue
        if event.sequence == other.sequence and event.component.to_ical() != other.component.to_ical():
            raise event.refuse(
                f"it has the UID of the event on line {other.line}, but is another; which of them holds can't be told",
                f"它与第 {other.line} 行的事件 UID 相同，内容却不同，无法判断以哪一个为准",
            )
        newest[event.recurrence] = event
    return list(newest.values())


def repeated(event: Event, master: Event, wall: datetime, period: timedelta | None) -> tuple[datetime, datetime]:
    """When an event takes place again, with a length of its own if it has one.

    Where the clock changes meanwhile, some calendars keep the length and some the time at which it ends. The earlier
    end counts: a shift must not cover an hour that half of the calendars leave open.
    """
    start = master.instant(wall)
    by_wall = master.instant(wall + (event.wall_length if period is None else period))
    if event.whole_days:
        return start, by_wall
    exact = event.exact_end - event.own[0] if period is None else period
    return start, min(by_wall, start + exact)
