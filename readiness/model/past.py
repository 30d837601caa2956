"""The earlier runs of a campaign, as far as a report tells them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from readiness.model.changes import Changes
from readiness.model.decision import Answer
from readiness.model.outcome import Status
from readiness.model.run import Scope
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class PastRun:
    """One recorded run. `number` is its place among the records, `sha256` that of the record; `counts` are of all its
    outcomes by status."""

    number: int
    sha256: str
    at: datetime
    as_of: datetime | None
    as_of_words: str
    scope: Scope
    answer: Answer
    counts: Mapping[Status, int]

    @property
    def now(self) -> datetime:
        """The instant that was judged at."""
        return self.as_of or self.at

    @property
    def whole(self) -> bool:
        """Whether it asked the campaign's whole gate at its own present: only such a run is one to compare with."""
        return self.as_of is None and not self.scope.partial


@dataclass(frozen=True, slots=True)
class Since:
    """What changed since a run: the last whole one before."""

    run: PastRun
    changes: Changes


@dataclass(frozen=True, slots=True)
class Past:
    """The last few runs before one, oldest first. `since` is None where none is to be compared with; `notes` say which
    records could not be read or were changed, and so count for nothing."""

    runs: tuple[PastRun, ...]
    since: Since | None
    notes: tuple[Text, ...] = ()
