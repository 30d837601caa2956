"""Reports of one run: all are rendered before the first is written."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from readiness.cli.delivery import Delivery, deliver
from readiness.cli.errors import NotWritten
from readiness.cli.options import ReportRequest
from readiness.gate import GateRequest, run_gate
from readiness.model.run import Run
from readiness.reporting.registry import REPORTS
from tests.cli.campaigns import Small


@pytest.fixture
def run(small: Small) -> Run:
    return run_gate(GateRequest(small.file, datetime.now(UTC), no_record=True)).run


def test_a_report_that_can_not_be_made_leaves_no_other(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """False-GO 42: a crash while one report is made writes none, so that no half of a decision lies about."""
    monkeypatch.setitem(REPORTS, "broken", "tests.cli.broken_report")
    page = tmp_path / "page.html"
    delivery = Delivery((ReportRequest("html", page), ReportRequest("broken", tmp_path / "x.txt")))
    with pytest.raises(ZeroDivisionError):
        deliver(run, "en", delivery)
    assert not page.exists()
    assert capsys.readouterr().out == ""


def test_the_terminal_tells_even_when_a_file_can_not(
    run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """False-GO 43: the person in front sees the decision, and the command still fails for the file."""
    (tmp_path / "taken").write_bytes(b"")
    with pytest.raises(NotWritten):
        deliver(run, "en", Delivery((ReportRequest("json", tmp_path / "taken" / "run.json"),)))
    assert "CONDITIONAL GO" in capsys.readouterr().out


def test_files_are_never_coloured_unless_asked(run: Run, tmp_path: Path) -> None:
    """A terminal report in a file is plain text of 80 columns."""
    path = tmp_path / "report.txt"
    deliver(run, "en", Delivery((ReportRequest("terminal", path),), quiet=True))
    text = path.read_text(encoding="utf-8")
    assert "\x1b[" not in text
    assert max(len(line) for line in text.splitlines()) <= 80
