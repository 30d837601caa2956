"""Freshness, from real tables to judgement: the newest, gaps, hours, keys, and rows that can't count."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.model.errors import CannotJudge
from readiness.model.finding import FindingKind, Judgement
from readiness.probes.freshness import Settings, gather, judge, problems, stricter
from readiness.probes.kind import Surroundings
from tests.probes.tables import SHANGHAI, Evidence, Rows, choice, situation, times, typed_contract

RESULT = choice("result", success=("成功",), failed=("失败",))
BACKUPS = typed_contract(
    "backups", ["name"], {"name": "text", "finished_at": "instant", "size": "integer", "result": RESULT, "day": "date"}
)
FEEDS = typed_contract("feeds", ["platform", "at"], {"platform": "text", "at": "instant", "records": "integer"})
CHANNELS = typed_contract("channels", ["channel"], {"channel": "text", "type": "text"})
HEADER = ("name", "finished_at", "size", "result")
LIMITS = {"max_age": "17m", "max_gap": "15m", "tolerance": "2m", "over": "24h", "min_size": "1"}
ASKED: dict[str, Any] = {
    "table": "backups",
    "at": "finished_at",
    "where": "result = 'success'",
    "size": "size",
    "limits": LIMITS,
    "entry": {"en": "backup", "zh": "备份"},
    "unit": "backups",
}
HOURLY: dict[str, Any] = {
    "table": "feeds",
    "at": "at",
    "where": "records > 0",
    "roster": {"evidence": "channels", "on": {"platform": "channel"}},
    "limits": {"max_age": "60m", "every": "1h", "over": "24h"},
}
NOW = datetime(2026, 6, 18, tzinfo=SHANGHAI)
MINUTE, SECOND, HOUR = timedelta(minutes=1), timedelta(seconds=1), timedelta(hours=1)

Ask = Callable[..., Judgement]
Backups = dict[datetime, tuple[str, str]]


def quarter_hours() -> list[datetime]:
    """A backup each quarter of an hour of a day, the last a minute before the judged instant."""
    return [NOW - MINUTE - number * 15 * MINUTE for number in range(96, -1, -1)]


def backup(at: datetime, size: object = 4096, result: str = "成功") -> tuple[str, ...]:
    said = at.astimezone(SHANGHAI).replace(tzinfo=None).isoformat(sep=" ")
    return f"db-{said}", said, str(size), result


def without(*numbers: int) -> list[tuple[str, ...]]:
    return [backup(at) for number, at in enumerate(quarter_hours()) if number not in numbers]


WHOLE = without()


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Judges files at `now`: `backups` or `feeds` with `channels`; the others change the settings."""
    opened: list[Evidence] = []

    def run(
        rows: Rows = WHOLE,
        *,
        asked: Mapping[str, Any] = ASKED,
        header: tuple[str, ...] = HEADER,
        channels: Rows | None = None,
        now: datetime = NOW,
        as_of: datetime | None = None,
        zone: str = "Asia/Shanghai",
        limits: Mapping[str, Any] | None = None,
        binding: Mapping[str, Any] | None = None,
        store: Mapping[str, Any] | None = None,
        **changed: Any,
    ) -> Judgement:
        moments = times(now.astimezone(UTC), as_of=as_of, zone=zone)
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        evidence = Evidence(folder, moments, **(store or {}))
        opened.append(evidence)
        contract = BACKUPS if asked["table"] == "backups" else FEEDS
        evidence.bind(contract, [header, *rows], zone=zone, **(binding or {}))
        if channels is not None:
            evidence.bind(CHANNELS, channels)
        whole = {**asked, **changed}
        settings = Settings.model_validate({**whole, "limits": {**whole["limits"], **(limits or {})}})
        return judge(settings, gather(settings, evidence), situation(moments))

    yield run
    for evidence in opened:
        evidence.close()


def only(judgement: Judgement) -> Any:
    (finding,) = judgement.findings
    assert judgement.total == 1
    return finding


