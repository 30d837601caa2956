from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from readiness.engine.holding import holds_until
from readiness.model.check import Severity
from readiness.model.outcome import Outcome, Status
from tests.engine.fakes import END, GOOD, LAUNCH, run_one

PASSED = run_one(GOOD)
PENDING = replace(PASSED, status=Status.PENDING, due=LAUNCH)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("outcomes", "approvals_end", "expected"),
    [
        ([PASSED], None, END),
        ([PASSED, replace(PASSED, holds_until=LAUNCH + HOUR)], None, LAUNCH + HOUR),
        ([PASSED], LAUNCH, LAUNCH),
        ([replace(PASSED, holds_until=END + HOUR)], END + HOUR, END),
        ([replace(PASSED, holds_until=LAUNCH, after_launch=True)], None, END),
        ([PENDING], None, LAUNCH - timedelta(seconds=1)),
        ([replace(PENDING, severity=Severity.MINOR)], None, END),
    ],
    ids=["end", "evidence", "approval", "capped", "after-launch", "accepted-pending", "minor-pending"],
)
def test_a_decision_holds_until_the_first_thing_it_rests_on_ends(
    outcomes: list[Outcome], approvals_end: datetime | None, expected: datetime
) -> None:
    """False-GO 33: the earliest end of evidence, waiver or approval, of a grave check still pending just before its
    due, and at the latest the campaign's end; what is due after launch does not matter."""
    assert holds_until(outcomes, approvals_end, END) == expected
