"""Stock coverage as questions to the embedded engine: rows are read there, only the answers travel.

The main question scans the stock once, without row numbers (they cost time); rows are looked up by a second one that
runs only when something is wrong. Nothing of a user's stands in the SQL but as a quoted literal, and the names of
columns are the contract's.
"""

# ruff: noqa: S608  (see above; the engine can only read the evidence it was given)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntFlag
from typing import Protocol

from readiness.probes.keys import literal, look_sql, no_key_sql, spelling_sql, trimmed, trimmed_sql
from readiness.probes.stock_coverage.day_sql import day_sql
from readiness.probes.stock_coverage.facts import WORST_SHOWN, Settings

# Wider than the engine's cells, so that sums of millions of rows fit; narrow enough that the product below fits in 38.
_SUM = "DECIMAL(22, 6)"
_RATIO = "DECIMAL(12, 9)"
_QUANTITIES = ("available", "on_hand", "reserved")


class State(IntFlag):
    """What a stock row is, and of what states a SKU has rows. One byte, since the cost of the main question grows
    steeply with what it holds for each SKU."""

    GOOD = 1
    NEGATIVE = 2
    UNREAD = 4
    UNDATED = 8
    MISTIMED = 16
    EXPIRED = 32
    ELSEWHERE = 64
    LATER = 128


COUNTED = State.GOOD | State.NEGATIVE
NOT_READ = State.UNREAD | State.UNDATED | State.MISTIMED
WRONG = State.NEGATIVE | NOT_READ

# Two rows that agree in everything but these say how much there is of one thing, at one or another time.
_TELLING = (*_QUANTITIES, "as_at")


def _keyed(source: Source) -> str:
    """The rows of a table with their keys trimmed."""
    return f"(SELECT * REPLACE ({trimmed_sql('sku')} AS sku) FROM {source.relation})"


def _apart(left_out: Sequence[str] = ()) -> str:
    """All cells of a row but `left_out`, as arguments. Parquet gives a number as text and `as stored`."""
    names = ["row_number", *left_out, *(f"{name} as stored" for name in left_out)]
    return f"*COLUMNS(lambda c: c NOT IN ({', '.join(literal(name) for name in names)}))"


def _mark(left_out: Sequence[str] = ()) -> str:
    """Half of a hash over what tells rows apart: rows alike have the same mark, so a SKU whose marks all differ has no
    row twice. Four bytes a row are what keeps memory low; the few chance meetings are settled on the cells."""
    return f"(hash({_apart(left_out)}) >> 32)::UINTEGER"


class Source(Protocol):
    """What the questions need of a table."""

    @property
    def columns(self) -> frozenset[str]: ...
    @property
    def relation(self) -> str: ...
    def decimal(self, column: str) -> str: ...


