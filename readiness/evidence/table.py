"""A table of evidence, whatever file it came from: one shape for every probe."""

# ruff: noqa: S608  (names are quoted or made here; values travel as parameters)

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from readiness.evidence.numbers import decimal_of_text
from readiness.evidence.sql_text import quoted
from readiness.model.evidence import Binding, Contract, EvidenceUse

if TYPE_CHECKING:
    from readiness.evidence.engine import Engine
    from readiness.evidence.wide import Spot


class Row(NamedTuple):
    """One data row: `number` as people count, `cells` by logical column (None for an empty cell), `where` it stands."""

    number: int
    cells: Mapping[str, str | None]
    where: str


@dataclass(frozen=True, slots=True)
class Held:
    """The rows of a small table, as the engine has them: their numbers, and the cells of each column."""

    numbers: Sequence[int]
    columns: Mapping[str, Sequence[str | None]]

    @property
    def cells(self) -> int:
        return len(self.numbers) * (len(self.columns) + 1)


@dataclass(frozen=True)
class Table:
    """Evidence as rows of text.

    `columns` are the contract's columns that the source has. `relation` is its SQL name: one VARCHAR column for each
    (NULL for an empty cell), and `row_number` (BIGINT; the first row under a header in row 1 is 2), which costs
    nothing when it is not asked for; the source's other columns follow as `other <position>`. Rows without any cell
    are left out. `headers` are the source's own headers of those columns; `held` are the rows of a small one; `places`
    say where the rows of a wide table stand, which are numbered from 1.
    A large file is read again at every query, so ask all of it in one; columns are cast where they are used, by
    `decimal` or in Python by `cells`. `lines` are the lines on which the rows of a calendar's events stand.
    """

    name: str
    use: EvidenceUse
    binding: Binding
    contract: Contract
    columns: frozenset[str]
    relation: str
    engine: Engine
    left: Callable[[], float]
    first_number: int = 0
    lines: Sequence[int] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    held: Held | None = None
    places: Mapping[int, Spot] = field(default_factory=dict)

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of one SELECT over this and other tables' relations.

        Raises CannotJudge when the check's time runs out, a large file proves damaged, or it was changed meanwhile.
        """
        return self.engine.query(sql, parameters, seconds=self.left(), shown=self.use.source)

    def held_once(self, select: str, width: int) -> str:
        """A SELECT of `width` columns over this table's rows (each at most once), for several questions. Of a small
        table it is asked now, and what it gives is held; otherwise it is `select` itself. Raises as `query` does."""
        if self.held is None or not self.engine.has_room(len(self.held.numbers) * width):
            return select
        return self.engine.hold(select, seconds=self.left(), shown=self.use.source)

    def rows(self) -> Iterator[Row]:
        """Every row, in file order; all of them are held in memory, so ask a large table by `query`."""
        names = sorted(self.columns)
        selected = ", ".join(quoted(name) for name in ("row_number", *names))
        for number, *cells in self.query(f"SELECT {selected} FROM {self.relation} ORDER BY row_number"):
            yield Row(number, dict(zip(names, cells, strict=True)), self.where(number))

    def where(self, row_number: int) -> str:
        """Where a row stands, for a finding: `evidence/stock.xlsx, sheet 清单, row 17`; of JSON, `item 16`; of a
        calendar, `line 40`."""
        return self.rows_at((row_number,))

    def rows_at(self, row_numbers: Sequence[int]) -> str:
        """Where several rows stand: `evidence/stock.xlsx, sheet 清单, row 17, 18`."""
        kind = "line" if self.lines else "item" if self.first_number else "row"
        numbers = dict.fromkeys(map(self.number, row_numbers))
        return f"{self.use.source}, {kind} {', '.join(map(str, numbers))}"

    def number(self, row_number: int) -> int:
        """By what number people find a row."""
        if row_number in self.places:
            return self.places[row_number].row
        return self.lines[row_number - 1] if self.lines else row_number - self.first_number

    def cell(self, row_number: int, column: str) -> str:
        """Where one cell stands: `evidence/stock.xlsx, sheet 清单, row 17, column 可用库存`."""
        return self.cells((row_number,), column)

    def cells(self, row_numbers: Sequence[int], column: str, more: int = 0) -> str:
        """Where the cells of one thing stand: `evidence/stock.xlsx, sheet 清单, row 17, 18 (+3), column 可用库存`."""
        further = f" (+{more})" if more > 0 else ""
        headers = dict.fromkeys(self._header(column, row_number) for row_number in row_numbers)
        return f"{self.rows_at(row_numbers)}{further}, column {' / '.join(headers)}"

    def column(self, column: str) -> str:
        """Where a whole column stands: `evidence/stock.xlsx, sheet 清单, column 可用库存`."""
        return f"{self.use.source}, column {self._header(column, 0)}"

    def _header(self, column: str, row_number: int) -> str:
        """The header over a cell: of what a wide table spreads over columns, that of its own column."""
        wide, spot = self.contract.wide, self.places.get(row_number)
        if spot is not None and wide is not None and column in (wide.names, wide.values):
            return spot.header
        # people break long headers over lines
        return " ".join(self.headers.get(column, column).split())

    def decimal(self, column: str, alias: str = "") -> str:
        """SQL for the exact number in a column, DECIMAL(18,6): NULL where the cell is empty or is no such number.

        The rules are those of `cells.parse_decimal`, with the column's unit; more than 6 decimals or 12 integer digits
        give NULL, never a rounded value. `alias` names the relation in a query over several.
        """
        prefix = f"{quoted(alias)}." if alias else ""
        asked = self.contract.column(column)
        return decimal_of_text(f"{prefix}{quoted(column)}", self.binding.thousands, asked.unit if asked else "")
