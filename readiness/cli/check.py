"""`readiness check`: probe, decide, record, report; the exit code is the decision's."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import typer

from readiness.cli import arguments
from readiness.cli.clock import read_clock
from readiness.cli.console import tell, tell_what_to_do
from readiness.cli.errors import UsageProblem
from readiness.cli.language import choose_lang, speak
from readiness.cli.options import (
    campaign_file,
    parse_accept,
    parse_moment,
    parse_seconds,
    refuse_inputs,
    refuse_what_was_read,
    requested_reports,
    split_words,
)
from readiness.model.exit_codes import ExitCode
from readiness.model.text import Text

if TYPE_CHECKING:
    from readiness.cli.delivery import Delivery
    from readiness.gate import GateRequest, GateResult


def command(  # one parameter an option
    campaign: arguments.CampaignArgument = arguments.DEFAULT_CAMPAIGN,
    *,
    report: arguments.ReportOption = None,
    as_of: arguments.AsOfOption = None,
    phase: arguments.PhaseOption = None,
    only: arguments.OnlyOption = None,
    skip: arguments.SkipOption = None,
    accept: arguments.AcceptOption = None,
    lang: arguments.LangOption = None,
    record: arguments.RecordOption = None,
    no_record: arguments.NoRecordOption = False,
    jobs: arguments.JobsOption = 8,
    probe_timeout: arguments.ProbeTimeoutOption = "60s",
    timeout: arguments.TimeoutOption = "10m",
    allow_outside: arguments.AllowOutsideOption = None,
    color: arguments.ColourOption = arguments.Colour.AUTO,
    quiet: arguments.QuietOption = False,
    verbose: arguments.VerboseOption = False,
    link: arguments.LinkOption = "",
) -> None:
    """Decide whether the campaign may launch.

    Exit codes: 0 GO, 1 NO-GO, 2 wrong use, 3 CONDITIONAL GO or partial, 4 NOT YET, 5 CANNOT TELL, 6 invalid input,
    70 a bug, 74 a report or the record not written, 130 interrupted, 143 terminated.
    """
    from readiness.cli.delivery import Delivery
    from readiness.gate import GateRequest

    speak(choose_lang(lang, (), os.environ))
    if no_record and record is not None:
        raise UsageProblem(_RECORD_OR_NOT, _RECORD_OR_NOT_HINT)
    if as_of is not None:
        parse_moment("--as-of", as_of)
    reports = requested_reports(report or (), os.environ)
    refuse_inputs(reports, campaign_file(campaign))
    delivery = Delivery(reports, color, quiet=quiet, verbose=verbose, link=link)
    request = GateRequest(
        campaign=campaign_file(campaign),
        now=read_clock(),
        as_of=as_of,
        phases=split_words("--phase", phase or ()),
        only=split_words("--only", only or ()),
        skip=split_words("--skip", skip or ()),
        accept=parse_accept(accept or ()),
        record=record,
        no_record=no_record,
        jobs=jobs,
        probe_seconds=parse_seconds("--probe-timeout", probe_timeout),
        run_seconds=parse_seconds("--timeout", timeout),
        allow_outside=tuple(allow_outside or ()),
    )
    raise typer.Exit(perform(request, delivery, lang))


def perform(request: GateRequest, delivery: Delivery, lang_option: str | None) -> ExitCode:
    """Run the gate and tell what it decided; the code is the decision's, unless the record could not be saved.
    Raises InvalidInput, UnknownSelection, NotWritten, and UsageProblem for a report in the place of what was read."""
    from readiness.cli.delivery import deliver
    from readiness.cli.progress import showing_progress
    from readiness.gate import past_before, run_gate

    with showing_progress(quiet=delivery.quiet) as listener:
        result = run_gate(request, listener)
    lang = speak(choose_lang(lang_option, result.run.campaign.languages, os.environ))
    try:
        refuse_what_was_read(delivery.reports, result.run, request.campaign, result.record)
        past = past_before(request, result) if delivery.all else None  # who reads nothing needs none
        deliver(result.run, lang, replace(delivery, past=past))
    finally:
        _tell_record(result, quiet=delivery.quiet)
    return ExitCode.NOT_WRITTEN if result.record_problem is not None else result.run.decision.exit_code


def _tell_record(result: GateResult, *, quiet: bool) -> None:
    if result.record_problem is not None:
        tell(result.record_problem)
        tell_what_to_do(_RECORD_HINT)
    elif result.record is not None and not quiet:
        tell(Text(f"record: {result.record}", f"运行记录：{result.record}"))


_RECORD_OR_NOT = Text("--record and --no-record exclude each other", "--record 与 --no-record 不能同时使用")
_RECORD_OR_NOT_HINT = Text("Leave one of them out", "请去掉其中一个")
_RECORD_HINT = Text(
    "make the folder writable, name another with --record DIR, or run with --no-record",
    "请让该文件夹可写，用 --record 目录 指定其他位置，或使用 --no-record",
)
