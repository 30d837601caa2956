"""A table with typed columns, as its contract says: what a cell means in SQL, and which cells mean nothing."""

# ruff: noqa: S608  (names are quoted or made here)

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.evidence.cells import BLANKS, CellError
from readiness.evidence.meanings import HOUR, USUAL_INSTANT, cast_of, declared, hours_of, other_instants, values_of
from readiness.evidence.sql_text import literal, quoted, trimmed_sql
from readiness.evidence.table import Held, Table
from readiness.model.evidence import ColumnType
from readiness.model.text import Text

SQL_TYPES: dict[ColumnType, str] = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.CHOICE: "VARCHAR",
    ColumnType.RATIO: "DECIMAL(38,6)",
    ColumnType.DECIMAL: "DECIMAL(38,6)",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.INSTANT: "TIMESTAMP",
}

MOST_BAD_CELLS = 200


@dataclass(frozen=True, slots=True)
class BadCell:
    """A cell that holds something and is not what its column is; `why` says what was found and what was expected."""

    row_number: int
    column: str
    text: str
    why: Text


@dataclass(frozen=True)
class Typed:
    """A table as a relation for SQL: `row_number`, and for each column its value under its own name (NULL for a blank
    cell and for one that does not cast) and its trimmed text under `raw(name)` (NULL for a blank cell). A column that
    the file does not have is NULL throughout.

    `relation` is the name of these rows where they are held, as those of a small table are; else a SELECT in
    parentheses, in which the table's own relation is named, so that `query` watches its file.
    """

    table: Table
    types: Mapping[str, ColumnType]
    relation: str

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """All rows of one SELECT over this and other relations. Raises CannotJudge as `Table.query` does."""
        return self.table.query(sql, parameters)

    def bad(self, column: str, alias: str = "") -> str:
        """SQL: the cell holds something that is not of the column's type."""
        prefix = f"{quoted(alias)}." if alias else ""
        return f"({prefix}{quoted(column)} IS NULL AND {prefix}{quoted(raw(column))} IS NOT NULL)"

    def bad_cells(
        self, columns: Iterable[str] | None = None, among: str = "TRUE", most: int = MOST_BAD_CELLS
    ) -> tuple[tuple[BadCell, ...], int]:
        """The first cells (by row) that do not cast, and how many there are; `among` is SQL that says in which rows."""
        names = [name for name in (self.types if columns is None else columns) if name in self.castable]
        if not names:
            return (), 0
        found = ", ".join(f"CASE WHEN {self.bad(name)} THEN {quoted(raw(name))} END" for name in names)
        count = " + ".join(f"{self.bad(name)}::BIGINT" for name in names)
        select = f"SELECT row_number, ({count}) AS bad, {found} FROM {self.relation} WHERE ({among})"
        rows = self.query(
            f"SELECT *, sum(bad) OVER () AS total FROM ({select}) WHERE bad > 0 ORDER BY row_number LIMIT {most}"
        )
        bad = [
            BadCell(row[0], name, text, self.why(name, text))
            for row in rows
            for name, text in zip(names, row[2:-1], strict=True)
            if text is not None
        ]
        return tuple(bad[:most]), int(rows[0][-1]) if rows else 0

    @property
    def castable(self) -> frozenset[str]:
        """The columns whose cells can fail to cast."""
        return frozenset(
            name for name, kind in self.types.items() if kind is not ColumnType.TEXT and name in self.table.columns
        )

    def why(self, column: str, text: str) -> Text:
        """What is wrong with a cell that does not cast."""
        try:
            cast_of(self.table, column)(text)
        except CellError as error:
            return error.text
        return Text(
            f"{text!r} has more digits than can be counted exactly: at most 12 before the point and 6 after it",
            f"“{text}”的位数超出精确计算的范围：小数点前最多 12 位、后最多 6 位",
        )

    def value(self, column: str, text: str | None) -> Any:
        """A cell's value by the same rules, None where it has none: for few cells, as a finding shows them."""
        try:
            return None if text is None else cast_of(self.table, column)(text)
        except CellError:
            return None


def raw(column: str) -> str:
    """The name of a column's trimmed text; no logical name holds a blank."""
    return f"{column} text"


def typed(table: Table, columns: Iterable[str] | None = None) -> Typed:
    """The table with typed columns, by default all of its contract. Each different text is read once, by `cells`, so
    that ten million rows cost their different texts, and instants their hours; numbers of a large table are read by the
    engine.

    Raises CannotJudge, also for a column whose times all lack nothing but their zone.
    """
    known = {column.name: column.type for column in table.contract.columns}
    types = known if columns is None else {name: known[name] for name in dict.fromkeys(columns)}
    mapped = [name for name in types if name in table.columns and types[name] not in _BY_ENGINE]
    held = _held(table, types)
    if held:
        return Typed(table, types, held)
    _map(table, mapped)
    joins = "".join(_joined(_mapping(table, name), f"m {name}", f"t.{quoted(name)}") for name in mapped)
    joins += "".join(
        _joined(_hours(table, name), f"h {name}", _hour_sql(f"t.{quoted(name)}"))
        for name in mapped
        if types[name] is ColumnType.INSTANT
    )
    selected = ["t.row_number AS row_number"]
    for name, kind in types.items():
        there = name in table.columns
        text = f"nullif({trimmed_sql(f't.{quoted(name)}')}, '')" if there else "NULL::VARCHAR"
        selected += [f"{_value(table, name, kind) if there else f'NULL::{SQL_TYPES[kind]}'} AS {quoted(name)}"]
        selected += [f"{text} AS {quoted(raw(name))}"]
    relation = f"(SELECT {', '.join(selected)} FROM {table.relation} AS t{joins})"
    return Typed(table, types, relation)


