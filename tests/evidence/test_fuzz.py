"""Whatever bytes are bound: an answer, or NotSupplied or CannotJudge; never another exception."""

from __future__ import annotations

import json
from collections.abc import Callable
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

NAMES = ("stock.csv", "stock.tsv", "stock.json", "stock.xlsx", "stock.parquet", "stock.xls", "stock")
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
