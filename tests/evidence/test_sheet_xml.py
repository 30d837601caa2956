"""What stands in a sheet's own XML: merged ranges, hidden parts, and where the content ends."""

from __future__ import annotations

import time
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from readiness.evidence.sheet_xml import column_letters, facts_of
from tests.evidence.workbooks import HEADER, read, refusal, workbook

HEAD = b'<worksheet xmlns="x"><sheetData>'


def test_a_sheet_without_anything_odd() -> None:
    """A plain sheet has no merged range, nothing hidden and no formula."""
    facts = facts_of(HEAD + b'<row r="1"><c r="A1"><v>1</v></c></row></sheetData></worksheet>')
    assert (facts.merged, facts.hidden_rows, facts.hidden_columns, facts.formulas) == (
        (),
        frozenset(),
        frozenset(),
        False,
    )
    assert facts.last_row == 1


@pytest.mark.parametrize("prefix", [b"", b"x:"])
@pytest.mark.parametrize("quote", [b'"', b"'"])
def test_ranges_and_hidden_parts_in_any_spelling(prefix: bytes, quote: bytes) -> None:
    """Namespaces, quotes and the order of attributes don't matter."""
    xml = (
        b'<cols><P:col max="3" hidden="1" min="2"/><P:col min="5" max="5"/></cols><P:sheetData>'
        b'<P:row hidden="1" r="7" spans="1:2"/><P:row r="8" x="2" hidden="true"><P:c><P:v>1</P:v></P:c></P:row>'
        b'<P:row r="9"/></P:sheetData><P:mergeCells count="1"><P:mergeCell ref="A2:B4"/></P:mergeCells>'
    )
    facts = facts_of(xml.replace(b"P:", prefix).replace(b'"', quote))
    assert [(area.name, area.top, area.left, area.bottom, area.right) for area in facts.merged] == [
        ("A2:B4", 2, 0, 4, 1)
    ]
    assert (sorted(facts.hidden_rows), sorted(facts.hidden_columns), facts.last_row) == ([7, 8], [1, 2], 8)


@pytest.mark.parametrize(
    ("position", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_are_called_as_excel_does(position: int, letters: str) -> None:
    """The letters of a column, up to the last one that Excel has."""
    assert column_letters(position) == letters


def test_a_million_formatted_rows_cost_nothing(tmp_path: Path) -> None:
    """A sheet whose empty rows are formatted to its very end is read in seconds, as what it holds."""
    path = workbook(tmp_path, [HEADER, ["A-1", 5]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    empty = b"".join(b'<row r="%d"><c r="A%d" s="0"/><c r="B%d" s="0"/></row>' % (n, n, n) for n in range(3, 1_048_577))
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = parts[sheet].replace(b"</sheetData>", empty + b"</sheetData>")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    began = time.process_time()
    assert read(path).pairs() == [("A-1", "5")]
    assert time.process_time() - began < 5


def test_a_cell_longer_than_excel_allows_is_refused(tmp_path: Path) -> None:
    """One text that every row refers to would fill the memory; Excel holds no such cell."""
    path = workbook(tmp_path, [HEADER, ["A-1", 5], ["x" * 20_000, 1]])
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts = {name: data.replace(b"x" * 20_000, b"x" * 40_000) for name, data in parts.items()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    assert "row 3: a cell is longer than Excel allows" in refusal(path).message.en


def test_the_calendar_of_old_macs(tmp_path: Path) -> None:
    """False-GO 28: a workbook that counts days from 1904 gives the days that its people see."""
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    book.worksheets[0].append([*HEADER, "仓库"])
    book.worksheets[0].append(["A-1", 5, 44729.5])
    book.worksheets[0]["C2"].number_format = "yyyy-mm-dd hh:mm"
    book.save(tmp_path / "stock.xlsx")
    assert read(tmp_path / "stock.xlsx").pairs("warehouse") == [("A-1", "2026-06-18 12:00:00")]


@pytest.mark.parametrize("name", ["stock.et", "stock.numbers", "stock.ods", "stock.xls"])
def test_other_spreadsheets_are_refused_in_plain_words(tmp_path: Path, name: str) -> None:
    """What other programs save is told by what to do, whatever it holds."""
    (tmp_path / name).write_bytes(b"PK\x03\x04 something")
    error = refusal(tmp_path / name)
    assert "a table is not read from" in error.message.en
    assert ".xlsx" in (error.hint.en if error.hint else "")


def test_a_workbook_with_a_password_is_refused_in_plain_words(tmp_path: Path) -> None:
    """An encrypted workbook is told from a damaged one."""
    (tmp_path / "stock.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    assert "with a password" in refusal(tmp_path / "stock.xlsx").message.en
