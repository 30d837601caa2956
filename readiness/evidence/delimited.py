"""CSV and TSV of ordinary size, strictly: RFC 4180 quoting, every line as wide as the header, the last one ended."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from readiness.evidence.grid import Cells, Grid
from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

_NAMES = {"comma": ",", "tab": "\t", "semicolon": ";", "pipe": "|", "\\t": "\t"}
_DETECTED = (",", "\t", ";")


@dataclass(frozen=True, slots=True)
class Head:
    """The header record: its texts, its number, how many lines stand before it, and the delimiter."""

    cells: tuple[str, ...]
    row: int
    lines_before: int
    delimiter: str


def read_delimited(text: str, declared: str | None, shown: str) -> Grid:
    """The whole file. Raises CannotJudge naming the line that is wrong."""
    refuse_cut_off(text[-1:], shown)
    head = read_head(text, declared, shown)
    rows = tuple(_data_rows(text, head, shown))
    if not rows:
        raise no_rows(shown)
    return Grid(head.cells, head.row, rows)


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


def no_rows(shown: str) -> CannotJudge:
    """The error for a table that has a header at most."""
    return cannot_judge(
        f"{shown} has no rows", f"{shown} 没有数据行", Text("Export it with its data", "请连同数据一起导出")
    )


def read_head(text: str, declared: str | None, shown: str) -> Head:
    """The first record that holds any text; `text` may be just the start of a file. Raises CannotJudge."""
    delimiter = _delimiter(text, declared, shown)
    for number, line, cells in _records(text, delimiter, shown):
        if any(cell.strip() for cell in cells):
            return Head(tuple(cells), number, line - 1, delimiter)
    raise no_rows(shown)


def _data_rows(text: str, head: Head, shown: str) -> Iterator[tuple[int, Cells]]:
    width = len(head.cells)
    for number, line, cells in _records(text, head.delimiter, shown):
        if number <= head.row or not cells:
            continue
        if len(cells) != width:
            raise cannot_judge(
                f"{shown}, line {line}: {len(cells)} fields where the header has {width}",
                f"{shown} 第 {line} 行：有 {len(cells)} 个字段，而表头有 {width} 个",
                Text(
                    "Export it again: the file may be cut off, or a text holds the delimiter without quotes",
                    "请重新导出：文件可能不完整，或文字中含有未加引号的分隔符",
                ),
            )
        if any(cells):
            yield number, tuple(cell or None for cell in cells)


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


def _delimiter(text: str, declared: str | None, shown: str) -> str:
    if declared is not None:
        return _declared_delimiter(declared, shown)
    line = next((line for line in text.splitlines() if line.strip()), "")
    # what stands in quotes belongs to a name
    outside = "".join(line.split('"')[::2])
    counts = sorted(((outside.count(mark), mark) for mark in _DETECTED), reverse=True)
    (most, mark), (second, _) = counts[0], counts[1]
    if most and most == second:
        raise cannot_judge(
            f"{shown}: the header could be divided by several delimiters",
            f"{shown}：表头可能有多种分隔符",
            Text(
                "Add `delimiter: comma`, `tab` or `semicolon` to the binding",
                "请在绑定中加上 `delimiter: comma`、`tab` 或 `semicolon`",
            ),
        )
    return mark if most else ","


def _declared_delimiter(declared: str, shown: str) -> str:
    mark = _NAMES.get(declared.strip().lower(), declared)
    if len(mark) != 1 or mark in '"\r\n\0' or mark.isalnum():
        raise cannot_judge(
            f"{shown}: {declared!r} is no delimiter",
            f"{shown}：“{declared}”不是分隔符",
            Text("Write comma, tab, semicolon or pipe", "请填写 comma、tab、semicolon 或 pipe"),
        )
    return mark
