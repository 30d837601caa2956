"""`readiness render`: tell a recorded run again, in other formats or in the other language."""

from __future__ import annotations

import os

import typer

from readiness.cli.arguments import Colour, ColourOption, LangOption, ReportOption, RunArgument
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import parse_reports


def command(
    run: RunArgument,
    *,
    report: ReportOption = None,
    lang: LangOption = None,
    color: ColourOption = Colour.AUTO,
) -> None:
    """Write reports of a recorded run; without --report, the terminal report.

    The decision is the recorded one and nothing is probed, so the exit code is 0 whatever was decided: a gate asks
    `check` or `verify`.
    """
    from readiness.cli.delivery import Delivery, deliver
    from readiness.history.past import past_of
    from readiness.history.reading import read_run
    from readiness.reporting.registry import REPORTS

    speak(choose_lang(lang, (), os.environ))
    requests = parse_reports(report or (), REPORTS)
    recorded = read_run(run)
    past = past_of(run.parent, recorded, run)
    delivery = Delivery(requests, color, quiet=bool(requests), past=past)
    deliver(recorded, speak(choose_lang(lang, recorded.campaign.languages, os.environ)), delivery)
    raise typer.Exit
