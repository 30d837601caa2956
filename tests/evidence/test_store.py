from __future__ import annotations

import os
import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from openpyxl import Workbook

from readiness.evidence.table import Table
from readiness.model.errors import CannotJudge, NotSupplied
from tests.evidence.stores import EVERY_TIME, NOW, TIMES, WAY_NAMES, WAYS, opened

STOCK = "sku,available\nA,1\nB,2\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "evidence").mkdir()
    (tmp_path / "evidence" / "stock.csv").write_text(STOCK)
    return tmp_path


FILE = {"file": "evidence/stock.csv"}


def test_an_unbound_name_says_who_has_it(folder: Path) -> None:
    """False-GO 8: what nobody bound is missing; the message says who asks, from whom, and the line to write."""
    with opened(folder, {}) as store, pytest.raises(NotSupplied) as caught:
        store.table("stock")
    message, hint = caught.value.message, caught.value.hint
    assert all(part in message.en for part in ("`stock`", "execution", "supply-chain", "ERP or WMS stock export"))
    assert "ERP/WMS 库存导出" in message.zh
    assert hint is not None
    assert "stock: {file: evidence/stock.csv}" in hint.en


def test_what_is_not_there_is_known_without_reading(folder: Path) -> None:
    """False-GO 7, 8: a name is absent when nothing is bound, or the file is not there; a damaged file is there."""
    (folder / "evidence" / "damaged.xlsx").write_bytes(b"PK\x03\x04")
    bindings = {
        "stock": FILE,
        "promoted": {"file": "evidence/promoted.csv"},
        "forecast": {"file": "evidence/damaged.xlsx"},
    }
    with opened(folder, bindings) as store:
        absences = {name: store.absence(name) for name in ("stock", "promoted", "forecast", "stores")}
    assert [name for name, absence in absences.items() if absence] == ["promoted", "stores"]
    assert all(absence.name == name for name, absence in absences.items() if absence)


def test_what_was_read_is_recorded(folder: Path) -> None:
    """The use names source, path, digest of the bytes, the binding's time, and shows the file's own time apart."""
    os.utime(folder / "evidence" / "stock.csv", (1_700_000_000, 1_700_000_000))
    as_at = NOW - timedelta(hours=2)
    for limits in WAYS:
        with opened(folder, {"stock": {**FILE, "as_at": as_at}}, limits=limits) as store:
            use = store.table("stock").use
        assert (use.name, use.source, use.path) == ("stock", "evidence/stock.csv", "evidence/stock.csv")
        assert use.sha256 == sha256(STOCK.encode()).hexdigest()
        assert use.time == as_at
        assert use.modified == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def test_a_file_time_is_never_the_time_of_evidence(folder: Path) -> None:
    """False-GO 7: without `as_at` evidence has no time, however new the file is."""
    with opened(folder, {"stock": FILE}) as store:
        assert store.table("stock").use.time is None


def test_evidence_from_the_future_does_not_count(folder: Path) -> None:
    """False-GO 29: dated after now it can't be judged; under `--as-of` it is not there yet; at now it counts."""
    future = {"stock": {**FILE, "as_at": NOW + timedelta(seconds=1)}}
    with opened(folder, future) as store, pytest.raises(CannotJudge, match="in the future"):
        store.table("stock")
    earlier = replace(TIMES, as_of=True, now=NOW + timedelta(days=2))
    with opened(folder, future, times=earlier) as store, pytest.raises(NotSupplied, match="not be there yet"):
        store.document("stock")
    with opened(folder, {"stock": {**FILE, "as_at": NOW}}) as store:
        assert store.table("stock").use.time == NOW


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
def test_many_threads_read_once(folder: Path, limits: object) -> None:
    """All who ask, at the same time and later, get the one table that was read."""
    start = threading.Barrier(16)
    with opened(folder, {"stock": FILE}, limits=limits) as store, ThreadPoolExecutor(16) as pool:

        def ask(_: int) -> tuple[Table, int]:
            start.wait(timeout=30)
            table = store.table("stock")
            return table, len(list(table.rows()))

        answers = list(pool.map(ask, range(16)))
        assert len({id(table) for table, _ in answers}) == 1
        assert {count for _, count in answers} == {2}
        (folder / "evidence" / "stock.csv").write_text("sku,available\nC,9\n")
        assert store.table("stock") is answers[0][0]


def test_a_failure_is_the_same_for_all(folder: Path) -> None:
    """A file that can't be judged is read once too: mended during the run, it stays what it was."""
    path = folder / "evidence" / "stock.csv"
    path.write_text("sku,available\nA,1")
    with opened(folder, {"stock": FILE}) as store:
        messages = set()
        for _ in range(3):
            with pytest.raises(CannotJudge) as caught:
                store.table("stock")
            messages.add(caught.value.message)
            path.write_text(STOCK)
        assert len(messages) == 1


def test_a_file_changed_between_queries_is_refused(folder: Path) -> None:
    """False-GO 34: a large file that is read again must still be the one that was digested, whoever's query it is."""
    (folder / "evidence" / "other.csv").write_text(STOCK)
    bound = {"stock": FILE, "forecast": {"file": "evidence/other.csv"}}
    with opened(folder, bound, limits=EVERY_TIME) as store:
        stock, forecast = store.table("stock"), store.table("forecast")
        sql = f"SELECT count(*) FROM {stock.relation} JOIN {forecast.relation} USING (sku)"
        assert forecast.query(sql) == [(2,)]
        (folder / "evidence" / "stock.csv").write_text(STOCK.replace("2", "3"))
        with pytest.raises(CannotJudge, match=r"stock\.csv was changed"):
            forecast.query(sql)
        assert forecast.query(f"SELECT count(*) FROM {forecast.relation}") == [(2,)]


