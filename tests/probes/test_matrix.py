"""Matrix: facts written by hand to judgement."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding, FindingKind, Judgement
from readiness.model.text import Text
from readiness.probes.matrix import Settings, judge, stricter
from readiness.probes.matrix.facts import Axis, AxisValue, Facts, Row
from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.grouped import Flaws
from readiness.probes.tabular.row_rules import RowsSeen
from tests.probes.tables import LAUNCH, NOW, situation, times

CALENDAR = {
    "table": "calendar",
    "axes": {"channel": {"evidence": "channels", "column": "channel"}, "phase": ["warm-up", "main"]},
    "counts": "status = 'ready'",
}
TESTED = {**CALENDAR, "done": {"column": "tested_at", "by": "T-72h", "not_before": "T-10d"}}
BY = LAUNCH - timedelta(hours=72)
OPENS = LAUNCH - timedelta(days=10)
NO_RULES = RowsSeen(0, 0, 0, (), (), (), ())
EVE = datetime(2026, 6, 17, 12, tzinfo=UTC)


def settings(asked: dict[str, Any] = CALENDAR, **changed: Any) -> Settings:
    return Settings.model_validate({name: value for name, value in {**asked, **changed}.items() if value is not None})


def axis(name: str, *values: str) -> Axis:
    return Axis(name, name, tuple(AxisValue(value, value.upper()) for value in values))


AXES = (axis("channel", "app", "h5"), axis("phase", "warm-up", "main"))
CELLS = tuple(product(("app", "h5"), ("warm-up", "main")))


def row(*place: str, counts: bool = True, act: datetime | None = None, shown: str = "status ready", n: int = 2) -> Row:
    return Row(place, counts, act, shown, f"calendar.csv, row {n}")


def judged(
    *rows: Row,
    asked: dict[str, Any] = CALENDAR,
    axes: tuple[Axis, ...] = AXES,
    moments: Any = None,
    facts: dict[str, Any] | None = None,
    **changed: Any,
) -> Judgement:
    seen = Facts(Aged("calendar", "calendar.csv", NOW), "Calendar (排期)", axes, rows, NO_RULES, **(facts or {}))
    return judge(settings(asked, **changed), seen, situation(moments or times(EVE)))


def only(judgement: Judgement) -> Finding:
    assert judgement.total == len(judgement.findings) == 1, judgement.findings
    return judgement.findings[0]


# --- cells -----------------------------------------------------------------------------------------------------------


def test_a_full_matrix_passes() -> None:
    """Every combination with a row that counts: nothing is wrong, and every cell was examined."""
    judgement = judged(*(row(*cell) for cell in CELLS))
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.examined.unit) == (4, "cells")
    assert judgement.measures[0].value == Decimal(1)


@given(
    sizes=st.lists(st.integers(1, 4), min_size=1, max_size=3),
    data=st.data(),
)
def test_a_removed_row_loses_exactly_its_cell(sizes: list[int], data: st.DataObject) -> None:
    """False-GO 21: of a full matrix with one row taken out, exactly that cell is missing, and no other."""
    axes = tuple(axis(f"a{n}", *(f"v{n}{m}" for m in range(size))) for n, size in enumerate(sizes))
    cells = list(product(*([value.key for value in one.values] for one in axes)))
    lost = data.draw(st.sampled_from(cells))
    asked = {"table": "calendar", "axes": {one.name: [value.key for value in one.values] for one in axes}}
    judgement = judged(*(row(*cell) for cell in cells if cell != lost), axes=axes, asked=asked)
    finding = only(judgement)
    assert finding.subject == " × ".join(key.upper() for key in lost)
    assert finding.kind is FindingKind.MISSING
    assert judgement.measures[0].value < 1


def test_a_row_that_does_not_count_is_shown() -> None:
    """False-GO 10: a row whose condition is false or NULL does not fill; the finding shows its cells and where."""
    rows = [row(*cell, counts=cell != ("app", "main"), shown="status 草稿", n=7) for cell in CELLS]
    finding = only(judged(*rows))
    assert (finding.subject, finding.observed.en, finding.where) == ("APP × MAIN", "status 草稿", "calendar.csv, row 7")
    assert "status 草稿" in finding.message.zh


def test_one_of_several_rows_is_enough() -> None:
    """A cell is filled by any row that counts, whatever the others say."""
    judgement = judged(*(row(*cell) for cell in CELLS), row("app", "main", counts=False))
    assert judgement.findings == ()


def test_a_look_alike_is_told() -> None:
    """False-GO 18: a value in another spelling never fills; the finding names it."""
    axes = (Axis("channel", "channel", (AxisValue("app", "app", hint="APP "),)),)
    finding = only(judged(axes=axes, asked={"table": "calendar", "axes": {"channel": ["app"]}}))
    assert "'APP '" in finding.message.en
    assert "写法不同" in finding.message.zh


def test_rows_that_no_cell_asks_for_are_counted() -> None:
    """False-GO 18: a row with a value that no axis has is told in a note."""
    judgement = judged(*(row(*cell) for cell in CELLS), facts={"strangers": 2, "strangers_named": ("tv",)})
    assert "with a value that no axis has, or with none: 2 (tv)" in judgement.notes[0].en
    assert "2（tv）" in judgement.notes[0].zh


def test_an_axis_without_values_decides_nothing() -> None:
    """False-GO 5: where an axis is empty nothing had to be there, which is an error and no pass."""
    with pytest.raises(CannotJudge, match="no value"):
        judged(axes=(axis("channel"), axis("phase", "main")))


def test_too_many_cells_are_refused() -> None:
    """A matrix that nobody could read is an error, before memory is spent on it."""
    wide = tuple(axis(name, *(str(n) for n in range(500))) for name in ("channel", "phase"))
    with pytest.raises(CannotJudge, match="250,000 combinations"):
        judged(axes=wide)


# --- acts ------------------------------------------------------------------------------------------------------------


def _but_one(act: datetime | None, **changed: Any) -> list[Row]:
    """All cells done in time but the first."""
    return [row(*CELLS[0], act=act, **changed), *(row(*cell, act=BY) for cell in CELLS[1:])]


@pytest.mark.parametrize("act", [BY, OPENS])
def test_exactly_at_the_ends_of_the_window_is_in_time(act: datetime) -> None:
    """False-GO 30: both ends are included."""
    assert judged(*_but_one(act), asked=TESTED).findings == ()


def test_a_second_late_is_late() -> None:
    """False-GO 30: a cell that only late rows fill is late, with by how much, and not merely missing."""
    finding = only(judged(*_but_one(BY + timedelta(seconds=1)), asked=TESTED))
    assert (finding.kind, finding.subject) == (FindingKind.LATE, "APP × WARM-UP")
    assert "1 s late" in finding.message.en
    assert "迟了 1 秒" in finding.message.zh


def test_a_late_row_beside_one_in_time_harms_nothing() -> None:
    """A cell that was filled in time stays filled when it is done again later."""
    rows = [*(row(*cell, act=BY) for cell in CELLS), row(*CELLS[0], act=BY + timedelta(hours=1))]
    assert judged(*rows, asked=TESTED).findings == ()


def test_a_late_row_that_does_not_count_is_missing() -> None:
    """Only a row that counts can be late: a failed test after the deadline leaves the cell missing."""
    finding = only(judged(*_but_one(BY + timedelta(hours=1), counts=False), asked=TESTED))
    assert finding.kind is FindingKind.MISSING


def test_done_before_the_window_does_not_count() -> None:
    """A test before the code freeze is of another build, and can be repeated."""
    finding = only(judged(*_but_one(OPENS - timedelta(seconds=1)), asked=TESTED))
    assert finding.kind is FindingKind.WRONG
    assert "do it again" in finding.message.en


def test_a_row_without_its_act_does_not_count() -> None:
    """False-GO 10: an empty act is none."""
    assert only(judged(*_but_one(None), asked=TESTED)).kind is FindingKind.MISSING


def test_a_future_act_is_a_finding_of_its_own() -> None:
    """False-GO 29: an act dated after the clock does not fill, and is told even where the cell is filled."""
    rows = [*(row(*cell, act=BY - timedelta(days=1)) for cell in CELLS), row(*CELLS[0], act=BY, n=9)]
    finding = only(judged(*rows, asked=TESTED, moments=times(BY - timedelta(hours=1))))
    assert (finding.kind, finding.where) == (FindingKind.WRONG, "calendar.csv, row 9")


def test_as_of_an_act_of_later_was_not_there() -> None:
    """False-GO 29, 32: under as-of a row dated later is missing, not wrong."""
    moments = times(EVE, as_of=BY - timedelta(days=1))
    finding = only(
        judged(
            *_but_one(BY)[:1],
            asked={**TESTED, "axes": {"channel": ["app"], "phase": ["warm-up"]}},
            axes=(axis("channel", "app"), axis("phase", "warm-up")),
            moments=moments,
        )
    )
    assert (finding.kind, finding.observed.en) == (FindingKind.MISSING, "no row")


def test_a_day_counts_to_its_end_and_from_its_beginning() -> None:
    """False-GO 28: a date without a time is in time only if its whole day is, at both ends of the window."""

    def on(day: date) -> set[FindingKind]:
        rows = [Row(cell, counts=True, act=day, shown="", where="calendar.csv, row 2") for cell in CELLS]
        return {finding.kind for finding in judged(*rows, asked=TESTED).findings}

    assert on((BY - timedelta(days=1)).date()) == set()
    assert on(OPENS.date()) == set()
    assert on(BY.date()) == {FindingKind.LATE}
    assert on(OPENS.date() - timedelta(days=1)) == {FindingKind.WRONG}


def test_late_acts_stay_where_the_list_is_cut() -> None:
    """False-GO 30, 44: a late act among many missing cells is listed, since it alone fails the check before its due."""
    rows = [row(*CELLS[-1], act=BY + timedelta(hours=1))]
    judgement = judged(*rows, asked=TESTED, max_findings="1")
    assert (only_kind(judgement), judgement.total) == (FindingKind.LATE, 4)


def only_kind(judgement: Judgement) -> FindingKind:
    assert len(judgement.findings) == 1
    return judgement.findings[0].kind


# --- how many different ----------------------------------------------------------------------------------------------


def test_so_many_different_values_must_be_filled() -> None:
    """False-GO 21: a list that is complete against itself is still too short."""
    rows = [row(*cell) for cell in CELLS]
    assert judged(*rows, at_least={"channel": "2"}).findings == ()
    finding = only(judged(*rows, at_least={"channel": "3"}))
    assert (finding.subject, finding.observed.en) == ("channel", "2 of 2")


def test_a_value_counts_as_filled_when_each_of_its_cells_is() -> None:
    """A channel that lacks one phase is not one of the filled."""
    judgement = judged(*(row(*cell) for cell in CELLS[1:]), at_least={"channel": "2"})
    assert [finding.observed.en for finding in judgement.findings] == ["no row", "1 of 2"]


# --- age, rules, measures --------------------------------------------------------------------------------------------


def test_an_old_table_is_stale() -> None:
    """False-GO 29: the table's own time is judged; exactly `max_age` old is fresh."""
    rows = [row(*cell) for cell in CELLS]
    assert judged(*rows, moments=times(NOW + timedelta(hours=24)), max_age="24h").findings == ()
    late = judged(*rows, moments=times(NOW + timedelta(hours=24, seconds=1)), max_age="24h")
    assert only(late).kind is FindingKind.STALE


