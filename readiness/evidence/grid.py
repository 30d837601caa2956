"""A small source as text, before its columns are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

Cells = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """`header` are the texts of the first row that holds any; `rows` are (row number as people count, cells), without
    rows that are wholly empty; every row is as wide as the header. `first_number` is the number before the first row
    where people count items from 1 and no header stands above them (JSON); `sheet` is what an Excel workbook gave;
    `unknown` names, by column position, a cell whose value the source does not hold."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[tuple[int, Cells], ...]
    first_number: int = 0
    sheet: str | None = None
    unknown: Mapping[int, str] = field(default_factory=dict)