def test_a_backup_each_quarter_hour_passes(ask: Ask) -> None:
    """Entries that keep coming pass; those of the window are examined, and it holds until the newest is too old."""
    judgement = ask()
    assert not judgement.findings
    assert (judgement.examined.count, judgement.examined.unit) == (96, "backups")
    assert judgement.holds_until == (NOW - MINUTE + 17 * MINUTE).astimezone(UTC)
    assert [(one.value, one.limit) for one in judgement.measures] == [
        (Decimal("1.00"), Decimal("17.00")),
        (Decimal("15.00"), Decimal("17.00")),
    ]


def test_a_gap_is_named_with_its_ends(ask: Ask) -> None:
    """One backup left out is a gap of 30 minutes; it is told with beginning, end, length, limit and both rows."""
    finding = only(ask(without(40)))
    assert finding.subject == "2026-06-17 09:44 - 2026-06-17 10:14"
    assert (finding.observed.en, finding.required.en) == (
        "none for 30 min",
        "a backup at least every 15 min, 2 min of tolerance",
    )
    assert finding.observed.zh == "30 分钟内没有"
    assert finding.where == "backups.csv, row 41, 42, column finished_at"
    assert finding.kind is FindingKind.MISSING


@pytest.mark.parametrize(("more", "good"), [(2 * MINUTE, True), (2 * MINUTE + SECOND, False)])
def test_the_tolerance_is_included(ask: Ask, more: timedelta, *, good: bool) -> None:
    """A gap exactly as long as limit and tolerance passes, and a second more does not."""
    late = quarter_hours()
    late[40] += more
    finding = ask([backup(at) for at in late]).findings
    assert bool(finding) is not good


@pytest.mark.parametrize(("age", "good"), [(17 * MINUTE, True), (17 * MINUTE + SECOND, False)])
def test_the_newest_is_judged_against_the_instant(ask: Ask, age: timedelta, *, good: bool) -> None:
    """False-GO 29: exactly as old as may be is fresh; a second older is stale, and said once, not as a gap too."""
    ends = NOW - MINUTE + age
    judgement = ask(now=ends)
    assert bool(judgement.findings) is not good
    if not good:
        finding = only(judgement)
        assert finding.kind is FindingKind.STALE
        assert finding.observed.en == "17 min 1 s old"
        assert finding.where.endswith("row 98, column finished_at")


def test_both_ends_of_the_window_are_borders(ask: Ask) -> None:
    """Backups that began this morning leave a gap at the window's beginning; those of the evidence's own time, at its
    end."""
    early = only(ask(without(*range(30))))
    assert early.subject == "2026-06-17 00:00 - 2026-06-17 07:29"
    as_at = NOW - 10 * MINUTE
    judgement = ask(without(95, 96), binding={"as_at": as_at}, limits={"max_age": "1h"})
    assert only(judgement).subject == "2026-06-17 23:29 - 2026-06-17 23:50"


def test_the_window_ends_with_the_evidence(ask: Ask) -> None:
    """A listing of its own time is looked at until then, or until its newest entry where that is later."""
    as_at = NOW - 10 * MINUTE
    judgement = ask(without(96), binding={"as_at": as_at})
    assert judgement.notes[0].en == "Looked at: 2026-06-16 23:50 - 2026-06-17 23:50"
    assert not judgement.findings
    later = ask(binding={"as_at": as_at})
    assert later.notes[0].en == "Looked at: 2026-06-16 23:59 - 2026-06-17 23:59"
    assert not later.findings


def test_an_export_that_says_a_wrong_time_hides_no_gap(ask: Ask) -> None:
    """An `as_at` before a gap does not take the gap out of the window."""
    judgement = ask(without(*range(60, 80)), binding={"as_at": quarter_hours()[59]})
    assert only(judgement).observed.en == "none for 5 h 15 min"


def test_a_failed_backup_is_none(ask: Ask) -> None:
    """Rows that `where` leaves out fill no gap, nor are they the newest."""
    rows = [backup(at, result="失败" if n in (40, 96) else "成功") for n, at in enumerate(quarter_hours())]
    judgement = ask(rows)
    assert only(judgement).subject == "2026-06-17 09:44 - 2026-06-17 10:14"
    rows[95] = backup(quarter_hours()[95], result="失败")
    stale = ask(rows).findings[0]
    assert stale.kind is FindingKind.STALE