def test_findings_of_single_rows_are_kept() -> None:
    """False-GO 11: an unreadable cell is a finding, even where every cell of the matrix is filled."""
    cell = Finding("x", Text.same("a"), Text.same("b"), Text.same("c"), kind=FindingKind.UNREADABLE)
    assert only(judged(*(row(*place) for place in CELLS), facts={"flaws": Flaws((cell,), count=1)})) is cell


def test_until_when_it_holds() -> None:
    """The table's age says until when; without one it holds as long as the campaign."""
    rows = [row(*cell) for cell in CELLS]
    assert judged(*rows, max_age="100d").holds_until == NOW + timedelta(days=100)
    assert judged(*rows).holds_until is None


def test_shares_are_cut_and_told_by_the_first_axis() -> None:
    """One cell of many missing never reads as all; the worst value of the first axis comes first."""
    measures = judged(*(row(*cell) for cell in CELLS if cell != ("h5", "main"))).measures
    assert [(m.subject, m.value) for m in measures] == [
        ("Calendar (排期)", Decimal("0.7500")),
        ("H5", Decimal("0.5000")),
        ("APP", Decimal("1.0000")),
    ]


def test_words_of_ones_own() -> None:
    """`required` and `message` are filled with the axes' values as shown."""
    words = {"en": "ready content for {channel} in {phase}", "zh": "{channel}在{phase}阶段的内容就绪"}
    finding = only(judged(*(row(*cell) for cell in CELLS[1:]), required=words, message=words))
    assert finding.required.en == finding.message.en == "ready content for APP in WARM-UP"
    assert finding.required.zh == "APP在WARM-UP阶段的内容就绪"


