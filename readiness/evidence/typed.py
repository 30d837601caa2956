"""A table with typed columns, as its contract says: what a cell means in SQL, and which cells mean nothing."""

# ruff: noqa: S608  (names are quoted or made here)

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence import cells
from readiness.evidence.cells import BLANKS, CellError
from readiness.evidence.sql_text import quoted, trimmed_sql
from readiness.evidence.table import Table
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Column, ColumnType
from readiness.model.places import place_words
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
_LOCAL = "local"
_ANY_ZONE = ZoneInfo("Etc/UTC")
_DECIMALS = 6
_LARGEST_INTEGER = 2**63
_USUAL_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-5][0-9]:[0-5][0-9]")
_HOUR = 13


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

    `relation` is a SELECT in parentheses, in which the table's own relation is named, so that `query` watches its file.
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
            _cast(self.table, column)(text)
        except CellError as error:
            return error.text
        return Text(
            f"{text!r} has more digits than can be counted exactly: at most 12 before the point and 6 after it",
            f"“{text}”的位数超出精确计算的范围：小数点前最多 12 位、后最多 6 位",
        )

    def value(self, column: str, text: str | None) -> Any:
        """A cell's value by the same rules, None where it has none: for few cells, as a finding shows them."""
        try:
            return None if text is None else _cast(self.table, column)(text)
        except CellError:
            return None


def raw(column: str) -> str:
    """The name of a column's trimmed text; no logical name holds a blank."""
    return f"{column} text"


def typed(table: Table, columns: Iterable[str] | None = None) -> Typed:
    """The table with typed columns, by default all of its contract. Numbers are read by the engine; of the other types
    each different text is read once, by `cells`, so that ten million rows cost their different texts.

    Raises CannotJudge, also for a column whose times all lack nothing but their zone.
    """
    declared = {column.name: column.type for column in table.contract.columns}
    names = declared if columns is None else dict.fromkeys(columns)
    types = {name: declared[name] for name in names}
    mapped = [name for name in types if name in table.columns and types[name] not in _BY_ENGINE]
    _map(table, mapped)
    joins = "".join(
        f" LEFT JOIN {quoted(_mapping(table, name))} AS {quoted(f'm {name}')}"
        f" ON {quoted(f'm {name}')}.text = t.{quoted(name)}"
        for name in mapped
    )
    selected = ["t.row_number AS row_number"]
    for name, kind in types.items():
        there = name in table.columns
        text = f"nullif({trimmed_sql(f't.{quoted(name)}')}, '')" if there else "NULL::VARCHAR"
        selected += [f"{_value(table, name, kind) if there else f'NULL::{SQL_TYPES[kind]}'} AS {quoted(name)}"]
        selected += [f"{text} AS {quoted(raw(name))}"]
    relation = f"(SELECT {', '.join(selected)} FROM {table.relation} AS t{joins})"
    return Typed(table, types, relation)


_BY_ENGINE = frozenset({ColumnType.TEXT, ColumnType.DECIMAL})


def _value(table: Table, name: str, kind: ColumnType) -> str:
    if kind is ColumnType.TEXT:
        return f"nullif({trimmed_sql(f't.{quoted(name)}')}, '')"
    if kind is ColumnType.DECIMAL:
        return f"CAST({table.decimal(name, 't')} AS {SQL_TYPES[kind]})"
    return f"{quoted(f'm {name}')}.value"


def _mapping(table: Table, column: str) -> str:
    return f"{table.name}.{column} values"


def _map(table: Table, columns: Sequence[str]) -> None:
    """Load what each different text of these columns means, each once a run."""
    for column in columns:
        table.engine.once(_mapping(table, column), lambda column=column: _load(table, column))  # type: ignore[misc]


def _load(table: Table, column: str) -> None:
    kind = _declared(table, column).type
    found = table.query(f"SELECT DISTINCT {quoted(column)} FROM {table.relation} WHERE {quoted(column)} IS NOT NULL")
    texts = [text for (text,) in found if text.strip(BLANKS)]
    read = _read_instants if kind is ColumnType.INSTANT else _read
    values = read(texts, _cast(table, column))
    if kind is ColumnType.INSTANT and texts and not values:
        _refuse_times_without_zone(table, column, texts)
    table.engine.load_mapping(_mapping(table, column), list(values), list(values.values()), SQL_TYPES[kind])


