"""What nobody has supplied yet, told as a plan by due time: a first run with little in it is no wall of failures."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby

from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.reporting.cleaning import clean_line
from readiness.reporting.story import Plan, PlanItem, PlanStep
from readiness.reporting.wording import Wording

_NOT_ASKED = frozenset({Status.NOT_APPLICABLE, Status.SKIPPED})


def is_waiting(outcome: Outcome) -> bool:
    """Whether a check waits for evidence that is not there, with time left; what was read and is not good enough yet is
    a finding, however early."""
    return outcome.status is Status.PENDING and not outcome.examined.count and not outcome.after_launch


def plan_of(run: Run, wording: Wording) -> Plan | None:
    """The waiting checks, the earliest due first; None where nothing waits."""
    waiting = sorted((o for o in run.outcomes if is_waiting(o)), key=lambda o: (o.due, o.check))
    if not waiting:
        return None
    asked = [o for o in run.outcomes if o.status not in _NOT_ASKED and not o.after_launch]
    return Plan(_words(waiting, len(asked), wording), tuple(_steps(waiting, wording)), len(waiting))


def _words(waiting: list[Outcome], asked: int, wording: Wording) -> str:
    """`3 of 25 checks have their evidence; next due Sun 14 June, 24:00, 5 h left`."""
    due = wording.calendar.deadline(waiting[0].due)
    return wording.say("plan.words", n=f"{asked - len(waiting):,}", of=f"{asked:,}", due=due)


def _steps(waiting: list[Outcome], wording: Wording) -> Iterable[PlanStep]:
    for due, outcomes in groupby(waiting, key=lambda o: o.due):
        yield PlanStep(wording.calendar.deadline(due), tuple(_item(outcome, wording) for outcome in outcomes))


def _item(outcome: Outcome, wording: Wording) -> PlanItem:
    needs = dict.fromkeys(wording.text(finding.required) for finding in outcome.findings)
    return PlanItem(
        check=clean_line(outcome.check),
        title=wording.text(outcome.title),
        severity_words=wording.say(f"severity.{outcome.severity}"),
        owner=wording.owner(outcome.owner, outcome.people),
        needs=wording.say("plan.needs", what=wording.say("list.people").join(needs)) if needs else "",
    )
