"""Ratio, from real files to judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from readiness.evidence.limits import Limits
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Contract
from readiness.model.finding import Finding, FindingKind, Judgement
from readiness.model.times import Times
from readiness.probes.kind import Surroundings
from readiness.probes.ratio import Settings, gather, judge, problems
from tests.probes.tables import Evidence, Rows, choice, situation, times, typed_contract

VENUES = typed_contract(
    "venues",
    ["venue"],
    {
        "venue": "text",
        "kits": "decimal",
        "expected_people": "integer",
        "open": "boolean",
        "state": choice("state", ready=("就绪",), packed=("已打包",)),
    },
)
PEOPLE = typed_contract("people", ["place"], {"place": "text", "expected": "integer", "kind": "text"})
STORES = typed_contract("stores", ["store"], {"store": "text", "asks": "boolean"})
STAFF = typed_contract("staff", ["hour"], {"hour": "instant", "agents": "integer", "capacity": "decimal"})
CONTACTS = typed_contract("contacts", ["hour"], {"hour": "instant", "contacts": "integer"})
COSTS = typed_contract("costs", ["venue"], {"venue": "text", "price": "decimal", "kind": "text", "upper": "decimal"})
CONTRACTS = {one.name: one for one in (VENUES, PEOPLE, STORES, STAFF, CONTACTS, COSTS)}

KITS: dict[str, Any] = {
    "table": "venues",
    "value": "sum(kits)",
    "base": "sum(expected_people)",
    "per": ["venue"],
    "min": "1 %",
    "whole": "yes",
    "shows": "kits",
    "unit": "venues",
}
TWO: dict[str, Any] = {**KITS, "base_table": "people", "base": "sum(expected)", "per": {"venue": "place"}}
HOURS: dict[str, Any] = {
    "table": "staff",
    "value": "sum(agents * capacity)",
    "base_table": "contacts",
    "base": "sum(contacts)",
    "per": ["hour"],
    "roster": {"every": "1h", "from": "T", "until": "T+3h", "on": "hour"},
    "min": "100 %",
    "unit": "hours",
}

Asked = Callable[..., Judgement]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Asked]:
    """Judges files: each keyword that is a contract's name gives its rows, the others change the settings."""
    opened: list[Evidence] = []

    def run(
        asked_of: Mapping[str, Any] = KITS,
        /,
        *,
        moments: Times | None = None,
        suffix: str = ".csv",
        binding: Mapping[str, Any] | None = None,
        store: Mapping[str, Any] | None = None,
        **given: Any,
    ) -> Judgement:
        moments = moments or times()
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        evidence = Evidence(folder, moments, **(store or {}))
        opened.append(evidence)
        for name, contract in CONTRACTS.items():
            if name in given:
                evidence.bind(contract, given.pop(name), suffix=suffix, **(binding or {}))
        asked = Settings.model_validate({k: v for k, v in {**asked_of, **given}.items() if v is not None})
        return judge(asked, gather(asked, evidence), situation(moments))

    yield run
    for evidence in opened:
        evidence.close()


def venues(*rows: tuple[object, ...], header: tuple[str, ...] = ("venue", "kits", "expected_people")) -> Rows:
    return (header, *rows)


def only(judgement: Judgement) -> Finding:
    assert judgement.total == len(judgement.findings) == 1, judgement.findings
    return judgement.findings[0]


# --- sums and limits -------------------------------------------------------------------------------------------------


def test_each_key_is_judged_with_its_sum(ask: Asked) -> None:
    """False-GO 14: rows of a key add up; exactly 1 % passes, and one kit less fails with its rows and column."""
    rows = [("杭州", 5, 600), ("杭州", 7, 600), ("上海", 4, 500)]
    finding = only(ask(venues=venues(*rows), value_unit="kits"))
    assert (finding.subject, finding.required.en, finding.observed.en) == ("上海", "at least 5", "4")
    assert finding.where == "venues.csv, row 4, column kits; venues.csv, row 4, column expected_people"
    assert ask(venues=venues(*rows[:2])).findings == ()


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_every_form_of_file_says_the_same(ask: Asked, suffix: str) -> None:
    """The same rows in CSV and Excel are judged alike."""
    judgement = ask(venues=venues(("杭州", 12, 1200), ("上海", 1, 500)), suffix=suffix)
    assert [finding.subject for finding in judgement.findings] == ["上海"]


