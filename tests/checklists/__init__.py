"""What each built-in checklist must hold, and the worlds of its checks: written from the requirements, not the YAML.

A module a theme, whatever checklists its checks are in: `ASKED` (what the requirement asks of each check), `MUTATIONS`
(each thing that a check watches, changed as a campaign would get it wrong) and `LIMITS` (what is just still right).
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.changes import Change


@dataclass(frozen=True)
class Asked:
    """A requirement as the source articles and the law give it, apart from the YAML."""

    kind: str
    severity: str
    due: str
    when: tuple[str, ...] = ()
    starter: bool = False


@dataclass(frozen=True)
class Mutation:
    """One thing changed, and what the report must say: parts of a finding's subject, requirement and observation."""

    check: str
    what: str
    change: Change
    subject: str
    required: str
    observed: str


Limit = tuple[str, str, Change]
"""A check, what stands exactly at its limit, and the change that puts it there."""
