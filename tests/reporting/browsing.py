"""A real Chromium over reports: one for all tests, a page for each look at one."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from readiness.model.run import Run
from readiness.model.text import Lang
from readiness.reporting.html import render
from readiness.reporting.report import Look

PHONE, DESK = (360, 640), (1280, 900)
Scheme = Literal["light", "dark"]


def started() -> Iterator[Browser]:
    """Skips where none is installed, which is a failure in CI."""
    program = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if program is None:
        assert not os.environ.get("CI"), "Chromium is not installed"
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        yield browser
        browser.close()


class Reports:
    """Opens reports in the browser, from a file, as a reader does."""

    def __init__(self, browser: Browser, folder: Path) -> None:
        self._browser = browser
        self._folder = folder
        self._written = 0

    @contextmanager
    def shown(
        self,
        run: Run,
        lang: Lang = "en",
        size: tuple[int, int] = PHONE,
        *,
        scheme: Scheme = "light",
        script: bool = True,
        look: Look | None = None,
        at: str = "",
    ) -> Iterator[Page]:
        """The report in a window of that size; `at` is the place that the address names."""
        self._written += 1
        path = self._folder / f"report-{self._written}.html"
        path.write_text(render(run, look or Look(lang)), "utf-8", newline="\n")
        context = self._browser.new_context(
            viewport={"width": size[0], "height": size[1]}, color_scheme=scheme, java_script_enabled=script
        )
        try:
            page = context.new_page()
            page.goto(path.as_uri() + at)
            yield page
        finally:
            context.close()


def bottom(page: Page, selector: str) -> float:
    """Where the first thing of that sort ends, in pixels from the top of the window."""
    box = page.locator(selector).first.bounding_box()
    assert box is not None, f"{selector} is not shown"
    return box["y"] + box["height"]


def visible(page: Page, selector: str) -> list[str]:
    """The texts of what is shown of that sort."""
    return [found.inner_text() for found in page.locator(selector).all() if found.is_visible()]


def open_all(page: Page) -> None:
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


def value(page: Page, expression: str) -> Any:
    return page.evaluate(expression)
