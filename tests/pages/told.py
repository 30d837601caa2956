"""What readiness says in a world in which a check fails."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from tests.checklists import Mutation

_PORT = re.compile(r"127\.0\.0\.1:\d+")


@dataclass(frozen=True)
class Told:
    """A world and the message of the finding that tells it, in both languages."""

    what: str
    en: str
    zh: str


def finding_of(outcome: dict[str, Any], mutation: Mutation) -> dict[str, Any] | None:
    """The finding that names the thing, what is required of it and what was seen."""
    for finding in outcome["findings"]:
        required, observed = _said(finding["required"], "en"), _said(finding["observed"], "en")
        named = mutation.subject in finding["subject"]
        if named and required and observed and mutation.required in required and mutation.observed in observed:
            return dict(finding)
    return None


def told(outcome: dict[str, Any], mutation: Mutation) -> Told:
    """What the report says of the mutation. Raises AssertionError where no finding tells it."""
    finding = finding_of(outcome, mutation)
    assert finding is not None, outcome["findings"]
    en, zh = (steady(_said(finding["message"], language)) for language in ("en", "zh"))
    return Told(mutation.what, en, zh)


def steady(message: str) -> str:
    """The message on one line, fit for a table's cell, without the address and port of the test's own server."""
    one_line = " ".join(_PORT.sub("shop.example", message).split())
    return one_line.replace("\\", "\\\\").replace("|", "\\|")


def _said(text: Any, language: str) -> str:
    return text if isinstance(text, str) else str(text[language])