def test_a_large_file_is_judged_alike(ask: Asked) -> None:
    """A file that the engine reads where it lies gives the same answer as one that is held."""
    rows = [(f"店{n}", 1 if n == 70 else 2, 200) for n in range(100)]
    small = ask(venues=venues(*rows))
    large = ask(venues=venues(*rows), store={"limits": Limits(cells=100, engine=100)})
    assert [f.subject for f in small.findings] == [f.subject for f in large.findings] == ["店70"]


def test_decimals_stay_exact(ask: Asked) -> None:
    """False-GO 14: 0.1 + 0.2 is 0.3, as no binary fraction is."""
    rows = (("杭州", "0.1", 30), ("杭州", "0.2", 0))
    assert ask(venues=venues(*rows), whole=None).findings == ()
    assert ask(venues=venues(*rows, ("杭州", "-0.000001", 0)), whole=None).total == 1


def test_two_tables_join_by_their_own_columns(ask: Asked) -> None:
    """`per` may name the key otherwise in the base's table."""
    judgement = ask(TWO, venues=venues(("杭州", 11, "")), people=(("place", "expected"), (" 杭州 ", 1150)))
    assert only(judgement).subject == "杭州"


def test_in_total_the_evidence_is_the_subject(ask: Asked) -> None:
    """Without `per` all rows are one, and the rows behind the base were examined."""
    judgement = ask(venues=venues(("a", 1, 100), ("b", 0, 100)), per=None, unit=None)
    finding = only(judgement)
    where = "venues.csv, column kits; venues.csv, column expected_people"
    assert (finding.subject, finding.where, judgement.examined.unit) == ("venues", where, "rows")
    assert judgement.examined.count == 2


def test_a_ratio_blames_its_rows(ask: Asked) -> None:
    """In total and by key a finding leads to the first rows that count against it, among those that count at all."""
    header = ("venue", "kits", "expected_people", "open")
    rows = venues(("a", 1, 100, "yes"), ("b", 0, 100, "yes"), ("c", 0, 900, "no"), ("b", "", 9, "yes"), header=header)
    asked = {"value": "count_if(coalesce(kits > 0, false))", "base": "count(*)", "min": "100 %", "whole": None}
    blames = {"kits": "kits = 0", "expected_people": "expected_people > 100"}
    found = only(ask(venues=rows, per=None, unit=None, where="open", base_where="open", blames=blames, **asked))
    assert found.where == "venues.csv, row 3, 5, column kits"
    assert found.message.zh.endswith("；请查看 2 行：第 3、5 行，“kits”列")
    by_key = ask(venues=rows, where="open", base_where="open", blames=blames, **asked)
    assert [(one.subject, one.where) for one in by_key.findings] == [("b", "venues.csv, row 3, 5, column kits")]


def test_a_ratio_that_holds_blames_nobody(ask: Asked) -> None:
    """What is in its bounds is not asked about: only the key that fails is told."""
    judgement = ask(venues=venues(("a", 1, 100), ("b", 0, 100)), blames={"kits": "kits < 5"})
    assert only(judgement).where == "venues.csv, row 3, column kits"


def test_a_filter_says_which_rows_count(ask: Asked) -> None:
    """`where` and `base_where` leave rows of value and base out, each for itself."""
    header = ("venue", "kits", "expected_people", "open")
    rows = (("a", 1, 100, "yes"), ("a", 9, 900, "no"))
    assert ask(venues=venues(*rows, header=header), where="open", base_where="open").findings == ()
    assert ask(venues=venues(*rows, header=header), where="open").total == 1


def test_limits_stand_in_expressions(ask: Asked) -> None:
    """A limit is a number in the aggregate, and in words."""
    rows = venues(("a", 3, 100), ("b", 2, 100))
    judgement = ask(
        venues=rows, value="count_if(kits >= min_kits)", base="count(*)", per=None, min="100 %", whole=None,
        limits={"min_kits": "3"}, required={"en": "{min_kits} kits each", "zh": "每处 {min_kits} 个"},
    )  # fmt: skip
    assert (only(judgement).required.en, only(judgement).observed.en) == ("3 kits each", "50 %")


