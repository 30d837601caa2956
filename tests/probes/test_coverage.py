"""Coverage: facts written by hand to judgement."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.evidence.cell_words import items_of
from readiness.model.errors import CannotJudge
from readiness.model.finding import FindingKind, Judgement
from readiness.probes.coverage import Settings, judge, stricter
from readiness.probes.coverage.facts import Facts, Line, Shift
from readiness.probes.coverage.judging import gaps_of, spans_of
from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.people import Persons, names_of, people_in
from tests.probes.tables import END, LAUNCH, NOW, situation, times

ASKED: dict[str, Any] = {"table": "rota", "person": "person"}
MEETINGS: dict[str, Any] = {
    "table": "meetings",
    "unit": "meetings",
    "limits": {"max_gap_before": "7d", "max_gap_during": "24h"},
    "periods": [
        {"from": "T-14d", "until": "T", "max_gap": "max_gap_before"},
        {"from": "T", "until": "E", "max_gap": "max_gap_during"},
    ],
}
HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)


def settings(asked: dict[str, Any] = ASKED, **changed: Any) -> Settings:
    return Settings.model_validate({**asked, **changed})


def shift(starts: datetime | None, ends: datetime | None, *people: str, key: tuple[str, ...] = (), n: int = 2) -> Shift:
    at = f"rota.csv, row {n}"
    return Shift(
        None if starts is None else starts.astimezone(UTC),
        None if ends is None else ends.astimezone(UTC),
        "、".join(people) or at,
        at,
        f"{at}, column starts",
        f"{at}, column ends",
        key,
        people,
    )


def facts(*shifts: Shift, lines: tuple[Line, ...] = (Line((), "Rota"),), **more: Any) -> Facts:
    return Facts(lines, shifts, Aged("rota", "rota.csv", more.pop("time", None)), "Rota", "starts", "ends", **more)


def judged(*shifts: Shift, asked: dict[str, Any] = ASKED, **changed: Any) -> Judgement:
    return judge(settings(asked, **changed), facts(*shifts), situation(times()))


def gaps(judgement: Judgement) -> list[tuple[str, str]]:
    return [(finding.subject, finding.observed.en) for finding in judgement.findings]


DAY_ONE, DAY_TWO = LAUNCH + timedelta(hours=24), LAUNCH + timedelta(hours=48)
WHOLE = (shift(LAUNCH, DAY_ONE, "张三"), shift(DAY_ONE, DAY_TWO, "李四", n=3), shift(DAY_TWO, END, "张三", n=4))


def test_shifts_that_touch_cover_the_campaign() -> None:
    """Exactly touching leaves no gap, and the period's own ends count to the second."""
    judgement = judged(*WHOLE)
    assert not judgement.findings
    assert judgement.examined.count == 3
    assert judgement.examined.unit == "shifts"
    measure, *days = judgement.measures
    assert (measure.value, measure.limit, measure.unit) == (Decimal(1), Decimal(1), "ratio")
    assert [(day.group, day.unit, day.value == day.limit) for day in days] == [
        ("2026-06-18", "h", True),
        ("2026-06-19", "h", True),
        ("2026-06-20", "h", True),
    ]


def test_a_gap_at_a_handover_is_told_with_what_lies_around_it() -> None:
    """False-GO 27: a second between two shifts is a gap; the finding says from when until when, how long, and who is
    there before and after it."""
    judgement = judged(WHOLE[0], shift(DAY_ONE + SECOND, DAY_TWO, "李四", n=3), WHOLE[2])
    (finding,) = judgement.findings
    assert finding.subject == "2026-06-19 00:00 - 2026-06-19 00:00:01"
    assert finding.required.en == "covered without a gap"
    assert (finding.observed.en, finding.observed.zh) == ("a gap of 1 s", "空档 1 秒")
    assert finding.where == "rota.csv, row 2, column ends; rota.csv, row 3, column starts"
    assert finding.kind is FindingKind.MISSING
    assert finding.message.en == (
        "2026-06-19 00:00 - 2026-06-19 00:00:01: a gap of 1 s; before it 张三 until 2026-06-19 00:00; "
        "after it 李四 from 2026-06-19 00:00:01"
    )
    assert finding.message.zh == (
        "2026-06-19 00:00 - 2026-06-19 00:00:01：空档 1 秒；此前为 张三，至 2026-06-19 00:00；"
        "此后为 李四，自 2026-06-19 00:00:01"
    )


