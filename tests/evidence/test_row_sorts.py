"""Totals, notes and what only looks like them; merged cells; failed formulas; what is hidden."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readiness.evidence.limits import Limits
from readiness.model.evidence import Column, ColumnType
from tests.evidence.stores import CELLS, STOCK, WAY_NAMES, WAYS
from tests.evidence.workbooks import HEADER, csv_file, merge, read, refusal, workbook

every_way = pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
WORDS = [
    "合计",
    "总计：",
    "小计",
    "汇总",
    "共计",
    "合 计",
    "合计（件）",
    "Total",
    "GRAND TOTAL",
    "Subtotal:",
    "Sub-total",
    "sum",
]


@pytest.mark.parametrize("word", WORDS)
@every_way
def test_a_totals_row_is_no_sku(tmp_path: Path, word: str, limits: Limits) -> None:
    """False-GO 19: a totals row is left out in every way of reading, and noted with its row."""
    table = read(csv_file(tmp_path, "sku,available,仓库", "A-1,5,东", "A-2,6,西", f"{word},11,"), limits=limits)
    assert table.pairs() == [("A-1", "5"), ("A-2", "6")]
    assert "row 4 left out as totals" in table.notes


@every_way
def test_a_totals_row_without_a_key(tmp_path: Path, limits: Limits) -> None:
    """False-GO 19: the word may stand in another column than the key, such as a running number."""
    path = csv_file(tmp_path, "序号,sku,available", "1,A-1,5", "合计,,5", "2,A-2,6", "总计,,11")
    assert read(path, limits=limits).pairs() == [("A-1", "5"), ("A-2", "6")]


@every_way
def test_a_key_that_holds_such_a_word_stays(tmp_path: Path, limits: Limits) -> None:
    """False-GO 18: a SKU called TOTAL-1, or Total with all else like other rows, is judged."""
    path = csv_file(tmp_path, "sku,available,仓库", "TOTAL-1,5,东", "Total,6,西", "Assumption,7,", "数据汇总,8,东")
    assert [sku for sku, _ in read(path, limits=limits).pairs()] == ["TOTAL-1", "Total", "Assumption", "数据汇总"]


@every_way
def test_what_may_be_a_total_or_data_is_refused(tmp_path: Path, limits: Limits) -> None:
    """False-GO 19: 合计 with a text beside its numbers is refused with its row."""
    path = csv_file(tmp_path, "sku,available,仓库", "A-1,5,东", "合计,5,全部仓库")
    assert "row 3 may be a totals row or a row of data" in refusal(path, limits=limits).message.en


def test_subtotals_that_add_up_are_left_out(tmp_path: Path) -> None:
    """False-GO 19: 东区小计 is left out where it is the sum of the rows before it, and so is the sum of all."""
    rows = [HEADER, ["A-1", 5], ["A-2", 6], ["东区小计", 11], ["B-1", 1], ["西区 小计", 1], ["全国合计", 12]]
    table = read(workbook(tmp_path, rows))
    assert [sku for sku, _ in table.pairs()] == ["A-1", "A-2", "B-1"]
    assert "rows 4, 6, 7 left out as totals" in table.notes


def test_a_name_that_ends_like_a_subtotal_stays(tmp_path: Path) -> None:
    """False-GO 18: 销售合计 is a name where its number is no sum."""
    rows = [HEADER, ["A-1", 5], ["A-2", 6], ["销售合计", 12]]
    assert [sku for sku, _ in read(workbook(tmp_path, rows)).pairs()] == ["A-1", "A-2", "销售合计"]


def test_a_large_file_with_such_a_name_is_refused(tmp_path: Path) -> None:
    """False-GO 19: where rows are not held, whether it adds up can't be seen, so the row is named."""
    path = csv_file(tmp_path, "sku,available", "A-1,5", "东区小计,5")
    assert "row 3 may be a totals row" in refusal(path, limits=Limits(cells=0, engine=0)).message.en
    assert read(path, limits=CELLS).pairs() == [("A-1", "5")]


def test_notes_below_the_table_are_left_out(tmp_path: Path) -> None:
    """Notes, what they list and who signed are no rows of data, and are noted."""
    rows = [HEADER, ["A-1", 5], [], ["备注：含在途库存"], ["1、数据截至昨日"], ["制表人：王芳", "审核人：李伟"]]
    table = read(workbook(tmp_path, rows))
    assert table.numbers() == [2]
    assert "rows 4, 5, 6 left out as notes" in table.notes


def test_a_note_line_of_a_csv_may_be_short(tmp_path: Path) -> None:
    """A note is the only line with fewer fields than the header."""
    path = csv_file(tmp_path, "sku,available", "A-1,5", "", "说明：含在途")
    assert read(path).numbers() == [2]
    assert (
        "line 4: 1 fields where the header has 2"
        in refusal(csv_file(tmp_path, "sku,available", "A-1,5", "", "A-2")).message.en
    )


