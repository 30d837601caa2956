"""The HTML report: one file, no script, nothing fetched, the decision first."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from base64 import b64encode
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path

import pytest

from readiness.model.outcome import Status
from readiness.model.run import Run
from readiness.model.text import LANGS, Lang, Text
from readiness.reporting.cleaning import clean_line
from readiness.reporting.html import render
from readiness.reporting.report import Look
from tests.reporting.hostile import HARMLESS, HOSTILE, run_saying
from tests.reporting.runs import RUNS, no_go, outcome, run_of

PHONE = "390,844"
PNG = b"\x89PNG\r\n\x1a\n"


class Page(HTMLParser):
    """The page's elements with their attributes, its ids and its text."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.shape: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.shape.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    @property
    def text(self) -> str:
        return " ".join("".join(self.texts).split())

    def values(self, attribute: str) -> list[str]:
        return [value for _, name, value in self.attributes if name == attribute]


@pytest.mark.parametrize("words", HOSTILE)
def test_everything_is_escaped(words: str) -> None:
    """Whatever evidence, names or files say, the page has the same elements and attributes, and shows the words."""
    page, plain = Page(render(run_saying(words), Look("en"))), Page(render(run_saying(HARMLESS), Look("en")))
    assert page.shape == plain.shape
    assert page.text.count(clean_line(words)) >= plain.text.count(HARMLESS) - 3


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
def test_the_page_needs_no_script_and_no_network(name: str, lang: Lang) -> None:
    """No script, frame, form or handler, and no style that loads anything."""
    document = render(RUNS[name](), Look(lang))
    page = Page(document)
    assert not {tag for tag, _ in page.shape} & {"script", "iframe", "object", "embed", "form", "img", "base"}
    assert not [attribute for _, attribute, _ in page.attributes if attribute.startswith("on")]
    assert not re.search(r"@import|url\(", document)
    assert page.values("lang") == ["zh-CN" if lang == "zh" else "en"]


def test_the_policy_allows_this_style_and_nothing_else() -> None:
    """The Content-Security-Policy holds the hash of the very bytes between the style's tags, and default none."""
    document = render(no_go(), Look("en"))
    (style,) = re.findall(r"<style>(.*?)</style>", document, re.DOTALL)
    (policy,) = [value for value in Page(document).values("content") if "default-src" in value]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy.split("; ") == [
        "default-src 'none'",
        f"style-src 'sha256-{digest}'",
        "img-src data:",
        "base-uri 'none'",
        "form-action 'none'",
    ]


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
    card = document.partition('<li class="card waived">')[2].partition("</li>")[0]
    for words in ("WAIVED", "290", "李伟", "A truck with 500 units arrives on the 17th"):
        assert words in card


@pytest.mark.parametrize("status", list(Status))
def test_every_status_is_a_symbol_and_a_word(status: Status) -> None:
    """No status is told by colour alone."""
    document = render(run_of([outcome("planning.x", status), outcome("planning.y")]), Look("en"))
    words = str(status).upper().replace("-", " ") if status is not Status.ERROR else "CANNOT BE JUDGED"
    assert re.search(rf'<b class="chip">\S {words}</b>', document)


Browser = Callable[..., bytes]


@pytest.fixture
def chromium(tmp_path: Path) -> Browser:
    """Runs the browser over a document; skips where none is installed, which is a failure in CI."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        assert not os.environ.get("CI"), "Chromium is not installed"
        pytest.skip("Chromium is not installed")

    def run(document: str, *flags: str) -> bytes:
        page = tmp_path / "report.html"
        page.write_text(document, "utf-8")
        shown = [f"--user-data-dir={tmp_path / 'profile'}", "--hide-scrollbars", f"--window-size={PHONE}"]
        quiet = ["--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
        command = [program, *quiet, *shown, *flags, page.as_uri()]
        return subprocess.run(command, capture_output=True, timeout=60, check=True, cwd=tmp_path).stdout

    return run


def retitled(run: Run, check: str) -> Run:
    changed = tuple(replace(o, title=Text.same("Another")) if o.check == check else o for o in run.outcomes)
    return replace(run, outcomes=changed)


@pytest.mark.slow
def test_the_first_screen_of_a_phone_says_what_blocks(chromium: Browser, tmp_path: Path) -> None:
    """A phone's first screen shows the decision and the first check that blocks: it looks different when either
    says something else, and the same when a check further down does."""

    def screen(document: str) -> bytes:
        shot = tmp_path / "screen.png"
        shot.unlink(missing_ok=True)
        chromium(document, f"--screenshot={shot}")
        return shot.read_bytes()

    run = no_go()
    shown = screen(render(run, Look("en")))
    assert shown.startswith(PNG)
    assert len(shown) > 20_000
    first, last = run.decision.reasons[0].check, run.decision.reasons[-1].check
    assert screen(render(retitled(run, last), Look("en"))) == shown
    assert screen(render(retitled(run, first), Look("en"))) != shown
    assert screen(render(run, Look("en")).replace("</span> NO-GO", "</span> GO")) != shown


@pytest.mark.slow
def test_the_browser_runs_nothing_of_hostile_evidence(chromium: Browser) -> None:
    """In the browser's own tree there is no element that evidence wrote, whatever it contained."""
    shapes = [
        Page(chromium(render(run_saying(words), Look("en")), "--dump-dom").decode()).shape
        for words in (HARMLESS, "".join(HOSTILE[:8]))
    ]
    assert shapes[0] == shapes[1]
    assert "script" not in {tag for tag, _ in shapes[1]}
