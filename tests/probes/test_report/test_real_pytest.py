"""Kind `test-report` on what pytest itself writes, run for this test."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from readiness.model.finding import Judgement
from tests.probes.test_report.worlds import judged, kinds, observed, times, told, wanted
from tests.worlds import environment

_SUITE = """
import os, time
import pytest

@pytest.fixture(scope="session", autouse=True)
def release(record_testsuite_property):
    record_testsuite_property("release", os.environ["RELEASE"])

@pytest.mark.parametrize("amount", ["299.99", "300.00"])
def test_满减边界(amount):
    time.sleep(0.012)

def test_支付():
    time.sleep(0.01 + (time.time() % 0.01))

class Test退款:
    def test_全额(self):
        time.sleep(0.011)

    @pytest.mark.skip(reason="没有终端")
    def test_部分(self):
        raise AssertionError
"""
_BROKEN = """
@pytest.mark.xfail(reason="已知问题", strict=False)
def test_known():
    assert False

@pytest.fixture
def till():
    yield
    raise OSError("till gone")

def test_teardown(till):
    pass

def test_wrong():
    assert 40 == 0, "满减没有生效"
"""


def run(folder: Path, *more: str, suite: str = _SUITE, release: str = "pos-3.8.1") -> str:
    """The report of one run of pytest in a process of its own."""
    (folder / "test_shop.py").write_text(suite, "utf-8")
    report = folder / "report.xml"
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-n0",
        f"--junitxml={report}",
        *more,
        str(folder),
    ]
    subprocess.run(command, cwd=folder, env=environment(RELEASE=release), capture_output=True, timeout=60, check=False)
    return report.read_text("utf-8")


def of(files: dict[str, str], **settings: Any) -> Judgement:
    """Judged a minute later, in a campaign whose launch is far enough away."""
    now = datetime.now(UTC) + timedelta(minutes=1)
    bind = {"file": next(iter(files))} if len(files) == 1 else {"folder": "tests"}
    asked = {"by": (now + timedelta(days=1)).isoformat(), "release": {}, **settings}
    zone = str(datetime.now().astimezone().tzinfo)
    return judged(
        files,
        bind={**bind, "zone": "UTC" if zone == "UTC" else None},
        when=times(now),
        campaign_release="pos-3.8.1",
        **asked,
    )


def test_a_good_run_passes(tmp_path: Path) -> None:
    """Its cases, times and release are read as pytest writes them; the skipped case is noted."""
    judgement = of(
        {"r.xml": run(tmp_path)}, required=[wanted("满减.?边界"), wanted("支付"), wanted("全额")], min_tests=4
    )
    assert told(judgement) == []
    assert judgement.examined.count == 4
    assert [note.en for note in judgement.notes] == ["r.xml: 1 of 5 cases were skipped"]


def test_a_skipped_required_case_and_another_release(tmp_path: Path) -> None:
    """False-GO 22: skipped is not passed; the release is the one of the run."""
    judgement = of({"r.xml": run(tmp_path, release="pos-3.8.0")}, required=[wanted("退款")])
    assert observed(judgement) == ["pos-3.8.0", "skipped: 没有终端"]


def test_failures_errors_and_expected_failures(tmp_path: Path) -> None:
    """An error of a teardown and a failure are findings with their first line; an expected failure is no pass."""
    report = run(tmp_path, suite=_SUITE + _BROKEN)
    judgement = of({"r.xml": report}, required=[wanted("known")])
    assert [(subject.rpartition(" ")[2], seen) for subject, _, seen in told(judgement)] == [
        ("r.xml", "none passed of 1"),
        ("test_known", "skipped: 已知问题"),
        ("test_teardown", 'failed: failed on teardown with "OSError: till gone"'),
        ("test_wrong", "failed: AssertionError: 满减没有生效"),
    ]


def test_a_module_that_can_not_be_collected(tmp_path: Path) -> None:
    """False-GO 22: a run that imported nothing has an error and no test."""
    judgement = of({"r.xml": run(tmp_path, suite="import nothing_of_that_name\n")}, release=None)
    assert any("collection failure" in said for said in observed(judgement))


def test_nothing_selected(tmp_path: Path) -> None:
    """False-GO 1, 5: `-k` with a typing error deselects all, and pytest writes a report of no case."""
    judgement = of({"r.xml": run(tmp_path, "-k", "nothing_of_that_name")})
    assert (observed(judgement), judgement.examined.count) == (["none"], 0)


def test_three_real_rounds_and_two_with_a_copy(tmp_path: Path) -> None:
    """False-GO 22: three runs are three rounds; a copied one is told, also under another time."""
    reports = []
    for n in range(3):
        folder = tmp_path / str(n)
        folder.mkdir()
        reports.append(run(folder))
    names = ("1.xml", "2.xml", "3.xml")
    asked: dict[str, Any] = {"rounds": 3, "required": [wanted("支付"), wanted("全额")]}
    assert of(dict(zip(names, reports, strict=True)), **asked).findings == ()
    assert len(kinds(of(dict(zip(names, [*reports[:2], reports[0]], strict=True)), **asked))) == 1
    year = str(datetime.now(UTC).year)
    edited = reports[0].replace(f'timestamp="{year}', f'timestamp="{int(year) - 1}')
    assert "took exactly as long" in observed(of(dict(zip(names, [*reports[:2], edited], strict=True)), **asked))[0]
