"""The HTML report as a reader has it: a real Chromium opens the file, on a phone and at a desk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from readiness.model.outcome import Status
from readiness.model.text import LANGS, Lang, Text
from readiness.reporting.report import Look
from tests.reporting.browsing import DESK, PHONE, Reports, Scheme, bottom, open_all, started, value, visible
from tests.reporting.hostile import HARMLESS, HOSTILE, run_saying
from tests.reporting.measured_runs import measured
from tests.reporting.pasts import past_with
from tests.reporting.runs import RUNS, at, go, no_go, outcome, run_of

pytestmark = pytest.mark.slow

# Each language, size and scheme twice, each two of them together once.
LOOKS: list[tuple[Lang, tuple[int, int], Scheme]] = [
    ("en", PHONE, "light"),
    ("en", DESK, "dark"),
    ("zh", PHONE, "dark"),
    ("zh", DESK, "light"),
]
UNBROKEN = "a-name-that-nothing-breaks" * 12


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    yield from started()


@pytest.fixture
def reports(chromium: Browser, tmp_path: Path) -> Reports:
    return Reports(chromium, tmp_path)


def width(page: Page) -> int:
    wide: int = value(page, "document.documentElement.scrollWidth")
    return wide


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("name", ["no-go", "cannot-tell"])
def test_a_phone_shows_answer_and_first_blocker_at_once(reports: Reports, name: str, lang: Lang) -> None:
    """Nothing has to be scrolled for the decision, the launch, what blocks first, who owns it and by when."""
    with reports.shown(RUNS[name](), lang) as page:
        for part in ("h1", ".count", ".card h3", ".card .what", ".card .who", ".card .time"):
            assert bottom(page, part) <= PHONE[1], part
        if name in ("no-go", "cannot-tell"):
            assert bottom(page, ".card .todo") <= PHONE[1], "what is to be done"
        assert value(page, "scrollY") == 0


def test_the_first_screen_holds_cautions_and_changes_too(reports: Reports) -> None:
    """A run of another instant, with an earlier one to compare with, still shows its first blocker on a phone."""
    now = replace(no_go(), as_of=at(17), as_of_words="T-24h")
    look = Look("zh", past=past_with(go(), now))
    with reports.shown(now, look=look) as page:
        assert "与第 11 次运行" in page.locator(".count").inner_text()
        assert bottom(page, ".cautions") < bottom(page, ".card .what") <= PHONE[1]


@pytest.mark.parametrize(("lang", "size", "scheme"), LOOKS)
def test_it_is_accessible(reports: Reports, lang: Lang, size: tuple[int, int], scheme: Scheme) -> None:
    """axe finds nothing to object to: contrast, names, landmarks, headings in order; all parts opened."""
    now = measured()
    with reports.shown(now, size=size, scheme=scheme, look=Look(lang, past=past_with(no_go(), now))) as page:
        open_all(page)
        found = Axe().run(page).response["violations"]
        assert [(one["id"], [node["html"][:120] for node in one["nodes"]][:3]) for one in found] == []


@pytest.mark.parametrize(("lang", "size"), list(product(LANGS, (PHONE, DESK))))
def test_nothing_scrolls_sideways(reports: Reports, lang: Lang, size: tuple[int, int]) -> None:
    """Whatever names are in it, and with all parts opened, the page is as wide as the window."""
    for run in (no_go(), measured(), run_saying(UNBROKEN)):
        with reports.shown(run, lang, size) as page:
            open_all(page)
            assert width(page) == size[0]


@pytest.mark.parametrize("script", [True, False])
def test_the_language_is_switched_in_the_page(reports: Reports, script: bool) -> None:
    """One file holds both languages; with the mouse, with keys, and without script one of them is shown."""
    with reports.shown(no_go(), "zh", script=script) as page:
        assert "不可上线" in page.locator("h1").inner_text()
        page.locator("label[for=lang-en]").click()
        said = page.locator("main").inner_text()
        assert "NO-GO" in said
        assert "Blocks the launch" in said
        assert "不可上线" not in said
        page.keyboard.press("ArrowLeft")
        assert "不可上线" in page.locator("h1").inner_text()
        assert "NO-GO" not in page.locator("main").inner_text()
        if script:
            assert value(page, "document.documentElement.lang") == "zh-CN"


def test_filters_work_without_script(reports: Reports) -> None:
    """A choice of status, phase and owner leaves the checks that it names, and opens their phases."""
    with reports.shown(no_go(), size=DESK, script=False) as page:
        everything = visible(page, ".c > summary")
        page.locator("#state-failed").check()
        assert [line.split()[1] for line in visible(page, ".c > summary")] == ["FAILED", "FAILED"]
        page.locator("#state-passed").check()
        assert [line.split()[1] for line in visible(page, ".c > summary")] == ["PASSED"]
        page.locator("#state-any").check()
        page.locator("#phase-technical").check()
        assert len(visible(page, ".phase h3")) == 1
        page.locator("#phase-any").check()
        page.locator("fieldset", has_text="Owner").locator("label", has_text="legal").click()
        assert ["legal" in line for line in visible(page, ".c > summary")] == [True]
        page.locator("#owner-any").check()
        assert len(visible(page, ".c > summary")) >= len(everything)
        assert not page.locator(".search").is_visible()


def test_search_finds_what_is_written(reports: Reports) -> None:
    """With script, words of either language narrow the list, closed parts included, together with the filters, and the
    count is said."""
    with reports.shown(measured(), size=DESK) as page:
        page.locator("#search").fill("SKU-001 row 17")
        assert len(visible(page, ".c > summary")) == 1
        assert page.locator("output").inner_text().startswith("1 /")
        page.locator("#search").fill("库存覆盖")
        assert len(visible(page, ".c > summary")) == 1
        page.locator("#state-passed").check()
        assert visible(page, ".c > summary") == []
        assert visible(page, ".phase") == []
        assert page.locator("output").inner_text().startswith("0 /")
        page.locator("#state-any").check()
        page.locator("#search").fill("")
        assert page.locator("output").inner_text() == "5 / 5"


@pytest.mark.parametrize("script", [True, False])
def test_thousands_of_checks_are_filtered_at_once(reports: Reports, script: bool) -> None:
    """With 2,000 checks a choice is shown, and the language switched, before a reader wonders."""
    some = [outcome(f"planning.c{n}", Status.PASSED if n % 10 else Status.FAILED) for n in range(2000)]
    with reports.shown(run_of(some), size=DESK, script=script) as page:
        page.set_default_timeout(10_000)
        page.locator("#state-failed").check()
        page.locator("label[for=lang-zh]").click()
        assert page.locator(".c.failed").last.is_visible()
        assert not page.locator(".c.passed").last.is_visible()
        if script:
            page.locator("#search").fill("planning.c1990")
            assert page.locator("output").inner_text() == "1 / 2,000"


@pytest.mark.parametrize("script", [True, False])
def test_a_link_opens_what_it_leads_to(reports: Reports, script: bool) -> None:
    """The address of a check, and a card's link to it, show its details, whatever was closed."""
    with reports.shown(go(), script=script, at="#c-planning.legal-signoff") as page:
        assert page.locator('[id="c-planning.legal-signoff"]').is_visible()
    with reports.shown(no_go(), script=script) as page:
        assert not page.locator('[id="c-execution.stock-coverage"]').is_visible()
        page.locator('a[href="#c-execution.stock-coverage"]').first.click()
        assert page.locator('[id="c-execution.stock-coverage"]').is_visible()


