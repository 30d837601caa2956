"""Exports that other people's systems made, read where they lie beside the project."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.evidence.store import EvidenceStore
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Column, ColumnType
from tests.evidence.stores import AT, CELLS, EVERY_TIME, STOCK, TIMES

FIELD = Path(__file__).parents[3] / "shared" / "field-data"
FILES = sorted(path for name in ("inventory", "forecast", "raci") for path in (FIELD / name).glob("*.csv"))

pytestmark = pytest.mark.skipif(not FILES, reason="the field data is not beside the project")


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


def test_nested_fixtures_are_no_table() -> None:
    """A database dump as JSON is refused by the name of its nested key."""
    path = FIELD / "inventory" / "saleor-stock-fixtures.json"
    store = EvidenceStore(path.parent, {"stock": STOCK}, {"stock": Binding("stock", AT, file=path.name)}, {}, TIMES)
    with pytest.raises(CannotJudge, match="'fields'"):
        store.table("stock")
    store.close()
