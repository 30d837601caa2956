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
HTML = "html"


@dataclass(frozen=True, slots=True)
class Delivery:
    """What to make of a run: the reports asked for, and the terminal report unless `quiet` or another report takes
    the standard output. `verbose` leaves nothing out of the terminal report; `link` is where the whole report can be
    read; `past` is what they tell of the runs before, `signed` of the launch decisions on this one."""

    reports: tuple[ReportRequest, ...]
    colour: Colour = Colour.AUTO
    quiet: bool = False
    verbose: bool = False
    link: str = ""
    past: Past | None = None
    signed: tuple[LaunchWord, ...] = ()

    @property
    def all(self) -> tuple[ReportRequest, ...]:
        if self.quiet or any(request.path is None for request in self.reports):
            return self.reports
        return (*self.reports, ReportRequest(TERMINAL, None))

    @property
    def leads_to(self) -> str:
        """The link that was given, else the HTML file that is written beside."""
        written = (str(one.path) for one in self.reports if one.format == HTML and one.path is not None)
        return self.link or next(written, "")


def deliver(run: Run, lang: Lang, delivery: Delivery) -> None:
    """Render all, write the files, then the standard output. Raises NotWritten, after all that could be has been
    written: who reads the terminal is told the decision even when a file can't be, or can't be made."""
    lost: list[NotWritten] = []
    rendered = [
        (request, content) for request in delivery.all if (content := _made(run, lang, request, delivery, lost))
    ]
    files = [Document(request.path, content) for request, content in rendered if request.path is not None]
    lost += _try_files(files)
    for request, content in rendered:
        if request.path is None:
            document(content)
    if lost:
        raise lost[0]
    for request, _ in rendered:
        if request.path is not None and not delivery.quiet:
            tell(Text(f"{request.format} report: {request.path}", f"{request.format} 报告：{request.path}"))


def _made(run: Run, lang: Lang, request: ReportRequest, delivery: Delivery, lost: list[NotWritten]) -> bytes:
    """The report, or nothing where a browser could not make it."""
    try:
        return _render(run, lang, request, delivery)
    except NotWritten as error:
        lost.append(error)
        return b""


def _try_files(files: Sequence[Document]) -> list[NotWritten]:
    try:
        write_documents(files)
    except NotWritten as error:
        return [error]
    return []


def _render(run: Run, lang: Lang, request: ReportRequest, delivery: Delivery) -> bytes:
    from readiness.reporting.registry import PRINTED, load_printed, load_report
    from readiness.reporting.report import DEFAULT_WIDTH, Look

    colour = delivery.colour
    if request.path is not None:
        look = Look(lang, DEFAULT_WIDTH, colour=colour is Colour.ALWAYS)
    else:
        coloured = use_colour(colour, sys.stdout, os.environ)
        look = Look(lang, width_of(sys.stdout, os.environ), colour=coloured, height=height_of(sys.stdout))
    look = replace(look, brief=not delivery.verbose, link=delivery.leads_to)
    look = replace(look, past=delivery.past, signed=delivery.signed)
    if request.format in PRINTED:
        from readiness.cli.browser import print_page

        return print_page(load_printed(request.format).page(run, look), request.format)
    words = load_report(request.format).render(run, look)
    return (words if words.endswith("\n") else words + "\n").encode()
