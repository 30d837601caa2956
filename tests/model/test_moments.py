from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.model.errors import BadValue
from readiness.model.moments import Moment, never_later, parse_duration, parse_instant, say_duration, tell_duration
from readiness.model.text import Text

LAUNCH = datetime(2026, 6, 18, tzinfo=ZoneInfo("Asia/Shanghai"))
END = datetime(2026, 6, 20, 23, 59, 59, tzinfo=ZoneInfo("Asia/Shanghai"))
ANCHORS = {"T": LAUNCH, "E": END, "warm-up": datetime(2026, 6, 10, 2, tzinfo=UTC)}

seconds = st.integers(0, 10 * 365 * 86_400)
offsets = st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))


@pytest.mark.parametrize(
    ("words", "length"),
    [
        ("90m", timedelta(minutes=90)),
        ("48h", timedelta(hours=48)),
        ("1d12h", timedelta(hours=36)),
        ("2w", timedelta(days=14)),
        (" 5s ", timedelta(seconds=5)),
        ("0h", timedelta()),
    ],
)
def test_durations_have_units(words: str, length: timedelta) -> None:
    """Weeks, days, hours, minutes and seconds, alone or together; a day is 24 hours."""
    assert parse_duration(words) == length


@pytest.mark.parametrize(
    "words", ["", "48", "1:30", "1.5h", "-2h", "2 h", "1y", "3M", "48H", "h", "4٣h x", "9" * 400 + "d"]
)
def test_what_may_mean_several_lengths_is_refused(words: str) -> None:
    """False-GO 16, 28: a bare number, clock notation, months, signs and overflow are refused, in both languages."""
    with pytest.raises(BadValue) as caught:
        parse_duration(words)
    assert caught.value.message.zh != caught.value.message.en


@given(seconds)
def test_a_length_survives_being_said(count: int) -> None:
    """What `say_duration` says, `parse_duration` reads back, to the second."""
    length = timedelta(seconds=count)
    assert parse_duration(say_duration(length)) == length


@given(st.timedeltas(timedelta(), timedelta(days=36_500)), offsets)
def test_an_instant_is_the_same_in_every_offset(age: timedelta, offset: timezone) -> None:
    """An instant written in any offset is read as that instant."""
    instant = datetime(2000, 1, 1, tzinfo=offset) + age
    assert parse_instant(instant.isoformat()) == instant
    assert parse_instant(instant.isoformat()).tzinfo is UTC


@pytest.mark.parametrize(
    "words",
    ["2026-06-18T00:00:00", "2026-06-18", "18/06/2026 00:00+08:00", "now", "", "0001-01-01T00:00:00+08:00", "T - 48h"],
)
def test_a_time_without_offset_is_no_instant(words: str) -> None:
    """False-GO 28: a time without an offset, a mere date, other notations, and what no calendar holds are refused."""
    with pytest.raises(BadValue):
        parse_instant(words)


@given(seconds, st.sampled_from(sorted(ANCHORS)))
def test_a_moment_stands_at_its_distance_from_its_anchor(count: int, anchor: str) -> None:
    """`T-48h` is exactly 48 hours before the instant of T, and so for the end and named moments, before and after."""
    length = timedelta(seconds=count)
    said = say_duration(length)
    assert Moment.parse(f"{anchor}-{said}").resolve(ANCHORS) == ANCHORS[anchor] - length
    assert Moment.parse(f"{anchor}+{said}").resolve(ANCHORS) == ANCHORS[anchor] + length


@pytest.mark.parametrize(
    ("zone", "month", "day"),
    [("Europe/Paris", 10, 25), ("America/New_York", 3, 8)],
)
def test_a_clock_change_does_not_move_a_due(zone: str, month: int, day: int) -> None:
    """False-GO 31: T-48h is 48 hours of elapsed time, whether clocks went forward or back in between."""
    launch = datetime(2026, month, day, 12, tzinfo=ZoneInfo(zone))
    due = Moment.parse("T-48h").resolve({"T": launch})
    assert launch.astimezone(UTC) - due == timedelta(hours=48)
    assert due.astimezone(ZoneInfo(zone)).hour != launch.hour


def test_an_instant_stands_by_itself() -> None:
    """A moment written as an instant needs no anchor."""
    assert Moment.parse("2026-06-16T00:00:00+08:00").resolve({}) == datetime(2026, 6, 15, 16, tzinfo=UTC)


@pytest.mark.parametrize("words", ["", "T-", "T48h", "T--48h", "t-48h!", "T-48", "warm_up-1d", "-48h", "T-48h-2h"])
def test_what_is_no_moment_is_refused(words: str) -> None:
    """A moment is an anchor with one distance that has a unit, or an instant; anything else is refused."""
    with pytest.raises(BadValue):
        Moment.parse(words)


def test_a_moment_that_the_campaign_does_not_name_is_told() -> None:
    """An anchor that nobody defined is no instant."""
    with pytest.raises(KeyError):
        Moment.parse("freeze-1d").resolve(ANCHORS)


@pytest.mark.parametrize("words", ["T-72h", "T", "E+48h", "warm-up-1d", "2026-06-16T00:00:00+08:00"])
def test_a_moment_keeps_the_words_it_was_written_in(words: str) -> None:
    """Reports show a due as the checklist says it."""
    assert Moment.parse(f" {words} ").words == words


@pytest.mark.parametrize(
    ("words", "en", "zh"),
    [
        ("1d", "24 h", "24 小时"),
        ("30h", "30 h", "30 小时"),
        ("48h", "48 h", "48 小时"),
        ("3d", "3 d", "3 天"),
        ("27d16h", "27 d 16 h", "27 天 16 小时"),
        ("24h1s", "24 h 1 s", "24 小时 1 秒"),
        ("90m", "1 h 30 min", "1 小时 30 分钟"),
        ("0s", "0 s", "0 秒"),
    ],
)
def test_lengths_are_told_as_people_say_them(words: str, en: str, zh: str) -> None:
    """A limit of a day is 24 hours and what is compared with it is in hours too; nothing is rounded away."""
    assert tell_duration(parse_duration(words)) == Text(en, zh)


def test_a_length_can_be_cut_to_its_greatest_units() -> None:
    """What stands beside the exact instants need not be said to the second."""
    assert tell_duration(parse_duration("20d8h50m44s"), most=2) == Text("20 d 8 h", "20 天 8 小时")


@pytest.mark.parametrize(
    ("one", "other", "never"),
    [
        ("T-72h", "T-48h", True),
        ("T-48h", "T-48h", True),
        ("T-48h", "T-72h", False),
        ("E-5d", "T", False),
        ("T-72h", "2026-06-18T00:00:00+08:00", False),
        ("2026-06-17T00:00:00+08:00", "2026-06-18T00:00:00+08:00", True),
        ("2026-06-18T00:00:00+08:00", "2026-06-17T00:00:00+08:00", False),
        (None, None, True),
        (None, "T", False),
        ("T", None, False),
    ],
)
def test_which_moment_is_earlier_only_where_it_can_be_told(one: str | None, other: str | None, never: bool) -> None:
    """False-GO 38: two moments are compared from one anchor, or as instants; anything else can't be told."""
    parsed = [None if words is None else Moment.parse(words) for words in (one, other)]
    assert never_later(*parsed) is never
