"""`rows`, from real files to its judgement."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.evidence.limits import Limits
from readiness.model.campaign import Person
from readiness.model.errors import CannotJudge
from readiness.model.finding import FindingKind, Judgement
from readiness.probes.kind import Surroundings
from readiness.probes.rows import Settings, problems, stricter
from tests.probes.rows.world import HOURS, LI_WEI, PROMOTED, STOCKTAKE, World, judged, must
from tests.probes.tables import LAUNCH, Rows, campaign, times

EVE = datetime(2026, 6, 17, 12, tzinfo=UTC)
DIFFERENCE = {
    "limits": {"max_difference": "2 %"},
    "rules": [
        {
            "must": "abs(book - counted) <= max_difference * greatest(book, 1)",
            "shows": "counted",
            "required": {"en": "within {max_difference} of {book}", "zh": "与账面 {book} 相差不超过 {max_difference}"},
        }
    ],
}
ROSTER = {"roster": {"evidence": "promoted", "on": {"sku": "sku"}}}


def one(judgement: Judgement) -> Any:
    """The only finding."""
    (finding,) = judgement.findings
    assert judgement.total == 1
    return finding


def subjects(judgement: Judgement) -> list[str]:
    return [finding.subject for finding in judgement.findings]


# conditions


@pytest.mark.parametrize(
    ("counted", "good"), [("98", True), ("97.999999", False), ("102", True), ("102.000001", False)]
)
def test_a_condition_holds_at_its_limit_and_fails_just_beyond(tmp_path: Path, counted: str, good: bool) -> None:
    """False-GO 14: exactly 2 % is good, one millionth more is not."""
    judgement = judged(tmp_path, [["sku", "book", "counted"], ["A", 100, counted]], DIFFERENCE)
    assert (judgement.total == 0) is good
    assert judgement.examined.count == 1


def test_a_finding_says_required_observed_and_where(tmp_path: Path) -> None:
    """A row that fails is told by its key, with what is required, what stands there, and the very cell."""
    finding = one(judged(tmp_path, [["sku", "账面", "counted"], ["A", 100, 90]], DIFFERENCE, columns={"book": "账面"}))
    assert finding.subject == "A"
    assert finding.required.en == "within 2 % of 100"
    assert finding.required.zh == "与账面 100 相差不超过 2 %"
    assert finding.observed.en == "90"
    assert finding.where == "stocktake.csv, row 2, column counted"
    assert finding.message.zh == "A：要求与账面 100 相差不超过 2 %，实际90"


@pytest.mark.parametrize(
    ("book", "counted", "warehouse", "column"),
    [("-1", 1, "x", "book"), (1, "", "x", "counted"), (1, 9, "x", "counted"), (1, 1, "y", "warehouse")],
)
def test_the_part_of_a_condition_that_fails_says_which_cell(
    tmp_path: Path, book: Any, counted: Any, warehouse: str, column: str
) -> None:
    """Of conditions that `and` joins the first that does not hold leads to its cell, unless it names the one shown."""
    rule = must("book >= 0 and counted - book < 5 and warehouse = 'x'", shows="counted")
    rows: Rows = [["sku", "book", "counted", "warehouse"], ["A", book, counted, warehouse]]
    assert one(judged(tmp_path, rows, {"rules": [rule]})).where == f"stocktake.csv, row 2, column {column}"


def test_without_a_cell_to_show_the_cells_it_looks_at_are_shown(tmp_path: Path) -> None:
    """A rule that names no column to show tells the cells of its condition under the file's own headers."""
    rows: Rows = [["sku", "账面", "counted"], ["A", 100, 90]]
    finding = one(judged(tmp_path, rows, {"rules": [must("book = counted")]}, columns={"book": "账面"}))
    assert finding.observed.en == "账面 100, counted 90"
    assert finding.where == "stocktake.csv, row 2"


@pytest.mark.parametrize("cell", ["", " "])
def test_a_blank_cell_fails_the_condition(tmp_path: Path, cell: str) -> None:
    """False-GO 10: `status <> 'open'` sees the row that has none."""
    rows: Rows = [["sku", "status"], ["A", "已确认"], ["B", cell]]
    finding = one(judged(tmp_path, rows, {"rules": [must("status <> 'open'", shows="status")]}))
    assert (finding.subject, finding.observed.en) == ("B", "an empty cell")


@pytest.mark.parametrize("cell", ["n/a", "1,200", "nan", "inf", "-"])
def test_a_cell_that_is_no_number_is_told_once(tmp_path: Path, cell: str) -> None:
    """False-GO 11: what does not parse is one finding of the row, and never counts as good."""
    rows: Rows = [["sku", "book", "counted"], ["A", f'"{cell}"', 1]]
    judgement = judged(tmp_path, rows, DIFFERENCE)
    finding = one(judgement)
    assert finding.kind is FindingKind.UNREADABLE
    assert finding.where == "stocktake.csv, row 2, column book"
    assert judgement.measures[0].value == 0


def test_a_percentage_is_no_number_of_times(tmp_path: Path) -> None:
    """False-GO 15: `5` in a column of ratios is refused, `5 %` and `0.05` are the same."""
    rows: Rows = [["sku", "share"], ["A", "5"], ["B", "5 %"], ["C", "0.05"], ["D", "5.0001 %"]]
    judgement = judged(tmp_path, rows, {"rules": [must("share <= max_share")], "limits": {"max_share": "5 %"}})
    assert [(f.subject, f.kind) for f in judgement.findings] == [
        ("A", FindingKind.UNREADABLE),
        ("D", FindingKind.WRONG),
    ]


