"""Confirmations, from roster and rows to judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding, FindingKind, Judgement
from readiness.model.times import Times
from readiness.probes.confirmations import Settings, gather, judge, stricter
from readiness.probes.confirmations.facts import Facts, Member, Word
from readiness.probes.confirmations.words import say_span
from tests.probes.tables import LAUNCH, Evidence, Rows, contract, situation, times

STORES = contract("stores", ["store"], ["participating", "zone", "region", "name"])
DISPLAYS = contract("displays", ["store", "confirmed_at"], ["confirmed", "proof", "inspector"])
IN_TIME = "2026-06-15T18:00:00+08:00"
EVE = datetime(2026, 6, 17, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")

Asked = Callable[..., Judgement]


def _settings(**changed: Any) -> Settings:
    return Settings.model_validate({"roster": "stores", "confirmations": "displays", "by": "T-48h", **changed})


@pytest.fixture
def confirm(tmp_path: Path) -> Iterator[Asked]:
    """Judges a roster and confirmation rows, on the eve of the launch unless said otherwise."""
    opened: list[Evidence] = []

    def run(
        rows: Rows,
        *,
        roster: Rows = (("store",), ("S1",)),
        moments: Times | None = None,
        due: datetime | None = None,
        suffix: str = ".csv",
        binding: dict[str, Any] | None = None,
        **settings: Any,
    ) -> Judgement:
        moments = moments or times(EVE)
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        evidence = Evidence(folder, moments)
        opened.append(evidence)
        evidence.bind(STORES, roster, suffix=suffix)
        evidence.bind(DISPLAYS, rows, suffix=suffix, **(binding or {}))
        asked = _settings(**settings)
        return judge(asked, gather(asked, evidence), situation(moments, due))

    yield run
    for evidence in opened:
        evidence.close()


def _at(*rows: tuple[object, ...]) -> Rows:
    return (("store", "confirmed_at"), *rows)


def _only(judgement: Judgement) -> Finding:
    assert judgement.total == len(judgement.findings) == 1, judgement.findings
    return judgement.findings[0]


# --- who must confirm ------------------------------------------------------------------------------------------------


def test_everybody_in_time_passes(confirm: Asked) -> None:
    """A roster whose members all confirmed in time has no finding and a share of 1."""
    judgement = confirm(_at(("S1", IN_TIME), ("S2", IN_TIME)), roster=(("store",), ("S1",), ("S2",)))
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (2, "stores")
    assert (judgement.measures[0].value, judgement.measures[0].limit) == (Decimal(1), Decimal(1))


def test_the_roster_decides_who_is_missing(confirm: Asked) -> None:
    """False-GO 21: a store that never reported is found, though every row that is there is good."""
    finding = _only(confirm(_at(("S1", IN_TIME)), roster=(("store",), ("S1",), ("S2",))))
    assert (finding.subject, finding.kind, finding.where) == (
        "S2",
        FindingKind.MISSING,
        "stores.csv, row 3, column store",
    )
    assert finding.required.en == "by Mon 15 June 2026, 24:00 (Asia/Shanghai)"
    assert (finding.observed.en, finding.observed.zh) == ("not confirmed", "未确认")


def test_the_share_never_rounds_up_to_all() -> None:
    """One missing among many keeps the share below 1."""
    member = Member("S", None, "stores.csv, row 2", (Word(LAUNCH - timedelta(days=5), True, True, "r"),))
    members = (*(member,) * 99_999, Member("X", None, "stores.csv, row 3"))
    judgement = judge(_settings(), Facts(members, (), 0, 0, "displays.csv"), situation(times(EVE)))
    assert judgement.measures[0].value == Decimal("0.9999")


def test_regions_are_counted_apart(confirm: Asked) -> None:
    """Where the roster says regions, measures say how many of each confirmed, those with most missing first; a store
    without a region is counted too, and one that takes no part is not."""
    roster = (
        ("store", "region", "participating"),
        ("S1", "上海", "yes"),
        ("S2", "上海", "yes"),
        ("S3", "武汉", "yes"),
        ("S4", "", "yes"),
        ("S5", "武汉", "no"),
    )
    measures = confirm(_at(("S1", IN_TIME), ("S3", IN_TIME), ("S4", IN_TIME)), roster=roster).measures
    assert [(one.group, one.value, one.limit, one.unit) for one in measures[1:]] == [
        ("上海", Decimal(1), Decimal(2), "stores"),
        ("?", Decimal(1), Decimal(1), "stores"),
        ("武汉", Decimal(1), Decimal(1), "stores"),
    ]


def test_rows_of_unknown_stores_are_counted_and_looked_at(confirm: Asked) -> None:
    """False-GO 18: a confirmation under another spelling does not count; the finding says that it is there."""
    judgement = confirm(_at(("s-1", IN_TIME), ("X9", IN_TIME)), roster=(("store",), ("S1",)))
    assert "'s-1'" in _only(judgement).message.en
    assert "s-1" in _only(judgement).message.zh
    assert judgement.notes[0].en.endswith("not counted: 2 (s-1, X9)")


def test_stores_that_do_not_participate_are_not_asked(confirm: Asked) -> None:
    """A store marked `no` is not asked and is counted in a note."""
    judgement = confirm(_at(("S1", IN_TIME)), roster=(("store", "participating"), ("S1", "是"), ("S2", "否")))
    assert (judgement.findings, judgement.examined.count) == ((), 1)
    assert "not asked: 1" in judgement.notes[0].en


@pytest.mark.parametrize("cell", ["", "maybe"])
def test_unclear_participation_is_a_finding(confirm: Asked, cell: str) -> None:
    """False-GO 10: whether a store takes part must be said; an empty cell excuses nobody."""
    judgement = confirm(_at(("S1", IN_TIME)), roster=(("store", "participating"), ("S1", "yes"), ("S2", cell)))
    assert _only(judgement).kind is FindingKind.UNREADABLE
    assert judgement.examined.count == 2


def test_nobody_asked_decides_nothing(confirm: Asked) -> None:
    """False-GO 5: a roster that excuses everybody is an error."""
    with pytest.raises(CannotJudge, match="asks none"):
        confirm(_at(("S1", IN_TIME)), roster=(("store", "participating"), ("S1", "no")))


def test_roster_rows_without_store_or_twice_are_findings(confirm: Asked) -> None:
    """False-GO 18, 19: an empty store cell, and a store that stands twice, are told with their rows."""
    judgement = confirm(_at(("S1", IN_TIME)), roster=(("store", "name"), ("S1", "a"), ("", "b"), ("S1 ", "a")))
    assert [f.where for f in judgement.findings] == [
        "stores.csv, row 3, column store",
        "stores.csv, row 2, column store; stores.csv, row 4, column store",
    ]


def test_other_rosters_name_their_own_columns(tmp_path: Path) -> None:
    """Dealers confirm by their own column names, counted in their own unit."""
    evidence = Evidence(tmp_path, times(EVE))
    evidence.bind(contract("dealers", ["dealer"]), (("dealer",), ("D1",)))
    evidence.bind(contract("replies", ["dealer", "replied_at"]), (("dealer", "replied_at"), ("D1", IN_TIME)))
    asked = Settings.model_validate(
        {
            "roster": "dealers",
            "confirmations": "replies",
            "by": "T-48h",
            "key": "dealer",
            "at_column": "replied_at",
            "unit": "dealers",
        }
    )
    judgement = judge(asked, gather(asked, evidence), situation(evidence.times))
    evidence.close()
    assert (judgement.findings, judgement.examined.unit) == ((), "dealers")


def test_a_column_that_is_not_there_is_an_error(confirm: Asked) -> None:
    """Proof that is asked for and not in the export is an error that names the columns that are there."""
    with pytest.raises(CannotJudge, match=r"no column `proof`.*`confirmed_at`"):
        confirm(_at(("S1", IN_TIME)), proof="yes")


# --- what is a confirmation ------------------------------------------------------------------------------------------


def test_an_empty_time_is_no_confirmation(confirm: Asked) -> None:
    """False-GO 10: a row without a time confirms nothing."""
    finding = _only(confirm((("store", "confirmed_at", "confirmed"), ("S1", "", "yes"))))
    assert (finding.kind, finding.where) == (
        FindingKind.MISSING,
        "stores.csv, row 2, column store; displays.csv, row 2, column confirmed_at",
    )


@pytest.mark.parametrize("cell", ["done", "2026-06-15", "2026-06-15 18:00", "15/06/2026 18:00", "√"])
def test_a_time_that_is_no_instant_is_told_with_its_row(confirm: Asked, cell: str) -> None:
    """False-GO 28: a bare date, a time without a zone, and any other text are told with row and text."""
    judgement = confirm(_at(("S1", cell), ("S2", IN_TIME)), roster=(("store",), ("S1",), ("S2",)))
    finding = _only(judgement)
    place = "displays.csv, row 2, column confirmed_at"
    assert (finding.kind, finding.where, finding.observed.en) == (FindingKind.UNREADABLE, place, cell)


def test_a_file_whose_times_all_lack_a_zone_is_told_once(confirm: Asked) -> None:
    """False-GO 28: what is wrong with every row alike is one message, with the line to add to the binding."""
    roster = (("store",), ("S1",), ("S2",))
    with pytest.raises(CannotJudge, match="says its zone") as told:
        confirm(_at(("S1", "2026-06-15 18:00"), ("S2", "2026-06-15 19:00")), roster=roster)
    assert told.value.hint is not None
    assert "zone: Asia/Shanghai" in told.value.hint.en


def test_a_bad_row_is_told_even_beside_a_good_one(confirm: Asked) -> None:
    """A row that can't be read is a finding although another row of the store is good."""
    assert _only(confirm(_at(("S1", IN_TIME), ("S1", "later")))).kind is FindingKind.UNREADABLE


