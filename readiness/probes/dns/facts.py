"""What the `dns` kind asks and sees: the facts between asking and judging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from readiness.evidence.dns import Answer
from readiness.model.finding import Finding

Kind = Literal["A", "AAAA", "CNAME"]


@dataclass(frozen=True, slots=True)
class Target:
    """A name of the list, as DNS has it. `kind` of record and `expected` values where the row says them; `backup` is
    the name or address that takes over; `max_ttl` is the row's own limit."""

    subject: str
    name: str
    where: str
    kind: Kind | None = None
    expected: frozenset[str] = frozenset()
    backup: str = ""
    max_ttl: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Looked:
    """What one resolver says of a name: its IPv4 and its IPv6 addresses."""

    resolver: str
    four: Answer
    six: Answer

    @property
    def addresses(self) -> frozenset[str]:
        return self.four.values | self.six.values


@dataclass(frozen=True, slots=True)
class Authority:
    """What one server with authority over a name says of one kind of its records."""

    server: str
    name: str
    answer: Answer


@dataclass(frozen=True, slots=True)
class NameSeen:
    """`authorities` of every name on the way; `orphans` are names for which none could be found; `backups` are what
    each resolver says of the one that takes over. `time_up`: the check's own time ended first."""

    target: Target
    looked: tuple[Looked, ...] = ()
    authorities: tuple[Authority, ...] = ()
    orphans: tuple[str, ...] = ()
    backups: tuple[Looked, ...] = ()
    time_up: bool = False


@dataclass(frozen=True, slots=True)
class DnsFacts:
    """`unusable` are rows that name nothing to ask; `at` is the moment of the answers."""

    names: tuple[NameSeen, ...]
    unusable: tuple[Finding, ...]
    at: datetime
