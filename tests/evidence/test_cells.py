from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readiness.evidence.cells import (
    CellError,
    parse_boolean,
    parse_date,
    parse_decimal,
    parse_instant,
    parse_integer,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1200", "1200"),
        (" 1.20 ", "1.20"),
        ("-3", "-3"),
        ("+.5", "0.5"),
        ("5.", "5"),
        ("１２.５", "12.5"),
        ("　７", "7"),
    ],
)
def test_plain_numbers_are_read_exactly(text: str, number: str) -> None:
    """A number is read as it is written, full-width digits and surrounding blanks included."""
    assert parse_decimal(text) == Decimal(number)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "  ",
        "-",
        "N/A",
        "nan",
        "NaN",
        "inf",
        "Infinity",
        "1e5",
        "1_000",
        "0x10",
        "120%",
        "1,200",
        "1.200,50",
        "12 000",
        "not stocked",
        "五",
        "١٢",
        "1.2.3",
        "--1",
        "#N/A",
    ],
)
def test_anything_else_is_no_number(text: str | None) -> None:
    """False-GO 11: text, group marks, exponents, other scripts' digits and non-finite words are refused, never 0."""
    with pytest.raises(CellError) as caught:
        parse_decimal(text)
    assert caught.value.text.zh != caught.value.text.en


def test_group_marks_are_read_only_when_declared_and_well_formed() -> None:
    """`1,200` is twelve hundred only where the binding says that commas group digits, three by three."""
    assert parse_decimal("1,234,567.5", thousands=",") == Decimal("1234567.5")
    assert parse_decimal("1.234,5", thousands=".") == Decimal("1234.5")
    assert parse_decimal("1200", thousands=",") == 1200
    for wrong in ("12,00", "1,2000", ",200", "1,200,", "1,,200", "1200,000"):
        with pytest.raises(CellError):
            parse_decimal(wrong, thousands=",")


def test_a_grouped_number_says_how_to_allow_it() -> None:
    """The refusal of `1,200` names the setting that would read it."""
    with pytest.raises(CellError, match=r"thousands: ','"):
        parse_decimal("1,200")


def test_whole_numbers_refuse_a_fraction() -> None:
    """False-GO 14: nothing is cut to an integer."""
    assert parse_integer("12.0") == 12
    with pytest.raises(CellError, match="whole"):
        parse_integer("1.19")


@pytest.mark.parametrize(("text", "answer"), [("Yes", True), ("是", True), ("√", True), ("FALSE", False), ("×", False)])
def test_yes_and_no_in_both_languages(text: str, answer: bool) -> None:
    """The words that exports use for yes and no are read in any case."""
    assert parse_boolean(text) is answer


@pytest.mark.parametrize("text", ["1", "0", "", None, "ok", "pending", "已完成"])
def test_what_might_mean_yes_is_refused(text: str | None) -> None:
    """False-GO 17: only plain words count as yes or no."""
    with pytest.raises(CellError):
        parse_boolean(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-15",
        "2026/6/15",
        "2026.6.15",
        "2026年6月15日",
        "20260615",
        "2026-06-15 00:00:00",
        "15-Jun-26",
        "15-JUN-2026",
        "15 June 2026",
        "Jun 15, 2026",
        "June 15 2026",
        "2026-Jun-15",
        "２０２６／６／１５",
    ],
)
def test_dates_of_one_reading(text: str) -> None:
    """A date is read in the forms that put the year first or name the month."""
    assert parse_date(text) == date(2026, 6, 15)


@pytest.mark.parametrize(
    "text",
    [
        "15/06/2026",
        "06/15/2026",
        "2026-6/15",
        "2026.6",
        "6月15日",
        "15-Jun",
        "Juno 15, 2026",
        "45823.5",
        "2026-02-30",
        "2026-06-15 20:30",
        "45823",
        "",
        None,
    ],
)
def test_other_dates_are_refused(text: str | None) -> None:
    """Day-first, month-first, impossible days and days with a time are refused."""
    with pytest.raises(CellError):
        parse_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-15 20:30",
        "2026/6/15 20:30:00",
        "2026-06-15T20:30:00+08:00",
        "2026-06-15T12:30:00Z",
        "2026年6月15日20:30",
        "2026-06-15 下午8:30",
        "2026.6.15 20:30",
        "2026-06-15 08:30 PM",
        "2026/6/15 8:30pm",
        "2026年6月15日 20时30分",
        "2026年6月15日 20点30分00秒",
        "15-Jun-26 20:30",
        "Jun 15, 2026 8:30 p.m.",
        "2026-06-15 12:30:00+00",
        "2026-06-15 20:30:00.000000000",
        "2026-06-15 20：30",
    ],
)
def test_the_usual_forms_of_an_instant(text: str) -> None:
    """Each form that exports use gives the same instant, in UTC; a written offset wins over the zone."""
    assert parse_instant(text, SHANGHAI) == datetime(2026, 6, 15, 12, 30, tzinfo=UTC)


def test_a_time_without_offset_needs_a_zone() -> None:
    """False-GO 28: a time without an offset is no instant, and the refusal says what to add."""
    with pytest.raises(CellError, match="zone: Asia/Shanghai"):
        parse_instant("2026-06-15 20:30", None)


def test_a_bare_date_is_no_instant() -> None:
    """False-GO 28: a date read as midnight would make an act earlier than it was."""
    for text in ("2026-06-15", "20260615", "2026年6月15日"):
        with pytest.raises(CellError, match="without a time"):
            parse_instant(text, SHANGHAI)