# --- keys ------------------------------------------------------------------------------------------------------------


def test_a_key_of_one_table_only_is_missing(ask: Asked) -> None:
    """False-GO 18: each side that lacks a key is told, with the row where the other side has it."""
    judgement = ask(
        TWO, venues=venues(("杭州", 20, ""), ("上海", 20, "")), people=(("place", "expected"), ("杭州", 9), ("广州", 9))
    )
    assert [(f.subject, f.required.en, f.kind) for f in judgement.findings] == [
        ("上海", "a row in people", FindingKind.MISSING),
        ("广州", "a row in venues", FindingKind.MISSING),
    ]
    assert judgement.findings[1].where == "people.csv, row 3, column expected"


def test_two_spellings_never_join(ask: Asked) -> None:
    """False-GO 18: `hz-1` and `HZ-1` stay two keys; the finding names the other spelling."""
    judgement = ask(TWO, venues=venues(("hz-1", 20, "")), people=(("place", "expected"), ("HZ-1", 9)))
    assert {f.kind for f in judgement.findings} == {FindingKind.MISSING, FindingKind.WRONG}
    assert "'HZ-1', which looks like it" in judgement.findings[0].message.en


def test_two_spellings_in_one_table_are_a_finding(ask: Asked) -> None:
    """False-GO 18: where both spellings pass for themselves, nobody knows whether they are one."""
    finding = only(ask(venues=venues(("hz1", 20, 100), ("HZ1", 20, 100))))
    assert (finding.subject, finding.observed.en, finding.where) == ("hz1", "HZ1", "venues.csv, row 3, column kits")


@pytest.mark.parametrize("key", ["", " ", "-", "#N/A", "无"])
def test_a_row_without_its_key_is_a_finding(ask: Asked, key: str) -> None:
    """False-GO 10, 18: an empty key, and what people type for one, names nothing and is not dropped in silence."""
    finding = only(ask(venues=venues(("杭州", 12, 1200), (key, 5, 100))))
    assert (finding.subject, finding.kind) == ("venues.csv, row 3", FindingKind.MISSING)
    assert finding.where == "venues.csv, row 3, column venue"


def test_a_totals_row_is_one_side_only(ask: Asked) -> None:
    """False-GO 19: a total under a word that may be a name is a key that the other table does not have."""
    judgement = ask(TWO, venues=venues(("杭州", 20, ""), ("全国", 20, "")), people=(("place", "expected"), ("杭州", 9)))
    assert only(judgement).subject == "全国"


# --- cells that can't be counted -------------------------------------------------------------------------------------


@pytest.mark.parametrize("cell", ["未定", "N/A", "-", '"1,200"', "1e3", "NaN", "inf", "１２x"])
def test_a_cell_that_is_no_number_is_a_finding(ask: Asked, cell: str) -> None:
    """False-GO 11: what does not parse is told with its row and column, and no ratio of its key is made."""
    judgement = ask(venues=venues(("杭州", 12, 100), ("杭州", cell, 100), ("上海", 5, 100)))
    finding = only(judgement)
    assert (finding.kind, finding.where) == (FindingKind.UNREADABLE, "venues.csv, row 3, column kits")
    assert [measure.subject for measure in judgement.measures] == ["上海"]


def test_a_base_that_is_no_number_is_told_once(ask: Asked) -> None:
    """False-GO 11: an unreadable base asks nobody knows how much: its cell is the finding, and no ratio is made."""
    judgement = ask(TWO, venues=venues(("杭州", 20, "")), people=(("place", "expected"), ("杭州", "约 900")))
    assert (only(judgement).kind, only(judgement).where) == (
        FindingKind.UNREADABLE,
        "people.csv, row 2, column expected",
    )
    assert judgement.measures == ()


