"""Findings of the `http` kind: required and observed side by side, short enough for one line."""

from __future__ import annotations

from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.http.facts import Endpoint

_LONGEST = 120


def finding(
    endpoint: Endpoint,
    required: Text | str,
    observed: Text | str,
    message: Text,
    kind: FindingKind = FindingKind.WRONG,
) -> Finding:
    """A finding about an endpoint; the URL stands in `where` when the endpoint has a name of its own."""
    named = endpoint.subject != endpoint.url.name
    return Finding(
        subject=endpoint.subject,
        required=_text(required),
        observed=_text(observed),
        message=message,
        where=f"{endpoint.where}: {endpoint.url.name}" if named else endpoint.where,
        kind=kind,
    )


def short(words: str) -> str:
    """One line of a length that can be shown."""
    line = " ".join(words.split())
    return line if len(line) <= _LONGEST else line[:_LONGEST] + "..."


def _text(words: Text | str) -> Text:
    return Text.same(words) if isinstance(words, str) else words
