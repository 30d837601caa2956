"""Whole documents of each decision, in every format and both languages.

READINESS_UPDATE_GOLDEN=1 writes them again; read the difference before it is committed."""

from __future__ import annotations

import os
from itertools import product
from pathlib import Path

import pytest

from readiness.model.text import LANGS, Lang
from readiness.reporting.registry import REPORTS, load_report
from readiness.reporting.report import Look
from tests.reporting.runs import RUNS

GOLDEN = Path(__file__).with_name("golden")
CASES = list(product(RUNS, LANGS, REPORTS))


def golden(run: str, lang: Lang, report: str) -> Path:
    return GOLDEN / f"{run}.{lang}.{load_report(report).EXTENSION}"


@pytest.mark.parametrize(("run", "lang", "report"), CASES)
def test_documents_are_as_they_were(run: str, lang: Lang, report: str) -> None:
    """Every word of a document is meant: none changes unseen."""
    written = load_report(report).render(RUNS[run](), Look(lang))
    path = golden(run, lang, report)
    if os.environ.get("READINESS_UPDATE_GOLDEN") == "1":
        path.write_text(written, "utf-8", newline="\n")
    assert written == path.read_text("utf-8")


def test_no_document_is_left_over() -> None:
    """The folder holds what the formats write and nothing else."""
    assert set(GOLDEN.iterdir()) == {golden(*case) for case in CASES}
