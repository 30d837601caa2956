"""The terminal report: fits, reads without colour, hides nothing."""

from __future__ import annotations

import re

import pytest
from rich.cells import cell_len

from readiness.model.outcome import Status
from readiness.model.text import LANGS, Lang, Text
from readiness.reporting.report import Look
from readiness.reporting.terminal import render
from tests.reporting.hostile import HOSTILE, run_saying
from tests.reporting.runs import RUNS, no_go, outcome, run_of

ANSI = re.compile(r"\x1b\[[\d;]*m")


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", RUNS)
def test_lines_fit(name: str, lang: Lang, width: int) -> None:
    """No line is wider than asked, in cells, where a Chinese character takes two; but one id, path or address
    that is longer keeps a line of its own."""
    for line in render(RUNS[name](), Look(lang, width)).splitlines():
        assert cell_len(line) <= width or len(line.split()) <= 2, line


def test_a_long_id_stays_whole() -> None:
    """What is copied from a terminal is never cut: a path longer than the line keeps its own."""
    path = "evidence/" + "x" * 120 + ".xlsx"
    written = render(run_of([outcome("planning.x", Status.ERROR, message=Text.same(f"see {path} there"))]), Look("en"))
    assert path in [line.strip() for line in written.splitlines()]


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", RUNS)
def test_colour_adds_nothing_to_read(name: str, lang: Lang) -> None:
    """Without colour not one character is missing, and no escape sequence is left."""
    plain, coloured = (render(RUNS[name](), Look(lang, colour=colour)) for colour in (False, True))
    assert "\x1b" not in plain
    assert ANSI.search(coloured)
    assert [line.rstrip() for line in ANSI.sub("", coloured).splitlines()] == plain.splitlines()


@pytest.mark.parametrize(
    ("status", "symbol", "words"),
    [
        (Status.FAILED, "✗", "FAILED"),
        (Status.ERROR, "?", "CANNOT BE JUDGED"),
        (Status.PENDING, "…", "PENDING"),
        (Status.WAIVED, "!", "WAIVED"),
    ],
)
def test_what_is_open_is_a_symbol_and_a_word(status: Status, symbol: str, words: str) -> None:
    """False-GO 37: who sees no colour sees the status, also of what is waived."""
    written = render(run_of([outcome("planning.x", status), outcome("planning.y")]), Look("en"))
    assert f"  {symbol} {words}  Title of planning.x" in written


def test_a_cut_list_says_the_whole_count() -> None:
    """False-GO 44: five of 42 findings are shown, and the line after them says that 37 are not."""
    written = render(no_go(), Look("en", 120))
    assert written.count("observed 80") == 5
    assert "42 findings" in written
    assert "... and 37 more (in full: --report html=report.html)" in written


@pytest.mark.parametrize("name", RUNS)
def test_the_verdict_is_first_and_last(name: str) -> None:
    """False-GO 41: the verdict with its scope stands in the box and again at the end, where a long report is read."""
    lines = render(RUNS[name](), Look("zh", 120)).splitlines()
    verdict = lines[1].strip("│ ")
    assert verdict in lines[-2:]


@pytest.mark.parametrize("words", HOSTILE)
def test_evidence_steers_no_terminal(words: str) -> None:
    """No control character, and no mark that turns the reading direction, comes from evidence."""
    written = render(run_saying(words), Look("en"))
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", written)
