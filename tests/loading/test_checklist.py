"""Checklists that ship load on their own, by name."""

from __future__ import annotations

import pytest

from readiness.loading.checklist import shipped_checklist
from readiness.loading.problems import InvalidInput
from readiness.loading.shipped import BUILT_IN, data_folder, shipped_checklists


def test_the_four_built_in_checklists_ship() -> None:
    """The names that campaigns must list are those of files that ship."""
    assert set(BUILT_IN) <= set(shipped_checklists())
    assert data_folder("checklists").is_dir()


@pytest.mark.parametrize("name", BUILT_IN)
def test_a_shipped_checklist_loads_without_a_campaign(name: str) -> None:
    """What ships is valid, has checks, and its ids begin with its name."""
    checklist = shipped_checklist(name)

    assert checklist.shipped
    assert checklist.checks
    assert all(check.id.startswith(f"{name}.") for check in checklist.checks)


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    """A mistyped name of a shipped checklist is a problem with a suggestion."""
    with pytest.raises(InvalidInput, match=r"no built-in checklist 'excution'\. Did you mean execution\?"):
        shipped_checklist("excution")
