"""Freshness: what was seen of records, files or samples."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.freshness.window import Window
from readiness.probes.tabular.grouped import Flaws


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest entry that was there at the instant judged, and where it stands."""

    at: datetime
    where: str


@dataclass(frozen=True, slots=True)
class Gap:
    """A time without an entry; `where` are those before and after it."""

    begins: datetime
    ends: datetime
    where: str

    @property
    def length(self) -> timedelta:
        return self.ends - self.begins


@dataclass(frozen=True, slots=True)
class Series:
    """The entries of a key of the roster, or all. `count` are those within the window, `longest` the longest time
    without one, `gaps` those longer than is asked (the list is cut, `gap_count` is whole), and `missing` the beginnings
    of the buckets without one. `where` is the roster's row, `hint` another spelling that the table holds."""

    key: tuple[str, ...]
    subject: str
    newest: Newest | None = None
    count: int = 0
    longest: timedelta = timedelta()
    gaps: tuple[Gap, ...] = ()
    gap_count: int = 0
    missing: tuple[datetime, ...] = ()
    where: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`findings` are entries that can't count, of `finding_count` in all; `flaws` are rows that can't be read, and what
    is wrong with the roster; `strangers` counts entries of keys that the roster does not have, and `later` those that
    under as-of were not there yet."""

    source: str
    series: tuple[Series, ...]
    window: Window | None
    findings: tuple[Finding, ...] = ()
    finding_count: int = 0
    flaws: Flaws = field(default_factory=Flaws)
    strangers: int = 0
    later: int = 0
    notes: tuple[Text, ...] = ()