def test_a_rule_applies_where_it_says_and_asks_where_it_can_not_tell(tmp_path: Path) -> None:
    """`when` FALSE leaves a row out of the rule; False-GO 10: `when` NULL is a finding of its own."""
    rows: Rows = [["sku", "packed", "book"], ["A", "是", 0], ["B", "否", 0], ["C", "", 0]]
    judgement = judged(tmp_path, rows, {"rules": [must("book > 0", when="packed")]})
    assert [(f.subject, f.kind) for f in judgement.findings] == [
        ("A", FindingKind.WRONG),
        ("C", FindingKind.UNREADABLE),
    ]


def test_rules_look_over_other_rows(tmp_path: Path) -> None:
    """A condition may look at the rows around it, in the order that it says."""
    rows: Rows = [["sku", "boxes"], ["A", 1], ["B", 2], ["C", 2]]
    rule = must("coalesce(lag(boxes) over (order by sku) < boxes, true)", shows="boxes")
    assert subjects(judged(tmp_path, rows, {"rules": [rule]})) == ["C"]


def test_people_of_the_campaign_are_known_by_id_and_name(tmp_path: Path) -> None:
    """`people` holds ids and names; anybody else, and nobody, is a finding."""
    rows: Rows = [["sku", "owner"], ["A", "li.wei"], ["B", "李伟"], ["C", "somebody"], ["D", ""]]
    assert subjects(judged(tmp_path, rows, {"rules": [must("list_contains(people, owner)")]})) == ["C", "D"]


def test_a_person_is_one_by_id_and_by_name(tmp_path: Path) -> None:
    """`person_name` gives the name for an id and for a name, and nothing for anybody else: two spellings of one person
    are not two people."""
    people = [["A", "li.wei", "李伟"], ["B", "李伟", "李伟"], ["C", "x", "李伟"], ["D", "", "李伟"]]
    rows: Rows = [["sku", "owner", "warehouse"], *people]
    rule = must("person_name(owner) = person_name(warehouse)")
    assert subjects(judged(tmp_path, rows, {"rules": [rule]})) == ["C", "D"]


def test_a_word_for_two_people_is_nobodys(tmp_path: Path) -> None:
    """Where two people have one name, the name tells nobody; their ids still do."""
    world = World(tmp_path).bind(STOCKTAKE, [["sku", "owner"], ["A", "李伟"], ["B", "li.wei"], ["C", "li.wei2"]])
    world.evidence.campaign = campaign([LI_WEI, Person("li.wei2", "李伟", ("it",), "li.wei2@shop.example")])
    judgement = world.judge({"rules": [must("person_name(owner) = '李伟'")]})
    assert subjects(judgement) == ["A"]


def test_only_traits_that_the_campaign_has_are_known(tmp_path: Path) -> None:
    """`traits` holds those answered with yes, so that a rule can depend on one."""
    rules = [must("list_contains(traits, 'online')"), must("not list_contains(traits, 'lottery')")]
    assert judged(tmp_path, [["sku"], ["A"]], {"rules": rules}).total == 0
    assert judged(tmp_path, [["sku"], ["A"]], {"rules": [must("list_contains(traits, 'lottery')")]}).total == 1


def test_a_note_is_no_finding(tmp_path: Path) -> None:
    """What a rule only warns of is told as a note with its count, and fails nothing."""
    rows: Rows = [["sku", "book"], ["A", 1], ["B", 2], ["C", 3]]
    judgement = judged(tmp_path, rows, {"rules": [must("book <= 1", note="yes")]})
    assert judgement.total == 0
    assert [note.en for note in judgement.notes] == ["B: required required, observed book 2; and 1 more"]
    assert judgement.measures[0].value == 1


# filled


@pytest.mark.parametrize("nothing", ["", "-", "/", "无", "N/A", "—", "待定", "待补充", "TBD", "？", "xx"])
def test_what_people_type_for_nothing_is_nothing(tmp_path: Path, nothing: str) -> None:
    """False-GO 11: a dash or N/A does not fill a cell."""
    finding = one(judged(tmp_path, [["sku", "owner"], ["A", nothing]], {"rules": [{"filled": "owner"}]}))
    assert (finding.kind, finding.where) == (FindingKind.MISSING, "stocktake.csv, row 2, column owner")


def test_each_empty_cell_is_a_finding(tmp_path: Path) -> None:
    """Two empty cells of one row are two findings, and one row that is not in order."""
    rows: Rows = [["sku", "owner", "warehouse"], ["A", "", ""], ["B", "x", "y"]]
    judgement = judged(tmp_path, rows, {"rules": [{"filled": ["owner", "warehouse"]}]})
    assert judgement.total == len(judgement.findings) == 2
    assert judgement.measures[0].value == Decimal("0.5")


# acts and states


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2026-06-15 00:00:00", None),
        ("2026-06-15 00:00:01", FindingKind.LATE),
        ("2026-06-04 00:00:00", None),
        ("2026-06-03 23:59:59", FindingKind.WRONG),
        ("2026-06-17 21:00:00", FindingKind.WRONG),
        ("", FindingKind.MISSING),
        ("2026-06-15", FindingKind.UNREADABLE),
    ],
)
def test_an_act_lies_in_its_window(tmp_path: Path, cell: str, kind: FindingKind | None) -> None:
    """False-GO 28, 29, 30: in time to the second at both ends; late, early, future, missing and undated are told."""
    rows: Rows = [["sku", "counted_at"], ["A", cell], ["B", "2026-06-10 10:00"]]
    rule = {"done": "counted_at", "by": "T-72h", "not_before": "T-14d"}
    judgement = judged(tmp_path, rows, {"rules": [rule]}, moments=times(EVE), zone="Asia/Shanghai")
    assert [finding.kind for finding in judgement.findings] == ([kind] if kind else [])


def test_a_late_act_says_by_how_much(tmp_path: Path) -> None:
    """False-GO 30: late is told with the length of the delay, and that it can't be repaired."""
    rows: Rows = [["sku", "counted_at"], ["A", "2026-06-15 03:00:00"]]
    rule = {"done": "counted_at", "by": "T-72h"}
    finding = one(judged(tmp_path, rows, {"rules": [rule]}, moments=times(EVE), zone="Asia/Shanghai"))
    assert "3 h late" in finding.message.en
    assert "迟了 3 小时" in finding.message.zh


