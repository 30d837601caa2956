"""A small source as text: as it lies in the file (`Sheet`), and as a table (`Grid`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from readiness.model.text import Text

Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """A merged range: rows as people count them, columns from 0; `name` is what Excel calls it (`A2:A6`)."""

    name: str
    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """Everything that stands on a sheet or in a CSV file, before anybody knows which row is the header.

    `rows` are (row number as people count, cells), without rows that are wholly empty; they may differ in width.
    `lines` are the lines on which the records of a text file begin, beside `rows`. `place` is how messages call it.
    """

    place: str
    rows: Sequence[tuple[int, Cells]]
    merged: tuple[Area, ...] = ()
    lines: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Grid:
    """`header` are the texts of the header; `rows` are (row number as people count, cells), without rows that are
    wholly empty; every row is as wide as the header. `first_number` is the number before the first row where people
    count items from 1 and no header stands above them (JSON); `sheet` is what an Excel workbook gave; `unknown`
    names, by column position, a cell whose value the source does not hold; `notes` say what was left out and why;
    `lines` are the lines of a text file on which rows that are numbered from 1 stand, where these say more than their
    numbers (an event of a calendar, which may be several rows); `spread` are the columns of a wide table that are named
    for things, by position."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, Cells], ...]
    first_number: int = 0
    sheet: str | None = None
    unknown: Mapping[int, str] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    lines: tuple[int, ...] = ()
    spread: Mapping[int, str] = field(default_factory=dict)
