"""Which rows are to be looked at where something about many rows is wrong: the first cells, and how many there are."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from readiness.evidence.sql_text import quoted
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.tabular.frame import Frame
from readiness.probes.tabular.parts import ColumnPath, Condition
from readiness.probes.tabular.scope import Use, names_in

Blames = Annotated[dict[ColumnPath, Condition], Field(min_length=1)]
"""{column: condition of one row}: the cells of the column in the rows for which it is TRUE, or can't be told."""

_ROWS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Blamed:
    """So many rows of one table; `where` are the first of their cells, `cells` the same without the file."""

    rows: int
    where: str
    cells: str


def names_of_blames(blames: Mapping[str, str]) -> frozenset[str]:
    """All columns, limits and constants that they name. Raises BadValue for an unreadable expression."""
    return frozenset(blames) | names_in(blames.values())


@dataclass(frozen=True)
class Blaming:
    """Asks for the rows: of `frame`, by `blames`."""

    frame: Frame
    blames: Mapping[str, str]

    def marked(self, rows: str) -> str:
        """`rows`, a SELECT in parentheses over the frame's relation, each with what it is blamed for."""
        marks = [
            f"coalesce({self.frame.compiled(condition, Use.ROW)}, TRUE) AS {_mark(place)}"
            for place, condition in enumerate(self.blames.values())
        ]
        return f"(SELECT {', '.join(['*', *marks])} FROM {rows})"

    @property
    def selected(self) -> list[str]:
        """For each column how many rows of a group there are, and the numbers of the first; over `marked`."""
        found = []
        for place, column in enumerate(self.blames):
            number = quoted(self.frame.source(column)[2])
            among = f"FILTER (WHERE {_mark(place)} AND {number} IS NOT NULL)"
            if number == quoted("row_number"):
                found += [f"count_if({_mark(place)})", f"min({number}, {_ROWS_NAMED}) {among}"]
            else:  # several rows may have one partner
                first = f"list_sort(list(DISTINCT {number}) {among})[1:{_ROWS_NAMED}]"
                found += [f"count(DISTINCT {number}) {among}", first]
        return found

    def read(self, answer: Sequence[Any]) -> tuple[Blamed, ...]:
        """What an answer to `selected` says, without the columns that have nothing to blame."""
        pairs = zip(self.blames, answer[::2], answer[1::2], strict=True)
        return tuple(self._blamed(column, int(count), numbers) for column, count, numbers in pairs if count and numbers)

    def _blamed(self, column: str, count: int, numbers: Sequence[int]) -> Blamed:
        typed, name, _ = self.frame.source(column)
        table = typed.table
        where = table.cells(numbers, name, count - len(numbers))
        return Blamed(count, where, where.removeprefix(table.use.source).removeprefix(", "))


def _mark(place: int) -> str:
    return quoted(f"blamed {place}")


def blamed_where(blamed: Iterable[Blamed], otherwise: str) -> str:
    """The place of a finding: the cells to blame, or what it would have without them."""
    return "; ".join(dict.fromkeys(one.where for one in blamed)) or otherwise


def blamed_words(blamed: Iterable[Blamed], message: Text) -> Text:
    """A message, with how many rows are to be looked at and which are the first."""
    en, zh = message.en, message.zh
    for one in blamed:
        rows = "1 row" if one.rows == 1 else f"{one.rows:,} rows"
        cells = place_words(f", {one.cells}").zh.removeprefix("，")
        en += f"; look at {rows}: {one.cells}"
        zh += f"；请查看 {one.rows:,} 行：{cells}"
    return Text(en, zh)
