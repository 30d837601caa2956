"""The header wherever it stands: titles above it, several rows of it, several tables on a sheet."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from readiness.evidence.limits import Limits
from readiness.model.evidence import Column, ColumnType
from tests.evidence.stores import STOCK, WAY_NAMES, WAYS
from tests.evidence.workbooks import HEADER, csv_file, merge, read, refusal, workbook

PROMOTED = replace(
    STOCK,
    columns=(
        Column("sku", ColumnType.TEXT, ("商品编码",)),
        Column("name", ColumnType.TEXT, ("商品名称",), required=False),
    ),
)


def test_a_title_above_the_table_is_passed_over(tmp_path: Path) -> None:
    """A merged title and lines such as 导出时间 may stand above the header; rows keep their numbers, and it is told."""
    rows = [["618 大促库存清单"], ["导出时间：2026-06-14 20:00", "制表人：王芳"], [], HEADER, ["A-1", 5]]
    table = read(workbook(tmp_path, rows, merge("A1:B1")))
    assert table.rows == [(5, {"sku": "A-1", "available": "5"})]
    assert "the header is row 4; not read: 2 other rows above it" in table.notes


def test_two_rows_that_can_be_the_header_are_refused(tmp_path: Path) -> None:
    """False-GO 7: of two tables below each other neither is taken for the whole; both rows are named."""
    rows = [HEADER, ["A-1", 5], [], HEADER, ["A-2", 6]]
    error = refusal(workbook(tmp_path, rows))
    assert "stock.xlsx, sheet 清单: rows 1 and 4 can each be the header" in error.message.en
    assert "header: 1" in (error.hint.en if error.hint else "")


def test_a_second_header_far_below_is_refused(tmp_path: Path) -> None:
    """False-GO 7: a header that is repeated on each printed page is no row of data, however far down it stands."""
    rows = [HEADER, *([f"A-{i}", i] for i in range(100)), HEADER, ["B-1", 6]]
    assert "rows 1 and 102" in refusal(workbook(tmp_path, rows)).message.en


def test_the_binding_names_the_header(tmp_path: Path) -> None:
    """`header: 3` wins over the search, and up to another table's header after an empty row is read."""
    rows = [HEADER, ["old", 1], HEADER, ["A-1", 5], [], ["商品编码", "数量"], ["B", 7]]
    assert read(workbook(tmp_path, rows), header=3).rows == [(4, {"sku": "A-1", "available": "5"})]


@pytest.mark.parametrize(("row", "said"), [(2, "row 2 was taken as the header"), (9, "row 9, which the binding names")])
def test_a_named_header_that_does_not_fit_is_told(tmp_path: Path, row: int, said: str) -> None:
    """A `header:` that names a row of data or an empty one is an error that names the row."""
    assert said in refusal(workbook(tmp_path, [HEADER, ["A-1", 5]]), header=row).message.en


def test_the_header_is_named_for_csv_as_well(tmp_path: Path) -> None:
    """`header:` counts the records of a CSV file as people count its lines."""
    path = csv_file(tmp_path, "sku,available", "x,1", "sku,available", "A-1,5")
    assert read(path, header=3).pairs() == [("A-1", "5")]


def test_rows_of_data_above_the_header_are_refused(tmp_path: Path) -> None:
    """False-GO 18: a table that was sorted together with its header is not read from its middle on."""
    rows = [["C-9", 5], ["B-1", 6], HEADER, ["A-1", 7]]
    error = refusal(workbook(tmp_path, rows))
    assert "row 3 is the header, but row 2 above it looks like data" in error.message.en
    assert read(workbook(tmp_path, rows), header=3).pairs() == [("A-1", "7")]


def test_a_list_of_one_column_has_no_title_without_a_gap(tmp_path: Path) -> None:
    """False-GO 18: above a header of one cell a title and a row of data look alike, so it must be said."""
    roster = replace(PROMOTED, columns=PROMOTED.columns[:1])
    assert "looks like data" in refusal(workbook(tmp_path, [["B-2"], ["商品编码"], ["A-1"]]), roster).message.en
    assert read(workbook(tmp_path, [["主推清单"], [], ["商品编码"], ["A-1"]]), roster).numbers() == [4]


def test_a_header_of_two_rows_is_read(tmp_path: Path) -> None:
    """Where the upper row is merged, a column is called what stands lowest over it."""
    rows = [["商品编码", "库存", None], [None, "可用库存", "预留"], ["A-1", 5, 2]]
    table = read(workbook(tmp_path, rows, merge("A1:A2", "B1:C1")))
    assert table.rows == [(3, {"sku": "A-1", "available": "5"})]


def test_groups_of_a_header_tell_columns_apart(tmp_path: Path) -> None:
    """False-GO 20: 可用库存 under 东仓 and under 西仓 are two columns; which is meant must be said."""
    rows = [
        ["商品编码", "东仓", None, "西仓", None],
        [None, "可用库存", "预留", "可用库存", "预留"],
        ["A-1", 5, 0, 9, 0],
    ]
    path = workbook(tmp_path, rows, merge("A1:A2", "B1:C1", "D1:E1"))
    assert "more than one column can be `available`" in refusal(path).message.en
    assert read(path, columns={"available": "西仓 可用库存"}, header=1).pairs() == [("A-1", "9")]


