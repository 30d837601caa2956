"""Experiment: real files through the real evidence store, to judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.model.errors import CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.finding import Finding, FindingKind, Judgement
from readiness.probes.experiment import Settings, gather, judge, problems, stricter
from readiness.probes.experiment.words import low_p_words, p_words, rate_words, share_words
from readiness.probes.kind import Surroundings
from tests.probes.tables import LAUNCH, Evidence, Rows, choice, situation, times, typed_contract

TEXT, COUNT, YES, SHARE, AT = (ColumnType(one) for one in ("text", "integer", "boolean", "ratio", "instant"))
RESULTS = typed_contract(
    "tests",
    ["test", "arm"],
    {
        "test": TEXT, "arm": TEXT, "visitors": COUNT, "conversions": COUNT, "split": SHARE, "started": AT, "ended": AT,
        "winner": YES, "control": YES, "rule": TEXT, "page": TEXT,
    },
)  # fmt: skip
ITEMS = typed_contract("items", ["item"], {"item": TEXT, "test": TEXT, "version": TEXT, "ordered": AT})
PLANS = typed_contract(
    "plans",
    ["test", "arm"],
    {
        "test": TEXT, "arm": TEXT, "control": YES, "split": SHARE, "planned": COUNT, "baseline": SHARE, "effect": SHARE,
        "assignment": choice("assignment", random=("随机",), chosen=("人工",)),
    },
)  # fmt: skip
GROUPS = typed_contract("groups", ["test", "customer"], {"test": TEXT, "arm": TEXT, "customer": TEXT})

RESULT = {"size": "visitors", "successes": "conversions", "split": "split", "winner": "winner", "control": "control",
          "rule": "rule", "started": "started", "ended": "ended"}  # fmt: skip
LIMITS = {"max_p": "0.05", "min_per_arm": "100", "min_expected": "5", "min_split_p": "0.001", "max_split_gap": "0.1 %"}
ASKED: dict[str, Any] = {"table": "tests", "result": RESULT, "limits": LIMITS}
USES = {"evidence": "items", "name": "item", "test": "test", "arm": "version", "at": "ordered"}

PLAN = {"size": "planned", "split": "split", "control": "control", "baseline": "baseline", "effect": "effect",
        "effect_is": "absolute"}  # fmt: skip
PLAN_LIMITS = {"max_alpha": "0.05", "min_power": "0.8", "min_control_share": "5 %", "max_split_gap": "0.1 %"}
PLANNED: dict[str, Any] = {"table": "plans", "plan": PLAN, "limits": PLAN_LIMITS}
MEMBERS = {"evidence": "groups", "test": "test", "arm": "arm", "member": "customer"}

HEADER = ["test", "arm", "visitors", "conversions", "split", "started", "ended", "winner", "control", "rule"]
START, END = "2026-05-01T10:00:00+08:00", "2026-05-20T18:00:00+08:00"
PLAN_HEADER = ["test", "arm", "control", "split", "planned", "baseline", "effect"]

Ask = Callable[..., Judgement]


def arm(name: str, visitors: Any = 1000, conversions: Any = 100, **more: Any) -> list[Any]:
    row = {"test": "T1", "arm": name, "visitors": visitors, "conversions": conversions, "split": "50 %",
           "started": START, "ended": END, "winner": "no", "control": "no", "rule": ""}  # fmt: skip
    return [{**row, **more}[column] for column in HEADER]


GOOD = [HEADER, arm("A", 1000, 100), arm("B", 1000, 140, winner="yes")]


def planned(name: str, size: Any = 294, **more: Any) -> list[Any]:
    row = {"test": "R1", "arm": name, "control": "no", "split": "50 %", "planned": size, "baseline": "20 %",
           "effect": "10 %"}  # fmt: skip
    return [{**row, **more}[column] for column in PLAN_HEADER]


PLAN_ROWS = [PLAN_HEADER, planned("none", control="yes"), planned("message")]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Ask]:
    """Judges tables of tests, and what is bound beside them."""
    opened: list[Evidence] = []

    def call(rows: Rows = GOOD, *, items: Rows | None = None, groups: Rows | None = None, **changed: Any) -> Judgement:
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        moments = changed.pop("moments", None) or times()
        evidence = Evidence(folder, moments)
        opened.append(evidence)
        asked = settings(**changed)
        evidence.bind(RESULTS if asked.result else PLANS, rows)
        for contract, more in ((ITEMS, items), (GROUPS, groups)):
            if more is not None:
                evidence.bind(contract, more)
        return judge(asked, gather(asked, evidence), situation(moments))

    yield call
    for evidence in opened:
        evidence.close()


def settings(**changed: Any) -> Settings:
    base = PLANNED if "plan" in changed else ASKED
    values = {**base, **changed}
    return Settings.model_validate({name: value for name, value in values.items() if value is not None})


def only(judgement: Judgement) -> Finding:
    assert judgement.total == len(judgement.findings) == 1, judgement.findings
    return judgement.findings[0]


def refusal(ask: Ask, *rows: Any, **more: Any) -> CannotJudge:
    with pytest.raises(CannotJudge) as refused:
        ask(*rows, **more)
    assert refused.value.hint
    return refused.value


# --- results ---------------------------------------------------------------------------------------------------------


def test_a_winner_that_won_passes(ask: Ask) -> None:
    """Ten against fourteen in a hundred, of a thousand each: p is 0.0059, and shown as a measure with its limit."""
    judgement = ask()
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (1, "tests")
    assert [(one.subject, str(one.value), str(one.limit)) for one in judgement.measures] == [
        ("T1, p", "0.0060", "0.05")
    ]


def test_chance_does_not_win(ask: Ask) -> None:
    """The finding shows both rates and p as people read them, and points at the winner's count."""
    finding = only(ask([HEADER, arm("A", 1000, 100), arm("B", 1000, 120, winner="yes")]))
    assert (finding.subject, finding.required.en, finding.observed.en) == ("T1", "p at most 0.05", "p 0.153")
    assert (
        "T1: B 12 % (120/1,000) against A 10 % (100/1,000) may be chance (p 0.153, at most 0.05)" in finding.message.en
    )
    assert finding.where == "tests.csv, row 3, column conversions"


