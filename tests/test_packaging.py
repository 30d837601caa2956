"""The wheel is complete: it installs into an empty environment and decides outside the clone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]

pytestmark = pytest.mark.slow


@dataclass(frozen=True)
class Installed:
    """A wheel, and an environment that holds it and nothing of the clone."""

    wheel: Path
    folder: Path

    @property
    def bin(self) -> Path:
        return self.folder / "venv" / ("Scripts" if os.name == "nt" else "bin")

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [str(self.bin / "readiness"), *arguments],
            cwd=self.folder,
            env={**environment, "PYTHONUTF8": "1"},
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


def pip(*arguments: str, python: Path = Path(sys.executable)) -> None:
    ran = subprocess.run(
        [str(python), "-m", "pip", "--disable-pip-version-check", *arguments],
        capture_output=True,
        encoding="utf-8",
        timeout=400,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """Builds from a copy, so that the build can see nothing but what is committed or about to be."""
    folder = tmp_path_factory.mktemp("wheel")
    source = folder / "source"
    leave_out = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", "out", "dist", "build", ".readiness")
    shutil.copytree(ROOT, source, ignore=leave_out)
    pip("wheel", str(source), "--no-deps", "--wheel-dir", str(folder / "dist"))
    shutil.rmtree(source)
    (wheel,) = (folder / "dist").glob("*.whl")
    venv.create(folder / "venv", with_pip=True)
    it = Installed(wheel, folder)
    pip("install", str(wheel), python=it.bin / "python")
    shutil.copytree(ROOT / "examples" / "go", folder / "go", ignore=shutil.ignore_patterns(".readiness"))
    return it


def test_the_wheel_holds_what_runs(installed: Installed) -> None:
    """Code, every checklist and every report template and catalogue are in the wheel; tests and examples are not."""
    names = zipfile.ZipFile(installed.wheel).namelist()
    for folder in ("checklists", "reports"):
        shipped = {f"readiness/_data/{folder}/{p.relative_to(ROOT / folder).as_posix()}" for p in files(ROOT / folder)}
        assert shipped
        assert shipped <= set(names)
    assert {f"readiness/{p.relative_to(ROOT / 'readiness').as_posix()}" for p in files(ROOT / "readiness")} <= set(
        names
    )
    assert not [name for name in names if name.startswith(("tests", "examples", "benchmarks"))]


def files(folder: Path) -> list[Path]:
    return [p for p in folder.rglob("*") if p.is_file() and "__pycache__" not in p.parts]


def test_an_installed_wheel_decides(installed: Installed) -> None:
    """Outside the clone, in an environment without it, the GO example is a GO and its HTML report is written."""
    ran = installed.run(
        "check", "go/campaign.yaml", "--as-of", "T-0h", "--report", "html=report.html", "--report", "json=run.json"
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    run = json.loads((installed.folder / "run.json").read_text("utf-8"))
    assert run["decision"]["verdict"] == "go"
    assert "<html" in (installed.folder / "report.html").read_text("utf-8")


def test_an_installed_wheel_says_its_version(installed: Installed) -> None:
    """The version of the wheel's name is the one that the command says."""
    ran = installed.run("--version")
    assert ran.returncode == 0
    assert ran.stdout.split()[-1] == installed.wheel.name.split("-")[1]
