"""Which evidence a dropped file is, by its headers and its content. Pure.

A file is placed only where one contract fits better than all others. What two fit alike, or what fits one by a single
column that many exports have, is told and left to a person: a wrong binding would be judged as if it were right.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from pathlib import PurePath
from zoneinfo import ZoneInfo

from readiness.evidence.cells import CellError, parse_boolean, parse_date, parse_decimal, parse_instant, parse_integer
from readiness.evidence.headers import fold, match_columns
from readiness.evidence.peeking import Peek, Row
from readiness.evidence.wide import narrow, says_nothing, spreads
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Column, ColumnType, Contract, Wide
from readiness.model.location import Location

_BETWEEN_MARKS = re.compile(r"[\s/／\\,，、;；+＋&|]+")
_SHORTEST_HINT = 2
_ENOUGH_REQUIRED = 2
_ANY_ZONE = ZoneInfo("Etc/UTC")
_NOWHERE = Location("", 1, 1)


@dataclass(frozen=True, slots=True)
class Fit:
    """A contract that a table fits: the row of its header (from 1), the contract's columns that it has, and whether the
    file's or sheet's name says so as well. `width` is how many columns the header has."""

    contract: Contract
    header_row: int
    columns: tuple[str, ...]
    width: int
    named: bool
    zoneless: bool

    @property
    def required(self) -> int:
        return sum(1 for name in self.columns if (column := self.contract.column(name)) and column.required)

    @property
    def rank(self) -> tuple[bool, int, int, bool]:
        """A contract of optional columns alone (a list of contacts) is told by the file's name, before all else."""
        lax = not any(column.required for column in self.contract.columns)
        return lax and self.named, self.required, len(self.columns), self.named

    @property
    def sure(self) -> bool:
        """A single column that many exports have, among others that nobody knows, says too little."""
        return self.named or self.required >= _ENOUGH_REQUIRED or 2 * len(self.columns) >= self.width


@dataclass(frozen=True, slots=True)
class Recognition:
    """What a table is. `fit` is set where it is one thing beyond doubt; otherwise `rivals` are those that fit alike, or
    `nearest` is what it most looks like, with the columns that it `lacks`."""

    peek: Peek
    fit: Fit | None = None
    rivals: tuple[Fit, ...] = ()
    nearest: Contract | None = None
    lacks: tuple[Column, ...] = ()


def recognise(peek: Peek, contracts: Iterable[Contract]) -> Recognition:
    """Hold a table against every contract."""
    known = tuple(contracts)
    fits = sorted((fit for contract in known if (fit := _fit(peek, contract))), key=lambda fit: fit.rank, reverse=True)
    if not fits:
        return _nearest(peek, known)
    if peek.calendar:
        named = [fit for fit in fits if fit.named]
        return Recognition(peek, named[0]) if len(named) == 1 else Recognition(peek, rivals=tuple(named or fits))
    best = [fit for fit in fits if fit.rank == fits[0].rank]
    if len(best) == 1 and best[0].sure:
        return Recognition(peek, best[0])
    return Recognition(peek, rivals=tuple(best))


def _fit(peek: Peek, contract: Contract) -> Fit | None:
    """The first row that holds all that the contract requires, and something of it, if what stands below is of its
    types."""
    for number, header in enumerate(peek.rows, 1):
        try:
            positions = match_columns(header, contract, Binding(contract.name, _NOWHERE), peek.shown)
        except CannotJudge:
            continue
        return _fit_below(peek, contract, number, positions)
    return _wide_fit(peek, contract)


def _fit_below(peek: Peek, contract: Contract, number: int, positions: dict[str, int]) -> Fit | None:
    header, below = peek.rows[number - 1], peek.rows[number:]
    if not positions:
        return None  # a contract of optional columns alone asks for none of them
    if not all(_holds(contract.column(name), [_cell(row, i) for row in below]) for name, i in positions.items()):
        return None
    width = sum(1 for text in header if text.strip())
    zoneless = _without_zone(contract, positions, below)
    return Fit(contract, number, tuple(positions), width, _named(peek, contract), zoneless)


