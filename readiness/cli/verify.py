"""`readiness verify`: whether a recorded run still holds."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from readiness.cli.arguments import LangOption, RunArgument
from readiness.cli.console import say, tell, tell_what_to_do
from readiness.cli.language import choose_lang, speak
from readiness.cli.recorded import found_run, launch_words_on
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
    """Say whether a recorded run is unchanged and still holds now, and who signed it.

    Exit codes: 0 it holds, 1 it does not, 6 it can't be read.
    """
    from readiness.cli.clock import read_clock
    from readiness.history.reading import read_run
    from readiness.history.verifying import verify
    from readiness.reporting.launch_words import launch_story
    from readiness.reporting.wording import Wording

    speak(choose_lang(lang, (), os.environ))
    now, record = read_clock(), found_run(run, evidence)
    folder = evidence.parent if evidence is not None and evidence.is_file() else evidence
    recorded = read_run(record)
    spoken = speak(choose_lang(lang, recorded.campaign.languages, os.environ))
    verification = verify(record, now, folder)
    signed, unknown = launch_words_on(record, recorded, now, evidence)
    wording = Wording(recorded, spoken)
    said = [launch_story(word, wording) for word in signed]
    for note in verification.notes:
        tell(note)
    # A refusal is a reason why it does not hold, and where nobody can tell who signed there may be one.
    refusals = [story.words for word, story in zip(signed, said, strict=True) if word.refuses]
    problems = [*(problem.say(spoken) for problem in (*verification.problems, *unknown)), *refusals]
    if problems:
        say(Text(f"{record} does not hold:", f"{record} 已不成立："))
        for problem in problems:
            say(f"- {problem}")
        tell_what_to_do(_RELY_ON_ANOTHER)
    else:
        say(Text(f"{record} holds", f"{record} 仍然有效"))
    for story in said:
        if story.words not in refusals:
            say(f"{story.symbol} {story.words}")
    raise typer.Exit(ExitCode.NO_GO if problems else ExitCode.GO)


_RELY_ON_ANOTHER = Text(
    "Do not launch by this run: mend what is named, run `readiness check` again, and verify that run",
    "请勿依据这次运行上线：处理以上问题后重新运行 `readiness check`，再验证新的运行",
)