def test_a_gap_at_midnight() -> None:
    """False-GO 27: a rota that begins at 00:01 of the launch's day, or ends at 23:59 of the last, leaves a minute."""
    minute = timedelta(minutes=1)
    judgement = judged(shift(LAUNCH + minute, END - 59 * SECOND, "张三"))
    assert gaps(judgement) == [
        ("2026-06-18 00:00 - 2026-06-18 00:01", "a gap of 1 min"),
        ("2026-06-20 23:59 - 2026-06-20 23:59:59", "a gap of 59 s"),
    ]


def test_a_gap_at_a_clock_change() -> None:
    """False-GO 27: on the day on which clocks go back an hour passes twice. Shifts that meet at 02:00 of both clocks
    leave it open, which only instants show; the offsets say which hour is meant."""
    zone = ZoneInfo("Europe/Berlin")
    launch = datetime(2026, 10, 24, 20, tzinfo=zone)
    moments = times(launch - timedelta(days=2), launch=launch, zone="Europe/Berlin")
    first = shift(launch, datetime(2026, 10, 25, 2, 0, tzinfo=zone, fold=0), "A")
    second = shift(datetime(2026, 10, 25, 2, 0, tzinfo=zone, fold=1), launch + timedelta(days=4), "B")
    judgement = judge(settings(), facts(first, second), situation(moments))
    assert gaps(judgement) == [("2026-10-25 02:00+0200 - 2026-10-25 02:00+0100", "a gap of 1 h")]


def test_clocks_that_go_forward_leave_no_gap() -> None:
    """From 02:00 to 03:00 no time passes in spring."""
    zone = ZoneInfo("Europe/Berlin")
    launch = datetime(2026, 3, 28, 20, tzinfo=zone)
    moments = times(launch - timedelta(days=2), launch=launch, zone="Europe/Berlin")
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    rota = (shift(launch, change, "A"), shift(datetime(2026, 3, 29, 3, tzinfo=zone), launch + timedelta(days=4), "B"))
    assert not judge(settings(), facts(*rota), situation(moments)).findings


def test_one_person_twice_is_one() -> None:
    """False-GO 27: a person on duty twice at the same time is not two."""
    twice = (shift(LAUNCH, END, "张三"), shift(LAUNCH, END, "张三", n=3))
    (finding,) = judged(*twice, at_least=2).findings
    assert finding.observed.en == "1 for 2 d 23 h 59 min 59 s"
    assert finding.required.en == "covered without a gap by at least 2 people"
    assert not judged(*twice[:1], shift(LAUNCH, END, "李四", n=3), at_least=2).findings


def test_two_in_one_row_are_two() -> None:
    """A cell may name several people."""
    assert not judged(shift(LAUNCH, END, "张三", "李四"), at_least=2).findings


def test_a_shift_may_end_within_another() -> None:
    """Overlapping is fine, also where the one that began first ends last."""
    assert not judged(shift(LAUNCH, END, "张三"), shift(LAUNCH + HOUR, DAY_ONE, "李四")).findings


@pytest.mark.parametrize(
    ("starts", "ends", "required", "observed", "where"),
    [
        (LAUNCH, None, "ends filled in", "an empty cell", "column ends"),
        (None, END, "starts filled in", "an empty cell", "column starts"),
        (DAY_ONE, LAUNCH, "after its beginning, 2026-06-19 00:00", "2026-06-18 00:00", "column ends"),
        (LAUNCH, LAUNCH, "after its beginning, 2026-06-18 00:00", "2026-06-18 00:00", "column ends"),
    ],
)
def test_a_row_that_is_no_interval_is_a_finding(
    starts: datetime | None, ends: datetime | None, required: str, observed: str, where: str
) -> None:
    """Without an end, without a beginning, reversed or of no length: it covers nothing, and is told."""
    (finding,) = judged(*WHOLE, shift(starts, ends, "王五", n=9)).findings
    assert (finding.subject, finding.required.en, finding.observed.en) == ("王五", required, observed)
    assert finding.where == f"rota.csv, row 9, {where}"


