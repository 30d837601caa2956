from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from readiness.engine.wording import say_finding, say_seconds
from readiness.model.finding import Finding
from readiness.model.instants import say_instant
from readiness.model.text import Text
from tests.engine.fakes import SHANGHAI


@pytest.mark.parametrize(
    ("unit", "en"),
    [
        ("h", "db: required at most 24 h, observed 30 h"),
        ("ratio", "db: required at most 24, observed 30"),
        ("30", "db: required at most 24 30, observed 30"),
    ],
)
def test_a_finding_puts_required_and_observed_side_by_side(unit: str, en: str) -> None:
    """Both stand with their unit, which is not said twice, and not at all for a ratio or where there is no number."""
    found = Finding("db", Text.same("at most 24"), Text.same("30"), Text.same("old"), unit)
    assert say_finding(found, 0).en == en
    assert say_finding(replace(found, observed=Text.same("none")), 0).en.endswith("observed none")


@pytest.mark.parametrize(
    ("instant", "en", "zh"),
    [
        (datetime(2026, 6, 14, 12, 5, tzinfo=UTC), "Sun 14 June 2026, 20:05", "2026年6月14日（周日）20:05"),
        (datetime(2026, 6, 14, 16, tzinfo=UTC), "Sun 14 June 2026, 24:00", "2026年6月14日（周日）24:00"),
        (datetime(2026, 6, 14, 16, 0, 1, tzinfo=UTC), "Mon 15 June 2026, 00:00:01", "2026年6月15日（周一）00:00:01"),
    ],
)
def test_instants_are_said_in_the_campaigns_zone(instant: datetime, en: str, zh: str) -> None:
    """Midnight belongs to the day that it ends, and seconds are said where they matter."""
    assert say_instant(instant, SHANGHAI) == Text(en, zh)


@pytest.mark.parametrize(("seconds", "said"), [(60.0, "60"), (0.5, "0.5"), (600, "600"), (0.25, "0.25")])
def test_seconds_have_no_digits_that_say_nothing(seconds: float, said: str) -> None:
    """`60`, not `60.000`, and `600`, not `6`."""
    assert say_seconds(seconds) == said
