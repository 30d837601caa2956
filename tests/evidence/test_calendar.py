"""An iCalendar file as a table: which occurrences there are, and when each begins and ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from readiness.evidence.calendar import Around
from readiness.evidence.store import EvidenceStore
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Column, ColumnType, Contract, Sort
from readiness.model.text import Text
from readiness.model.times import Times
from tests.calendars import calendar, vevent
from tests.evidence.stores import AT

SHANGHAI = ZoneInfo("Asia/Shanghai")
LAUNCH, END = datetime(2026, 6, 18, tzinfo=SHANGHAI), datetime(2026, 6, 20, 23, 59, 59, tzinfo=SHANGHAI)
TIMES = Times(LAUNCH, LAUNCH, False, LAUNCH, END, SHANGHAI, {})
ROTA = Contract(
    "rota",
    Sort.TABLE,
    Text("Rota", "值班表"),
    Text("Calendar", "日历"),
    "it",
    (),
    (
        Column("summary", ColumnType.TEXT),
        Column("starts", ColumnType.INSTANT),
        Column("ends", ColumnType.INSTANT),
        *(
            Column(name, ColumnType.TEXT, required=False)
            for name in ("all_day", "attendees", "declined", "organizer", "status", "show_as", "location", "uid")
        ),
    ),
    "technical",
    AT,
)
OFFICE = (  # a zone that only the file describes
    "BEGIN:VTIMEZONE",
    "TZID:Office",
    "BEGIN:STANDARD",
    "DTSTART:16010101T000000",
    "TZOFFSETFROM:+0800",
    "TZOFFSETTO:+0800",
    "END:STANDARD",
    "END:VTIMEZONE",
)


class File:
    """A calendar file, read through the real evidence store."""

    def __init__(self, folder: Path, times: Times = TIMES) -> None:
        self.folder, self.times = folder, times

    def store(self, content: str | bytes, zone: str | None) -> EvidenceStore:
        data = content if isinstance(content, bytes) else content.encode()
        (self.folder / "rota.ics").write_bytes(data)
        bound = {"rota": Binding("rota", AT, file="rota.ics", zone=zone)}
        return EvidenceStore(self.folder, {"rota": ROTA}, bound, {}, self.times)

    def rows(self, *events: str, zone: str | None = None, head: tuple[str, ...] = ()) -> list[dict[str, str | None]]:
        store = self.store(calendar(*events, head=head), zone)
        try:
            return [dict(row.cells) for row in store.table("rota").rows()]
        finally:
            store.close()

    def spans(self, *events: str, zone: str | None = None, head: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        return [(str(row["starts"]), str(row["ends"])) for row in self.rows(*events, zone=zone, head=head)]

    def refused(self, content: str | bytes, zone: str | None = None) -> CannotJudge:
        store = self.store(content, zone)
        try:
            with pytest.raises(CannotJudge) as caught:
                store.table("rota")
            return caught.value
        finally:
            store.close()

    def notes(self, *events: str) -> list[str]:
        store = self.store(calendar(*events), None)
        try:
            return [note.en for note in store.table("rota").use.notes]
        finally:
            store.close()


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path)


@pytest.fixture
def in_los_angeles(tmp_path: Path) -> File:
    """A campaign around the end of summer time there, on 1 November 2026 at 02:00."""
    zone = ZoneInfo("America/Los_Angeles")
    launch, end = datetime(2026, 10, 31, tzinfo=zone), datetime(2026, 11, 3, tzinfo=zone)
    return File(tmp_path, replace(TIMES, now=launch, seen_until=launch, launch=launch, end=end, zone=zone))


def at(name: str, words: str, zone: str = "Asia/Shanghai") -> str:
    return f"{name};TZID={zone}:{words}"


def night(*more: str, zone: str = "Asia/Shanghai", days: str = "20260617", until: str = "20260618") -> str:
    return vevent("SUMMARY:夜班", at("DTSTART", f"{days}T200000", zone), at("DTEND", f"{until}T080000", zone), *more)


def test_an_event_is_a_row_with_what_the_calendar_says(file: File) -> None:
    """Title, times, people, status, place and UID stand under headers of their own."""
    (row,) = file.rows(
        vevent(
            "SUMMARY:618 复盘\\, 全员",
            "DTSTART:20260618T060000Z",
            "DTEND:20260618T070000Z",
            "ORGANIZER;CN=李伟:mailto:li.wei@hemu.example",
            'ATTENDEE;CN="王芳, 法务":MAILTO:wang.fang@hemu.example',
            "ATTENDEE;PARTSTAT=DECLINED;CN=何静:mailto:he.jing@hemu.example",
            "ATTENDEE:mailto:luo.bin@hemu.example",
            "STATUS:TENTATIVE",
            "TRANSP:TRANSPARENT",
            "LOCATION:三楼",
            uid="retro@hemu.example",
        )
    )
    assert row["summary"] == "618 复盘, 全员"
    assert (row["starts"], row["ends"]) == ("2026-06-18 14:00:00+08:00", "2026-06-18 15:00:00+08:00")
    assert row["attendees"] == "李伟 <li.wei@hemu.example>; 王芳 法务 <wang.fang@hemu.example>; luo.bin@hemu.example"
    assert row["declined"] == "何静 <he.jing@hemu.example>"
    assert row["organizer"] == "李伟 <li.wei@hemu.example>"
    assert (row["status"], row["show_as"], row["all_day"]) == ("TENTATIVE", "free", "no")
    assert (row["location"], row["uid"]) == ("三楼", "retro@hemu.example")


def test_an_organiser_who_declined_is_no_attendee(file: File) -> None:
    """Who organises is there, unless they said that they will not be."""
    (row,) = file.rows(
        vevent(
            "DTSTART:20260618T060000Z",
            "SUMMARY:x",
            "ORGANIZER;CN=李伟:mailto:li.wei@hemu.example",
            "ATTENDEE;PARTSTAT=DECLINED;CN=Li Wei:mailto:Li.Wei@hemu.example",
        )
    )
    assert row["attendees"] is None


def test_a_row_says_the_line_of_its_event(file: File) -> None:
    """A finding leads to the event in the file, whichever of its repetitions it is."""
    store = file.store(calendar(night("RRULE:FREQ=DAILY;COUNT=2"), vevent("DTSTART:20260620T010000Z", uid="b")), None)
    with_lines = [row.where for row in store.table("rota").rows()]
    assert with_lines == ["rota.ics, line 4", "rota.ics, line 4", "rota.ics, line 11"]
    assert store.table("rota").cells((1, 3), "starts") == "rota.ics, line 4, 11, column Starts"
    store.close()


def test_repetitions_exceptions_and_further_dates(file: File) -> None:
    """RRULE, EXDATE and RDATE together, EXDATE in another zone's words for the same instant."""
    spans = file.spans(
        night(
            "RRULE:FREQ=DAILY;UNTIL=20260621T120000Z",
            "EXDATE:20260618T120000Z",
            at("EXDATE", "20260620T200000"),
            at("RDATE", "20260625T200000"),
        )
    )
    days = [(start[8:10], end[8:10]) for start, end in spans]
    assert days == [("17", "18"), ("19", "20"), ("21", "22"), ("25", "26")]
    assert {(start[11:], end[11:]) for start, end in spans} == {("20:00:00+08:00", "08:00:00+08:00")}