@pytest.mark.parametrize("result", ["", "不明"])
def test_a_result_that_nobody_knows_is_a_finding(ask: Ask, result: str) -> None:
    """False-GO 10: an empty result, or one of another word, is neither good nor bad."""
    rows = [*without(40), backup(quarter_hours()[40], result=result)]
    assert len(ask(rows).findings) == 2


@pytest.mark.parametrize(
    ("size", "observed"), [("0", "0"), ("", "an empty cell"), ("-5", "-5"), ("none", "none"), ("4 KB", "4 KB")]
)
def test_a_backup_without_content_is_none(ask: Ask, size: str, observed: str) -> None:
    """A size of nothing, below the least, empty or unreadable is a finding, and the backup fills no gap."""
    rows = [*without(40), backup(quarter_hours()[40], size)]
    first, *others = sorted(ask(rows).findings, key=lambda one: one.subject.startswith("2026"))
    assert first.observed.en == observed
    assert "2026-06-17 09:44 - 2026-06-17 10:14" in {one.subject for one in others}


def test_exactly_the_least_size_counts(ask: Ask) -> None:
    """The least size passes, and one below does not."""
    rows = [backup(at, 4096) for at in quarter_hours()]
    assert not ask(rows, limits={"min_size": "4096"}).findings
    assert ask(rows, limits={"min_size": "4097"}).findings


def test_small_ones_of_long_ago_are_of_no_matter(ask: Ask) -> None:
    """What lies before the window is not judged by its size."""
    assert not ask([backup(NOW - timedelta(days=3), 0), *WHOLE]).findings


def test_entries_of_the_future_are_findings(ask: Ask) -> None:
    """False-GO 29: an entry after the clock is wrong, and is not the newest; one of exactly now counts."""
    assert not ask([*WHOLE, backup(NOW)]).findings
    future = ask([*without(94, 95, 96), backup(NOW + SECOND)])
    assert {one.kind for one in future.findings} == {FindingKind.WRONG, FindingKind.STALE}
    assert "not in the future" in {one.required.en for one in future.findings}


def test_as_of_leaves_out_what_came_later(ask: Ask) -> None:
    """False-GO 32: asked as of an instant, later entries were not there yet: they are no fault, nor fresh."""
    as_of = NOW - 10 * HOUR
    judgement = ask(as_of=as_of)
    assert not [one for one in judgement.findings if one.kind is FindingKind.WRONG]
    assert any("Later than the judged instant, not counted: 40" in note.en for note in judgement.notes)
    held = ask(without(*range(50, 97)), as_of=NOW - 9 * HOUR)
    assert FindingKind.STALE in {one.kind for one in held.findings}


def test_as_of_the_future_asks_what_would_be_then(ask: Ask) -> None:
    """If nothing more is supplied, all is too old an hour from now."""
    finding = only(ask(as_of=NOW + HOUR))
    assert (finding.kind, finding.observed.en) == (FindingKind.STALE, "1 h 1 min old")


@pytest.mark.parametrize("said", ["", "yesterday", "2026-06-17", "2026-13-01 10:00"])
def test_a_time_that_is_none_is_a_finding(ask: Ask, said: str) -> None:
    """False-GO 28: empty and unreadable times are told, whatever else is there."""
    finding = only(ask([*WHOLE, ("db-x", said, "4096", "成功")]))
    assert finding.subject == "db-x"
    assert "finished_at" in finding.where


def test_the_same_backup_twice_is_a_finding(ask: Ask) -> None:
    """A name that stands there twice is pasted twice, or one of the two is another backup's."""
    finding = only(ask([*WHOLE, WHOLE[-1]]))
    assert (finding.subject, finding.observed.en) == (WHOLE[-1][0], "2 rows")


