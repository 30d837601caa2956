"""CSV and TSV of ordinary size, strictly: RFC 4180 quoting, every line as wide as the header, the last one ended."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from readiness.evidence.grid import Cells, Grid, Sheet
from readiness.evidence.header_search import MOST_ABOVE, Header, find_header
from readiness.evidence.layout import lay_out
from readiness.evidence.problems import cannot_judge
from readiness.evidence.row_words import unit_in
from readiness.evidence.wide import headers_of_form
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Contract
from readiness.model.text import Advice, Text

_NAMES = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|", "\\t": "\t"}
_DETECTED = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Head:
    """The header record: its texts, its number, how many lines stand before it, the delimiter, and how many records
    that hold anything stand above it."""

    cells: tuple[str, ...]
    row: int
    lines_before: int
    delimiter: str
    above: int = 0


def read_delimited(text: str, contract: Contract, binding: Binding, shown: str) -> Grid:
    """The whole file. Raises CannotJudge naming the line that is wrong."""
    refuse_cut_off(text[-1:], shown)
    delimiter = _delimiter(text, contract, binding, shown)
    return lay_out(_sheet(text, delimiter, shown), contract, binding)


def refuse_cut_off(last: str, shown: str) -> None:
    """A last line without its end may have lost digits of its last number. Raises CannotJudge."""
    if last not in ("\n", "\r"):
        raise cannot_judge(
            f"The last line of {shown} has no line end, so the file may be cut off",
            f"{shown} 的最后一行没有换行符，文件可能不完整",
            Text(
                "Export it again; if it is complete, add a line end after the last line",
                "请重新导出；如果内容完整，请在最后一行末尾加上换行",
            ),
        )


def read_head(text: str, contract: Contract, binding: Binding, shown: str) -> Head:
    """The record that is the header; `text` may be just the start of a file. Raises CannotJudge."""
    delimiter = _delimiter(text, contract, binding, shown)
    sheet = _sheet(text, delimiter, shown, max(MOST_ABOVE, binding.header or 0))
    header = find_header(sheet, contract, binding)
    place = next(i for i, (number, _) in enumerate(sheet.rows) if number == header.row)
    # all fields count, also those without a header
    _refuse_units_row(sheet, place, shown)
    texts = tuple(cell or "" for cell in sheet.rows[place][1])
    above = sum(any(cells) for _, cells in sheet.rows[:place])
    return Head(texts, header.row, sheet.lines[place] - 1, delimiter, above)


def _refuse_units_row(sheet: Sheet, place: int, shown: str) -> None:
    number, cells = sheet.rows[place + 1] if place + 1 < len(sheet.rows) else (0, ())
    units = [unit_in(cell) for cell in cells if cell and cell.strip()]
    if units and all(units):
        raise cannot_judge(
            f"{shown}, row {number} holds units, which is not read in a file of this size",
            f"{shown} 第 {number} 行是单位行；这样大的文件不支持单位行",
            Text("Export it without that row", "请导出不含该行的数据"),
        )


def _sheet(text: str, delimiter: str, shown: str, most: int | None = None) -> Sheet:
    """The records that hold anything; with `most`, no more than so many."""
    rows: list[tuple[int, Cells]] = []
    lines: list[int] = []
    for number, line, cells in _records(text, delimiter, shown):
        if cells:
            rows.append((number, tuple(cell or None for cell in cells)))
            lines.append(line)
            if len(rows) == most:
                break
    return Sheet(shown, rows, lines=lines)


def _records(text: str, delimiter: str, shown: str) -> Iterator[tuple[int, int, list[str]]]:
    """Each record with its number (blank lines count) and the line it starts on."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, line = 0, 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise _broken(error, line, shown) from None
        number += 1
        yield number, line, cells
        line = reader.line_num + 1


def _broken(error: csv.Error, line: int, shown: str) -> CannotJudge:
    if "field larger" in str(error):
        return cannot_judge(f"{shown}, line {line}: a cell is too long", f"{shown} 第 {line} 行：单元格内容过长")
    return cannot_judge(
        f"{shown}, line {line}: a quote is not closed, or text follows a closed one",
        f"{shown} 第 {line} 行：引号未闭合，或闭合的引号后还有文字",
    )


def _delimiter(text: str, contract: Contract, binding: Binding, shown: str) -> str:
    if binding.delimiter is not None:
        return _declared_delimiter(binding.delimiter, shown)
    line = next((line for line in text.splitlines() if line.strip()), "")
    # what stands in quotes belongs to a name
    outside = "".join(line.split('"')[::2])
    counts = sorted(((outside.count(mark), mark) for mark in _DETECTED), reverse=True)
    (most, mark), (second, _) = counts[0], counts[1]
    fitting = [mark for mark in _DETECTED if _headers(text, mark, contract, binding, shown)]
    if len(fitting) == 1:
        return fitting[0]
    if most and most == second:
        raise cannot_judge(
            f"{shown}: the header could be divided by several delimiters",
            f"{shown}：表头可能有多种分隔符",
            Advice(
                "Add `delimiter: comma`, `tab` or `semicolon` to the binding",
                "请在绑定中加上 `delimiter: comma`、`tab` 或 `semicolon`",
                Text("Save it as an Excel file", "请另存为 Excel 文件"),
            ),
        )
    return mark if most else ","


def _headers(text: str, mark: str, contract: Contract, binding: Binding, shown: str) -> list[Header]:
    """The rows that would be headers if this were the delimiter."""
    try:
        return headers_of_form(_sheet(text, mark, shown, MOST_ABOVE), contract, binding)
    except CannotJudge:
        return []


def _declared_delimiter(declared: str, shown: str) -> str:
    mark = _NAMES.get(declared.strip().lower(), declared)
    if len(mark) != 1 or mark in '"\r\n\0' or mark.isalnum():
        raise cannot_judge(
            f"{shown}: {declared!r} is no delimiter",
            f"{shown}：“{declared}”不是分隔符",
            Text("Write comma, tab, semicolon or pipe", "请填写 comma、tab、semicolon 或 pipe"),
        )
    return mark