def test_a_day_of_exdate_takes_out_the_day(file: File) -> None:
    """Some calendars write the day alone for a series of times."""
    spans = file.spans(night("RRULE:FREQ=DAILY;COUNT=3", "EXDATE;VALUE=DATE:20260618"))
    assert [start[8:10] for start, _ in spans] == ["17", "19"]


def test_a_further_date_may_have_its_own_length(file: File) -> None:
    """RDATE as a period."""
    spans = file.spans(night("RDATE;VALUE=PERIOD;TZID=Asia/Shanghai:20260619T220000/PT2H"))
    assert spans[1] == ("2026-06-19 22:00:00+08:00", "2026-06-20 00:00:00+08:00")


def test_a_moved_repetition_stands_where_it_was_moved(file: File) -> None:
    """False-GO 27: a moved event is not counted where it was."""
    spans = file.spans(
        night("RRULE:FREQ=DAILY;COUNT=2"),
        vevent(
            at("RECURRENCE-ID", "20260618T200000"), at("DTSTART", "20260620T090000"), at("DTEND", "20260620T100000")
        ),
    )
    assert spans == [
        ("2026-06-17 20:00:00+08:00", "2026-06-18 08:00:00+08:00"),
        ("2026-06-20 09:00:00+08:00", "2026-06-20 10:00:00+08:00"),
    ]


