"""What a check's page shows, gathered from the checklists and the worlds."""

from __future__ import annotations

from collections.abc import Sequence

from readiness.loading.checklist import shipped_checklist
from readiness.loading.shipped import shipped_checklists
from readiness.model.evidence import Contract
from tests.mutations import LIMITS, MUTATIONS, SHIPPED
from tests.pages import DOCS
from tests.pages.check_page import Shown
from tests.pages.told import Told

COVERAGE = DOCS / "coverage.md"
CONTRACTS: dict[str, Contract] = {
    contract.name: contract for name in shipped_checklists() for contract in shipped_checklist(name).contracts
}


def worlds_of(check: str) -> list[str]:
    """The worlds in which a check fails, in words."""
    return [mutation.what for mutation in MUTATIONS if mutation.check == check]


def shown(check: str, told: Sequence[Told]) -> Shown:
    """What the page of a check shows, with what readiness said in its worlds."""
    found = SHIPPED[check]
    contracts = [CONTRACTS[name] for name in found.probe.evidence if name in CONTRACTS]
    return Shown(found, contracts, told, [what for one, what, _ in LIMITS if one == check])
