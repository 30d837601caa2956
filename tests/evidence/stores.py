"""Stores over a folder of real files, with the contracts that the tests of this folder ask about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.limits import Limits
from readiness.evidence.store import EvidenceStore
from readiness.model.evidence import Binding, Column, ColumnType, Contract, Sort
from readiness.model.location import Location
from readiness.model.text import Text
from readiness.model.times import Times

NOW = datetime(2026, 6, 14, 12, tzinfo=UTC)
TIMES = Times(NOW, NOW, False, NOW, NOW, ZoneInfo("Asia/Shanghai"), {})
AT = Location("campaign.yaml", 12, 3)

CELLS = Limits()
IN_ENGINE = Limits(cells=0)
EVERY_TIME = Limits(cells=0, engine=0)
WAYS = (CELLS, IN_ENGINE, EVERY_TIME)
WAY_NAMES = ("cells", "in-engine", "every-time")

STOCK = Contract(
    "stock",
    Sort.TABLE,
    Text("Stock by SKU", "SKU 库存"),
    Text("ERP or WMS stock export", "ERP/WMS 库存导出"),
    "supply-chain",
    ("sku",),
    (
        Column("sku", ColumnType.TEXT, ("商品编码", "SKU code")),
        Column("available", ColumnType.DECIMAL, ("可用库存",)),
        Column("warehouse", ColumnType.TEXT, ("仓库",), required=False),
    ),
    "execution",
    AT,
)
TERMS = replace(STOCK, name="terms", sort=Sort.DOCUMENT, columns=(), title=Text("Terms", "活动条款"))
SITE = replace(STOCK, name="site", sort=Sort.URL, columns=(), title=Text("Storefront", "店铺页面"))


def contracts(*names: str) -> dict[str, Contract]:
    """The contracts above; any other name asks for a table as `stock` does."""
    known = {"stock": STOCK, "terms": TERMS, "site": SITE}
    return {name: known.get(name, replace(STOCK, name=name)) for name in {*names, *known}}


@contextmanager
def opened(
    folder: Path, bindings: Mapping[str, Mapping[str, Any]], *, times: Times = TIMES, **more: Any
) -> Iterator[EvidenceStore]:
    """A store over `folder` with these bindings, closed at the end."""
    bound = {name: Binding(name, AT, **settings) for name, settings in bindings.items()}
    store = EvidenceStore(folder, contracts(*bindings), bound, {}, times, **more)
    try:
        yield store
    finally:
        store.close()


def rows_of(path: Path, *, limits: Limits = CELLS, **binding: Any) -> list[tuple[int, dict[str, str | None]]]:
    """(row number, cells) of a stock file."""
    with opened(path.parent, {"stock": {"file": path.name, **binding}}, limits=limits) as store:
        return [(row.number, dict(row.cells)) for row in store.table("stock").rows()]


def notes_of(path: Path, *, limits: Limits = CELLS, **binding: Any) -> list[str]:
    """What reading a stock file noted."""
    with opened(path.parent, {"stock": {"file": path.name, **binding}}, limits=limits) as store:
        return [note.en for note in store.table("stock").use.notes]
