"""An iCalendar file as a table: a row for each time that an event takes place in a window around the campaign.

The home of `icalendar` and `recurring-ical-events`. Repetitions are counted in the wall time of the event's own zone,
as calendars mean them, and each occurrence then becomes an instant: so a change of the clock moves nothing by itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.calendar_cells import HEADER, cells_of
from readiness.evidence.calendar_lines import look_through
from readiness.evidence.calendar_rules import why_not
from readiness.evidence.grid import Cells, Grid
from readiness.evidence.problems import cannot_judge, timed_out
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.model.times import Times

MOST_OCCURRENCES = 50_000
_BEFORE, _AFTER = timedelta(days=90), timedelta(days=60)
# farther than any two zones lie apart
_ZONES = timedelta(days=2)
_DAY = timedelta(days=1)
_NAME = "X-READINESS-EVENT"
_SINGLE = ("DTSTART", "DTEND", "DURATION", "RECURRENCE-ID", "STATUS", "UID", "SEQUENCE")
_NEEDED = frozenset({*_SINGLE, "RRULE", "RDATE", "EXDATE", "EXRULE", "ATTENDEE", "ORGANIZER", "SUMMARY", None})
_AGAIN = Text("Correct the event in its calendar, and export it again", "请在日历中更正该事件后重新导出")


@dataclass(frozen=True, slots=True)
class Around:
    """The time in which occurrences are read, and the zone in which they are written."""

    begins: datetime
    ends: datetime
    zone: ZoneInfo

    @classmethod
    def of(cls, times: Times) -> Around:
        """From 90 days before the launch to 60 days after the end: it comes from the campaign, never from a clock."""
        return cls(times.launch.astimezone(UTC) - _BEFORE, times.end.astimezone(UTC) + _AFTER, times.zone)

    def has(self, starts: datetime, ends: datetime) -> bool:
        return starts < self.ends and (ends > self.begins or starts >= self.begins)


def read_calendar(text: str, zone: str | None, around: Around, left: Callable[[], float], shown: str) -> Grid:
    """`zone` is that of times without one, before the calendar's own X-WR-TIMEZONE. Raises CannotJudge for what is
    damaged, can be read in two ways or takes place nowhere in the window."""
    events = _events(text, zone, shown)
    rows: list[tuple[datetime, int, Cells]] = []
    cancelled = 0
    series: dict[str, list[_Event]] = {}
    for event in events:
        series.setdefault(event.uid, []).append(event)
    for members in series.values():
        if left() <= 0:
            raise timed_out(shown)
        called_off = any(event.cancelled for event in members if event.recurrence is None)
        for event, starts, ends in _occurrences(_current(members), around):
            if not around.has(_as_instant(starts), _as_instant(ends)):
                continue
            if called_off or event.cancelled:
                cancelled += 1
                continue
            rows.append((_as_instant(starts), event.line, cells_of(event.component, *_said(starts, ends, around))))
        if len(rows) > MOST_OCCURRENCES:
            raise _too_many(shown)
    if not rows:
        raise _none_takes_place(shown, len(events), cancelled, around)
    rows.sort(key=lambda row: row[:2])
    numbered = tuple((number, cells) for number, (_, _, cells) in enumerate(rows, 1))
    return Grid(HEADER, 0, numbered, lines=tuple(line for _, line, _ in rows), notes=tuple(_notes(around, cancelled)))


def first_events(text: str, shown: str, most: int) -> tuple[tuple[str, ...], ...]:
    """The header, then the first events as rows of text, each once: enough to recognise the table. Raises
    CannotJudge."""
    rows: list[tuple[str, ...]] = [HEADER]
    for event in _events(text, None, shown)[:most]:
        zone = ZoneInfo("UTC")
        around = Around(datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC), zone)
        rows.append(tuple(cell or "" for cell in cells_of(event.component, *_said(*event.own, around))))
    return tuple(rows)


@dataclass(frozen=True)
class _Event:
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


def _events(text: str, zone: str | None, shown: str) -> list[_Event]:
    """Every VEVENT of the file, looked over. Raises CannotJudge."""
    lines = look_through(text, shown)
    calendars = _parsed(lines.text, shown)
    found = [(calendar, component) for calendar in calendars for component in calendar.walk("VEVENT")]
    if not found or len(found) != len(lines.events):
        raise cannot_judge(
            f"{shown} holds no event",
            f"{shown} 中没有任何事件",
            Text("Export it with its events", "请连同事件一起导出"),
        )
    events = []
    for number, ((calendar, component), line) in enumerate(zip(found, lines.events, strict=True)):
        floating = _zone(zone) or _zone(str(calendar.get("X-WR-TIMEZONE", "")))
        off = str(calendar.get("METHOD", "")).strip().upper() == "CANCEL"
        event = _Event(component, line, number, shown, floating, off)
        _look_over(event)
        events.append(event)
    return events


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name.strip()) if name and name.strip() else None
    except (ValueError, OSError):
        return None


def _parsed(text: str, shown: str) -> list[Any]:
    import icalendar

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a vendor's prefix before the name of a zone
        try:
            return list(icalendar.Calendar.from_ical(text, multiple=True))
        except Exception as error:
            raise cannot_judge(
                f"{shown} is damaged: {str(error)[:120]}",
                f"{shown} 已损坏：{str(error)[:120]}",
                Text("Export the calendar again as iCalendar (.ics)", "请以 iCalendar（.ics）格式重新导出日历"),
            ) from error


def _look_over(event: _Event) -> None:
    """The reader drops what it can't read: an exception of a series would then be an occurrence. Raises CannotJudge."""
    for name, words in event.component.errors:
        if name is None or str(name).upper() in _NEEDED:
            raise event.refuse(
                f"{name or 'a line'} can't be read: {str(words)[:120]}",
                f"无法读取 {name or '其中一行'}：{str(words)[:120]}",
            )
    for name in _SINGLE:
        if isinstance(event.component.get(name), list):
            raise event.refuse(f"{name} stands there twice", f"{name} 出现了两次")
    if event.component.get("EXRULE") is not None:
        raise event.refuse(
            "EXRULE is not read; list the exceptions as EXDATE", "不支持 EXRULE，请用 EXDATE 列出例外日期"
        )
    try:
        _ = event.own, event.recurrence, event.moments("EXDATE"), event.moments("RDATE"), event.sequence
    except CannotJudge:
        raise
    except Exception as error:
        raise event.refuse(f"its times can't be read: {error}", f"无法读取其时间：{error}") from error


