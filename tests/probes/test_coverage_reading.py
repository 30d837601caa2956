"""Coverage, from real files to judgement: sheets, exports and calendars are one shape."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from readiness.model.campaign import Person
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding
from readiness.model.finding import FindingKind, Judgement
from readiness.probes.coverage import Settings, gather, judge, problems
from readiness.probes.kind import Surroundings
from tests.calendars import calendar, vevent
from tests.probes.tables import HERE, Evidence, Rows, choice, situation, times, typed_contract

STATUS = choice("status", confirmed=("已确认",), cancelled=("已取消",))
ROTA = typed_contract(
    "rota",
    ["person", "starts"],
    {"person": "text", "starts": "instant", "ends": "instant", "status": STATUS, "team": "text", "day": "date",
     "summary": "text", "attendees": "text"},
)  # fmt: skip
TEAMS = typed_contract("teams", ["team"], {"team": "text", "lead": "text"})
ASKED: dict[str, Any] = {
    "table": "rota",
    "person": "person",
    "where": "coalesce(status, 'confirmed') = 'confirmed'",
}
BY_TEAM = {**ASKED, "roster": {"evidence": "teams", "on": {"team": "team"}}}
HEADER = ("person", "starts", "ends", "status", "team")
PEOPLE = (Person("zhang.san", "张三", ("dba",), "zhang.san@hemu.example"), Person("li.si", "李四", ("dba",), ""))
CALENDAR = {**ASKED, "person": "attendees"}

Ask = Callable[..., Judgement]


def shift(person: str, starts: str, ends: str, status: str = "", team: str = "") -> tuple[str, ...]:
    return person, starts, ends, status, team


WHOLE = (
    shift("张三", "2026-06-17 20:00", "2026-06-19 08:00", team="dba"),
    shift("李四", "2026-06-19 08:00", "2026-06-21 08:00", "已确认", team="dba"),
)


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Judges files: `rota` and `teams` give their rows, or `ics` a calendar; the others change the settings."""
    opened: list[Evidence] = []

    def run(
        *rota: tuple[str, ...],
        asked: Mapping[str, Any] = ASKED,
        header: tuple[str, ...] = HEADER,
        teams: Rows | None = None,
        ics: str | None = None,
        suffix: str = ".csv",
        zone: str | None = "Asia/Shanghai",
        **changed: Any,
    ) -> Judgement:
        moments = times()
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        evidence = Evidence(folder, moments, people=PEOPLE)
        opened.append(evidence)
        if ics is None:
            evidence.bind(ROTA, [header, *rota], suffix=suffix, zone=zone)
        else:
            (folder / "rota.ics").write_text(ics, "utf-8")
            evidence.contracts["rota"] = ROTA
            evidence.bindings["rota"] = Binding("rota", HERE, file="rota.ics", zone=zone)
        if teams is not None:
            evidence.bind(TEAMS, teams)
        settings = Settings.model_validate({**asked, **changed})
        return judge(settings, gather(settings, evidence), situation(moments))

    yield run
    for one in opened:
        one.close()


def told(judgement: Judgement) -> list[tuple[str, str]]:
    return [(finding.subject, finding.where) for finding in judgement.findings]


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_a_rota_in_a_sheet(ask: Ask, suffix: str) -> None:
    """A gap leads to the cells on both sides of it."""
    assert not ask(*WHOLE, suffix=suffix).findings
    (finding,) = ask(WHOLE[0], shift("李四", "2026-06-19 09:00", "2026-06-21 08:00"), suffix=suffix).findings
    source = "rota.csv" if suffix == ".csv" else "rota.xlsx, sheet Sheet"
    assert finding.where == f"{source}, row 2, column ends; {source}, row 3, column starts"
    assert finding.subject == "2026-06-19 08:00 - 2026-06-19 09:00"


def test_a_rota_in_a_calendar(ask: Ask) -> None:
    """The same shape from iCalendar: attendees are the people, and the place is the line of the event."""
    on = "ATTENDEE;CN=张三:mailto:zhang.san@hemu.example"
    first = vevent("SUMMARY:DBA", "DTSTART:20260617T120000Z", "DTEND:20260619T000000Z", on)
    second = vevent("SUMMARY:DBA", "DTSTART:20260619T000000Z", "DTEND:20260621T000000Z", on, uid="b")
    late = second.replace("DTSTART:20260619T00", "DTSTART:20260619T01")
    assert not ask(ics=calendar(first, second), asked=CALENDAR, people="yes").findings
    assert told(ask(ics=calendar(first, late), asked=CALENDAR)) == [
        ("2026-06-19 08:00 - 2026-06-19 09:00", "rota.ics, line 4, column Ends; rota.ics, line 11, column Starts")
    ]


