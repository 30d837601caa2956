"""Excel workbooks. The only home of openpyxl."""

from __future__ import annotations

import io
import threading
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from typing import Any

from openpyxl import load_workbook

from readiness.evidence.grid import Cells, Grid, Sheet
from readiness.evidence.header_search import MOST_ABOVE
from readiness.evidence.layout import lay_out, rows_note
from readiness.evidence.problems import cannot_judge
from readiness.evidence.sheet_xml import SheetFacts, column_letters, facts_of
from readiness.evidence.wide import headers_of_form
from readiness.evidence.xlsx_cells import cell_text
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Contract
from readiness.model.text import Advice, Text

MOST_UNPACKED = 200_000_000
# Excel holds no more in one cell; a file that says otherwise is made to fill the memory
LONGEST_CELL = 32_767

_NONE_FITS = Advice(
    "Name the sheet in the binding (`sheet: ...`); what its header lacks will then be said",
    "请先在绑定中写明工作表（`sheet: ...`），随后会指出它的表头缺少哪些列",
    Text(
        "Keep only the sheet that is meant in this file; what its header lacks will then be said",
        "请让该文件只保留所需的工作表，随后会指出它的表头缺少哪些列",
    ),
)
# warnings are silenced for the whole process while a workbook is read; two readers would restore each other's filters
READING = threading.Lock()


def read_xlsx(data: bytes, contract: Contract, binding: Binding, shown: str) -> Grid:
    """The table on one sheet of a workbook: on the named one, the only visible one, or the only one that fits.

    Raises CannotJudge for a damaged or oversized workbook, a sheet that is not there, an ambiguous choice, a layout
    that could be read in two ways, and a formula whose result was not saved.
    """
    refuse_bomb(data, shown)
    with READING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _Workbook(data, contract, binding, shown).grid()
        except CannotJudge:
            raise
        except Exception as error:
            raise damaged(shown) from error


class _Workbook:
    """One reading of one workbook."""

    def __init__(self, data: bytes, contract: Contract, binding: Binding, shown: str) -> None:
        self._data, self._contract, self._binding, self._shown = data, contract, binding, shown
        self._facts: dict[str, SheetFacts] = {}

    def grid(self) -> Grid:
        book = opened(self._data)
        chosen = self._choose(book)
        hidden = book[chosen].sheet_state != "visible"
        facts = self._facts_of(book, chosen)
        sheet = self._sheet(book, chosen)
        grid = lay_out(sheet, self._contract, self._binding)
        unknown = _unsaved_formulas(self._data, chosen, facts.last_row, grid) if facts.formulas else {}
        notes = (*grid.notes, *_hidden_notes(facts, grid, chosen if hidden else ""))
        return replace(grid, sheet=chosen, unknown=unknown, notes=notes)

    def _choose(self, book: Any) -> str:
        names: list[str] = [name for name in book.sheetnames if hasattr(book[name], "iter_rows")]
        visible = [name for name in names if book[name].sheet_state == "visible"]
        named = self._binding.sheet
        if named is not None:
            if named not in names:
                raise _which_sheet(f"has no sheet {named!r}", f"没有名为“{named}”的工作表", names, self._shown)
            return named
        if len(visible) == 1:
            return visible[0]
        fitting = [name for name in visible if self._fits(book, name)]
        if len(fitting) != 1:
            many = f"has {len(visible)} sheets, and {len(fitting)} of them have the columns that are needed"
            zh = f"有 {len(visible)} 个工作表，其中 {len(fitting)} 个包含所需的列"
            raise _which_sheet(many, zh, visible, self._shown, None if fitting else _NONE_FITS)
        return fitting[0]

    def _fits(self, book: Any, name: str) -> bool:
        return bool(headers_of_form(self._sheet(book, name, MOST_ABOVE), self._contract, self._binding))

    def _facts_of(self, book: Any, name: str) -> SheetFacts:
        if name not in self._facts:
            with zipfile.ZipFile(io.BytesIO(self._data)) as archive:
                # openpyxl knows which part a sheet is, and has no public name for it
                self._facts[name] = facts_of(archive.read(book[name]._worksheet_path))  # noqa: SLF001
        return self._facts[name]

    def _sheet(self, book: Any, name: str, most: int | None = None) -> Sheet:
        """What stands on a sheet; at most so many rows that are not empty."""
        facts, place = self._facts_of(book, name), f"{self._shown}, sheet {name}"
        rows: list[tuple[int, Cells]] = []
        for number, cells in _rows(book[name], facts.last_row, place):
            if any(cells):
                rows.append((number, cells))
                if len(rows) == most:
                    break
        return Sheet(place, rows, facts.merged)