def test_an_act_without_by_is_due_with_its_check(tmp_path: Path) -> None:
    """False-GO 30: a rule that names no end is held to the check's due."""
    due = LAUNCH - timedelta(days=2)
    rows: Rows = [["sku", "counted_at"], ["A", "2026-06-16 00:00"], ["B", "2026-06-16 00:00:01"]]
    judgement = judged(
        tmp_path, rows, {"rules": [{"done": "counted_at"}]}, moments=times(EVE), due=due, zone="Asia/Shanghai"
    )
    assert [(f.subject, f.kind) for f in judgement.findings] == [("B", FindingKind.LATE)]


def test_a_day_counts_as_its_end(tmp_path: Path) -> None:
    """False-GO 28: a date without a time is not taken for its first second."""
    rows: Rows = [["sku", "day"], ["A", "2026-06-14"], ["B", "2026-06-15"]]
    judgement = judged(tmp_path, rows, {"rules": [{"done": "day", "by": "T-72h"}]}, moments=times(EVE))
    assert [(f.subject, f.kind) for f in judgement.findings] == [("B", FindingKind.LATE)]


def test_under_as_of_a_later_act_is_missing(tmp_path: Path) -> None:
    """False-GO 32: as of an earlier instant, what was done later is not there, and is no act of the future."""
    rows: Rows = [["sku", "counted_at"], ["A", "2026-06-14 10:00"]]
    moments = times(EVE, as_of=datetime(2026, 6, 13, tzinfo=UTC))
    finding = one(judged(tmp_path, rows, {"rules": [{"done": "counted_at"}]}, moments=moments, zone="Asia/Shanghai"))
    assert finding.kind is FindingKind.MISSING


def test_late_acts_are_listed_first_where_the_list_is_cut(tmp_path: Path) -> None:
    """False-GO 30, 44: an act that is late decides alone, so a cut list does not hide it; the count is whole."""
    rows: list[list[object]] = [["sku", "counted_at"]]
    rows += [[f"S{i}", ""] for i in range(50)]
    rows += [["L", "2026-06-16 10:00"]]
    judgement = judged(
        tmp_path, rows, {"rules": [{"done": "counted_at"}], "max_findings": 5}, moments=times(EVE), zone="Asia/Shanghai"
    )
    assert (judgement.total, len(judgement.findings)) == (51, 5)
    assert judgement.findings[0].kind is FindingKind.LATE


@pytest.mark.parametrize(
    ("cell", "kind"),
    [
        ("2026-06-16 20:00:00", None),
        ("2026-06-16 19:59:59", FindingKind.STALE),
        ("2026-06-17 20:00:01", FindingKind.WRONG),
        ("", FindingKind.MISSING),
    ],
)
def test_a_state_is_fresh_enough(tmp_path: Path, cell: str, kind: FindingKind | None) -> None:
    """False-GO 29: exactly as old as allowed is fresh; older, dated in the future and undated are not."""
    rows: Rows = [["sku", "counted_at"], ["A", cell], ["B", "2026-06-17 10:00"]]
    rule = {"fresh": "counted_at", "max_age": "24h"}
    judgement = judged(tmp_path, rows, {"rules": [rule]}, moments=times(EVE), zone="Asia/Shanghai")
    assert [finding.kind for finding in judgement.findings] == ([kind] if kind else [])


def test_under_as_of_a_later_state_is_missing(tmp_path: Path) -> None:
    """False-GO 32: as of an earlier instant, a state of later was not there yet."""
    rows: Rows = [["sku", "counted_at"], ["A", "2026-06-14 10:00"]]
    moments = times(EVE, as_of=datetime(2026, 6, 13, tzinfo=UTC))
    asked = {"rules": [{"fresh": "counted_at", "max_age": "24h"}]}
    assert one(judged(tmp_path, rows, asked, moments=moments, zone="Asia/Shanghai")).kind is FindingKind.MISSING


def test_a_judgement_holds_until_the_first_state_is_too_old(tmp_path: Path) -> None:
    """False-GO 33: the oldest state decides, and the table's own age where that is earlier."""
    rows: Rows = [["sku", "counted_at"], ["A", "2026-06-17 10:00"], ["B", "2026-06-17 08:00"]]
    rule = {"fresh": "counted_at", "max_age": "24h"}
    judgement = judged(tmp_path, rows, {"rules": [rule]}, moments=times(EVE), zone="Asia/Shanghai")
    assert judgement.holds_until == datetime(2026, 6, 18, tzinfo=UTC)
    judgement = judged(
        tmp_path,
        rows,
        {"rules": [rule], "max_age": "2h"},
        moments=times(EVE),
        zone="Asia/Shanghai",
        as_at=EVE - timedelta(hours=1),
    )
    assert judgement.holds_until == EVE + timedelta(hours=1)


def test_the_age_of_the_table_itself(tmp_path: Path) -> None:
    """False-GO 29: a table that is older than it may be is a finding, one without a time an error."""
    rows: Rows = [["sku", "book"], ["A", 1]]
    asked = {"rules": [must("book = 1")], "max_age": "24h"}
    assert judged(tmp_path, rows, asked, moments=times(EVE), as_at=EVE - timedelta(hours=24)).total == 0
    late = judged(tmp_path, rows, asked, moments=times(EVE), as_at=EVE - timedelta(hours=24, seconds=1))
    assert one(late).kind is FindingKind.STALE
    with pytest.raises(CannotJudge):
        judged(tmp_path, rows, asked, moments=times(EVE))


# which rows


def test_no_row_is_an_error(tmp_path: Path) -> None:
    """False-GO 5: where no row is meant, nothing is good; the error says that `where` left none."""
    with pytest.raises(CannotJudge, match="where: book > 5"):
        judged(tmp_path, [["sku", "book"], ["A", 1]], {"where": "book > 5", "rules": [must("book > 0")]})