# --- settings --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"axes": {}},
        {"axes": {"phase": []}},
        {"axes": {"phase": ["main", "main "]}},
        {"axes": {"channel": {"evidence": "channels"}}},
        {"at_least": {"device": "3"}},
        {"at_least": {"channel": "0"}},
        {"axes": {"phase": ["main"]}, "at_least": {"phase": "2"}},
        {"rules": []},
        {"at_least": {}},
        {"limits": {}},
    ],
)
def test_settings_that_ask_nothing_or_nonsense_are_refused(changed: dict[str, Any]) -> None:
    """False-GO 4, 16: empty axes, values listed twice, counts that can't be reached and empty lists are refused at
    load."""
    with pytest.raises(ValidationError):
        settings(**changed)


@pytest.mark.parametrize(
    ("changed", "holds"),
    [
        ({}, True),
        ({"at_least": {"channel": "8"}}, True),
        ({"axes": {**CALENDAR["axes"], "phase": ["warm-up", "main", "closing"]}}, True),  # type: ignore[dict-item]
        ({"axes": {**CALENDAR["axes"], "phase": ["main"]}}, False),  # type: ignore[dict-item]
        ({"axes": {"phase": ["warm-up", "main"]}}, False),
        ({"counts": "true"}, False),
        ({"counts": None}, False),
        ({"max_age": "24h"}, True),
        ({"done": {"column": "tested_at"}}, False),
        ({"unit": "pages"}, True),
    ],
)
def test_what_is_stricter(changed: dict[str, Any], holds: bool) -> None:
    """False-GO 38: a change is stricter only where it can be shown."""
    assert stricter(settings(), settings(**changed)) is holds


@pytest.mark.parametrize(
    ("done", "holds"),
    [
        ({"column": "tested_at", "by": "T-96h", "not_before": "T-10d"}, True),
        ({"column": "tested_at", "by": "T-72h", "not_before": "T-9d"}, True),
        ({"column": "tested_at", "by": "T-48h", "not_before": "T-10d"}, False),
        ({"column": "tested_at", "by": "T-72h", "not_before": "T-11d"}, False),
        ({"column": "tested_at", "by": "T-72h"}, False),
        ({"column": "other", "by": "T-72h", "not_before": "T-10d"}, False),
        (None, False),
    ],
)
def test_a_window_can_only_become_narrower(done: Any, holds: bool) -> None:
    """False-GO 38: an earlier `by` and a later `not_before` of the same column ask more."""
    assert stricter(settings(TESTED), settings(TESTED, done=done)) is holds


def test_evidence_is_named_for_validation() -> None:
    """The table and what the axes read are known before anything is read."""
    assert {name for _, name, _ in settings().evidence()} == {"calendar", "channels"}
