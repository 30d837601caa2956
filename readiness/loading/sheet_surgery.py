"""Writes cells into the XML of a sheet and leaves every other byte as it is: what no library knows stays there, too."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat
from xml.sax.saxutils import escape

from readiness.model.errors import BadValue
from readiness.model.location import column_letters
from readiness.model.text import Text

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_REFERENCE = re.compile(r"([A-Z]+)(\d+)")
_DIMENSION = re.compile(rb'(<(?:\w+:)?dimension\s+ref=")([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?(")')

_DECLARED = re.compile(rb"""(?:\xef\xbb\xbf)?<\?xml[^>]*encoding=["']([\w-]+)""")
_WIDE = (b"\xff\xfe", b"\xfe\xff")

Place = tuple[int, int]
"""Row and column, counted from 1."""


@dataclass
class _Span:
    """An element's bytes: `start` to `end`, its content from `inside` to `closing`. One without content has none."""

    start: int
    number: int
    attributes: dict[str, str]
    inside: int = 0
    closing: int = 0
    end: int = 0
    cells: list[_Span] = field(default_factory=list)
    formula: bool = False


def with_cells(sheet: bytes, changes: Mapping[Place, str | None]) -> bytes:
    """The sheet with these texts in these cells (None: the cell is emptied); their formats stay. Raises BadValue for a
    cell that holds a formula, and for a sheet that is not written as sheets are."""
    scan = _Scan(sheet)
    edits: list[tuple[int, int, bytes]] = []
    for number in sorted({row for row, _ in changes}):
        of_row = {column: text for (row, column), text in changes.items() if row == number}
        span = scan.rows.get(number)
        if span is None:
            at = min((one.start for one in scan.rows.values() if one.number > number), default=scan.end)
            cells = b"".join(scan.cell(number, column, of_row[column]) for column in sorted(of_row))
            edits.append((at, at, scan.element("row", f' r="{number}"', cells)))
        else:
            edits += _in_row(scan, span, of_row)
    for start, end, content in sorted(edits, key=lambda edit: edit[0], reverse=True):
        sheet = sheet[:start] + content + sheet[end:]
    return _wide_enough(sheet, changes)


def _in_row(scan: _Scan, row: _Span, changes: Mapping[int, str | None]) -> list[tuple[int, int, bytes]]:
    there = {cell.number: cell for cell in row.cells}
    edits: list[tuple[int, int, bytes]] = []
    added: dict[int, bytes] = {}
    for column in sorted(changes):
        old = there.get(column)
        if old is not None and old.formula:
            raise BadValue(_formula(f"{column_letters(column)}{row.number}"))
        new = scan.cell(row.number, column, changes[column], old.attributes.get("s") if old else None)
        if old is not None:
            edits.append((old.start, old.end, new))
            continue
        behind = [cell.start for cell in row.cells if cell.number > column]
        at = min(behind, default=row.closing)
        added[at] = added.get(at, b"") + new
    if not row.cells and row.inside == row.end:  # <row r="5"/>
        opening = scan.data[row.start : row.end].rstrip(b">").rstrip(b"/").rstrip()
        content = b"".join(added.values())
        return [(row.start, row.end, opening + b">" + content + b"</" + scan.name("row") + b">")]
    return [*edits, *((at, at, content) for at, content in added.items())]


