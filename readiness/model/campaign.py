"""What is to be launched, by whom, and what it is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from readiness.model.check import Check, Severity
from readiness.model.evidence import Binding, Contract
from readiness.model.location import Location
from readiness.model.loosening import Loosening
from readiness.model.signoff import SignOff
from readiness.model.text import Lang, Text
from readiness.model.waiver import Waiver
from readiness.model.workbook import is_workbook


@dataclass(frozen=True, slots=True)
class Person:
    id: str
    name: str
    roles: tuple[str, ...]
    contact: str

    @property
    def named(self) -> str:
        """The name with the contact, where there is one: `李伟 <li.wei@shop.example>`."""
        return f"{self.name} <{self.contact}>" if self.contact else self.name


@dataclass(frozen=True, slots=True)
class NotApplicable:
    """A person's word that a check does not concern this campaign; a loosening until approved."""

    check: str
    reason: str
    by: str
    location: Location


@dataclass(frozen=True, slots=True)
class ClientCertificate:
    """What TLS shows to a host that asks who we are: PEM files. `key` None: it stands in the
    certificate's file. `passphrase` names a variable; the key itself is read by the TLS library alone."""

    certificate: str
    key: str | None = None
    passphrase: str | None = None


@dataclass(frozen=True, slots=True)
class Host:
    """What is sent to one host and no other. Values may name variables as `${NAME}`; they are read from the
    environment when a request is made and never stored. `at_once` limits the requests under way; `refusal_tests` says
    that requests which must be refused may be sent there. `connect_to` is the address asked in place of what DNS says:
    a cluster is asked under its future name before DNS points there."""

    name: str
    headers: Mapping[str, str]
    ca: str | None
    proxy: str | None
    location: Location
    client: ClientCertificate | None = None
    at_once: int | None = None
    refusal_tests: bool = False
    connect_to: str | None = None


@dataclass(frozen=True, slots=True)
class SignaturePolicy:
    """Whether sign-offs must carry an SSH signature, and the allowed-signers file that names the keys."""

    required: bool
    allowed_signers: str | None


@dataclass(frozen=True, slots=True)
class Campaign:
    """A campaign file with its checklists, sign-offs and waivers, fully bound. `folder` is where it stands;
    `waive_roles` says which roles may waive which severity; `starter` is the selection of that name;
    `moments` are resolved; `digests` are the SHA-256 of every file that loading read, by shown path."""

    id: str
    name: Text
    launch: datetime
    end: datetime
    zone: ZoneInfo
    moments: Mapping[str, datetime]
    release: str
    languages: tuple[Lang, ...]
    traits: Mapping[str, bool]
    people: tuple[Person, ...]
    contracts: Mapping[str, Contract]
    bindings: Mapping[str, Binding]
    hosts: Mapping[str, Host]
    checks: tuple[Check, ...]
    not_applicable: Mapping[str, NotApplicable]
    loosened: tuple[Loosening, ...]
    signoffs: tuple[SignOff, ...]
    waivers: tuple[Waiver, ...]
    waive_roles: Mapping[Severity, tuple[str, ...]]
    signatures: SignaturePolicy
    starter: bool
    folder: Path
    file: str
    digests: Mapping[str, str] = field(default_factory=dict)

    @property
    def in_workbook(self) -> bool:
        """Whether the owner writes the campaign in Excel, and so is to be told of sheets instead of keys."""
        return is_workbook(self.file)

    def person(self, person_id: str) -> Person | None:
        return next((p for p in self.people if p.id == person_id), None)

    def people_in(self, role: str) -> tuple[Person, ...]:
        return tuple(p for p in self.people if role in p.roles)

    def due(self, check: Check) -> datetime:
        return check.due.resolve({**self.moments, "T": self.launch, "E": self.end})
