"""What a judgement says: findings, measures, and how much was examined."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from readiness.model.text import Text


class FindingKind(StrEnum):
    """Why a finding counts. A `late` act can't be repaired, so it fails a check even before its due."""

    WRONG = "wrong"
    MISSING = "missing"
    UNREADABLE = "unreadable"
    STALE = "stale"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong. `subject` is the thing itself (SKU, store, URL, role); `where` is where it was read,
    such as `stock.csv row 17`; `required` and `observed` stand side by side, in `unit` where one applies."""

    subject: str
    required: Text
    observed: Text
    message: Text
    unit: str = ""
    where: str = ""
    kind: FindingKind = FindingKind.WRONG


@dataclass(frozen=True, slots=True)
class Measure:
    """A number worth showing against its limit, whether good or bad. Ratios are fractions with unit `ratio`."""

    subject: str
    value: Decimal
    limit: Decimal | None
    unit: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Examined:
    """How many things were looked at; `unit` is a plural English noun: `SKUs`, `stores`, `sign-offs`, `requests`."""

    count: int
    unit: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What `judge` returns. `findings_total` counts all findings where the list holds only the gravest of them;
    `holds_until` is when the facts stop counting (their time plus `max_age`), if ever; `notes` are things to know
    that are not wrong, such as rows of no concern to the check."""

    examined: Examined
    findings: tuple[Finding, ...] = ()
    measures: tuple[Measure, ...] = ()
    notes: tuple[Text, ...] = ()
    findings_total: int | None = None
    holds_until: datetime | None = None

    @property
    def total(self) -> int:
        return len(self.findings) if self.findings_total is None else self.findings_total