def test_the_limit_is_inclusive(ask: Ask) -> None:
    """p of exactly the limit holds; the least bit more does not (0.035488... of 100 and 130 in a thousand)."""
    rows = [HEADER, arm("A", 1000, 100), arm("B", 1000, 130, winner="yes")]
    found = [ask(rows, limits={**LIMITS, "max_p": limit}).total for limit in ("0.0354", "0.0355")]
    assert found == [1, 0]


def test_the_better_arm_wins(ask: Ask) -> None:
    """An arm with a lower rate, or the same, is no winner, however often it converted."""
    assert only(ask([HEADER, arm("A", 1000, 140), arm("B", 1000, 100, winner="yes")])).required.en == (
        "the winner is the better arm"
    )
    tie = ask([HEADER, arm("A", 1000, 100), arm("B", 1000, 100, winner="yes")])
    assert {found.required.en for found in tie.findings} == {"the winner is the better arm", "p at most 0.05"}


def test_more_arms_need_more_certainty(ask: Ask) -> None:
    """With three arms each comparison counts twice (Bonferroni): 0.035 becomes 0.071."""
    thirds = {"split": "33.3 %"}
    rows = [
        HEADER,
        arm("A", 1000, 100, **thirds),
        arm("B", 1000, 130, winner="yes", **thirds),
        arm("C", 1000, 60, **thirds),
    ]
    assert only(ask(rows)).observed.en == "p 0.071"


def test_a_winner_is_held_against_the_control(ask: Ask) -> None:
    """Two versions that both beat the control: the better is the winner, though they hardly differ; without a control
    it must beat both."""
    thirds = {"split": "33.3 %"}

    def rows(control: str) -> list[list[Any]]:
        return [HEADER, arm("A", 1000, 100, control=control, **thirds), arm("B", 1000, 150, winner="yes", **thirds),
                arm("C", 1000, 148, **thirds)]  # fmt: skip

    assert ask(rows("yes")).findings == ()
    assert "C 14.8 %" in only(ask(rows("no"))).message.en


@pytest.mark.parametrize(("visitors", "found"), [(100, 0), (99, 2)])
def test_enough_people_in_each_arm(ask: Ask, visitors: int, found: int) -> None:
    """A hundred in each arm are enough, one less in either is a finding for it."""
    assert ask([HEADER, arm("A", visitors, 10), arm("B", visitors, 40, winner="yes")]).total == found