def _read(texts: Sequence[str], cast: Callable[[str], Any]) -> dict[str, str]:
    """What each text means, as the engine casts it; those that mean nothing are left out."""
    values: dict[str, str] = {}
    for text in texts:
        with contextlib.suppress(CellError):
            if (said := _said(cast(text))) is not None:
                values[text] = said
    return values


def _read_instants(texts: Sequence[str], cast: Callable[[str], Any]) -> dict[str, str]:
    """Instants of the usual form by their hour, which is read once: an hour in which no clock was changed, and that is
    a whole one in UTC, begins all its instants alike. A million different times cost their different hours."""
    usual = {text: text[:_HOUR] for text in texts if _USUAL_INSTANT.fullmatch(text)}
    ends = [f"{hour}:{end}" for hour in dict.fromkeys(usual.values()) for end in ("00:00", "59:59")]
    read = _read(ends, cast)
    hours: dict[str, str] = {}
    for hour in dict.fromkeys(usual.values()):
        first, last = read.get(f"{hour}:00:00", ""), read.get(f"{hour}:59:59", "")
        if first and first[:_HOUR] == last[:_HOUR] and first.endswith(":00:00"):
            hours[hour] = first[:_HOUR]
    values = {text: hours[hour] + text[_HOUR:] for text, hour in usual.items() if hour in hours}
    return values | _read([text for text in texts if text not in values], cast)


def _said(value: Any) -> str | None:
    """A value as the engine casts it exactly; None for one that it would round or can't hold."""
    if isinstance(value, Decimal):
        exponent = value.normalize().as_tuple().exponent
        return f"{value:f}" if isinstance(exponent, int) and exponent >= -_DECIMALS else None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return str(value) if -_LARGEST_INTEGER <= value < _LARGEST_INTEGER else None
    if hasattr(value, "tzinfo"):
        return str(value.replace(tzinfo=None).isoformat(sep=" "))
    return str(value)


def _declared(table: Table, column: str) -> Column:
    declared = table.contract.column(column)
    assert declared is not None
    return declared


def _cast(table: Table, column: str) -> Callable[[str], Any]:
    """How one cell of a column is read."""
    declared, binding = _declared(table, column), table.binding
    zone = ZoneInfo(binding.zone) if binding.zone and binding.zone != _LOCAL else None
    header = table.headers.get(column, "")
    percent = any(mark in header for mark in ("%", "％", "百分比"))
    casts: dict[ColumnType, Callable[[str], Any]] = {
        ColumnType.TEXT: lambda text: text.strip(BLANKS),
        ColumnType.CHOICE: lambda text: cells.parse_choice(text, declared.values),
        ColumnType.RATIO: lambda text: cells.parse_ratio_cell(text, percent=percent),
        ColumnType.DECIMAL: lambda text: cells.parse_decimal(text, thousands=binding.thousands, unit=declared.unit),
        ColumnType.INTEGER: lambda text: cells.parse_integer(text, thousands=binding.thousands, unit=declared.unit),
        ColumnType.BOOLEAN: cells.parse_boolean,
        ColumnType.DATE: cells.parse_date,
        ColumnType.INSTANT: lambda text: cells.parse_instant(text, zone),
    }
    return casts[declared.type]


def _refuse_times_without_zone(table: Table, column: str, texts: Sequence[str]) -> None:
    """One message for the whole column, where it would be the same one for every row."""
    if not all(_lacks_zone_only(text) for text in texts):
        return
    source, shown, header = table.use.source, texts[0].strip(BLANKS), table.headers.get(column, column).strip()
    local = Text(
        " (`zone: local` is for rows that name their own zone, which these do not)",
        "（`zone: local` 只用于每行自带时区的表，本表没有）",
    )
    more = local if table.binding.zone == _LOCAL else Text("", "")
    raise CannotJudge(
        Text(
            f"No time in the column {header} of {source} says its zone (the first is {shown!r}), so nobody can tell "
            "which instant is meant",
            f"{place_words(source).zh} 的“{header}”列中的时间都没有时区（例如“{shown}”），无法确定时刻",
        ),
        Text(
            "Add the zone that the table is written in to the binding: "
            f"`evidence: {table.name}: zone: Asia/Shanghai`{more.en}",
            f"请在绑定中写明该表所用的时区：`evidence: {table.name}: zone: Asia/Shanghai`{more.zh}",
        ),
    )


def _lacks_zone_only(text: str) -> bool:
    try:
        cells.parse_instant(text, _ANY_ZONE)
    except CellError:
        return False
    return True