def test_one_of_three_shifts_a_day_is_moved_and_one_left_out(file: File) -> None:
    """False-GO 27: what names 16:00 changes that shift alone, though its instant in UTC reads 08:00 as another does."""
    spans = file.spans(
        vevent(
            "SUMMARY:三班倒",
            at("DTSTART", "20260617T000000"),
            "DURATION:PT8H",
            "RRULE:FREQ=DAILY;BYHOUR=0,8,16;COUNT=6",
            at("EXDATE", "20260617T160000"),
        ),
        vevent(at("RECURRENCE-ID", "20260618T160000"), at("DTSTART", "20260618T170000"), "DURATION:PT7H"),
    )
    assert [start[8:13] for start, _ in spans] == ["17 00", "17 08", "18 00", "18 08", "18 17"]


def test_all_later_repetitions_are_moved(file: File) -> None:
    """RANGE=THISANDFUTURE."""
    spans = file.spans(
        night("RRULE:FREQ=DAILY;COUNT=4"),
        vevent(
            "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Asia/Shanghai:20260619T200000",
            at("DTSTART", "20260619T220000"),
            at("DTEND", "20260620T080000"),
        ),
    )
    assert [start[11:13] for start, _ in spans] == ["20", "20", "22", "22"]
    assert {end[11:13] for _, end in spans} == {"08"}


def test_cancelled_events_are_left_out_and_counted(file: File) -> None:
    """False-GO 27: a cancelled event, a cancelled repetition and a cancelled series cover nothing, which is told."""
    one = vevent("SUMMARY:x", "DTSTART:20260619T010000Z", "STATUS:CANCELLED", uid="one")
    repetition = vevent(at("RECURRENCE-ID", "20260618T200000"), at("DTSTART", "20260618T200000"), "STATUS:cancelled")
    series = vevent("DTSTART:20260601T010000Z", "RRULE:FREQ=DAILY;COUNT=3", "STATUS:CANCELLED", uid="all")
    kept = vevent("RECURRENCE-ID:20260602T010000Z", "DTSTART:20260602T020000Z", "STATUS:CONFIRMED", uid="all")
    events = (night("RRULE:FREQ=DAILY;COUNT=2"), one, repetition, series, kept)
    assert [start for start, _ in file.spans(*events)] == ["2026-06-17 20:00:00+08:00"]
    assert "left out as cancelled: 5" in file.notes(*events)


def test_a_calendar_that_cancels_holds_no_event(file: File) -> None:
    """METHOD:CANCEL is the message that all of it is called off."""
    refused = file.refused(calendar(night(), head=("METHOD:CANCEL",)))
    assert "1 are cancelled" in refused.message.en


@pytest.mark.parametrize(("zone", "head"), [("Asia/Shanghai", ()), (None, ("X-WR-TIMEZONE:Asia/Shanghai",))])
def test_an_all_day_event_is_the_whole_local_days(file: File, zone: str | None, head: tuple[str, ...]) -> None:
    """False-GO 27: from midnight to midnight in its zone, without the day of DTEND."""
    two = vevent("SUMMARY:值班", "DTSTART;VALUE=DATE:20260618", "DTEND;VALUE=DATE:20260620")
    one = vevent("SUMMARY:值班", "DTSTART;VALUE=DATE:20260621", uid="b")
    rows = file.rows(two, one, zone=zone, head=head)
    assert [(row["starts"], row["ends"], row["all_day"]) for row in rows] == [
        ("2026-06-18 00:00:00+08:00", "2026-06-20 00:00:00+08:00", "yes"),
        ("2026-06-21 00:00:00+08:00", "2026-06-22 00:00:00+08:00", "yes"),
    ]