@pytest.mark.parametrize(("conversions", "found"), [(8, 1), (10, 0)])
def test_enough_conversions_to_trust_p(ask: Ask, conversions: int, found: int) -> None:
    """Of 0 and 8 in 200 each four are expected: a small p means little there."""
    judgement = ask([HEADER, arm("A", 200, 0), arm("B", 200, conversions, winner="yes")])
    assert judgement.total == found
    assert [one.required.en for one in judgement.findings] == ["at least 5 expected"] * found


def test_a_declared_rule_decides_what_chance_leaves_open(ask: Ask) -> None:
    """With a rule declared a difference by chance is a note; one that the rule can't overrule stays a finding."""
    rule = {"rule": "同等效果取便宜的"}
    judgement = ask([HEADER, arm("A", 1000, 104, **rule), arm("B", 1000, 100, winner="yes")])
    assert judgement.findings == ()
    assert judgement.notes[0].en.startswith("T1 is decided by its declared rule (同等效果取便宜的); p 0.")
    worse = ask([HEADER, arm("A", 1000, 140, **rule), arm("B", 1000, 100, winner="yes", **rule)])
    assert only(worse).required.en == "the winner is the better arm"
    empty = ask([HEADER, arm("A", 1000, 100, rule="待定"), arm("B", 1000, 104, winner="yes", rule="-")])
    assert only(empty).required.en == "p at most 0.05"


@pytest.mark.parametrize(("sizes", "found"), [((5200, 4800), 1), ((5100, 4900), 0)])
def test_a_split_that_did_not_hold(ask: Ask, sizes: tuple[int, int], found: int) -> None:
    """Planned half and half: 52 to 48 of ten thousand is no chance (p 0.00006), 51 to 49 may be (p 0.0455)."""
    judgement = ask([HEADER, arm("A", sizes[0], 400), arm("B", sizes[1], 700, winner="yes")])
    assert judgement.total == found
    for one in judgement.findings:
        assert (one.observed.en, one.required.en) == ("52 % / 48 %, p < 0.0001", "visitors split 50 % / 50 %")


def test_a_split_of_three_that_did_not_hold(ask: Ask) -> None:
    """More than two arms are held against their planned shares together, unequal ones as well."""
    rows = [
        HEADER,
        arm("A", 5000, 400, split="50%"),
        arm("B", 2500, 350, split="25%", winner="yes"),
        arm("C", 2250, 100, split="25%"),
    ]
    assert only(ask(rows)).required.en == "visitors split 50 % / 25 % / 25 %"
    rows[3] = arm("C", 2450, 100, split="25%")
    assert ask(rows).findings == ()


@pytest.mark.parametrize(
    ("shares", "seen"),
    [(("50 %", "0.5 %"), "50.5 %"), (("50 %", "40 %"), "90 %"), (("0.5", "0.502"), "100.2 %")],
)
def test_shares_that_are_no_whole(ask: Ask, shares: tuple[str, str], seen: str) -> None:
    """False-GO 15: half and half a percent are told apart, and the sum says so."""
    rows = [HEADER, arm("A", 1000, 100, split=shares[0]), arm("B", 1000, 140, split=shares[1], winner="yes")]
    found = [one for one in ask(rows).findings if one.required.en == "100 % together"]
    assert [one.observed.en for one in found] == [seen]


def test_a_bare_percentage_is_not_guessed(ask: Ask) -> None:
    """False-GO 15: 50 without its sign may be a percentage or a number of times."""
    finding = ask([HEADER, arm("A", 1000, 100, split="50"), arm("B", 1000, 140, winner="yes")]).findings[0]
    assert (finding.kind, finding.where) == (FindingKind.UNREADABLE, "tests.csv, row 2, column split")