def test_names_alike_are_kept_apart(folder: Path) -> None:
    """Names that differ in a sign only are different relations."""
    (folder / "evidence" / "2.csv").write_text("sku,available\nC,3\n")
    with opened(folder, {"a-b": FILE, "a_b": {"file": "evidence/2.csv"}}) as store:
        assert [len(list(store.table(name).rows())) for name in ("a-b", "a_b")] == [2, 1]


def test_a_folder_or_a_pipe_is_no_table(folder: Path) -> None:
    """What is not a file is refused at once; nobody waits for a pipe's writer."""
    os.mkfifo(folder / "evidence" / "pipe.csv")
    for said in ("evidence", "evidence/pipe.csv"):
        with opened(folder, {"stock": {"file": said}}) as store, pytest.raises(CannotJudge, match="not a file"):
            store.table("stock")
    for other in ({"folder": "evidence"}, {"url": "https://shop.example"}):
        with opened(folder, {"stock": other}) as store, pytest.raises(CannotJudge, match="something else"):
            store.table("stock")


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("stock.csv", b"<!DOCTYPE html><html>sign in</html>\n", "a web page or XML"),
        ("stock.csv", b"\xef\xbb\xbf\n<table><tr><td>sku</td></tr></table>\n", "a web page or XML"),
        ("stock.csv", b"%PDF-1.7\n", "a PDF"),
        ("stock.csv", b"\x1f\x8b\x08\x00", "a gzip archive"),
        ("stock.csv", b"PAR1....PAR1", "a Parquet file"),
        ("stock.csv", b'[{"sku": "A"}]\n', "JSON"),
        ("stock.xlsx", b"sku,available\nA,1\n", "something else"),
        ("stock.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        ("stock.parquet", b"sku,available\nA,1\n", "something else"),
        ("stock.json", b"PK\x03\x04", "a ZIP archive"),
        ("stock.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel file"),
        ("stock.numbers", b"PK\x03\x04", "a ZIP archive"),
        ("stock.ods", b"PK\x03\x04", "a ZIP archive"),
        ("stock", b"sku,available\nA,1\n", "a file without suffix"),
        ("stock.doc", b"\xd0\xcf\x11\xe0", "not read from .doc"),
    ],
)
def test_a_file_is_what_its_name_says(tmp_path: Path, name: str, data: bytes, words: str) -> None:
    """False-GO 7: another format under a table's name, or a format that is not read, is refused with what to save."""
    (tmp_path / name).write_bytes(data)
    with opened(tmp_path, {"stock": {"file": name}}) as store, pytest.raises(CannotJudge) as caught:
        store.table("stock")
    assert words in caught.value.message.en
    assert caught.value.hint is not None
    assert ".xlsx" in caught.value.hint.en


def test_a_workbook_under_another_name_is_refused(tmp_path: Path) -> None:
    """False-GO 7: a workbook renamed to .csv is not read as text."""
    book = Workbook()
    book.worksheets[0].append(["sku", "available"])
    book.save(tmp_path / "stock.csv")
    with opened(tmp_path, {"stock": {"file": "stock.csv"}}) as store, pytest.raises(CannotJudge, match="ZIP archive"):
        store.table("stock")


def test_a_file_that_may_not_be_read_is_said(folder: Path) -> None:
    """False-GO 7: a file without permission is an error in plain words; the super-user reads it."""
    path = folder / "evidence" / "stock.csv"
    path.chmod(0)
    with opened(folder, {"stock": FILE}) as store:
        if os.access(path, os.R_OK):
            assert store.table("stock").columns == {"sku", "available"}
        else:
            with pytest.raises(CannotJudge, match="permission denied"):
                store.table("stock")


def test_a_url_is_filled_from_the_environment(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Variables of a URL come from the environment; one that is not set is named."""
    with opened(folder, {"site": {"url": "https://${SHOP_HOST}/618"}, "stock": FILE}) as store:
        monkeypatch.setenv("SHOP_HOST", "shop.example")
        assert store.url("site") == "https://shop.example/618"
        monkeypatch.delenv("SHOP_HOST")
        with pytest.raises(CannotJudge, match="SHOP_HOST"):
            store.url("site")
        with pytest.raises(CannotJudge, match="something else"):
            store.url("stock")
        with pytest.raises(NotSupplied):
            store.url("terms")


def test_waiting_for_another_reader_has_an_end(folder: Path) -> None:
    """False-GO 12: a check whose time is over does not wait for what another check is reading."""
    path = folder / "evidence" / "stock.csv"
    path.write_text("sku,available\n" + "A,1\n" * 1_500_000)
    with opened(folder, {"stock": FILE}) as store:
        reader = threading.Thread(target=lambda: store.table("stock"))
        reader.start()
        with pytest.raises(CannotJudge, match="longer than"):
            store.table("stock", 0.001)
        reader.join(60)
        assert len(store.table("stock", 0.001).columns) == 2


def test_closing_removes_the_private_files(folder: Path) -> None:
    """Nothing of the evidence is left behind in the system's folder for temporary files."""
    with opened(folder, {"stock": {**FILE, "encoding": "gb18030"}}, limits=EVERY_TIME) as store:
        table = store.table("stock")
        private = table.engine.folder
        assert len(list(table.rows())) == 2
        assert any(private.iterdir())
    assert not private.exists()


def test_a_check_that_outlives_the_run_reads_nothing(folder: Path) -> None:
    """A thread left behind at the run's deadline can't open the evidence again once the store is closed."""
    with opened(folder, {"stock": FILE}) as store:
        pass
    with pytest.raises(CannotJudge):
        store.table("stock")
