from __future__ import annotations

from dataclasses import replace

import pytest

from readiness.engine.wording import say_finding, say_seconds
from readiness.model.finding import Finding
from readiness.model.text import Text


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


@pytest.mark.parametrize(("seconds", "said"), [(60.0, "60"), (0.5, "0.5"), (600, "600"), (0.25, "0.25")])
def test_seconds_have_no_digits_that_say_nothing(seconds: float, said: str) -> None:
    """`60`, not `60.000`, and `600`, not `6`."""
    assert say_seconds(seconds) == said
