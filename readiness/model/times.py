"""The instants of one run: read once, passed down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from readiness.model.moments import END, LAUNCH, Moment


@dataclass(frozen=True, slots=True)
class Times:
    """All instants that a judgement may use; every datetime is aware.

    `now` is the instant judged at: the clock, or what `--as-of` says. `seen_until` is the earlier of the clock
    and `now`: nothing dated later can have been supplied. `moments` are the campaign's own, already resolved.
    """

    now: datetime
    seen_until: datetime
    as_of: bool
    launch: datetime
    end: datetime
    zone: ZoneInfo
    moments: Mapping[str, datetime]

    @property
    def anchors(self) -> dict[str, datetime]:
        return {**self.moments, LAUNCH: self.launch, END: self.end}

    def resolve(self, moment: Moment) -> datetime:
        """Raises KeyError for a moment that the campaign does not name (loading refuses those)."""
        return moment.resolve(self.anchors)
