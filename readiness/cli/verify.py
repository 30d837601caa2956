"""`readiness verify`: whether a recorded run still holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.arguments import LangOption, RunArgument
from readiness.cli.console import say, tell
from readiness.cli.language import choose_lang, speak
from readiness.model.exit_codes import ExitCode
from readiness.model.text import Text


def command(
    run: RunArgument,
    *,
    evidence: Annotated[
        Path | None,
        typer.Option(
            "--evidence", metavar="DIR", help="The campaign's folder: also compare the evidence there with the record."
        ),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Say whether a recorded run is unchanged and still holds now.

    Exit codes: 0 it holds, 1 it does not, 6 it can't be read.
    """
    from readiness.cli.clock import read_clock
    from readiness.history.verifying import verify

    speak(choose_lang(lang, (), os.environ))
    verification = verify(run, read_clock(), evidence)
    for note in verification.notes:
        tell(note)
    if verification.holds:
        say(Text(f"{run} holds", f"{run} 仍然有效"))
        raise typer.Exit(ExitCode.GO)
    say(Text(f"{run} does not hold:", f"{run} 已不成立："))
    for problem in verification.problems:
        say(Text(f"- {problem.en}", f"- {problem.zh}"))
    raise typer.Exit(ExitCode.NO_GO)
