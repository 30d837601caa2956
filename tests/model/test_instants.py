"""Instants as people say them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from readiness.model.instants import say_instant
from readiness.model.text import Text
from tests.engine.fakes import SHANGHAI


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
