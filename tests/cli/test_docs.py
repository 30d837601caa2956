"""docs/cli.md and docs/exit-codes.md say what the program does."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import typer.main

from readiness.cli.main import COMMANDS, app
from readiness.model.decision import Accept
from readiness.model.exit_codes import ExitCode

DOCS = Path(__file__).resolve().parents[2] / "docs"
GROUP: Any = typer.main.get_command(app)


def rows_of(command: Any) -> list[tuple[str, str]]:
    """Each argument and option of a command as the documentation must write it: how it is typed, and its help."""
    return [(_typed(parameter), parameter.help) for parameter in command.params if parameter.name != "help"]


def _typed(parameter: Any) -> str:
    if parameter.param_type_name == "argument":
        return str(parameter.metavar)
    names = ", ".join([*parameter.opts, *parameter.secondary_opts])
    return names if parameter.is_flag else f"{names} {parameter.metavar}"


def section(name: str) -> str:
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    found = re.search(rf"^## {re.escape(name)}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found is not None, f"docs/cli.md has no section {name}"
    return found[1]


def documented_rows(text: str) -> list[tuple[str, str]]:
    lines = re.findall(r"^\| `(.+?)` \| (.+) \|$", text, re.MULTILINE)
    return [(typed.replace("\\|", "|"), meaning.replace("\\|", "|")) for typed, meaning in lines]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_is_documented_as_it_is(name: str) -> None:
    """The table of each command names its arguments and options, and no others, in the words of --help."""
    assert documented_rows(section(f"readiness {name}")) == rows_of(GROUP.commands[name])


def test_every_command_is_documented() -> None:
    """The sections of docs/cli.md are the commands, in the order of --help."""
    text = (DOCS / "cli.md").read_text(encoding="utf-8")
    assert re.findall(r"^## readiness (\S+)$", text, re.MULTILINE) == list(COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_has_a_help(name: str) -> None:
    """Nobody has to guess what an argument or an option is for."""
    assert all(meaning for _, meaning in rows_of(GROUP.commands[name]))


def test_every_exit_code_is_documented() -> None:
    """The table of docs/exit-codes.md holds each code once."""
    text = (DOCS / "exit-codes.md").read_text(encoding="utf-8")
    assert [int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)] == sorted(ExitCode)


def test_what_can_be_accepted_is_documented() -> None:
    """Each word of --accept is explained beside the codes that it turns into 0."""
    text = (DOCS / "exit-codes.md").read_text(encoding="utf-8")
    assert all(f"`{word}`" in text for word in Accept)
