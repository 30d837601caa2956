"""The Markdown report, read as a pull request's page reads it."""

from __future__ import annotations

import re

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from readiness.model.outcome import Status
from readiness.model.text import LANGS, Lang
from readiness.reporting.cleaning import clean_line
from readiness.reporting.markdown import as_text, render
from readiness.reporting.report import Look
from readiness.reporting.wording import STATUS_SYMBOLS
from tests.reporting.hostile import HARMLESS, HOSTILE, run_saying
from tests.reporting.runs import RUNS, no_go, outcome, run_of

READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
MENTION = re.compile(r"(?<![\w`])@\w")


def blocks(document: str) -> list[tuple[str, str]]:
    return [(token.type, token.tag) for token in READER.parse(document)]


def inlines(document: str) -> list[Token]:
    return [child for token in READER.parse(document) for child in token.children or ()]


def text(document: str) -> str:
    """What a reader sees, without the joiner that keeps names from being notified."""
    return " ".join(token.content for token in inlines(document)).replace("\u2060", "")


@pytest.mark.parametrize("words", HOSTILE)
def test_text_stays_text(words: str) -> None:
    """Pipes, backticks, headings, lists, HTML, links and emphasis in evidence change nothing of the page's build."""
    document, plain = render(run_saying(words), Look("en")), render(run_saying(HARMLESS), Look("en"))
    assert blocks(document) == blocks(plain)
    marks = [
        [t.type for t in inlines(d) if t.type not in ("text", "text_special", "softbreak")] for d in (document, plain)
    ]
    assert marks[0] == marks[1]
    assert {t.content for t in inlines(document) if t.type == "html_inline"} <= {"<br>"}
    assert text(document).count(clean_line(words)) >= text(plain).count(HARMLESS) - 3


@pytest.mark.parametrize("words", ["@everyone", "x @org/team y", "&commat;everyone", "min.zhang@shop.example"])
def test_nobody_is_notified(words: str) -> None:
    """A name behind an at sign is shown and mentions no one, however it is written."""
    shown = "".join(token.content for token in inlines(as_text(words)))
    assert not MENTION.search(shown)
    assert shown.replace("\u2060", "") == words


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", RUNS)
def test_every_check_has_its_row(name: str, lang: Lang) -> None:
    """The table holds each outcome once, with its status as symbol and word."""
    run = RUNS[name]()
    rows = [line for line in render(run, Look(lang)).splitlines() if line.startswith("|")][2:]
    assert len(rows) == len(run.outcomes)
    for told in run.outcomes:
        (row,) = [row for row in rows if f"<br>{told.check} |" in row]
        assert row.startswith(f"| {STATUS_SYMBOLS[told.status]} ")


def test_a_cut_list_says_the_whole_count() -> None:
    """False-GO 44: the eight findings that the run kept are shown, and 34 more are counted."""
    written = render(no_go(), Look("en"))
    assert written.count("required at least 1,200") == 8
    assert "42 findings" in written
    assert "... and 34 more" in written


def test_the_verdict_is_the_heading() -> None:
    """False-GO 32, 41: what a chat shows of the document first says the scope too."""
    first = render(RUNS["not-yet"](), Look("en")).splitlines()[0]
    assert first == "# … NOT YET (technical only; starter, 100 checks not asked; as of T-48h)"


def test_who_loosened_and_why_is_told() -> None:
    """False-GO 38: a loosening names its author, reason, change and whether it is approved."""
    written = render(RUNS["conditional"](), Look("en"))
    for words in (
        "by li.wei",
        "Stores are open as usual",
        "approved by 王芳",
        "NOT APPROVED",
        "asked → not applicable",
    ):
        assert words in written


@pytest.mark.parametrize("status", list(Status))
def test_every_status_has_its_word(status: Status) -> None:
    """No status is a symbol alone."""
    written = render(run_of([outcome("planning.x", status)]), Look("zh"))
    assert re.search(rf"^\| {re.escape(STATUS_SYMBOLS[status])} [一-鿿]+ \|", written, re.MULTILINE)
