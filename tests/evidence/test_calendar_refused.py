"""Calendar files that can't be read as what they are: told with their line, never passed as shorter ones."""

from __future__ import annotations

import gzip
import time
from pathlib import Path

import pytest

from readiness.evidence.limits import Limits
from readiness.evidence.peeking import peek
from readiness.evidence.recognition import recognise
from readiness.model.errors import CannotJudge
from tests.calendars import calendar, vevent
from tests.evidence.stores import opened
from tests.evidence.test_calendar import OFFICE, ROTA, File, night


@pytest.fixture
def file(tmp_path: Path) -> File:
    return File(tmp_path)


WHOLE = calendar(night(), night("RRULE:FREQ=DAILY").replace("UID:a", "UID:b"))


@pytest.mark.parametrize("length", [len(WHOLE) - 15, len(WHOLE) - 30, len(WHOLE) // 2, 40, 17])
def test_a_calendar_cut_off_is_refused(file: File, length: int) -> None:
    """False-GO 7: without its end a calendar lacks events, and nobody can tell how many."""
    refused = file.refused(WHOLE[:length].encode())
    assert "line" in refused.message.en
    assert "行" in refused.message.zh


def test_the_event_that_was_cut_off_is_named(file: File) -> None:
    """The line on which it begins, and what is missing."""
    cut = calendar(night()).split("END:VEVENT")[0]
    assert file.refused(cut).message.en == (
        "rota.ics, line 4: VEVENT begins here and END:VEVENT is nowhere, so the file is cut off"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\r\n\r\n", "is empty"),
        (b"summary,starts\r\nx,2026-06-18\r\n", "its content is something else"),
        (b'{"events": []}', "its content is JSON"),
        (gzip.compress(calendar(night()).encode(), mtime=0), "a gzip archive"),
        (b"<html><body>login</body></html>", "a web page"),
        (b"BEGIN:VCALENDARS\r\nEND:VCALENDARS\r\n", "its content is something else"),
        (calendar().encode(), "holds no event"),
        (calendar("BEGIN:VTODO\r\nUID:a\r\nEND:VTODO\r\n").encode(), "holds no event"),
        (calendar(night()).encode() + b"more\r\n", "line 11"),
        (calendar(night()).replace("END:VEVENT", "END:VTODO").encode(), "damaged"),
    ],
)  # fmt: skip
def test_what_is_no_calendar_of_events_is_refused(file: File, content: bytes, words: str) -> None:
    """False-GO 7: another format under the name, an empty calendar, one without events, one that goes on after its
    end."""
    assert words in file.refused(content).message.en


def test_a_calendar_under_another_name_is_refused(tmp_path: Path) -> None:
    """Read as CSV it would have one column."""
    (tmp_path / "stock.csv").write_text(calendar(night()), "utf-8")
    with opened(tmp_path, {"stock": {"file": "stock.csv"}}) as store, pytest.raises(CannotJudge) as caught:
        store.table("stock")
    assert "its content is an iCalendar file" in caught.value.message.en


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("EXDATE:yesterday", "EXDATE can't be read"),
        ("RRULE:FREQ=SOMETIMES", "RRULE can't be read"),
        ("STATUS;:CANCELLED", "a line can't be read"),
        ("DTEND:20260618T250000Z", "DTEND can't be read"),
        ("EXRULE:FREQ=DAILY", "EXRULE is not read"),
        ("DTSTART:20260701T000000Z", "DTSTART stands there twice"),
        ("RRULE:FREQ=SECONDLY", "FREQ=SECONDLY is not read"),
        ("RRULE:FREQ=MINUTELY;COUNT=3", "FREQ=MINUTELY is not read"),
        ("RRULE:FREQ=DAILY;INTERVAL=0", "at least 1"),
        ("RRULE:FREQ=DAILY;COUNT=-1", "at least 1"),
        ("RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "no day of any year"),
        ("RRULE:FREQ=DAILY;BYSETPOS=2", "BYSETPOS goes with yearly and monthly"),
        ("RRULE:FREQ=WEEKLY;BYWEEKNO=3", "BYWEEKNO goes with yearly and monthly"),
    ],
)
def test_what_the_reader_would_drop_or_never_end_is_refused(file: File, line: str, words: str) -> None:
    """False-GO 10, 12: an exception that can't be read would be an occurrence; a rule without end would hang."""
    began = time.monotonic()
    refused = file.refused(calendar(night(line)))
    assert words in refused.message.en
    assert "rota.ics, line 4 (夜班)" in refused.message.en
    assert time.monotonic() - began < 5