def test_an_empty_table_is_an_error(tmp_path: Path) -> None:
    """False-GO 5: a table with a header only decides nothing."""
    with pytest.raises(CannotJudge):
        judged(tmp_path, [["sku", "book"]], {"rules": [must("book > 0")]})


def test_a_row_of_which_nobody_knows_whether_it_is_meant_is_a_finding(tmp_path: Path) -> None:
    """False-GO 10: `where` NULL does not drop the row in silence; an unreadable cell says why."""
    rows: Rows = [["sku", "book", "counted"], ["A", 1, 1], ["B", "", 0], ["C", "x", 0]]
    judgement = judged(tmp_path, rows, {"where": "book > 0", "rules": [must("counted > 0")]})
    assert [(f.subject, f.kind) for f in judgement.findings] == [
        ("C", FindingKind.UNREADABLE),
        ("B", FindingKind.UNREADABLE),
    ]
    assert judgement.examined.count == 1


def test_the_same_key_twice(tmp_path: Path) -> None:
    """False-GO 19: the same SKU twice is a finding with both places, unless the check lets keys repeat."""
    rows: Rows = [["sku", "book"], ["A", 1], ["A ", 2], ["B", 3]]
    judgement = judged(tmp_path, rows, {"rules": [must("book > 0")]})
    assert one(judgement).where == "stocktake.csv, row 2; stocktake.csv, row 3"
    assert judgement.measures[0].value == Decimal("0.3333")
    assert judged(tmp_path, rows, {"rules": [must("book > 0")], "repeats": "yes"}).total == 0


def test_a_row_without_its_key_is_a_finding(tmp_path: Path) -> None:
    """False-GO 18, 19: an empty SKU, or a totals row, is not judged in silence and not dropped."""
    rows: Rows = [["sku", "book"], ["A", 1], ["", 5]]
    finding = one(judged(tmp_path, rows, {"rules": [must("book > 0")]}))
    assert (finding.kind, finding.where) == (FindingKind.MISSING, "stocktake.csv, row 3, column sku")


def test_a_key_of_two_columns(tmp_path: Path) -> None:
    """A key may be made of several columns, and names the row by all of them."""
    rows: Rows = [["sku", "warehouse", "book"], ["A", "x", 1], ["A", "y", 0]]
    assert subjects(judged(tmp_path, rows, {"key": ["sku", "warehouse"], "rules": [must("book > 0")]})) == ["A · y"]


SPLIT: dict[str, Any] = {"rules": [must("book > 0")], "shares": {"of": "book", "by": "warehouse"}}


def shares(judgement: Judgement) -> list[tuple[str, Decimal, Decimal | None]]:
    return [(one.subject, one.value, one.limit) for one in judgement.measures if one.group == "share"]


def test_shares_of_a_whole_are_measured(tmp_path: Path) -> None:
    """The largest part first, exactly cut, with the limit that an expression gives to some; they judge nothing."""
    rows: Rows = [["sku", "warehouse", "book"], ["A", "x", 1], ["B", "y", 1], ["C", "y", 1]]
    asked = {
        **SPLIT,
        "limits": {"least": "40 %"},
        "shares": {**SPLIT["shares"], "limit": "case when max(warehouse) = 'x' then least end"},
    }
    judgement = judged(tmp_path, rows, asked)
    assert shares(judgement) == [("y", Decimal("0.666666"), None), ("x", Decimal("0.333333"), Decimal("0.4"))]
    assert judgement.total == 0


@pytest.mark.parametrize("cell", ["", "x", -1])
def test_parts_of_an_unknown_whole_are_not_measured(tmp_path: Path, cell: object) -> None:
    """A part that is empty, unreadable or below zero leaves no share of any, rather than a wrong one."""
    rows: Rows = [["sku", "warehouse", "book"], ["A", "x", 5], ["B", "y", cell]]
    assert shares(judged(tmp_path, rows, SPLIT)) == []


def test_a_part_without_a_name_or_too_many_parts_are_not_measured(tmp_path: Path) -> None:
    """Rows that nobody can assign leave no split; nor do more parts than anybody looks at."""
    unnamed: Rows = [["sku", "warehouse", "book"], ["A", "x", 5], ["B", "", 1]]
    many: Rows = [["sku", "warehouse", "book"], *([f"S{n}", f"w{n}", 1] for n in range(21))]
    assert shares(judged(tmp_path, unnamed, SPLIT)) == []
    assert shares(judged(tmp_path, many, SPLIT)) == []


@pytest.mark.parametrize(
    ("changed", "place", "says"),
    [
        ({"of": "boks"}, "of", "boks"),
        ({"of": "owner"}, "of", "text"),
        ({"by": "warehose"}, "by", "warehose"),
        ({"limit": "counted"}, "limit", "counted"),
        ({"limit": "max(warehouse)"}, "limit", "number"),
        ({"limit": "leest"}, "limit", "leest"),
    ],
)
def test_shares_that_mean_nothing_are_told_at_their_place(changed: dict[str, str], place: str, says: str) -> None:
    """A column that is not there, one of words, or no number of each group is told while files are loaded; a limit
    that only the shares use is one that is used."""
    asked = {"table": "stocktake", "rules": [must("book > 0")]}
    around = Surroundings({"stocktake": STOCKTAKE}, frozenset({"T", "E"}))
    good = {"of": "book", "by": "warehouse"}
    limit = "case when max(warehouse) = 'x' then least end"
    limited = {"limits": {"least": "40 %"}, "shares": {**good, "limit": limit}}
    assert list(problems(Settings.model_validate({**asked, **limited}), around)) == []
    (problem,) = problems(Settings.model_validate({**asked, "shares": {**good, **changed}}), around)
    assert problem.path == ("shares", place)
    assert says in problem.message.en


