"""The card: what is on it, and that nothing of it is cut."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from itertools import product
from typing import Any

import pytest

from readiness.model.launch import LaunchWord
from readiness.model.outcome import Status
from readiness.model.signoff import Verdict
from readiness.model.text import LANGS, Lang, Text
from readiness.reporting import html
from readiness.reporting.pdf import page as pdf_page
from readiness.reporting.png import WIDTH, page
from readiness.reporting.report import Look
from tests.reporting.hostile import HARMLESS, HOSTILE, run_saying
from tests.reporting.pasts import past_with
from tests.reporting.runs import RUNS, at, campaign, go, no_go, outcome, run_of
from tests.reporting.test_terminal_brief import crowded
from tests.tools import program

LINK = "https://ci.example/618/report.html"


class Shape(HTMLParser):
    """The elements and attributes of a document, and its text."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.text = ""
        self.feed(document)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def text_of(document: str) -> str:
    return " ".join(Shape(document.partition("</head>")[2]).text.split())


def test_it_says_what_a_group_must_know() -> None:
    """Campaign, decision, time to the launch, what blocks with owner and time left, what changed, validity, link."""
    said = text_of(page(no_go(), Look("en", past=past_with(go(), no_go()), link=LINK)).html)
    places = [
        said.index(words)
        for words in (
            "618 sale",
            "✗ NO-GO",
            "in 5 h",
            "Blocks the launch (3)",
            "Promoted SKUs",
            "supply-chain: 张敏 · was due Sun 14 June, 24:00",
            "Decision: GO, now NO-GO",
            "holds until",
            LINK,
        )
    ]
    assert places == sorted(places)
    assert "@" not in said


@pytest.mark.parametrize(
    ("name", "words"),
    [("go", "Also open"), ("conditional", "Conditions of this GO (3)"), ("not-yet", "Still to be supplied")],
)
def test_without_a_blocker_the_next_is_told(name: str, words: str) -> None:
    """Conditions of a conditional GO, what is to be supplied for one that is not yet; of a GO that nothing blocks."""
    said = text_of(page(RUNS[name](), Look("en")).html)
    assert (words in said) is (name != "go")
    assert ("Nothing blocks." in said) is (name == "go")


def test_what_is_not_on_it_is_counted() -> None:
    """False-GO 44: six of thirteen, and seven more."""
    said = text_of(page(crowded(), Look("en")).html)
    assert "Blocks the launch (13)" in said
    assert "... and 7 more" in said


@pytest.mark.parametrize("lang", LANGS)
def test_cautions_and_decisions_are_on_it(lang: Lang) -> None:
    """False-GO 32, 41: a card of another instant, of a part or of a starter selection says so."""
    word = LaunchWord("许宏", "sponsor", Verdict.CHANGES_REQUESTED, at(17, 21), "", signed=False, problem=None)
    said = text_of(page(RUNS["not-yet"](), Look(lang, signed=(word,))).html)
    for words in {
        "en": ("as of T-48h", "technical only", "Not the present", "Only part of the gate", "refused by 许宏"),
        "zh": ("截至 T-48h", "仅技术准备", "这不是当前结论", "只检查了一部分", "许宏（发起人）不同意上线"),
    }[lang]:
        assert words in said


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_text(words: str) -> None:
    """Whoever wrote them: as many elements with the same attributes as with harmless words, and no other style."""
    shapes = [Shape(page(run_saying(said), Look("en")).html).elements for said in (words, HARMLESS)]
    assert shapes[0] == shapes[1]


def test_it_asks_for_nothing() -> None:
    """No script, no address, and a policy that allows none."""
    document = page(crowded(), Look("en")).html
    assert "default-src 'none'" in document
    assert not {"script", "img", "link", "iframe"} & {tag for tag, _ in Shape(document).elements}


def test_a_pdf_is_the_html_report() -> None:
    """Word for word, on paper."""
    made = pdf_page(no_go(), Look("zh"))
    assert (made.html, made.size) == (html.render(no_go(), Look("zh")), None)


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    path = program("chromium", "chromium")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


LONG = Text(
    "Every participating store has its display up and confirmed " * 3, "所有参与门店均已完成陈列并在系统中确认" * 6
)


def long_run() -> Any:
    """Every text is as long as it may be, and longer."""
    told = [outcome(f"planning.x{n}", Status.FAILED, title=LONG, people=("很长的名字 " * 9,)) for n in range(9)]
    run = run_of(
        told, campaign=campaign(name=LONG, release="release " * 30), notes=(LONG,), as_of=at(17), as_of_words="T-24h"
    )
    return replace(run, scope=replace(run.scope, only=("planning.x1", "planning.x2", "planning.x3")))


@pytest.mark.slow
@pytest.mark.parametrize(("name", "lang"), list(product([*RUNS, "crowded", "long"], LANGS)))
def test_the_card_is_as_tall_as_what_is_on_it(browser: Any, name: str, lang: Lang) -> None:
    """In a real browser nothing lies below the edge or beside it, and hardly any of the card is empty."""
    run = {"crowded": crowded, "long": long_run, **RUNS}[name]()
    made = page(run, Look(lang, past=past_with(go(), run), link=LINK))
    assert made.size is not None
    width, height = made.size
    tab = browser.new_page(viewport={"width": width, "height": height})
    tab.set_content(made.html)
    assert tab.evaluate("document.documentElement.scrollHeight") <= height
    assert tab.evaluate("document.documentElement.scrollWidth") == width == WIDTH
    last = "[...document.querySelectorAll('main > *')].at(-1).getBoundingClientRect().bottom"
    empty = tab.evaluate("document.querySelector('footer').getBoundingClientRect().top") - tab.evaluate(last)
    tab.close()
    assert empty < 160
