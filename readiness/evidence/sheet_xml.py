"""What openpyxl does not tell of a sheet when it streams it, found in the sheet's own XML: merged ranges, hidden rows
and columns, and where the content ends. Bytes are searched, not parsed, since a sheet may be of many megabytes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from readiness.evidence.grid import Area

LAST_ROW = 1_048_576

_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^>]*?ref=[\"']\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?[\"']")
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*?\br=[\"'](\d+)[\"']")
_HIDDEN_COLUMN = re.compile(rb"<(?:\w+:)?col\s(?=[^>]*\bhidden=[\"'](?:1|true)[\"'])[^>]*>")
_SPAN = re.compile(rb"\b(min|max)=[\"'](\d+)[\"']")
_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?\br=[\"'](\d+)[\"']")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s>/]")
_CONTENT = (b"</v>", b":v>", b"</is>", b":is>", b"</f>", b":f>", b"<f ", b"<f/")


@dataclass(frozen=True, slots=True)
class SheetFacts:
    """`hidden_columns` count from 0; `last_row` is the last row that holds anything, where that is known."""

    merged: tuple[Area, ...]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    last_row: int
    formulas: bool


def facts_of(xml: bytes) -> SheetFacts:
    """Read once over a sheet's XML."""
    hidden = b"hidden=" in xml
    return SheetFacts(
        merged=tuple(_merged(xml)),
        hidden_rows=frozenset(int(row) for row in _HIDDEN_ROW.findall(xml)) if hidden else frozenset(),
        hidden_columns=frozenset(_hidden_columns(xml)) if hidden else frozenset(),
        last_row=_last_row(xml),
        formulas=_FORMULA.search(xml) is not None,
    )


def column_letters(position: int) -> str:
    """What Excel calls a column: 0 is A, 26 is AA."""
    letters = ""
    position += 1
    while position:
        position, rest = divmod(position - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _merged(xml: bytes) -> Iterable[Area]:
    start = xml.find(b"mergeCell")
    for left, top, right, bottom in _MERGED.findall(xml, max(start - 20, 0)) if start >= 0 else ():
        if right and (left, top) != (right, bottom):
            name = f"{left.decode()}{top.decode()}:{right.decode()}{bottom.decode()}"
            yield Area(name, int(top), _column(left), min(int(bottom), LAST_ROW), _column(right))


def _hidden_columns(xml: bytes) -> Iterable[int]:
    for element in _HIDDEN_COLUMN.findall(xml):
        span = {name: int(number) for name, number in _SPAN.findall(element)}
        # people hide "all the rest" at the right in one element of 16,000 columns
        yield from range(span.get(b"min", 1) - 1, min(span.get(b"max", 0), 16_384))


def _last_row(xml: bytes) -> int:
    """Rows below the last content are only formatted, often a million of them."""
    end = max(xml.rfind(b"sheetData>"), 0)
    last = max(xml.rfind(mark, 0, end) for mark in _CONTENT)
    # most sheets number their rows; the row that holds the content begins shortly before it
    start = max(xml.rfind(b"<row", 0, max(last, 0)), xml.rfind(b":row ", 0, max(last, 0)) - 10)
    found = _ROW.search(xml, max(start, 0)) if last >= 0 and start >= 0 else None
    return min(int(found[1]), LAST_ROW) if found and found.start() < last else LAST_ROW


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - ord("A") + 1
    return number - 1