def test_an_all_day_event_covers_the_local_days(ask: Ask) -> None:
    """False-GO 27: three days of duty are those of the binding's zone; without a zone nobody knows whose."""
    days = vevent("SUMMARY:张三", "DTSTART;VALUE=DATE:20260618", "DTEND;VALUE=DATE:20260621")
    by_summary = {**ASKED, "person": "summary"}
    assert not ask(ics=calendar(days), asked=by_summary).findings
    elsewhere = ask(ics=calendar(days), asked=by_summary, zone="Europe/London")
    assert [finding.subject for finding in elsewhere.findings] == ["2026-06-18 00:00 - 2026-06-18 07:00"]
    with pytest.raises(CannotJudge) as caught:
        ask(ics=calendar(days), asked=by_summary, zone=None)
    assert "zone" in (caught.value.hint.en if caught.value.hint else "") + caught.value.message.en


def test_a_cancelled_and_a_moved_event_leave_a_gap(ask: Ask) -> None:
    """False-GO 27: neither covers the time for which it once stood there."""
    daily = vevent("SUMMARY:张三", "DTSTART:20260617T160000Z", "DTEND:20260618T160000Z", "RRULE:FREQ=DAILY;COUNT=3")
    by_summary = {**ASKED, "person": "summary"}
    assert not ask(ics=calendar(daily), asked=by_summary).findings
    moved = vevent(
        "SUMMARY:张三", "RECURRENCE-ID:20260618T160000Z", "DTSTART:20260618T180000Z", "DTEND:20260619T160000Z"
    )
    assert [one.subject for one in ask(ics=calendar(daily, moved), asked=by_summary).findings] == [
        "2026-06-19 00:00 - 2026-06-19 02:00"
    ]
    off = moved.replace("END:VEVENT", "STATUS:CANCELLED\r\nEND:VEVENT")
    assert [one.subject for one in ask(ics=calendar(daily, off), asked=by_summary).findings] == [
        "2026-06-19 00:00 - 2026-06-20 00:00"
    ]


def test_one_person_by_name_and_by_address_is_one(ask: Ask) -> None:
    """False-GO 27: a person on duty twice counts once, also where one row has the name and the other the address."""
    twice = (
        shift("张三 <zhang.san@hemu.example>", "2026-06-18 00:00", "2026-06-21 00:00"),
        shift("张三", "2026-06-18 00:00", "2026-06-21 00:00"),
        shift("zhang.san@hemu.example", "2026-06-18 00:00", "2026-06-21 00:00"),
    )
    assert len(ask(*twice, at_least=2).findings) == 1
    assert not ask(*twice, shift("李四", "2026-06-18 00:00", "2026-06-21 00:00"), at_least=2).findings


@pytest.mark.parametrize("person", ["", "待定", "Nobody", "-", "DBA：无人"])
def test_a_row_without_a_person_covers_nothing(ask: Ask, person: str) -> None:
    """An empty cell or a placeholder is nobody."""
    judgement = ask(WHOLE[0], shift(person, "2026-06-19 08:00", "2026-06-21 08:00"))
    assert [finding.subject for finding in judgement.findings] == ["2026-06-19 08:00 - 2026-06-20 23:59:59"]
    assert "name nobody" in judgement.notes[0].en


def test_whom_the_campaign_does_not_know(ask: Ask) -> None:
    """With `people: yes` a person must be one of the campaign's; with other evidence one of that column."""
    assert not ask(*WHOLE, people="yes").findings
    (finding,) = ask(WHOLE[0], shift("路人甲", "2026-06-19 08:00", "2026-06-21 08:00"), people="yes").findings
    assert (finding.subject, finding.where) == ("路人甲", "rota.csv, row 3, column person")
    known = {"evidence": "teams", "column": "lead"}
    (finding,) = ask(*WHOLE, teams=(("team", "lead"), ("dba", "李四")), people=known).findings
    assert (finding.subject, finding.required.en) == ("张三", "one of those in teams.csv")
    with pytest.raises(CannotJudge) as caught:
        ask(*WHOLE, teams=(("team", "lead"), ("dba", "")), people=known)
    assert "names nobody" in caught.value.message.en


def test_rows_that_do_not_count_cover_nothing(ask: Ask) -> None:
    """What `where` leaves out is left out; what it can't tell is a finding, and so is a status that nobody knows."""
    (finding,) = ask(WHOLE[0], shift("李四", "2026-06-19 08:00", "2026-06-21 08:00", "已取消")).findings
    assert finding.subject == "2026-06-19 08:00 - 2026-06-20 23:59:59"
    (finding,) = ask(*WHOLE, shift("王五", "2026-06-19 08:00", "2026-06-21 08:00", "也许")).findings
    assert (finding.kind, finding.observed.en) == (FindingKind.UNREADABLE, "也许")
    (finding,) = ask(*WHOLE, shift("王五", "2026-06-19 08:00", "2026-06-20 08:00"), where="team = 'dba'").findings
    assert (finding.kind, finding.where) == (FindingKind.UNREADABLE, "rota.csv, row 4, column team")