@pytest.mark.parametrize(("value", "people", "column"), [("", 100, "kits"), (5, "", "expected_people")])
def test_an_empty_cell_is_not_nothing(ask: Asked, value: object, people: object, column: str) -> None:
    """False-GO 10: an empty cell in a sum does not count as 0: it would lower what is required."""
    finding = only(ask(venues=venues(("杭州", 50, 100), ("杭州", value, people))))
    assert (finding.kind, finding.where) == (FindingKind.MISSING, f"venues.csv, row 3, column {column}")


def test_where_empty_is_meant_it_can_be_said(ask: Asked) -> None:
    """`coalesce` takes an empty cell for 0, and a count for what it is."""
    rows = venues(("杭州", 12, 100), ("杭州", "", 100))
    assert ask(venues=rows, value="sum(coalesce(kits, 0))").findings == ()
    assert ask(venues=rows, value="count(kits)", base="count(*)", min="50 %", whole=None).findings == ()


def test_a_filter_without_answer_is_a_finding(ask: Asked) -> None:
    """False-GO 10: a row of which the filter says neither yes nor no is told, and no ratio of its key is made."""
    header = ("venue", "kits", "expected_people", "open")
    judgement = ask(
        venues=venues(("a", 1, 100, "yes"), ("a", 1, 100, ""), header=header), where="open", base_where="open"
    )
    assert {f.where for f in judgement.findings} == {"venues.csv, row 3, column open"}
    assert judgement.measures == ()


def test_an_unknown_word_in_a_filter_is_unreadable(ask: Asked) -> None:
    """False-GO 10: a choice that is none of its words is no `no`."""
    header = ("venue", "kits", "expected_people", "state")
    rows = venues(("a", 5, 100, "就绪"), ("b", 5, 100, "大概"), header=header)
    judgement = ask(venues=rows, where="state = 'ready'", base_where="state = 'ready'")
    assert (only(judgement).kind, only(judgement).where) == (FindingKind.UNREADABLE, "venues.csv, row 3, column state")


def test_a_cell_of_a_row_that_does_not_count_is_no_matter(ask: Asked) -> None:
    """What a filter leaves out need not parse."""
    header = ("venue", "kits", "expected_people", "open")
    rows = venues(("a", 1, 100, "yes"), ("a", "?", "?", "no"), header=header)
    assert ask(venues=rows, where="open", base_where="open").findings == ()


def test_a_base_of_zero_is_a_finding(ask: Asked) -> None:
    """False-GO 19: nobody expected means nothing required, which `zero_base: pass` must say."""
    rows = venues(("杭州", 0, 0))
    assert only(ask(venues=rows)).required.en == "a base above 0"
    assert ask(venues=venues(("杭州", 0, 0), ("上海", 1, 100)), zero_base="pass").findings == ()


def test_in_total_an_empty_filter_is_no_zero(ask: Asked) -> None:
    """False-GO 5: no row left is not `0 %` that passes a `max`."""
    header = ("venue", "kits", "expected_people", "open")
    judgement = ask(
        venues=venues(("a", 1, 100, "no"), header=header), per=None, where="open", value="count(*)", base="count(*)",
        min=None, whole=None, max="2 %",
    )  # fmt: skip
    assert only(judgement).kind is FindingKind.MISSING


def test_no_row_at_all_decides_nothing(ask: Asked) -> None:
    """False-GO 5: where the filters leave no key, it is an error."""
    header = ("venue", "kits", "expected_people", "open")
    with pytest.raises(CannotJudge, match="no key"):
        ask(venues=venues(("a", 1, 100, "no"), header=header), where="open", base_where="open")


def test_why_no_key_is_left_is_told(ask: Asked) -> None:
    """False-GO 5, 11: where not one key can be read, the findings say which cells, and nothing was examined."""
    staff = (("hour", "agents", "capacity"), ("early", 2, 20))
    contacts = (("hour", "contacts"), ("late", 25))
    judgement = ask(HOURS, staff=staff, contacts=contacts, roster=None)
    assert [f.where for f in judgement.findings] == [
        "staff.csv, row 2, column hour",
        "contacts.csv, row 2, column hour",
    ]
    assert judgement.examined.count == 0