class _NoRoom(Exception):
    """The run holds as many cells as it may."""


def _held(table: Table, types: Mapping[str, ColumnType]) -> str:
    """The typed rows of a small table as a relation that holds them, made once a run; empty where none can be."""
    rows = table.held
    if rows is None:
        return ""
    name = f"{table.name} typed: {', '.join(types)}"
    with contextlib.suppress(_NoRoom):
        table.engine.once(name, lambda: _hold(table, rows, types, name))
        return quoted(name)
    return ""


def _hold(table: Table, rows: Held, types: Mapping[str, ColumnType], relation: str) -> None:
    if not table.engine.has_room(len(rows.numbers) * (2 * len(types) + 1)):
        raise _NoRoom
    columns: dict[str, Sequence[str | None]] = {}
    for name, kind in types.items():
        cells = rows.columns.get(name)
        texts = [(text or "").strip(BLANKS) or None for text in cells] if cells else [None] * len(rows.numbers)
        values = values_of(table, name, [text for text in dict.fromkeys(texts) if text])
        columns[name] = texts if kind is ColumnType.TEXT else [values.get(text) if text else None for text in texts]
        columns[raw(name)] = texts
    table.engine.load(relation, rows.numbers, columns, {name: SQL_TYPES[kind] for name, kind in types.items()})


_BY_ENGINE = frozenset({ColumnType.TEXT, ColumnType.DECIMAL})


def _value(table: Table, name: str, kind: ColumnType) -> str:
    if kind is ColumnType.TEXT:
        return f"nullif({trimmed_sql(f't.{quoted(name)}')}, '')"
    if kind is ColumnType.DECIMAL:
        return f"CAST({table.decimal(name, 't')} AS {SQL_TYPES[kind]})"
    if kind is ColumnType.INSTANT:
        usual = f"{quoted(f'h {name}')}.value || substr(t.{quoted(name)}, {HOUR + 1})"
        return f"coalesce({quoted(f'm {name}')}.value, ({usual})::TIMESTAMP)"
    return f"{quoted(f'm {name}')}.value"


def _mapping(table: Table, column: str) -> str:
    return f"{table.name}.{column} values"


def _hours(table: Table, column: str) -> str:
    return f"{table.name}.{column} hours"


def _joined(mapping: str, alias: str, text: str) -> str:
    return f" LEFT JOIN {quoted(mapping)} AS {quoted(alias)} ON {quoted(alias)}.text = {text}"


def _hour_sql(text: str) -> str:
    """The hour of an instant of the usual form; NULL for any other text."""
    return f"CASE WHEN regexp_full_match({text}, {literal(USUAL_INSTANT)}) THEN left({text}, {HOUR}) END"


def _map(table: Table, columns: Sequence[str]) -> None:
    """Load what each different text of these columns means, each once a run."""
    for column in columns:
        load = _load
        if declared(table, column).type is ColumnType.INSTANT:
            table.engine.once(_hours(table, column), lambda column=column: _load_hours(table, column))  # type: ignore[misc]
            load = _load_other_instants
        table.engine.once(_mapping(table, column), lambda load=load, column=column: load(table, column))  # type: ignore[misc]


def _load_hours(table: Table, column: str) -> None:
    found = table.query(f"SELECT DISTINCT {_hour_sql(quoted(column))} AS hour FROM {table.relation}")
    hours = hours_of(table, column, [hour for (hour,) in found if hour])
    table.engine.load_mapping(_hours(table, column), list(hours), list(hours.values()), "VARCHAR")


def _load_other_instants(table: Table, column: str) -> None:
    hours = quoted(_hours(table, column))
    ((known,),) = table.query(f"SELECT count(*) FROM {hours}")
    found = table.query(
        f"SELECT DISTINCT {quoted(column)} FROM {table.relation} WHERE {quoted(column)} IS NOT NULL"
        f" AND coalesce({_hour_sql(quoted(column))} NOT IN (SELECT text FROM {hours}), TRUE)"
    )
    texts = [text for (text,) in found if text.strip(BLANKS)]
    values = other_instants(table, column, texts, alone=not known)
    table.engine.load_mapping(_mapping(table, column), list(values), list(values.values()), "TIMESTAMP")


def _load(table: Table, column: str) -> None:
    found = table.query(f"SELECT DISTINCT {quoted(column)} FROM {table.relation} WHERE {quoted(column)} IS NOT NULL")
    values = values_of(table, column, [text for (text,) in found if text.strip(BLANKS)])
    sql_type = SQL_TYPES[declared(table, column).type]
    table.engine.load_mapping(_mapping(table, column), list(values), list(values.values()), sql_type)
