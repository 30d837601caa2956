"""The command `readiness`: its sub-commands, its start and its end."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextvars import copy_context
from importlib import import_module
from typing import Annotated, Any, NoReturn

import typer
import typer.core
import typer.main

from readiness import __version__
from readiness.cli.errors import Terminated
from readiness.cli.failures import exit_code_of, finish
from readiness.cli.signals import ended_by, heed
from readiness.model.exit_codes import ExitCode

PROGRAM = "readiness"

COMMANDS: dict[str, str] = {
    "init": "readiness.cli.init",
    "bind": "readiness.cli.bind",
    "todo": "readiness.cli.todo",
    "validate": "readiness.cli.validate",
    "check": "readiness.cli.check",
    "explain": "readiness.cli.explain",
    "sign": "readiness.cli.sign",
    "waive": "readiness.cli.waive",
    "verify": "readiness.cli.verify",
    "render": "readiness.cli.render",
    "history": "readiness.cli.history",
    "diff": "readiness.cli.diff",
    "probes": "readiness.cli.probes",
    "schema": "readiness.cli.schema",
}


class _Commands(Mapping[str, Any]):
    """The commands by name, in the order of the help; a command's module is imported when it is looked up."""

    def __getitem__(self, name: str) -> Any:
        module = import_module(COMMANDS[name])
        single = typer.Typer(add_completion=False, rich_markup_mode=None)
        single.command(name)(module.command)
        return typer.main.get_command(single)

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Group(typer.core.TyperGroup):
    """A group that knows its commands' names without importing them."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands()  # type: ignore[assignment]

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002  the signature is typer's
        return list(COMMANDS)


# Help and usage errors are plain text: boxes cost twice the start-up, and break in consoles that are not UTF-8.
app = typer.Typer(cls=_Group, rich_markup_mode=None, pretty_exceptions_enable=False, no_args_is_help=True)


_OBJECTS_BEFORE_COLLECTING = 1_000_000


def _version(asked: bool) -> None:  # noqa: FBT001  the signature is typer's
    if asked:
        typer.echo(f"{PROGRAM} {__version__}")
        raise typer.Exit


@app.callback()
def root(
    *,
    version: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_version, is_eager=True)
    ] = False,
) -> None:
    """Decides from evidence whether a sales promotion may launch. 凭证据判定促销活动能否上线。"""
    assert not version, "typer ends at --version before it comes here"


def main(arguments: Sequence[str]) -> int:
    """Run one command line to its exit code. The language that it chooses is forgotten with it."""
    command = typer.main.get_command(app)
    return copy_context().run(lambda: finish(exit_code_of(lambda: command.main(list(arguments), prog_name=PROGRAM))))


def run() -> NoReturn:
    """The entry point. Ends the process at once: a probe that ran out of time may still hold a thread, and taking the
    interpreter apart costs a seventh of a whole check. All that was written is flushed and closed by then."""
    # A gate is a short process that mostly makes objects which stay: looking for garbage meanwhile costs it a tenth.
    gc.set_threshold(_OBJECTS_BEFORE_COLLECTING)
    heed()
    try:
        code = main(sys.argv[1:])
    except (Terminated, KeyboardInterrupt):  # it came after the command was done, while its output was flushed
        code = ended_by() or ExitCode.INTERRUPTED
    os._exit(code)
