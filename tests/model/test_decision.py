from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.check import Severity
from readiness.model.decision import Accept, Answer, Decision, Rule, decide
from readiness.model.exit_codes import ExitCode
from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.outcome import Outcome, Status
from readiness.model.text import Text
from tests.engine.fakes import GOOD, run_one

PASSED = run_one(GOOD)
LOOSE = Loosening(LooseningKind.DUE, "execution.stock", "T-72h", "T-24h", "li.wei", "", Text.same("due moved"))

BLOCKER, MAJOR, MINOR = Severity.BLOCKER, Severity.MAJOR, Severity.MINOR


def outcome(severity: Severity, status: Status, *, after_launch: bool = False) -> Outcome:
    check = f"execution.{severity}-{status}"
    return replace(PASSED, check=check, severity=severity, status=status, after_launch=after_launch)


def decided(
    *outcomes: Outcome, accept: Iterable[Accept] = (), partial: bool = False, loosened: bool = False
) -> Decision:
    return decide(outcomes, [LOOSE] if loosened else [], partial=partial, accept=accept)


@pytest.mark.parametrize(
    ("severity", "status", "answer"),
    [
        (BLOCKER, Status.FAILED, Answer.NO_GO),
        (BLOCKER, Status.ERROR, Answer.CANNOT_TELL),
        (BLOCKER, Status.PENDING, Answer.NOT_YET),
        (BLOCKER, Status.WAIVED, Answer.CONDITIONAL_GO),
        (MAJOR, Status.FAILED, Answer.CONDITIONAL_GO),
        (MAJOR, Status.ERROR, Answer.CONDITIONAL_GO),
        (MAJOR, Status.PENDING, Answer.NOT_YET),
        (MAJOR, Status.WAIVED, Answer.CONDITIONAL_GO),
        *((MINOR, status, Answer.GO) for status in Status),
        *((severity, Status.PASSED, Answer.GO) for severity in (BLOCKER, MAJOR)),
        *((severity, Status.NOT_APPLICABLE, Answer.GO) for severity in (BLOCKER, MAJOR)),
        *((severity, Status.SKIPPED, Answer.GO) for severity in (BLOCKER, MAJOR)),
    ],
)
def test_the_table_of_decisions(severity: Severity, status: Status, answer: Answer) -> None:
    """What each severity and status decides beside a check that passed (DESIGN, section 5)."""
    assert decided(PASSED, outcome(severity, status)).answer is answer


def test_the_table_names_every_pair() -> None:
    """No pair of severity and status is left out of the table above."""
    table = test_the_table_of_decisions.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {(severity, status) for severity, status, _ in table} == {(v, s) for v in Severity for s in Status}


@pytest.mark.parametrize("status", [s for s in Status if s is not Status.PASSED])
def test_without_a_passed_check_there_is_never_a_go(status: Status) -> None:
    """False-GO 1, 3, 9: where every check is inapplicable, skipped, waived, pending or in error, or there is none,
    the answer is at best CANNOT TELL."""
    for severity in Severity:
        assert decided(outcome(severity, status)).answer in (Answer.CANNOT_TELL, Answer.NO_GO)
    assert decided().answer is Answer.CANNOT_TELL


def test_a_check_due_after_launch_takes_no_part() -> None:
    """Failed after launch blocks nothing, and passed after launch proves nothing."""
    late = outcome(BLOCKER, Status.FAILED, after_launch=True)
    assert decided(PASSED, late) == decided(PASSED)
    assert decided(outcome(BLOCKER, Status.PASSED, after_launch=True)).answer is Answer.CANNOT_TELL


def test_a_loosening_is_a_condition_until_it_is_approved() -> None:
    """False-GO 38: an unapproved loosening makes a GO conditional and is named; an approved one does not."""
    (reason,) = decided(PASSED, loosened=True).reasons
    assert (reason.rule, reason.check, reason.what) == (Rule.LOOSENED, LOOSE.subject, LOOSE.message)
    assert decided(PASSED, loosened=True).answer is Answer.CONDITIONAL_GO
    assert decide([PASSED], [replace(LOOSE, approved_by="li.wei")], partial=False).answer is Answer.GO


def test_all_rules_that_hold_are_reasons_gravest_first() -> None:
    """Every rule that holds is told, in the order of gravity and, within a rule, of the checklist."""
    parts = [
        outcome(v, s) for v in (MAJOR, BLOCKER) for s in (Status.WAIVED, Status.PENDING, Status.ERROR, Status.FAILED)
    ]
    reasons = decided(PASSED, *parts, loosened=True).reasons
    assert [(r.rule, r.check.removeprefix("execution.")) for r in reasons] == [
        (Rule.BLOCKER_FAILED, "blocker-failed"),
        (Rule.BLOCKER_IN_ERROR, "blocker-error"),
        (Rule.PENDING, "major-pending"),
        (Rule.PENDING, "blocker-pending"),
        (Rule.WAIVED, "major-waived"),
        (Rule.WAIVED, "blocker-waived"),
        (Rule.MAJOR_FAILED, "major-failed"),
        (Rule.MAJOR_IN_ERROR, "major-error"),
        (Rule.LOOSENED, "stock"),
    ]