def test_a_clock_change_is_never_guessed() -> None:
    """False-GO 31: a local time that happens twice or never is refused; with its offset it is read."""
    with pytest.raises(CellError, match="twice"):
        parse_instant("2026-10-25 02:30", BERLIN)
    with pytest.raises(CellError, match="does not exist"):
        parse_instant("2026-03-29 02:30", BERLIN)
    assert parse_instant("2026-10-25 02:30+01:00", BERLIN) == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-06-15 24:01",
        "2026-06-15 25:00",
        "2026-06-15 上午13:00",
        "2026-06-15 上午9:00 PM",
        "2026-13-01 10:00",
        "2026-06-15 20:30+25:00",
        "6/15/2026 8:30 PM",
        "1900-01-01 00:00",
        "2026-06-1520:30",
        "0001-01-01 00:00+14:00",
        "2026-06-15 20:30:00.1234567",
        "1749990600",
        "",
        None,
    ],
)
def test_other_times_are_refused(text: str | None) -> None:
    """What is no time of the calendar, or could mean two, is refused and never rounded."""
    with pytest.raises(CellError):
        parse_instant(text, SHANGHAI)


@given(st.text(max_size=30) | st.text(alphabet="0123456789.,-+:/ TZ年月日", max_size=30))
def test_a_cell_casts_or_says_why(text: str) -> None:
    """Whatever a cell holds, each cast gives a value or a CellError in both languages."""
    for cast in (parse_decimal, parse_integer, parse_boolean, parse_date, lambda t: parse_instant(t, BERLIN)):
        try:
            cast(text)
        except CellError as error:
            said = error.text
        else:
            continue
        assert said.en
        assert said.zh


@given(
    st.datetimes(datetime.fromisoformat("1971-01-01"), datetime.fromisoformat("2200-01-01")),
    st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("UTC")]),
)
def test_an_instant_is_the_one_that_was_written(local: datetime, zone: ZoneInfo) -> None:
    """A local time is read as the instant at which that zone's clock showed it, or refused."""
    try:
        instant = parse_instant(local.isoformat(sep=" "), zone)
    except CellError:
        before, after = (local.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
        assert before != after
        return
    assert instant.astimezone(zone).replace(tzinfo=None) == local
    assert instant.utcoffset() == timedelta(0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("46191", "Excel date number"),
        ("46191.5", "Excel date number"),
        ("6/8/2026", "two dates"),
        ("08/06/26", "two dates"),
        ("13.06.2026", "two dates"),
        ("6月8日", "the year"),
        ("8-Jun", "the year"),
        ("6/8/2026 9:30", "two dates"),
    ],
)
def test_a_date_that_is_refused_says_why(text: str, said: str) -> None:
    """False-GO 28: dates of two readings, without a year, or left as Excel's numbers are refused with what to do."""
    with pytest.raises(CellError, match=said):
        parse_date(text)
    with pytest.raises(CellError, match=said):
        parse_instant(text, SHANGHAI)


@pytest.mark.parametrize(
    ("text", "clock"),
    [
        ("上午9:30", "09:30"),
        ("上午12:00", "00:00"),
        ("下午12:00", "12:00"),
        ("9:30 AM", "09:30"),
        ("12:30 AM", "00:30"),
        ("12:30 PM", "12:30"),
        ("23:59", "23:59"),
        ("8时", "08:00"),
        ("8点整", "08:00"),
    ],
)
def test_halves_of_the_day(text: str, clock: str) -> None:
    """False-GO 28: twelve in the morning is midnight, twelve in the afternoon noon, in both languages."""
    local = datetime.fromisoformat(f"2026-06-15T{clock}:00+08:00")
    assert parse_instant(f"2026-06-15 {text}", SHANGHAI) == local


def test_twenty_four_hours_end_the_day() -> None:
    """False-GO 30: 24:00 is the midnight that ends the day, not the one that begins it."""
    assert parse_instant("2026-06-30 24:00", SHANGHAI) == datetime.fromisoformat("2026-07-01T00:00:00+08:00")


@pytest.mark.parametrize("text", ["1200件", "1200 件", "1200 units", "１２００个", "1200 PCS"])
def test_the_contracts_unit_may_stand_behind_a_number(text: str) -> None:
    """A word for the column's own unit says nothing new; without a unit in the contract it is refused."""
    assert parse_decimal(text, unit="unit") == 1200
    with pytest.raises(CellError):
        parse_decimal(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1200箱", "the unit '箱', which is not unit"),
        ("1.2万", "rounded number"),
        ("3k", "rounded number"),
        ("1.2万件", "rounded number"),
        ("¥1,200.00", "currency; write the number alone: 1200.00"),
        ("1，200", "group marks"),
        ("１，２００", "group marks"),
        ("15％", "percentage"),
        ("1 200", "not a number"),
        ("件", "not a number"),
    ],
)
def test_another_unit_or_scale_is_refused(text: str, said: str) -> None:
    """False-GO 11, 15: a box is not a piece, and 1.2万 is not 1.2: what is meant is asked for."""
    with pytest.raises(CellError, match=said):
        parse_decimal(text, unit="unit")


@pytest.mark.parametrize(("text", "answer"), [("✓", True), ("✔", True), ("✗", False), ("Y", True), ("N", False)])
def test_ticks_and_crosses(text: str, answer: bool) -> None:
    """Ticks and crosses are plain answers."""
    assert parse_boolean(text) is answer


@pytest.mark.parametrize("text", ["1.0", "○", "有", "v", "x", "T"])
def test_signs_of_two_meanings_are_no_answer(text: str) -> None:
    """False-GO 17: a circle is yes to some and no to others."""
    with pytest.raises(CellError):
        parse_boolean(text)