def test_a_day_of_a_clock_change_is_as_long_as_it_is(in_los_angeles: File) -> None:
    """False-GO 27: an all-day event on the day on which clocks go back lasts 25 hours."""
    spans = in_los_angeles.spans(vevent("DTSTART;VALUE=DATE:20261101"), zone="America/Los_Angeles")
    assert spans == [("2026-11-01 00:00:00-07:00", "2026-11-02 00:00:00-08:00")]


def test_a_floating_time_stays_without_a_zone(file: File) -> None:
    """False-GO 28: a time without a zone is written without one, so that whoever reads it refuses it."""
    floating = vevent("DTSTART:20260618T080000", "DTEND:20260618T200000")
    day = vevent("DTSTART;VALUE=DATE:20260619", uid="b")
    assert file.spans(floating, day) == [
        ("2026-06-18 08:00:00", "2026-06-18 20:00:00"),
        ("2026-06-19 00:00:00", "2026-06-20 00:00:00"),
    ]


def test_a_floating_time_is_read_in_the_zone_of_the_binding(file: File) -> None:
    """The binding's zone comes before the calendar's own."""
    floating = vevent("DTSTART:20260618T080000", "DTEND:20260618T200000")
    spans = file.spans(floating, zone="Asia/Tokyo", head=("X-WR-TIMEZONE:Asia/Shanghai",))
    assert spans == [("2026-06-18 07:00:00+08:00", "2026-06-18 19:00:00+08:00")]


@pytest.mark.parametrize(
    ("zone", "head"),
    [("China Standard Time", ()), ("Office", OFFICE), ("/citadel.org/20250101_1/Asia/Shanghai", ())],
    ids=["Windows", "described in the file", "with a vendor's prefix"],
)
def test_zones_by_the_names_that_calendars_use(file: File, zone: str, head: tuple[str, ...]) -> None:
    """Outlook writes the names of Windows, others describe the zone in the file."""
    assert file.spans(night(zone=zone), head=head) == [("2026-06-17 20:00:00+08:00", "2026-06-18 08:00:00+08:00")]


def test_a_zone_that_nobody_knows_is_refused(file: File) -> None:
    """False-GO 28: a name without meaning would otherwise read as a floating time, in the binding's zone."""
    refused = file.refused(calendar(night(zone="Mars/Base")), "Asia/Shanghai")
    assert (
        refused.message.en
        == "rota.ics, line 4 (夜班): the time zone 'Mars/Base' is neither known nor described in the file"
    )
    assert "“Mars/Base”" in refused.message.zh


def test_a_shift_over_a_clock_change_ends_at_the_earlier_of_two_readings(in_los_angeles: File) -> None:
    """False-GO 27: clocks go back while a nightly shift of 12 hours runs. By its length it ends at 07:00, by the clock
    at 08:00; the hour between is not covered by all who read the calendar."""
    spans = in_los_angeles.spans(
        night("RRULE:FREQ=DAILY;COUNT=3", zone="America/Los_Angeles", days="20261030", until="20261031")
    )
    assert spans == [
        ("2026-10-30 20:00:00-07:00", "2026-10-31 08:00:00-07:00"),
        ("2026-10-31 20:00:00-07:00", "2026-11-01 07:00:00-08:00"),
        ("2026-11-01 20:00:00-08:00", "2026-11-02 08:00:00-08:00"),
    ]


def test_a_written_end_holds_over_a_clock_change(in_los_angeles: File) -> None:
    """The second 01:30 of the night is an instant in UTC, and stays it."""
    spans = in_los_angeles.spans(vevent("DTSTART:20261101T060000Z", "DTEND:20261101T093000Z"))
    assert spans == [("2026-10-31 23:00:00-07:00", "2026-11-01 01:30:00-08:00")]


