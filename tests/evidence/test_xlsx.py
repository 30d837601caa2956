from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from readiness.model.errors import CannotJudge
from tests.evidence.stores import notes_of, opened, rows_of

HEADER = ["商品编码", "可用库存"]


def save(path: Path, sheets: Mapping[str, Any], hidden: tuple[str, ...] = ()) -> Path:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
        sheet.sheet_state = "hidden" if name in hidden else "visible"
    book.save(path)
    return path


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change one part of a workbook's archive, as another program would have written it."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    # how an empty element is written depends on whether lxml is installed
    parts[part] = parts[part].replace(b"<v />", b"<v></v>").replace(b"<v/>", b"<v></v>")
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def refusal(path: Path, **binding: Any) -> CannotJudge:
    with pytest.raises(CannotJudge) as caught:
        rows_of(path, **binding)
    return caught.value


def cell(tmp_path: Path, value: Any, number_format: str = "General") -> str | None:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append([*HEADER, "仓库"])
    sheet.append(["A", 1, value])
    sheet["C2"].number_format = number_format
    book.save(tmp_path / "stock.xlsx")
    return rows_of(tmp_path / "stock.xlsx")[0][1]["warehouse"]


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        (120, "General", "120"),
        (120.0, "General", "120"),
        (0.1, "General", "0.1"),
        (1e-7, "General", "0.0000001"),
        (6901234567892, "0", "6901234567892"),
        (12, "00000", "00012"),
        (0.15, "0%", "15%"),
        (0.155, "0.0%", "15.5%"),
        (0.07, "0.00%", "7%"),
        (1.1, "0%", "110%"),
        (0.1 + 0.2, "0%", "30%"),
        (0.1 + 0.2, "General", "0.3"),
        (15, '0"%"', "15"),
        (15, "0\\%", "15"),
        (True, "General", "yes"),
        (False, "General", "no"),
        ("#N/A", "General", "#N/A"),
        (" x ", "General", " x "),
        (datetime.fromisoformat("2026-06-15T20:30"), "yyyy-mm-dd hh:mm", "2026-06-15 20:30:00"),
        (datetime.fromisoformat("2026-06-15"), "yyyy-mm-dd hh:mm", "2026-06-15 00:00:00"),
        (date(2026, 6, 15), "YYYY-MM-DD", "2026-06-15"),
        (date(2026, 6, 15), 'yyyy"-s-"mm"h"dd', "2026-06-15"),
        (time(20, 30), "hh:mm", "20:30:00"),
        (datetime.fromisoformat("2026-06-15T23:59:59.999"), "yyyy-mm-dd hh:mm", "2026-06-16 00:00:00"),
        (datetime.fromisoformat("2026-06-15T15:30:00.001"), "yyyy-mm-dd hh:mm", "2026-06-15 15:30:00"),
        (datetime.fromisoformat("1969-12-31T08:00"), "yyyy-mm-dd hh:mm", "1969-12-31 08:00:00"),
    ],
)
def test_a_cell_says_what_people_see(tmp_path: Path, value: Any, number_format: str, text: str) -> None:
    """Numbers are exact, without exponent and without the noise of binary fractions; percentages are told from
    fractions (False-GO 15), codes keep zeros, a day without a time is no instant (False-GO 28), errors stay errors."""
    assert cell(tmp_path, value, number_format) == text


def test_row_numbers_are_those_of_the_sheet(tmp_path: Path) -> None:
    """Empty rows above the header, between rows and at the end are passed over, and counted."""
    rows = [[], [None, None], HEADER, ["A", 1], [None, None], ["B", None], [""], []]
    path = save(tmp_path / "stock.xlsx", {"清单": rows})
    assert rows_of(path) == [(4, {"sku": "A", "available": "1"}), (6, {"sku": "B", "available": None})]
    with opened(tmp_path, {"stock": {"file": "stock.xlsx"}}) as store:
        assert store.table("stock").where(6) == "stock.xlsx, sheet 清单, row 6"


def test_the_claimed_size_of_a_sheet_is_not_believed(tmp_path: Path) -> None:
    """False-GO 7: a sheet whose dimension is written too small is read to its end."""
    path = save(tmp_path / "stock.xlsx", {"s": [HEADER, ["A", 1], ["B", 2]]})
    rewrite(path, "xl/worksheets/sheet1.xml", b'<dimension ref="A1:B3"', b'<dimension ref="A1:A2"')
    assert rows_of(path)[-1] == (3, {"sku": "B", "available": "2"})


