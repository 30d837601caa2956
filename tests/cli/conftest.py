"""The real command, run as users and CI run it: in a process of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest

from tests.cli.campaigns import BUILT_IN, Small, write_small

SECONDS = 60


@dataclass(frozen=True)
class Answer:
    code: int
    out: str
    err: str


class Readiness(Protocol):
    def __call__(self, *arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Answer:
        """Run `readiness` with these arguments; `env` is added to a bare environment without a locale."""


def bare_environment() -> dict[str, str]:
    kept = ("PATH", "HOME", "TMPDIR", "SYSTEMROOT", "PYTHONPATH")
    return {name: os.environ[name] for name in kept if name in os.environ} | {"PYTHONUTF8": "1"}


def run_readiness(cwd: Path, *arguments: str | Path, env: Mapping[str, str] | None = None) -> Answer:
    done = subprocess.run(
        [sys.executable, "-m", "readiness", *map(str, arguments)],
        cwd=cwd,
        env=bare_environment() | dict(env or {}),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=SECONDS,
        check=False,
    )
    return Answer(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def readiness(tmp_path: Path) -> Readiness:
    def call(*arguments: str | Path, cwd: Path | None = None, env: Mapping[str, str] | None = None) -> Answer:
        return run_readiness(cwd or tmp_path, *arguments, env=env)

    return call


@pytest.fixture
def small(tmp_path: Path) -> Small:
    """A campaign that lacks only the approval of what it leaves out: CONDITIONAL GO."""
    return write_small(tmp_path / "small")


@pytest.fixture(scope="session")
def approved_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small campaign in which every loosening is approved, by the command itself."""
    folder = write_small(tmp_path_factory.mktemp("approved") / "small").folder
    approve = ("--loosening", "--as", "li.wei", "--reason", "a test", "--campaign", folder)
    for checklist in BUILT_IN:
        answer = run_readiness(folder, "waive", checklist, *approve)
        assert answer.code == 0, answer.err
    return folder


@pytest.fixture
def approved(approved_once: Path, tmp_path: Path) -> Small:
    """A campaign with everything approved: GO."""
    return Small(shutil.copytree(approved_once, tmp_path / "small"))
