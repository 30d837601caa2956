"""A person's acceptance of one check's failure, or of one loosening of the gate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from readiness.model.location import Location


class Covers(StrEnum):
    FAILURE = "failure"
    LOOSENING = "loosening"


@dataclass(frozen=True, slots=True)
class Waiver:
    """One line of `waivers.yaml`. `subject` is a check's full id, or a checklist left out; it is valid from `at` up to
    and including `expires`. An approval of a loosening names by `sha256` exactly what was loosened."""

    subject: str
    covers: Covers
    person: str
    reason: str
    at: datetime
    expires: datetime
    location: Location
    sha256: str | None = None

    def valid_at(self, now: datetime) -> bool:
        return self.at <= now <= self.expires