@dataclass(frozen=True)
class Questions:
    """The SQL of one check. `last_day` is the campaign's last calendar day; `quantities` are
    `available`, or `on_hand` with `reserved`; `mistimed` are the snapshot cells that are
    wrong, `later` those that under as-of had not been taken yet."""

    settings: Settings
    promoted: Source
    stock: Source
    forecast: Source
    last_day: date
    quantities: Sequence[str]
    mistimed: Sequence[str] = ()
    later: Sequence[str] = ()

    @property
    def same_needs_identity(self) -> bool:
        """Whether two stock rows that differ in quantity alone are the same stock said twice. With a warehouse or a lot
        they may be two bins; without either, or as two snapshots, they can't be told apart."""
        return not {"warehouse", "lot"} & self.stock.columns or "as_at" in self.stock.columns

    def coverage(self) -> str:
        """One row: totals, then the SKUs that are short and the lowest of the rest as lists of structs."""
        listed = (
            "SELECT list(v) FROM (SELECT * FROM verdicts WHERE {which} ORDER BY ratio NULLS FIRST, sku LIMIT {n}) v"
        )
        return f"""
            WITH {self._roster()}, stock_lines AS ({self._stock_lines()}), forecast_lines AS ({self._forecast_lines()}),
            stock AS MATERIALIZED (
                SELECT CASE WHEN promoted THEN sku END AS sku, count(*) AS lines, bit_or(l.state) AS states,
                    sum(l.quantity) FILTER (WHERE l.state <= {COUNTED:d}) AS available,
                    coalesce(count(*) - list_unique(list(l.mark) FILTER (WHERE promoted)), 0) AS repeated
                FROM ({self._marked("stock_lines")}) l GROUP BY 1),
            forecast AS MATERIALIZED (
                SELECT CASE WHEN promoted THEN sku END AS sku, count(*) AS lines,
                    sum(greatest(l.units, 0)) FILTER (WHERE l.units IS NOT NULL) AS units,
                    count(*) FILTER (WHERE l.units IS NULL OR l.units < 0) AS wrong,
                    coalesce(count(*) - list_unique(list(l.mark) FILTER (WHERE promoted)), 0) AS repeated
                FROM ({self._marked("forecast_lines")}) l GROUP BY 1),
            sums AS (
                SELECT r.sku, r.name, s.lines AS stock_lines, s.states,
                    TRY_CAST(coalesce(s.available, 0) AS {_SUM}) AS available, TRY_CAST(f.units AS {_SUM}) AS forecast
                FROM roster r LEFT JOIN stock s ON r.sku = s.sku LEFT JOIN forecast f ON r.sku = f.sku),
            verdicts AS MATERIALIZED (
                SELECT *, coalesce(stock_lines > 0 AND forecast > 0
                        AND available >= forecast * {self.settings.min_ratio:f}::{_RATIO}, false) AS enough,
                    CASE WHEN forecast > 0 THEN available::DOUBLE / forecast::DOUBLE END AS ratio FROM sums)
            SELECT (SELECT count(*) FROM verdicts), (SELECT count(*) FROM verdicts WHERE NOT enough),
                (SELECT coalesce(sum(lines), 0) FROM stock),
                (SELECT coalesce(sum(lines), 0) FROM stock WHERE sku IS NULL),
                (SELECT coalesce(sum(lines), 0) FROM forecast WHERE sku IS NULL),
                (SELECT count(*) FROM verdicts WHERE states & {State.EXPIRED:d} > 0),
                (SELECT count(*) FROM verdicts WHERE states & {State.ELSEWHERE:d} > 0),
                (SELECT count(*) FROM verdicts WHERE states & {WRONG:d} > 0),
                (SELECT coalesce(sum(repeated), 0) FROM stock WHERE sku IS NOT NULL),
                (SELECT coalesce(sum(wrong), 0) FROM forecast WHERE sku IS NOT NULL),
                (SELECT coalesce(sum(repeated), 0) FROM forecast WHERE sku IS NOT NULL),
                ({listed.format(which="NOT enough", n=self.settings.max_findings)}),
                ({listed.format(which="enough", n=WORST_SHOWN)})"""

    def snapshots(self) -> str:
        """Each distinct snapshot cell of promoted SKUs, with its first row and how many rows have it."""
        return f"""WITH {self._roster()} SELECT as_at, min(row_number), count(*) FROM {_keyed(self.stock)}
            WHERE sku IN (SELECT sku FROM roster) GROUP BY as_at ORDER BY 2"""

    def roster_troubles(self) -> str:
        """(sku, rows with it, first row, all such groups): rows without SKU one by one, and SKUs that stand twice."""
        return f"""WITH keys AS (SELECT sku, row_number FROM {_keyed(self.promoted)}),
            grouped AS (SELECT sku, count(*) AS n, min(row_number) AS first FROM keys WHERE sku <> '' GROUP BY sku),
            troubles AS (SELECT '' AS sku, 1 AS n, row_number AS first FROM keys WHERE sku = ''
                UNION ALL SELECT sku, n, first FROM grouped WHERE n > 1)
            SELECT sku, n, first, count(*) OVER () FROM troubles ORDER BY first LIMIT {self.settings.max_findings}"""

    def stock_troubles(self) -> str:
        """(sku, state, cell, its column, row, all such rows) of promoted stock rows that can't be counted."""
        return f"""WITH {self._roster()}, lines AS ({self._stock_lines(rows=True)})
            SELECT sku, state, {self._cell()}, {self._cell_column()}, row_number, count(*) OVER () FROM lines
            WHERE state & {WRONG:d} > 0
                AND sku IN (SELECT sku FROM roster) ORDER BY row_number LIMIT {self.settings.max_findings}"""

    def forecast_troubles(self) -> str:
        """(sku, cell, a number?, row, all such rows) of promoted forecast rows without a number, or below zero."""
        return f"""WITH {self._roster()}, lines AS (
                SELECT sku, {self.forecast.decimal("units")} AS number, units AS cell, row_number
                FROM {_keyed(self.forecast)})
            SELECT sku, cell, number IS NOT NULL, row_number, count(*) OVER () FROM lines
            WHERE (number IS NULL OR number < 0) AND sku IN (SELECT sku FROM roster)
            ORDER BY row_number LIMIT {self.settings.max_findings}"""

    def forecast_astray(self) -> str:
        """(promoted SKU that is probably meant, key as written, row, all such rows): forecast rows with units that
        joined to nothing, though they name no SKU at all, or a promoted one in another spelling. Sales that are left
        out lower what is asked for."""
        return f"""WITH {self._roster()}, spelled AS (
                SELECT {spelling_sql("sku")} AS spelling, min(sku) AS sku FROM roster GROUP BY 1),
            lines AS (SELECT sku, row_number FROM {_keyed(self.forecast)}
                WHERE {trimmed_sql("units")} <> '' AND sku NOT IN (SELECT sku FROM roster))
            SELECT coalesce(s.sku, ''), l.sku, l.row_number, count(*) OVER ()
            FROM lines l LEFT JOIN spelled s ON {spelling_sql("l.sku")} = s.spelling AND s.spelling <> ''
            WHERE s.sku IS NOT NULL OR {no_key_sql("l.sku")}
            ORDER BY l.row_number LIMIT {self.settings.max_findings}"""

    def stock_repeats(self) -> str:
        """(sku, rows alike, do they say the same?, first row, all such groups), decided on the cells themselves."""
        return self._repeats(self.stock, _TELLING if self.same_needs_identity else ())

    def forecast_repeats(self) -> str:
        """As `stock_repeats`: forecast rows that differ in units alone."""
        return self._repeats(self.forecast, ("units",))

    def rows_of(self, source: Source, skus: Sequence[str]) -> str:
        """(sku, its first rows, number of rows)."""
        wanted = ", ".join(literal(sku) for sku in skus)
        return f"""SELECT sku, list(row_number ORDER BY row_number)[:3], count(*)
            FROM {_keyed(source)} WHERE sku IN ({wanted}) GROUP BY sku"""

    def lookalikes(self, source: Source, skus: Sequence[str]) -> str:
        """(sku, another spelling of it in the source)."""
        wanted = ", ".join(f"({literal(sku)})" for sku in skus)
        return f"""WITH wanted AS (SELECT sku, {look_sql("sku")} AS look FROM (VALUES {wanted}) w(sku)),
            there AS (SELECT DISTINCT sku FROM {_keyed(source)})
            SELECT w.sku, min(t.sku) FROM there t JOIN wanted w ON {look_sql("t.sku")} = w.look
            WHERE w.look <> '' AND t.sku <> w.sku GROUP BY w.sku"""

    def any_quantity(self) -> str:
        """Whether any row of the whole stock file holds a quantity."""
        found = f"SELECT 1 FROM {self.stock.relation} WHERE {self._quantity()} IS NOT NULL LIMIT 1"
        return f"SELECT count(*) > 0 FROM ({found})"

    def _roster(self) -> str:
        """Each promoted SKU once."""
        name = "coalesce(any_value(name), '')" if "name" in self.promoted.columns else "''"
        return f"""roster AS MATERIALIZED (SELECT sku, {name} AS name
            FROM {_keyed(self.promoted)} WHERE sku <> '' GROUP BY sku)"""

    def _marked(self, lines: str) -> str:
        """Rows with whether the roster has their SKU. Said as a value, not as a join or filter: those the engine may
        turn round and hold all the stock in memory, since it takes a CSV file for a few rows."""
        return f"SELECT *, sku IN (SELECT sku FROM roster) AS promoted FROM {lines}"

    def _stock_lines(self, *, rows: bool = False) -> str:
        """Each row's key, quantity and state, with its mark or, for the second look, its number and cells. In two
        steps, so that what states are decided by is computed once."""
        shown = (*_QUANTITIES, "expires", "as_at")
        extra = ", ".join(("row_number", *(column for column in shown if column in self.stock.columns)))
        if not rows:
            extra = f"{_mark(_TELLING if self.same_needs_identity else ())} AS mark"
        parts = [f"sku, {self._numbers()}, {extra}"]
        parts += [f"{day_sql('expires')} AS day, expires IS NULL AS undated"] if "expires" in self.stock.columns else []
        parts += [f"({limit}) AS elsewhere" for limit in (self._elsewhere(),) if limit]
        parts += [f"{self._snapshot_in(cells)} AS {name}" for name, cells in self._snapshots_out()]
        return f"""SELECT sku, quantity, {self._state()} AS state, {extra if rows else "mark"}
            FROM (SELECT {", ".join(parts)} FROM {_keyed(self.stock)})"""

    def _forecast_lines(self) -> str:
        return f"""SELECT sku, {self.forecast.decimal("units")} AS units, {_mark(("units",))} AS mark
            FROM {_keyed(self.forecast)}"""

    def _quantity(self) -> str:
        if "available" in self.quantities:
            return self.stock.decimal("available")
        return f"({self.stock.decimal('on_hand')} - {self.stock.decimal('reserved')})"

    def _numbers(self) -> str:
        """What can be sold, and the least of the numbers that it is made of."""
        numbers = dict.fromkeys((self._quantity(), *map(self.stock.decimal, self.quantities)))
        return f"{self._quantity()} AS quantity, least({', '.join(numbers)}) AS lowest"

    def _state(self) -> str:
        cases = [("elsewhere", State.ELSEWHERE)] if self._elsewhere() else []
        cases += [(name, State[name.upper()]) for name, _ in self._snapshots_out()]
        if "expires" in self.stock.columns:
            unknown = "day IS NULL AND NOT undated" if self.settings.undated_lots else "day IS NULL"
            cases += [(unknown, State.UNDATED), (f"day < DATE {literal(self.last_day.isoformat())}", State.EXPIRED)]
        cases += [("quantity IS NULL", State.UNREAD), ("lowest < 0", State.NEGATIVE)]
        states = " ".join(f"WHEN {when} THEN {state:d}" for when, state in cases)
        return f"(CASE {states} ELSE {State.GOOD:d} END)::UTINYINT"

    def _snapshots_out(self) -> list[tuple[str, Sequence[str]]]:
        """The snapshot cells that do not count, by the state that they give."""
        return [(name, cells) for name, cells in (("mistimed", self.mistimed), ("later", self.later)) if cells]

    def _elsewhere(self) -> str:
        limits = (("warehouse", self.settings.warehouses), ("status", self.settings.statuses))
        return " OR ".join(
            f"{trimmed_sql(column)} NOT IN ({', '.join(literal(trimmed(name)) for name in names)})"
            for column, names in limits
            if names is not None
        )

    def _snapshot_in(self, cells: Sequence[str]) -> str:
        return f"coalesce(as_at, '') IN ({', '.join(literal(cell) for cell in cells)})"

    def _cell(self) -> str:
        """The cell to show for a row that can't be counted."""
        shown = "available"
        if "available" not in self.quantities:
            unread = f"CASE WHEN {self.stock.decimal('on_hand')} IS NULL THEN on_hand ELSE reserved END"
            shown = f"CASE WHEN state = {State.UNREAD:d} THEN {unread} ELSE concat(on_hand, ' - ', reserved) END"
        when = [(State.UNDATED, "expires"), (State.MISTIMED, "as_at")]
        cases = " ".join(
            f"WHEN state = {state:d} THEN {column}" for state, column in when if column in self.stock.columns
        )
        return f"CASE {cases} ELSE {shown} END" if cases else shown

    def _cell_column(self) -> str:
        """The column of that cell, as a text."""
        quantity = literal(self.quantities[0])
        if "available" not in self.quantities:
            unread = f"state = {State.UNREAD:d} AND {self.stock.decimal('on_hand')} IS NOT NULL"
            quantity = f"CASE WHEN {unread} THEN 'reserved' ELSE 'on_hand' END"
        return (
            f"CASE state WHEN {State.UNDATED:d} THEN 'expires' WHEN {State.MISTIMED:d} THEN 'as_at' ELSE {quantity} END"
        )

    def _repeats(self, source: Source, telling: Sequence[str]) -> str:
        said = ", ".join((*(column for column in telling if column in source.columns), "0"))
        return f"""WITH {self._roster()}, lines AS (
                SELECT sku, row_number, ({said}) AS said, row({_apart(telling)}) AS rest FROM {_keyed(source)}
                WHERE sku IN (SELECT sku FROM roster))
            SELECT sku, count(*), count(DISTINCT said) = 1, min(row_number), count(*) OVER () FROM lines
            GROUP BY sku, rest HAVING count(*) > 1 ORDER BY 4 LIMIT {self.settings.max_findings}"""
