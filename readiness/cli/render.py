"""`readiness render`: tell a recorded run again, in other formats or in the other language."""

from __future__ import annotations

import os

import typer

from readiness.cli.arguments import (
    CampaignOfRunOption,
    Colour,
    ColourOption,
    LangOption,
    LinkOption,
    ReportOption,
    RunArgument,
    VerboseOption,
)
from readiness.cli.clock import read_clock
from readiness.cli.console import tell
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import requested_reports
from readiness.cli.recorded import found_run, launch_words_on


def command(
    run: RunArgument,
    *,
    campaign: CampaignOfRunOption = None,
    report: ReportOption = None,
    lang: LangOption = None,
    color: ColourOption = Colour.AUTO,
    verbose: VerboseOption = False,
    link: LinkOption = "",
) -> None:
    """Write reports of a recorded run; without --report, the terminal report.

    The decision is the recorded one and nothing is probed, so the exit code is 0 whatever was decided: a gate asks
    `check` or `verify`.
    """
    from readiness.cli.delivery import Delivery, deliver
    from readiness.history.past import past_of
    from readiness.history.reading import read_run

    speak(choose_lang(lang, (), os.environ))
    requests = requested_reports(report or (), os.environ)
    record = found_run(run, campaign)
    recorded = read_run(record)
    signed, notes = launch_words_on(record, recorded, read_clock(), campaign)
    for note in notes:
        tell(note)
    past = past_of(record.parent, recorded, record)
    delivery = Delivery(requests, color, quiet=bool(requests), verbose=verbose, link=link, past=past, signed=signed)
    deliver(recorded, speak(choose_lang(lang, recorded.campaign.languages, os.environ)), delivery)
    raise typer.Exit