def test_a_row_that_names_nobody_covers_nothing() -> None:
    """An empty cell, or a word for nobody: the gap is told, and that there is such a row."""
    open_ = replace(shift(DAY_ONE, DAY_TWO, n=3), nobody=True)
    judgement = judged(WHOLE[0], open_, WHOLE[2])
    assert gaps(judgement) == [("2026-06-19 00:00 - 2026-06-20 00:00", "a gap of 24 h")]
    assert judgement.notes[0].en == "Rows that name nobody, not counted: 1 (rota.csv, row 3)"


def test_a_row_that_names_a_stranger_is_a_finding() -> None:
    """With `people` somebody else is not taken for one of them."""
    judgement = judged(replace(shift(LAUNCH, END, "路人"), people=(), stranger=True), people="yes")
    (finding,) = judgement.findings
    assert (finding.subject, finding.required.en) == ("路人", "one of the campaign's people")


def test_a_gap_as_long_as_it_may_be_is_none() -> None:
    """Exactly `max_gap` is fine and a second more is not; each period has its own."""
    weekly = [shift(LAUNCH - timedelta(days=14 - 7 * n), LAUNCH - timedelta(days=14 - 7 * n) + HOUR) for n in range(2)]
    daily = [shift(LAUNCH + timedelta(hours=23 + 24 * n), LAUNCH + timedelta(hours=24 + 24 * n)) for n in range(3)]
    assert not judged(*weekly, *daily, asked=MEETINGS).findings
    exact = shift(LAUNCH - timedelta(days=14), LAUNCH - timedelta(days=7))
    assert not judged(exact, *daily, asked=MEETINGS).findings
    shorter = shift(LAUNCH - timedelta(days=14), LAUNCH - timedelta(days=7) - SECOND)
    (finding,) = judged(shorter, *daily, asked=MEETINGS).findings
    assert finding.observed.en == "a gap of 7 d 1 s"
    assert finding.required.en == "gaps of at most 7 d"


def test_the_longest_gap_is_measured_where_gaps_are_allowed() -> None:
    """In hours, against the period's own limit, with the period's name."""
    daily = [shift(LAUNCH + timedelta(hours=23 + 24 * n), LAUNCH + timedelta(hours=24 + 24 * n)) for n in range(3)]
    measures = judged(*daily, asked=MEETINGS).measures
    assert [(one.group, one.value, one.limit, one.unit) for one in measures] == [
        ("T-14d - T", Decimal("336.00"), Decimal("168.00"), "h"),
        ("T - E", Decimal("23.00"), Decimal("24.00"), "h"),
    ]


def test_a_share_is_cut_and_never_raised() -> None:
    """A second that is open in three days never reads as covered whole, neither in all nor of its day."""
    measure, first, second, third = judged(shift(LAUNCH, END - SECOND, "张三")).measures
    assert measure.value == Decimal("0.9999")
    assert [day.value == day.limit for day in (first, second, third)] == [True, True, False]


def test_a_day_without_anybody_is_a_day_of_no_hours() -> None:
    """Days that nobody covers are measured too, so that a picture of the rota shows them."""
    _, first, second, third = judged(shift(LAUNCH, DAY_ONE, "张三")).measures
    assert [(day.value, day.limit) for day in (first, second)] == [
        (Decimal(24), Decimal(24)),
        (Decimal(0), Decimal(24)),
    ]
    assert third.limit is not None
    assert third.value == 0 < third.limit


def test_each_key_of_the_roster_is_covered_by_itself() -> None:
    """What one team does covers no other; a team without any row has the whole period as its gap."""
    lines = (Line(("dba",), "DBA", "teams.csv, row 2"), Line(("net",), "网络", "teams.csv, row 3", hint="net "))
    asked = settings(roster={"evidence": "teams", "on": {"team": "team"}})
    judgement = judge(asked, facts(shift(LAUNCH, END, "张三", key=("dba",)), lines=lines), situation(times()))
    (finding,) = judgement.findings
    assert finding.subject == "网络: 2026-06-18 00:00 - 2026-06-20 23:59:59"
    assert finding.where == "teams.csv, row 3"
    assert "'net '" in finding.message.en
    assert [measure.value for measure in judgement.measures] == [Decimal(0), Decimal(1)]


