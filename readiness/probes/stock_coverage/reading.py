"""Stock coverage: from three tables to `Facts`. All questions go to the engine (`sql`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from readiness.evidence.cells import CellError, parse_instant
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, EvidenceUse
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.stock_coverage.facts import Facts, Settings, SkuStock, Trouble, TroubleKind
from readiness.probes.stock_coverage.sql import NOT_READ, Questions, State
from readiness.probes.stock_coverage.words import no_snapshot_time

# What is wrong, cut to the number of findings wanted, with how many there are in all.
_Troubles = tuple[list[Trouble], int]
_NO_TROUBLE: _Troubles = ([], 0)

_STATE_TROUBLE = {
    State.NEGATIVE: TroubleKind.QUANTITY_NEGATIVE,
    State.UNREAD: TroubleKind.QUANTITY_UNREAD,
    State.UNDATED: TroubleKind.EXPIRY_UNREAD,
    State.MISTIMED: TroubleKind.SNAPSHOT_UNREAD,
}


class Table(Protocol):
    """What is asked of a table of the evidence store."""

    @property
    def name(self) -> str: ...
    @property
    def use(self) -> EvidenceUse: ...
    @property
    def binding(self) -> Binding: ...
    @property
    def columns(self) -> frozenset[str]: ...
    @property
    def relation(self) -> str: ...
    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]: ...
    def cell(self, row_number: int, column: str) -> str: ...
    def cells(self, row_numbers: Sequence[int], column: str, more: int = 0) -> str: ...
    def decimal(self, column: str) -> str: ...


@dataclass(frozen=True, slots=True)
class _Snapshots:
    """The times in the stock's own `as_at` column: the oldest that counts (of those to come if there is none), and the
    cells that do not count."""

    oldest: datetime | None
    unread: tuple[str, ...]
    future: tuple[str, ...]


def read_stock(settings: Settings, promoted: Table, stock: Table, forecast: Table, times: Times) -> Facts:
    """Raises CannotJudge when the stock binds its quantities twice or by half, or lacks a column that settings need."""
    _refuse_missing_columns(settings, stock)
    quantities = _quantities(stock)
    last_day = times.end.astimezone(times.zone).date()
    snapshots = _read_snapshots(Questions(settings, promoted, stock, forecast, last_day, quantities), stock, times)
    wrong = snapshots.unread if times.as_of else snapshots.unread + snapshots.future
    later = snapshots.future if times.as_of else ()
    ask = Questions(settings, promoted, stock, forecast, last_day, quantities, wrong, later)
    return _Reading(settings, promoted, stock, forecast, snapshots).facts(ask)


@dataclass(frozen=True)
class _Reading:
    settings: Settings
    promoted: Table
    stock: Table
    forecast: Table
    snapshots: _Snapshots

    def facts(self, ask: Questions) -> Facts:
        (row,) = self.stock.query(ask.coverage())
        skus, short_total, lines, others, forecast_others, expired, elsewhere = (int(n) for n in row[:7])
        stock_wrong, stock_repeated, forecast_wrong, forecast_repeated = (int(n) > 0 for n in row[7:11])
        groups = [
            self._roster_troubles(ask),
            self._stock_troubles(ask) if stock_wrong else _NO_TROUBLE,
            self._forecast_troubles(ask) if forecast_wrong else _NO_TROUBLE,
            self._repeats(self.stock, ask.stock_repeats()) if stock_repeated else _NO_TROUBLE,
            self._repeats(self.forecast, ask.forecast_repeats()) if forecast_repeated else _NO_TROUBLE,
            self._forecast_astray(ask) if int(row[4]) else _NO_TROUBLE,
        ]
        troubles = [trouble for group, _ in groups for trouble in group]
        return Facts(
            promoted=skus,
            short=self._with_rows(ask, row[11] or ()),
            short_total=short_total,
            worst=tuple(_sku(found) for found in row[12] or ()),
            troubles=tuple(troubles[: self.settings.max_findings]),
            troubles_total=sum(total for _, total in groups),
            stock_name=self.stock.name,
            stock_source=self.stock.use.source,
            stock_rows=lines,
            readable=lines > 0 and bool(self.stock.query(ask.any_quantity())[0][0]),
            time=self.snapshots.oldest if "as_at" in self.stock.columns else self.stock.use.time,
            other_stock_rows=others,
            other_forecast_rows=forecast_others,
            expired_skus=expired,
            elsewhere_skus=elsewhere,
            statuses_unjudged="status" in self.stock.columns and self.settings.statuses is None,
        )

    def _roster_troubles(self, ask: Questions) -> _Troubles:
        rows = self.promoted.query(ask.roster_troubles())
        kinds = (TroubleKind.ROSTER_WITHOUT_SKU, TroubleKind.ROSTER_TWICE)
        return [
            Trouble(kinds[bool(sku)], sku, "", self.promoted.cell(first, "sku"), count) for sku, count, first, _ in rows
        ], _total(rows)

    def _stock_troubles(self, ask: Questions) -> _Troubles:
        rows = self.stock.query(ask.stock_troubles())
        troubles = []
        for sku, state, cell, column, number, _ in rows:
            kind = _STATE_TROUBLE[State(state)]
            if kind is TroubleKind.SNAPSHOT_UNREAD and cell in self.snapshots.future:
                kind = TroubleKind.SNAPSHOT_IN_FUTURE
            troubles.append(Trouble(kind, sku, cell or "", self.stock.cell(number, column)))
        return troubles, _total(rows)

    def _forecast_troubles(self, ask: Questions) -> _Troubles:
        rows = self.forecast.query(ask.forecast_troubles())
        kinds = (TroubleKind.UNITS_UNREAD, TroubleKind.UNITS_NEGATIVE)
        return [
            Trouble(kinds[is_number], sku, cell or "", self.forecast.cell(number, "units"))
            for sku, cell, is_number, number, _ in rows
        ], _total(rows)

    def _forecast_astray(self, ask: Questions) -> _Troubles:
        rows = self.forecast.query(ask.forecast_astray())
        kinds = (TroubleKind.FORECAST_WITHOUT_SKU, TroubleKind.FORECAST_SPELLED_OTHERWISE)
        return [
            Trouble(kinds[bool(sku)], sku, written, self.forecast.cell(number, "sku"))
            for sku, written, number, _ in rows
        ], _total(rows)

    def _repeats(self, table: Table, sql: str) -> _Troubles:
        rows = table.query(sql)
        kinds = (TroubleKind.FORECAST_TWICE,) * 2
        if table is self.stock:
            kinds = (TroubleKind.STOCK_TWICE, TroubleKind.STOCK_REPEATED)
        return [
            Trouble(kinds[alike], sku, "", table.cell(first, "sku"), count) for sku, count, alike, first, _ in rows
        ], _total(rows)

    def _with_rows(self, ask: Questions, found: Sequence[Mapping[str, Any]]) -> tuple[SkuStock, ...]:
        """The SKUs that are short, each with where it was read and what other spellings there are."""
        if not found:
            return ()
        skus = [row["sku"] for row in found]
        shown = ((self.stock, ask.quantities[0]), (self.forecast, "units"))
        places = [_places(table, column, table.query(ask.rows_of(table, skus))) for table, column in shown]
        hints = []
        for table, there in zip((self.stock, self.forecast), places, strict=True):
            absent = [sku for sku in skus if sku not in there]
            hints.append(dict(table.query(ask.lookalikes(table, absent))) if absent else {})
        return tuple(
            _sku(
                row,
                where="; ".join(there[row["sku"]] for there in places if row["sku"] in there),
                stock_hint=hints[0].get(row["sku"], ""),
                forecast_hint=hints[1].get(row["sku"], ""),
            )
            for row in found
        )


def _total(rows: Sequence[tuple[Any, ...]]) -> int:
    """How many there are in all, which each row of a cut answer says last."""
    return int(rows[0][-1]) if rows else 0


def _sku(found: Mapping[str, Any], **more: str) -> SkuStock:
    states = State(found["states"] or 0)
    return SkuStock(
        sku=found["sku"],
        name=found["name"].strip(),
        available=found["available"] if found["stock_lines"] else None,
        forecast=found["forecast"],
        unread=bool(states & NOT_READ),
        expired=bool(states & State.EXPIRED),
        elsewhere=bool(states & State.ELSEWHERE),
        **more,
    )


def _places(table: Table, column: str, rows: Sequence[tuple[str, list[int], int]]) -> dict[str, str]:
    places = {}
    for sku, numbers, count in rows:
        places[sku] = table.cells(numbers, column, count - len(numbers))
    return places


def _read_snapshots(ask: Questions, stock: Table, times: Times) -> _Snapshots:
    """The oldest time of the promoted rows that had been taken by then. Raises CannotJudge when none can be read."""
    if "as_at" not in stock.columns:
        return _Snapshots(None, (), ())
    zone = ZoneInfo(stock.binding.zone) if stock.binding.zone and stock.binding.zone != "local" else None
    seen: list[datetime] = []
    coming: list[datetime] = []
    unread: list[str] = []
    future: list[str] = []
    reason: Text | None = None
    for cell, _, _ in stock.query(ask.snapshots()):
        try:
            time = parse_instant(cell, zone)
        except CellError as error:
            unread.append(cell or "")
            reason = error.text
            continue
        if time > times.seen_until:
            coming.append(time)
            future.append(cell)
        else:
            seen.append(time)
    if reason is not None and not seen and not coming:
        raise no_snapshot_time(stock.name, stock.use.source, reason)
    return _Snapshots(min(seen or coming, default=None), tuple(unread), tuple(future))


def _quantities(stock: Table) -> tuple[str, ...]:
    """Which columns say how much can be sold. Where aliases find both ways, the binding's own `columns` choose.

    Raises CannotJudge when both ways are bound, or one by half: units on hand may be spoken for already.
    """
    net, gross = {"available"}, {"on_hand", "reserved"}
    there, named = (net | gross) & stock.columns, (net | gross) & set(stock.binding.columns)
    chosen = named or there
    if chosen & net and chosen & gross:
        raise CannotJudge(
            Text(
                f"{stock.use.source} has `available` and also {_listed(chosen & gross)}, "
                "so the units that can be sold are said twice",
                f"{place_words(stock.use.source).zh} 同时有 `available` 和 {_listed(chosen & gross)}，"
                "可售数量有两种说法",
            ),
            Text(
                f"Name one of them under `evidence: {stock.name}: columns:`: either `available`, or `on_hand` with "
                "`reserved`",
                f"请在 `evidence: {stock.name}: columns:` 中只写一种：`available`，或 `on_hand` 和 `reserved`",
            ),
        )
    if chosen & net:
        return ("available",)
    if gross <= there:
        return ("on_hand", "reserved")
    found = _listed(chosen)
    raise CannotJudge(
        Text(
            f"{stock.use.source} must have `available`, or `on_hand` with `reserved`; it has {found or 'none of them'}",
            f"{place_words(stock.use.source).zh} 需要有 `available`，或同时有 `on_hand` 和 `reserved`；"
            f"实际：{found or '都没有'}",
        ),
        Text(
            "Units on hand may be spoken for already: export the units that can be sold, or add the reserved ones, "
            f"and bind them under `evidence: {stock.name}: columns:`",
            "在库数量中可能含有已被占用的部分：请导出可售数量，或补充占用数量，"
            f"并在 `evidence: {stock.name}: columns:` 中绑定",
        ),
    )


def _refuse_missing_columns(settings: Settings, stock: Table) -> None:
    for setting, column in (("warehouses", "warehouse"), ("statuses", "status")):
        if getattr(settings, setting) is not None and column not in stock.columns:
            raise CannotJudge(
                Text(
                    f"`{setting}` is set, but {stock.use.source} has no column `{column}`",
                    f"设置了 `{setting}`，但 {place_words(stock.use.source).zh} 没有 `{column}` 列",
                ),
                Text(
                    f"Bind the column under `evidence: {stock.name}: columns:`, or take `{setting}` out",
                    f"请在 `evidence: {stock.name}: columns:` 中绑定该列，或去掉 `{setting}`",
                ),
            )


def _listed(columns: set[str]) -> str:
    return ", ".join(f"`{column}`" for column in sorted(columns))
