"""The words for roles and traits."""

from __future__ import annotations

import pytest

from readiness.loading.checklist import shipped_checklist
from readiness.loading.shipped import BUILT_IN
from readiness.model.text import Text
from readiness.model.vocabulary import role_words, roles_words, traits_words


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_role_and_trait_that_ships_has_its_chinese_words(name: str) -> None:
    """A role that owns a check, supplies evidence or signs, and a trait that is asked, is never an id in Chinese."""
    checklist = shipped_checklist(name)
    settings = [check.probe.settings_for_people() for check in checklist.checks]
    roles = {
        *(check.owner for check in checklist.checks),
        *(contract.owner for contract in checklist.contracts),
        *(str(role) for one in settings for role in one.get("roles") or ()),
    }
    assert [role for role in sorted(roles) if role_words(role).zh.isascii()] == []
    traits = {trait for check in checklist.checks for trait in check.when}
    assert [trait for trait in sorted(traits) if traits_words([trait]).zh.isascii()] == []


def test_what_nobody_knows_is_said_by_its_id() -> None:
    """A company's own role or trait keeps its id in both languages; lists are joined as each language joins them."""
    assert roles_words(["legal", "wine-cellar"]) == Text("legal, wine-cellar", "法务、wine-cellar")
    assert traits_words(["gifts", "harvest"]) == Text("gifts, harvest", "赠品、harvest")
