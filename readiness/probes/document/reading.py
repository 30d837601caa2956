"""Reads what the `document` kind judges."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.evidence.cell_words import items_of
from readiness.evidence.context import ProbeContext
from readiness.evidence.document import Document
from readiness.evidence.readable import read_texts
from readiness.model.errors import CannotJudge
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.document.facts import DocumentFacts, Field, Read
from readiness.probes.document.settings import Mentions, Settings
from readiness.probes.signoff.facts import SignOffFacts
from readiness.probes.signoff.reading import said_about

_ALSO = "also"
"""The column that holds other words for a value, where the table has it."""


def gather_facts(settings: Settings, context: ProbeContext) -> DocumentFacts:
    """Every file of every document as text. Raises NotSupplied and CannotJudge."""
    files: list[Read] = []
    for name in settings.documents:
        document = context.document(name)
        texts = read_texts(document, note_pictures=settings.pictures == "note")
        approvals = _approvals(settings, document, context)
        files += [Read(text, approvals, document.binding.listed) for text in texts]
    fields = () if settings.mentions_each is None else tuple(_fields(settings.mentions_each, context))
    return DocumentFacts(tuple(files), fields)


def _fields(mentions: Mentions, context: ProbeContext) -> Iterator[Field]:
    """The values that the text must name, each once. Raises NotSupplied and CannotJudge."""
    table = context.table(mentions.evidence)
    if mentions.column not in table.columns:
        raise CannotJudge(
            Text(
                f"{table.use.source} has no column {mentions.column}, whose values the text must name",
                f"{place_words(table.use.source).zh} 没有 {mentions.column} 列，而文档须写明该列的每个值",
            ),
            Text("Add the column, or name another in mentions_each", "请补上该列，或在 mentions_each 中改用其他列"),
        )
    told: set[str] = set()
    for row in table.rows():
        words = (row.cells[mentions.column] or "").strip()
        if words in told:
            continue
        told.add(words)
        where = table.cell(row.number, mentions.column)
        yield Field(words or None, tuple(items_of(row.cells.get(_ALSO))), where)


def _approvals(settings: Settings, document: Document, context: ProbeContext) -> SignOffFacts | None:
    """What was said about the document, where a person may clear its flags."""
    if settings.flags_cleared_by is None:
        return None
    use = document.use
    return said_about(use.name, use.source, document.sha256, document.binding, context.campaign)