def _current(members: Sequence[_Event]) -> list[_Event]:
    """Of what stands there in several versions, the newest. Raises CannotJudge where nobody can tell which it is."""
    newest: dict[datetime | None, _Event] = {}
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


def _occurrences(events: Sequence[_Event], around: Around) -> Iterator[tuple[_Event, datetime, datetime]]:
    """Each time that the events of one UID take place near the window: the event that says so, beginning and end."""
    master = next((event for event in events if event.recurrence is None), events[0])
    repeats = any(name in master.component for name in ("RRULE", "RDATE"))
    if not repeats and len(events) == 1:
        yield master, *master.own
        return
    by_number = {event.number: event for event in events}
    for said in _expanded([_in_wall_time(event, master, around) for event in events], master, around):
        event = by_number[int(said[_NAME])]
        wall, ends = said["DTSTART"].dt, said["DTEND"].dt
        if wall == master.wall(event.start):
            yield event, *event.own
        else:
            period = None if ends - wall == max(event.wall_length, timedelta()) else ends - wall
            yield event, *_repeated(event, master, wall, period)


def _repeated(event: _Event, master: _Event, wall: datetime, period: timedelta | None) -> tuple[datetime, datetime]:
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


def _expanded(stubs: Sequence[Any], master: _Event, around: Around) -> list[Any]:
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar()
    for stub in stubs:
        calendar.add_component(stub)
    begins, ends = (at.replace(tzinfo=None) for at in (around.begins - _ZONES, around.ends + _ZONES))
    try:
        return list(recurring_ical_events.of(calendar).between(begins, ends))
    except Exception as error:
        raise master.refuse(f"its repetitions can't be counted: {error}", f"无法计算其重复：{error}") from error