@pytest.mark.parametrize(
    ("changed", "where"),
    [
        ({"visitors": ""}, "visitors"),
        ({"visitors": "约1000"}, "visitors"),
        ({"visitors": "NaN"}, "visitors"),
        ({"visitors": "-1000"}, "visitors"),
        ({"visitors": "0"}, "visitors"),
        ({"visitors": "1000.5"}, "visitors"),
        ({"visitors": "1e3"}, "visitors"),
        ({"conversions": ""}, "conversions"),
        ({"conversions": "-1"}, "conversions"),
        ({"conversions": "1001"}, "conversions"),
        ({"conversions": "14 %"}, "conversions"),
        ({"split": ""}, "split"),
        ({"split": "0 %"}, "split"),
        ({"split": "-50 %"}, "split"),
        ({"ended": ""}, "ended"),
        ({"ended": "2026-05-20 18:00"}, "ended"),
        ({"started": ""}, "started"),
        ({"started": "2026-05-21T00:00:00+08:00"}, "ended"),
        ({"winner": "大概"}, "winner"),
        ({"arm": ""}, "arm"),
    ],
)
def test_numbers_that_are_none(ask: Ask, changed: dict[str, str], where: str) -> None:
    """False-GO 10, 11, 28: empty, negative, text, not whole, more than there were, a time without its zone: a finding
    names the cell."""
    judgement = ask(
        [
            HEADER,
            arm("A", 1000, 100),
            arm("B", **{"visitors": 1000, "conversions": 140, "winner": "yes", **changed}),
        ]
    )
    assert any(finding.where.startswith(f"tests.csv, row 3, column {where}") for finding in judgement.findings), [
        (one.where, one.message.en) for one in judgement.findings
    ]


@pytest.mark.parametrize(
    ("rows", "required"),
    [
        ([arm("B", winner="yes", split="100 %")], "two arms or more"),
        ([arm("A"), arm("B", 1000, 140)], "one winner"),
        ([arm("A", winner="yes"), arm("B", 1000, 140, winner="yes")], "one winner"),
        ([arm("A"), arm("B", 1000, 140, winner="yes"), arm("B", 10, 1)], "one row"),
        ([arm("A"), arm("a", 1000, 140, winner="yes")], "each arm once"),
    ],
)
def test_a_test_that_is_none(ask: Ask, rows: list[list[Any]], required: str) -> None:
    """False-GO 18, 19: one arm, no winner or two, an arm twice or in two spellings."""
    assert required in {finding.required.en for finding in ask([HEADER, *rows]).findings}


def test_no_test_at_all(ask: Ask) -> None:
    """False-GO 5: a header, or rows that `where` leaves out, are an error."""
    assert "has no rows" in refusal(ask, [HEADER]).message.en
    assert "holds no test" in refusal(ask, GOOD, where="test = 'T2'").message.en


def test_a_row_that_nobody_can_place(ask: Ask) -> None:
    """False-GO 10: a row of which `where` says neither yes nor no is a finding: it may be the better arm."""
    header = [*HEADER, "page"]
    rows = [header, *([*row, "home"] for row in GOOD[1:]), [*arm("C", 1000, 400), ""]]
    finding = only(ask(rows, where="page = 'home'"))
    assert finding.where == "tests.csv, row 4, column page"


def test_a_missing_column_is_an_error(ask: Ask) -> None:
    """False-GO 10: without the column of conversions nothing is judged."""
    rows = [[cell for at, cell in enumerate(row) if at != 3] for row in GOOD]
    assert "conversions" in refusal(ask, rows).message.en


def test_when_a_test_ended(ask: Ask) -> None:
    """False-GO 30: exactly by its time is in time, a second later is late for ever; before `not_before` it is another
    campaign's; in the future it has not ended."""
    by = {"result": {**RESULT, "by": "T-30d", "not_before": "T-60d"}}

    def rows(ended: str) -> list[list[Any]]:
        return [HEADER, arm("A", ended=ended, started="2026-04-01T00:00:00+08:00"),
                arm("B", 1000, 140, winner="yes", ended=ended, started="2026-04-01T00:00:00+08:00")]  # fmt: skip

    assert ask(rows("2026-05-19T00:00:00+08:00"), **by).findings == ()
    late = only(ask(rows("2026-05-19T00:00:01+08:00"), **by))
    assert (late.kind, late.subject) == (FindingKind.LATE, "T1")
    assert "1 s late" in late.message.en
    assert ask(rows("2026-04-19T00:00:00+08:00"), **by).findings == ()
    assert only(ask(rows("2026-04-18T23:59:59+08:00"), **by)).required.en.startswith(
        "not before Sat 18 April 2026, 24:00"
    )
    future = only(ask(rows("2026-06-15T00:00:01+08:00")))
    assert (future.kind, future.required.en[:8]) == (FindingKind.MISSING, "ended by")


# --- what was made from tests ----------------------------------------------------------------------------------------

ITEM_HEADER = ["item", "test", "version", "ordered"]
ORDERED = "2026-05-25T10:00:00+08:00"