def test_a_column_that_is_not_there_is_an_error(ask: Asked) -> None:
    """False-GO 10: a key column that the file lacks is an error that names those that are there."""
    with pytest.raises(CannotJudge, match=r"no column `place`.*`expected`"):
        ask(TWO, venues=venues(("杭州", 20, "")), people=(("kind", "expected"), ("x", 9)))


# --- rosters ---------------------------------------------------------------------------------------------------------

ROSTER = {"evidence": "stores", "on": {"venue": "store"}}


def test_the_roster_decides_which_keys_must_be_there(ask: Asked) -> None:
    """False-GO 21: a store of the roster that neither table has is missing from both, with the roster's row."""
    judgement = ask(venues=venues(("杭州", 12, 100)), stores=(("store",), ("杭州",), ("上海",)), roster=ROSTER)
    assert [(f.subject, f.where) for f in judgement.findings] == [("上海", "stores.csv, row 3, column store")] * 2


def test_other_keys_are_counted_in_a_note(ask: Asked) -> None:
    """False-GO 18: rows of stores that the roster does not have are not judged, and not left out in silence."""
    judgement = ask(venues=venues(("杭州", 12, 100), ("广州", 0, 100)), stores=(("store",), ("杭州",)), roster=ROSTER)
    assert judgement.findings == ()
    assert "not judged: 1 (广州)" in judgement.notes[0].en


def test_a_strangers_spelling_of_a_roster_key_is_a_finding(ask: Asked) -> None:
    """False-GO 18: people expected under another spelling would be left out, and lower what is required."""
    judgement = ask(venues=venues(("hz1", 1, 100), ("HZ1", 0, 900)), stores=(("store",), ("hz1",)), roster=ROSTER)
    assert (only(judgement).subject, only(judgement).observed.en) == ("hz1", "HZ1")


def test_what_is_wrong_with_the_roster_is_told(ask: Asked) -> None:
    """False-GO 18, 19: a store that stands twice, and a row without one, are findings."""
    stores = (("store", "asks"), ("杭州", "yes"), ("杭州", "yes"), ("", "yes"))
    judgement = ask(venues=venues(("杭州", 12, 100)), stores=stores, roster=ROSTER)
    assert [(f.observed.en, f.where) for f in judgement.findings] == [
        ("an empty cell", "stores.csv, row 4, column store"),
        ("2 rows", "stores.csv, row 2, 3, column store"),
    ]


def test_the_rosters_own_filter(ask: Asked) -> None:
    """False-GO 10: the roster's `where` says who is asked; a row that does not say is a finding."""
    stores = (("store", "asks"), ("杭州", "yes"), ("上海", "no"), ("广州", ""))
    judgement = ask(venues=venues(("杭州", 12, 100)), stores=stores, roster={**ROSTER, "where": "asks"})
    assert only(judgement).subject == "广州"


# --- series ----------------------------------------------------------------------------------------------------------


def _hours(start: datetime, count: int, *cells: object, but: int = -1) -> list[tuple[object, ...]]:
    instants = [start.astimezone(UTC) + timedelta(hours=n) for n in range(count)]
    return [(f"{at:%Y-%m-%dT%H:%M:%SZ}", *cells) for n, at in enumerate(instants) if n != but]


def test_every_hour_of_a_series_must_be_there(ask: Asked) -> None:
    """False-GO 21: an hour that neither file has is missing from both; both ends are included."""
    start = times().launch
    staff = (("hour", "agents", "capacity"), *_hours(start, 4, 2, "12.5", but=2))
    contacts = (("hour", "contacts"), *_hours(start, 4, 25))
    judgement = ask(HOURS, staff=staff, contacts=contacts)
    assert only(judgement).subject == "2026-06-18 02:00+08:00"
    assert judgement.examined.count == 4


def test_one_contact_more_than_the_agents_can_take_fails(ask: Asked) -> None:
    """False-GO 14: 2 agents of 12.5 take 25 contacts in an hour, and no 26."""
    start = times().launch
    staff = (("hour", "agents", "capacity"), *_hours(start, 4, 2, "12.5"))
    contacts = (("hour", "contacts"), *_hours(start, 3, 25), *_hours(start + timedelta(hours=3), 1, 26))
    assert only(ask(HOURS, staff=staff, contacts=contacts)).observed.en == "96.1 %"


