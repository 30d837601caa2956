"""What a person said of a recorded run: that the campaign may launch by it, or may not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from readiness.model.signoff import Verdict
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class LaunchWord:
    """One launch decision, the last of this person in this role. `person` is a name with contact, as reports say it;
    `signed` is whether an SSH signature holds; `problem` says why the word counts for nothing, None where it counts."""

    person: str
    role: str
    verdict: Verdict
    at: datetime
    comment: str
    signed: bool
    problem: Text | None

    @property
    def refuses(self) -> bool:
        """A refusal counts even where an approval would not: doubt is no approval."""
        return self.verdict is not Verdict.APPROVED and self.problem is None
