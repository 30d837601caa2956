"""How old evidence may be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.ages import judge_age
from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.finding import FindingKind
from readiness.model.times import Times

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
DAY = timedelta(hours=24)
INSTANTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.timezones())  # noqa: DTZ001


def _times(now: datetime = NOW, *, as_of: bool = False) -> Times:
    launch = datetime(2026, 6, 18, tzinfo=UTC)
    return Times(now, now, as_of, launch, launch + DAY, ZoneInfo("Asia/Shanghai"), {})


def test_exactly_as_old_as_allowed_is_fresh() -> None:
    """Boundaries are inclusive: evidence of exactly `max_age` counts."""
    assert judge_age("stock", "stock.csv", NOW - DAY, DAY, _times()) is None


def test_one_second_older_is_stale() -> None:
    """False-GO 29: evidence older than its max_age is a finding of its own kind, with age and limit side by side."""
    finding = judge_age("stock", "stock.csv", NOW - DAY - timedelta(seconds=1), DAY, _times())
    assert finding is not None
    assert finding.kind is FindingKind.STALE
    assert (finding.required.en, finding.observed.en) == ("at most 24 h old", "24 h 1 s old")
    assert finding.where == "stock.csv"


def test_a_part_of_a_second_too_old_never_reads_as_the_limit() -> None:
    """An age just over the limit is not shown as the limit."""
    finding = judge_age("stock", "stock.csv", NOW - DAY - timedelta(microseconds=1), DAY, _times())
    assert finding is not None
    assert finding.observed.en == "24 h 1 s old"


def test_without_a_time_nobody_can_tell() -> None:
    """Evidence without a time is an error that says what to write."""
    with pytest.raises(CannotJudge) as caught:
        judge_age("stock", "stock.csv", None, DAY, _times())
    assert caught.value.hint is not None
    assert "as_at:" in caught.value.hint.en
    assert "as_at:" in caught.value.hint.zh


def test_the_future_is_refused() -> None:
    """False-GO 29: evidence dated in the future is never fresh."""
    with pytest.raises(CannotJudge, match="future"):
        judge_age("stock", "stock.csv", NOW + timedelta(seconds=1), DAY, _times())


def test_as_of_an_earlier_instant_later_evidence_was_not_there() -> None:
    """False-GO 32: under as-of, evidence dated later counts as not supplied."""
    with pytest.raises(NotSupplied):
        judge_age("stock", "stock.csv", NOW + timedelta(seconds=1), DAY, _times(as_of=True))


def test_a_clock_change_does_not_stretch_a_day() -> None:
    """False-GO 31: 24 hours over the change of 8 March 2026 in New York are 24 hours, not one calendar day."""
    zone = ZoneInfo("America/New_York")
    now = datetime(2026, 3, 8, 12, tzinfo=zone)
    same_clock_a_day_before = datetime(2026, 3, 7, 12, tzinfo=zone)
    assert judge_age("stock", "s", same_clock_a_day_before, timedelta(hours=23), _times(now.astimezone(UTC))) is None


@given(now=INSTANTS, age=st.timedeltas(timedelta(), timedelta(days=30)), limit=st.timedeltas(timedelta(1)))
def test_fresh_exactly_when_not_older_than_the_limit(now: datetime, age: timedelta, limit: timedelta) -> None:
    """Whatever the instants and zones, evidence is fresh if and only if its age is at most the limit."""
    time = now.astimezone(UTC) - age
    assert (judge_age("stock", "s", time.astimezone(now.tzinfo), limit, _times(now)) is None) == (age <= limit)