@pytest.mark.parametrize(("answer", "passes"), [("yes", True), ("是", True), ("no", False), ("", False)])
def test_only_a_yes_confirms(confirm: Asked, answer: str, passes: bool) -> None:
    """False-GO 10: where there is an answer column, only a yes counts; no and nothing do not."""
    judgement = confirm((("store", "confirmed_at", "confirmed"), ("S1", IN_TIME, answer)))
    assert (judgement.findings == ()) == passes
    assert passes or judgement.findings[0].kind is FindingKind.MISSING


def test_an_answer_that_is_neither_is_told(confirm: Asked) -> None:
    """False-GO 11: an answer that is neither yes nor no is a finding with its text."""
    assert _only(confirm((("store", "confirmed_at", "confirmed"), ("S1", IN_TIME, "mostly")))).observed.en == "mostly"


def test_the_earliest_confirmation_counts(confirm: Asked) -> None:
    """A store that confirms again later stays in time."""
    assert confirm(_at(("S1", "2026-06-17T10:00:00+08:00"), ("S1", IN_TIME))).findings == ()


def test_the_latest_word_counts_where_it_is_no(confirm: Asked) -> None:
    """A confirmation that was withdrawn later is none."""
    rows = (("store", "confirmed_at", "confirmed"), ("S1", "2026-06-15T19:00:00+08:00", "no"), ("S1", IN_TIME, "yes"))
    finding = _only(confirm(rows))
    assert (finding.observed.en, finding.where) == ("withdrawn", "displays.csv, row 2, column confirmed")


