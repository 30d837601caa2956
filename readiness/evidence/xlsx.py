"""Excel workbooks. The only home of openpyxl."""

from __future__ import annotations

import contextlib
import io
import re
import threading
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import load_workbook

from readiness.evidence.delimited import no_rows
from readiness.evidence.grid import Cells, Grid
from readiness.evidence.json_rows import plain_number
from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

MOST_UNPACKED = 200_000_000
MOST_COLUMNS = 2_000

_NONE_FITS = Text(
    "Name the sheet in the binding (`sheet: ...`); what its header lacks will then be said",
    "请先在绑定中写明工作表（`sheet: ...`），随后会指出它的表头缺少哪些列",
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_QUOTED_OR_BRACKETED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_ZEROS = re.compile(r"0{2,}")
# warnings are silenced for the whole process while a workbook is read; two readers would restore each other's filters
_READING = threading.Lock()


def read_xlsx(data: bytes, sheet: str | None, fits: Callable[[tuple[str, ...]], bool], shown: str) -> Grid:
    """One sheet of a workbook: the named one, the only visible one, or the only one whose header `fits`.

    Raises CannotJudge for a damaged or oversized workbook, a sheet that is not there, an ambiguous choice, and a
    formula whose result was not saved.
    """
    _refuse_bomb(data, shown)
    with _READING, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(data, sheet, fits, shown)
        except CannotJudge:
            raise
        except Exception as error:
            raise _damaged(shown) from error


def _read(data: bytes, sheet: str | None, fits: Callable[[tuple[str, ...]], bool], shown: str) -> Grid:
    with contextlib.closing(load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book:
        names = [name for name in book.sheetnames if hasattr(book[name], "iter_rows")]
        visible = [name for name in names if book[name].sheet_state == "visible"]
        chosen = _choose(book, names, visible, sheet, fits, shown)
        grid = _grid(_rows(book[chosen]), chosen, shown)
    unknown = _unsaved_formulas(data, chosen, grid) if _FORMULA.search(_all_sheets(data)) else {}
    return Grid(grid.header, grid.header_row, grid.rows, sheet=chosen, unknown=unknown)


def _choose(
    book: Any,
    names: list[str],
    visible: list[str],
    sheet: str | None,
    fits: Callable[[tuple[str, ...]], bool],
    shown: str,
) -> str:
    if sheet is not None:
        if sheet not in names:
            raise _which_sheet(f"has no sheet {sheet!r}", f"没有名为“{sheet}”的工作表", names, shown)
        return sheet
    if len(visible) == 1:
        return visible[0]
    fitting = [name for name in visible if fits(_header(book[name]))]
    if len(fitting) != 1:
        many = f"has {len(visible)} sheets, and {len(fitting)} of them have the columns that are needed"
        zh = f"有 {len(visible)} 个工作表，其中 {len(fitting)} 个包含所需的列"
        raise _which_sheet(many, zh, visible, shown, None if fitting else _NONE_FITS)
    return fitting[0]


def _header(sheet: Any) -> tuple[str, ...]:
    for _, cells in _rows(sheet):
        if any(cells):
            return tuple(cell or "" for cell in cells)
    return ()


def _rows(sheet: Any) -> Iterator[tuple[int, Cells]]:
    # the size that a file claims is often wrong, and openpyxl would cut the sheet to it
    sheet.reset_dimensions()
    for number, row in enumerate(sheet.iter_rows(), 1):
        yield number, tuple(cell_text(cell.value, cell.number_format) for cell in row)


def _grid(rows: Iterator[tuple[int, Cells]], sheet: str, shown: str) -> Grid:
    header: tuple[str, ...] = ()
    header_row = 0
    found: list[tuple[int, Cells]] = []
    for number, cells in rows:
        if not any(cells):
            continue
        if not header_row:
            header, header_row = tuple(cell or "" for cell in _trimmed(cells)), number
            continue
        # what stands right of the header belongs to no column
        found.append((number, (cells + (None,) * len(header))[: len(header)]))
    if not found:
        raise no_rows(f"{shown}, sheet {sheet}")
    return Grid(header, header_row, tuple(found), sheet=sheet)


def _trimmed(cells: Cells) -> Cells:
    last = max(i for i, cell in enumerate(cells) if cell)
    return cells[: last + 1]


def cell_text(value: object, number_format: str | None) -> str | None:
    """What a cell says, exactly: `120`, `0.1`, `yes`, `2026-06-15 20:30:00`, `2026-06-15` where it is shown as a day,
    `#N/A`. A whole number shown with leading zeros (format `00000`) keeps them: it is a code."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return _datetime_text(value, number_format or "")
    if isinstance(value, int | float):
        return _number_text(value, number_format or "")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def _number_text(value: float, number_format: str) -> str:
    if isinstance(value, int) and _ZEROS.fullmatch(number_format):
        return str(value).zfill(len(number_format))
    return plain_number(repr(value))


def _datetime_text(value: datetime, number_format: str) -> str:
    shown = _QUOTED_OR_BRACKETED.sub("", number_format).lower()
    midnight = value.time() == time()
    if midnight and not ("h" in shown or "s" in shown):
        return value.date().isoformat()
    return value.isoformat(sep=" ")


def _unsaved_formulas(data: bytes, sheet: str, grid: Grid) -> dict[int, str]:
    """The first formula without a saved result in each column, as {column position: coordinate}."""
    empty = {(number, i) for number, cells in grid.rows for i, cell in enumerate(cells) if cell is None}
    unknown: dict[int, str] = {}
    values = contextlib.closing(load_workbook(io.BytesIO(data), read_only=True, data_only=True))
    formulas = contextlib.closing(load_workbook(io.BytesIO(data), read_only=True, data_only=False))
    with values as saved, formulas as written:
        saved[sheet].reset_dimensions()
        written[sheet].reset_dimensions()
        pairs = zip(saved[sheet].iter_rows(), written[sheet].iter_rows(), strict=True)
        for number, (results, sources) in enumerate(pairs, 1):
            for i, (result, source) in enumerate(zip(results, sources, strict=True)):
                # a saved empty text is of type `str`; a result that was never computed has no type of its own
                unsaved = source.data_type == "f" and result.value is None and result.data_type != "str"
                if unsaved and (number, i) in empty:
                    unknown.setdefault(i, source.coordinate)
    return unknown


def _refuse_bomb(data: bytes, shown: str) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, NotImplementedError) as error:
        raise _damaged(shown) from error
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


def _all_sheets(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return b"".join(archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/"))


def _which_sheet(en: str, zh: str, names: list[str], shown: str, hint: Text | None = None) -> CannotJudge:
    return cannot_judge(
        f"{shown} {en}; its sheets are: {', '.join(names) or '-'}",
        f"{shown} {zh}；现有的工作表：{'、'.join(names) or '-'}",
        hint or Text("Name the sheet in the binding: `sheet: ...`", "请在绑定中写明工作表：`sheet: ...`"),
    )


def _damaged(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} is damaged and can't be read as an Excel workbook",
        f"{shown} 已损坏，无法作为 Excel 工作簿读取",
        Text("Open it in Excel or WPS and save it again as .xlsx", "请在 Excel 或 WPS 中打开并重新另存为 .xlsx"),
    )
