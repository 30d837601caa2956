"""The pictures of the HTML report that the READMEs and docs/reports/html.md show. `make pictures` takes them again,
from the example that must not launch, with an installed Chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from tests.worlds import ROOT, environment

FOLDER = ROOT / "docs/pictures"
COLOURS = 64
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: in which language, of what size and how fine, and from which part of the page on."""

    name: str
    lang: str
    width: int
    height: int
    scale: float
    part: str = "body"


SHOTS = (
    Shot("report-phone", "zh", 360, 640, 1.5),
    Shot("report-wide", "en", 1120, 700, 1),
    Shot("report-glance", "en", 1120, 640, 1, "#glance"),
)


def report(folder: Path) -> Path:
    """The HTML report of `examples/no-go` at the launch."""
    path = folder / "report.html"
    command = ["check", "examples/no-go", "--as-of", "T-0h", "--no-record", "--report", f"html={path}"]
    ran = subprocess.run(
        [sys.executable, "-m", "readiness", *command],
        cwd=ROOT,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ran.returncode == 1, ran.stdout + ran.stderr
    return path


def taken(browser: Browser, page: Path, shot: Shot) -> Image.Image:
    """The picture in few colours, which makes a file a fifth of the size."""
    size = {"width": shot.width, "height": shot.height}
    context = browser.new_context(viewport=size, device_scale_factor=shot.scale)  # type: ignore[arg-type]
    opened = context.new_page()
    opened.goto(page.as_uri())
    opened.locator(f"label[for=lang-{shot.lang}]").click()
    opened.locator(shot.part).first.evaluate("(part) => part.scrollIntoView()")
    image = Image.open(BytesIO(opened.screenshot()))
    context.close()
    return image.convert("RGB").quantize(COLOURS)


def take(folder: Path, shots: Sequence[Shot] = SHOTS) -> None:
    """Raises SystemExit where no browser is installed."""
    program = next(filter(None, map(shutil.which, PROGRAMS)), None)
    if program is None:
        raise SystemExit("no Chromium is installed; on Debian: apt-get install chromium fonts-noto-cjk")
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as work, sync_playwright() as playwright:
        page = report(Path(work))
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        for shot in shots:
            taken(browser, page, shot).save(folder / f"{shot.name}.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    take(FOLDER)
