"""Whatever bytes are bound: an answer, or NotSupplied or CannotJudge; never another exception."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from readiness.evidence.limits import Limits
from readiness.evidence.store import EvidenceStore
from readiness.model.errors import CannotJudge, NotSupplied, ReadinessError
from tests.evidence.stores import CELLS, EVERY_TIME, opened

NAMES = ("stock.csv", "stock.tsv", "stock.json", "stock.ics", "stock.xlsx", "stock.parquet", "stock.xls", "stock")
RUNS = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def judge(data: bytes, name: str, limits: Limits) -> bool:
    """Read the bytes as a document and as a table; whether the table could be read."""
    with TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(data)
        with opened(Path(folder), {"stock": {"file": name}}, limits=limits) as store:
            refused(lambda: store.document("stock").text())
            return refused(lambda: count(store)) is None


def refused(read: Callable[[], object]) -> ReadinessError | None:
    """How a reading was refused, if it was; anything but the two refusals fails the test."""
    try:
        read()
    except (NotSupplied, CannotJudge) as error:
        return error
    return None


def count(store: EvidenceStore) -> None:
    """Use all that a table gives; there is never one without rows."""
    table = store.table("stock")
    assert list(table.rows())
    table.query(f"SELECT sum({table.decimal('available')}) FROM {table.relation}")


@cache
def valid(name: str) -> bytes:
    """A good file of each form."""
    rows = [("A-1", 120, "东仓"), ("B", 3.5, None), ('C"', 7, "x,y")]
    if name.endswith(".json"):
        return json.dumps([dict(zip(("sku", "available", "warehouse"), r, strict=True)) for r in rows]).encode()
    with TemporaryDirectory() as folder:
        path = Path(folder) / name
        if name.endswith(".xlsx"):
            book = Workbook()
            for row in (("sku", "可用库存", "仓库"), *rows):
                book.worksheets[0].append(list(row))
            book.save(path)
        elif name.endswith(".parquet"):
            with duckdb.connect() as connection:
                connection.execute(
                    "COPY (SELECT 'S' || i AS sku, i / 4 AS available, CASE WHEN i % 3 > 0 THEN '仓' || i END AS 仓库 "
                    f"FROM range(500) t(i)) TO '{path}' (FORMAT parquet)"
                )
        else:
            mark = "\t" if name.endswith(".tsv") else ","
            lines = [mark.join(("sku", "可用库存", "仓库"))]
            lines += [mark.join('"' + str(cell or "").replace('"', '""') + '"' for cell in row) for row in rows]
            path.write_bytes(("\r\n".join(lines) + "\r\n").encode("gb18030"))
        return path.read_bytes()


FORMS = ("stock.csv", "stock.tsv", "stock.json", "stock.xlsx", "stock.parquet")
either_way = pytest.mark.parametrize("limits", [CELLS, EVERY_TIME], ids=["held", "every-time"])


@either_way
@pytest.mark.parametrize("name", FORMS)
def test_the_good_files_are_read(name: str, limits: Limits) -> None:
    """The files that are damaged below are good before."""
    assert judge(valid(name), name, limits)


@either_way
@RUNS
@given(data=st.binary(max_size=400), name=st.sampled_from(NAMES))
def test_random_bytes(data: bytes, name: str, limits: Limits) -> None:
    """Random bytes under any name are judged or refused."""
    judge(data, name, limits)


@either_way
@RUNS
@given(text=st.text(alphabet=st.sampled_from(list("sku,available\t;\"\r\n'01.eA仓\0 {}[]:")), max_size=120))
def test_random_text_under_a_good_header(text: str, limits: Limits) -> None:
    """Random lines under a good header are judged or refused."""
    judge(("sku,available\n" + text + "\n").encode(), "stock.csv", limits)


def mutated(name: str) -> st.SearchStrategy[bytes]:
    """A good file with some bytes changed, cut out or put in."""
    size = len(valid(name))

    def change(edits: list[tuple[int, int, bytes]]) -> bytes:
        data = valid(name)
        for at, dropped, new in edits:
            data = data[:at] + new + data[at + dropped :]
        return data

    edit = st.tuples(st.integers(0, size), st.integers(0, 8), st.binary(max_size=8))
    return st.lists(edit, min_size=1, max_size=4).map(change)


@either_way
@pytest.mark.parametrize("name", FORMS)
@settings(RUNS, max_examples=40)
@given(data=st.data())
def test_damaged_files(name: str, limits: Limits, data: st.DataObject) -> None:
    """False-GO 7: a good file with bytes changed is judged or refused."""
    judge(data.draw(mutated(name)), name, limits)


@pytest.mark.parametrize("name", FORMS[2:])
def test_a_file_cut_short_is_refused(name: str) -> None:
    """False-GO 7: a workbook, a Parquet or a JSON file that lacks its end is never read as a shorter one."""
    whole = valid(name)
    step = max(1, len(whole) // 60)
    for length in range(0, len(whole), step):
        assert not judge(whole[:length], name, CELLS)


SKUS = st.lists(st.from_regex(r"[A-F]-[0-9]{1,3}", fullmatch=True), min_size=1, max_size=6, unique=True)
TITLES: tuple[list[list[object]], ...] = (
    [],
    [["618 大促库存"]],
    [["618 大促库存"], ["导出时间：2026-06-14"], []],
    [[], ["导出时间：2026-06-14", "制表人：王芳"]],
)
HEADERS: tuple[list[list[object]], ...] = (
    [["商品编码", "可用库存"]],
    [["SKU_code", "可用\n库存", "仓库"]],
    [["商品编码", "可用库存"], [None, "(件)"]],
    [["商品编码", "库存", None], [None, "可用库存", "预留"]],
)
ENDS: tuple[list[list[object]], ...] = (
    [],
    [[], ["备注：含在途"], ["1、截至昨日"]],
    [[], ["门店", "联系人"], ["Z-1", 5]],
    [[], ["商品编码", "可用库存"], ["Z-1", 5]],
    [["备注：含在途"], [], ["门店", "联系人", "电话"], ["1店", "李", "123"]],
)


@dataclass
class Planted:
    """A sheet as people make them, and the rows of data that were planted in it."""

    rows: list[list[object]]
    merged: list[str]
    hidden: list[int]
    data: list[tuple[str, int]]


@st.composite
def sheets(draw: st.DrawFn) -> Planted:
    """Random titles, headers, gaps, totals, notes, merges, hidden rows and second tables."""
    data = [(sku, draw(st.integers(0, 10**6))) for sku in draw(SKUS)]
    rows = [*draw(st.sampled_from(TITLES))]
    merged = ["A1:C1"] if rows and rows[0] and draw(st.booleans()) else []
    header, top = draw(st.sampled_from(HEADERS)), len(rows) + 1
    rows += header
    merged += [f"A{top}:A{top + 1}", f"B{top}:C{top}"] if len(header[0]) == 3 and len(header) == 2 else []
    first = len(rows) + 1
    for sku, number in data:
        rows += [[sku, number], *([[]] if draw(st.integers(0, 4)) == 0 else [])]
    word = draw(st.sampled_from([None, "合计", "总 计：", "Total", "全部小计"]))
    rows += [[word, sum(number for _, number in data)]] if word else []
    if len(data) > 1 and rows[first] and draw(st.booleans()):
        one = draw(st.sampled_from(["A{0}:A{1}", "B{0}:B{1}", "A{0}:B{0}"]))
        merged.append(one.format(first, first + 1))
        data[1] = (data[0][0], data[1][1]) if one.startswith("A{0}:A") else data[1]
    rows += draw(st.sampled_from(ENDS))
    return Planted(rows, merged, draw(st.lists(st.integers(1, len(rows)), max_size=3)), data)


def saved(sheet: Planted, path: Path) -> None:
    book = Workbook()
    for row in sheet.rows:
        book.worksheets[0].append(row or [None])
    for one in sheet.merged:
        book.worksheets[0].merge_cells(one)
    for number in sheet.hidden:
        book.worksheets[0].row_dimensions[number].hidden = True
    book.save(path)


@settings(RUNS, max_examples=150)
@given(sheet=sheets())
def test_a_sheet_gives_what_was_planted_or_is_refused(sheet: Planted) -> None:
    """False-GO 18, 19: whatever titles, units, totals, notes, merges and tables surround them, exactly the planted rows
    are read, or the sheet is refused."""
    with TemporaryDirectory() as folder:
        saved(sheet, Path(folder) / "stock.xlsx")
        with opened(Path(folder), {"stock": {"file": "stock.xlsx"}}) as store:
            if refused(lambda: store.table("stock")) is None:
                found = [(row.cells["sku"], row.cells["available"]) for row in store.table("stock").rows()]
                assert found == [(sku, str(number)) for sku, number in sheet.data]


def csv_lines(sheet: Planted) -> bytes:
    lines = (",".join('"' + str(cell or (0 if cell == 0 else "")) + '"' for cell in row) for row in padded(sheet.rows))
    return ("".join(line + "\r\n" for line in lines)).encode("gb18030")


def padded(rows: list[list[object]]) -> list[list[object]]:
    """As spreadsheets save a sheet as CSV: every line as wide as the widest."""
    width = max(len(row) for row in rows)
    return [[*row, *[None] * (width - len(row))] for row in rows]


@either_way
@settings(RUNS, max_examples=60)
@given(sheet=sheets())
def test_a_sheet_saved_as_csv_gives_what_was_planted_or_is_refused(sheet: Planted, limits: Limits) -> None:
    """False-GO 18, 19: the same sheets without merges as CSV, in both ways of reading. A large file may also give what
    stands below the table, but never a total."""
    sheet.merged.clear()
    data = [(str(row[0]), str(row[1])) for row in sheet.rows if row and re.fullmatch(r"[A-F]-[0-9]+", str(row[0]))]
    with TemporaryDirectory() as folder:
        (Path(folder) / "stock.csv").write_bytes(csv_lines(sheet))
        with opened(Path(folder), {"stock": {"file": "stock.csv"}}, limits=limits) as store:
            if refused(lambda: store.table("stock")) is None:
                found = [(row.cells["sku"], row.cells["available"]) for row in store.table("stock").rows()]
                below = found[len(data) :] if limits is EVERY_TIME else []
                assert found[: len(found) - len(below)] == data
                assert not any(sku and ("计" in sku or sku == "Total") for sku, _ in below)