def _rows(sheet: Any, last: int, place: str) -> Iterator[tuple[int, Cells]]:
    # the size that a file claims is often wrong, and openpyxl would cut the sheet to it
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(max_row=last), 1):
        cells: list[str | None] = []
        for cell in row:
            value = cell.value
            if value is None:
                cells.append(None)
            elif type(value) is str:
                if len(value) > LONGEST_CELL:
                    raise _too_long(f"{place}, row {number}")
                cells.append(value or None)
            else:
                cells.append(cell_text(value, cell.number_format))
        yield number, tuple(cells)


def _hidden_notes(facts: SheetFacts, grid: Grid, hidden_sheet: str) -> Iterator[Text]:
    """People forget what they have hidden or filtered; it is in the file, so it counts, and is said."""
    if hidden_sheet:
        yield Text(f"the sheet {hidden_sheet} is hidden", f"工作表“{hidden_sheet}”是隐藏的")
    rows = [number for number, _ in grid.rows if number in facts.hidden_rows] if facts.hidden_rows else []
    if rows:
        yield rows_note(rows, "hidden or filtered out in the sheet, and counted", "在工作表中被隐藏或筛选掉，仍计入")
    columns = [i for i, text in enumerate(grid.header) if i in facts.hidden_columns and text.strip()]
    if columns:
        named = ", ".join(f"{column_letters(i)} ({grid.header[i].strip()})" for i in columns)
        yield Text(f"hidden columns, read all the same: {named}", f"隐藏的列，仍然读取：{named}")


def _unsaved_formulas(data: bytes, sheet: str, last: int, grid: Grid) -> dict[int, str]:
    """The first formula without a saved result in each column, as {column position: coordinate}."""
    empty = {(number, i) for number, cells in grid.rows for i, cell in enumerate(cells) if cell is None}
    unknown: dict[int, str] = {}
    saved, written = opened(data)[sheet], opened(data, values=False)[sheet]
    saved.reset_dimensions()
    written.reset_dimensions()
    pairs = zip(saved.iter_rows(max_row=last), written.iter_rows(max_row=last), strict=True)
    for number, (results, sources) in enumerate(pairs, 1):
        for i, (result, source) in enumerate(zip(results, sources, strict=True)):
            # a saved empty text is of type `str`; a result that was never computed has no type of its own
            unsaved = source.data_type == "f" and result.value is None and result.data_type != "str"
            if unsaved and (number, i) in empty:
                unknown.setdefault(i, source.coordinate)
    return unknown


@lru_cache(maxsize=4)
def opened(data: bytes, *, values: bool = True) -> Any:
    """The workbook with results (`values`) or with formulas, for whoever holds `READING`. The last ones stay open: a
    planning workbook has a sheet for each of a hundred tables, and opening it looks at all of them."""
    return load_workbook(io.BytesIO(data), read_only=True, data_only=values)


def refuse_bomb(data: bytes, shown: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise damaged(shown) from error
    if "xl/workbook.xml" not in names:
        raise cannot_judge(
            f"{shown} is no Excel workbook, though its name says so",
            f"{shown} 的扩展名是 Excel，但它不是 Excel 工作簿",
            Text("Save it as .xlsx in Excel or WPS", "请在 Excel 或 WPS 中另存为 .xlsx"),
        )
    if unpacked > MOST_UNPACKED:
        raise cannot_judge(
            f"{shown} unpacks to more than {MOST_UNPACKED // 1_000_000} MB",
            f"{shown} 解压后超过 {MOST_UNPACKED // 1_000_000} MB",
            Text("Supply a table of this size as .csv or .parquet", "这样大的表格请以 .csv 或 .parquet 提供"),
        )


def _which_sheet(en: str, zh: str, names: list[str], shown: str, hint: Text | None = None) -> CannotJudge:
    return cannot_judge(
        f"{shown} {en}; its sheets are: {', '.join(names) or '-'}",
        f"{shown} {zh}；现有的工作表：{'、'.join(names) or '-'}",
        hint or Text("Name the sheet in the binding: `sheet: ...`", "请在绑定中写明工作表：`sheet: ...`"),
    )


def _too_long(place: str) -> CannotJudge:
    return cannot_judge(
        f"{place}: a cell is longer than Excel allows ({LONGEST_CELL} characters)",
        f"{place}：有单元格超过 Excel 允许的长度（{LONGEST_CELL} 个字符）",
    )


def damaged(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} is damaged and can't be read as an Excel workbook",
        f"{shown} 已损坏，无法作为 Excel 工作簿读取",
        Text("Open it in Excel or WPS and save it again as .xlsx", "请在 Excel 或 WPS 中打开并重新另存为 .xlsx"),
    )
