"""The browser that makes pictures and PDFs: a real Chromium, without network, in a limited time."""

from __future__ import annotations

import http.server
import struct
import threading
import time
from pathlib import Path

import pytest

from readiness.cli.browser import VARIABLE, find_browser, print_page
from readiness.cli.errors import NotWritten
from readiness.reporting.page import Page
from tests.cli.campaigns import Small
from tests.cli.conftest import Readiness
from tests.cli.test_past import records
from tests.tools import program

pytestmark = pytest.mark.slow

A5 = "<!DOCTYPE html><style>@page{size:A5;margin:0}</style><p>上线"


@pytest.fixture(scope="module")
def chromium() -> str:
    return program("chromium", "chromium")


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A program of our own in the place of the browser."""
    path = tmp_path / "browser"
    monkeypatch.setenv(VARIABLE, str(path))
    return path


def script(path: Path, lines: str) -> None:
    path.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    path.chmod(0o755)


def test_a_picture_has_its_size(chromium: str) -> None:
    """Twice as many dots as the page has pixels, for the screens of phones."""
    content = print_page(Page("<!DOCTYPE html><p>上线", (300, 200)), "png")
    assert content.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", content[16:24]) == (600, 400)


def test_a_pdf_has_the_paper_of_the_page(chromium: str) -> None:
    """The style of the page says which; A5 is 420 by 595 points."""
    content = print_page(Page(A5), "pdf")
    assert content.startswith(b"%PDF-")
    assert b"MediaBox [0 0 419" in content or b"MediaBox [0 0 420" in content


def test_nothing_is_fetched(chromium: str) -> None:
    """Not even from this machine, and whatever the page asks for."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        place = f"http://127.0.0.1:{server.server_port}"
        content = print_page(Page(f"<!DOCTYPE html><img src={place}/a><link rel=stylesheet href={place}/b>"), "pdf")
        server.shutdown()
    assert content.startswith(b"%PDF-")
    assert asked == []


def test_a_browser_that_hangs_is_ended(named: Path, tmp_path: Path) -> None:
    """With all its processes, in the time that is given; the report was not written."""
    script(named, f"sleep 99 & echo $! > {tmp_path}/child; wait")
    began = time.monotonic()
    with pytest.raises(NotWritten, match=r"longer than 0\.5 s"):
        print_page(Page("x"), "pdf", seconds=0.5)
    assert time.monotonic() - began < 5
    child = Path("/proc", (tmp_path / "child").read_text(encoding="utf-8").strip(), "stat")
    while time.monotonic() - began < 10 and child.exists() and child.read_text(encoding="utf-8").split()[2] != "Z":
        time.sleep(0.05)  # what was killed dies when the system comes to it
    assert not child.exists() or child.read_text(encoding="utf-8").split()[2] == "Z"


@pytest.mark.parametrize(
    ("lines", "words"),
    [("exit 3", "exit code 3"), ("echo 'no sandbox here' >&2; exit 1", "no sandbox here"), ("exit 0", "exit code 0")],
)
def test_a_browser_that_makes_nothing_is_told(named: Path, lines: str, words: str) -> None:
    """With what it said; nothing half made is taken for the report."""
    script(named, lines)
    with pytest.raises(NotWritten, match=words):
        print_page(Page("x"), "png")


def test_what_is_no_picture_is_no_report(named: Path) -> None:
    """A file that was begun and not ended, or that is something else."""
    script(named, 'for word; do case "$word" in --print-to-pdf=*) echo x > "${word#*=}";; esac; done')
    with pytest.raises(NotWritten):
        print_page(Page("x"), "pdf")


def test_a_browser_is_looked_for(tmp_path: Path) -> None:
    """By the variable, which is not passed over where it names none; else in the PATH."""
    script(tmp_path / "chromium", "exit 0")
    assert find_browser({"PATH": str(tmp_path)}) == tmp_path / "chromium"
    assert find_browser({"PATH": str(tmp_path), VARIABLE: "other"}) is None


def test_reports_are_made_by_the_command(chromium: str, small: Small, readiness: Readiness) -> None:
    """A picture and a PDF beside the terminal report; the code is the decision's."""
    card, paper = small.folder / "card.png", small.folder / "report.pdf"
    answer = readiness("check", small.folder, "--report", f"png={card}", "--report", f"pdf={paper}")
    assert answer.code == 3, answer.err
    assert card.read_bytes().startswith(b"\x89PNG")
    assert paper.read_bytes().startswith(b"%PDF-")
    assert "CONDITIONAL GO" in answer.out or "有条件上线" in answer.out


@pytest.mark.parametrize("report", ["png", "pdf"])
def test_without_a_browser_nothing_is_probed(small: Small, readiness: Readiness, report: str) -> None:
    """It is wrong use, told with what to do, before anything is decided."""
    place = f"{report}={small.folder / 'report'}"
    answer = readiness("check", small.folder, "--report", place, "--lang", "en", env={VARIABLE: "none-such"})
    assert (answer.code, "apt-get install chromium" in answer.err) == (2, True)
    assert records(small) == []


def test_what_could_not_be_made_is_code_74(small: Small, readiness: Readiness, tmp_path: Path) -> None:
    """False-GO 43: the other reports are written and the decision is told, and the code says what is missing."""
    script(tmp_path / "broken", "exit 1")
    page = small.folder / "page.html"
    reports = ("--report", f"png={small.folder / 'card.png'}", "--report", f"html={page}")
    answer = readiness("check", small.folder, *reports, "--lang", "en", env={VARIABLE: str(tmp_path / "broken")})
    assert (answer.code, "The png report could not be made" in answer.err) == (74, True)
    assert "CONDITIONAL GO" in answer.out
    assert page.exists()
    assert not (small.folder / "card.png").exists()


def test_bytes_go_through_a_pipe(chromium: str, small: Small, tmp_path: Path) -> None:
    """`--report pdf` without a path is for another program."""
    import subprocess
    import sys

    from tests.cli.conftest import bare_environment

    command = [sys.executable, "-m", "readiness", "check", str(small.folder), "--report", "pdf"]
    done = subprocess.run(command, cwd=tmp_path, env=bare_environment(), capture_output=True, timeout=120, check=False)
    assert done.stdout.startswith(b"%PDF-")
    assert done.stdout.rstrip().endswith(b"%%EOF")
