"""Ratio: what was seen of each key in the two tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from readiness.probes.tabular.blaming import Blamed
from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.grouped import Flaws, Key


@dataclass(frozen=True, slots=True)
class Side:
    """What one table says of a key: `amount` is None where the aggregate came out empty."""

    amount: Decimal | None
    where: str


@dataclass(frozen=True, slots=True)
class Line:
    """One key, or the total. A side is None where its table has no row of the key; an `unsound` one holds a cell that
    could not be counted, so no ratio of it would be true. `cells` are the key's columns, for messages; the hints are
    other spellings that the tables hold; `where` is the roster's row; `blamed` are rows that count against a
    key that is out of bounds."""

    subject: str
    value: Side | None
    base: Side | None
    sound: bool = True
    cells: Mapping[str, str] = field(default_factory=dict)
    value_hint: str = ""
    base_hint: str = ""
    where: str = ""
    key: Key = ()
    blamed: tuple[Blamed, ...] = ()


@dataclass(frozen=True, slots=True)
class Facts:
    """`flaws` are of single rows: cells that don't parse, filters that say nothing, keys that are none, stand twice in
    the roster or are spelt in two ways. `strangers` are keys that the roster does not have, of which some are named.
    `rows` counts the rows behind the base."""

    lines: tuple[Line, ...]
    flaws: Flaws
    value_source: Aged
    base_source: Aged
    rows: int
    strangers: int = 0
    strangers_named: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Aged, ...]:
        """Each table once."""
        return tuple(dict.fromkeys((self.value_source, self.base_source)))
