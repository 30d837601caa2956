"""Matrix, from real files to judgement."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.model.errors import CannotJudge
from readiness.model.finding import Finding, FindingKind, Judgement
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.kind import Surroundings
from readiness.probes.matrix import Settings, gather, judge, problems, stricter
from tests.probes.tables import LAUNCH, Evidence, Rows, choice, situation, times, typed_contract

PHASES = choice("phase", **{"warm-up": ("warmup", "预热"), "main": ("主活动", "正式"), "closing": ("返场",)})
STATUS = choice("status", ready=("就绪", "已完成"), draft=("草稿",))
CALENDAR = replace(
    typed_contract(
        "calendar",
        ["channel"],
        {"channel": "text", "phase": PHASES, "status": STATUS, "theme": "text", "tested_at": "instant", "day": "date"},
    ),
    title=Text("Content calendar", "内容排期"),
)
CHANNELS = typed_contract(
    "channels", ["channel"], {"channel": "text", "role": "text", "own": "boolean", "phase": PHASES}
)
CONTRACTS = {one.name: one for one in (CALENDAR, CHANNELS)}

ASKED: dict[str, Any] = {
    "table": "calendar",
    "axes": {"channel": {"evidence": "channels", "column": "channel"}, "phase": ["warm-up", "main"]},
    "counts": "status = 'ready'",
}
TESTED = {**ASKED, "done": {"column": "tested_at", "by": "T-72h", "not_before": "T-10d"}}
BY = LAUNCH - timedelta(hours=72)
TWO_CHANNELS: Rows = (("channel",), ("app",), ("h5",))

Asked = Callable[..., Judgement]


@pytest.fixture
def ask(tmp_path: Path) -> Iterator[Asked]:
    """Judges files: `calendar` and `channels` give their rows, the other keywords change the settings."""
    opened: list[Evidence] = []

    def run(
        asked_of: Mapping[str, Any] = ASKED,
        /,
        *,
        calendar: Rows,
        channels: Rows | None = TWO_CHANNELS,
        moments: Times | None = None,
        binding: Mapping[str, Any] | None = None,
        **given: Any,
    ) -> Judgement:
        moments = moments or times(LAUNCH - timedelta(days=1))
        folder = tmp_path / str(len(opened))
        folder.mkdir()
        evidence = Evidence(folder, moments)
        opened.append(evidence)
        evidence.bind(CALENDAR, calendar, **(binding or {}))
        if channels is not None:
            evidence.bind(CHANNELS, channels)
        asked = Settings.model_validate({k: v for k, v in {**asked_of, **given}.items() if v is not None})
        return judge(asked, gather(asked, evidence), situation(moments))

    yield run
    for evidence in opened:
        evidence.close()


FULL = (("app", "预热", "就绪"), ("app", "正式", "就绪"), ("h5", "预热", "就绪"), ("h5", "正式", "已完成"))


def content(*rows: tuple[object, ...], header: tuple[str, ...] = ("channel", "phase", "status")) -> Rows:
    return (header, *rows)


def only(judgement: Judgement) -> Finding:
    assert judgement.total == len(judgement.findings) == 1, judgement.findings
    return judgement.findings[0]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("app", "预热", "草稿", "夏天"), "status"),
        (("app", "预热", "就绪", "冬天"), "theme"),
        (("app", "预热", "就绪", ""), "theme"),
    ],
)
def test_the_cell_for_which_a_row_does_not_count_is_named(ask: Asked, row: tuple[str, ...], column: str) -> None:
    """Of a condition with several parts the finding leads to the part that does not hold."""
    header = ("channel", "phase", "status", "theme")
    counts = "status = 'ready' and channel is not null and theme = '夏天'"
    rows = [row, *((*one, "夏天") for one in FULL[1:])]
    finding = only(ask(calendar=content(*rows, header=header), counts=counts))
    assert finding.where == f"calendar.csv, row 2, column {column}"


def test_where_only_the_act_is_missing_its_cell_is_named(ask: Asked) -> None:
    """A row that would count but has no time leads to the empty time."""
    rows = [(*one, "2026-06-12T10:00:00+08:00") for one in FULL]
    rows[0] = (*FULL[0], "")
    finding = only(ask(TESTED, calendar=content(*rows, header=("channel", "phase", "status", "tested_at"))))
    assert finding.where == "calendar.csv, row 2, column tested_at"


# --- axes ------------------------------------------------------------------------------------------------------------


def test_a_full_matrix_passes(ask: Asked) -> None:
    """Axes of other evidence and listed ones: every combination is there in the words that exports use."""
    judgement = ask(calendar=content(*FULL))
    assert judgement.findings == ()
    assert (judgement.examined.count, judgement.measures[0].subject) == (4, "Content calendar (内容排期)")


@pytest.mark.parametrize("lost", range(4))
def test_a_row_taken_out_loses_its_cell(ask: Asked, lost: int) -> None:
    """False-GO 21: whichever row is missing, exactly its cell is named, in the choice's first Chinese word."""
    rows = [row for place, row in enumerate(FULL) if place != lost]
    channel, phase = FULL[lost][:2]
    finding = only(ask(calendar=content(*rows)))
    assert finding.subject == f"{channel} × {'预热' if phase == '预热' else '主活动'}"
    assert (finding.kind, finding.observed.en) == (FindingKind.MISSING, "no row")