@pytest.mark.parametrize("launch", ["2026-03-08T00:00:00-05:00", "2026-11-01T00:00:00-04:00"])
def test_a_clock_change_adds_no_hour_and_loses_none(ask: Asked, launch: str) -> None:
    """False-GO 31: 25 hours from T to T+24h, whatever the clocks do in between; each is asked by its instant."""
    start = datetime.fromisoformat(launch)
    moments = times(
        start - timedelta(days=1), launch=start.astimezone(ZoneInfo("America/New_York")), zone="America/New_York"
    )
    series = {**HOURS["roster"], "until": "T+24h"}
    staff = (("hour", "agents", "capacity"), *_hours(start, 25, 2, "12.5"))
    contacts = (("hour", "contacts"), *_hours(start, 25, 25))
    whole = ask(HOURS, staff=staff, contacts=contacts, roster=series, moments=moments)
    assert (whole.findings, whole.examined.count) == ((), 25)
    lost = ask(HOURS, staff=staff[:3] + staff[4:], contacts=contacts, roster=series, moments=moments)
    assert lost.total == 1


def test_a_time_without_its_zone_is_an_error(ask: Asked) -> None:
    """False-GO 28: hours that say no zone can't be held against a series; the binding's `zone` reads them."""
    staff = (("hour", "agents", "capacity"), *((f"2026-06-18 0{n}:00", 2, 20) for n in range(4)))
    contacts = (("hour", "contacts"), *((f"2026-06-18 0{n}:00", 25) for n in range(4)))
    with pytest.raises(CannotJudge, match="zone"):
        ask(HOURS, staff=staff, contacts=contacts)
    assert ask(HOURS, staff=staff, contacts=contacts, binding={"zone": "Asia/Shanghai"}).findings == ()


# --- joined evidence -------------------------------------------------------------------------------------------------

JOINED: dict[str, Any] = {
    "table": "venues",
    "join": {"cost": {"evidence": "costs", "on": {"venue": "venue"}}},
    "value": "sum(kits * cost.price)",
    "base_table": "people",
    "base": "sum(expected)",
    "max": "100 %",
    "unit": "people",
}
PLACES = (("place", "expected", "kind"), ("杭州", 100, "open"))


def test_joined_columns_count_in_the_value(ask: Asked) -> None:
    """False-GO 14: 10 kits at 4 and 6 at 10 cost exactly 100; a hundredth more is above it."""
    rows = venues(("杭州", 10, 1), ("上海", 6, 1))
    costs = [("venue", "price"), ("杭州", "4"), ("上海", "10")]
    assert ask(JOINED, venues=rows, costs=costs, people=PLACES).findings == ()
    costs[1] = ("杭州", "4.001")
    finding = only(ask(JOINED, venues=rows, costs=costs, people=PLACES))
    assert (finding.required.en, finding.observed.en) == ("at most 100 %", "100.1 %")


def test_a_large_table_is_joined_alike(ask: Asked) -> None:
    """A file that the engine reads where it lies is joined as one that is held."""
    rows = venues(*((f"店{n}", 1, 1) for n in range(100)))
    costs = [("venue", "price"), *((f"店{n}", 1) for n in range(100))]
    large = {"limits": Limits(cells=100, engine=100)}
    assert ask(JOINED, venues=rows, costs=costs, people=PLACES, store=large).findings == ()
    assert only(ask(JOINED, venues=rows, costs=costs[:-1], people=PLACES, store=large)).subject == "店99"