def made(*rows: list[str]) -> dict[str, Any]:
    return {"items": [ITEM_HEADER, *rows], "uses": USES, "unit": "items"}


def test_what_won_is_printed(ask: Ask) -> None:
    """Every item is examined; a test that nothing was made from is only counted, whatever it says."""
    others = [arm("X", 5, 9, test="T9"), arm("Y", "", "", test="T9")]
    judgement = ask([*GOOD, *others], **made(["poster", "T1", "B", ORDERED], ["flyer", "T1", "B", ORDERED]))
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (2, "items")
    assert judgement.notes[0].en == "Tests that nothing was made from, not judged: 1"


@pytest.mark.parametrize(
    ("row", "required", "where"),
    [
        (["poster", "", "B", ORDERED], "test filled in", "column test"),
        (["poster", "待定", "B", ORDERED], "test filled in", "column test"),
        (["poster", "T7", "B", ORDERED], "its test in tests.csv", "column test"),
        (["poster", "T1", "A", ORDERED], "B, which won", "column version"),
        (["poster", "T1", "b", ORDERED], "B, which won", "column version"),
        (["poster", "T1", "", ORDERED], "version filled in", "column version"),
        (["poster", "T1", "B", ""], "ordered filled in", "column ordered"),
        (["poster", "T1", "B", "下周"], "a readable ordered", "column ordered"),
        (["", "T1", "B", ORDERED], "item filled in", "column item"),
    ],
)
def test_what_is_printed_has_a_test_and_won_it(ask: Ask, row: list[str], required: str, where: str) -> None:
    """False-GO 18, 21: the list of what is printed decides what must have been tested."""
    judgement = ask(GOOD, **made(["flyer", "T1", "B", ORDERED], row))
    assert [(one.required.en, one.where) for one in judgement.findings] == [(required, f"items.csv, row 3, {where}")]


def test_a_test_in_another_spelling_is_named(ask: Ask) -> None:
    """False-GO 18: `t-1` is not `T1`, and the finding says which it may be."""
    finding = ask(GOOD, **made(["poster", "t-1", "B", ORDERED])).findings[0]
    assert "T1 is there, which looks like it" in finding.message.en


def test_an_arm_of_a_test_in_another_spelling(ask: Ask) -> None:
    """False-GO 18: the better arm may stand under `t1`, and would be left out."""
    finding = only(ask([*GOOD, arm("C", 1000, 300, test="t1")], **made(["poster", "T1", "B", ORDERED])))
    assert (finding.observed.en, finding.where) == ("t1", "tests.csv, row 4, column test")


def test_the_test_ends_before_the_order(ask: Ask) -> None:
    """False-GO 30: ordered as the test ended is in time; a second before nobody could know, and no waiting mends it."""
    assert ask(GOOD, **made(["poster", "T1", "B", END])).findings == ()
    finding = only(ask(GOOD, **made(["poster", "T1", "B", "2026-05-20T17:59:59+08:00"])))
    assert (finding.kind, finding.subject) == (FindingKind.LATE, "poster")


def test_cells_that_are_not_told_are_counted(ask: Ask) -> None:
    """Of many cells that can't be read the first are told; the total counts all, of the tests and of what was made."""
    few = {"max_findings": 2}
    items = [[f"poster {n}", "T1", "B", "soon"] for n in range(5)]
    assert ask(GOOD, **made(*items)).total == ask(GOOD, **made(*items), **few).total
    tests = [HEADER, *(arm(name, "many", winner="yes" if name == "B" else "no") for name in "ABCDE")]
    assert ask(tests).total == ask(tests, **few).total


def test_nothing_printed_is_an_error(ask: Ask) -> None:
    """False-GO 5: an empty list of items has nothing that was tested."""
    assert "has no rows" in refusal(ask, GOOD, **made()).message.en


# --- plans -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("size", "found"), [(294, 0), (293, 2)])
def test_enough_people_for_the_effect(ask: Ask, size: int, found: int) -> None:
    """From 20 % to 30 % with power 0.8 at 0.05 two-sided takes 294 in each group; one less is told with what is
    needed."""
    rows = [PLAN_HEADER, planned("none", size, control="yes"), planned("message", size)]
    judgement = ask(rows, plan=PLAN)
    assert judgement.total == found // 2
    if found:
        finding = only(judgement)
        assert (finding.subject, finding.required.en, finding.observed.en) == ("R1 · none", "at least 294", "293")
        assert "20 % → 30 %" in finding.message.en


