from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from readiness.model.moments import Moment
from readiness.model.times import Times

LAUNCH = datetime(2026, 6, 17, 16, tzinfo=UTC)
END = LAUNCH + timedelta(days=3)
WARM_UP = LAUNCH - timedelta(days=8)
TIMES = Times(LAUNCH, LAUNCH, False, LAUNCH, END, ZoneInfo("Asia/Shanghai"), {"warm-up": WARM_UP, "T": END})


@pytest.mark.parametrize(
    ("words", "instant"),
    [("T-48h", LAUNCH - timedelta(hours=48)), ("E+1h", END + timedelta(hours=1)), ("warm-up", WARM_UP)],
)
def test_moments_resolve_from_launch_end_and_the_campaigns_own(words: str, instant: datetime) -> None:
    """All anchors are known, and no moment of a campaign replaces T or E."""
    assert TIMES.resolve(Moment.parse(words)) == instant


def test_an_unknown_moment_is_not_guessed() -> None:
    """A moment that the campaign does not name resolves to nothing."""
    with pytest.raises(KeyError):
        TIMES.resolve(Moment.parse("freeze"))
