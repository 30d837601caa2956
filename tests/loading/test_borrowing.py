"""Contracts that ship are known to every checklist, whichever ones a campaign loads."""

from __future__ import annotations

import pytest

from readiness.model.loosening import LooseningKind
from tests.loading.conftest import Desk


@pytest.fixture
def without_execution(desk: Desk) -> Desk:
    """The campaign leaves the execution checklist out; its own check rests on the stock, which is declared there."""
    desk.change(", execution, technical", ", technical")
    desk.change("settings:\n  execution.stock-coverage: {probe: {min_ratio: 1.3}}\n", "")
    desk.change("  traits: {online: yes, offline-stores: no}\n", "")
    (desk.folder / "waivers.yaml").unlink()
    desk.change("kind: test-kind, table: prices", "kind: test-kind, table: stock", "own.yaml")
    return desk


def test_a_contract_of_a_checklist_left_out_is_still_known(without_execution: Desk) -> None:
    """An own check may rest on evidence that a shipped checklist declares, also where the campaign leaves it out; that
    it is left out stays a loosening."""
    campaign = without_execution.load()

    assert campaign.contracts["stock"].checklist == "execution"
    assert not any(check.id.startswith("execution.") for check in campaign.checks)
    assert without_execution.loosened("execution", LooseningKind.CHECKLIST_LEFT_OUT)


def test_what_is_borrowed_is_digested(without_execution: Desk) -> None:
    """The file that a contract was borrowed from is among those that the record names."""
    assert "builtin:execution.yaml" in without_execution.load().digests


def test_nothing_is_read_that_nothing_needs(desk: Desk) -> None:
    """A checklist that is left out and lends nothing is not read."""
    desk.change(", analysis, ./own.yaml", ", ./own.yaml")

    assert "builtin:analysis.yaml" not in desk.load().digests