def test_fewer_rows_than_needed(tmp_path: Path) -> None:
    """`min_rows` counts the rows that are judged; exactly as many are enough."""
    rows: Rows = [["sku", "book"], ["A", 1], ["B", 1], ["C", 0]]
    asked = {"where": "book > 0", "rules": [must("book > 0")]}
    assert judged(tmp_path, rows, {**asked, "min_rows": 2}).total == 0
    assert one(judged(tmp_path, rows, {**asked, "min_rows": 3})).kind is FindingKind.MISSING


# roster


def test_the_roster_decides_who_must_be_there(tmp_path: Path) -> None:
    """False-GO 18, 21: a roster row without a row is missing, named with its place; no list is complete alone."""
    promoted: Rows = [["sku", "region"], ["A", "e"], ["B", "w"]]
    judgement = judged(tmp_path, [["sku", "book"], ["A", 1]], ROSTER, others=[(PROMOTED, promoted)])
    finding = one(judgement)
    assert (finding.subject, finding.kind, finding.where) == (
        "B",
        FindingKind.MISSING,
        "promoted.csv, row 3, column sku",
    )
    assert judgement.examined.count == 2
    assert judgement.measures[0].value == Decimal("0.5")


def test_other_spellings_do_not_join_and_are_hinted_at(tmp_path: Path) -> None:
    """False-GO 18: another id form is another key; the one that looks alike is named."""
    finding, misspelt = judged(
        tmp_path, [["sku", "book"], ["a-1", 1]], ROSTER, others=[(PROMOTED, [["sku"], ["A-1"]])]
    ).findings
    assert "'a-1'" in finding.message.en
    assert "“a-1”" in finding.message.zh
    assert (misspelt.subject, misspelt.where) == ("a-1", "stocktake.csv, row 2")


def test_blanks_around_a_key_are_no_difference(tmp_path: Path) -> None:
    """False-GO 18: keys are compared after trimming, ideographic blanks included."""
    judgement = judged(tmp_path, [["sku", "book"], ["A\u3000", 1]], ROSTER, others=[(PROMOTED, [["sku"], [" A"]])])
    assert judgement.total == 0


def test_no_row_at_all_of_a_roster_is_missing_rows(tmp_path: Path) -> None:
    """False-GO 18: where nothing joins, everything that the roster asks for is missing."""
    judgement = judged(tmp_path, [["sku", "book"], ["X", 1]], ROSTER, others=[(PROMOTED, [["sku"], ["A"], ["B"]])])
    assert subjects(judgement) == ["A", "B"]


@pytest.mark.parametrize(("strangers", "total", "notes"), [("note", 0, 1), ("finding", 1, 0), ("judge", 1, 0)])
def test_rows_that_the_roster_does_not_have(tmp_path: Path, strangers: str, total: int, notes: int) -> None:
    """Strangers are counted in a note, are findings, or are judged like the others, as the check says."""
    asked = {**ROSTER, "strangers": strangers, "rules": [must("book > 0")]}
    judgement = judged(tmp_path, [["sku", "book"], ["A", 1], ["X", 0]], asked, others=[(PROMOTED, [["sku"], ["A"]])])
    assert (judgement.total, len(judgement.notes)) == (total, notes)


@pytest.mark.parametrize("spelt", ["a", "Ａ", " A\u3000", "0A"])
def test_a_roster_key_in_another_spelling_is_told_not_left_out(tmp_path: Path, spelt: str) -> None:
    """False-GO 18: a row of something that the roster has, in other case, width or with zeros before it, is a finding;
    it is not one of the strangers, behind which a wrong row would hide where another row of the same thing is right."""
    right: Rows = [["A", "N", 100, 100], ["B", "N", 1, 1], ["C", "N", 1, 1]]
    rows: Rows = [["sku", "warehouse", "book", "counted"], *right, [spelt, "S", 100, 0]]
    promoted: Rows = [["sku"], ["A"], ["B"], ["C"]]
    asked = {**DIFFERENCE, **ROSTER, "key": ["sku", "warehouse"]}
    finding = one(judged(tmp_path, rows, asked, others=[(PROMOTED, promoted)]))
    if spelt.strip() == "A":
        assert finding.required.en == "within 2 % of 100"
    else:
        assert "another spelling" in finding.message.en
        assert "stocktake.csv, row 5" in finding.where


def test_a_roster_that_asks_for_nothing_is_an_error(tmp_path: Path) -> None:
    """False-GO 5: no roster row is meant, so nothing can be complete."""
    asked = {"roster": {"evidence": "promoted", "on": {"sku": "sku"}, "where": "region = 'x'"}}
    with pytest.raises(CannotJudge, match="asks for nothing"):
        judged(tmp_path, [["sku"], ["A"]], asked, others=[(PROMOTED, [["sku", "region"], ["A", "e"]])])


def test_a_roster_row_that_can_not_be_read_is_a_finding(tmp_path: Path) -> None:
    """False-GO 10, 18: a roster row without key, and one of which `where` can't be told, is a finding."""
    asked = {"roster": {"evidence": "promoted", "on": {"sku": "sku"}, "where": "budget > 0"}}
    promoted: Rows = [["sku", "budget"], ["A", 1], ["B", ""], ["C", "x"], ["", 2], ["D", 0]]
    judgement = judged(tmp_path, [["sku"], ["A"]], asked, others=[(PROMOTED, promoted)])
    assert [f.where.rpartition("row ")[2] for f in judgement.findings] == [
        "4, column budget",
        "5, column sku",
        "3, column budget",
    ]


def test_a_series_asks_for_each_instant(tmp_path: Path) -> None:
    """A roster of instants, both ends included, names the hour that no row is for in the campaign's zone."""
    rows: Rows = [["hour", "agents"], ["2026-06-18 00:00", 1], ["2026-06-18 02:00", 1]]
    asked = {"table": "hours", "roster": {"every": "1h", "from": "T", "until": "T+2h", "on": "hour"}}
    world = World(tmp_path).bind(HOURS, rows, zone="Asia/Shanghai")
    assert subjects(world.judge(asked)) == ["Thu 18 June 2026, 01:00"]


