"""What is different between two runs."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from readiness.model.changes import Changes, Direction, compare
from readiness.model.decision import Answer
from readiness.model.finding import Finding, FindingKind, Measure
from readiness.model.outcome import Outcome, Status, WaiverUse
from readiness.model.run import Run, Scope
from readiness.model.text import Text
from tests.engine.fakes import END, finding
from tests.history.runs import FAILED, FULL_RUN, LOOSENED, PASSED, run_of


def failed(*findings: Finding, total: int | None = None) -> Outcome:
    return replace(FAILED, findings=findings, findings_total=len(findings) if total is None else total)


def changes(before: Outcome, after: Outcome) -> Changes:
    return compare(run_of(before), run_of(after))


def subjects(found: Changes) -> tuple[list[str], list[str]]:
    """Of the findings that came, and of those that went."""
    (check,) = found.checks
    came = [change.after.subject for change in check.findings if change.before is None and change.after is not None]
    went = [change.before.subject for change in check.findings if change.after is None and change.before is not None]
    return came, went


def test_a_run_has_no_changes_against_itself() -> None:
    """Nothing is told of what is as it was, whatever a run holds."""
    assert not compare(FULL_RUN, FULL_RUN)


@pytest.mark.parametrize(
    ("before", "after", "direction"),
    [
        (Status.FAILED, Status.PASSED, Direction.BETTER),
        (Status.PASSED, Status.FAILED, Direction.WORSE),
        (Status.PENDING, Status.ERROR, Direction.WORSE),
        (Status.ERROR, Status.PENDING, Direction.BETTER),
        (Status.FAILED, Status.WAIVED, Direction.BETTER),
        (Status.WAIVED, Status.PASSED, Direction.BETTER),
        (Status.FAILED, Status.NOT_APPLICABLE, Direction.OTHER),
        (Status.NOT_APPLICABLE, Status.PASSED, Direction.OTHER),
    ],
)
def test_a_status_that_changed_is_told(before: Status, after: Status, direction: Direction) -> None:
    """Nearer to the launch or further from it; to say that a check does not apply brings nothing nearer."""
    (change,) = changes(replace(FAILED, status=before), replace(FAILED, status=after)).checks
    assert (change.status_changed, change.direction) == (True, direction)


def test_the_decision_of_two_whole_runs_is_compared() -> None:
    """From which answer to which."""
    decision = compare(run_of(FAILED), run_of(PASSED)).decision
    assert decision is not None
    assert (decision.before, decision.after) == (Answer.NO_GO, Answer.GO)
    assert compare(run_of(PASSED), run_of(PASSED)).decision is None


@pytest.mark.parametrize("side", [0, 1])
def test_the_decision_of_a_part_is_none_of_the_whole(side: int) -> None:
    """False-GO 41: NO-GO of the gate and GO of a phase are not two answers to one question."""
    runs: list[Run] = [run_of(FAILED), run_of(PASSED)]
    runs[side] = replace(runs[side], scope=Scope(phases=("technical",)))
    assert compare(*runs).decision is None


@pytest.mark.parametrize("side", [0, 1])
def test_what_one_run_skipped_is_not_compared(side: int) -> None:
    """False-GO 41: a check that was deselected neither passed nor went away."""
    outcomes = [FAILED, FAILED]
    outcomes[side] = replace(FAILED, status=Status.SKIPPED, findings=(), findings_total=0)
    assert changes(*outcomes).checks == ()


def test_a_check_that_only_one_run_knows_is_told() -> None:
    """A checklist that was added or left out shows check by check, in the order of the checklists."""
    (came,) = compare(run_of(PASSED), run_of(PASSED, replace(FAILED, check="planning.new"))).checks
    assert (came.before, came.outcome.check, came.direction) == (None, "planning.new", Direction.OTHER)
    (went,) = compare(run_of(PASSED, replace(FAILED, check="planning.old")), run_of(PASSED)).checks
    assert (went.after, went.outcome.check, went.direction) == (None, "planning.old", Direction.OTHER)


def test_findings_that_came_and_went_are_named() -> None:
    """By their thing, whatever else of them is the same."""
    found = changes(failed(finding("SKU-1"), finding("SKU-2")), failed(finding("SKU-2"), finding("SKU-3")))
    assert subjects(found) == (["SKU-3"], ["SKU-1"])


def test_a_finding_elsewhere_in_a_new_export_is_the_same() -> None:
    """Rows move; the thing and its values tell what it is."""
    moved = replace(finding("SKU-1"), where="stock.csv row 9")
    assert not changes(failed(finding("SKU-1")), failed(moved))


def test_another_value_is_no_other_finding() -> None:
    """What moved is kept with both values, and is not told as a change of the check: ages move every hour."""
    moved = replace(finding("SKU-1"), observed=Text.same("1.15"))
    (check,) = changes(failed(finding("SKU-1")), failed(moved)).checks
    assert [(one.before, one.after) for one in check.findings] == [(finding("SKU-1"), moved)]
    assert not check.told


def test_findings_of_one_thing_are_told_apart() -> None:
    """Of two findings about one thing the one that is equal stays, and the other went."""
    one, other = finding("SKU-1"), replace(finding("SKU-1"), required=Text.same("2"))
    (check,) = changes(failed(one, other), failed(other)).checks
    assert [(change.before, change.after) for change in check.findings] == [(one, None)]
    assert subjects(changes(failed(one), failed(replace(one, kind=FindingKind.LATE)))) == (["SKU-1"], ["SKU-1"])


def test_fewer_findings_are_better() -> None:
    """Under one status the number of findings says whether it is nearer."""
    few, many = failed(finding("A")), failed(finding("A"), finding("B"))
    assert [changes(*pair).checks[0].direction for pair in ((many, few), (few, many))] == [
        Direction.BETTER,
        Direction.WORSE,
    ]


def test_a_list_that_was_cut_proves_nothing() -> None:
    """False-GO 44: a finding outside of a cut list may be there all the same; only the whole counts are compared."""
    cut, whole = failed(finding("A"), total=40), failed(finding("B"))
    assert subjects(changes(cut, whole)) == ([], ["A"])
    assert subjects(changes(whole, cut)) == (["A"], [])
    (check,) = changes(cut, failed(finding("C"), total=30)).checks
    assert (check.findings, check.totals, check.direction) == ((), (40, 30), Direction.BETTER)


def test_measures_that_moved_are_kept() -> None:
    """Of the same thing, in the same unit and group; another value or another limit."""
    old = Measure("SKU-1", Decimal("1.1"), Decimal("1.2"), "ratio", "east")
    new = replace(old, value=Decimal("1.3"))
    (check,) = changes(replace(PASSED, measures=(old,)), replace(PASSED, measures=(new,))).checks
    assert [(one.before, one.after) for one in check.measures] == [(old, new)]
    assert not check.told
    elsewhere = replace(old, group="west")
    assert not compare(run_of(replace(PASSED, measures=(old,))), run_of(replace(PASSED, measures=(elsewhere,)))).checks


def test_a_waiver_that_came_or_went_is_told() -> None:
    """Also where the status is the same, such as when one ran out and another stands in its place."""
    first, second = WaiverUse("li.wei", "a truck arrives", END), WaiverUse("xu.hong", "accepted", END)
    waived = replace(FAILED, status=Status.WAIVED)
    (check,) = changes(replace(waived, waiver=first), replace(waived, waiver=second)).checks
    assert check.waiver == (first, second)
    assert check.told


def test_loosenings_are_compared_with_their_approval() -> None:
    """One that came, one that went, and one whose approval came or went."""
    bare = replace(LOOSENED, approved_by=None)
    other = replace(bare, after="1.0")

    def loosened(before: tuple[object, ...], after: tuple[object, ...]) -> list[tuple[object, object]]:
        found = compare(replace(run_of(), loosened=before), replace(run_of(), loosened=after)).loosened  # type: ignore[arg-type]
        return [(change.before, change.after) for change in found]

    assert loosened((), (bare,)) == [(None, bare)]
    assert loosened((bare,), ()) == [(bare, None)]
    assert loosened((bare,), (LOOSENED,)) == [(bare, LOOSENED)]
    assert loosened((bare,), (other,)) == [(None, other), (bare, None)]
    assert loosened((LOOSENED,), (LOOSENED,)) == []
