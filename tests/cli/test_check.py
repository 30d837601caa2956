"""`readiness check` as a process: exit codes, reports, records, languages."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.campaigns import CHECK, Small, write_small
from tests.cli.conftest import Readiness, bare_environment


def test_go_is_0(approved: Small, readiness: Readiness) -> None:
    """Everything passed and every loosening is approved: GO, exit code 0, told on standard output."""
    answer = readiness("check", approved.folder)
    assert answer.code == 0, answer.out + answer.err
    assert "GO" in answer.out


def test_a_loosened_gate_is_3(small: Small, readiness: Readiness) -> None:
    """False-GO 38: the four built-in checklists left out are a condition until somebody approves them."""
    answer = readiness("check", small.folder)
    assert answer.code == 3
    assert "planning" in answer.out


def test_a_failed_blocker_is_1(tmp_path: Path, readiness: Readiness) -> None:
    """One unit less than 120 % after the due moment is NO-GO."""
    small = write_small(tmp_path / "small", due="T-20d")
    small.stock(119)
    assert readiness("check", small.folder).code == 1


def test_a_pending_blocker_is_4(small: Small, readiness: Readiness) -> None:
    """The same before the due moment is NOT YET."""
    small.stock(119)
    assert readiness("check", small.folder).code == 4


def test_an_unreadable_blocker_is_5(small: Small, readiness: Readiness) -> None:
    """False-GO 7: a stock file without the needed column can't be judged."""
    (small.folder / "stock.csv").write_text("colour\nred\n", encoding="utf-8")
    assert readiness("check", small.folder).code == 5


def test_what_is_accepted_is_0(small: Small, readiness: Readiness) -> None:
    """`--accept` turns its answers into 0 and no others; the verdict stays."""
    answer = readiness("check", small.folder, "--accept", "conditional-go")
    assert answer.code == 0
    assert "CONDITIONAL" in answer.out
    assert readiness("check", small.folder, "--accept", "not-yet,partial").code == 3


def test_a_partial_go_is_3(approved: Small, readiness: Readiness) -> None:
    """False-GO 41: a selection is no whole run, unless partial is accepted."""
    assert readiness("check", approved.folder, "--only", CHECK).code == 3
    assert readiness("check", approved.folder, "--only", CHECK, "--accept", "partial").code == 0


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (["--phase", "executon"], "execution"),
        (["--only", "ours.stok"], "ours.stock"),
        (["--skip", "ours.stok"], "ours.stock"),
        (["--report", "htm=x.html"], "html"),
        (["--report", "json", "--report", "html"], "path of its own"),
        (["--as-of", "2026-06-18T00:00:00"], "T-48h"),
        (["--as-of", "warmup-1d"], ""),
        (["--accept", "no-go"], "waive"),
        (["--timeout", "30"], "30s"),
        (["--jobs", "0"], ""),
        (["--lang", "de"], ""),
        (["--record", "runs", "--no-record"], "Leave one"),
        (["--report", "html=waivers.yaml"], "another path"),
        (["--reprot", "html=x"], "--report"),
    ],
)
def test_wrong_use_is_2(arguments: list[str], hint: str, approved: Small, readiness: Readiness) -> None:
    """False-GO 1 and 40: what does not exist is never ignored; the nearest name or the right form is told."""
    answer = readiness("check", approved.folder, *arguments, cwd=approved.folder)
    assert answer.code == 2, answer.err
    assert hint in answer.err
    assert "Traceback" not in answer.err
    assert not (approved.folder / ".readiness").exists()


def test_a_campaign_that_is_not_there_is_6(tmp_path: Path, readiness: Readiness) -> None:
    """A path that matches nothing is invalid input, with the path in the message."""
    answer = readiness("check", tmp_path / "nowhere.yaml")
    assert answer.code == 6
    assert "nowhere.yaml" in answer.err


def test_all_problems_are_told_in_the_reader_s_language(small: Small, readiness: Readiness) -> None:
    """Every problem with file:line:column, in the locale's language, and nothing on standard output."""
    small.replace("timezone: Asia/Shanghai", "timezone: Asia/Shangai")
    small.replace("file: terms.md", "flie: terms.md")
    english, chinese = readiness("check", small.folder), readiness("check", small.folder, env={"LANG": "zh_CN.UTF-8"})
    assert (english.code, chinese.code, english.out) == (6, 6, "")
    assert "campaign.yaml:6:13:" in english.err
    assert "Asia/Shanghai" in english.err
    assert "flie" in english.err
    assert "个问题" in chinese.err


def test_the_language_is_the_campaign_s_when_it_has_one(tmp_path: Path, readiness: Readiness) -> None:
    """A Chinese campaign is told in Chinese on an English machine; `--lang` wins."""
    small = write_small(tmp_path / "small", languages="[zh]")
    assert "有条件上线" in readiness("check", small.folder, env={"LANG": "en_US.UTF-8"}).out
    assert "CONDITIONAL GO" in readiness("check", small.folder, "--lang", "en").out


def test_reports_and_record_are_written_and_told(approved: Small, tmp_path: Path, readiness: Readiness) -> None:
    """Each report is in its file, folders are made, and the paths stand on standard error."""
    page, data = tmp_path / "out" / "report.html", tmp_path / "out" / "run.json"
    answer = readiness("check", approved.folder, "--report", f"html={page}", "--report", f"json={data}")
    assert answer.code == 0
    assert page.read_text(encoding="utf-8").lstrip().lower().startswith("<!doctype html>")
    assert json.loads(data.read_text(encoding="utf-8"))["decision"]["verdict"] == "go"
    assert str(page) in answer.err
    records = list((approved.folder / ".readiness" / "runs").glob("*.json"))
    assert len(records) == 1
    assert records[0].name in answer.err


