"""What the `tls` kind asks and sees: the facts between asking and judging."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from readiness.evidence.certificates import Certificate
from readiness.evidence.tls import Outcome
from readiness.model.finding import Finding
from readiness.model.location import Location


@dataclass(frozen=True, slots=True)
class Target:
    """A host of the list, as DNS and TLS have its name. `gateway` is one that must ask for a client certificate;
    `path` is asked there."""

    subject: str
    host: str
    port: int
    gateway: bool
    path: str
    where: str


@dataclass(frozen=True, slots=True)
class Seen:
    """One conversation, its certificates read; None stands for one that can't be read."""

    outcome: Outcome
    version: str = ""
    chain: tuple[Certificate | None, ...] = ()
    path: tuple[Certificate | None, ...] = ()
    verify_code: int = 0
    status: int = 0
    why: str = ""


@dataclass(frozen=True, slots=True)
class AddressSeen:
    """One address of a host: `opened` as the campaign's own side opens it, with its client certificate where it has
    one; `bare` without any, `stranger` with one that nobody vouches for, both of gateways only; `old` by version."""

    address: str
    opened: Seen
    bare: Seen | None = None
    stranger: Seen | None = None
    old: tuple[tuple[str, Seen], ...] = ()


@dataclass(frozen=True, slots=True)
class HostSeen:
    """`client` are the certificates that the campaign shows there, the leaf first, and `client_at` where they are
    named; None: it has none. `away` are addresses that this machine has no network for; `unknown`: DNS has no address;
    `time_up`: the check's own time ended first."""

    target: Target
    addresses: tuple[AddressSeen, ...] = ()
    away: tuple[str, ...] = ()
    client: tuple[Certificate, ...] | None = None
    client_at: Location | None = None
    unknown: bool = False
    time_up: bool = False


@dataclass(frozen=True, slots=True)
class TlsFacts:
    """`unusable` are rows that name nothing to ask; `at` is the moment of the answers."""

    hosts: tuple[HostSeen, ...]
    unusable: tuple[Finding, ...]
    at: datetime
