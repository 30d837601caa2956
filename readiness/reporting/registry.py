"""Every report format, by name. A format is imported when it is asked for."""

from __future__ import annotations

from importlib import import_module
from typing import cast

from readiness.reporting.page import PrintedReport
from readiness.reporting.report import Report

REPORTS: dict[str, str] = {
    "terminal": "readiness.reporting.terminal",
    "html": "readiness.reporting.html",
    "json": "readiness.reporting.json_v1",
    "junit": "readiness.reporting.junit",
    "markdown": "readiness.reporting.markdown",
    "chat": "readiness.reporting.chat",
}

PRINTED: dict[str, str] = {
    "pdf": "readiness.reporting.pdf",
    "png": "readiness.reporting.png",
}
"""Formats that a browser makes of a page (`page.py`)."""


def load_printed(name: str) -> PrintedReport:
    """The module of a format that a browser makes. Raises KeyError for an unknown name."""
    return cast("PrintedReport", import_module(PRINTED[name]))


def load_report(name: str) -> Report:
    """The module of a format. Raises KeyError for an unknown name."""
    return cast("Report", import_module(REPORTS[name]))
