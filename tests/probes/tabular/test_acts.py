"""Acts and their window: the rules in Python, and the same rules in SQL."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.model.moments import Moment
from readiness.probes.tabular.acts import Fault, Window
from tests.probes.tables import times

LAUNCH = datetime(2026, 6, 17, 16, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MOMENTS = times(LAUNCH)
WINDOW = Window.of(Moment.parse("T-72h"), Moment.parse("T-14d"), MOMENTS, LAUNCH)
CLOSES, OPENS = LAUNCH - timedelta(hours=72), LAUNCH - timedelta(days=14)


@pytest.mark.parametrize(
    ("act", "fault"),
    [
        (None, Fault.MISSING),
        (CLOSES, None),
        (CLOSES + SECOND, Fault.LATE),
        (OPENS, None),
        (OPENS - SECOND, Fault.EARLY),
        (LAUNCH + SECOND, Fault.FUTURE),
        (date(2026, 6, 14), None),
        (date(2026, 6, 15), Fault.LATE),
        (date(2026, 6, 4), None),
        (date(2026, 6, 3), Fault.EARLY),
        (date(2026, 6, 19), Fault.FUTURE),
    ],
)
def test_the_window(act: datetime | date | None, fault: Fault | None) -> None:
    """False-GO 28, 29, 30: both ends count; a day counts as its end for `by`, as its beginning for `not_before`."""
    assert WINDOW.fault(act) is fault


def test_without_by_the_due_closes() -> None:
    """False-GO 30: an act needs an end to its window, which is the check's due unless said otherwise."""
    due = LAUNCH - timedelta(days=2)
    window = Window.of(None, None, times(LAUNCH), due)
    assert window.fault(due) is None
    assert window.fault(due + SECOND) is Fault.LATE
    assert window.late_by(due + SECOND) == SECOND


def test_under_as_of_a_later_act_was_not_there_yet() -> None:
    """False-GO 29: what is dated after the instant asked about was not done then."""
    moments = times(LAUNCH, as_of=LAUNCH - timedelta(days=5))
    window = Window.of(None, None, moments, LAUNCH)
    assert window.fault(LAUNCH - timedelta(days=4)) is Fault.NOT_YET


def test_a_clock_change_does_not_move_a_day() -> None:
    """False-GO 31: the day of a clock change ends at its own midnight."""
    new_york = ZoneInfo("America/New_York")
    closes = datetime(2026, 11, 2, tzinfo=new_york)
    window = Window(None, closes.astimezone(UTC), closes.astimezone(UTC), False, new_york)
    assert window.fault(date(2026, 11, 1)) is None
    assert (
        Window(None, closes.astimezone(UTC) - SECOND, window.seen_until, False, new_york).fault(date(2026, 11, 1))
        is Fault.LATE
    )


INSTANTS = st.datetimes(datetime(2026, 6, 1), datetime(2026, 6, 20)) | st.sampled_from(  # noqa: DTZ001
    [moment.replace(tzinfo=None) + step * SECOND for moment in (CLOSES, OPENS, LAUNCH) for step in (-1, 0, 1)]
)
ZONES = st.sampled_from(["Asia/Shanghai", "UTC", "America/New_York", "Pacific/Kiritimati"])


@settings(deadline=None)
@given(act=INSTANTS, opens=INSTANTS, closes=INSTANTS, seen=INSTANTS, zone=ZONES)
def test_the_engine_finds_the_same_faults(
    act: datetime, opens: datetime, closes: datetime, seen: datetime, zone: str
) -> None:
    """SQL and Python agree on which instants and which days have a fault, at every boundary and in every zone."""
    window = Window(
        opens.replace(tzinfo=UTC), closes.replace(tzinfo=UTC), seen.replace(tzinfo=UTC), False, ZoneInfo(zone)
    )
    found = (
        duckdb.connect(":memory:")
        .execute(
            f"SELECT {window.suspect_sql('a', days=False)}, {window.suspect_sql('d', days=True)} "
            f"FROM (SELECT TIMESTAMP '{act.isoformat(sep=' ')}' AS a, DATE '{act.date()}' AS d)"
        )
        .fetchone()
    )
    assert found == (window.fault(act.replace(tzinfo=UTC)) is not None, window.fault(act.date()) is not None)