def test_an_effect_may_be_relative(ask: Ask) -> None:
    """10 % of 20 % is 22 %, not 30 %: that takes thousands."""
    finding = only(ask(PLAN_ROWS, plan={**PLAN, "effect_is": "relative"}))
    assert finding.required.en == "at least 6,510"


def test_more_arms_need_more_people(ask: Ask) -> None:
    """Each arm is held against the control, at alpha shared between them."""
    thirds = {"split": "33.3 %"}
    rows = [PLAN_HEADER, planned("none", control="yes", **thirds), planned("sms", **thirds), planned("wecom", **thirds)]
    judgement = ask(rows, plan=PLAN)
    assert {finding.required.en for finding in judgement.findings} == {"at least 356"}


def test_a_small_control_group(ask: Ask) -> None:
    """A control of exactly 5 % is allowed, and needs fewer than half of what equal groups would; less is a finding."""
    rows = [PLAN_HEADER, planned("none", 200, control="yes", split="5 %"), planned("message", 3800, split="95 %")]
    assert ask(rows, plan=PLAN).findings == ()
    rows = [PLAN_HEADER, planned("none", 199, control="yes", split="4.99 %"), planned("message", 3801, split="95.01 %")]
    assert only(ask(rows, plan=PLAN)).required.en == "at least 5 %"


@pytest.mark.parametrize(
    ("changed", "required"),
    [
        ({"split": "0.5 %"}, "100 % together"),
        ({"split": "0.4"}, "100 % together"),
        ({"split": ""}, "split filled in"),
        ({"split": "0 %"}, "a share above 0"),
        ({"planned": ""}, "planned filled in"),
        ({"planned": "0"}, "above 0"),
        ({"planned": "-294"}, "above 0"),
        ({"planned": "若干"}, "a readable planned"),
        ({"planned": "600"}, "50 % of all"),
        ({"control": "yes"}, "one control group"),
        ({"baseline": "30 %"}, "baseline: one value"),
        ({"baseline": "20"}, "a readable baseline"),
        ({"effect": "12 %"}, "effect: one value"),
        ({"arm": ""}, "arm filled in"),
        ({"arm": "NONE"}, "each arm once"),
    ],
)
def test_a_plan_that_is_none(ask: Ask, changed: dict[str, str], required: str) -> None:
    """False-GO 10, 11, 15: what is empty, no number, mixed or contradicts itself is a finding."""
    row = planned("message")
    for name, value in changed.items():
        row[PLAN_HEADER.index(name)] = value
    found = {finding.required.en for finding in ask([*PLAN_ROWS[:2], row], plan=PLAN).findings}
    assert required in found


@pytest.mark.parametrize("aims", [("0 %", "10 %"), ("20 %", "0 %"), ("20 %", "-5 %"), ("95 %", "10 %"), ("", "10 %")])
def test_an_aim_that_is_none(ask: Ask, aims: tuple[str, str]) -> None:
    """False-GO 11: from nothing, by nothing, downwards or over 100 % there is nothing to show."""
    more = {"baseline": aims[0], "effect": aims[1]}
    rows = [PLAN_HEADER, planned("none", control="yes", **more), planned("message", **more)]
    assert ask(rows, plan=PLAN).total == 1


def test_without_a_control_group(ask: Ask) -> None:
    """Two ways of reaching customers and nobody left alone show no effect of either."""
    assert only(ask([PLAN_HEADER, planned("sms"), planned("wecom")], plan=PLAN)).required.en == "one control group"


# --- who is in which arm ---------------------------------------------------------------------------------------------


def people(none: int = 294, message: int = 294) -> list[list[str]]:
    return [
        ["test", "arm", "customer"],
        *(["R1", "none", f"M{i}"] for i in range(none)),
        *(["R1", "message", f"N{i}"] for i in range(message)),
    ]


def test_groups_as_planned(ask: Ask) -> None:
    """Each person in one arm, and as many as planned or more."""
    assert ask(PLAN_ROWS, plan=PLAN, members=MEMBERS, groups=people(294, 300)).findings == ()