@pytest.mark.parametrize("rows", [[backup(NOW, result="失败")], [("", "", "", "成功")]], ids=["failed", "empty"])
def test_nothing_that_counts_is_never_a_pass(ask: Ask, rows: list[tuple[str, ...]]) -> None:
    """False-GO 5: where no row counts there is an error, or a finding."""
    try:
        assert ask(rows).findings
    except CannotJudge as problem:
        assert "counts" in problem.message.en  # noqa: PT017  (either is right)


def test_a_window_without_entries_fails(ask: Ask) -> None:
    """Old entries alone are stale, however many there are."""
    judgement = ask([backup(NOW - timedelta(days=3) - number * MINUTE) for number in range(100)])
    assert judgement.findings[0].kind is FindingKind.STALE
    assert judgement.examined.count == 0


# keys of a roster, and hours

CHANNEL_ROWS = [("channel", "type"), ("抖音", "online"), ("京东", "online")]
FEED_HEADER = ("platform", "at", "records")


def feed(platform: str, hour: int, records: object = 12, minute: int = 30) -> tuple[str, ...]:
    at = NOW - 24 * HOUR + hour * HOUR + minute * MINUTE
    return platform, at.replace(tzinfo=None).isoformat(sep=" "), str(records)


def feeds(*left_out: tuple[str, int]) -> list[tuple[str, ...]]:
    return [feed(name, hour) for name in ("抖音", "京东") for hour in range(24) if (name, hour) not in left_out]


def hourly(ask: Ask, rows: Rows, **more: Any) -> Judgement:
    return ask(rows, **{"asked": HOURLY, "header": FEED_HEADER, "channels": CHANNEL_ROWS, **more})


def test_each_platform_in_each_hour_passes(ask: Ask) -> None:
    """24 hours of each platform of the roster pass."""
    judgement = hourly(ask, feeds())
    assert not judgement.findings
    assert judgement.examined.count == 48


def test_hours_hold_until_the_next_one_may_be_empty(ask: Ask) -> None:
    """Of the hour that has begun nobody knows until it is over."""
    judgement = hourly(ask, feeds(), limits={"max_age": "3h"})
    assert judgement.holds_until == (NOW + HOUR).astimezone(UTC)


def test_a_missing_hour_is_named(ask: Ask) -> None:
    """Hours that follow one another are one finding, with platform, beginning and end."""
    finding = only(hourly(ask, feeds(("京东", 3), ("京东", 4))))
    assert finding.subject == "京东: 2026-06-17 03:00 - 2026-06-17 05:00"
    assert finding.observed.en == "none in 2 of 24"
    assert finding.where == "channels.csv, row 3, column channel"


def test_a_batch_of_nothing_fills_no_hour(ask: Ask) -> None:
    """An hour in which no record came is empty though its batch ran."""
    rows = [*feeds(("京东", 3)), feed("京东", 3, 0)]
    assert only(hourly(ask, rows)).subject == "京东: 2026-06-17 03:00 - 2026-06-17 04:00"


def test_a_platform_that_never_sent_is_a_finding(ask: Ask) -> None:
    """False-GO 21: the roster decides; a platform without rows is missing, and near spellings are told."""
    rows = [row for row in feeds() if row[0] != "京东"]
    finding = only(hourly(ask, rows))
    assert (finding.subject, finding.observed.en, finding.kind) == ("京东", "none", FindingKind.MISSING)
    other = hourly(ask, [*rows, *(("京 东", *row[1:]) for row in feeds() if row[0] == "京东")])
    assert any("京 东" in one.message.en for one in other.findings)


def test_the_first_and_the_last_hour_count(ask: Ask) -> None:
    """An hour at the beginning or the end of the window is one of the 24."""
    assert only(hourly(ask, feeds(("抖音", 0)))).subject.endswith("2026-06-17 00:00 - 2026-06-17 01:00")
    last = hourly(ask, feeds(("抖音", 23)), limits={"max_age": "2h"})
    assert only(last).subject.endswith("2026-06-17 23:00 - 2026-06-18 00:00")