def test_an_event_without_beginning_is_refused(file: File) -> None:
    """Nobody can place it."""
    assert "no beginning (DTSTART)" in file.refused(calendar(vevent("SUMMARY:x"))).message.en


@pytest.mark.parametrize("end", ["99991231T235959Z", "00020101T000000Z"])
def test_times_that_no_calendar_shows_are_refused(file: File, end: str) -> None:
    """The end of all days is a placeholder; in another zone it would be no date at all."""
    refused = file.refused(calendar(vevent("DTSTART:20260618T080000Z", f"DTEND:{end}")))
    assert "not in the years 1800 to 9000" in refused.message.en


def test_a_zone_that_the_file_describes_otherwise_is_refused(file: File) -> None:
    """False-GO 28: Shanghai an hour off could be what is meant, or a mistake of the export."""
    lie = tuple(line.replace("Office", "Asia/Shanghai").replace("+0800", "+0900") for line in OFFICE)
    refused = file.refused(calendar(night(), head=lie))
    assert "describes the time zone Asia/Shanghai otherwise" in refused.message.en
    truth = tuple(line.replace("Office", "Asia/Shanghai") for line in OFFICE)
    assert len(file.spans(night(), head=truth)) == 1


def test_another_calendar_than_the_gregorian_is_refused(file: File) -> None:
    """Its days are other days."""
    assert "CALSCALE:CHINESE" in file.refused(calendar(night(), head=("CALSCALE:CHINESE",))).message.en


def test_a_rule_that_repeats_too_often_is_refused(file: File) -> None:
    """Hourly since 1980 is half a million times."""
    endless = vevent("DTSTART:19800101T000000Z", "RRULE:FREQ=HOURLY")
    assert "more than 200,000 times" in file.refused(calendar(endless)).message.en


def test_too_many_occurrences_are_refused(file: File) -> None:
    """The rows of one file are bounded also where each series is."""
    hourly = [vevent("DTSTART:20260301T000000Z", "RRULE:FREQ=HOURLY", uid=str(number)) for number in range(14)]
    assert "more than 50,000 events" in file.refused(calendar(*hourly)).message.en


def test_events_of_another_season_are_refused(file: File) -> None:
    """False-GO 29: last year's calendar has events, and none of them is of this campaign."""
    last_year = vevent("DTSTART:20250618T010000Z", "DTEND:20250618T020000Z")
    refused = file.refused(calendar(last_year))
    assert refused.message.en == "None of the 1 events of rota.ics takes place between 2026-03-20 and 2026-08-19"


def test_a_header_in_the_binding_means_nothing(file: File, tmp_path: Path) -> None:
    """A calendar has no header row."""
    (tmp_path / "stock.ics").write_text(calendar(night()), "utf-8")
    with opened(tmp_path, {"stock": {"file": "stock.ics", "header": 2}}) as store, pytest.raises(CannotJudge) as caught:
        store.table("stock")
    assert "has no header row" in caught.value.message.en