# joins


def test_a_joined_row_gives_its_columns(tmp_path: Path) -> None:
    """`alias.column` is the cell of the one partner, in conditions and in words."""
    asked = {
        "join": {"plan": {"evidence": "promoted", "on": {"sku": "sku"}}},
        "rules": [must("book <= plan.budget", required={"en": "at most {plan.budget}", "zh": "不超过 {plan.budget}"})],
    }
    promoted: Rows = [["sku", "budget"], ["A", 1], ["B", 2]]
    finding = one(judged(tmp_path, [["sku", "book"], ["A", 1], ["B", 3]], asked, others=[(PROMOTED, promoted)]))
    assert (finding.subject, finding.required.en) == ("B", "at most 2")


@pytest.mark.parametrize(
    ("promoted", "kind"), [([["A", 1], ["A", 1]], FindingKind.WRONG), ([["X", 1]], FindingKind.MISSING)]
)
def test_no_partner_and_two_partners_are_findings(tmp_path: Path, promoted: Any, kind: FindingKind) -> None:
    """False-GO 18: a row that joins nothing, or two, is told once and never dropped."""
    asked = {"join": {"plan": {"evidence": "promoted", "on": {"sku": "sku"}}}, "rules": [must("book <= plan.budget")]}
    judgement = judged(
        tmp_path, [["sku", "book"], ["A", 1]], asked, others=[(PROMOTED, [["sku", "budget"], *promoted])]
    )
    assert one(judgement).kind is kind


def test_a_row_without_partner_says_what_was_looked_for(tmp_path: Path) -> None:
    """Not the row's own key is missing in the joined evidence, but the value by which it is joined."""
    asked = {"join": {"plan": {"evidence": "promoted", "on": {"owner": "sku"}}}, "rules": [must("book <= plan.budget")]}
    rows: Rows = [["sku", "book", "owner"], ["A", 1, "Li Wei"]]
    others = [(PROMOTED, [["sku", "budget"], ["A", 1]])]
    finding = one(judged(tmp_path, rows, asked, others=others))
    assert finding.subject == "A"
    assert "none for owner Li Wei" in finding.observed.en
    assert "no row for owner Li Wei" in finding.message.en


def test_an_optional_partner_may_be_missing(tmp_path: Path) -> None:
    """`optional` makes a missing partner NULL, which a condition has to allow."""
    join = {"plan": {"evidence": "promoted", "on": {"sku": "sku"}, "optional": "yes"}}
    others = [(PROMOTED, [["sku", "budget"], ["X", 1]])]
    rows: Rows = [["sku", "book"], ["A", 1]]
    allowed = {"join": join, "rules": [must("plan.budget is null or book <= plan.budget")]}
    assert judged(tmp_path, rows, allowed, others=others).total == 0
    assert judged(tmp_path, rows, {"join": join, "rules": [must("book <= plan.budget")]}, others=others).total == 1


@pytest.mark.parametrize("spelt", ["a-1", "Ａ-1", "A -1"])
def test_an_optional_partner_that_is_written_otherwise_is_told(tmp_path: Path, spelt: str) -> None:
    """False-GO 12: a row that would be a partner, were it written alike, is neither there nor absent: its key is named.
    One that differs by a dash is another, and one that `where` leaves out is no matter."""
    join = {"sale": {"evidence": "promoted", "on": {"sku": "sku"}, "where": "budget > 0", "optional": "yes"}}
    asked = {"join": join, "rules": [must("sale.sku is null")]}

    def told(promoted: Rows) -> Judgement:
        return judged(tmp_path, [["sku", "book"], [spelt, 1], ["B", 1]], asked, others=[(PROMOTED, promoted)])

    found = one(told([["sku", "budget"], ["C", 1], ["A-1", 1]]))
    assert (found.subject, found.where) == (spelt, "stocktake.csv, row 2, column sku")
    assert "'A-1'" in found.message.en
    assert told([["sku", "budget"], ["A1", 1], ["A-1", 0]]).total == 0


def test_where_says_which_rows_are_joined(tmp_path: Path) -> None:
    """Of several rows with the key, only the one that `where` means is the partner; limits count in it."""
    join = {"east": {"evidence": "promoted", "on": {"sku": "sku"}, "where": "region = 'east' and budget >= least"}}
    asked = {"join": join, "limits": {"least": "5"}, "rules": [must("book <= east.budget")]}
    rows: Rows = [["sku", "book"], ["A", 6]]
    promoted: Rows = [["sku", "region", "budget"], ["A", "west", 1], ["A", "east", 2]]
    meant = [(PROMOTED, [*promoted, ["A", "east", 6]])]
    assert judged(tmp_path, rows, asked, others=meant).total == 0
    not_meant = [(PROMOTED, [*promoted, ["A", "west", 6]])]
    assert one(judged(tmp_path, rows, asked, others=not_meant)).kind is FindingKind.MISSING


@pytest.mark.parametrize("region", ["", "east"])
def test_a_row_that_nobody_can_tell_to_be_meant_never_decides(tmp_path: Path, region: str) -> None:
    """False-GO 10: a joined row for which `where` comes out NULL is no partner to rely on, and not absent either."""
    join = {"barred": {"evidence": "promoted", "on": {"sku": "sku"}, "where": "region = 'east'", "optional": "yes"}}
    asked = {"join": join, "rules": [must("barred.sku is null")]}
    promoted: Rows = [["sku", "region"], ["A", region], ["X", "west"]]
    assert judged(tmp_path, [["sku", "book"], ["A", 6]], asked, others=[(PROMOTED, promoted)]).total > 0


# totals