def test_a_header_cell_over_two_columns_is_refused(tmp_path: Path) -> None:
    """False-GO 20: a header over two columns names neither."""
    rows = [["商品编码", "可用库存", None], ["A-1", 5, 9]]
    assert "B1:C1 (`available`) spans several columns" in refusal(workbook(tmp_path, rows, merge("B1:C1"))).message.en


def test_a_row_of_units_is_left_out(tmp_path: Path) -> None:
    """A row of units below the header is no data, and is noted."""
    pieces = replace(STOCK, columns=(STOCK.columns[0], replace(STOCK.columns[1], unit="unit")))
    table = read(workbook(tmp_path, [HEADER, [None, "(件)"], ["A-1", 5]]), pieces)
    assert table.numbers() == [3]
    assert "row 2 left out as units" in table.notes


@pytest.mark.parametrize("unit", ["（万件）", "(千)", "(箱)"])
def test_another_unit_is_refused(tmp_path: Path, unit: str) -> None:
    """False-GO 15: ten thousand pieces are not a piece: a unit that is not the contract's is refused."""
    pieces = replace(STOCK, columns=(STOCK.columns[0], replace(STOCK.columns[1], unit="unit")))
    error = refusal(workbook(tmp_path, [HEADER, [None, unit], ["A-1", 5]]), pieces)
    assert "row 2, column available: its unit is" in error.message.en


def test_another_table_below_is_not_read_and_noted(tmp_path: Path) -> None:
    """After an empty row the header of another table ends this one; what was not read is said."""
    rows = [HEADER, ["A-1", 5], [], ["门店", "联系人", "电话"], ["1店", "李", "123"]]
    table = read(workbook(tmp_path, rows))
    assert table.numbers() == [2]
    assert "rows 4 to 5 not read: after an empty row, row 4 is the header of another table" in table.notes


def test_rows_after_an_empty_row_are_data(tmp_path: Path) -> None:
    """False-GO 18: an empty row between rows of data ends nothing, also where a cell can't be read."""
    rows = [HEADER, ["A-1", 5], [], ["A-2", "缺货"], ["朝阳店", "待确认"]]
    assert read(workbook(tmp_path, rows)).numbers() == [2, 4, 5]


def test_a_table_beside_this_one_is_not_read(tmp_path: Path) -> None:
    """An empty column parts two tables: the rows of the other one are none of this one."""
    rows = [[*HEADER, None, "城市", "销量"], ["A-1", 5, None, "北京", 9], [None, None, None, "上海", 8]]
    table = read(workbook(tmp_path, rows))
    assert table.numbers() == [2]
    assert "not read, since an empty column stands between: 城市, 销量" in table.notes


def test_an_empty_column_within_the_table_is_passed_over(tmp_path: Path) -> None:
    """Columns that are needed may stand on both sides of an empty one."""
    rows = [["商品编码", None, "可用库存"], ["A-1", None, 5], [None, None, 7]]
    assert read(workbook(tmp_path, rows)).pairs() == [("A-1", "5"), (None, "7")]


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
def test_titles_above_a_csv(tmp_path: Path, limits: Limits) -> None:
    """Title lines of any width stand above the header of a CSV file, in all ways of reading."""
    path = csv_file(tmp_path, "618 库存清单", "导出时间：2026-06-14,制表人：王芳,x,y", "", "sku,available", "A-1,5")
    table = read(path, limits=limits)
    assert table.rows == [(5, {"sku": "A-1", "available": "5"})]
    assert "the header is row 4; not read: 2 other rows above it" in table.notes


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
def test_the_delimiter_is_that_of_the_header(tmp_path: Path, limits: Limits) -> None:
    """A title without any delimiter, or with another one, does not decide how the table is divided."""
    path = csv_file(tmp_path, "库存清单, 北京", "sku\tavailable", "A-1\t5")
    assert read(path, limits=limits).pairs() == [("A-1", "5")]


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
def test_two_headers_at_the_top_of_a_csv_are_refused(tmp_path: Path, limits: Limits) -> None:
    """False-GO 7: two rows that can be the header are named in every way of reading."""
    path = csv_file(tmp_path, "sku,available", "A-1,5", "sku,available", "A-2,6")
    assert "rows 1 and 3 can each be the header" in refusal(path, limits=limits).message.en


def test_units_in_a_large_csv_are_refused(tmp_path: Path) -> None:
    """False-GO 15: where the engine reads the rows, a row of units is named rather than read as data."""
    path = csv_file(tmp_path, "sku,available", ",(万件)", "A-1,5")
    assert "row 2 holds units" in refusal(path, limits=Limits(cells=0)).message.en


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
def test_a_contract_that_requires_nothing_has_a_header_all_the_same(tmp_path: Path, limits: Limits) -> None:
    """Where every column is optional, the header is the row that names one; rows of data name none."""
    optional = replace(STOCK, columns=tuple(replace(column, required=False) for column in STOCK.columns))
    path = csv_file(tmp_path, "库存清单", "sku,x", "A-1,5")
    assert read(path, optional, limits).rows == [(3, {"sku": "A-1"})]
