"""Whatever bytes stand in a calendar: rows, or a refusal; never another exception, and never for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.evidence.peeking import peek
from readiness.model.errors import CannotJudge, NotSupplied
from tests.calendars import calendar, vevent
from tests.evidence.test_calendar import OFFICE, File, night

RUNS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
LONGEST = 10.0

GOOD = calendar(
    night("RRULE:FREQ=DAILY;UNTIL=20260621T120000Z", "EXDATE;TZID=Asia/Shanghai:20260618T200000", zone="Office"),
    vevent("RECURRENCE-ID;TZID=Office:20260619T200000", "DTSTART;TZID=Office:20260619T210000", "DURATION:PT9H"),
    vevent("DTSTART;VALUE=DATE:20260618", "ATTENDEE;CN=李伟:mailto:li.wei@hemu.example", "STATUS:TENTATIVE", uid="b"),
    vevent("DTSTART:20260618T080000", "RDATE:20260619T080000", uid="c"),
    head=(*OFFICE, "X-WR-TIMEZONE:Asia/Shanghai"),
).encode()


def refused(read: Callable[[], object]) -> bool:
    try:
        read()
    except (NotSupplied, CannotJudge):
        return True
    return False


def judge(data: bytes) -> bool:
    """Read a calendar as a table and as `bind` does; whether the table could be read."""
    began = time.monotonic()
    with TemporaryDirectory() as folder:
        store = File(Path(folder)).store(data, "Asia/Shanghai")
        try:
            refused(lambda: peek(Path(folder) / "rota.ics", "rota.ics"))
            return not refused(lambda: list(store.table("rota").rows()))
        finally:
            store.close()
            assert time.monotonic() - began < LONGEST


def test_the_good_calendar_is_read() -> None:
    """What is damaged below is good before."""
    assert judge(GOOD)


@RUNS
@given(st.binary(max_size=300))
def test_random_bytes(data: bytes) -> None:
    """Random bytes, bare and as an event."""
    judge(data)
    judge(b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + data + b"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")


@RUNS
@given(st.lists(st.tuples(st.integers(0, len(GOOD)), st.integers(0, 9), st.binary(max_size=8)), min_size=1, max_size=4))
def test_a_damaged_calendar(edits: list[tuple[int, int, bytes]]) -> None:
    """False-GO 7: a good calendar with bytes changed, cut out or put in is judged or refused."""
    data = GOOD
    for at, dropped, new in edits:
        data = data[:at] + new + data[at + dropped :]
    judge(data)


def test_a_calendar_cut_short_is_refused() -> None:
    """False-GO 7: a calendar that lacks its end is never read as a shorter one."""
    for length in range(0, len(GOOD) - 2, 7):
        assert not judge(GOOD[:length])


TIMES = st.sampled_from(
    [
        "20260618T080000", "20260618T080000Z", "20260618", "19700101T000000Z", "99991231T235959Z", "00010101T000000",
        "2026",
    ]
)  # fmt: skip
RULES = st.lists(
    st.sampled_from(
        [
            "FREQ=DAILY", "FREQ=HOURLY", "FREQ=WEEKLY", "FREQ=MONTHLY", "FREQ=YEARLY", "FREQ=SECONDLY", "INTERVAL=2",
            "COUNT=4", "INTERVAL=0", "COUNT=99999999", "UNTIL=20260620", "UNTIL=99991231T000000Z", "BYDAY=MO,TU",
            "BYDAY=5MO", "BYMONTH=2", "BYMONTHDAY=30", "BYMONTHDAY=-31", "BYSETPOS=-1", "BYSETPOS=7", "BYHOUR=0,8,16",
            "BYHOUR=25", "BYMINUTE=0,30", "BYSECOND=59,60", "BYYEARDAY=366", "BYYEARDAY=-400", "BYWEEKNO=53", "WKST=SU",
            "BYEASTER=1",
        ]
    ),
    min_size=1,
    max_size=5,
)  # fmt: skip
ZONES = st.sampled_from(["", ";TZID=Asia/Shanghai", ";TZID=Mars/Base", ";VALUE=DATE", ";TZID=America/Los_Angeles"])


@st.composite
def events(draw: st.DrawFn) -> str:
    """An event of lines that calendars do write, in combinations that they should not."""
    lines = [f"DTSTART{draw(ZONES)}:{draw(TIMES)}"]
    lines += [f"DTEND{draw(ZONES)}:{draw(TIMES)}"] if draw(st.booleans()) else []
    lines += (
        [f"DURATION:{draw(st.sampled_from(['PT8H', 'P1D', '-PT1H', 'P99999W', 'PT']))}"] if draw(st.booleans()) else []
    )
    lines += [f"RRULE:{';'.join(draw(RULES))}"] if draw(st.booleans()) else []
    for name in draw(st.lists(st.sampled_from(["EXDATE", "RDATE", "RECURRENCE-ID", "SEQUENCE"]), max_size=3)):
        lines.append(f"{name}{draw(ZONES)}:{draw(TIMES)}")
    return vevent(*lines, uid=draw(st.sampled_from(["a", "b", ""])))


@RUNS
@given(st.lists(events(), min_size=1, max_size=3))
def test_events_that_do_not_fit_together(made: list[str]) -> None:
    """False-GO 12: any combination of rules, dates, zones and lengths ends, and soon."""
    judge(calendar(*made).encode())
