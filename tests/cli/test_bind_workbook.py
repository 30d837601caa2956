"""`bind` writes into the list of evidence of a workbook, and leaves all else of it as it is."""

from __future__ import annotations

import re
import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.chart import BarChart, Reference
from openpyxl.comments import Comment

from readiness.loading.campaign import load_campaign
from readiness.model.campaign import Campaign
from tests.cli.conftest import Answer, Readiness
from tests.loading.books import Book, new_book
from tests.worlds import EXAMPLES

LIST = "资料清单"
FILES = ("ERP库存导出.csv", "活动条款.md", "陈列确认.tsv")
NOW = datetime(2026, 6, 17, tzinfo=UTC)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A new workbook in which 周琳 may have written something, and some dropped files."""
    file = new_book(tmp_path / "618")
    book = Book(file)
    book.person("市场（marketing）", "周琳", "zhou.lin@shop.example")
    book["资料清单"]["J3"].comment = Comment("别动我", "王芳")
    book.save()
    (tmp_path / "618/evidence").mkdir()
    for name in FILES:
        shutil.copy(EXAMPLES / "go/evidence" / name, tmp_path / "618/evidence" / name)
    return tmp_path / "618"


def bind(readiness: Readiness, folder: Path, *arguments: str) -> Answer:
    return readiness("bind", folder / "evidence", "--campaign", folder, "--lang", "en", *arguments)


def loaded(folder: Path) -> Campaign:
    return load_campaign(folder / "campaign.xlsx", NOW)


def parts(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as book:
        return {name: book.read(name) for name in book.namelist()}


def cells(file: Path) -> dict[tuple[str, str], object]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load_workbook(file)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


def test_dropped_files_are_bound_in_the_list(folder: Path, readiness: Readiness) -> None:
    """Each file stands in its evidence's row, with its time, its zone and its author, and the campaign reads it so."""
    told = bind(
        readiness, folder, "--as-at", "2026-06-17T20:00+08:00", "--zone", "Asia/Shanghai", "--author", "zhou.lin"
    )
    assert told.code == 0, told.out + told.err
    bindings = loaded(folder).bindings
    stock, terms, displays = (bindings[name] for name in ("stock", "terms", "displays"))
    assert (stock.file, stock.as_at) == ("evidence/ERP库存导出.csv", datetime(2026, 6, 17, 12, tzinfo=UTC))
    assert (terms.file, terms.author) == ("evidence/活动条款.md", ("zhou.lin",))
    assert (displays.file, displays.zone) == ("evidence/陈列确认.tsv", "Asia/Shanghai")
    assert set(bindings) == {"stock", "terms", "displays"}
    assert "Bound before: 3 files" in bind(readiness, folder).out


def test_nothing_else_of_the_workbook_changes(folder: Path, readiness: Readiness) -> None:
    """One sheet's cells are written; formats, drop-downs, comments and all other parts stay to the byte."""
    file = folder / "campaign.xlsx"
    before, said = parts(file), cells(file)
    assert bind(readiness, folder).code == 0
    after = parts(file)
    assert list(after) == list(before)
    changed = [name for name in before if before[name] != after[name]]
    assert len(changed) == 1
    added = set(cells(file).items()) - set(said.items())
    assert {value for _, value in added} == set(FILES)
    assert said.items() <= cells(file).items()
    for tag in (b"<dataValidations", b"<conditionalFormatting", b"<cols", b"<sheetViews", b"<legacyDrawing"):
        assert before[changed[0]].count(tag) == after[changed[0]].count(tag), tag
    assert load_workbook(file)[LIST]["J3"].comment.text == "别动我"


def test_pictures_and_charts_stay(folder: Path, readiness: Readiness) -> None:
    """What openpyxl would lose or write anew is not read at all: it is copied."""
    file = folder / "campaign.xlsx"
    book = load_workbook(file)
    chart = BarChart()
    chart.add_data(Reference(book[LIST], min_col=1, min_row=1, max_row=3))
    sheet: Any = book[LIST]
    sheet.add_chart(chart, "M2")
    book.save(file)
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("xl/media/logo.png", b"\x89PNG")
        archive.writestr("xl/vbaProject.bin", b"macro")
    before = parts(file)
    assert bind(readiness, folder).code == 0
    after = parts(file)
    assert [name for name in before if before[name] != after[name]] == [_sheet_of_list(file)]
    assert {name for name in after if "chart" in name or "media" in name or "vba" in name}


