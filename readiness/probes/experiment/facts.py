"""Experiment: what was seen of the tests, and of what was made from them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from readiness.probes.tabular.facts import Cell
from readiness.probes.tabular.population import PopulationSeen
from readiness.probes.tabular.row_rules import RowsSeen


@dataclass(frozen=True, slots=True)
class Arm:
    """A row of the table: its cells by column, for what they mean and where they stand."""

    name: str
    where: str
    cells: Mapping[str, Cell]

    def value(self, column: str | None) -> Any:
        """What a cell means; None for an empty one, one that can't be read, and for no column."""
        cell = self.cells.get(column) if column else None
        return None if cell is None else cell.value

    def at(self, column: str) -> str:
        cell = self.cells.get(column)
        return cell.where if cell and cell.where else self.where


@dataclass(frozen=True, slots=True)
class Test:
    """A test and its arms, in the order of their rows."""

    name: str
    arms: tuple[Arm, ...]


@dataclass(frozen=True, slots=True)
class Use:
    """Something that was made from a test. `alike` is a test of the table that looks like one that is not there."""

    name: str
    test: str
    arm: str
    at: datetime | date | None
    cells: Mapping[str, Cell]
    where: str
    alike: str = ""


@dataclass(frozen=True, slots=True)
class MembersSeen:
    """How many different people each arm has, by test and arm as written; and the rows, the first ones and how many, of
    people who are in two arms of a test, and with an empty cell."""

    source: str
    counts: Mapping[tuple[str, str], int]
    twice: tuple[str, ...] = ()
    twice_count: int = 0
    incomplete: tuple[str, ...] = ()
    incomplete_count: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    """`key` are the columns of test and arm; `rows` and `used_rows` hold the cells that can't be read, of the tests and
    of what was made from them; `others` counts tests that nothing was made from, which are not judged; `alike`
    are two tests of one name in two spellings, and where the second stands."""

    source: str
    key: tuple[str, str]
    tests: tuple[Test, ...]
    population: PopulationSeen
    rows: RowsSeen
    uses: tuple[Use, ...] = ()
    used_rows: RowsSeen | None = None
    members: MembersSeen | None = None
    others: int = 0
    alike: tuple[tuple[str, str, str], ...] = ()
