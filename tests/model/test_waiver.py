from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from readiness.model.location import Location
from readiness.model.waiver import Covers, Waiver

AT = datetime(2026, 6, 16, tzinfo=UTC)
EXPIRES = datetime(2026, 6, 20, tzinfo=UTC)
WAIVER = Waiver("execution.stock", Covers.FAILURE, "li.wei", "accepted", AT, EXPIRES, Location("waivers.yaml", 1, 1))


@pytest.mark.parametrize(
    ("now", "valid"),
    [
        (AT - timedelta(seconds=1), False),
        (AT, True),
        (EXPIRES, True),
        (EXPIRES + timedelta(microseconds=1), False),
    ],
)
def test_a_waiver_is_valid_between_both_ends(now: datetime, valid: bool) -> None:
    """False-GO 36: both ends are inclusive; before it was given and after it expired a waiver is nothing."""
    assert WAIVER.valid_at(now) is valid
