"""Exports that other people's systems made, read where they lie beside the project."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from readiness.evidence.limits import Limits
from readiness.evidence.store import EvidenceStore
from readiness.loading.checklist import shipped_checklist
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Column, ColumnType
from tests.evidence.stores import AT, CELLS, EVERY_TIME, STOCK, TIMES
from tests.field_data import FIELD_DATA, needs_field_data

FILES = sorted(path for name in ("inventory", "forecast", "raci") for path in (FIELD_DATA / name).glob("*.csv"))

pytestmark = needs_field_data


@pytest.mark.parametrize("limits", [CELLS, EVERY_TIME], ids=["held", "every-time"])
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_cell_is_read_as_it_stands(path: Path, limits: object) -> None:
    """All rows and cells of an export come out as a plain CSV reader gives them."""
    with path.open(encoding="utf-8", newline="") as stream:
        header, *body = list(csv.reader(stream))
    columns = tuple(Column(name, ColumnType.TEXT) for name in header)
    contract = replace(STOCK, columns=columns)
    bound = {"stock": Binding("stock", AT, file=path.name)}
    store = EvidenceStore(path.parent, {"stock": contract}, bound, {}, TIMES, limits=limits)  # type: ignore[arg-type]
    try:
        rows = list(store.table("stock").rows())
    finally:
        store.close()
    assert [[row.cells[name] or "" for name in header] for row in rows] == body
    assert [row.number for row in rows] == list(range(2, len(body) + 2))


# Rows, first key and number, last key and number, and the sum, taken from the files with awk and grep.
KNOWN = [
    ("inventory/aws-inventory_levels.csv", "inventory_id", "current_stock", 18, "INV-001 250", "INV-018 550", "6835"),
    (
        "inventory/aws-materials.csv",
        "material_id",
        "standard_cost",
        18,
        "MAT-BAT-001 450.00",
        "MAT-STD-004 28.00",
        "2696",
    ),
    ("forecast/aws-demand_forecast.csv", "forecast_id", "predicted_demand", 54, "DF001 450", "DF054 580", "27125"),
    ("forecast/aws-holiday_calendar.csv", "date", "is_major_holiday", 14, "2024-01-01 1", "2025-12-25 1", "12"),
    ("raci/aws-suppliers.csv", "supplier_id", "lead_time_days", 15, "SUP-001 30", "SUP-015 35", "533"),
]


@pytest.mark.parametrize("limits", [CELLS, EVERY_TIME], ids=["held", "every-time"])
@pytest.mark.parametrize(("file", "key", "number", "count", "first", "last", "total"), KNOWN, ids=lambda v: str(v)[:20])
def test_exports_add_up(
    file: str, key: str, number: str, count: int, first: str, last: str, total: str, limits: Limits
) -> None:
    """Bound to a contract, each export gives the rows, cells and exact sum that other tools found in it."""
    with bound(FIELD_DATA / file, limits, sku=key, available=number) as store:
        table = store.table("stock")
        rows = [f"{row.cells['sku']} {row.cells['available']}" for row in table.rows()]
        ((added,),) = table.query(f"SELECT sum({table.decimal('available')}) FROM {table.relation}")
    assert (len(rows), rows[0], rows[-1], added) == (count, first, last, Decimal(total))


def test_a_database_dump_is_read_by_its_model() -> None:
    """Of the two kinds of records in a dump, those that have the bound fields are read, and the other one is noted."""
    path = FIELD_DATA / "inventory" / "saleor-stock-fixtures.json"
    with bound(path, CELLS, sku="product_variant", available="quantity") as store:
        table = store.table("stock")
        rows = list(table.rows())
        ((added,),) = table.query(f"SELECT sum({table.decimal('available')}) FROM {table.relation}")
    ends = [(row.cells["sku"], row.cells["available"]) for row in (rows[0], rows[-1])]
    assert (len(rows), ends, added) == (56, [("324", "4560"), ("398", "1000")], Decimal(38233))
    assert rows[0].where.endswith("item 2")
    assert any("not read: 1 record of others" in note.en for note in table.use.notes)


def test_a_dump_without_binding_is_refused_by_its_models() -> None:
    """Records whose fields have other names than the contract's are refused, and the models are named."""
    path = FIELD_DATA / "inventory" / "saleor-stock-fixtures.json"
    with (
        bound(path, CELLS) as store,
        pytest.raises(CannotJudge, match=r"warehouse\.stock, warehouse\.warehouse"),
    ):
        store.table("stock")


@contextmanager
def bound(path: Path, limits: Limits, **columns: str) -> Iterator[EvidenceStore]:
    """A store that has one file as the stock, with these headers."""
    binding = Binding("stock", AT, file=path.name, columns=columns)
    store = EvidenceStore(path.parent, {"stock": STOCK}, {"stock": binding}, {}, TIMES, limits=limits)
    try:
        yield store
    finally:
        store.close()


def test_a_nested_tracking_plan_is_refused_with_what_to_do() -> None:
    """A tracking plan as Segment exports it, nested JSON, is refused: no event of it is guessed, and the message says
    what to supply in its place."""
    path = FIELD_DATA / "tracking-plan" / "segment-typewriter-plan-v1.json"
    contract = next(c for c in shipped_checklist("analysis").contracts if c.name == "tracking-plan")
    bindings = {"tracking-plan": Binding("tracking-plan", AT, file=path.name)}
    store = EvidenceStore(path.parent, {"tracking-plan": contract}, bindings, {}, TIMES)
    with pytest.raises(CannotJudge, match=r"segment-typewriter-plan-v1\.json holds 0 lists at its top") as refused:
        store.table("tracking-plan")
    store.close()
    assert refused.value.hint is not None
    assert "a list of objects, one for each row" in refused.value.hint.en
    assert "one row for each event" in contract.source.en