def _in_wall_time(event: _Event, master: _Event, around: Around) -> Any:
    """The event with the wall times of its series alone, so that repetitions, exceptions and changes are compared as
    the calendar shows them."""
    from icalendar import Event
    from icalendar.prop import vDDDLists, vDDDTypes, vInt, vRecur, vText

    stub = Event()
    start = master.wall(event.start)
    length = max(event.wall_length, timedelta())
    stub["UID"], stub["SEQUENCE"], stub[_NAME] = vText("series"), vInt(0), vText(str(event.number))
    stub["DTSTART"], stub["DTEND"] = vDDDTypes(start), vDDDTypes(start + length)
    if event is not master or event.recurrence is not None:
        at = vDDDTypes(master.wall(event.moment(event.component["RECURRENCE-ID"])))
        if str(event.component["RECURRENCE-ID"].params.get("RANGE", "")).upper() == "THISANDFUTURE":
            at.params["RANGE"] = "THISANDFUTURE"
        stub["RECURRENCE-ID"] = at
        return stub
    said = event.component.get("RRULE", [])
    rules = [_rule(rule, event, start, around) for rule in (said if isinstance(said, list) else [said])]
    if rules:
        stub["RRULE"] = [vRecur(rule) for rule in rules]
    # a day of EXDATE in a series of times takes that whole day out
    dates = [
        event.wall(at) if event.whole_days or isinstance(at, datetime) else at for at, _ in event.moments("EXDATE")
    ]
    if dates:
        stub["EXDATE"] = vDDDLists(dates)
    more = [(event.wall(at), span) for at, span in event.moments("RDATE")]
    if more:
        stub["RDATE"] = vDDDLists([at if span is None else (at, span) for at, span in more])
    return stub


def _rule(rule: Mapping[str, Any], event: _Event, start: datetime, around: Around) -> dict[str, list[Any]]:
    """A rule whose UNTIL is wall time like all else. Raises CannotJudge."""
    parts = {str(name).upper(): list(values) if isinstance(values, list | tuple) else [values]
             for name, values in rule.items()}  # fmt: skip
    wrong = why_not(parts, start, (around.ends + _ZONES).replace(tzinfo=None))
    if wrong is not None:
        raise event.refuse(f"its repetition can't be counted: {wrong.en}", f"无法计算其重复：{wrong.zh}")
    if "UNTIL" in parts:
        parts["UNTIL"] = [event.wall(parts["UNTIL"][0])]
    return parts


def _as_instant(value: datetime) -> datetime:
    return value if value.tzinfo is not None else value.replace(tzinfo=UTC)


def _said(starts: datetime, ends: datetime, around: Around) -> tuple[str, str]:
    """As cells hold it: with the offset, or without one where the time is floating."""
    said = [at if at.tzinfo is None else at.astimezone(around.zone) for at in (starts, ends)]
    first, last = (at.isoformat(sep=" ", timespec="seconds") for at in said)
    return first, last


def _notes(around: Around, cancelled: int) -> Iterator[Text]:
    begins, ends = (at.astimezone(around.zone).date().isoformat() for at in (around.begins, around.ends))
    yield Text(f"events from {begins} to {ends} read", f"读取 {begins} 至 {ends} 的事件")
    if cancelled:
        yield Text(f"left out as cancelled: {cancelled:,}", f"已取消、未计入：{cancelled:,} 个")


def _none_takes_place(shown: str, events: int, cancelled: int, around: Around) -> CannotJudge:
    begins, ends = (at.astimezone(around.zone).date().isoformat() for at in (around.begins, around.ends))
    off = Text(f"; {cancelled:,} are cancelled", f"；其中 {cancelled:,} 个已取消") if cancelled else Text("", "")
    return cannot_judge(
        f"None of the {events:,} events of {shown} takes place between {begins} and {ends}{off.en}",
        f"{shown} 的 {events:,} 个事件都不在 {begins} 至 {ends} 之间{off.zh}",
        Text("Export the calendar of the campaign's time", "请导出活动期间的日历"),
    )


def _too_many(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} has more than {MOST_OCCURRENCES:,} events in the campaign's time",
        f"{shown} 在活动期间有超过 {MOST_OCCURRENCES:,} 个事件",
        Text("Export only the calendar that the check needs", "请只导出检查所需的日历"),
    )