def test_an_axis_that_the_table_never_heard_of(ask: Asked) -> None:
    """False-GO 21: the table is complete against itself; the channel that the plan has besides is missing."""
    judgement = ask(calendar=content(*FULL), channels=(*TWO_CHANNELS, ("tv",)))
    assert [finding.subject for finding in judgement.findings] == ["tv × 预热", "tv × 主活动"]
    assert judgement.findings[0].where == "channels.csv, row 4, column channel"


def test_an_axis_has_its_own_filter(ask: Asked) -> None:
    """Only the values for which `where` is true must be there."""
    channels = (("channel", "role"), ("app", "primary"), ("h5", "primary"), ("tv", "backup"))
    axes = {**ASKED["axes"], "channel": {"evidence": "channels", "column": "channel", "where": "role = 'primary'"}}
    assert ask(calendar=content(*FULL), channels=channels, axes=axes).findings == ()


# --- cells that hold several values ---

MEETINGS: dict[str, Any] = {
    "table": "calendar",
    "axes": {"channel": {"evidence": "channels", "column": "channel"}},
    "several": ["channel"],
    "counts": "theme = 'retro'",
}
CORE: Rows = (("channel",), ("李伟",), ("王芳",))


def invited(*cells: tuple[str, str]) -> Rows:
    return (("channel", "theme"), *cells)


@pytest.mark.parametrize(
    "cell",
    ["李伟、王芳", "王芳;李伟", "赵敏 / 王芳 / 李伟", "李伟 <li.wei@hemu.example>; 王芳 (法务)", '"李伟\n王芳"'],
)
def test_a_cell_that_holds_several_values_fills_the_place_of_each(ask: Asked, cell: str) -> None:
    """Split as `items()` does; a name stands also before an address, and before what is in brackets behind it."""
    assert not ask(MEETINGS, calendar=invited((cell, "retro")), channels=CORE).findings


@pytest.mark.parametrize("cell", ["李伟", "李伟、王芳芳", "李伟、王芳.赵敏", "李伟、wang.fang@hemu.example"])
def test_a_value_that_no_cell_holds_is_missing(ask: Asked, cell: str) -> None:
    """False-GO 18: a part of another name, or an address whose name nobody gives, is not the one that is asked for."""
    finding = only(ask(MEETINGS, calendar=invited((cell, "retro")), channels=CORE))
    assert (finding.subject, finding.observed.en) == ("王芳", "no row")
    assert finding.where == "channels.csv, row 3, column channel"


def test_several_in_a_row_that_does_not_count(ask: Asked) -> None:
    """Who is invited to something else is not invited to this."""
    cells = invited(("李伟、王芳", "party"), ("李伟", "retro"))
    assert only(ask(MEETINGS, calendar=cells, channels=CORE)).subject == "王芳"


