from __future__ import annotations

from typing import Any

import pytest

from readiness.evidence.headers import fold, match_columns, not_read
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding
from tests.evidence.stores import AT, STOCK


def match(*header: str, **columns: str) -> dict[str, int]:
    return match_columns(header, STOCK, Binding("stock", AT, file="stock.csv", columns=columns), "stock.csv")


def refusal(*header: str, **columns: str) -> Any:
    with pytest.raises(CannotJudge) as caught:
        match(*header, **columns)
    return caught.value


def test_headers_match_by_name_then_alias() -> None:
    """A header is found by the column's name or an alias, whatever its place."""
    assert match("可用库存", "x", "SKU") == {"sku": 2, "available": 0}


@pytest.mark.parametrize("header", ["sku code", "SKU_CODE", "  Sku-Code ", "ＳＫＵ　ｃｏｄｅ", "SKU\u00a0code"])
def test_spelling_does_not_matter(header: str) -> None:
    """Case, width, blanks, underscores and hyphens don't tell headers apart."""
    assert match(header, "available")["sku"] == 0


def test_a_name_beside_an_alias_is_refused() -> None:
    """False-GO 11: a column under its own name and one under an alias may differ, so which is meant is not guessed."""
    assert "商品编码, sku" in refusal("商品编码", "sku", "available").message.en
    assert match("商品编码", "sku", "available", sku="商品编码")["sku"] == 0


def test_a_bound_header_wins() -> None:
    """What the binding says is taken, and only its exact header."""
    assert match("sku", "货号", "available", sku="货号")["sku"] == 1
    assert "货号X" in refusal("sku", "货号", "available", sku="货号X").message.en
    assert "sku, 货号, available" in refusal("sku", "货号", "available", sku="货号X").message.en


def test_a_header_bound_to_one_column_is_no_other() -> None:
    """What the binding gives to one column can't also be taken for another by its alias."""
    assert match("可用库存", "sku", "available", warehouse="可用库存") == {"warehouse": 0, "sku": 1, "available": 2}
    refusal("可用库存", "sku", warehouse="可用库存")


def test_two_headers_for_one_column_are_refused() -> None:
    """Which of two is meant is not guessed."""
    error = refusal("商品编码", "SKU code", "available")
    assert "商品编码, SKU code" in error.message.en
    assert "columns: {sku:" in error.hint.en


def test_a_header_that_stands_twice_matters_only_when_needed() -> None:
    """Duplicate headers are refused where a needed column is concerned, and ignored elsewhere."""
    assert match("sku", "note", "note", "available") == {"sku": 0, "available": 3}
    refusal("sku", "available", "available")
    refusal("sku", "货号", "货号", "available", sku="货号")


def test_a_missing_column_names_what_is_there() -> None:
    """False-GO 10: the message says what lacks, what is there, which aliases count and what to write."""
    error = refusal("sku", "数量", "")
    assert "`available`" in error.message.en
    assert "sku, 数量" in error.message.en
    assert "row 1 was taken as the header" in error.message.en
    assert "可用库存" in error.hint.en
    assert "columns: {available:" in error.hint.en
    assert "缺少 `available`" in error.message.zh


def test_a_title_over_the_table_is_to_be_deleted() -> None:
    """A first row of one cell is a title: it is not offered as the header of a column."""
    error = refusal("2026 年 11 月库存报表", "", "")
    assert "looks like a title" in error.hint.en
    assert "columns:" not in error.hint.en
    assert "用 `header: ...` 写明表头行" in error.hint.zh


def test_an_optional_column_may_lack() -> None:
    """A column that is not required is simply not among the columns."""
    assert "warehouse" not in match("sku", "available")
    assert match("sku", "available", "仓库")["warehouse"] == 2


def test_folding_is_stable() -> None:
    """Folding a folded header changes nothing."""
    for text in ("SKU_Code", "商品 编码", "Straße", "ﬁ-x"):
        assert fold(fold(text)) == fold(text)


def test_what_nobody_read_is_recorded_where_something_is_missing() -> None:
    """False-GO 20: a column under a header that no alias knows is named while a column of the contract is absent."""
    header = ("sku", "available", "仓")
    (note,) = not_read(header, match(*header), STOCK)
    assert "仓; not found: `warehouse`" in note.en
    assert not_read(header, match(*header, warehouse="仓"), STOCK) == ()
    assert not_read(("sku", "available"), match("sku", "available"), STOCK) == ()


@pytest.mark.parametrize(
    "cell",
    ["13800138000", "138-0013-8000", "138 0013 8000", "138****0000", "+44 20 7946 0958", "a@x.com", "021-12345678"],
)
def test_a_row_of_people_is_not_repeated(cell: str) -> None:
    """Where a file has no header, its first row is somebody: no message shows any of it."""
    note = not_read(["张三", cell], {}, STOCK)[0]
    assert "张三" not in note.en + note.zh
    assert cell not in note.en + note.zh
    assert "somebody's data" in note.en
    error = refusal("张三", cell)
    assert "张三" not in error.message.en + error.message.zh


def test_days_and_codes_are_headers() -> None:
    """A day or an article number heads a column of many exports, and is shown."""
    note = not_read(["20260618", "6901234567892", "2026-06-18"], {}, STOCK)[0]
    assert "20260618, 6901234567892, 2026-06-18" in note.en