def test_the_hour_that_has_begun_is_not_asked(ask: Ask) -> None:
    """Ten minutes past the hour, the 24 whole hours before it are asked."""
    judgement = hourly(ask, feeds(), now=NOW + 10 * MINUTE)
    assert not judgement.findings
    assert only(hourly(ask, feeds(("抖音", 0)), now=NOW + 10 * MINUTE)).observed.en == "none in 1 of 24"


def test_others_than_the_roster_are_counted(ask: Ask) -> None:
    """What the roster does not have is a note."""
    judgement = hourly(ask, [*feeds(), feed("快手", 3)])
    assert not judgement.findings
    assert any("not counted: 1" in note.en for note in judgement.notes)


def test_an_empty_roster_is_an_error(ask: Ask) -> None:
    """False-GO 4: a roster that asks for nothing decides nothing."""
    roster = {**HOURLY["roster"], "where": "type = 'offline'"}
    with pytest.raises(CannotJudge, match="names nothing"):
        hourly(ask, feeds(), roster=roster)


def test_a_roster_may_name_a_key_twice(ask: Ask) -> None:
    """Two alerts of one metric ask for one thing."""
    assert not hourly(ask, feeds(), channels=[*CHANNEL_ROWS, ("抖音", "online")]).findings


def test_a_row_without_its_key_is_a_finding(ask: Ask) -> None:
    """Nobody knows of which platform it is."""
    assert only(hourly(ask, [*feeds(), feed("", 3)])).observed.en == "an empty cell"


# clock changes

BERLIN = "Europe/Berlin"


def local(utc: datetime) -> tuple[str, ...]:
    return "抖音", utc.astimezone(UTC).isoformat(), "5"


@pytest.mark.parametrize("night", [datetime(2026, 10, 25, 12, tzinfo=UTC), datetime(2026, 3, 29, 12, tzinfo=UTC)])
def test_a_clock_change_adds_and_hides_no_hour(ask: Ask, night: datetime) -> None:
    """False-GO 31: on the night of a clock change, 24 hours of elapsed time are 24 hours, and each is missed."""
    channels = [("channel", "type"), ("抖音", "online")]
    rows = [local(night - number * HOUR + 30 * MINUTE) for number in range(1, 25)]
    assert not hourly(ask, rows, now=night, zone=BERLIN, channels=channels).findings
    for gone in range(1, 24):
        left = [row for number, row in enumerate(rows) if number != gone]
        assert only(hourly(ask, left, now=night, zone=BERLIN, channels=channels)).observed.en == "none in 1 of 24"


def test_two_equal_hours_are_told_apart(ask: Ask) -> None:
    """The hour that comes twice is named with its offset."""
    night = datetime(2026, 10, 25, 12, tzinfo=UTC)
    rows = [local(night - number * HOUR + 30 * MINUTE) for number in range(1, 25) if number != 11]
    finding = only(hourly(ask, rows, now=night, zone=BERLIN, channels=[("channel", "type"), ("抖音", "online")]))
    assert finding.subject == "抖音: 2026-10-25 02:00+0100 - 2026-10-25 03:00"


def test_days_are_those_of_the_campaign(ask: Ask) -> None:
    """A day of 25 hours is one bucket, and asked whole."""
    morning = datetime(2026, 10, 26, 6, tzinfo=UTC)
    rows = [local(datetime(2026, 10, 24, 22, 30, tzinfo=UTC)), local(morning)]
    more = {"now": morning, "zone": BERLIN, "channels": [("channel", "type"), ("抖音", "online")]}
    assert not hourly(ask, rows, limits={"every": "24h"}, **more).findings
    empty = [local(datetime(2026, 10, 24, 21, 30, tzinfo=UTC)), local(morning)]
    finding = only(hourly(ask, empty, limits={"every": "24h"}, **more))
    assert finding.subject == "抖音: 2026-10-25 00:00 - 2026-10-26 00:00+0100"


# sizes of tables


@pytest.mark.parametrize("limits", [{"cells": 1, "engine": 1 << 30, "whole": 1 << 30}, {"cells": 1, "engine": 1}])
def test_large_tables_are_judged_alike(ask: Ask, limits: dict[str, int]) -> None:
    """A file that the engine holds, and one that it reads anew at each question, give the same findings."""
    from readiness.evidence.limits import Limits

    rows = [*without(40, 41), ("db-x", "", "4096", "成功"), backup(quarter_hours()[40], 0)]
    small = ask(rows)
    large = ask(rows, store={"limits": Limits(**limits)})
    assert small.findings == large.findings
    assert len(small.findings) == 3