class _Scan:
    """Where the rows and cells of a sheet stand in its bytes."""

    def __init__(self, data: bytes) -> None:
        declared = _DECLARED.match(data)
        encoding = declared[1].lower() if declared else b"utf-8"
        if data[:2] in _WIDE or encoding not in (b"utf-8", b"us-ascii"):
            raise BadValue(_NOT_A_SHEET)
        self.data = data
        self.rows: dict[int, _Span] = {}
        self.end = -1
        self._prefix = b""
        self._row: _Span | None = None
        self._cell: _Span | None = None
        self._last = 0
        self._filled = False
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._finish
        # a sheet has no document type, and entities of one are a known attack
        self._parser.StartDoctypeDeclHandler = _refuse_doctype
        try:
            self._parser.Parse(data, True)  # noqa: FBT003 - it takes no names
        except expat.ExpatError as error:
            raise BadValue(_NOT_A_SHEET) from error
        if self.end < 0:
            raise BadValue(_NOT_A_SHEET)

    def name(self, local: str) -> bytes:
        return self._prefix + local.encode()

    def element(self, local: str, attributes: str, content: bytes) -> bytes:
        name = self.name(local)
        return b"<" + name + attributes.encode() + b">" + content + b"</" + name + b">"

    def cell(self, row: int, column: int, text: str | None, style: str | None = None) -> bytes:
        said = f' r="{column_letters(column)}{row}"' + (f' s="{style}"' if style else "")
        if text is None:
            return b"<" + self.name("c") + said.encode() + b"/>"
        inner = self.element("t", ' xml:space="preserve"', escape(text).encode())
        return self.element("c", f'{said} t="inlineStr"', self.element("is", "", inner))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, local = name.rpartition(" ")
        local = local if space in (_MAIN, _STRICT) else ""
        at = self._parser.CurrentByteIndex
        if local == "sheetData":
            tag = self.data[at : _tag_end(self.data, at)]
            self._prefix = tag[1 : tag.index(b"sheetData")]
            self._filled = not tag.endswith(b"/>")
        if local == "row":
            self._last = int(attributes.get("r", self._last + 1))
            self._row = _Span(at, self._last, attributes, inside=_tag_end(self.data, at))
            self.rows[self._last] = self._row
        elif local == "c" and self._row is not None:
            before = self._row.cells[-1].number if self._row.cells else 0
            number = _column(attributes.get("r"), before + 1)
            self._cell = _Span(at, number, attributes, inside=_tag_end(self.data, at))
            self._row.cells.append(self._cell)
        elif local == "f" and self._cell is not None:
            self._cell.formula = True

    def _finish(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        at = self._parser.CurrentByteIndex
        if local == "c" and self._cell is not None:
            self._close(self._cell, at)
            self._cell = None
        elif local == "row" and self._row is not None:
            self._close(self._row, at)
            self._row = None
        elif local == "sheetData":
            self.end = at if self._filled else -1

    def _close(self, span: _Span, at: int) -> None:
        alone = self.data[span.inside - 2 : span.inside] == b"/>"
        span.closing = span.inside if alone else at
        span.end = span.inside if alone else self.data.index(b">", at) + 1


def _tag_end(data: bytes, start: int) -> int:
    """Behind the `>` of the tag that begins at `start`; one in a quoted value ends nothing."""
    quote = 0
    for at in range(start, len(data)):
        byte = data[at]
        if quote:
            quote = 0 if byte == quote else quote
        elif byte in b"\"'":
            quote = byte
        elif byte == ord(">"):
            return at + 1
    raise BadValue(_NOT_A_SHEET)


def _column(reference: str | None, otherwise: int) -> int:
    found = _REFERENCE.fullmatch(reference or "")
    return otherwise if found is None else _number(found[1])


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _wide_enough(sheet: bytes, changes: Mapping[Place, str | None]) -> bytes:
    """The size that the sheet says of itself, with the cells that were added: some programs read no further."""

    def wider(found: re.Match[bytes]) -> bytes:
        right, bottom = (found[4] or found[2]).decode(), int(found[5] or found[3])
        right = column_letters(max(_number(right), *(column for _, column in changes)))
        bottom = max(bottom, *(row for row, _ in changes))
        return found[1] + found[2] + found[3] + f":{right}{bottom}".encode() + found[6]

    return _DIMENSION.sub(wider, sheet, count=1) if changes else sheet


def _refuse_doctype(*_: Any) -> None:
    raise BadValue(_NOT_A_SHEET)


_NOT_A_SHEET = Text("the sheet is not written as Excel writes sheets", "工作表的内部格式与 Excel 的写法不同")


def _formula(cell: str) -> Text:
    return Text(f"cell {cell} holds a formula", f"单元格 {cell} 是公式")