def _wide_fit(peek: Peek, contract: Contract) -> Fit | None:
    """The first row that is the header of the wide form, if the cells under its names hold the marks. A header of one
    known column says nothing, so it is these that tell."""
    form, binding = narrow(contract), Binding(contract.name, _NOWHERE)
    if form is None or contract.wide is None:
        return None
    for number, header in enumerate(peek.rows, 1):
        if not spreads(header, contract, binding):
            continue
        positions = match_columns(header, form, binding, peek.shown)
        fit = _fit_below(peek, form, number, positions)
        names = [i for i, text in enumerate(header) if text.strip() and i not in positions.values()]
        said = [cell for row in peek.rows[number:] for i in names if not says_nothing(cell := _cell(row, i))]
        if fit is None or not said or 3 * sum(_is_mark(cell, contract.wide) for cell in said) < 2 * len(said):
            return None
        spread = (*fit.columns, contract.wide.names, contract.wide.values)
        return replace(fit, contract=contract, columns=spread, width=len(spread))
    return None


def _is_mark(cell: str, wide: Wide) -> bool:
    known = {fold(mark) for mark in wide.marks}
    return {word for word in map(fold, _BETWEEN_MARKS.split(cell)) if word} <= known


def _cell(row: Row, position: int) -> str:
    return row[position] if position < len(row) else ""


def _holds(column: Column | None, cells: Sequence[str]) -> bool:
    """Whether any cell is of the column's type; an empty column says nothing against it, nor does a text column."""
    filled = [cell for cell in cells if cell.strip()]
    return column is None or not filled or any(_casts(column, cell) for cell in filled)


def _casts(column: Column, cell: str) -> bool:
    try:
        match column.type:
            case ColumnType.DECIMAL:
                parse_decimal(cell.replace(",", ""))
            case ColumnType.INTEGER:
                parse_integer(cell.replace(",", ""))
            case ColumnType.BOOLEAN:
                parse_boolean(cell)
            case ColumnType.DATE:
                parse_date(cell)
            case ColumnType.INSTANT:
                parse_instant(cell, _ANY_ZONE)
            case ColumnType.CHOICE:
                return fold(cell) in {fold(word) for value, words in column.values.items() for word in (value, *words)}
            case _:
                return True
    except CellError:
        return False
    return True


def _without_zone(contract: Contract, positions: dict[str, int], rows: Sequence[Row]) -> bool:
    """Whether a time below is read only with a zone from outside."""
    for name, position in positions.items():
        column = contract.column(name)
        if column is None or column.type is not ColumnType.INSTANT:
            continue
        for row in rows:
            cell = _cell(row, position)
            if _casts(column, cell) and not _has_offset(cell):
                return True
    return False


def _has_offset(cell: str) -> bool:
    try:
        parse_instant(cell, None)
    except CellError:
        return False
    return True


def _named(peek: Peek, contract: Contract) -> bool:
    """Whether file or sheet is called as the contract is, in any language."""
    return any(_alike(word, name) for word in _words(contract) for name in (PurePath(peek.file).stem, peek.sheet or ""))


def _words(contract: Contract) -> tuple[str, ...]:
    return contract.name, contract.title.en, contract.title.zh


def _alike(one: str, other: str) -> bool:
    """Whether two thirds of the shorter name stand in the longer, in pieces of two characters at least: `参与门店` in
    `参与活动的门店`, `stock` in `stock export`."""
    one, other = fold(one), fold(other)
    shorter = min(len(one), len(other))
    if shorter < _SHORTEST_HINT:
        return False
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    return 3 * sum(block.size for block in blocks if block.size >= _SHORTEST_HINT) >= 2 * shorter


def _nearest(peek: Peek, contracts: Sequence[Contract]) -> Recognition:
    """What the table most looks like: the contract of whose required columns it has most, if that is half of them."""
    best: tuple[float, Contract, tuple[Column, ...]] | None = None
    for contract in contracts:
        required = [column for column in contract.columns if column.required]
        for header in peek.rows:
            found = {fold(text) for text in header if text}
            lacks = tuple(c for c in required if not found & {fold(name) for name in (c.name, *c.aliases)})
            share = 1 - len(lacks) / len(required) if required else 0.0
            if share >= 1 / 2 and (best is None or share > best[0]):
                best = (share, contract, lacks)
    return Recognition(peek) if best is None else Recognition(peek, nearest=best[1], lacks=best[2])


def document_of(file: str, contracts: Iterable[Contract]) -> tuple[Contract, ...]:
    """The documents that a file's name calls; one of them is meant where there is just one."""
    stem = PurePath(file).stem
    return tuple(contract for contract in contracts if any(_alike(word, stem) for word in _words(contract)))