def _sheet_of_list(file: Path) -> str:
    book = load_workbook(file)
    return f"xl/worksheets/sheet{book.sheetnames.index(LIST) + 1}.xml"


def test_a_dry_run_writes_nothing(folder: Path, readiness: Readiness) -> None:
    """`--dry-run` says what would be bound."""
    before = (folder / "campaign.xlsx").read_bytes()
    assert "Would be bound" in bind(readiness, folder, "--dry-run").out
    assert (folder / "campaign.xlsx").read_bytes() == before


@pytest.mark.parametrize("lock", ["~$campaign.xlsx", ".~lock.campaign.xlsx#", ".~campaign.xlsx"])
def test_an_open_workbook_is_refused(folder: Path, readiness: Readiness, lock: str) -> None:
    """What Excel, LibreOffice or WPS has open would be saved over what is written: it is told, and left."""
    (folder / lock).write_bytes(b"")
    before = (folder / "campaign.xlsx").read_bytes()
    told = bind(readiness, folder)
    assert (told.code, lock in told.err) == (6, True)
    assert (folder / "campaign.xlsx").read_bytes() == before
    assert bind(readiness, folder, "--dry-run").code == 0


def test_a_formula_is_not_overwritten(folder: Path, readiness: Readiness) -> None:
    """Somebody computes the name of the file: nothing is written, and it is said how to do it by hand."""
    book = Book(folder / "campaign.xlsx")
    book.put_by_id("stock", "文件", '="gone"&".csv"')
    book.save()
    _save_results(folder / "campaign.xlsx")
    before = (folder / "campaign.xlsx").read_bytes()
    told = bind(readiness, folder)
    assert told.code == 6, told.out
    assert "formula" in told.err
    assert "stock: evidence/ERP库存导出.csv" in told.err
    assert (folder / "campaign.xlsx").read_bytes() == before


def _save_results(file: Path) -> None:
    """As Excel saves a formula, with the text that it gives."""
    content = parts(file)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in content.items():
            computed = rb'<c \1 t="str"><f>\2</f><v>gone.csv</v></c>'
            book.writestr(name, re.sub(rb"<c ([^>]*)><f>([^<]*)</f><v ?/?>(?:</v>)?</c>", computed, data))


def test_a_file_that_is_replaced_takes_its_time_along(folder: Path, readiness: Readiness) -> None:
    """The row names a file that is gone: the new one's time is not the old one's, its zone stays."""
    book = Book(folder / "campaign.xlsx")
    book.put_by_id("displays", "文件", "去年.csv")
    book.put_by_id("displays", "数据时间", "2025-06-17 20:00")
    book.put_by_id("displays", "时区", "Asia/Shanghai")
    book.save()
    assert bind(readiness, folder).code == 0
    displays = loaded(folder).bindings["displays"]
    assert (displays.file, displays.as_at, displays.zone) == ("evidence/陈列确认.tsv", None, "Asia/Shanghai")


def test_a_row_that_somebody_deleted_is_added(folder: Path, readiness: Readiness) -> None:
    """The list lacks the evidence: it gets a row of its own below the others."""
    book = Book(folder / "campaign.xlsx")
    sheet, ids = book[LIST], book.header(LIST, "编号")[1]
    row = next(n for n in range(1, sheet.max_row + 1) if sheet.cell(n, ids).value == "stock")
    last = max(n for n in range(1, sheet.max_row + 1) if sheet.cell(n, ids).value)
    for column in range(1, sheet.max_column + 1):
        sheet.cell(row, column).value = None
    book.save()
    assert bind(readiness, folder).code == 0
    assert loaded(folder).bindings["stock"].file == "evidence/ERP库存导出.csv"
    assert load_workbook(folder / "campaign.xlsx")[LIST].cell(last + 1, ids).value == "stock"
