"""All sheets of a workbook as the texts of their cells: for whoever reads a workbook as a form and not as a table."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from readiness.evidence.grid import Cells
from readiness.evidence.problems import cannot_judge
from readiness.evidence.xlsx import READING, damaged, opened, refuse_bomb
from readiness.evidence.xlsx_cells import cell_text
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

MOST_ROWS = 2_000
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_OLE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True, slots=True)
class SheetCells:
    """`rows` are (row number as people count, cells) of the rows that hold anything, the first `MOST_ROWS` of them;
    `cut` says that there are more. `unknown` are the (row, column) of formulas whose result was not saved."""

    name: str
    rows: tuple[tuple[int, Cells], ...]
    cut: bool
    unknown: frozenset[tuple[int, int]]


def read_sheets(data: bytes, shown: str) -> tuple[SheetCells, ...]:
    """The sheets in their order, charts left out. Raises CannotJudge for what is no workbook, is damaged, too large,
    or protected by a password."""
    if data.startswith(_OLE):
        raise cannot_judge(
            f"{shown} is protected by a password, or saved in the old format of Excel",
            f"{shown} 设有打开密码，或为旧版 Excel 格式",
            Text("Remove the password, and save it as .xlsx", "请去掉密码，并另存为 .xlsx"),
        )
    refuse_bomb(data, shown)
    with READING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return tuple(_sheets(data))
        except CannotJudge:
            raise
        except Exception as error:
            raise damaged(shown) from error


def _sheets(data: bytes) -> Iterator[SheetCells]:
    book = opened(data)
    sources = opened(data, values=False) if _has_formulas(data) else None
    for name in book.sheetnames:
        if hasattr(book[name], "iter_rows"):
            yield _sheet(book[name], None if sources is None else sources[name])


def _has_formulas(data: bytes) -> bool:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = [name for name in archive.namelist() if name.startswith("xl/worksheets/")]
        return any(_FORMULA.search(archive.read(name)) for name in names)


def _sheet(sheet: Any, source: Any) -> SheetCells:
    # the size that a file claims is often wrong, and openpyxl would cut the sheet to it
    sheet.reset_dimensions()
    rows: list[tuple[int, Cells]] = []
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = tuple(cell_text(cell.value, cell.number_format) for cell in row)
        if not any(cell and cell.strip() for cell in cells):
            continue
        if len(rows) == MOST_ROWS:
            return SheetCells(sheet.title, tuple(rows), cut=True, unknown=frozenset())
        rows.append((number, cells))
    return SheetCells(sheet.title, tuple(rows), cut=False, unknown=_unknown(source, rows))


def _unknown(source: Any, rows: list[tuple[int, Cells]]) -> frozenset[tuple[int, int]]:
    """Formulas that give nothing: Excel computes them on saving, and what wrote this file did not."""
    if source is None:
        return frozenset()
    given = {(number, i) for number, cells in rows for i, cell in enumerate(cells, 1) if cell is not None}
    source.reset_dimensions()
    return frozenset(
        (number, column)
        for number, row in enumerate(source.iter_rows(), 1)
        for column, cell in enumerate(row, 1)
        if cell.data_type == "f" and (number, column) not in given
    )
