"""Expressions of the checklists that ship: a campaign trusts them at load, so they are looked over here."""

from __future__ import annotations

import pytest

from readiness.loading.checklist import shipped_checklist
from readiness.loading.forms import DEFAULT_MOMENTS
from readiness.loading.shipped import shipped_checklists
from readiness.model.moments import END, LAUNCH
from readiness.probes.kind import BoundProbe, Surroundings

MOMENTS = frozenset({LAUNCH, END, *DEFAULT_MOMENTS})
CHECKLISTS = [shipped_checklist(name) for name in shipped_checklists()]
CHECKS = [check for checklist in CHECKLISTS for check in checklist.checks]
CONTRACTS = {contract.name: contract for checklist in CHECKLISTS for contract in checklist.contracts}


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_what_ships_holds_beside_its_contracts(check: object) -> None:
    """Every expression, column, limit and template of a check that ships means something."""
    probe = check.probe  # type: ignore[attr-defined]
    assert isinstance(probe, BoundProbe)
    look = getattr(probe.module, "problems", None)
    problems = list(look(probe.settings, Surroundings(CONTRACTS, MOMENTS))) if look else []
    assert [(problem.path, problem.message.en) for problem in problems] == []