def test_a_link_wins_over_a_filter(reports: Reports) -> None:
    """What a filter has hidden is shown when a link leads to it."""
    with reports.shown(no_go()) as page:
        page.locator("#state-passed").check()
        page.locator('a[href="#c-execution.stock-coverage"]').first.click()
        assert page.locator('[id="c-execution.stock-coverage"]').is_visible()


def test_the_keyboard_reaches_everything(reports: Reports) -> None:
    """Language first, then the way past all the rest; what has the focus is marked."""
    with reports.shown(no_go(), size=DESK) as page:
        page.keyboard.press("Tab")
        assert value(page, "document.activeElement.name") == "lang"
        assert value(page, "getComputedStyle(document.querySelector('label[for=lang-en]')).outlineStyle") == "solid"
        page.keyboard.press("Tab")
        assert value(page, "document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert value(page, "document.activeElement.id") == "all"
        page.keyboard.press("Tab")
        assert value(page, "document.activeElement.id") == "search"
        page.keyboard.press("Tab")
        assert value(page, "document.activeElement.id") == "state-any"
        assert value(page, "getComputedStyle(document.activeElement.nextElementSibling).outlineStyle") == "solid"
        page.keyboard.press("ArrowRight")
        assert value(page, "document.activeElement.id") == "state-open"
        assert all("PASSED" not in line for line in visible(page, ".c > summary"))


def test_nothing_leaves_the_file_and_nothing_foreign_runs(reports: Reports) -> None:
    """No request but for the file itself, no message of the policy, no dialog, and no element that evidence wrote."""
    shapes = []
    for words in (HARMLESS, "".join(HOSTILE[:8])):
        asked: list[str] = []
        with reports.shown(run_saying(words), size=DESK) as page:
            page.on("request", lambda request: asked.append(request.url))  # noqa: B023  the page is closed in each turn
            page.on("console", lambda message: asked.append(message.text))  # noqa: B023
            page.on("dialog", lambda dialog: asked.append(dialog.message))  # noqa: B023
            page.reload()
            open_all(page)
            assert asked == [page.url]
            shapes.append(value(page, "[...document.querySelectorAll('*')].map((part) => part.tagName).join(' ')"))
    assert shapes[0] == shapes[1]
    assert shapes[0].count("SCRIPT") == 1


@pytest.mark.parametrize("lang", LANGS)
def test_paper_shows_everything_once(reports: Reports, lang: Lang) -> None:
    """Printed, all parts are open, whatever was filtered; one language is there; pages are A4."""
    with reports.shown(no_go(), lang) as page:
        page.locator("#state-passed").check()
        page.emulate_media(media="print")
        assert all(part.is_visible() for part in page.locator(".c > div").all())
        other = {"en": "不可上线", "zh": "NO-GO"}[lang]
        assert other not in page.locator("main").inner_text()
        assert not page.locator(".filters").is_visible()
        paper = page.pdf(prefer_css_page_size=True)
        assert b"/MediaBox [0 0 594.95" in paper or b"/MediaBox [0 0 595" in paper
        assert value(page, "getComputedStyle(document.querySelector('.card')).breakInside") == "avoid"


def test_long_values_have_room(reports: Reports) -> None:
    """A long observed value is at least a third as wide as the page, not a narrow column."""
    first = no_go().outcomes[0]
    finding = replace(first.findings[0], observed=Text.same("a basket of 12 things, " * 20))
    run = run_of([replace(first, findings=(finding,), findings_total=1)])
    with reports.shown(run, size=DESK) as page:
        box = page.locator(".card .f dd").nth(1).bounding_box()
        assert box is not None
        assert box["width"] > DESK[0] / 3


def test_every_status_has_its_own_sign(reports: Reports) -> None:
    """Without colours the statuses can still be told apart, in rows and in pictures."""
    run = run_of([outcome(f"planning.x{place}", status) for place, status in enumerate(Status)])
    with reports.shown(run, size=DESK) as page:
        open_all(page)
        signs = {line.split()[0] for line in visible(page, ".c > summary")}
        assert signs == {"✓", "…", "✗", "?", "!", "–"}
        shapes: Any = value(
            page,
            "[...document.querySelectorAll('svg[lang=en] path')]"
            ".map((path) => [path.getAttribute('class'), path.getAttribute('d')])",
        )
        assert len({shape for _, shape in shapes}) == len({status for status, _ in shapes}) > 0