@pytest.mark.parametrize(
    ("costs", "kind", "observed"),
    [
        ([("杭州", "4")], FindingKind.MISSING, "none for venue 上海"),
        ([("杭州", "4"), ("上海", "1"), ("上海", "2")], FindingKind.WRONG, "2 rows"),
        ([("杭州", "4"), ("SHANGHAI", "1")], FindingKind.MISSING, "none for venue 上海"),
    ],
)
def test_a_row_that_joins_nothing_or_two_is_told_and_no_ratio_made(
    ask: Asked, costs: list[tuple[str, str]], kind: FindingKind, observed: str
) -> None:
    """False-GO 18: a row without its one partner would be left out of the sum; it is a finding, and the only one."""
    rows = venues(("杭州", 1000, 1), ("上海", 6, 1))
    finding = only(ask(JOINED, venues=rows, costs=[("venue", "price"), *costs], people=PLACES))
    assert (finding.subject, finding.kind, finding.observed.en) == ("上海", kind, observed)
    assert "costs.csv" in finding.required.en


def test_rows_that_do_not_count_need_no_partner(ask: Asked) -> None:
    """A row that `where` leaves out is not looked for in the joined evidence; one of which it can't tell is."""
    header = ("venue", "kits", "open")
    costs = [("venue", "price"), ("杭州", "4")]
    closed = venues(("杭州", 10, "yes"), ("上海", 6, "no"), header=header)
    assert ask(JOINED, venues=closed, costs=costs, people=PLACES, where="open").findings == ()
    unknown = venues(("杭州", 10, "yes"), ("上海", 6, ""), header=header)
    assert ask(JOINED, venues=unknown, costs=costs, people=PLACES, where="open").total == 2


def test_an_empty_joined_cell_is_told_where_it_stands(ask: Asked) -> None:
    """False-GO 10: a price that is not there makes no sum, and the finding leads to its cell in the other file."""
    rows = venues(("杭州", 10, 1), ("上海", 6, 1))
    costs = (("venue", "price", "kind"), ("上海", "1", "x"), ("杭州", "", "x"))
    finding = only(ask(JOINED, venues=rows, costs=costs, people=PLACES))
    assert finding.observed.en == "nothing"
    assert finding.where == "costs.csv, row 3, column price"


def test_a_joined_cell_that_is_no_number_is_told(ask: Asked) -> None:
    """False-GO 11: with the row that needs it, and no ratio is made."""
    costs = (("venue", "price"), ("杭州", "面议"))
    finding = only(ask(JOINED, venues=venues(("杭州", 10, 1)), costs=costs, people=PLACES))
    assert (finding.subject, finding.observed.en) == ("杭州", "面议")
    assert finding.where == "costs.csv, row 2, column price"


def test_an_optional_partner_may_be_missing(ask: Asked) -> None:
    """Then its cells are NULL, which the aggregate has to allow; two partners are a finding all the same."""
    join = {"cost": {"evidence": "costs", "on": {"venue": "venue"}, "optional": "yes"}}
    rows = venues(("杭州", 10, 1), ("上海", 60, 1))
    asked = {**JOINED, "join": join, "value": "sum(kits * coalesce(cost.price, 1))"}
    assert ask(asked, venues=rows, costs=(("venue", "price"), ("杭州", "4")), people=PLACES).findings == ()
    twice = (("venue", "price"), ("杭州", "4"), ("杭州", "4"))
    assert only(ask(asked, venues=rows, costs=twice, people=PLACES)).observed.en == "2 rows"


def test_the_base_joins_evidence_of_its_own(ask: Asked) -> None:
    """`base_join` is to `base_table` what `join` is to `table`."""
    base_join = {"cost": {"evidence": "costs", "on": {"place": "venue"}}}
    asked = {**JOINED, "join": None, "value": "sum(kits)", "base_join": base_join, "base": "max(cost.upper)"}
    rows = venues(("杭州", 10, 1))
    for upper, findings in (("10", 0), ("9.99", 1)):
        costs = (("venue", "upper"), ("杭州", upper))
        assert ask(asked, venues=rows, costs=costs, people=PLACES).total == findings
    lone = only(ask(asked, venues=rows, costs=(("venue", "upper"), ("上海", "10")), people=PLACES))
    assert (lone.subject, lone.where) == ("杭州", "people.csv, row 2, column place")


