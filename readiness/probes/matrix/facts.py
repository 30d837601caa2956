"""Matrix: what was seen of the axes, and of the rows that may fill their cells."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.grouped import Flaws
from readiness.probes.tabular.row_rules import RowsSeen


@dataclass(frozen=True, slots=True)
class AxisValue:
    """One value of an axis: `key` is compared, `shown` is how people write it; `hint` is another spelling that the
    table holds, and `where` is the row of the evidence that asks for it."""

    key: str
    shown: str
    hint: str = ""
    where: str = ""


@dataclass(frozen=True, slots=True)
class Axis:
    """A column of the table with the values that must be there; `title` names it to people."""

    name: str
    title: str
    values: tuple[AxisValue, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row at a cell of the matrix. `counts` is False also where the condition came out NULL; `act` is an instant, or
    a day without its time, and None for an empty cell and one that could not be read; `shown` are the cells that
    decide, as typed; `where` is the cell for which it does not count; `act_where` is the act's own cell."""

    place: tuple[str, ...]
    counts: bool
    act: datetime | date | None
    shown: str
    where: str
    act_where: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`rows` are those whose every axis value is on its axis; `strangers` counts the others, and `strangers_named` are
    the first values that no axis has. `rules` is what was seen of every row by the rules, cells that can't be read
    among it; `flaws` are of the evidence that the axes read."""

    table: Aged
    title: str
    axes: tuple[Axis, ...]
    rows: tuple[Row, ...]
    rules: RowsSeen
    flaws: Flaws = field(default_factory=Flaws)
    strangers: int = 0
    strangers_named: tuple[str, ...] = ()