@pytest.mark.parametrize(
    ("starts", "ends", "where"),
    [
        ("06/07/2026 08:00", "2026-06-21 08:00", "row 3, column starts"),
        ("2026-06-19 08:00", "2026-06-21", "row 3, column ends"),
        ("2026-06-19 08:00", "次日 8 点", "row 3, column ends"),
    ],
)
def test_a_time_that_can_not_be_read_is_a_finding(ask: Ask, starts: str, ends: str, where: str) -> None:
    """False-GO 11, 28: the row covers nothing, and its cell is named."""
    judgement = ask(WHOLE[0], shift("李四", starts, ends))
    kinds = {(finding.kind, finding.where) for finding in judgement.findings}
    assert (FindingKind.UNREADABLE, f"rota.csv, {where}") in kinds
    assert any(finding.subject == "2026-06-19 08:00 - 2026-06-20 23:59:59" for finding in judgement.findings)


@pytest.mark.parametrize(
    "rota",
    [(), (shift("张三", "2026-06-17 20:00", "2026-06-21 08:00", "已取消"),)],
    ids=["header only", "all rows filtered out"],
)
def test_nothing_that_counts_is_an_error(ask: Ask, rota: tuple[tuple[str, ...], ...]) -> None:
    """False-GO 5: an empty rota has no gap between its shifts, and covers nothing."""
    with pytest.raises(CannotJudge):
        ask(*rota)


def test_a_rota_of_another_year_covers_nothing(ask: Ask) -> None:
    """False-GO 29: the whole period is the gap."""
    (finding,) = ask(shift("张三", "2025-06-17 20:00", "2025-06-21 08:00")).findings
    assert finding.subject == "2026-06-18 00:00 - 2026-06-20 23:59:59"


def test_times_without_a_zone_are_an_error(ask: Ask) -> None:
    """False-GO 28: read in a wrong zone, a gap would look covered."""
    with pytest.raises(CannotJudge):
        ask(*WHOLE, zone=None)


def test_a_column_that_is_not_there_is_an_error(ask: Ask) -> None:
    """False-GO 10: without the column nobody knows when a shift ends."""
    with pytest.raises(CannotJudge) as caught:
        ask(("张三", "2026-06-17 20:00"), header=("person", "starts"), where=None)
    assert "`ends`" in caught.value.message.en


def test_each_team_is_covered_by_itself(ask: Ask) -> None:
    """False-GO 18, 21: the roster says which teams there are; one spelt otherwise is told, and covers nothing."""
    teams = (("team",), ("dba",), ("net",))
    assert [one.subject for one in ask(*WHOLE, asked=BY_TEAM, teams=teams).findings] == [
        "net: 2026-06-18 00:00 - 2026-06-20 23:59:59"
    ]
    net = shift("王五", "2026-06-17 20:00", "2026-06-21 08:00", team="net")
    assert not ask(*WHOLE, net, asked=BY_TEAM, teams=teams).findings
    judgement = ask(*WHOLE, (*net[:4], "NET"), asked=BY_TEAM, teams=teams)
    assert {finding.subject for finding in judgement.findings} == {"net", "net: 2026-06-18 00:00 - 2026-06-20 23:59:59"}
    keyless = ask(*WHOLE, net, (*net[:4], ""), asked=BY_TEAM, teams=teams)
    assert [finding.kind for finding in keyless.findings] == [FindingKind.MISSING]
    other = ask(*WHOLE, net, (*net[:4], "app"), asked=BY_TEAM, teams=teams)
    assert other.notes[0].en == "Rows of what the roster does not have, not counted: 1"


def test_days_without_times_are_whole_days(ask: Ask) -> None:
    """A column of days begins at its midnight, and ends with the day."""
    header = ("person", "day", "ends")
    asked = {"table": "rota", "starts": "day", "ends": "day"}
    days = tuple((f"甲{n}", f"2026-06-{n}", "") for n in (18, 19, 20))
    assert not ask(*days, header=header, asked=asked).findings
    (finding,) = ask(*days[:1], *days[2:], header=header, asked=asked).findings
    assert finding.subject == "2026-06-19 00:00 - 2026-06-20 00:00"


def test_settings_are_looked_over_beside_the_contracts() -> None:
    """Columns that are not there, of a wrong type, limits that nothing names and words that mean nothing."""
    said = {
        **ASKED,
        "starts": "begin",
        "ends": "team",
        "person": "who",
        "shows": "what",
        "where": "state = 'x'",
        "people": {"evidence": "teams", "column": "boss"},
        "roster": {"evidence": "teams", "on": {"team": "name"}},
        "limits": {"max_gap": "1h"},
        "required": {"en": "{from} {nothing}", "zh": "{length}"},
    }
    surroundings = Surroundings({"rota": ROTA, "teams": TEAMS}, frozenset())
    found = {problem.path for problem in problems(Settings.model_validate(said), surroundings)}
    assert found == {
        ("starts",),
        ("ends",),
        ("person",),
        ("shows",),
        ("where",),
        ("people", "column"),
        ("roster", "on", "team"),
        ("required",),
        ("limits", "max_gap"),
    }
    good = Settings.model_validate({**ASKED, "limits": {"max_gap": "1h"}, "periods": [{"max_gap": "max_gap"}]})
    assert not list(problems(good, surroundings))