# settings


@pytest.mark.parametrize(
    "changed",
    [
        {"table": None},
        {"at": None},
        {"folder": "files"},
        {"names": "db-%s.dump"},
        {"size": None},
        {"limits": {**LIMITS, "min_size": None}},
        {"limits": {**LIMITS, "over": None}},
        {"limits": {**LIMITS, "over": "10m"}},
        {"limits": {"max_age": "17m", "over": "24h", "min_size": "1"}},
        {"limits": {"max_age": "17m", "tolerance": "2m", "min_size": "1"}},
        {"limits": {**LIMITS, "every": "7h"}},
        {"limits": {**LIMITS, "every": "90s"}},
        {"limits": {**LIMITS, "every": "1m", "over": "30d"}},
        {"limits": {key: value for key, value in LIMITS.items() if key != "max_age"}},
        {"roster": {"every": "1h", "from": "T", "until": "E", "on": "finished_at"}},
    ],
)
def test_settings_that_ask_nothing_are_refused(changed: dict[str, Any]) -> None:
    """Settings that could not fail, or that name two sources, are told while files are loaded."""
    with pytest.raises(ValidationError):
        Settings.model_validate({**ASKED, **changed})


@pytest.mark.parametrize(
    ("changed", "path"),
    [
        ({"at": "day"}, ("at",)),
        ({"at": "started"}, ("at",)),
        ({"size": "name"}, ("size",)),
        ({"where": "state = 'ok'"}, ("where",)),
        ({"roster": {"evidence": "channels", "on": {"name": "platform"}}}, ("roster", "on", "name")),
    ],
)
def test_validate_names_the_setting(changed: dict[str, Any], path: tuple[str, ...]) -> None:
    """A column or an expression that does not fit the contract is told with its place."""
    around = Surroundings({"backups": BACKUPS, "channels": CHANNELS}, frozenset())
    found = list(problems(Settings.model_validate({**ASKED, **changed}), around))
    assert [one.path for one in found] == [path]


def test_settings_that_fit_have_no_problem() -> None:
    """The settings of these tests fit their contracts."""
    around = Surroundings({"backups": BACKUPS, "feeds": FEEDS, "channels": CHANNELS}, frozenset())
    for asked in (ASKED, HOURLY):
        assert not list(problems(Settings.model_validate(asked), around))


@pytest.mark.parametrize(
    ("limits", "expected"),
    [
        ({}, True),
        ({"max_age": "16m"}, True),
        ({"max_age": "18m"}, False),
        ({"max_gap": "14m"}, True),
        ({"max_gap": "16m", "tolerance": "1m"}, True),
        ({"tolerance": "3m"}, False),
        ({"over": "48h"}, True),
        ({"over": "12h"}, False),
        ({"min_size": "2"}, True),
        ({"min_size": "0.5"}, False),
        ({"every": "1h"}, True),
    ],
)
def test_what_is_stricter(limits: dict[str, str], *, expected: bool) -> None:
    """False-GO 38: only settings that ask at least as much are no loosening."""
    before = Settings.model_validate(ASKED)
    assert stricter(before, Settings.model_validate({**ASKED, "limits": {**LIMITS, **limits}})) is expected


def test_other_questions_are_a_loosening() -> None:
    """Another filter, a coarser bucket or no roster can't be shown to be stricter."""
    before = Settings.model_validate(HOURLY)
    coarse = {**HOURLY, "limits": {**HOURLY["limits"], "every": "2h"}}
    fine = {**HOURLY, "limits": {**HOURLY["limits"], "every": "30m"}}
    assert stricter(before, Settings.model_validate(fine))
    for changed in (coarse, {**HOURLY, "where": None}, {**HOURLY, "roster": None}):
        assert not stricter(before, Settings.model_validate(changed))
