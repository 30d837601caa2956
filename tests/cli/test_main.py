"""The command as a whole: version, help, completion, start-up."""

from __future__ import annotations

import subprocess
import sys

import pytest

from readiness import __version__
from readiness.cli.main import COMMANDS
from tests.cli.campaigns import Small
from tests.cli.conftest import Readiness, bare_environment

# Slow to import, and none of them is needed to say a version or a help.
HEAVY = {"duckdb", "openpyxl", "httpx", "jinja2", "rich", "pydantic", "yaml", "asyncio", "jmespath"}


def test_the_version(readiness: Readiness) -> None:
    """`--version` names the program and its version."""
    assert readiness("--version").out == f"readiness {__version__}\n"


def test_help_lists_every_command(readiness: Readiness) -> None:
    """`--help` and no argument at all show the commands; the first line is in both languages."""
    answer = readiness("--help")
    assert answer.code == 0
    assert "促销活动" in answer.out
    assert all(f"  {name} " in answer.out for name in COMMANDS)
    assert readiness().code == 2


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_has_help(name: str, readiness: Readiness) -> None:
    """Every command's module can be loaded and tells what it does."""
    answer = readiness(name, "--help")
    assert answer.code == 0, answer.err
    assert f"readiness {name}" in answer.out


def test_an_unknown_command_names_the_nearest(readiness: Readiness) -> None:
    """False-GO 40: a mistyped command is wrong use."""
    answer = readiness("chekc")
    assert answer.code == 2
    assert "check" in answer.err


@pytest.mark.parametrize("argument", ["--version", "--help"])
def test_nothing_heavy_is_imported_to_start(argument: str) -> None:
    """Start-up stays short because the libraries of the work are imported by the work."""
    code = (
        "import sys; sys.argv = ['readiness', %r]\n"
        "from readiness.cli.main import main\n"
        "main(sys.argv[1:])\n"
        "print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code % argument], capture_output=True, text=True, env=bare_environment(), check=True
    )
    assert not HEAVY & set(done.stderr.split())


def complete(words: str, cwd: str | None = None) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-m", "readiness"],
        env=bare_environment()
        | {"_READINESS_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)},
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        timeout=60,
        check=False,
    )
    return done.stdout.split()


def test_completion_knows_commands_and_formats() -> None:
    """The shell completes commands, report formats, phases and what can be accepted."""
    assert complete("readiness val") == ["validate"]
    assert "html=" in complete("readiness check --report ht")
    assert complete("readiness check --phase tech") == ["technical"]
    assert complete("readiness check --accept partial,not") == ["partial,not-yet"]


def test_completion_knows_the_campaign_here(small: Small) -> None:
    """Check ids, roles, people and evidence names come from the campaign in the current folder."""
    here = str(small.folder)
    assert complete("readiness check --only ours.st", here) == ["ours.stock"]
    assert complete("readiness todo --owner supp", here) == ["supply-chain"]
    assert complete("readiness sign terms --as wang", here) == ["wang.fang"]
    assert complete("readiness sign ter", here) == ["terms"]


def test_completion_is_silent_about_a_bad_campaign(small: Small) -> None:
    """A campaign that does not load completes nothing and says nothing."""
    small.replace("timezone: Asia/Shanghai", "timezone: Nowhere")
    assert complete("readiness check --only ours.st", str(small.folder)) == []