def test_a_look_alike_among_several_is_named(ask: Asked) -> None:
    """False-GO 18: the finding names the other spelling, which fills nothing."""
    channels = (("channel",), ("Wang Fang",))
    finding = only(ask(MEETINGS, calendar=invited(("李伟; WANG FANG <w@hemu.example>", "retro")), channels=channels))
    assert "'WANG FANG <w@hemu.example>'" in finding.message.en


def test_several_names_axes_of_texts() -> None:
    """A column that is no axis, or a choice, can't hold several values; what is changed is a loosening."""
    with pytest.raises(ValidationError):
        Settings.model_validate({**MEETINGS, "several": ["theme"]})
    phases = Settings.model_validate({**MEETINGS, "axes": {"phase": ["warm-up"]}, "several": ["phase"]})
    assert [one.path for one in problems(phases, Surroundings(CONTRACTS, frozenset()))] == [("axes", "phase")]
    alone = Settings.model_validate({**MEETINGS, "several": None})
    assert not stricter(alone, Settings.model_validate(MEETINGS))


def test_a_filter_of_an_axis_without_answer_is_a_finding(ask: Asked) -> None:
    """False-GO 10: a channel whose role nobody wrote is not left out in silence."""
    channels = (("channel", "role"), ("app", "primary"), ("h5", "primary"), ("tv", ""))
    axes = {**ASKED["axes"], "channel": {"evidence": "channels", "column": "channel", "where": "role = 'primary'"}}
    assert only(ask(calendar=content(*FULL), channels=channels, axes=axes)).subject == "tv"


def test_an_empty_cell_of_an_axis_is_a_finding(ask: Asked) -> None:
    """False-GO 10, 18: a row of the axis that names nothing asks for something nobody can see."""
    channels = (("channel", "role"), ("app", "x"), ("h5", "x"), ("", "x"))
    finding = only(ask(calendar=content(*FULL), channels=channels))
    assert (finding.kind, finding.where) == (FindingKind.MISSING, "channels.csv, row 4, column channel")


def test_an_axis_that_its_filter_empties_decides_nothing(ask: Asked) -> None:
    """False-GO 5: an axis without values is an error."""
    axes = {**ASKED["axes"], "channel": {"evidence": "channels", "column": "channel", "where": "role = 'nobody'"}}
    with pytest.raises(CannotJudge, match="no value"):
        ask(calendar=content(*FULL), channels=(("channel", "role"), ("app", "x")), axes=axes)


def test_values_are_trimmed_and_never_folded(ask: Asked) -> None:
    """False-GO 18: ` app ` is app; `APP` is not, and the finding says so."""
    trimmed = [(" app ", *row[1:]) if row[0] == "app" else row for row in FULL]
    assert ask(calendar=content(*trimmed)).findings == ()
    judgement = ask(calendar=content(("APP", "预热", "就绪"), *FULL[1:]))
    assert "'APP', which looks like 'app'" in only(judgement).message.en
    assert "with none: 1 (APP)" in judgement.notes[0].en


def test_a_listed_word_of_a_choice_is_its_value(ask: Asked) -> None:
    """A listed axis may use any word of the choice; one that is none of them is an error."""
    axes = {**ASKED["axes"], "phase": ["预热", "main"]}
    assert ask(calendar=content(*FULL), axes=axes).findings == ()
    with pytest.raises(CannotJudge, match="'after'"):
        ask(calendar=content(*FULL), axes={**ASKED["axes"], "phase": ["after"]})


def test_words_of_another_table_are_read_by_the_choice(ask: Asked) -> None:
    """False-GO 18: an axis column of text whose words the table's choice knows names the same values."""
    axes = {"phase": {"evidence": "channels", "column": "role"}}
    filled = ask(calendar=content(*FULL), channels=(("channel", "role"), ("x", "warmup"), ("y", "正式")), axes=axes)
    assert filled.findings == ()
    strange = ask(calendar=content(*FULL), channels=(("channel", "role"), ("x", "warmup"), ("y", "彩排")), axes=axes)
    assert only(strange).subject == "彩排"