def test_one_table_joins_for_both(ask: Asked) -> None:
    """Where value and base are of one table, `join` serves both, for each key."""
    asked = {**KITS, "join": JOINED["join"], "base": "sum(cost.upper)", "min": "100 %", "whole": None}
    costs = (("venue", "upper"), ("杭州", "10"), ("上海", "11"))
    assert only(ask(asked, venues=venues(("杭州", 10, 1), ("上海", 10, 1)), costs=costs)).subject == "上海"


# --- age, settings ---------------------------------------------------------------------------------------------------


def test_the_age_of_both_tables_is_judged(ask: Asked) -> None:
    """False-GO 29: the binding's `as_at` is the table's time; exactly `max_age` old is fresh."""
    rows = venues(("杭州", 12, 1200))
    now = times().now
    fresh = ask(venues=rows, max_age="24h", binding={"as_at": now - timedelta(hours=24)})
    assert (fresh.findings, fresh.holds_until) == ((), now)
    old = ask(venues=rows, max_age="24h", binding={"as_at": now - timedelta(hours=24, seconds=1)})
    assert only(old).kind is FindingKind.STALE


def told(contracts: Mapping[str, Contract] = CONTRACTS, **changed: Any) -> list[tuple[tuple[str | int, ...], str]]:
    asked = Settings.model_validate({k: v for k, v in {**KITS, **changed}.items() if v is not None})
    found = problems(asked, Surroundings(contracts, frozenset({"T", "E", "freeze"})))
    return [(problem.path, problem.message.en) for problem in found]


def test_good_settings_have_no_problem() -> None:
    """What the page shows as examples is taken, before anything is read."""
    assert told() == []
    assert told(**TWO) == []
    assert told(**HOURS, shows=None) == []
    assert told(**JOINED, per=None, whole=None, shows=None, min=None) == []


@pytest.mark.parametrize(
    ("changed", "path", "says"),
    [
        ({"value": "kits"}, ("value",), "no aggregate"),
        ({"value": "sum(kits) / 2"}, ("value",), "division"),
        ({"value": "sum(kitz)"}, ("value",), "did you mean kits"),
        ({"value": "max(venue)"}, ("value",), "number"),
        ({"where": "sum(kits) > 1"}, ("where",), "many rows"),
        ({"where": "kits"}, ("where",), "yes or no"),
        ({"per": ["venu"]}, ("per", 0), "venue"),
        ({"per": {"venue": "venu"}}, ("per", "venue"), "venue"),
        ({"shows": "kit"}, ("shows",), "kits"),
        ({"required": {"en": "{nobody}", "zh": "{nobody}"}}, ("required",), "nobody"),
        ({"message": {"en": "{kits}", "zh": "{kits}"}}, ("message",), "kits"),
        ({"message": {"en": "{=sum(kits)}", "zh": "{=sum(kits)}"}}, ("message",), "totals only"),
        ({"limits": {"max_spare": "3"}}, ("limits", "max_spare"), "max_spare"),
        ({"join": {"cost": {"evidence": "costs", "on": {"venu": "venue"}}}}, ("join", "cost", "on", "venu"), "venu"),
        ({"join": {"cost": {"evidence": "costs", "on": {"venue": "shop"}}}}, ("join", "cost", "on", "venue"), "shop"),
        ({"join": JOINED["join"], "value": "sum(cost.prize)"}, ("value",), "did you mean cost.price"),
        (
            {
                "base_table": "people",
                "base": "sum(expected)",
                "per": {"venue": "place"},
                "base_join": {"cost": {"evidence": "costs", "on": {"place": "venue"}, "where": "price"}},
            },
            ("base_join", "cost", "where"),
            "yes or no",
        ),
        ({"roster": {"evidence": "stores", "on": {"venue": "shop"}}}, ("roster", "on", "venue"), "shop"),
        ({"roster": {"every": "1h", "from": "T", "until": "E", "on": "venue"}}, ("roster", "on"), "instant"),
    ],
)
def test_settings_that_fit_no_contract_are_told(changed: dict[str, Any], path: tuple[Any, ...], says: str) -> None:
    """False-GO 4, 16: an expression, a column, a limit or a placeholder that means nothing is told at its place before
    anything is probed."""
    found = told(**changed)
    assert path in [place for place, _ in found]
    assert any(says in message for place, message in found if place == path), found
