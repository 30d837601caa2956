"""Tables in the form in which people keep them: a column for each person, a cell for what is said of that person."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from readiness.evidence.peeking import peek
from readiness.evidence.recognition import recognise
from readiness.evidence.store import EvidenceStore
from readiness.model.evidence import Binding, Column, ColumnType, Contract, Wide
from tests.evidence.stores import AT, IN_ENGINE, STOCK, TIMES
from tests.evidence.workbooks import csv_file, merge, read, refusal, workbook

RACI = replace(
    STOCK,
    key=("task", "person"),
    columns=(
        Column("task", ColumnType.TEXT, ("任务", "工作项")),
        Column("stage", ColumnType.TEXT, ("阶段", "序号"), required=False),
        Column("person", ColumnType.TEXT, ("人员", "姓名")),
        Column("letters", ColumnType.TEXT, ("角色代码", "RACI")),
        Column("note", ColumnType.TEXT, ("备注",), required=False),
    ),
    wide=Wide("person", "letters", ("R", "A", "C", "I")),
)
MATRIX: list[list[str | None]] = [
    ["阶段", "任务", "李伟", "王芳", "备注"],
    ["策划", "确定方案", "A", "C", "会上定"],
    ["策划", "撰写条款", None, "A/R", None],
]
LONG: list[tuple[str, ...]] = [("确定方案", "李伟", "A"), ("确定方案", "王芳", "C"), ("撰写条款", "王芳", "A/R")]


def triples(path: Path, contract: Contract = RACI, **binding: Any) -> list[tuple[str | None, ...]]:
    rows = read(path, contract, **binding).rows
    return [(cells["task"], cells["person"], cells["letters"]) for _, cells in rows]


def places(path: Path, **binding: Any) -> list[str]:
    """Where each row's letters stand."""
    bound = {"stock": Binding("stock", AT, file=path.name, **binding)}
    store = EvidenceStore(path.parent, {"stock": RACI}, bound, {}, TIMES)
    try:
        table = store.table("stock")
        return [table.cell(row.number, "letters") for row in table.rows()]
    finally:
        store.close()


def test_each_filled_cell_under_a_name_is_a_row(tmp_path: Path) -> None:
    """A workbook: blank cells give no row, and each row has the row and the column of its own cell."""
    path = workbook(tmp_path, MATRIX)
    assert triples(path) == LONG
    assert places(path) == [
        "stock.xlsx, sheet 清单, row 2, column 李伟",
        "stock.xlsx, sheet 清单, row 2, column 王芳",
        "stock.xlsx, sheet 清单, row 3, column 王芳",
    ]


def test_cells_of_one_thing_name_their_rows_and_columns(tmp_path: Path) -> None:
    """What is said of a task as a whole names each cell once, and what is no letter keeps its own header."""
    path = workbook(tmp_path, MATRIX)
    store = EvidenceStore(path.parent, {"stock": RACI}, {"stock": Binding("stock", AT, file=path.name)}, {}, TIMES)
    try:
        table = store.table("stock")
        assert table.cells((1, 2), "letters") == "stock.xlsx, sheet 清单, row 2, column 李伟 / 王芳"
        assert table.cells((2, 3), "letters") == "stock.xlsx, sheet 清单, row 2, 3, column 王芳"
        assert table.cell(3, "stage") == "stock.xlsx, sheet 清单, row 3, column 阶段"
    finally:
        store.close()


def test_what_the_contract_knows_is_no_name(tmp_path: Path) -> None:
    """Stage and notes stay columns of each row, and are not people."""
    first = read(workbook(tmp_path, MATRIX), RACI).rows[0][1]
    assert (first["stage"], first["note"]) == ("策划", "会上定")


def test_a_csv_file_is_read_alike(tmp_path: Path) -> None:
    path = csv_file(tmp_path, *(",".join(cell or "" for cell in row) for row in MATRIX))
    assert triples(path) == LONG
    assert places(path)[2] == "stock.csv, row 3, column 王芳"


