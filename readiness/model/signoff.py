"""A person's approval of exact content, in a role, at an instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from readiness.model.location import Location

RUN_SUBJECT = "run"
"""The subject of a launch decision, which is a sign-off of a recorded run."""


class Verdict(StrEnum):
    """What a reviewer said. The latest word of a role counts."""

    APPROVED = "approved"
    CHANGES_REQUESTED = "changes-requested"


@dataclass(frozen=True, slots=True)
class SignOff:
    """One line of `signoffs.yaml`. `subject` is a logical evidence name, or `run` for a launch decision; `sha256` is
    of the content approved; `scores` are marks by review criterion; `signature` is an armoured SSH signature over
    the other fields (None: there is none)."""

    subject: str
    role: str
    person: str
    verdict: Verdict
    sha256: str
    at: datetime
    comment: str = ""
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    signature: str | None = None
    location: Location = field(default=Location("signoffs.yaml", 1, 1))