def test_a_total_over_all_rows_and_by_group(tmp_path: Path) -> None:
    """A total is judged exactly, for all rows or each group, and shows what it computed."""
    rows: Rows = [["sku", "warehouse", "book"], ["A", "x", "0.1"], ["B", "x", "0.2"], ["C", "y", "0.3"]]
    words = {
        "required": {"en": "at least {min_book}", "zh": "至少 {min_book}"},
        "observed": {"en": "{=sum(book)}", "zh": "{=sum(book)}"},
    }
    asked = {
        "limits": {"min_book": "0.3"},
        "totals": [{"must": "sum(book) >= min_book", "per": ["warehouse"], **words}],
    }
    assert judged(tmp_path, rows, asked).total == 0
    asked["limits"] = {"min_book": "0.300001"}
    assert [(f.subject, f.observed.en) for f in judged(tmp_path, rows, asked).findings] == [("x", "0.3"), ("y", "0.3")]
    asked["totals"] = [{"must": "sum(book) = 0.6 and min_book > 0", **words}]
    assert judged(tmp_path, rows, asked).total == 0


def test_a_total_that_can_not_be_told_is_a_finding(tmp_path: Path) -> None:
    """False-GO 10: a blank amount makes the sum unknown, and an unknown sum is no good one."""
    rows: Rows = [["sku", "book"], ["A", 1], ["B", ""]]
    asked = {"totals": [{"must": "sum(book) <= 5", "required": {"en": "at most 5", "zh": "不超过 5"}}]}
    assert "not sure" in one(judged(tmp_path, rows, asked)).observed.en


BLAMED = {
    "totals": [
        {
            "must": "count_if(coalesce(book > 0, false)) >= 2",
            "shows": "sku",
            "blames": {"book": "book <= 0"},
            "required": {"en": "two", "zh": "两行"},
        }
    ],
}


def test_a_total_blames_its_rows(tmp_path: Path) -> None:
    """A finding of many rows leads to the first of those that count against it, an unknown one among them, in order of
    the file, and says how many they are."""
    rows: Rows = [["sku", "book"], ["A", 1], ["B", ""], ["C", 0], ["D", -1], ["E", 0], ["F", 0]]
    found = one(judged(tmp_path, rows, BLAMED))
    assert found.where == "stocktake.csv, row 3, 4, 5 (+2), column book"
    assert found.message.en.endswith("; look at 5 rows: row 3, 4, 5 (+2), column book")
    assert found.message.zh.endswith("；请查看 5 行：第 3、4、5 行 (+2)，“book”列")
    assert judged(tmp_path, [*rows, ["G", 1]], BLAMED).total == 0


def test_a_total_without_a_row_to_blame_names_the_column(tmp_path: Path) -> None:
    """Of a whole table no single row is named, where nobody knows which one is wrong."""
    rows: Rows = [["sku", "book"], ["A", 1]]
    assert one(judged(tmp_path, rows, BLAMED)).where == "stocktake.csv, column sku"


def test_a_total_of_groups_blames_the_rows_of_each(tmp_path: Path) -> None:
    """Each group names its own rows, and a condition may look over other rows."""
    rows: Rows = [
        ["sku", "warehouse", "book"],
        ["A", "x", 1],
        ["B", "y", 7],
        ["C", "x", 1],
        ["D", "z", 2],
        ["E", "y", 7],
    ]
    asked = {
        "totals": [
            {
                "must": "count(distinct book) = count(*)",
                "per": ["warehouse"],
                "blames": {"book": "count(*) over (partition by warehouse, book) > 1"},
                "required": {"en": "each once", "zh": "各一次"},
            }
        ]
    }
    found = [(f.subject, f.where) for f in judged(tmp_path, rows, asked).findings]
    assert found == [("x", "stocktake.csv, row 2, 4, column book"), ("y", "stocktake.csv, row 3, 6, column book")]


def test_a_total_blames_cells_of_joined_evidence_once(tmp_path: Path) -> None:
    """Several rows with one partner blame its cell once, at its place in its own file; a row without partner blames
    none."""
    rows: Rows = [["sku", "warehouse", "book"], ["A", "x", 1], ["A", "y", 2], ["B", "x", 3], ["C", "x", 3]]
    asked = {
        "key": ["sku", "warehouse"],
        "join": {"plan": {"evidence": "promoted", "on": {"sku": "sku"}, "optional": "yes"}},
        "totals": [
            {
                "must": "count_if(coalesce(plan.budget > 5, false)) >= 4",
                "blames": {"plan.budget": "not plan.budget > 5", "sku": "plan.sku is null"},
                "required": {"en": "four", "zh": "四行"},
            }
        ],
    }
    promoted: Rows = [["sku", "budget"], ["B", 9], ["A", 5]]
    found = one(judged(tmp_path, rows, asked, others=[(PROMOTED, promoted)]))
    assert found.where == "promoted.csv, row 3, column budget; stocktake.csv, row 5, column sku"


def test_of_several_partners_the_preferred_one_counts(tmp_path: Path) -> None:
    """`prefers` chooses among several; where it chooses none the first stands there, to be told by its own cells."""
    join = {"plan": {"evidence": "promoted", "on": {"sku": "sku"}, "prefers": "budget >= least"}}
    asked = {"join": join, "limits": {"least": "5"}, "rules": [must("plan.budget >= least", shows="plan.budget")]}
    promoted: Rows = [["sku", "budget"], ["A", 1], ["A", ""], ["A", 7]]
    assert judged(tmp_path, [["sku"], ["A"]], asked, others=[(PROMOTED, promoted)]).total == 0
    found = one(judged(tmp_path, [["sku"], ["A"]], asked, others=[(PROMOTED, promoted[:-1])]))
    assert (found.where, found.observed.en) == ("promoted.csv, row 2, column budget", "1")
    assert one(judged(tmp_path, [["sku"], ["B"]], asked, others=[(PROMOTED, promoted)])).kind is FindingKind.MISSING


