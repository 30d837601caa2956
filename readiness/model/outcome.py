"""The result of one check."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from readiness.model.check import Phase, Severity
from readiness.model.evidence import EvidenceUse
from readiness.model.finding import Examined, Finding, Measure
from readiness.model.location import Location
from readiness.model.text import Text


class Status(StrEnum):
    PASSED = "passed"
    PENDING = "pending"
    FAILED = "failed"
    ERROR = "error"
    WAIVED = "waived"
    NOT_APPLICABLE = "not-applicable"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class WaiverUse:
    """The waiver behind a `waived` status, or one that was found and did not hold (`problem` says why)."""

    person: str
    reason: str
    expires: datetime
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """One check of one run, with all that a report needs to tell it.

    `message` says in one line why the status is what it is; `hint` what to do where that is not the remedy;
    `owner` is a role and `people` are the names behind it; `after_launch` outcomes take no part in the decision;
    `findings_total` counts what the list may cut; `holds_until` is when something it rests on stops counting."""

    check: str
    status: Status
    severity: Severity
    phase: Phase
    due: datetime
    due_words: str
    owner: str
    people: tuple[str, ...]
    title: Text
    why: Text
    remedy: Text
    source: Text
    kind: str
    settings: dict[str, Any]
    message: Text
    hint: Text | None = None
    examined: Examined = field(default=Examined(0, "things"))
    findings: tuple[Finding, ...] = ()
    findings_total: int = 0
    measures: tuple[Measure, ...] = ()
    notes: tuple[Text, ...] = ()
    evidence: tuple[EvidenceUse, ...] = ()
    after_launch: bool = False
    waiver: WaiverUse | None = None
    holds_until: datetime | None = None
    seconds: float = 0.0
    location: Location | None = None