def test_a_confirmation_after_a_withdrawal_counts_from_then(confirm: Asked) -> None:
    """Confirmed, withdrawn and confirmed again counts from the last time, which may be late."""
    rows = (
        ("store", "confirmed_at", "confirmed"),
        ("S1", "2026-06-15T10:00:00+08:00", "yes"),
        ("S1", "2026-06-15T11:00:00+08:00", "no"),
        ("S1", "2026-06-16T00:00:01+08:00", "yes"),
    )
    assert _only(confirm(rows)).kind is FindingKind.LATE


def test_a_no_without_a_time_counts_as_the_latest_word(confirm: Asked) -> None:
    """A withdrawal that does not say when can't be placed before the yes."""
    rows = (("store", "confirmed_at", "confirmed"), ("S1", IN_TIME, "yes"), ("S1", "", "no"))
    assert _only(confirm(rows)).observed.en == "withdrawn"


@pytest.mark.parametrize(("cell", "passes"), [("https://x/1.jpg", True), ("", False), ("-", False), ("无", False)])
def test_proof_is_needed_where_asked(confirm: Asked, cell: str, passes: bool) -> None:
    """False-GO 11: an empty proof cell, or one that says there is none, is no proof."""
    judgement = confirm((("store", "confirmed_at", "proof"), ("S1", IN_TIME, cell)), proof="yes")
    assert (judgement.findings == ()) == passes
    assert passes or _only(judgement).observed.en == "no proof"


