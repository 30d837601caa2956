"""Until when a decision may be relied on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from readiness.model.check import Severity
from readiness.model.outcome import Outcome, Status

_INSTANT_BEFORE = timedelta(seconds=1)


def holds_until(outcomes: Iterable[Outcome], approvals_end: datetime | None, end: datetime) -> datetime:
    """The first instant at which evidence, a sign-off, a waiver or an approval of a loosening stops counting; at the
    latest the campaign's end. Inclusive: at that instant the decision still holds."""
    ends = [end, *(instant for outcome in outcomes for instant in _ends(outcome))]
    return min(ends if approvals_end is None else [*ends, approvals_end])


def _ends(outcome: Outcome) -> Iterator[datetime]:
    if outcome.after_launch:
        return
    if outcome.holds_until is not None:
        yield outcome.holds_until
    # An accepted NOT YET becomes a failure when the pending check is due, so it holds only until just before.
    if outcome.status is Status.PENDING and outcome.severity is not Severity.MINOR:
        yield outcome.due - _INSTANT_BEFORE
