"""Findings as they come up: the first of them are told, all are counted."""

from __future__ import annotations

from dataclasses import dataclass, field

from readiness.model.finding import Finding, Measure
from readiness.model.text import Text

MOST_TOLD = 200


@dataclass
class Tally:
    """`examined` counts what was looked for. `full` says that a further finding would only be counted, so that it need
    not be worded."""

    findings: list[Finding] = field(default_factory=list)
    notes: list[Text] = field(default_factory=list)
    measures: list[Measure] = field(default_factory=list)
    examined: int = 0
    total: int = 0

    @property
    def full(self) -> bool:
        return len(self.findings) >= MOST_TOLD

    def add(self, finding: Finding) -> None:
        self.total += 1
        if not self.full:
            self.findings.append(finding)

    def count(self) -> None:
        """One more that is not told."""
        self.total += 1