def test_what_is_only_recommended_is_a_note() -> None:
    """A shift that is too long, and a time in which nobody stands behind the one on duty."""
    judgement = judged(
        shift(LAUNCH, END, "张三"), shift(LAUNCH, DAY_ONE, "李四"), recommended=2, max_length="12h", max_findings=5
    )
    assert not judgement.findings
    assert [note.en for note in judgement.notes] == [
        "Longer than 12 h: 张三 2 d 23 h 59 min 59 s, 李四 24 h; people tire, so split them",
        (
            "Fewer than the recommended 2 at once for 47 h 59 min 59 s in all, "
            "first 2026-06-19 00:00 - 2026-06-20 23:59:59"
        ),
    ]
    assert not judged(*WHOLE, max_length="24h").notes


def test_a_row_that_lasts_for_years_covers_nothing() -> None:
    """A mistyped year would cover every campaign; exactly as long as may be is fine."""
    (gap, finding) = sorted(
        judged(shift(LAUNCH, END + timedelta(days=13_149), "张三"), longest="14d").findings, key=lambda one: one.subject
    )
    assert gap.subject == "2026-06-18 00:00 - 2026-06-20 23:59:59"
    assert (finding.subject, finding.required.en) == ("张三", "at most 14 d long")
    assert finding.where == "rota.csv, row 2, column ends"
    assert not judged(shift(LAUNCH, LAUNCH + timedelta(days=14), "张三"), longest="14d").findings


def test_words_of_the_check() -> None:
    """A check's own words may name the gap."""
    own = {"en": "{at_least} from {from} until {until}, at most {max_gap}", "zh": "{length}：{people}"}
    (finding,) = judged(*WHOLE[:2], required=own, message=own).findings
    assert finding.required.en == "1 from 2026-06-20 00:00 until 2026-06-20 23:59:59, at most 0 s"
    assert finding.message.zh == "23 小时 59 分钟 59 秒：无人"


def test_an_old_rota_is_stale() -> None:
    """With `max_age` the table must be of a time, and not too old; exactly as old is fresh."""
    table = facts(*WHOLE, time=NOW - timedelta(days=7))
    fresh = judge(settings(max_age="7d"), table, situation(times()))
    assert not fresh.findings
    assert fresh.holds_until == NOW
    (stale,) = judge(settings(max_age="6d"), table, situation(times())).findings
    assert stale.kind is FindingKind.STALE
    with pytest.raises(CannotJudge):
        judge(settings(max_age="6d"), facts(*WHOLE), situation(times()))


def test_a_period_without_length_is_an_error() -> None:
    """Nothing would have to be covered."""
    with pytest.raises(CannotJudge) as caught:
        judged(*WHOLE, periods=[{"from": "E", "until": "T"}])
    assert caught.value.message.en == "The period from E until T has no length"


def test_counts_are_whole_where_the_list_is_cut() -> None:
    """False-GO 44."""
    judgement = judged(
        *(shift(LAUNCH + n * HOUR, LAUNCH + n * HOUR + HOUR / 2, "张三") for n in range(50)), max_findings=3
    )
    assert len(judgement.findings) == 3
    assert judgement.total == 50


@given(
    st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9), st.sampled_from("ABC")), max_size=12),
    st.integers(1, 3),
)
def test_gaps_are_exactly_the_minutes_with_too_few(drawn: list[tuple[int, int, str]], least: int) -> None:
    """Counted minute by minute, the same minutes are open."""
    minute, begins = timedelta(minutes=1), datetime(2026, 6, 18, tzinfo=UTC)
    ends = begins + 40 * minute
    shifts = [shift(begins + at * minute, begins + (at + size) * minute, who) for at, size, who in drawn]
    found = list(gaps_of(list(spans_of(shifts, begins, ends)), least))
    open_ = {at for at in range(40) if len({who for first, size, who in drawn if first <= at < first + size}) < least}
    told = {at for at in range(40) for gap in found if gap.begins <= begins + at * minute < gap.ends}
    assert told == open_
    assert all(one.ends < other.begins for one, other in pairwise(found))


