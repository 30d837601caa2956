"""One execution: all that a report, a record or a comparison needs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from readiness.model.decision import Decision
from readiness.model.loosening import Loosening
from readiness.model.outcome import Outcome
from readiness.model.text import Lang, Text


@dataclass(frozen=True, slots=True)
class Scope:
    """What the run was asked. `phases`, `only` and `skip` are the command line's selection; `starter` is the
    campaign's; `not_asked` counts the checks of the loaded checklists that neither asked."""

    phases: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()
    starter: bool = False
    not_asked: int = 0

    @property
    def partial(self) -> bool:
        return bool(self.phases or self.only or self.skip)


@dataclass(frozen=True, slots=True)
class CampaignFacts:
    """The campaign as a run remembers it; `zone` is an IANA name, `people` maps a role to names with contacts."""

    id: str
    name: Text
    launch: datetime
    end: datetime
    zone: str
    release: str
    languages: tuple[Lang, ...]
    people: Mapping[str, tuple[str, ...]]
    traits: Mapping[str, bool]


@dataclass(frozen=True, slots=True)
class Run:
    """`at` is the clock's instant, `as_of` what replaced it; `as_of_words` is what the user typed (`T-48h`);
    `previous` is the SHA-256 of the record before this one; `digests` are of all files that loading read."""

    campaign: CampaignFacts
    at: datetime
    as_of: datetime | None
    as_of_words: str
    scope: Scope
    outcomes: tuple[Outcome, ...]
    decision: Decision
    loosened: tuple[Loosening, ...]
    holds_until: datetime
    previous: str | None
    digests: Mapping[str, str]
    notes: tuple[Text, ...]
    version: str

    @property
    def now(self) -> datetime:
        """The instant that was judged at."""
        return self.as_of or self.at