def test_proof_that_came_late_is_late(confirm: Asked) -> None:
    """False-GO 30: where proof is asked for, the first confirmation with proof is the one that counts."""
    rows = (("store", "confirmed_at", "proof"), ("S1", IN_TIME, ""), ("S1", "2026-06-16T01:00:00+08:00", "1.jpg"))
    assert _only(confirm(rows, proof="yes")).kind is FindingKind.LATE


# --- in time ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("clock", "late"), [("2026-06-16T00:00:00", False), ("2026-06-16T00:00:01", True)])
def test_exactly_at_the_deadline_is_in_time_and_one_second_later_is_late(
    confirm: Asked, clock: str, late: bool
) -> None:
    """False-GO 30: the deadline itself is in time; one second later is late, and the finding says by how much."""
    judgement = confirm(_at(("S1", clock + "+08:00")))
    assert (judgement.findings != ()) == late
    if late:
        assert _only(judgement).kind is FindingKind.LATE
        assert "1 second late" in _only(judgement).message.en
        assert "迟了 1 秒" in _only(judgement).message.zh


def test_48_hours_over_a_clock_change_are_48_hours(confirm: Asked) -> None:
    """False-GO 31: New York puts its clock forward on 8 March 2026, so T-48h is an hour earlier on the wall."""
    launch = datetime(2026, 3, 9, 0, 0, tzinfo=NEW_YORK)
    moments = times(launch.astimezone(UTC), launch=launch, zone="America/New_York")
    assert confirm(_at(("S1", "2026-03-06T23:00:00-05:00")), moments=moments).findings == ()
    assert _only(confirm(_at(("S1", "2026-03-06T23:00:01-05:00")), moments=moments)).kind is FindingKind.LATE