def test_rows_beside_the_matrix_are_counted(ask: Asked) -> None:
    """False-GO 18: a row with another value, or with none, is told in a note."""
    judgement = ask(calendar=content(*FULL, ("tv", "预热", "草稿"), ("", "预热", "就绪")))
    assert judgement.findings == ()
    assert judgement.notes[0].en.endswith("with a value that no axis has, or with none: 2 (tv)")


# --- what counts -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("cell", "shown"), [("草稿", "status 草稿"), ("", "status -")])
def test_false_and_null_do_not_fill(ask: Asked, cell: str, shown: str) -> None:
    """False-GO 10: a draft does not fill, nor does a row without its status; the finding shows the cell and where."""
    finding = only(ask(calendar=content(("app", "预热", cell), *FULL[1:])))
    assert (finding.observed.en, finding.where) == (shown, "calendar.csv, row 2, column status")


def test_an_unknown_word_is_unreadable(ask: Asked) -> None:
    """False-GO 10, 11: a status or phase that is none of its words is a finding with its cell, even where another row
    fills the cell of the matrix."""
    judgement = ask(calendar=content(*FULL, ("app", "预热", "差不多"), ("app", "某天", "就绪")))
    assert [(f.kind, f.where) for f in judgement.findings] == [
        (FindingKind.UNREADABLE, "calendar.csv, row 6, column status"),
        (FindingKind.UNREADABLE, "calendar.csv, row 7, column phase"),
    ]


def test_without_counts_every_row_fills(ask: Asked) -> None:
    """Where nothing else is asked, a row is enough."""
    assert ask(calendar=content(*((*row[:2], "草稿") for row in FULL)), counts=None).findings == ()


def test_a_column_that_is_not_there_is_an_error(ask: Asked) -> None:
    """False-GO 10: a table without the column of an axis can't be judged."""
    with pytest.raises(CannotJudge, match=r"no column `phase`.*`channel`"):
        ask(calendar=(("channel", "status"), ("app", "就绪")))


# --- acts ------------------------------------------------------------------------------------------------------------

DONE = ("channel", "phase", "status", "tested_at")


def _tested(first: object, *, others: datetime = BY) -> Rows:
    return content((*FULL[0], first), *((*row, others.isoformat()) for row in FULL[1:]), header=DONE)


def test_exactly_in_time_is_in_time(ask: Asked) -> None:
    """False-GO 30: done at exactly the end of the window fills."""
    assert ask(TESTED, calendar=_tested(BY.isoformat())).findings == ()


def test_a_second_late_is_late(ask: Asked) -> None:
    """False-GO 30: a cell that only a late row fills is late, with by how much and where."""
    finding = only(ask(TESTED, calendar=_tested((BY + timedelta(seconds=1)).isoformat())))
    assert (finding.kind, finding.subject) == (FindingKind.LATE, "app × 预热")
    assert finding.where == "calendar.csv, row 2, column tested_at"


def test_the_due_is_the_deadline_where_none_is_set(ask: Asked) -> None:
    """Without `by` the check's due closes the window."""
    done = {**TESTED, "done": {"column": "tested_at"}}
    assert ask(done, calendar=_tested(BY.isoformat())).findings == ()
    assert only(ask(done, calendar=_tested((BY + timedelta(seconds=1)).isoformat()))).kind is FindingKind.LATE


def test_a_time_that_does_not_parse_fills_nothing(ask: Asked) -> None:
    """False-GO 11, 28: the cell is unreadable, and its cell of the matrix is missing."""
    judgement = ask(TESTED, calendar=_tested("昨天"))
    assert {finding.kind for finding in judgement.findings} == {FindingKind.MISSING, FindingKind.UNREADABLE}


def test_a_day_is_of_the_campaigns_zone(ask: Asked) -> None:
    """False-GO 28: a date counts to its end in the campaign's zone: the 14th of June is in time, the 15th is not."""
    done = {**TESTED, "done": {"column": "day", "by": "T-72h"}}
    header = (*DONE[:3], "day")
    for day, late in (("2026-06-14", 0), ("2026-06-15", 4)):
        judgement = ask(done, calendar=content(*((*row, day) for row in FULL), header=header))
        assert [finding.kind for finding in judgement.findings] == [FindingKind.LATE] * late