def test_the_long_form_is_read_as_it_is(tmp_path: Path) -> None:
    """A list has no matrix in it: a further column stays one, as in any table."""
    path = workbook(tmp_path, [["任务", "人员", "角色代码", "核对人"], *([*row, "李伟"] for row in LONG)])
    assert triples(path) == LONG
    assert places(path)[0] == "stock.xlsx, sheet 清单, row 2, column 角色代码"


@pytest.mark.parametrize("header", [["任务", "人员", "分工"], ["任务", "谁", "角色代码"]])
def test_a_list_with_a_slip_in_its_header_is_no_matrix(header: list[str], tmp_path: Path) -> None:
    """It is refused as a list that lacks a column, not taken for a matrix with a person called so."""
    assert "lacks" in refusal(workbook(tmp_path, [header, *LONG]), RACI).message.en


def test_a_dash_is_nothing_and_an_error_of_a_formula_is_something(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["任务", "李伟", "王芳", "赵敏"], ["定价", "—", "/", "#N/A"]])
    assert triples(path) == [("定价", "赵敏", "#N/A")]


def test_a_task_of_nobody_is_noted_by_name(tmp_path: Path) -> None:
    """It may be a heading or a task that was forgotten: it gives no row, and is told with its row."""
    table = read(workbook(tmp_path, [*MATRIX, ["执行", "培训店员", None, " ", None]]), RACI)
    assert len(table.rows) == len(LONG)
    assert "taken as headings, since no cell of the row is filled: row 4 执行" in table.notes
    assert "read as a matrix of 2 columns: 李伟, 王芳" in table.notes
    assert "按矩阵读取，共 2 列：李伟、王芳" in table.zh


def test_a_heading_merged_over_the_whole_row_is_a_heading(tmp_path: Path) -> None:
    path = workbook(tmp_path, [MATRIX[0], ["一、策划阶段"], *MATRIX[1:]], merge("A2:E2"))
    assert triples(path) == LONG


def test_a_letter_merged_over_several_people_is_refused(tmp_path: Path) -> None:
    """Nobody can tell which of them is accountable."""
    rows = [["任务", "李伟", "王芳", "赵敏"], ["定价", "A", None, "R"]]
    assert "B2:C2" in refusal(workbook(tmp_path, rows, merge("B2:C2")), RACI).message.en


def test_a_letter_merged_over_several_tasks_is_of_each(tmp_path: Path) -> None:
    rows = [["任务", "李伟", "王芳"], ["定价", "A", "R"], ["陈列", None, "R"]]
    path = workbook(tmp_path, rows, merge("B2:B3"))
    assert ("陈列", "李伟", "A") in triples(path)


def test_filled_cells_under_no_header_are_refused(tmp_path: Path) -> None:
    """An A of nobody is an A all the same; the cell is named, also where it lies right of all headers."""
    said = refusal(workbook(tmp_path, [["任务", "李伟"], ["定价", "R", "A"]]), RACI).message
    assert (
        said.en
        == "stock.xlsx, sheet 清单: column C has no header, but cell C2 is filled, so it is not known whose it is"
    )


def test_a_header_merged_over_two_people_is_refused(tmp_path: Path) -> None:
    rows = [["任务", "市场部", None], ["定价", "A", "R"]]
    assert "column C has no header" in refusal(workbook(tmp_path, rows, merge("B1:C1")), RACI).message.en


def test_names_below_the_names_of_departments_are_the_names(tmp_path: Path) -> None:
    rows = [["任务", "市场部", None, "法务部"], [None, "李伟", "林悦", "王芳"], ["定价", "A", "R", "C"]]
    path = workbook(tmp_path, rows, merge("A1:A2", "B1:C1"))
    assert triples(path) == [("定价", "李伟", "A"), ("定价", "林悦", "R"), ("定价", "王芳", "C")]


