"""Formats that a browser makes: a report gives the page, and the command line has it printed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from readiness.model.run import Run
from readiness.reporting.report import Look


@dataclass(frozen=True, slots=True)
class Page:
    """A whole HTML document that needs no network and no script. With a `size`, in CSS pixels, it is to be a picture;
    without one, sheets of paper of the size that its style says."""

    html: str
    size: tuple[int, int] | None = None


class PrintedReport(Protocol):
    """A format that a browser makes of a page. `page` does no I/O, as `render` of the others does none."""

    NAME: str
    MEDIA_TYPE: str
    EXTENSION: str

    @staticmethod
    def page(run: Run, look: Look) -> Page: ...
