"""Workbooks of campaigns: made by `init` itself, and filled in as a person would."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from readiness.cli.init import Answers, make_plan
from readiness.cli.init_basis import Basis, built_in
from readiness.cli.plan import Plan
from readiness.cli.workbook_template import campaign_workbook
from readiness.model.text import Lang

LAUNCH = "2026-06-18T00:00:00+08:00"
END = "2026-06-20T23:59:59+08:00"
STORES = {"online": False, "offline-stores": True}


def plan(
    folder: Path, lang: Lang = "zh", traits: Mapping[str, bool] | None = None, basis: Basis | None = None, **more: Any
) -> Plan:
    given = {"title": "618 大促", "launch": LAUNCH, "end": END, "zone": "Asia/Shanghai", **more}
    return make_plan(Answers(folder, traits=STORES if traits is None else traits, **given), basis or built_in(), lang)


def new_book(folder: Path, lang: Lang = "zh", traits: Mapping[str, bool] | None = None) -> Path:
    """The workbook of a new campaign in stores."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "campaign.xlsx"
    file.write_bytes(_made(folder.name, lang, tuple((STORES if traits is None else traits).items())))
    return file


@cache
def _made(name: str, lang: Lang, traits: tuple[tuple[str, bool], ...]) -> bytes:
    return campaign_workbook(plan(Path(name), lang, dict(traits)))


class Book:
    """A workbook in a person's hands; `save` writes it back."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.book = load_workbook(file)

    def __getitem__(self, sheet: str) -> Any:
        return self.book[sheet]

    def save(self) -> Path:
        self.book.save(self.file)
        return self.file

    def row(self, sheet: str, first: str) -> int:
        """The row whose first cell begins with these words."""
        return next(
            number
            for number in range(1, self.book[sheet].max_row + 1)
            if str(self.book[sheet].cell(number, 1).value or "").startswith(first)
        )

    def header(self, sheet: str, name: str) -> tuple[int, int]:
        """Where the header of this name stands."""
        return next(
            (cell.row, cell.column) for row in self.book[sheet].iter_rows() for cell in row if cell.value == name
        )

    def answer(self, item: str, value: Any, sheet: str = "活动") -> str:
        """Fill in a line of the campaign's sheet; the coordinate of its cell."""
        cell = self.book[sheet].cell(self.row(sheet, item), 2)
        cell.value = value
        return str(cell.coordinate)

    def put(self, sheet: str, first: str, column: str, value: Any) -> str:
        """Fill in a cell by its row and its column; its coordinate."""
        cell = self.book[sheet].cell(self.row(sheet, first), self.header(sheet, column)[1])
        cell.value = value
        return str(cell.coordinate)

    def put_by_id(self, name: str, column: str, value: Any) -> None:
        """Fill in a cell of the list of evidence by the evidence's id."""
        sheet, ids = self.book["资料清单"], self.header("资料清单", "编号")[1]
        row = next(row for row in range(1, sheet.max_row + 1) if sheet.cell(row, ids).value == name)
        sheet.cell(row, self.header("资料清单", column)[1]).value = value

    def append(self, sheet: str, header: str, rows: Sequence[Sequence[Any]]) -> int:
        """Rows below the header that begins with this name; the first row's number."""
        start = self.header(sheet, header)[0] + 1
        while any(cell.value is not None for cell in self.book[sheet][start]):
            start += 1
        for offset, row in enumerate(rows):
            for column, value in enumerate(row, 1):
                self.book[sheet].cell(start + offset, column).value = value
        return start

    def person(self, role: str, name: str, contact: str | None = None, sheet: str = "人员") -> int:
        """Name who holds a role; the row."""
        row = self.row(sheet, role)
        self.book[sheet].cell(row, 2).value = name
        self.book[sheet].cell(row, 3).value = contact
        return row