def test_an_end_before_the_beginning_stays_one(file: File) -> None:
    """The two are never exchanged: whoever counts the time must see that it is none, in every repetition."""
    wrong = vevent("SUMMARY:反了", "DTSTART:20260618T080000Z", "DTEND:20260618T060000Z", "RRULE:FREQ=DAILY;COUNT=2")
    assert file.spans(wrong) == [
        ("2026-06-18 16:00:00+08:00", "2026-06-18 14:00:00+08:00"),
        ("2026-06-19 16:00:00+08:00", "2026-06-19 14:00:00+08:00"),
    ]


def test_an_event_without_an_end_has_no_length(file: File) -> None:
    """As the format says: it does not last until the next."""
    assert file.spans(vevent("DTSTART:20260618T000000Z")) == [
        ("2026-06-18 08:00:00+08:00", "2026-06-18 08:00:00+08:00")
    ]


def test_the_newer_version_of_an_event_counts(file: File) -> None:
    """Of two with one UID that with the higher SEQUENCE, whichever stands first."""
    old, new = vevent("DTSTART:20260618T010000Z", "SEQUENCE:1"), vevent("DTSTART:20260619T010000Z", "SEQUENCE:2")
    assert file.spans(old, new) == file.spans(new, old) == [("2026-06-19 09:00:00+08:00", "2026-06-19 09:00:00+08:00")]


def test_two_events_under_one_uid_are_refused(file: File) -> None:
    """Nobody can tell which of them holds; the same one twice is one."""
    one, other = vevent("SUMMARY:甲", "DTSTART:20260618T010000Z"), vevent("SUMMARY:乙", "DTSTART:20260619T010000Z")
    refused = file.refused(calendar(one, other))
    assert refused.message.en.startswith("rota.ics, line 9 (乙): it has the UID of the event on line 4")
    assert len(file.spans(one, one)) == 1


def test_events_without_a_uid_are_events_of_their_own(file: File) -> None:
    """Some exports leave the UID out."""
    one, other = (vevent(f"DTSTART:2026061{day}T010000Z", uid="") for day in (8, 9))
    assert len(file.spans(one, other)) == 2


def test_only_the_time_around_the_campaign_is_read(file: File) -> None:
    """False-GO 29: an endless series gives what lies from 90 days before the launch to 60 days after the end, whatever
    the clock says."""
    spans = file.spans(vevent("DTSTART:20200101T010000Z", "DURATION:PT1H", "RRULE:FREQ=DAILY"))
    around = Around.of(TIMES)
    assert (around.begins, around.ends) == (
        datetime(2026, 3, 19, 16, tzinfo=UTC),
        datetime(2026, 8, 19, 15, 59, 59, tzinfo=UTC),
    )
    assert spans[0][0] == "2026-03-20 09:00:00+08:00"
    assert spans[-1][0] == "2026-08-19 09:00:00+08:00"
    assert len(spans) == 153
    assert "events from 2026-03-20 to 2026-08-19 read" in file.notes(night())


def test_a_long_event_that_began_before_is_read(file: File) -> None:
    """What lasts into the window counts, from its own beginning."""
    spans = file.spans(vevent("DTSTART:20260101T000000Z", "DTEND:20260320T000000Z"))
    assert spans == [("2026-01-01 08:00:00+08:00", "2026-03-20 08:00:00+08:00")]


def test_a_folded_line_is_one(file: File) -> None:
    """Long lines are broken wherever their bytes end."""
    folded = calendar(vevent("SUMMARY:" + "值班" * 30, "DTSTART:20260618T010000Z")).encode()
    at_byte = folded.index("值班".encode()) + 60
    store = file.store(folded[:at_byte] + b"\r\n " + folded[at_byte:], None)
    assert next(store.table("rota").rows()).cells["summary"] == "值班" * 30
    store.close()


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_either_line_end(file: File, end: str) -> None:
    """Calendars edited by hand have lost their carriage returns."""
    store = file.store(calendar(night()).replace("\r\n", end), None)
    assert len(list(store.table("rota").rows())) == 1
    store.close()
