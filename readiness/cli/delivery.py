"""Reports of one run: all are rendered before the first is written."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace

from readiness.cli.arguments import Colour
from readiness.cli.console import document, height_of, tell, use_colour, width_of
from readiness.cli.errors import NotWritten
from readiness.cli.options import ReportRequest
from readiness.cli.writing import Document, write_documents
from readiness.model.launch import LaunchWord
from readiness.model.past import Past
from readiness.model.run import Run
from readiness.model.text import Lang, Text

TERMINAL = "terminal"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What to make of a run: the reports asked for, and the terminal report unless `quiet` or another report takes
    the standard output. `verbose` leaves
    nothing out of the terminal report; `past` is what they tell of the runs before,
    `signed` of the launch decisions on this one."""

    reports: tuple[ReportRequest, ...]
    colour: Colour = Colour.AUTO
    quiet: bool = False
    verbose: bool = False
    past: Past | None = None
    signed: tuple[LaunchWord, ...] = ()

    @property
    def all(self) -> tuple[ReportRequest, ...]:
        if self.quiet or any(request.path is None for request in self.reports):
            return self.reports
        return (*self.reports, ReportRequest(TERMINAL, None))


def deliver(run: Run, lang: Lang, delivery: Delivery) -> None:
    """Render all, write the files, then the standard output. Raises NotWritten, after all that could be has been
    written: who reads the terminal is told the decision even when a file can't be."""
    rendered = [(request, _render(run, lang, request, delivery)) for request in delivery.all]
    files = [Document(request.path, words.encode()) for request, words in rendered if request.path is not None]
    lost = _try_files(files)
    for request, words in rendered:
        if request.path is None:
            document(words if words.endswith("\n") else words + "\n")
    if lost is not None:
        raise lost
    for request, _ in rendered:
        if request.path is not None and not delivery.quiet:
            tell(Text(f"{request.format} report: {request.path}", f"{request.format} 报告：{request.path}"))


def _try_files(files: Sequence[Document]) -> NotWritten | None:
    try:
        write_documents(files)
    except NotWritten as error:
        return error
    return None


def _render(run: Run, lang: Lang, request: ReportRequest, delivery: Delivery) -> str:
    from readiness.reporting.registry import load_report
    from readiness.reporting.report import DEFAULT_WIDTH, Look

    colour = delivery.colour
    if request.path is not None:
        look = Look(lang, DEFAULT_WIDTH, colour=colour is Colour.ALWAYS)
    else:
        coloured = use_colour(colour, sys.stdout, os.environ)
        look = Look(lang, width_of(sys.stdout, os.environ), colour=coloured, height=height_of(sys.stdout))
    look = replace(look, past=delivery.past, signed=delivery.signed, brief=not delivery.verbose)
    return load_report(request.format).render(run, look)