@pytest.mark.parametrize(
    ("groups", "required"),
    [
        ([*people(), ["R1", "message", "M5"]], "in one arm"),
        ([*people(), ["R1", "message", " ｍ5"]], "in one arm"),
        ([*people(), ["R1", "message", ""]], "test, arm and person filled in"),
        (people(293), "294 people"),
        ([*people(293), ["R1", "none", "M5"]], "294 people"),
        ([*people(293), ["R1", "None", "M999"]], "294 people"),
    ],
)
def test_groups_that_are_none(ask: Ask, groups: list[list[str]], required: str) -> None:
    """False-GO 18, 19: a person in two arms, twice in one, in an arm of another spelling, nobody; told by the row."""
    judgement = ask(PLAN_ROWS, plan=PLAN, members=MEMBERS, groups=groups)
    finding = only(judgement)
    assert finding.required.en == required
    assert "M5" not in str(finding)


# --- settings and words ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"result": None}, "nothing is asked"),
        ({"limits": {"max_p": "0.05"}}, "min_per_arm"),
        ({"limits": {**LIMITS, "max_p": "5"}}, "above 0 and below 1"),
        ({"limits": {**LIMITS, "max_p": "0"}}, "above 0 and below 1"),
        ({"limits": {**LIMITS, "min_per_arm": "14d"}}, "must be a number"),
        ({"plan": PLAN, "result": None, "limits": PLAN_LIMITS, "uses": USES, "table": "plans"}, "uses needs result"),
        ({"members": MEMBERS}, "members needs plan"),
    ],
)
def test_settings_that_ask_nothing_are_refused(changed: dict[str, Any], said: str) -> None:
    """False-GO 4, 16: a limit that is missing, no number or no share is refused when the file is read."""
    with pytest.raises(ValidationError, match=said):
        settings(**changed)


def test_settings_beside_the_contracts() -> None:
    """A column that is not there or of another type, and a limit that nothing names, each where it stands."""
    surroundings = Surroundings({one.name: one for one in (RESULTS, ITEMS, PLANS, GROUPS)}, frozenset())
    asked = settings(
        result={**RESULT, "size": "visits", "winner": "arm"},
        limits={**LIMITS, "max_q": "1"},
        uses={**USES, "at": "item"},
    )
    found = {problem.path for problem in problems(asked, surroundings)}
    assert found == {("result", "size"), ("result", "winner"), ("uses", "at"), ("limits", "max_q")}
    assert list(problems(settings(uses=USES), surroundings)) == []
    assert list(problems(settings(plan=PLAN, members=MEMBERS), surroundings)) == []


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({}, True),
        ({"limits": {**LIMITS, "max_p": "0.01"}}, True),
        ({"limits": {**LIMITS, "max_p": "0.1"}}, False),
        ({"limits": {**LIMITS, "min_per_arm": "50"}}, False),
        ({"limits": {**LIMITS, "min_split_p": "0.01"}}, True),
        ({"result": {**RESULT, "by": "T-8d"}}, True),
        ({"result": {**RESULT, "by": "T-6d"}}, False),
        ({"result": {name: column for name, column in RESULT.items() if name != "rule"} | {"by": "T-7d"}}, True),
        ({"result": {name: column for name, column in RESULT.items() if name != "split"} | {"by": "T-7d"}}, False),
        ({"uses": None}, False),
        ({"where": "test = 'T1'"}, False),
    ],
)
def test_what_is_stricter(changed: dict[str, Any], holds: bool) -> None:
    """False-GO 38: a lower `max_`, a higher `min_`, an earlier end and no declared rule ask more."""
    before = settings(result={**RESULT, "by": "T-7d"}, uses=USES)
    after = settings(**{"result": {**RESULT, "by": "T-7d"}, "uses": USES, **changed})
    assert stricter(before, after) is holds


def test_numbers_as_people_read_them() -> None:
    """No 17 digits; what is over a limit never reads as the limit."""
    assert [p_words(p) for p in (0.0500001, 0.032, 0.0035, 0.00001, 1.0)] == [
        "0.051",
        "0.032",
        "0.0035",
        "< 0.0001",
        "1",
    ]
    assert low_p_words(0.00099) == "0.0009"
    assert (share_words(1 / 3), rate_words(1234, 100)) == ("33.33 %", "8.1 % (100/1,234)")


def test_a_test_after_the_instant_asked_about(ask: Ask) -> None:
    """Under as-of a test that ends later has not ended yet."""
    moments = times(as_of=LAUNCH - timedelta(days=40))
    assert only(ask(moments=moments)).kind is FindingKind.MISSING
