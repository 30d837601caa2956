"""An iCalendar file as a table: a row for each time that an event takes place in a window around the campaign.

The home of `icalendar` and `recurring-ical-events`. Repetitions are counted in the wall time of the event's own zone,
as calendars mean them, and each occurrence then becomes an instant: so a change of the clock moves nothing by itself.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.calendar_cells import HEADER, cells_of
from readiness.evidence.calendar_event import Event, current, look_over, repeated
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
_NAME = "X-READINESS-EVENT"


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
    series: dict[str, list[Event]] = {}
    for event in events:
        series.setdefault(event.uid, []).append(event)
    for members in series.values():
        if left() <= 0:
            raise timed_out(shown)
        called_off = any(event.cancelled for event in members if event.recurrence is None)
        for event, starts, ends in _all_occurrences(current(members), around):
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


def _events(text: str, zone: str | None, shown: str) -> list[Event]:
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
        _expect_gregorian(calendar, shown)
        event = Event(component, line, number, shown, floating, off)
        look_over(event)
        _expect_one_zone(event, calendar)
        events.append(event)
    return events


def _expect_gregorian(calendar: Any, shown: str) -> None:
    scale = str(calendar.get("CALSCALE", "GREGORIAN")).strip()
    if scale.upper() != "GREGORIAN":
        raise cannot_judge(
            f"{shown} counts days by another calendar (CALSCALE:{scale})",
            f"{shown} 使用其他历法（CALSCALE:{scale}）",
            Text("Export it with Gregorian dates", "请以公历日期导出"),
        )


def _expect_one_zone(event: Event, calendar: Any) -> None:
    """A zone that the file describes otherwise than its name means could be read in two ways. Raises CannotJudge."""
    name = str(event.component["DTSTART"].params.get("TZID", ""))
    described = next((zone for zone in calendar.walk("VTIMEZONE") if str(zone.get("TZID", "")) == name), None)
    if not name or described is None or not isinstance(event.start, datetime):
        return
    try:
        own = event.start.replace(tzinfo=described.to_tz(lookup_tzid=False)).utcoffset()
    except Exception as error:
        raise event.refuse(
            f"the description of the time zone {name} can't be read", f"无法读取文件中时区 {name} 的说明"
        ) from error
    if own != event.start.utcoffset():
        raise event.refuse(
            f"the file describes the time zone {name} otherwise than is known, so the time means two instants",
            f"文件中对时区 {name} 的说明与通行的不同，该时间可能指两个时刻",
        )


def _zone(name: str | None) -> ZoneInfo | None:
    try:
        return ZoneInfo(name.strip()) if name and name.strip() else None
    except (KeyError, ValueError, OSError):  # no such zone, no name of one, a folder of zones
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


def _all_occurrences(events: Sequence[Event], around: Around) -> list[tuple[Event, datetime, datetime]]:
    try:
        return list(_occurrences(events, around))
    except CannotJudge:
        raise
    except Exception as error:
        raise events[0].refuse(f"its repetitions can't be counted: {error}", f"无法计算其重复：{error}") from error


def _occurrences(events: Sequence[Event], around: Around) -> Iterator[tuple[Event, datetime, datetime]]:
    """Each time that the events of one UID take place near the window: the event that says so, beginning and end."""
    master = next((event for event in events if event.recurrence is None), events[0])
    repeats = any(name in master.component for name in ("RRULE", "RDATE"))
    if not repeats and len(events) == 1:
        yield master, *master.own
        return
    _refuse_strays(events, master, around)
    by_number = {event.number: event for event in events}
    window = (around.begins - _ZONES).replace(tzinfo=None), (around.ends + _ZONES).replace(tzinfo=None)
    for said in _expanded([_in_wall_time(event, master, around) for event in events], *window):
        event = by_number[int(said[_NAME])]
        wall, ends = said["DTSTART"].dt, said["DTEND"].dt
        if wall == master.wall(event.start):
            yield event, *event.own
        else:
            period = None if ends - wall == max(event.wall_length, timedelta()) else ends - wall
            yield event, *repeated(event, master, wall, period)


def _refuse_strays(events: Sequence[Event], master: Event, around: Around) -> None:
    """What changes an occurrence that its series does not have would be one more beside all others. Raises
    CannotJudge. Changes of what is later than the window are not looked up; they may not come into it."""
    changes = sorted((event.recurrence, event.number, event) for event in events if event.recurrence is not None)
    if master.recurrence is not None or not changes:
        return
    last = (around.ends + _ZONES).replace(tzinfo=None)
    known = [at for at, _, _ in changes if at <= last]
    there: set[datetime] = set()
    if known:
        stub = _in_wall_time(master, master, around)
        there = {one["DTSTART"].dt for one in _expanded([stub], known[0], known[-1] + timedelta(seconds=1))}
    for at, _, event in changes:
        if at not in there and (at <= last or around.has(*map(_as_instant, event.own))):
            one = at.isoformat(sep=" ", timespec="minutes")
            raise event.refuse(
                f"it changes the occurrence of {one}, which its series does not have",
                f"它修改的是 {one} 的那一次，而该系列没有这一次",
            )


def _expanded(stubs: Sequence[Any], begins: datetime, ends: datetime) -> list[Any]:
    """The occurrences between two wall times."""
    import icalendar
    import recurring_ical_events

    calendar = icalendar.Calendar()
    for stub in stubs:
        calendar.add_component(stub)
    return list(recurring_ical_events.of(calendar).between(begins, ends))


def _in_wall_time(event: Event, master: Event, around: Around) -> Any:
    """The event with the wall times of its series alone, so that repetitions, exceptions and changes are compared as
    the calendar shows them."""
    from icalendar import Event as Component
    from icalendar.prop import vDDDLists, vDDDTypes, vInt, vRecur, vText

    stub = Component()
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


def _rule(rule: Mapping[str, Any], event: Event, start: datetime, around: Around) -> dict[str, list[Any]]:
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