def test_an_act_needs_a_time(ask: Asked) -> None:
    """A column of text is no act."""
    with pytest.raises(CannotJudge, match="needs a date or an instant"):
        ask(
            {**ASKED, "done": {"column": "theme"}},
            calendar=content(("app", "预热", "就绪", "盛夏"), header=(*DONE[:3], "theme")),
        )


# --- rules, age, settings --------------------------------------------------------------------------------------------


def test_rules_hold_for_every_row(ask: Asked) -> None:
    """A rule is about each row of the table, on the matrix or not."""
    rules = [{"filled": ["theme"]}]
    header = (*DONE[:3], "theme")
    rows = [(*row, "盛夏") for row in FULL]
    assert ask(calendar=content(*rows, header=header), rules=rules).findings == ()
    finding = only(ask(calendar=content(*rows, ("tv", "预热", "草稿", ""), header=header), rules=rules))
    assert (finding.kind, finding.where) == (FindingKind.MISSING, "calendar.csv, row 6, column theme")


def test_how_many_different(ask: Asked) -> None:
    """False-GO 21: a list of two that is complete against itself is not the eight that are required."""
    assert ask(calendar=content(*FULL), at_least={"channel": "2"}).findings == ()
    assert only(ask(calendar=content(*FULL), at_least={"channel": "8"})).required.en.startswith("at least 8")


def test_the_age_of_the_table_is_judged(ask: Asked) -> None:
    """False-GO 29: the binding's `as_at` is the table's time."""
    now = LAUNCH - timedelta(days=1)
    fresh = {"as_at": now - timedelta(hours=24)}
    assert ask(calendar=content(*FULL), max_age="24h", binding=fresh).findings == ()
    stale = {"as_at": now - timedelta(hours=24, seconds=1)}
    assert only(ask(calendar=content(*FULL), max_age="24h", binding=stale)).kind is FindingKind.STALE


def told(**changed: Any) -> list[tuple[tuple[str | int, ...], str]]:
    asked = Settings.model_validate({k: v for k, v in {**ASKED, **changed}.items() if v is not None})
    found = problems(asked, Surroundings(CONTRACTS, frozenset({"T", "E", "freeze"})))
    return [(problem.path, problem.message.en) for problem in found]


def test_good_settings_have_no_problem() -> None:
    """Axes, conditions, acts, rules and words that fit the contracts are taken before anything is read."""
    words = {"en": "{channel} in {phase} by {launch}", "zh": "{channel}在{phase}，{launch}前"}
    assert told(done={"column": "day"}, rules=[{"filled": ["theme"]}], required=words, message=words) == []


@pytest.mark.parametrize(
    ("changed", "path", "says"),
    [
        ({"axes": {"chanel": ["app"]}}, ("axes", "chanel"), "channel"),
        ({"axes": {"channel": {"evidence": "channels", "column": "name"}}}, ("axes", "channel", "column"), "name"),
        (
            {"axes": {"channel": {"evidence": "channels", "column": "channel", "where": "roles = 'x'"}}},
            ("axes", "channel", "where"),
            "did you mean role",
        ),
        ({"axes": {"phase": ["warm-up", "after"]}}, ("axes", "phase", 1), "'after' is none of"),
        ({"counts": "status = 'redy'"}, ("counts",), "can't be 'redy'"),
        ({"counts": "count(*) > 1"}, ("counts",), "many rows"),
        ({"counts": "status"}, ("counts",), "yes or no"),
        ({"done": {"column": "theme"}}, ("done", "column"), "theme"),
        ({"message": {"en": "{status}", "zh": "{status}"}}, ("message",), "status"),
        ({"limits": {"max_age": "3d"}}, ("limits", "max_age"), "max_age"),
        ({"rules": [{"filled": ["nothing"]}]}, ("rules", 0, "filled", 0), "nothing"),
    ],
)
def test_settings_that_fit_no_contract_are_told(changed: dict[str, Any], path: tuple[Any, ...], says: str) -> None:
    """False-GO 4, 16: an axis, a condition, a word or a limit that means nothing is told at its place before anything
    is probed."""
    found = told(**changed)
    assert path in [place for place, _ in found], found
    assert any(says in message for place, message in found if place == path), found
