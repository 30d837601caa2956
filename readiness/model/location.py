"""Where in a user's file something stands."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.model.text import Text

SHIPPED = "builtin:"
"""How the names of files that ship with readiness begin, wherever a place or a digest names one."""


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file; line and column count from 1. In a workbook `sheet` names the sheet, the line is the row, and
    the place is told as its cell."""

    file: str
    line: int
    column: int
    sheet: str = ""

    @property
    def cell(self) -> str:
        """`B5`: the place as spreadsheets name it; empty outside of a workbook."""
        return f"{column_letters(self.column)}{self.line}" if self.sheet else ""

    @property
    def spot(self) -> Text:
        """The place within its file: `on line 3`, `in cell B5`."""
        if self.sheet:
            return Text(f"in cell {self.cell} of sheet {self.sheet}", f"在工作表 {self.sheet} 的单元格 {self.cell}")
        return Text(f"on line {self.line}", f"在第 {self.line} 行")

    def __str__(self) -> str:
        if self.sheet:
            return f"{self.file}, sheet {self.sheet}, cell {self.cell}"
        return f"{self.file}:{self.line}:{self.column}"


def column_letters(column: int) -> str:
    """`A` for 1, `AA` for 27."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
