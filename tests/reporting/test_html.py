"""The HTML report: one file in two languages, nothing fetched, nothing foreign in it, the decision first."""

from __future__ import annotations

import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import pytest

from readiness.model.outcome import Status
from readiness.model.text import LANGS, Lang
from readiness.reporting.cleaning import clean_line
from readiness.reporting.html import render
from readiness.reporting.report import Look
from tests.reporting.hostile import HARMLESS, HOSTILE, run_saying
from tests.reporting.runs import DIGEST, RUNS, no_go, outcome, run_of


class Page(HTMLParser):
    """The page's elements with their attributes, its ids and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self._own = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._own = tag if tag in ("style", "script") else ""

    def handle_data(self, data: str) -> None:
        if not self._own:
            self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def values(self, attribute: str) -> list[str]:
        return [value for _, name, value in self.attributes if name == attribute]


def unpaired(page: Page) -> list[tuple[str, tuple[str, ...]]]:
    return [element for element in page.shape if element != ("i", ("lang",))]


@pytest.mark.parametrize("words", HOSTILE)
def test_everything_is_escaped(words: str) -> None:
    """Whatever evidence, names or files say, the page has the same elements and attributes, and shows the words. A text
    that reads alike in both languages stands there once, another one twice; pictures cut what is long."""
    page, plain = Page(render(run_saying(words), Look("en"))), Page(render(run_saying(HARMLESS), Look("en")))
    assert unpaired(page) == unpaired(plain)
    assert page.text.count(clean_line(words)) >= plain.text.count(HARMLESS) - 12


@pytest.mark.parametrize("words", HOSTILE)
def test_no_link_leaves_the_page(words: str) -> None:
    """Links lead to a place on the page that exists; the icon is inline; nothing else names an address."""
    page = Page(render(run_saying(words), Look("zh")))
    targets = [value for tag, name, value in page.attributes if (tag, name) == ("a", "href")]
    assert targets
    assert all(target.startswith("#") and target[1:] in page.values("id") for target in targets)
    assert [value[:19] for tag, _, value in page.attributes if tag == "link" and "/" in value] == [
        "data:image/svg+xml,"
    ]
    assert not {name for _, name, _ in page.attributes} & {"src", "style", "srcset", "action", "background", "data"}


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", RUNS)
def test_the_page_needs_no_network(name: str, lang: Lang) -> None:
    """No frame, form or handler, no style that loads anything, and the one script asks nobody for anything."""
    document = render(RUNS[name](), Look(lang))
    page = Page(document)
    assert not {tag for tag, _ in page.shape} & {"iframe", "object", "embed", "form", "img", "base"}
    assert not [attribute for _, attribute, _ in page.attributes if attribute.startswith("on")]
    assert not re.search(r"@import|url\(", document)
    assert not re.search(r"fetch|XMLHttp|WebSocket|import\(|eval|innerHTML", document)
    assert page.values("lang")[0] == ("zh-CN" if lang == "zh" else "en")


def test_the_policy_allows_this_style_and_script_and_nothing_else() -> None:
    """The Content-Security-Policy holds the hashes of the very bytes between the tags, and default none."""
    document = render(no_go(), Look("en"))
    (policy,) = [value for value in Page(document).values("content") if "default-src" in value]
    style, script = (_hash(document, tag) for tag in ("style", "script"))
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{style}'",
        f"script-src 'sha256-{script}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


def _hash(document: str, tag: str) -> str:
    (inside,) = re.findall(rf"<{tag}>(.*?)</{tag}>", document, re.DOTALL)
    return b64encode(sha256(inside.encode()).digest()).decode()


def test_both_languages_are_in_the_file() -> None:
    """Whatever the look's language, all is there in both; only where the page begins is different."""
    en, zh = (render(no_go(), Look(lang)) for lang in LANGS)
    for words in ("Blocks the launch", "阻止上线", "Wed 17 June, 24:00", "6月17日（周三）24:00"):
        assert words in en
        assert words in zh
    assert re.findall(r"<title>.*?</title>", en + zh) == [
        "<title>NO-GO · 618 sale</title>",
        "<title>不可上线 · 618 大促</title>",
    ]
    body = [re.sub(r" checked|<html[^>]*>|<title>.*?</title>", "", document) for document in (en, zh)]
    assert body[0] == body[1]


def test_what_reads_alike_is_written_once() -> None:
    """Digests, ids and names of evidence are not doubled by the languages."""
    document = render(RUNS["go"](), Look("en"))
    assert document.count(DIGEST) == 1
    assert document.count("execution.stock-coverage · ") == 1


def test_people_can_be_reached_from_the_card() -> None:
    """An address that is one becomes a link for mail or telephone; nothing else does."""
    people = {
        "legal": ("王芳 <fang.wang@shop.example>", "Li <+86 21-5555 1234>", "X <javascript:alert(1)>", 'Y <a@b.c">')
    }
    run = run_of([outcome("planning.legal-signoff", Status.FAILED, people=("王芳", "Li", "X", "Y"))])
    run = replace(run, campaign=replace(run.campaign, people=people))
    targets = {v for tag, name, v in Page(render(run, Look("en"))).attributes if (tag, name) == ("a", "href")}
    assert {one for one in targets if not one.startswith("#")} == {"mailto:fang.wang@shop.example", "tel:+862155551234"}


def test_many_cards_stay_short() -> None:
    """With a hundred blockers each has its card, and the findings of the later ones are left to the details."""
    failed = [replace(no_go().outcomes[0], check=f"execution.c{n}") for n in range(100)]
    document = render(run_of(failed), Look("en"))
    cards = document.partition('id="glance"')[0]
    assert cards.count('<li class="card failed">') == 100
    assert cards.count("<b>雨伞-002</b>") == 12


def test_ids_are_unique() -> None:
    """A link to a check leads to that check."""
    for name in RUNS:
        ids = Page(render(RUNS[name](), Look("en"))).values("id")
        assert len(ids) == len(set(ids))


def test_a_cut_list_says_the_whole_count() -> None:
    """False-GO 44: a card shows three findings and says how many more; the details say what the run did not keep."""
    text = Page(render(no_go(), Look("en"))).text
    assert "42 findings" in text
    assert "... and 39 more" in text
    assert "34 more findings are counted" in text


def test_a_waiver_is_no_pass() -> None:
    """False-GO 37: a waived failure stands under the conditions with its finding, by whom and why."""
    document = render(RUNS["conditional"](), Look("en"))
    card = document.partition('<li class="card waived">')[2].partition('<p class="more">')[0]
    for words in ("WAIVED", "290", "李伟", "A truck with 500 units arrives on the 17th"):
        assert words in card


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_a_symbol_and_a_word(status: Status) -> None:
    """No status is told by colour alone."""
    document = render(run_of([outcome("planning.x", status), outcome("planning.y")]), Look("en"))
    words = str(status).upper().replace("-", " ") if status is not Status.ERROR else "CANNOT BE JUDGED"
    assert re.search(rf"<summary><i lang=en><b>\S {words}</b>", document)
