"""The nearest name is the one that was meant."""

from __future__ import annotations

import pytest

from readiness.loading.naming import nearest, suggest
from readiness.model.text import Text


@pytest.mark.parametrize(
    ("name", "choices", "expected"),
    [
        ("stok", ["stock", "forecast"], "stock"),
        ("Stock", ["stock", "store"], "stock"),
        ("max_ages", ["max_age", "min_ratio"], "max_age"),
        ("gift_sets", ["gift-sets"], "gift-sets"),
        ("stock-coverage", ["execution.stock-coverage", "technical.page"], "execution.stock-coverage"),
        ("库存表", ["库存", "销量"], "库存"),
        ("x", ["stock"], None),
        ("x", [], None),
    ],
)
def test_the_nearest_name(name: str, choices: list[str], expected: str | None) -> None:
    """Typing slips, case, underscores and a missing checklist name lead to the name that was meant."""
    assert nearest(name, choices) == expected


def test_without_a_near_name_all_are_shown() -> None:
    """A name unlike any other gets the list of what may stand there, cut where it is long."""
    assert suggest("x", ["b", "a"]) == Text("Known here: a, b", "这里可以写：a、b")
    many = suggest("?", [f"name-{number:02}" for number in range(20)])
    assert many is not None
    assert many.en.endswith("name-11, ...")
    assert suggest("x", []) is None
