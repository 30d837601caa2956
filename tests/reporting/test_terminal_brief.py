"""The terminal report on one screen: it fits, and what does not fit is counted."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

import pytest
from rich.cells import cell_len

from readiness.model.check import Severity
from readiness.model.decision import decide
from readiness.model.finding import Examined
from readiness.model.outcome import Outcome, Status
from readiness.model.past import Past
from readiness.model.run import Run
from readiness.model.text import LANGS, Lang, Text
from readiness.reporting.report import Look
from readiness.reporting.terminal import render
from tests.reporting.hostile import HOSTILE, run_saying
from tests.reporting.pasts import past_with
from tests.reporting.runs import LAUNCH, RUNS, at, go, no_go, outcome, run_of, stock_finding


def brief(run: Run, lang: Lang = "en", past: Past | None = None, height: int = 30) -> str:
    return render(run, Look(lang, brief=True, past=past, height=height))


def many(count: int, status: Status = Status.FAILED, **changes: object) -> list[Outcome]:
    findings = tuple(stock_finding(f"雨伞-{n:03}", "1,200", "800", n) for n in range(9))
    message = Text("雨伞-000 holds too little; and 8 more " * 8, "雨伞-000 库存不足；另有 8 项 " * 9)
    told = {"message": message, "findings": findings, "findings_total": 9, **changes}
    return [outcome(f"planning.x{n}", status, **told) for n in range(count)]


def crowded() -> Run:
    """Everything that a report can hold, many times over."""
    return run_of(
        [
            *many(12),
            *[replace(one, check=f"execution.m{n}") for n, one in enumerate(many(7, severity=Severity.MAJOR))],
            *[replace(one, check=f"technical.n{n}") for n, one in enumerate(many(5, severity=Severity.MINOR))],
            *[replace(one, check=f"analysis.z{n}", after_launch=True) for n, one in enumerate(many(4, Status.PENDING))],
        ],
        notes=(Text("a note " * 20, "备注 " * 30),) * 4,
        as_of=at(17),
        as_of_words="T-24h",
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("name", "height"),
    [
        *[(name, 30) for name in (*RUNS, "crowded")],
        *[(name, 24) for name in ("go", "no-go", "conditional", "cannot-tell")],
    ],
)
def test_it_fits_a_screen(name: str, lang: Lang, height: int) -> None:
    """At most as many lines as asked, and none wider than 80 cells, with all that changed since the last run."""
    run = crowded() if name == "crowded" else RUNS[name]()
    lines = brief(run, lang, past_with(go(), run), height).splitlines()
    assert len(lines) <= height
    assert max(cell_len(line) for line in lines) <= 80


def test_what_blocks_is_told_with_who_and_when() -> None:
    """Status, title, what is wrong, owner and time left, in this order; without what the checks found one by one."""
    said = brief(no_go())
    block = said.split("BLOCKS THE LAUNCH (3)")[1]
    places = [
        block.index(words)
        for words in (
            "✗ FAILED  Promoted SKUs",
            "雨伞-000: required",
            "supply-chain: 张敏",
            "was due Sun 14 June, 24:00",
        )
    ]
    assert places == sorted(places)
    assert "雨伞-001" not in said


def test_all_that_blocks_comes_before_details() -> None:
    """Five blockers are shown with owner and time rather than two with their messages."""
    said = brief(run_of(many(5)))
    assert said.count("✗ FAILED") == 5
    assert said.count("campaign-owner: 李伟") == 5
    assert "holds too little" not in said


def test_what_does_not_fit_is_counted() -> None:
    """False-GO 44: every reason is shown or counted, and every list under its heading has its whole count."""
    said = brief(crowded())
    shown = said.split("BLOCKS THE LAUNCH (13)")[1].count("✗ FAILED")
    assert f"... and {13 - shown} more" in said
    assert "ALSO OPEN (7)" in said
    assert "MINOR, LISTED ONLY (5)" in said
    assert "AFTER LAUNCH (4)" in said
    assert "NOTES (4)" in said


def test_a_message_that_is_cut_says_so() -> None:
    """Two lines of it at most, the last of which ends in an ellipsis."""
    lines = brief(run_of(many(1))).splitlines()
    first = next(number for number, line in enumerate(lines) if "✗ FAILED" in line) + 1
    assert [line.rstrip().endswith("…") for line in lines[first : first + 2]] == [False, True]
    assert "campaign-owner" in lines[first + 2]


def test_what_changed_is_told_even_where_no_change_fits() -> None:
    """The run that it is compared with, and how many checks are better and worse."""
    now = crowded()
    said = " ".join(brief(now, past=past_with(run_of([outcome(o.check) for o in now.outcomes]), now)).split())
    assert "SINCE RUN 11 OF" in said
    assert "Decision: GO, now NO-GO" in said
    assert "checks are worse" in said


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", RUNS)
def test_it_says_how_to_see_the_rest(name: str, lang: Lang) -> None:
    """The option, and the commands that lead on; the count of each status stands before them."""
    said = brief(RUNS[name](), lang)
    assert all(words in said for words in ("--verbose", "readiness explain", "readiness todo", "html=report.html"))


def test_a_plan_says_what_is_due_first() -> None:
    """Nothing has failed yet: what to supply next, by whom."""
    waiting = [
        replace(one, due=LAUNCH - timedelta(days=2 + n))
        for n, one in enumerate(many(3, Status.PENDING, examined=Examined(0, "things")))
    ]
    said = brief(run_of([*waiting, outcome("planning.y")], at=at(4)))
    assert "STILL TO BE SUPPLIED, BY DUE TIME (3)" in said
    assert said.index("Sat 13 June") < said.index("Sun 14 June")


@pytest.mark.parametrize(
    ("name", "words"), [("go", "✓ GO"), ("conditional", "CONDITIONS OF THIS GO"), ("not-yet", "(technical only")]
)
def test_the_verdict_is_never_left_out(name: str, words: str) -> None:
    """False-GO 32, 41: with its scope and every caution, however little room there is."""
    run = RUNS[name]()
    said = brief(run, height=5)
    assert words in said
    for caution in ("Not the present", "Only part of the gate"):
        assert (caution in said) is (caution in render(run, Look("en")))


def test_the_first_reason_is_never_left_out() -> None:
    """Even on a screen that is too small for it."""
    assert "✗ FAILED  Title of planning.x0" in brief(crowded(), height=5)


@pytest.mark.parametrize("lang", LANGS)
def test_colour_adds_nothing_to_read(lang: Lang) -> None:
    """Without colour not one character is missing."""
    plain = brief(no_go(), lang)
    coloured = render(no_go(), Look(lang, brief=True, colour=True))
    assert "\x1b[" in coloured
    assert [line.rstrip() for line in re.sub(r"\x1b\[[\d;]*m", "", coloured).splitlines()] == plain.splitlines()


@pytest.mark.parametrize("words", HOSTILE)
def test_evidence_steers_no_terminal(words: str) -> None:
    """No control character, and no mark that turns the reading direction, comes from evidence."""
    now = run_saying(words)
    written = brief(now, past=past_with(run_of([outcome("planning.c", Status.FAILED)]), now))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", written)


def test_a_run_without_any_check_is_told() -> None:
    """Nothing passed, so nothing is known."""
    run = run_of([])
    assert run.decision == decide([], [], partial=False)
    assert "CANNOT TELL" in brief(run)
