"""What was seen in a table: rows with their cells, as a judgement needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class Cell:
    """`text` as typed (None: blank), `value` what it means (None: nothing), `where` it stands, `title` its header."""

    text: str | None
    value: Any
    where: str
    title: str


@dataclass(frozen=True, slots=True)
class BadSeen:
    """A cell that is not what its column is; `subject` names its row."""

    subject: str
    cell: Cell
    why: Text


@dataclass(frozen=True, slots=True)
class RowSeen:
    """A row in which something may be wrong: the cells of all columns that the check uses, by name."""

    subject: str
    where: str
    cells: Mapping[str, Cell] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Aged:
    """A table and its own time."""

    name: str
    source: str
    time: datetime | None