@pytest.mark.parametrize(
    "changed",
    [
        {"at_least": 2, "person": None},
        {"people": "yes", "person": None},
        {"recommended": 1},
        {"recommended": 2, "at_least": 2},
        {"max_length": "max_shift"},
        {"periods": [{"max_gap": "unknown"}]},
        {"periods": [{"max_gap": "12"}]},
        {"periods": []},
        {"limits": {"max_gap": "3"}, "periods": [{"max_gap": "max_gap"}]},
        {"at_least": 0},
        {"roster": {"every": "1h", "from": "T", "until": "E", "on": "hour"}},
    ],
)
def test_settings_that_ask_nothing_or_mean_nothing_are_refused(changed: dict[str, Any]) -> None:
    """False-GO 4: each is told when it is loaded."""
    with pytest.raises(ValidationError):
        settings(**changed)


BEFORE = settings(MEETINGS, person="who", at_least=2, max_age="7d", recommended=3, where="status = 'confirmed'")


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, True),
        ({"limits": {"max_gap_before": "6d", "max_gap_during": "24h"}}, True),
        ({"limits": {"max_gap_before": "8d", "max_gap_during": "24h"}}, False),
        ({"at_least": 3, "recommended": 4}, True),
        ({"at_least": 1}, False),
        ({"max_age": "6d"}, True),
        ({"max_age": None}, False),
        ({"where": None}, False),
        ({"longest": "14d"}, True),
        ({"recommended": 9, "max_length": "1h", "unit": "shifts"}, True),
        ({"periods": [MEETINGS["periods"][0]], "limits": {"max_gap_before": "7d", "max_gap_during": "24h"}}, False),
        ({"periods": [*MEETINGS["periods"], {"from": "E", "until": "E+1d"}]}, True),
        ({"periods": [{"from": "T-15d", "until": "T", "max_gap": "7d"}, MEETINGS["periods"][1]]}, True),
        ({"periods": [{"from": "T-13d", "until": "T", "max_gap": "7d"}, MEETINGS["periods"][1]]}, False),
        ({"periods": [{"from": "T-14d", "until": "T-1d", "max_gap": "7d"}, MEETINGS["periods"][1]]}, False),
    ],
)
def test_what_is_stricter(changed: dict[str, Any], expected: bool) -> None:
    """False-GO 38: a longer gap, fewer people, a shorter period or another choice of rows is a loosening."""
    said = {
        **MEETINGS,
        "person": "who",
        "at_least": 2,
        "max_age": "7d",
        "recommended": 3,
        "where": "status = 'confirmed'",
    }
    assert stricter(BEFORE, Settings.model_validate({**said, **changed})) is expected


def test_who_stands_in_a_cell() -> None:
    """Items, names and addresses, and words that stand for nobody, with a label or without."""
    assert items_of("张三、李四；王五\n赵六 / 何七|x") == ("张三", "李四", "王五", "赵六", "何七", "x")
    assert names_of("李伟 (DBA) <li.wei@hemu.example>") == (
        "李伟 (DBA) <li.wei@hemu.example>",
        "李伟 (DBA)",
        "李伟",
        "li.wei@hemu.example",
    )
    for nobody in (
        "",
        None,
        "Nobody",
        "无",
        "待定",
        " - ",
        "DBA 值班：待定",
        "On Call - nobody",
        "值班：",
        "无人",
        "TBD",
        "N/A",
        "已取消：张三",
        "Canceled: Li Wei",
    ):
        assert not people_in(nobody), nobody
    for somebody in ("张三", "DBA 值班：张三", "On Call - Li Wei - DBA", "张三 20:00-08:00", "空山"):
        assert people_in(somebody) == (somebody,)
    assert people_in("张三、待定") == ("张三",)


def test_one_person_by_name_and_by_address() -> None:
    """Two items that share a name or an address are one person, in any spelling; others are not."""
    persons = Persons(["李伟", "li.wei@hemu.example", "李伟 <Li.Wei@hemu.example>", "王芳"])
    assert persons.of("李伟") == persons.of("li.wei@hemu.example") == persons.of("李伟 <Li.Wei@hemu.example>")
    assert persons.of("王芳") != persons.of("李伟")
