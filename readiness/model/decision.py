"""The decision and the exit code: one pure function, run before any report."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from readiness.model.check import Severity
from readiness.model.exit_codes import ExitCode
from readiness.model.loosening import Loosening
from readiness.model.outcome import Outcome, Status
from readiness.model.text import Text


class Answer(StrEnum):
    GO = "go"
    CONDITIONAL_GO = "conditional-go"
    NOT_YET = "not-yet"
    CANNOT_TELL = "cannot-tell"
    NO_GO = "no-go"


class Accept(StrEnum):
    """What `--accept` may name. NO-GO and CANNOT TELL can't be accepted."""

    CONDITIONAL_GO = "conditional-go"
    NOT_YET = "not-yet"
    PARTIAL = "partial"


class Rule(StrEnum):
    """Which rule of the decision a reason comes from, gravest first."""

    BLOCKER_FAILED = "blocker-failed"
    BLOCKER_IN_ERROR = "blocker-in-error"
    NOTHING_PASSED = "nothing-passed"
    PENDING = "pending"
    WAIVED = "waived"
    MAJOR_FAILED = "major-failed"
    MAJOR_IN_ERROR = "major-in-error"
    LOOSENED = "loosened"


ANSWER_OF: dict[Rule, Answer] = {
    Rule.BLOCKER_FAILED: Answer.NO_GO,
    Rule.BLOCKER_IN_ERROR: Answer.CANNOT_TELL,
    Rule.NOTHING_PASSED: Answer.CANNOT_TELL,
    Rule.PENDING: Answer.NOT_YET,
    Rule.WAIVED: Answer.CONDITIONAL_GO,
    Rule.MAJOR_FAILED: Answer.CONDITIONAL_GO,
    Rule.MAJOR_IN_ERROR: Answer.CONDITIONAL_GO,
    Rule.LOOSENED: Answer.CONDITIONAL_GO,
}

_EXIT_OF: dict[Answer, ExitCode] = {
    Answer.GO: ExitCode.GO,
    Answer.CONDITIONAL_GO: ExitCode.CONDITIONAL_GO,
    Answer.NOT_YET: ExitCode.NOT_YET,
    Answer.CANNOT_TELL: ExitCode.CANNOT_TELL,
    Answer.NO_GO: ExitCode.NO_GO,
}

_ACCEPTABLE: dict[Answer, Accept] = {
    Answer.CONDITIONAL_GO: Accept.CONDITIONAL_GO,
    Answer.NOT_YET: Accept.NOT_YET,
}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why the decision is what it is. `check` is a check's full id, a checklist's name, or empty for the run as a
    whole; `since` is the instant from which it counts (its due); `what` is the finding in one line, `todo` the way
    out."""

    rule: Rule
    check: str
    owner: str
    since: datetime | None
    what: Text
    todo: Text


@dataclass(frozen=True, slots=True)
class Decision:
    """`reasons` are all that hold, gravest rule first, in checklist order within a rule."""

    answer: Answer
    reasons: tuple[Reason, ...]
    exit_code: ExitCode
    accepted: tuple[Accept, ...]


def decide(
    outcomes: Iterable[Outcome], loosened: Iterable[Loosening], *, partial: bool, accept: Iterable[Accept] = ()
) -> Decision:
    """All rules that hold go into the reasons; the first names the answer. No I/O, no clock."""
    counted = [o for o in outcomes if not o.after_launch]
    reasons = sorted(_reasons(counted, loosened), key=lambda r: list(Rule).index(r.rule))
    accepted = tuple(sorted(set(accept)))
    answer = ANSWER_OF[reasons[0].rule] if reasons else Answer.GO
    return Decision(answer, tuple(reasons), _exit_code(reasons, partial=partial, accepted=accepted), accepted)


def _exit_code(reasons: list[Reason], *, partial: bool, accepted: tuple[Accept, ...]) -> ExitCode:
    """The code of the gravest answer that is not accepted; a partial GO is no GO unless `partial` is accepted."""
    for answer in (ANSWER_OF[r.rule] for r in reasons):
        if _ACCEPTABLE.get(answer) not in accepted:
            return _EXIT_OF[answer]
    if partial and Accept.PARTIAL not in accepted:
        return ExitCode.CONDITIONAL_GO
    return ExitCode.GO


def _reasons(counted: list[Outcome], loosened: Iterable[Loosening]) -> Iterable[Reason]:
    for outcome in counted:
        rule = next((rule for rule, holds in _OUTCOME_RULES if holds(outcome)), None)
        if rule is not None:
            todo = outcome.hint or outcome.remedy
            yield Reason(rule, outcome.check, outcome.owner, outcome.due, outcome.message, todo)
    if not any(o.status is Status.PASSED for o in counted):
        yield Reason(Rule.NOTHING_PASSED, "", "", None, _NOTHING_PASSED, _NOTHING_PASSED_TODO)
    for loose in loosened:
        if loose.approved_by is None:
            yield Reason(Rule.LOOSENED, loose.subject, loose.by, None, loose.message, _APPROVE)


def _grave(outcome: Outcome) -> bool:
    return outcome.severity in (Severity.BLOCKER, Severity.MAJOR)


_OUTCOME_RULES: tuple[tuple[Rule, Callable[[Outcome], bool]], ...] = (
    (Rule.BLOCKER_FAILED, lambda o: o.severity is Severity.BLOCKER and o.status is Status.FAILED),
    (Rule.BLOCKER_IN_ERROR, lambda o: o.severity is Severity.BLOCKER and o.status is Status.ERROR),
    (Rule.PENDING, lambda o: _grave(o) and o.status is Status.PENDING),
    (Rule.WAIVED, lambda o: _grave(o) and o.status is Status.WAIVED),
    (Rule.MAJOR_FAILED, lambda o: o.severity is Severity.MAJOR and o.status is Status.FAILED),
    (Rule.MAJOR_IN_ERROR, lambda o: o.severity is Severity.MAJOR and o.status is Status.ERROR),
)

_NOTHING_PASSED = Text("No check passed, so nothing is known to be ready", "没有任何检查项通过，无法说明已就绪")
_NOTHING_PASSED_TODO = Text(
    "Supply the evidence of at least one check that applies, or select checks that exist",
    "请至少提供一个适用检查项的证据，或选择存在的检查项",
)
_APPROVE = Text(
    "Undo it, or have it approved: readiness waive <id> --loosening --as <person> --reason <why>",
    "请撤销该放宽，或由有权的人批准：readiness waive <id> --loosening --as <人员> --reason <原因>",
)