def test_the_named_sheet_is_read(tmp_path: Path) -> None:
    """The binding's sheet is taken, also a hidden one; another name lists the sheets that there are."""
    path = save(tmp_path / "stock.xlsx", {"a": [HEADER, ["A", 1]], "b": [HEADER, ["B", 1]]}, hidden=("b",))
    assert rows_of(path, sheet="b")[0][1]["sku"] == "B"
    assert "its sheets are: a, b" in refusal(path, sheet="c").message.en


def test_the_only_fitting_sheet_is_read_and_noted(tmp_path: Path) -> None:
    """Of several visible sheets the only one with the needed columns is read, and the choice is recorded."""
    path = save(tmp_path / "stock.xlsx", {"说明": [["读我"]], "清单": [HEADER, ["A", 1]], "x": [HEADER]}, hidden=("x",))
    assert rows_of(path)[0][1]["sku"] == "A"
    assert notes_of(path) == ["read from the sheet 清单"]


def test_two_fitting_sheets_are_not_guessed(tmp_path: Path) -> None:
    """Which of two like sheets is meant must be said."""
    path = save(tmp_path / "stock.xlsx", {"五月": [HEADER, ["A", 1]], "六月": [HEADER, ["A", 1]]})
    error = refusal(path)
    assert "五月, 六月" in error.message.en
    assert "sheet:" in error.hint.en if error.hint else False


def test_a_formula_without_result_is_named(tmp_path: Path) -> None:
    """False-GO 10: a formula that no program computed is not read as an empty cell."""
    path = save(tmp_path / "stock.xlsx", {"s": [[*HEADER, "note"], ["A", "=1+1", None], ["B", 2, "=A1"]]})
    error = refusal(path)
    assert "cell B2" in error.message.en
    assert "available" in error.message.en


def test_a_formula_with_result_is_read(tmp_path: Path) -> None:
    """A saved result counts, an empty text among them; a formula elsewhere does not matter."""
    path = save(tmp_path / "stock.xlsx", {"s": [[*HEADER, "note"], ["A", "=1+1", "=A1"], ["B", "=9", None]]})
    rewrite(path, "xl/worksheets/sheet1.xml", b"<f>1+1</f><v></v>", b"<f>1+1</f><v>2</v>")
    rewrite(path, "xl/worksheets/sheet1.xml", b'<c r="B3"><f>9</f><v></v>', b'<c r="B3" t="str"><f>9</f><v></v>')
    assert [row["available"] for _, row in rows_of(path)] == ["2", None]


def test_no_rows_is_an_error(tmp_path: Path) -> None:
    """False-GO 5: a sheet with its header alone has nothing to judge."""
    assert "no rows" in refusal(save(tmp_path / "stock.xlsx", {"s": [HEADER]})).message.en
    assert "no rows" in refusal(save(tmp_path / "stock.xlsx", {"s": []})).message.en


def test_a_damaged_workbook_is_said_in_plain_words(tmp_path: Path) -> None:
    """False-GO 7: a workbook cut short, or with a damaged part, is an error."""
    path = save(tmp_path / "stock.xlsx", {"s": [HEADER, ["A", 1]]})
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert "damaged" in refusal(path).message.en
    path.write_bytes(whole)
    rewrite(path, "xl/worksheets/sheet1.xml", b"</sheetData>", b"")
    assert "damaged" in refusal(path).message.en


def test_an_archive_that_is_no_workbook_is_refused(tmp_path: Path) -> None:
    """A ZIP or a Word document renamed to .xlsx is told from a workbook."""
    path = tmp_path / "stock.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "no Excel workbook" in refusal(path).message.en


def test_a_zip_bomb_is_not_unpacked(tmp_path: Path) -> None:
    """A small file that unpacks to hundreds of megabytes is refused by its own table of contents."""
    path = save(tmp_path / "stock.xlsx", {"s": [HEADER, ["A", 1]]})
    content = io.BytesIO(path.read_bytes())
    with zipfile.ZipFile(content, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x", "w") as part:
        for _ in range(210):
            part.write(bytes(1_000_000))
    path.write_bytes(content.getvalue())
    assert path.stat().st_size < 1_000_000
    assert "unpacks to more than" in refusal(path).message.en