def test_a_lone_key_below_the_table_is_data(tmp_path: Path) -> None:
    """False-GO 18: a row with its key alone is a row, also after an empty one."""
    rows = [HEADER, ["A-1", 5], [], ["A-2"]]
    assert read(workbook(tmp_path, rows)).numbers() == [2, 4]


def test_a_merged_key_is_given_to_each_row(tmp_path: Path) -> None:
    """False-GO 10: one store over three rows is the store of all three; the range is noted."""
    rows = [["商品编码", "仓库", "可用库存"], ["A-1", "东", 5], [None, "西", 6], [None, "南", 7], ["A-2", "东", 8]]
    table = read(workbook(tmp_path, rows, merge("A2:A4")))
    assert [sku for sku, _ in table.pairs()] == ["A-1", "A-1", "A-1", "A-2"]
    assert "merged cells stand for each row that they span: A2:A4" in table.notes


def test_a_merged_quantity_is_refused(tmp_path: Path) -> None:
    """False-GO 19: a quantity over three rows may be of each or of all; the range is named."""
    rows = [HEADER, ["A-1", 5], ["A-2", None], ["A-3", None]]
    assert "B2:B4 is one merged cell of `available`" in refusal(workbook(tmp_path, rows, merge("B2:B4"))).message.en


def test_a_heading_merged_over_the_columns_is_refused(tmp_path: Path) -> None:
    """A heading between the rows that is merged over several columns is named, not read as a SKU."""
    rows = [HEADER, ["东区", None], ["A-1", 5]]
    assert "A2:B2 (东区)" in refusal(workbook(tmp_path, rows, merge("A2:B2"))).message.en


def test_merged_totals_and_notes_are_left_out(tmp_path: Path) -> None:
    """A total or a note may be merged over several columns and rows."""
    rows = [["序号", *HEADER], [1, "A-1", 5], ["合计", None, 5], [], ["备注：含在途"]]
    assert read(workbook(tmp_path, rows, merge("A3:B3", "A5:C6"))).pairs() == [("A-1", "5")]


@every_way
@pytest.mark.parametrize(
    "error", ["#N/A", "#REF!", "#DIV/0!", "#VALUE!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"]
)
def test_a_failed_formula_is_no_key(tmp_path: Path, error: str, limits: Limits) -> None:
    """False-GO 18: two failed lookups would join; a key that is an error is an empty one, and is noted."""
    table = read(csv_file(tmp_path, "sku,available", "A-1,5", f"{error},6"), limits=limits)
    assert table.pairs() == [("A-1", "5"), (None, "6")]
    assert any(note.startswith("row 3 name nothing") for note in table.notes)


def test_hidden_rows_and_columns_count_and_are_noted(tmp_path: Path) -> None:
    """False-GO 44: what is hidden or filtered out is in the file, so it counts, and is told."""

    def hide(sheet: Any) -> None:
        sheet.row_dimensions[3].hidden = True
        sheet.column_dimensions["B"].hidden = True

    table = read(workbook(tmp_path, [HEADER, ["A-1", 5], ["A-2", 6]], hide))
    assert table.pairs() == [("A-1", "5"), ("A-2", "6")]
    assert "row 3 hidden or filtered out in the sheet, and counted" in table.notes
    assert "hidden columns, read all the same: B (可用库存)" in table.notes


def test_a_hidden_sheet_that_is_named_is_noted(tmp_path: Path) -> None:
    """A hidden sheet is read when the binding names it, and the report says that it is hidden."""

    def hide(sheet: Any) -> None:
        sheet.sheet_state = "hidden"
        sheet.parent.create_sheet("说明")

    path = workbook(tmp_path, [HEADER, ["A-1", 5]], hide)
    assert "the sheet 清单 is hidden" in read(path, sheet="清单").notes
    assert "lacks" in refusal(path).message.en or "no rows" in refusal(path).message.en


def test_all_notes_are_told_in_chinese(tmp_path: Path) -> None:
    """Each note has its Chinese words."""
    rows = [["标题"], HEADER, [None, "(件)"], ["A-1", 5], ["A-2", 6], ["合计", 11], [], ["备注：x"]]
    pieces = replace(STOCK, columns=(STOCK.columns[0], replace(STOCK.columns[1], unit="unit")))
    zh = read(workbook(tmp_path, rows), pieces).zh
    assert zh[1:] == [
        "表头为第 2 行，其上方的 1 行未读取",
        "第 6 行作为合计行未计入",
        "第 8 行作为说明行未计入",
        "第 3 行作为单位行未计入",
    ]


def test_a_choice_merged_over_rows_is_each_ones(tmp_path: Path) -> None:
    """What people see beside each row is what each row says, but for quantities."""
    contract = replace(STOCK, columns=(*STOCK.columns[:1], Column("state", ColumnType.TEXT, ("状态",))))
    rows = [["商品编码", "状态"], ["A-1", "已确认"], ["A-2", None]]
    assert read(workbook(tmp_path, rows, merge("B2:B3")), contract).pairs("state") == [
        ("A-1", "已确认"),
        ("A-2", "已确认"),
    ]