# settings


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"rules": []},
        {"totals": []},
        {"rules": [{}]},
        {"rules": [{"must": "a", "done": "b", "required": "x"}]},
        {"rules": [{"must": "a"}]},
        {"rules": [{"must": "", "required": "x"}]},
        {"rules": [{"done": "a", "max_age": "1d"}]},
        {"rules": [{"fresh": "a"}]},
        {"rules": [{"filled": []}]},
        {"rules": [{"filled": "a", "by": "T"}]},
        {"rules": [{"filled": "a"}], "limits": {}},
        {"rules": [{"filled": "a"}], "limits": {"max_x": "so much"}},
        {"rules": [{"filled": "a"}], "strangers": "judge"},
        {"rules": [{"filled": "a"}], "min_rows": "0"},
        {"rules": [{"filled": "a"}], "wheer": "x"},
        {"roster": {"evidence": "x", "on": {}}},
        {"roster": {"every": "1h", "from": "T", "on": "hour"}},
    ],
)
def test_settings_that_ask_nothing_or_are_malformed_are_refused(wrong: dict[str, Any]) -> None:
    """False-GO 4, 16: an empty expectation or a malformed limit never loads."""
    with pytest.raises(ValidationError):
        Settings.model_validate({"table": "stocktake", **wrong})


TOTAL = {"must": "sum(book) > 0", "required": {"en": "some", "zh": "有货"}}
BASE: dict[str, Any] = {
    "table": "stocktake",
    "limits": {"max_difference": "2 %"},
    "max_age": "24h",
    "min_rows": "2",
    "totals": [TOTAL],
    "rules": [must("book <= max_difference"), {"done": "counted_at", "by": "T-72h", "not_before": "T-14d"}],
}


@pytest.mark.parametrize(
    ("change", "kept"),
    [
        ({}, True),
        ({"limits": {"max_difference": "1 %"}}, True),
        ({"limits": {"max_difference": "3 %"}}, False),
        ({"max_age": "12h"}, True),
        ({"max_age": "48h"}, False),
        ({"max_age": None}, False),
        ({"min_rows": "3"}, True),
        ({"min_rows": "1"}, False),
        ({"repeats": "yes"}, False),
        ({"where": "book > 0"}, False),
        ({"shares": {"of": "book", "by": "warehouse"}}, True),
        ({"rules": BASE["rules"][:1]}, False),
        ({"rules": [BASE["rules"][0], {"done": "counted_at", "by": "T-96h", "not_before": "T-7d"}]}, True),
        ({"rules": [BASE["rules"][0], {"done": "counted_at", "by": "T-48h", "not_before": "T-14d"}]}, False),
        ({"rules": [BASE["rules"][0], {"done": "counted_at", "by": "T-72h"}]}, False),
        ({"totals": [{**TOTAL, "blames": {"book": "book < 0"}}]}, True),
        ({"totals": [{**TOTAL, "blames": {"counted": "counted < 0"}}]}, True),
        ({"totals": [{**TOTAL, "must": "sum(book) > 1"}]}, False),
    ],
)
def test_only_what_is_shown_to_be_stricter_is_no_loosening(change: dict[str, Any], kept: bool) -> None:
    """False-GO 38: a lower maximum, a higher minimum, a younger age, a narrower window; all else is a loosening."""
    after = {key: value for key, value in {**BASE, **change}.items() if value is not None}
    assert stricter(Settings.model_validate(BASE), Settings.model_validate(after)) is kept


def test_a_column_that_must_be_readable_for_a_blame_stays_so() -> None:
    """False-GO 38: a cell that can't be read is a finding, also where only `blames` names its column."""
    blaming = {**BASE, "totals": [{**TOTAL, "blames": {"counted": "counted < 0"}}]}
    assert not stricter(Settings.model_validate(blaming), Settings.model_validate(BASE))


# any table


@pytest.mark.parametrize("limits", [Limits(), Limits(cells=0), Limits(cells=0, engine=0)])
def test_the_size_of_a_file_changes_nothing(tmp_path: Path, limits: Limits) -> None:
    """Read by Python, held by the engine, or read again at every question: the findings are the same."""
    rows: list[list[object]] = [["sku", "book", "counted", "counted_at"]]
    rows += [[f"S{i}", 100, 97 if i % 100 == 7 else 100, "2026-06-14 10:00"] for i in range(1000)]
    rows += [["S3", "x", 1, "soon"]]
    asked = {**DIFFERENCE, "rules": [*DIFFERENCE["rules"], {"done": "counted_at", "by": "T"}]}
    judgement = judged(tmp_path, rows, asked, limits=limits, zone="Asia/Shanghai")
    assert judgement.total == 13
    assert [f.subject for f in judgement.findings][:3] == ["S3", "S7", "S107"]


CELLS = st.one_of(st.just(""), st.sampled_from(["-", "x", "1e3", "1,5"]), st.decimals("0", "200", places=4).map(str))


@hypothesis_settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cells=st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=8))
def test_a_row_is_in_order_only_where_exact_numbers_say_so(tmp_path: Path, cells: list[tuple[str, str]]) -> None:
    """Whatever cells hold, a row without finding is one whose two numbers really keep the limit."""
    rows: list[list[object]] = [["sku", "book", "counted"]]
    rows += [[f"S{place}", f'"{book}"', f'"{counted}"'] for place, (book, counted) in enumerate(cells)]
    judgement = judged(tmp_path, rows, DIFFERENCE)
    bad = {finding.subject for finding in judgement.findings}
    for place, (book, counted) in enumerate(cells):
        try:
            good = abs(Decimal(book) - Decimal(counted)) <= Decimal("0.02") * max(Decimal(book), Decimal(1))
        except ArithmeticError:
            good = False
        good = good and "e" not in book + counted
        assert (f"S{place}" not in bad) is good
