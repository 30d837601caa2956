"""Instants and spans as people say them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from readiness.model.text import Lang
from readiness.reporting.calendar import Calendar
from readiness.reporting.messages import messages
from tests.reporting.runs import SHANGHAI, at

BERLIN = ZoneInfo("Europe/Berlin")


def calendar(now: datetime, lang: Lang = "en", zone: ZoneInfo = SHANGHAI) -> Calendar:
    return Calendar(zone, now, 2026, messages(lang))


@pytest.mark.parametrize(
    ("lang", "said"), [("en", "Sun 14 June, 24:00, 5 h left"), ("zh", "6月14日（周日）24:00前，还剩 5 小时")]
)
def test_midnight_belongs_to_the_day_that_ends(lang: Lang, said: str) -> None:
    """A deadline at 00:00 is said as 24:00 of the day before, on which people still work for it."""
    assert calendar(at(14, 19), lang).deadline(at(15)) == said


def test_a_beginning_at_midnight_stays_on_its_day() -> None:
    """A launch at 00:00 is on the day that begins."""
    assert calendar(at(14)).start(at(18)) == "Thu 18 June, 00:00"


def test_only_whole_midnight_is_24() -> None:
    """A second or a millionth of it after midnight is the next day."""
    say = calendar(at(14))
    assert say.limit(at(15) + timedelta(seconds=1)) == "Mon 15 June, 00:00:01"
    assert say.limit(at(15) + timedelta(microseconds=1)) == "Mon 15 June, 00:00"


def test_the_reader_sees_the_zone_of_the_campaign() -> None:
    """An instant written in another offset is said in the campaign's zone."""
    assert calendar(at(14)).limit(datetime(2026, 6, 14, 16, tzinfo=UTC)) == "Sun 14 June, 24:00"


@pytest.mark.parametrize(
    ("left", "said"),
    [
        (timedelta(seconds=59), "less than 1 min"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=59, seconds=59), "59 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=47, minutes=59), "47 h"),
        (timedelta(hours=48), "2 d"),
        (timedelta(hours=53, minutes=59), "2 d 5 h"),
        (timedelta(days=7) - timedelta(seconds=1), "6 d 23 h"),
        (timedelta(days=7, hours=5), "7 d"),
    ],
)
def test_time_left_is_cut_never_rounded_up(left: timedelta, said: str) -> None:
    """Nobody is promised a minute that is not there; the unit fits the length."""
    assert calendar(at(14)).span(left) == said


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (at(14, 23, 59), "Sun 14 June, 24:00, 1 min left"),
        (at(15), "Sun 14 June, 24:00, now"),
        (at(15, 0, 1), "was due Sun 14 June, 24:00, 1 min ago"),
    ],
)
def test_the_due_instant_is_not_overdue(now: datetime, said: str) -> None:
    """At exactly the due instant it is now; a minute later it was due."""
    assert calendar(now).deadline(at(15)) == said


def test_another_year_is_said() -> None:
    """A moment of another year than the launch's names its year."""
    assert calendar(at(14)).start(datetime(2027, 1, 2, 9, tzinfo=SHANGHAI)) == "Sat 2 January 2027, 09:00"


def test_an_hour_that_comes_twice_says_its_offset() -> None:
    """False-GO 31: when clocks go back, 02:30 comes twice; the offset tells which one is meant."""
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    say = calendar(first, zone=BERLIN)
    assert say.start(first) == "Sun 25 October, 02:30 (UTC+0200)"
    assert say.start(first + timedelta(hours=1)) == "Sun 25 October, 02:30 (UTC+0100)"
    assert say.start(first - timedelta(hours=1)) == "Sun 25 October, 01:30"


def test_time_left_is_counted_on_the_instant() -> None:
    """False-GO 31: over a night in which clocks go back, from 20:00 to 08:00 there are 13 hours."""
    evening, morning = (datetime(2026, 10, day, hour, tzinfo=BERLIN) for day, hour in ((24, 20), (25, 8)))
    say = calendar(evening.astimezone(UTC), zone=BERLIN)
    assert say.deadline(morning.astimezone(UTC)) == "Sun 25 October, 08:00, 13 h left"