def test_a_report_on_standard_output_stands_there_alone(approved: Small, readiness: Readiness) -> None:
    """`--report json` gives JSON that a program can read, instead of the terminal report."""
    assert json.loads(readiness("check", approved.folder, "--report", "json").out)["campaign"]["id"] == "small"


def test_quiet_says_nothing(approved: Small, readiness: Readiness) -> None:
    """With `--quiet` the exit code is the whole answer."""
    answer = readiness("check", approved.folder, "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_no_record_leaves_none(approved: Small, readiness: Readiness) -> None:
    """`--no-record` writes nothing, `--record` writes where it says."""
    assert readiness("check", approved.folder, "--no-record").code == 0
    assert not (approved.folder / ".readiness").exists()
    assert readiness("check", approved.folder, "--record", approved.folder / "kept").code == 0
    assert len(list((approved.folder / "kept").glob("*.json"))) == 1


def test_a_report_that_can_not_be_written_is_74(approved: Small, readiness: Readiness) -> None:
    """False-GO 43: the decision is told, and the exit code says that not everything was written."""
    (approved.folder / "taken").write_text("a file", encoding="utf-8")
    answer = readiness("check", approved.folder, "--report", f"html={approved.folder}/taken/report.html")
    assert answer.code == 74
    assert "GO" in answer.out
    assert "taken/report.html" in answer.err


def test_a_record_that_can_not_be_written_is_74(approved: Small, readiness: Readiness) -> None:
    """False-GO 43: the same for the record, also when the decision was GO."""
    (approved.folder / "taken").write_text("a file", encoding="utf-8")
    answer = readiness("check", approved.folder, "--record", approved.folder / "taken")
    assert answer.code == 74
    assert "GO" in answer.out


def test_a_reader_that_has_gone_is_74(approved: Small) -> None:
    """False-GO 43: a pipe closed before the report is written gives 74, not 0 and not 1."""
    process = subprocess.Popen(
        [sys.executable, "-m", "readiness", "check", str(approved.folder)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=bare_environment(),
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.wait(60) == 74


@pytest.mark.parametrize("place", ["stock.csv", ".readiness/runs/000001-20260101T000000Z-00000000.json"])
def test_a_report_does_not_take_the_place_of_what_was_read(place: str, approved: Small, readiness: Readiness) -> None:
    """False-GO 43: a report named like evidence, or among the records, is wrong use, and what is there stays."""
    path = approved.folder / place
    before = path.read_bytes() if path.exists() else None
    answer = readiness("check", approved.folder, "--report", f"json={path}")
    assert answer.code == 2, answer.out + answer.err
    assert (path.read_bytes() if path.exists() else None) == before


@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_leaves_nothing(stop: signal.Signals, code: int, tmp_path: Path) -> None:
    """False-GO 42: an interrupted or terminated run has its code, no report, no record and no temporary file."""
    small = write_small(tmp_path / "small")
    (small.folder / "stock.csv").unlink()
    os.mkfifo(small.folder / "ready")
    before = sorted(path.name for path in small.folder.rglob("*"))
    process = subprocess.Popen(
        [sys.executable, "-c", _HANGING, str(small.folder), f"html={small.folder}/report.html"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=bare_environment(),
    )
    (small.folder / "ready").read_text(encoding="utf-8")
    process.send_signal(stop)
    _, err = process.communicate(timeout=30)
    assert process.returncode == code, err.decode()
    assert b"no decision" in err
    assert b"Traceback" not in err
    assert sorted(path.name for path in small.folder.rglob("*")) == before


_HANGING = """
import sys
import time
from pathlib import Path

from readiness.cli.main import run
from readiness.probes import stock_coverage

folder, report = sys.argv[1:]


def hang(settings, context):
    Path(folder, "ready").write_text("now")
    time.sleep(120)


stock_coverage.gather = hang
sys.argv = ["readiness", "check", folder, "--report", report]
run()
"""


_HANGING_IN_A_POOL = """
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from readiness.cli.main import run
from readiness.probes import stock_coverage

folder, report = sys.argv[1:]
stock_coverage.gather = lambda settings, context: ThreadPoolExecutor(1).submit(time.sleep, 120).result()
sys.argv = ["readiness", "check", folder, "--report", report, "--timeout", "1s"]
run()
"""


def test_a_probe_that_hangs_does_not_hold_the_process(small: Small) -> None:
    """False-GO 12: at the run's deadline a hanging probe is an error, the report is written, and the process ends with
    its code, though the interpreter would wait for the threads of a pool."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", _HANGING_IN_A_POOL, str(small.folder), f"html={small.folder}/report.html"],
        capture_output=True,
        env=bare_environment(),
        timeout=60,
        check=False,
    )
    assert done.returncode == 5, done.stderr.decode()
    assert time.monotonic() - started < 30
    assert (small.folder / "report.html").exists()


def test_the_clock_can_not_be_replaced(tmp_path: Path, readiness: Readiness) -> None:
    """False-GO 32: no variable makes a gate of today judge another day."""
    small = write_small(tmp_path / "small", due="T-20d")
    small.stock(119)
    early = dict.fromkeys(("READINESS_CLOCK", "READINESS_NOW", "FAKETIME"), "2020-01-01T00:00:00+00:00")
    assert readiness("check", small.folder, env=early).code == 1
