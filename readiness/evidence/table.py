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
    are left out. `headers` are the source's own headers of those columns; `held` are the rows of a small one.
    A large file is read again at every query, so ask all of it in one; columns are cast where they are used, by
    `decimal` or in Python by `cells`.
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
    headers: Mapping[str, str] = field(default_factory=dict)
    held: Held | None = None

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
        """Where a row stands, for a finding: `evidence/stock.xlsx, sheet 清单, row 17`; of JSON, `item 16`."""
        kind = "item" if self.first_number else "row"
        return f"{self.use.source}, {kind} {row_number - self.first_number}"

    def cell(self, row_number: int, column: str) -> str:
        """Where one cell stands: `evidence/stock.xlsx, sheet 清单, row 17, column 可用库存`."""
        return self.cells((row_number,), column)

    def cells(self, row_numbers: Sequence[int], column: str, more: int = 0) -> str:
        """Where the cells of one thing stand: `evidence/stock.xlsx, sheet 清单, row 17, 18 (+3), column 可用库存`."""
        first, *others = row_numbers
        rows = ", ".join((self.where(first), *(str(row - self.first_number) for row in others)))
        return f"{rows}{f' (+{more})' if more > 0 else ''}, column {self._header(column)}"

    def column(self, column: str) -> str:
        """Where a whole column stands: `evidence/stock.xlsx, sheet 清单, column 可用库存`."""
        return f"{self.use.source}, column {self._header(column)}"

    def _header(self, column: str) -> str:
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