def test_a_calendar_that_is_too_large_is_refused(tmp_path: Path) -> None:
    """False-GO 12: the limit of what is read whole holds for calendars."""
    (tmp_path / "stock.ics").write_text(calendar(night()), "utf-8")
    limits = Limits(whole=50)
    with (
        opened(tmp_path, {"stock": {"file": "stock.ics"}}, limits=limits) as store,
        pytest.raises(CannotJudge) as caught,
    ):
        store.table("stock")
    assert "is larger than" in caught.value.message.en


def test_bind_recognises_a_calendar(tmp_path: Path) -> None:
    """A dropped calendar shows its events as rows, floating times without a zone, and fits the contract of a rota."""
    path = tmp_path / "值班.ics"
    path.write_text(calendar(night(), vevent("DTSTART:20260618T080000", uid="b")), "utf-8")
    (found,) = peek(path, "值班.ics")
    assert found.rows[0][:3] == ("Summary", "Starts", "Ends")
    assert found.rows[1][1] == "2026-06-17 12:00:00+00:00"
    assert found.rows[2][1] == "2026-06-18 08:00:00"
    recognised = recognise(found, [ROTA])
    assert recognised.fit is not None
    assert recognised.fit.contract is ROTA
    assert recognised.fit.zoneless


def test_bind_leaves_a_calendar_of_no_name_to_a_person(tmp_path: Path) -> None:
    """All calendars have one header: a rota and meetings are told apart by the name of the file alone."""
    path = tmp_path / "calendar.ics"
    path.write_text(calendar(night()), "utf-8")
    (found,) = peek(path, "calendar.ics")
    recognised = recognise(found, [ROTA])
    assert recognised.fit is None
    assert [fit.contract for fit in recognised.rivals] == [ROTA]


def test_bind_is_told_of_a_broken_calendar(tmp_path: Path) -> None:
    """It is refused with its line, as it will be when it is read."""
    path = tmp_path / "rota.ics"
    path.write_text(WHOLE[:-20], "utf-8")
    with pytest.raises(CannotJudge):
        peek(path, "rota.ics")


def test_a_change_of_what_the_series_does_not_have_is_refused(file: File) -> None:
    """False-GO 27: counted as one more, it would cover a gap that the series has beside it."""
    series = night("RRULE:FREQ=DAILY;COUNT=3")
    stray = vevent(
        "RECURRENCE-ID;TZID=Asia/Shanghai:20260618T203000",
        "DTSTART;TZID=Asia/Shanghai:20260618T080000",
        "DURATION:PT12H",
    )
    refused = file.refused(calendar(series, stray))
    assert (
        "line 11: it changes the occurrence of 2026-06-18 20:30, which its series does not have" in refused.message.en
    )
    assert file.spans(series, stray.replace("T203000", "T200000"))


def test_a_change_of_what_is_long_after_may_not_come_into_the_campaign(file: File) -> None:
    """False-GO 27: nobody looks up whether a series has an occurrence years later, so its change covers nothing now;
    where it stays years later it says nothing about the campaign."""
    series = night("RRULE:FREQ=DAILY")
    moved = vevent(
        "RECURRENCE-ID;TZID=Asia/Shanghai:20400618T203000",
        "DTSTART;TZID=Asia/Shanghai:20260618T080000",
        "DURATION:PT12H",
    )
    assert "which its series does not have" in file.refused(calendar(series, moved)).message.en
    assert file.spans(series, moved.replace("DTSTART;TZID=Asia/Shanghai:2026", "DTSTART;TZID=Asia/Shanghai:2040"))


def test_changes_without_their_series_stand_for_themselves(file: File) -> None:
    """An export of single occurrences, of which the series is elsewhere, is no series that lacks them."""
    alone = "".join(
        night()
        .replace("DTSTART", f"RECURRENCE-ID;TZID=Asia/Shanghai:202606{day}T200000\r\nDTSTART")
        .replace("20260617T", f"202606{day}T")
        .replace("20260618T", f"202606{day + 1}T")
        for day in (16, 17)
    )
    assert len(file.spans(alone)) == 2
