from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from readiness.model.errors import CannotJudge
from tests.evidence.stores import notes_of, opened, rows_of


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


DUMP = [
    {"model": "warehouse.warehouse", "pk": "43be", "fields": {"name": "Global", "zones": [26], "metadata": {}}},
    {"model": "warehouse.stock", "pk": 1, "fields": {"warehouse": "43be", "product_variant": 324, "quantity": 4560}},
    {"model": "warehouse.stock", "pk": 2, "fields": {"warehouse": "43be", "product_variant": 325, "quantity": 500}},
]


def dump(folder: Path, rows: Any) -> Path:
    (folder / "stock.json").write_text(json.dumps(rows), encoding="utf-8")
    return folder / "stock.json"


@pytest.mark.parametrize("prefix", ["", "fields."])
def test_a_database_dump_is_read_by_its_model(tmp_path: Path, prefix: str) -> None:
    """Of records of several models the only one that has the bound fields is read, each by its own number; what was not
    read is noted."""
    path = dump(tmp_path, DUMP)
    columns = {"sku": f"{prefix}product_variant", "available": f"{prefix}quantity"}
    assert rows_of(path, columns=columns) == [
        (3, {"sku": "324", "available": "4560", "warehouse": "43be"}),
        (4, {"sku": "325", "available": "500", "warehouse": "43be"}),
    ]
    assert "read the records of warehouse.stock; not read: 1 record of others" in notes_of(path, columns=columns)


def test_a_dump_of_which_no_model_or_two_fit_is_refused(tmp_path: Path) -> None:
    """False-GO 19: records of two models are never one table; the models are named."""
    assert "2 models (warehouse.stock, warehouse.warehouse), and 0 of them" in refusal(tmp_path, DUMP)
    twice = [{"model": m, "fields": {"sku": "A", "available": 1}} for m in ("a.old", "a.new")]
    assert "2 models (a.new, a.old), and 2 of them" in refusal(tmp_path, twice)


def test_a_name_within_a_name_that_means_something_is_not_taken_for_the_column(tmp_path: Path) -> None:
    """False-GO 11: last year's stock is not the stock; only its whole name binds it."""
    rows = [{"sku": "A", "last_year": {"available": 5}}]
    assert "lacks `available`" in refusal(tmp_path, rows)
    columns = {"available": "last_year.available"}
    assert rows_of(dump(tmp_path, rows), columns=columns) == [(2, {"sku": "A", "available": "5"})]


def test_one_name_at_two_places_is_refused(tmp_path: Path) -> None:
    """False-GO 11: a record and its fields that both have a column don't say which is meant."""
    assert "more than one column" in refusal(tmp_path, [{"sku": "A", "available": 1, "fields": {"available": 2}}])
    assert "in two ways" in refusal(tmp_path, [{"sku": "A", "available": 1, "a.b": 1, "a": {"b": 2}}])


def test_what_is_nested_deeper_is_named(tmp_path: Path) -> None:
    """A list, or an object within an object within an object, is refused with its item and whole key."""
    rows = [{"sku": "A", "available": 1, "fields": {"deep": {"er": 1}}}]
    assert "item 1, key 'fields.deep'" in refusal(tmp_path, rows)


def test_a_header_row_is_not_asked_of_json(tmp_path: Path) -> None:
    """`header:` in the binding of a file without header rows is an error, not ignored."""
    with pytest.raises(CannotJudge, match="no header row"):
        rows_of(dump(tmp_path, [{"sku": "A", "available": 1}]), header=1)


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
