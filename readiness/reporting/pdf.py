"""The HTML report on paper: A4, as its style for print lays it out."""

from __future__ import annotations

from readiness.model.run import Run
from readiness.reporting import html
from readiness.reporting.page import Page
from readiness.reporting.report import Look

NAME = "pdf"
MEDIA_TYPE = "application/pdf"
EXTENSION = "pdf"


def page(run: Run, look: Look) -> Page:
    """The document is that of the HTML report, word for word."""
    return Page(html.render(run, look))
