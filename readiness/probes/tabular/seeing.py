"""From rows of the engine to facts: cells, where they stand, and what names a row."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import Typed, raw
from readiness.model.evidence import ColumnType
from readiness.probes.tabular.facts import BadSeen, Cell, RowSeen
from readiness.probes.tabular.frame import Frame
from readiness.probes.tabular.words import SEPARATOR


def cell_of(typed: Typed, column: str, text: str | None, row_number: int | None) -> Cell:
    """One cell of a table."""
    table = typed.table
    where = "" if row_number is None else table.cell(row_number, column)
    return Cell(text, typed.value(column, text), where, table.headers.get(column, column).strip())


def subject_of(typed: Typed, keys: Sequence[str | None], row_number: int) -> str:
    """The key cells of a row, or its place where it has none."""
    named = [key for key in keys if key]
    return SEPARATOR.join(named) if named else typed.table.where(row_number)


class Seer:
    """Reads rows of a frame's relation: `selected` is what to select, `row` what to make of the answer."""

    def __init__(self, frame: Frame, key: Sequence[str]) -> None:
        self._frame = frame
        self._key = tuple(key)
        self.names = tuple(frame.scope.columns)
        self._rows = tuple(joined.row for joined in frame.joined.values())

    @property
    def selected(self) -> str:
        columns = ("row_number", *self._rows, *(raw(name) for name in self.names))
        return ", ".join(quoted(column) for column in columns)

    @property
    def width(self) -> int:
        return 1 + len(self._rows) + len(self.names)

    def row(self, answer: Sequence[Any]) -> RowSeen:
        """The row that an answer to `selected` holds. A column of joined evidence without a partner has no cell."""
        numbers = dict(zip(("row_number", *self._rows), answer, strict=False))
        texts = dict(zip(self.names, answer[1 + len(self._rows) : self.width], strict=True))
        number = int(answer[0])
        cells = {}
        for name, text in texts.items():
            typed, column, row = self._frame.source(name)
            if numbers[row] is not None:
                cells[name] = cell_of(typed, column, text, numbers[row])
        subject = subject_of(self._frame.typed, [texts[name] for name in self._key], number)
        return RowSeen(subject, self._frame.table.where(number), cells)

    def bad(self, row: RowSeen) -> tuple[BadSeen, ...]:
        """The cells of a row that are not what their columns are."""
        found = []
        for name, cell in row.cells.items():
            typed, column, _ = self._frame.source(name)
            if cell.text is not None and self.can_be_bad(name) and cell.value is None:
                found.append(BadSeen(row.subject, cell, typed.why(column, cell.text)))
        return tuple(found)

    def can_be_bad(self, name: str) -> bool:
        return self._frame.scope.columns[name].type is not ColumnType.TEXT

    def bad_sql(self, names: Sequence[str] | None = None) -> list[str]:
        """For each column that can be bad, SQL that says whether its cell is."""
        chosen = self.names if names is None else self._frame.columns_among(names)
        return [
            f"({quoted(name)} IS NULL AND {quoted(raw(name))} IS NOT NULL)" for name in chosen if self.can_be_bad(name)
        ]
