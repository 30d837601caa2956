"""Reads what the `document` kind judges."""

from __future__ import annotations

from readiness.evidence.context import ProbeContext
from readiness.evidence.document import Document
from readiness.evidence.readable import read_texts
from readiness.probes.document.facts import DocumentFacts, Read
from readiness.probes.document.settings import Settings
from readiness.probes.signoff.facts import SignOffFacts
from readiness.probes.signoff.reading import said_about


def gather_facts(settings: Settings, context: ProbeContext) -> DocumentFacts:
    """Every file of every document as text. Raises NotSupplied and CannotJudge."""
    files: list[Read] = []
    for name in settings.documents:
        document = context.document(name)
        texts = read_texts(document, note_pictures=settings.pictures == "note")
        approvals = _approvals(settings, document, context)
        files += [Read(text, approvals) for text in texts]
    return DocumentFacts(tuple(files))


def _approvals(settings: Settings, document: Document, context: ProbeContext) -> SignOffFacts | None:
    """What was said about the document, where a person may clear its flags."""
    if settings.flags_cleared_by is None:
        return None
    use = document.use
    return said_about(use.name, use.source, document.sha256, document.binding.author, context.campaign)
