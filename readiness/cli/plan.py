"""What a new campaign is made of, whichever file it is written to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from readiness.model.campaign import Person
from readiness.model.check import Check
from readiness.model.evidence import Contract
from readiness.model.moments import Moment
from readiness.model.text import Lang

EVIDENCE_FOLDER = "evidence"
# Who may waive which severity where a campaign says nothing else.
WAIVING_ROLES = ("campaign-owner", "sponsor")
_ROLE_SETTINGS = ("roles", "role")


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is taken over from an earlier campaign, beside its people: as its file has it, texts in dicts and lists.
    `bindings` are without times; `more` are further keys of the file; `said` tells a person what to look at again."""

    id: str
    bindings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    settings: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    not_applicable: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a new campaign is made of; `checks` are those that apply, `contracts` of the evidence that they name."""

    id: str
    title: str
    launch: datetime
    end: datetime
    zone: ZoneInfo
    traits: Mapping[str, bool]
    checklists: tuple[str, ...]
    checks: tuple[Check, ...]
    contracts: tuple[Contract, ...]
    lang: Lang
    people: tuple[Person, ...] = ()
    moments: Mapping[str, Moment] = field(default_factory=lambda: {"freeze": Moment.parse("T-5d")})
    languages: tuple[Lang, ...] = ()
    starter: bool = False
    earlier: Earlier | None = None

    @property
    def roles(self) -> tuple[str, ...]:
        """Every role that somebody must hold: to own a check, to supply evidence, to sign, to waive."""
        owners = [*(check.owner for check in self.checks), *(contract.owner for contract in self.contracts)]
        signers = [role for check in self.checks for role in _signing_roles(check)]
        return tuple(dict.fromkeys([*WAIVING_ROLES, *sorted({*owners, *signers})]))

    @property
    def spoken(self) -> tuple[Lang, ...]:
        """The languages of the reports, the plan's own first."""
        return self.languages or (("zh", "en") if self.lang == "zh" else ("en", "zh"))


def _signing_roles(check: Check) -> Iterator[str]:
    settings = check.probe.settings_for_people()
    for name in _ROLE_SETTINGS:
        value = settings.get(name, ())
        yield from (value,) if isinstance(value, str) else (role for role in value if isinstance(role, str))
