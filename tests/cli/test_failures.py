"""Every way in which a command can end has its exit code."""

from __future__ import annotations

import errno
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from readiness.cli.errors import NotWritten, Terminated, UsageProblem
from readiness.cli.failures import exit_code_of
from readiness.engine.selection import UnknownSelection
from readiness.loading.problems import InvalidInput, Problem
from readiness.model.errors import CannotJudge
from readiness.model.location import Location
from readiness.model.text import Text

TEXT = Text("it went wrong", "出错了")


def raising(error: BaseException) -> Callable[[], None]:
    def action() -> None:
        raise error

    return action


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (SystemExit(0), 0),
        (SystemExit(None), 0),
        (SystemExit(2), 2),
        (SystemExit("words"), 70),
        (UsageProblem(TEXT), 2),
        (UnknownSelection(TEXT), 2),
        (InvalidInput([Problem(Location("campaign.yaml", 3, 7), TEXT)]), 6),
        (CannotJudge(TEXT), 6),
        (NotWritten(TEXT), 74),
        (OSError(errno.ENOSPC, "No space left on device"), 74),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), 74),
        (KeyboardInterrupt(), 130),
        (Terminated(), 143),
        (ZeroDivisionError("bug"), 70),
        (FileNotFoundError(errno.ENOENT, "a file that nobody expected to be gone"), 70),
    ],
)
def test_each_error_has_its_code(
    error: BaseException, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The codes are those of the design's table, and none but a clean end is 0."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert exit_code_of(raising(error)) == code


def test_a_broken_pipe_is_no_no_go() -> None:
    """typer ends with 1 when its reader has gone; 1 means NO-GO, so it becomes 74."""

    def action() -> None:
        try:
            raise BrokenPipeError(errno.EPIPE, "Broken pipe")
        except OSError:
            sys.exit(1)

    assert exit_code_of(action) == 74


@pytest.mark.parametrize("left", [KeyboardInterrupt, EOFError])
def test_who_leaves_is_no_no_go(left: type[BaseException]) -> None:
    """Some versions of typer end with 1 at Ctrl-C and at the end of the input; it becomes 130."""

    def abort() -> None:
        try:
            raising(left())()
        except left as error:
            raise RuntimeError("typer's Abort") from error

    def action() -> None:
        try:
            abort()
        except RuntimeError:
            sys.exit(1)

    assert exit_code_of(action) == 130


def test_every_problem_is_told_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    """All problems of all files are listed as file:line:column with what to do."""
    problems = [
        Problem(
            Location("campaign.yaml", 3, 7), Text("no such trait", "没有该特征"), Text("Did you mean online?", "?")
        ),
        Problem(Location("waivers.yaml", 1, 1), TEXT),
    ]
    exit_code_of(raising(InvalidInput(problems)))
    told = capsys.readouterr().err
    assert "campaign.yaml:3:7: no such trait\n  what to do: Did you mean online?\n" in told
    assert "waivers.yaml:1:1: it went wrong\n" in told
    assert "2 problems found; nothing was probed" in told


def test_a_bug_is_a_short_message_and_a_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A user sees no traceback but the path of the file that holds it, which only the user can read."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    exit_code_of(raising(ZeroDivisionError("a bug")))
    told = capsys.readouterr().err
    assert "Traceback" not in told
    assert "Nothing was decided" in told
    found = re.search(r"with the file (\S+)", told)
    assert found is not None
    log = Path(found[1])
    assert "ZeroDivisionError: a bug" in log.read_text(encoding="utf-8")
    assert log.stat().st_mode & 0o077 == 0