@pytest.mark.parametrize("other", ["李伟", "李 伟", "李伟\n"])
def test_two_columns_of_one_name_are_refused(other: str, tmp_path: Path) -> None:
    """Two people, or one twice: either way two A's could look like one."""
    said = refusal(workbook(tmp_path, [["任务", "李伟", "王芳", other], ["定价", "A", "R", "A"]]), RACI).message.en
    assert "columns B and D" in said


def test_a_name_beyond_an_empty_column_counts(tmp_path: Path) -> None:
    """In other tables what stands beyond is another table; here it could be the second A."""
    path = workbook(tmp_path, [["任务", "李伟", None, "王芳"], ["定价", "A", None, "A"]])
    assert triples(path) == [("定价", "李伟", "A"), ("定价", "王芳", "A")]


def test_hidden_people_count_and_are_told(tmp_path: Path) -> None:
    """Excel's filters and hidden columns hide nothing."""

    def hide(sheet: Any) -> None:
        sheet.column_dimensions["D"].hidden = True

    table = read(workbook(tmp_path, MATRIX, hide), RACI)
    assert len(table.rows) == len(LONG)
    assert any("hidden columns" in note and "王芳" in note for note in table.notes)


def test_totals_below_a_matrix_are_no_task(tmp_path: Path) -> None:
    path = workbook(tmp_path, [*MATRIX, [None, "合计", 1, 2]])
    assert triples(path) == LONG


def test_an_unsaved_formula_under_a_name_is_refused(tmp_path: Path) -> None:
    """Its letter is not in the file."""
    path = workbook(tmp_path, [["任务", "李伟", "王芳"], ["定价", "A", '=IF(1,"A","")']])
    assert "C2" in refusal(path, RACI).message.en


def test_a_matrix_without_a_letter_is_refused(tmp_path: Path) -> None:
    """False-GO 5: a matrix that nobody filled in is not one in which all is well."""
    said = refusal(workbook(tmp_path, [["任务", "李伟"], ["定价", None], ["陈列", "-"]]), RACI).message.en
    assert "no cell is filled under 李伟" in said


def test_the_header_may_be_named_and_its_columns_bound(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["活动分工"], ["工作内容", "李伟", "王芳"], ["定价", "A", "R"]])
    assert triples(path, header=2, columns={"task": "工作内容"}) == [("定价", "李伟", "A"), ("定价", "王芳", "R")]


def test_a_large_file_must_be_the_list(tmp_path: Path) -> None:
    """The engine reads columns, not matrices: it is refused, never read by half."""
    path = csv_file(tmp_path, *(",".join(cell or "" for cell in row) for row in MATRIX))
    assert "lacks `person`, `letters`" in refusal(path, RACI, IN_ENGINE).message.en


def test_without_the_form_a_matrix_is_refused(tmp_path: Path) -> None:
    assert "lacks" in refusal(workbook(tmp_path, MATRIX), replace(RACI, wide=None)).message.en


TASKS = replace(
    RACI,
    name="tasks",
    key=("task",),
    columns=(RACI.columns[0], Column("owner", ColumnType.TEXT, ("负责人",)), Column("due", ColumnType.DATE, ("截止",))),
    wide=None,
)


def test_a_dropped_matrix_is_recognised_by_its_marks(tmp_path: Path) -> None:
    (one,) = peek(workbook(tmp_path, MATRIX), "导出.xlsx")
    fit = recognise(one, [TASKS, replace(RACI, name="raci")]).fit
    assert fit is not None
    assert (fit.contract.name, fit.header_row) == ("raci", 1)


def test_a_dropped_list_of_tasks_is_no_matrix(tmp_path: Path) -> None:
    """Its cells hold people and days: one known header is not enough to be bound as a matrix."""
    rows = [["任务", "进度", "跟进"], ["定价", "80 %", "李伟"], ["陈列", "完成", "A 组"]]
    (one,) = peek(workbook(tmp_path, rows), "导出.xlsx")
    assert recognise(one, [TASKS, replace(RACI, name="raci")]).fit is None
