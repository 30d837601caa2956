from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from readiness.engine.moments import UnknownMoment, times_of
from readiness.engine.selection import UnknownSelection
from tests.engine.fakes import END, LAUNCH, campaign, check

NOW = LAUNCH - timedelta(days=5)
CAMPAIGN = campaign(check())


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("T-48h", LAUNCH - timedelta(hours=48)),
        ("T-0h", LAUNCH),
        ("T", LAUNCH),
        ("E+2d", END + timedelta(days=2)),
        ("warm-up-1d", LAUNCH - timedelta(days=9)),
        ("2026-06-16T00:00:00+08:00", datetime(2026, 6, 15, 16, tzinfo=UTC)),
    ],
)
def test_as_of_is_said_as_campaigns_say_moments(words: str, instant: datetime) -> None:
    """From launch, from the end, from a named moment, or as an instant with its offset."""
    times = times_of(CAMPAIGN, NOW, words)
    assert (times.now, times.as_of) == (instant, True)


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        ("yesterday-ish!", "Write T-48h"),
        ("2026-06-16T00:00:00", "Write T-48h"),
        ("", "Write T-48h"),
        ("T-1:30", "Write T-48h"),
        ("T-99999999d", "Write T-48h"),
        ("warmup-1d", "warm-up"),
    ],
)
def test_a_moment_that_is_none_is_wrong_use(words: str, hint: str) -> None:
    """False-GO 28, 40: words that name no moment are refused with how to write one, or the nearest name."""
    with pytest.raises(UnknownMoment) as caught:
        times_of(CAMPAIGN, NOW, words)
    assert caught.value.hint is not None
    assert hint in caught.value.hint.en
    assert isinstance(caught.value, UnknownSelection)


def test_without_as_of_the_clock_is_what_is_judged_at() -> None:
    """The clock's instant is now, and nothing after it can have been seen."""
    times = times_of(CAMPAIGN, NOW, None)
    assert (times.now, times.seen_until, times.as_of) == (NOW, NOW, False)


@pytest.mark.parametrize(("as_of", "seen"), [("T-10d", LAUNCH - timedelta(days=10)), ("T-48h", NOW)])
def test_as_of_means_if_nothing_more_is_supplied(as_of: str, seen: datetime) -> None:
    """False-GO 32: looking ahead, nothing after the clock is seen; looking back, nothing after that moment."""
    assert times_of(CAMPAIGN, NOW, as_of).seen_until == seen
