"""Runs before those of `runs.py`."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from readiness.model.changes import compare
from readiness.model.past import Past, PastRun, Since
from readiness.model.run import Run, Scope
from readiness.model.text import Text
from tests.reporting.runs import DIGEST

DAY = timedelta(days=1)


def past_run(run: Run, number: int = 1) -> PastRun:
    """The run as a later one remembers it."""
    statuses = [outcome.status for outcome in run.outcomes]
    return PastRun(
        number=number,
        sha256=DIGEST,
        at=run.at,
        as_of=run.as_of,
        as_of_words=run.as_of_words,
        scope=run.scope,
        answer=run.decision.answer,
        counts={status: statuses.count(status) for status in statuses},
    )


def past_with(before: Run, now: Run, *notes: Text) -> Past:
    """Two runs before `now`: the whole one that it is compared with, and a part after it."""
    whole = replace(before, at=now.at - 2 * DAY)
    part = replace(before, at=now.at - DAY, scope=Scope(phases=("technical",)))
    compared = past_run(whole, 11)
    return Past((compared, past_run(part, 12)), Since(compared, compare(whole, now)), notes)