def test_local_stores_over_a_clock_change(confirm: Asked) -> None:
    """False-GO 31: a local launch, local times without offset and a clock change in the store's zone go together."""
    launch = datetime(2026, 3, 9, 0, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    moments = times(launch.astimezone(UTC) + timedelta(days=1), launch=launch)
    roster = (("store", "zone"), ("S1", "America/New_York"))
    for clock, late in (("2026-03-06 23:00:00", False), ("2026-03-06 23:00:01", True)):
        judgement = confirm(_at(("S1", clock)), roster=roster, moments=moments, binding={"zone": "local"})
        assert (judgement.findings != ()) == late


def test_a_local_time_that_never_was_is_told(confirm: Asked) -> None:
    """False-GO 28: a wall clock time that the clock change skipped is no instant."""
    rows = _at(("S1", "2026-03-08 02:30:00"))
    finding = _only(confirm(rows, roster=(("store", "zone"), ("S1", "America/New_York")), binding={"zone": "local"}))
    assert finding.kind is FindingKind.UNREADABLE


def test_the_launch_of_a_store_is_on_its_own_clock(confirm: Asked) -> None:
    """With a local launch the deadline is 48 h before the store's own launch, shown in its zone; else it is not."""
    roster = (("store", "zone"), ("S1", "America/Los_Angeles"))
    own_deadline = _at(("S1", "2026-06-16T00:00:00-07:00"))
    assert confirm(own_deadline, roster=roster).findings == ()
    late = _only(confirm(_at(("S1", "2026-06-16T00:00:01-07:00")), roster=roster))
    assert late.required.en == "by Mon 15 June 2026, 24:00 (America/Los_Angeles)"
    assert _only(confirm(own_deadline, roster=roster, local_launch="no")).kind is FindingKind.LATE


def test_a_local_launch_that_the_clock_shows_twice_is_the_earlier(confirm: Asked) -> None:
    """False-GO 31: where a clock change gives a store's launch two readings, its deadline is from the earlier."""
    launch = datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
    moments = times(launch.astimezone(UTC) + timedelta(days=1), launch=launch)
    roster = (("store", "zone"), ("S1", "America/New_York"))
    assert confirm(_at(("S1", "2026-11-01T01:30:00-04:00")), roster=roster, moments=moments, by="T").findings == ()
    late = confirm(_at(("S1", "2026-11-01T01:30:01-04:00")), roster=roster, moments=moments, by="T")
    assert _only(late).kind is FindingKind.LATE


def test_without_by_the_due_decides_and_an_earlier_local_launch_counts(confirm: Asked) -> None:
    """False-GO 30: without `by` the due is the deadline; a store that launches earlier must confirm earlier."""
    due = LAUNCH - timedelta(hours=48)
    rows = _at(("S1", "2026-06-16T00:00:00+08:00"))
    assert confirm(rows, by=None, due=due).findings == ()
    roster = (("store", "zone"), ("S1", "Pacific/Auckland"))
    assert _only(confirm(rows, roster=roster, by=None, due=due)).kind is FindingKind.LATE
    west = (("store", "zone"), ("S1", "America/New_York"))
    later = _at(("S1", "2026-06-16T00:00:01+08:00"))
    assert _only(confirm(later, roster=west, by=None, due=due)).kind is FindingKind.LATE


@pytest.mark.parametrize("zone", ["", "Beijing", "UTC+8", "../etc/passwd", "Asia"])
def test_a_zone_that_nobody_knows_is_a_finding(confirm: Asked, zone: str) -> None:
    """False-GO 28: without a known zone neither launch nor deadline of a store is known."""
    finding = _only(confirm(_at(("S1", IN_TIME)), roster=(("store", "zone"), ("S1", zone))))
    assert finding.required.en == "a zone such as Asia/Shanghai"


def test_a_binding_gives_the_zone_of_bare_times(confirm: Asked) -> None:
    """False-GO 28: times without an offset are read in the binding's zone."""
    on_time, late = _at(("S1", "2026/6/16 00:00:00")), _at(("S1", "2026/6/16 00:00:01"))
    assert confirm(on_time, binding={"zone": "Asia/Shanghai"}).findings == ()
    assert _only(confirm(late, binding={"zone": "Asia/Shanghai"})).kind is FindingKind.LATE


def test_before_the_window_does_not_count(confirm: Asked) -> None:
    """A confirmation before `not_before` is a finding; one exactly then counts, and so does a later one."""
    early, exact = ("S1", "2026-06-10T23:59:59+08:00"), ("S1", "2026-06-11T00:00:00+08:00")
    assert _only(confirm(_at(early), not_before="T-7d")).required.en.startswith("not before")
    assert confirm(_at(exact), not_before="T-7d").findings == ()
    assert confirm(_at(early, exact), not_before="T-7d").findings == ()


def test_a_confirmation_dated_in_the_future_does_not_count(confirm: Asked) -> None:
    """False-GO 29: a confirmation dated after the clock is told as such and is no confirmation."""
    now = times(datetime(2026, 6, 15, 9, 0, tzinfo=UTC))
    assert "future" in _only(confirm(_at(("S1", IN_TIME)), moments=now)).message.en


def test_as_of_an_earlier_instant_it_is_simply_missing(confirm: Asked) -> None:
    """False-GO 32: as of an instant before the confirmation, the store had not confirmed."""
    moments = times(EVE, as_of=datetime(2026, 6, 15, 9, 0, tzinfo=UTC))
    finding = _only(confirm(_at(("S1", IN_TIME)), moments=moments))
    assert (finding.kind, finding.observed.en) == (FindingKind.MISSING, "not confirmed")


def test_a_withdrawal_that_lies_ahead_does_not_count_yet(confirm: Asked) -> None:
    """As of an instant between yes and no, the yes stands."""
    rows = (("store", "confirmed_at", "confirmed"), ("S1", IN_TIME, "yes"), ("S1", "2026-06-16T00:00:00+08:00", "no"))
    assert confirm(rows, moments=times(EVE, as_of=datetime(2026, 6, 15, 12, tzinfo=UTC))).findings == ()


def test_counts_are_whole_where_lists_are_cut(confirm: Asked) -> None:
    """False-GO 44: with more findings than shown the total still counts all."""
    roster = (("store",), *((f"S{n}",) for n in range(30)))
    judgement = confirm(_at(("S1", IN_TIME)), roster=roster, max_findings=5)
    assert (judgement.total, len(judgement.findings)) == (29, 5)


def test_excel_files_are_judged_alike(confirm: Asked) -> None:
    """Times in Excel cells, read in the binding's zone, give the same answer."""
    binding = {"zone": "Asia/Shanghai"}
    on_time, late = datetime(2026, 6, 16), datetime(2026, 6, 16, 0, 0, 1)  # noqa: DTZ001  (Excel knows no zones)
    assert confirm(_at(("S1", on_time)), suffix=".xlsx", binding=binding).findings == ()
    assert _only(confirm(_at(("S1", late)), suffix=".xlsx", binding=binding)).kind is FindingKind.LATE


INSTANTS = st.datetimes(datetime(2024, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001


@given(
    launch=INSTANTS,
    zone=st.timezones(),
    hours=st.integers(0, 300),
    off=st.sampled_from([timedelta(), timedelta(seconds=1), timedelta(microseconds=1), timedelta(seconds=-1)]),
)
def test_in_time_exactly_when_not_after_the_deadline(
    launch: datetime, zone: ZoneInfo, hours: int, off: timedelta
) -> None:
    """Whatever launch and zone, a confirmation is late if and only if it is after launch minus so many hours."""
    deadline = launch - timedelta(hours=hours)
    member = Member("S1", None, "r", (Word((deadline + off).astimezone(UTC), True, False, "r"),))
    moments = Times(launch, launch, False, launch.astimezone(zone), launch + timedelta(days=9), zone, {})
    found = judge(_settings(by=f"T-{hours}h"), Facts((member,), (), 0, 0, "s"), situation(moments)).findings
    if launch >= deadline + off:
        assert ([f.kind for f in found] == [FindingKind.LATE]) == (off > timedelta())
    else:
        assert found


@given(launch=INSTANTS, campaign=st.timezones(), store=st.timezones())
def test_a_local_launch_shows_the_same_wall_clock(launch: datetime, campaign: ZoneInfo, store: ZoneInfo) -> None:
    """The deadline at T itself is the campaign's wall clock in the store's zone, unless a clock change skips it."""
    wall = launch.astimezone(campaign).replace(tzinfo=None)
    local = [wall.replace(tzinfo=store, fold=fold).astimezone(UTC) for fold in (0, 1)]
    moments = Times(max(local) + timedelta(days=9), max(local) + timedelta(days=9), False, launch, launch, campaign, {})
    for off, late in ((timedelta(), False), (timedelta(seconds=1), True)):
        member = Member("S1", store, "r", (Word(min(local) + off, True, False, "r"),))
        found = judge(_settings(by="T"), Facts((member,), (), 0, 0, "s"), situation(moments)).findings
        assert (found != ()) == late


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (1, "1 second", "1 秒"),
        (0.5, "1 second", "1 秒"),
        (3_600, "1 hour", "1 小时"),
        (183_600, "2 days 3 hours", "2 天 3 小时"),
    ],
)
def test_lengths_in_plain_words(seconds: float, en: str, zh: str) -> None:
    """By how much somebody is late is said in words, never as nothing."""
    assert (say_span(timedelta(seconds=seconds)).en, say_span(timedelta(seconds=seconds)).zh) == (en, zh)


def test_only_what_asks_at_least_as_much_is_stricter() -> None:
    """False-GO 38: an earlier deadline, a later opening or proof is stricter; anything else is a loosening."""
    base = _settings()
    assert stricter(base, base)
    for after in (_settings(by="T-72h"), _settings(proof="yes"), _settings(not_before="T-7d")):
        assert stricter(base, after)
        assert not stricter(after, base)
    assert stricter(base, _settings(region_column="city"))  # counted by, and judged by nothing
    for other in (_settings(by="E-48h"), _settings(by=None), _settings(local_launch="no"), _settings(key="shop")):
        assert not stricter(base, other)
        assert not stricter(other, base)
