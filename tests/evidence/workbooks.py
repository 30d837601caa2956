"""Workbooks as people make them, and how they are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from readiness.evidence.limits import Limits
from readiness.evidence.store import EvidenceStore
from readiness.evidence.table import Table
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Contract
from tests.evidence.stores import AT, CELLS, STOCK, TIMES

HEADER = ["商品编码", "可用库存"]

Rows = Sequence[Any]


def workbook(folder: Path, rows: Rows, change: Callable[[Any], object] = lambda sheet: None) -> Path:
    """A workbook with one sheet of these rows; `change` has the sheet before it is saved."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "清单"
    for row in rows:
        sheet.append(list(row))
    change(sheet)
    path = folder / "stock.xlsx"
    book.save(path)
    return path


def merge(*ranges: str) -> Callable[[Any], object]:
    """Merges ranges of a sheet."""

    def change(sheet: Any) -> None:
        for one in ranges:
            sheet.merge_cells(one)

    return change


def csv_file(folder: Path, *lines: str) -> Path:
    """A CSV file with these lines, each ended."""
    path = folder / "stock.csv"
    path.write_text("".join(line + "\n" for line in lines), encoding="utf-8")
    return path


class Read:
    """What reading a file gave."""

    def __init__(self, table: Table) -> None:
        self.rows = [(row.number, dict(row.cells)) for row in table.rows()]
        self.notes = [note.en for note in table.use.notes]
        self.zh = [note.zh for note in table.use.notes]

    def pairs(self, column: str = "available") -> list[tuple[str | None, str | None]]:
        """Each row's SKU with another cell."""
        return [(cells["sku"], cells.get(column)) for _, cells in self.rows]

    def numbers(self) -> list[int]:
        return [number for number, _ in self.rows]


def read(path: Path, contract: Contract = STOCK, limits: Limits = CELLS, **binding: Any) -> Read:
    """Read a file as the stock table, or as what another contract asks."""
    bound = {"stock": Binding("stock", AT, file=path.name, **binding)}
    store = EvidenceStore(path.parent, {"stock": contract}, bound, {}, TIMES, limits=limits)
    try:
        return Read(store.table("stock"))
    finally:
        store.close()


def refusal(path: Path, contract: Contract = STOCK, limits: Limits = CELLS, **binding: Any) -> CannotJudge:
    """How reading a file was refused."""
    with pytest.raises(CannotJudge) as caught:
        read(path, contract, limits, **binding)
    return caught.value
