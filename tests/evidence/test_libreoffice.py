"""The same layouts in workbooks that another program wrote: each is saved once more by LibreOffice, and read alike."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.evidence.workbooks import HEADER, merge, read, workbook

PROGRAM = shutil.which("soffice")

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="LibreOffice is not installed")


def hide(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True
    sheet.column_dimensions["C"].hidden = True


def percent(sheet: Any) -> None:
    sheet["C2"].number_format = "0.0%"
    sheet["C3"].number_format = "0%"


LAYOUTS: dict[str, tuple[Sequence[Any], Callable[[Any], object]]] = {
    "title": ([["618 大促库存"], [], HEADER, ["A-1", 5], ["A-2", 6]], merge("A1:B1")),
    "two-row-header": (
        [["商品编码", "库存", None], [None, "可用库存", "预留"], ["A-1", 5, 2]],
        merge("A1:A2", "B1:C1"),
    ),
    "merged-key": (
        [["商品编码", "仓库", "可用库存"], ["A-1", "东", 5], [None, "西", 6], ["A-2", "东", 1]],
        merge("A2:A3"),
    ),
    "totals-and-notes": ([HEADER, ["A-1", 5], ["合计", "=SUM(B2:B2)"], [], ["备注：含在途"]], lambda sheet: None),
    "hidden": ([[*HEADER, "仓库"], ["A-1", 5, "东"], ["A-2", 6, "西"], ["A-3", 7, "南"]], hide),
    "percent": ([[*HEADER, "仓库"], ["A-1", 5, 0.155], ["A-2", 6, 0.15]], percent),
    "another-table": ([HEADER, ["A-1", 5], [], ["门店", "联系人"], ["1店", "李"]], lambda sheet: None),
}
EXPECTED: dict[str, list[tuple[str, str, str | None]]] = {
    "title": [("A-1", "5", None), ("A-2", "6", None)],
    "two-row-header": [("A-1", "5", None)],
    "merged-key": [("A-1", "5", "东"), ("A-1", "6", "西"), ("A-2", "1", "东")],
    "totals-and-notes": [("A-1", "5", None)],
    "hidden": [("A-1", "5", "东"), ("A-2", "6", "西"), ("A-3", "7", "南")],
    "percent": [("A-1", "5", "15.5%"), ("A-2", "6", "15%")],
    "another-table": [("A-1", "5", None)],
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the workbooks as LibreOffice wrote them, all by one start of the program."""
    folder = tmp_path_factory.mktemp("libreoffice")
    files = []
    for name, (rows, change) in LAYOUTS.items():
        (folder / name).mkdir()
        files.append(workbook(folder / name, rows, change).rename(folder / f"{name}.xlsx"))
    command = [PROGRAM or "", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to"]
    command += ["xlsx:Calc MS Excel 2007 XML", "--outdir", str(folder / "saved"), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=170)
    return folder / "saved"


@pytest.mark.parametrize("name", LAYOUTS)
def test_a_layout_is_read_alike_from_libreoffice(saved: Path, name: str) -> None:
    """False-GO 19: titles, merges, totals, notes, hidden parts and percentages are known in another program's XML."""
    table = read(saved / f"{name}.xlsx")
    found = [(cells["sku"], cells["available"], cells.get("warehouse")) for _, cells in table.rows]
    assert found == EXPECTED[name]


def test_hidden_parts_are_noted_from_libreoffice(saved: Path) -> None:
    """False-GO 44: the other program's way of hiding a row and a column is seen."""
    notes = read(saved / "hidden.xlsx").notes
    assert "row 3 hidden or filtered out in the sheet, and counted" in notes
    assert "hidden columns, read all the same: C (仓库)" in notes
