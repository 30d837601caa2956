"""YAML tables: what was typed is what is read, and what stands there twice or refers elsewhere is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.evidence.yaml_located import DEEPEST
from readiness.evidence.yaml_value import parse_yaml
from readiness.model.errors import CannotJudge
from tests.evidence.stores import rows_of


def read(folder: Path, text: str) -> list[dict[str, str | None]]:
    (folder / "stock.yaml").write_text(text, encoding="utf-8")
    return [row for _, row in rows_of(folder / "stock.yaml")]


def refusal(folder: Path, text: str) -> str:
    with pytest.raises(CannotJudge) as caught:
        read(folder, text)
    assert caught.value.message.zh != caught.value.message.en
    return caught.value.message.en


def test_a_list_of_objects_is_a_table(tmp_path: Path) -> None:
    """Each object is a row; a key that it lacks, and a null, are empty cells."""
    text = "- {sku: A, 可用库存: 120}\n- sku: B\n  可用库存: ~\n  warehouse: 上海\n- sku: C\n"
    assert read(tmp_path, text) == [
        {"sku": "A", "available": "120", "warehouse": None},
        {"sku": "B", "available": None, "warehouse": "上海"},
        {"sku": "C", "available": None, "warehouse": None},
    ]


def test_a_list_under_one_key(tmp_path: Path) -> None:
    """A file that names its list is read as that list."""
    assert read(tmp_path, "stock:\n  - {sku: A, available: 1}\n")[0]["sku"] == "A"


@pytest.mark.parametrize("typed", ["no", "9.10", "1:30", "0012", "2026-06-18", "1e3", "+1", "null "])
def test_what_was_typed_is_what_is_read(typed: str) -> None:
    """False-GO 11: YAML's own types would make false, 9.1, 90 and 10 of these."""
    expected = None if typed.strip() == "null" else typed.strip()
    assert parse_yaml(f"- {{a: {typed}}}\n", "f.yaml") == [{"a": expected}]


def test_a_text_in_quotes_is_no_null() -> None:
    """Only a bare null is an empty cell."""
    assert parse_yaml("- a: 'null'\n", "f.yaml") == [{"a": "null"}]


def test_a_key_twice_is_refused(tmp_path: Path) -> None:
    """False-GO 6: the last one does not win in silence."""
    assert "stock.yaml, line 3, column 3: the key 'sku' stands twice" in refusal(
        tmp_path, "- sku: A\n  available: 1\n  sku: B\n"
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- &a {sku: A}\n- *a\n", "line 2, column 3: references"),
        ("- {sku: !!int 1}\n", "tags such as"),
        ("- {sku: A}\n---\n- {sku: B}\n", "a second document"),
        ("- {[a]: 1}\n", "a key must be a text"),
        ("- {~: 1}\n", "a key must be a text"),
        ("- {sku: A\n", "not valid YAML"),
        ("[" * (DEEPEST + 1), "nested too deeply"),
        ("- a\n- b\n", "a plain value"),
        ("sku: A\n", "0 lists"),
        ("# nothing\n", "0 lists"),
    ],
)
def test_what_is_no_table_is_refused_at_its_place(text: str, said: str, tmp_path: Path) -> None:
    """Nothing is guessed, and nothing ends in a traceback."""
    if said == "a plain value":
        assert refusal(tmp_path, text)
    else:
        assert said in refusal(tmp_path, text)


def test_depth_costs_no_stack() -> None:
    """Brackets without end are refused at the first that is too deep."""
    with pytest.raises(CannotJudge):
        parse_yaml("[" * 200_000, "f.yaml")