def test_a_reason_says_owner_since_when_and_what_to_do() -> None:
    """The way out is the hint where there is one, and the remedy otherwise."""
    failed = outcome(BLOCKER, Status.FAILED)
    (reason,) = decided(PASSED, failed).reasons
    assert (reason.owner, reason.since, reason.what, reason.todo) == (
        failed.owner,
        failed.due,
        failed.message,
        failed.remedy,
    )
    hinted = replace(failed, hint=Text.same("bind it"))
    assert decided(PASSED, hinted).reasons[0].todo == Text.same("bind it")


CODES = {
    Answer.GO: ExitCode.GO,
    Answer.NO_GO: ExitCode.NO_GO,
    Answer.CONDITIONAL_GO: ExitCode.CONDITIONAL_GO,
    Answer.NOT_YET: ExitCode.NOT_YET,
    Answer.CANNOT_TELL: ExitCode.CANNOT_TELL,
}

outcomes = st.lists(st.builds(outcome, st.sampled_from(Severity), st.sampled_from(Status), after_launch=st.booleans()))
SUBSETS = [set(s) for s in chain.from_iterable(combinations(Accept, n) for n in range(len(Accept) + 1))]


@given(outcomes, st.booleans())
def test_without_accept_the_code_is_the_answers(parts: list[Outcome], loosened: bool) -> None:
    """False-GO 39: the exit code follows from the answer alone, and is 0 for GO only."""
    decision = decided(*parts, loosened=loosened)
    assert decision.exit_code is CODES[decision.answer]


@given(outcomes, st.booleans(), st.booleans(), st.sampled_from(SUBSETS))
def test_zero_means_that_every_rule_that_holds_is_accepted(
    parts: list[Outcome], loosened: bool, partial: bool, accept: set[Accept]
) -> None:
    """--accept gives 0 only if it names everything that holds; NO-GO, CANNOT TELL and a partial run that is not
    accepted never give 0 (41)."""
    decision = decided(*parts, accept=accept, partial=partial, loosened=loosened)
    needed = {"conditional-go": Accept.CONDITIONAL_GO, "not-yet": Accept.NOT_YET}
    holding = {answer_of(reason.rule) for reason in decision.reasons}
    acceptable = all(needed.get(answer) in accept for answer in holding)
    assert (decision.exit_code is ExitCode.GO) == (acceptable and (not partial or Accept.PARTIAL in accept))


def answer_of(rule: Rule) -> str:
    """Written anew from DESIGN, section 5, so that a changed table in the code is noticed."""
    grave = {"blocker-failed": "no-go", "blocker-in-error": "cannot-tell", "nothing-passed": "cannot-tell"}
    return {**grave, "pending": "not-yet"}.get(rule.value, "conditional-go")


@given(outcomes, st.booleans(), st.sampled_from(SUBSETS))
def test_accepting_never_changes_the_answer(parts: list[Outcome], partial: bool, accept: set[Accept]) -> None:
    """What is accepted changes the exit code and not what was decided."""
    plain, accepted = decided(*parts, partial=partial), decided(*parts, partial=partial, accept=accept)
    assert (plain.answer, plain.reasons) == (accepted.answer, accepted.reasons)
    assert accepted.accepted == tuple(sorted(accept))


GOODNESS = [Answer.NO_GO, Answer.CANNOT_TELL, Answer.NOT_YET, Answer.CONDITIONAL_GO, Answer.GO]


@given(
    outcomes, st.sampled_from([BLOCKER, MAJOR, MINOR]), st.sampled_from([s for s in Status if s is not Status.PASSED])
)
def test_one_more_outcome_that_is_not_passed_never_betters_the_answer(
    parts: list[Outcome], severity: Severity, status: Status
) -> None:
    """False-GO 13: adding a check that did not pass can't make the decision better, errors among them."""
    before, after = decided(*parts).answer, decided(*parts, outcome(severity, status)).answer
    assert GOODNESS.index(after) <= GOODNESS.index(before)


@given(outcomes)
def test_a_go_has_no_grave_outcome_but_passed_ones(parts: list[Outcome]) -> None:
    """A GO means that no blocker or major due by launch failed, is pending, waived or in error."""
    if decided(*parts).answer is Answer.GO:
        grave = [o for o in parts if o.severity is not MINOR and not o.after_launch]
        assert {o.status for o in grave} <= {Status.PASSED, Status.NOT_APPLICABLE, Status.SKIPPED}
        assert any(o.status is Status.PASSED and not o.after_launch for o in parts)


@pytest.mark.parametrize(
    ("accept", "code"),
    [
        ((), ExitCode.CONDITIONAL_GO),
        ((Accept.PARTIAL,), ExitCode.GO),
        ((Accept.CONDITIONAL_GO,), ExitCode.CONDITIONAL_GO),
    ],
)
def test_a_partial_go_is_a_go_only_where_partial_is_accepted(accept: tuple[Accept, ...], code: ExitCode) -> None:
    """False-GO 41: a GO over selected checks exits with 3 unless `partial` is accepted."""
    decision = decided(PASSED, partial=True, accept=accept)
    assert (decision.answer, decision.exit_code) == (Answer.GO, code)


def test_a_partial_no_go_is_a_no_go() -> None:
    """Accepting partial hides nothing that failed."""
    failed = outcome(BLOCKER, Status.FAILED)
    assert decided(PASSED, failed, partial=True, accept=Accept).exit_code is ExitCode.NO_GO
