"""A workbook decides as the same campaign in YAML does, whether a table is a file or a sheet of the workbook."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Readiness, run_readiness
from tests.loading.books import Book
from tests.loading.test_workbook import go_in_a_workbook
from tests.worlds import EXAMPLES

TYPED = {"门店陈列确认": "陈列确认.tsv", "参与活动的门店": "参与门店.csv", "活动期间销量预估": "销量预估.csv"}


def statuses(answer: Any) -> dict[str, str]:
    return {one["check"]: one["status"] for one in json.loads(answer.out)["outcomes"]}


def decide(folder: Path) -> Any:
    return run_readiness(folder, "check", folder, "--as-of", "T-0h", "--report", "json", "--no-record")


def typed(text: str) -> str | float | datetime:
    """A cell as a person types it: Excel makes dates and numbers of what looks like them."""
    if len(text) == len("2026-06-15 16:17:40") and text[4] == "-":
        return datetime.fromisoformat(text)
    return float(text) if text.isdecimal() and not text.startswith("0") else text


def type_in(book: Book, sheet: str, rows: list[list[str]]) -> None:
    """The rows of an export, with its own header, written over the template's header and below it."""
    header = book.row(sheet, "例：") + 1
    for cell in book[sheet][header]:
        cell.value = None
    for offset, row in enumerate(rows):
        for column, text in enumerate(row, 1):
            book[sheet].cell(header + offset, column).value = text if offset == 0 else typed(text)
    for title in ("文件", "工作表", "时区"):
        book.put("资料清单", sheet, title, None)


@pytest.fixture(scope="module")
def campaigns(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The example that may launch: in YAML, as a workbook over its files, and with tables typed into their sheets."""
    root = tmp_path_factory.mktemp("decides")
    yaml = shutil.copytree(EXAMPLES / "go", root / "yaml" / "2026-618-stores")
    files = go_in_a_workbook(root / "files" / "2026-618-stores", yaml / "campaign.yaml").parent
    sheets = shutil.copytree(files, root / "sheets" / "2026-618-stores")
    book = Book(sheets / "campaign.xlsx")
    for sheet, name in TYPED.items():
        with (sheets / "evidence" / name).open(encoding="utf-8-sig", newline="") as file:
            type_in(book, sheet, list(csv.reader(file, delimiter="\t" if name.endswith(".tsv") else ",")))
    book.save()
    return {"yaml": yaml, "files": files, "sheets": sheets}


@pytest.mark.parametrize("form", ["files", "sheets"])
def test_every_check_is_decided_alike(form: str, campaigns: Mapping[str, Path]) -> None:
    """Each check has the same status and the run the same exit code, and GO is reached with Excel alone."""
    written, filled = decide(campaigns["yaml"]), decide(campaigns[form])
    assert statuses(filled) == statuses(written)
    assert filled.code == written.code == 0


def test_what_is_wrong_in_a_sheet_is_told_by_its_row(campaigns: Mapping[str, Path], tmp_path: Path) -> None:
    """False-GO 30: a display confirmed too late fails, and the finding names workbook, sheet and row."""
    folder = shutil.copytree(campaigns["sheets"], tmp_path / "2026-618-stores")
    book = Book(folder / "campaign.xlsx")
    row = book.row("门店陈列确认", "SH003")
    column = book.header("门店陈列确认", "陈列完成时间")[1]
    book["门店陈列确认"].cell(row, column).value = datetime(2026, 6, 16, 0, 0, 1)  # noqa: DTZ001  cells have no zone
    book.save()
    answer = decide(folder)
    outcome = next(o for o in json.loads(answer.out)["outcomes"] if o["check"] == "execution.store-display")
    assert answer.code == 1
    assert outcome["status"] == "failed"
    assert f"campaign.xlsx, sheet 门店陈列确认, row {row}" in outcome["findings"][0]["where"]


def test_the_record_holds_the_workbook(campaigns: Mapping[str, Path], readiness: Readiness, tmp_path: Path) -> None:
    """The record names one digest for the campaign and for the tables in it, and verify sees a later edit."""
    folder = shutil.copytree(campaigns["sheets"], tmp_path / "2026-618-stores")
    readiness("check", folder, "--as-of", "T-0h")
    record = next((folder / ".readiness" / "runs").glob("*.json"))
    run = json.loads(record.read_text("utf-8"))
    used = {
        use["sha256"] for one in run["outcomes"] for use in one["evidence"] if use["name"] in ("stores", "displays")
    }
    assert used == {run["digests"]["campaign.xlsx"]}
    before = readiness("verify", record)
    assert "campaign.xlsx" not in before.out
    book = Book(folder / "campaign.xlsx")
    book.answer("版本", "pos-9")
    book.save()
    assert "campaign.xlsx" in readiness("verify", record).out
