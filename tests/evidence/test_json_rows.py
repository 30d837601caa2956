from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from readiness.model.errors import CannotJudge
from tests.evidence.stores import opened, rows_of


def read(folder: Path, content: Any) -> list[dict[str, str | None]]:
    text = content if isinstance(content, str) else json.dumps(content, ensure_ascii=False)
    (folder / "stock.json").write_text(text, encoding="utf-8")
    return [row for _, row in rows_of(folder / "stock.json")]


def refusal(folder: Path, content: Any) -> str:
    with pytest.raises(CannotJudge) as caught:
        read(folder, content)
    assert caught.value.message.zh
    return caught.value.message.en


def test_a_list_of_objects_is_a_table(tmp_path: Path) -> None:
    """Each object is a row; its values are texts, and a key that it lacks is an empty cell."""
    rows = [{"sku": "A", "可用库存": 120}, {"可用库存": None, "sku": "", "warehouse": True}, {"sku": "C"}]
    assert read(tmp_path, rows) == [
        {"sku": "A", "available": "120", "warehouse": None},
        {"sku": None, "available": None, "warehouse": "yes"},
        {"sku": "C", "available": None, "warehouse": None},
    ]


def test_a_list_inside_an_object(tmp_path: Path) -> None:
    """An answer of an API with exactly one list is read; with two it is not guessed."""
    rows = [{"sku": "A", "available": 1}]
    assert read(tmp_path, {"total": 1, "data": rows})[0]["sku"] == "A"
    assert "2 lists" in refusal(tmp_path, {"a": rows, "b": rows})
    assert "0 lists" in refusal(tmp_path, {"a": 1})
    assert "0 lists" in refusal(tmp_path, "3")


@pytest.mark.parametrize(
    ("written", "text"),
    [("120", "120"), ("120.0", "120"), ("0.1", "0.1"), ("1e2", "100"), ("1.50", "1.5"), ("1E-7", "0.0000001"),
     ("12345678901234567890.5", "12345678901234567890.5"), ("1e999999999", "1e999999999"), ("-0.0", "0")],
)  # fmt: skip
def test_numbers_are_exact(tmp_path: Path, written: str, text: str) -> None:
    """False-GO 14: a number never passes through a float, and a huge exponent is not written out."""
    assert read(tmp_path, f'[{{"sku": "A", "available": {written}}}]')[0]["available"] == text


def test_row_numbers_count_items(tmp_path: Path) -> None:
    """The first item is row 2, as under a header; people are told its number among the items."""
    read(tmp_path, [{"sku": "A", "available": 1}, {}, {"sku": "B", "available": 1}])
    with opened(tmp_path, {"stock": {"file": "stock.json"}}) as store:
        table = store.table("stock")
        assert [(row.number, row.where) for row in table.rows()] == [
            (2, "stock.json, item 1"),
            (4, "stock.json, item 3"),
        ]


def test_what_is_nested_is_named(tmp_path: Path) -> None:
    """A list or object as a value is refused with its item and key."""
    assert "item 2, key 'tags'" in refusal(tmp_path, [{"sku": "A"}, {"sku": "B", "tags": [1]}])
    assert "item 1" in refusal(tmp_path, [["A", 1]])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('[{"sku": "A", "available": 1', "line 1, column"),
        ('[{"sku": "A", "available": NaN}]', "NaN"),
        ('[{"sku": "A", "sku": "B", "available": 1}]', "'sku' stands twice"),
        ("[]", "no rows"),
        ("[{}, {}]", "no rows"),
        ('[{"sku": "\\ud800", "available": 1}]', "no text"),
        ('[{"sku": "\\u0000", "available": 1}]', "no text"),
        ("[" * 200_000, "nested too deeply"),
    ],
)
def test_damaged_json_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """False-GO 5, 6, 7, 11: cut, non-finite, doubled, empty or unprintable content is an error in plain words."""
    assert words in refusal(tmp_path, text)
