"""Cells written into a sheet's XML: those cells say it, and every other byte stays."""

from __future__ import annotations

import re

import pytest

from readiness.loading.sheet_surgery import with_cells
from readiness.model.errors import BadValue

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
STYLE = ' s="7"'
HEAD = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet {MAIN} xmlns:odd="urn:odd" odd:Ignorable="odd">'
TAIL = '<dataValidations count="1"/><odd:thing a=">"/></worksheet>'


def sheet(rows: str, dimension: str = "A1:C3") -> bytes:
    return f'{HEAD}<dimension ref="{dimension}"/><sheetData>{rows}</sheetData>{TAIL}'.encode()


def said(column_and_row: str, text: str, style: str = "") -> str:
    return f'<c r="{column_and_row}"{style} t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ('<row r="3"><c r="B3" s="7" t="s"><v>4</v></c></row>', f'<row r="3">{said("B3", "新", STYLE)}</row>'),
        ('<row r="3"><c r="B3" s="7"/></row>', f'<row r="3">{said("B3", "新", STYLE)}</row>'),
        ('<row r="3"><c r="A3"/><c r="C3"/></row>', f'<row r="3"><c r="A3"/>{said("B3", "新")}<c r="C3"/></row>'),
        ('<row r="3"><c r="A3"/></row>', f'<row r="3"><c r="A3"/>{said("B3", "新")}</row>'),
        ('<row r="3" ht="9"/>', f'<row r="3" ht="9">{said("B3", "新")}</row>'),
        ('<row r="3" ht="9"></row>', f'<row r="3" ht="9">{said("B3", "新")}</row>'),
        ('<row r="2"/><row r="4"/>', f'<row r="2"/><row r="3">{said("B3", "新")}</row><row r="4"/>'),
        ('<row r="2"/>', f'<row r="2"/><row r="3">{said("B3", "新")}</row>'),
        ("<row/><row/><row><c/><c><v>1</v></c></row>", f'<row/><row/><row><c/>{said("B3", "新")}</row>'),
    ],
)  # fmt: skip
def test_one_cell_changes_and_nothing_else(rows: str, after: str) -> None:
    """A cell that is there keeps its format; one that is not stands in its order; rows without numbers are counted."""
    assert with_cells(sheet(rows), {(3, 2): "新"}) == sheet(after)


def test_several_cells_at_once() -> None:
    """Cells of several rows, one of them emptied, in whatever order they are given."""
    rows = '<row r="2"><c r="A2" s="1"><v>1</v></c></row><row r="3"><c r="B3"/></row>'
    after = f'<row r="2"><c r="A2" s="1"/>{said("B2", "x")}{said("C2", "y")}</row><row r="3"><c r="B3"/></row>'
    assert with_cells(sheet(rows), {(2, 3): "y", (2, 2): "x", (2, 1): None}) == sheet(after)


def test_what_xml_means_otherwise_is_written_as_it_is() -> None:
    """Marks of XML in a file's name are its name; blanks around it stay."""
    written = with_cells(sheet('<row r="1"/>'), {(1, 1): " a<b>&c.csv"}).decode()
    assert '<t xml:space="preserve"> a&lt;b&gt;&amp;c.csv</t>' in written


def test_the_size_that_the_sheet_says_grows_with_it() -> None:
    """A program that reads no further than the sheet says still sees a row that was added."""
    written = with_cells(sheet('<row r="1"/>', "A1"), {(30, 28): "x"}).decode()
    assert re.search(r'dimension ref="([^"]+)"', written)[1] == "A1:AB30"  # type: ignore[index]


def test_a_prefixed_sheet_keeps_its_prefix() -> None:
    """Some programs write `x:row`: what is added is written alike."""
    main = MAIN.replace("xmlns=", "xmlns:x=")
    rows = f"<x:worksheet {main}><x:sheetData>{{}}</x:sheetData></x:worksheet>"
    cell = '<x:c r="A1" t="inlineStr"><x:is><x:t xml:space="preserve">a</x:t></x:is></x:c>'
    assert with_cells(rows.format('<x:row r="1"/>').encode(), {(1, 1): "a"}).decode() == rows.format(
        f'<x:row r="1">{cell}</x:row>'
    )


@pytest.mark.parametrize(
    "content",
    [
        sheet('<row r="1"><c r="A1"><f>B1</f><v>2</v></c></row>'),
        b"<worksheet/>",
        b"no xml",
        f"<worksheet {MAIN}><sheetData/></worksheet>".encode(),
        b'<!DOCTYPE a [<!ENTITY b "c">]>' + sheet("")[39:],
        sheet("").decode().replace("UTF-8", "UTF-16").encode("utf-16"),
    ],
)
def test_what_can_not_be_changed_safely_is_refused(content: bytes) -> None:
    """A formula is nobody's to overwrite, and what is written in another way is left to a person."""
    with pytest.raises(BadValue):
        with_cells(content, {(1, 1): "x"})
