"""What is counted, in both languages."""

from __future__ import annotations

import pytest

from readiness.model.text import Text
from readiness.model.units import COUNTED_ZH, counted, unit_words
from tests.mutations import SHIPPED


@pytest.mark.parametrize(
    ("count", "unit", "en", "zh"),
    [
        (1, "SKUs", "1 SKU", "1 个 SKU"),
        (12000, "stores", "12,000 stores", "12,000 家门店"),
        (1, "galleries", "1 gallery", "1 项（galleries）"),
        (1, "people", "1 person", "1 人"),
        (1, "progress", "1 progress", "1 项（progress）"),
    ],
)
def test_what_was_examined_is_counted_in_its_unit(count: int, unit: str, en: str, zh: str) -> None:
    """One thing is said in the singular, and a unit that Chinese has no word for is still named."""
    assert counted(count, unit) == Text(en, zh)


def test_amounts_have_their_unit_in_words() -> None:
    """A unit that Chinese has no word for is said as it is."""
    assert (unit_words("kits"), unit_words("ms")) == (Text("kits", "个医疗包"), Text("ms", "ms"))


@pytest.mark.parametrize("check", SHIPPED)
def test_what_a_shipped_check_counts_has_a_chinese_word(check: str) -> None:
    """No Chinese report counts in English what a check that ships says it counts."""
    unit = SHIPPED[check].probe.settings_for_people().get("unit")
    assert unit is None or unit in COUNTED_ZH
