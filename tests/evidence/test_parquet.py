from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

from readiness.evidence.limits import Limits
from readiness.model.errors import CannotJudge
from tests.evidence.stores import CELLS, EVERY_TIME, opened, rows_of

every_way = pytest.mark.parametrize("limits", [CELLS, EVERY_TIME], ids=["copied", "where-it-lies"])


def save(path: Path, select: str) -> Path:
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({select}) TO '{path}' (FORMAT parquet)")
    return path


@every_way
@pytest.mark.parametrize(
    ("value", "text"),
    [("120", "120"), ("120.0::DOUBLE", "120"), ("0.1::DOUBLE", "0.1"), ("0.1::FLOAT", "0.1"),
     ("1.50::DECIMAL(9,2)", "1.50"), ("true", "yes"), ("DATE '2026-06-15'", "2026-06-15"),
     ("TIMESTAMP '2026-06-15 20:30:00'", "2026-06-15 20:30:00"),
     ("TIMESTAMPTZ '2026-06-15 20:30:00+08'", "2026-06-15 12:30:00+00"), ("''", None), ("NULL::DOUBLE", None),
     ("' x '", " x "), ("'NaN'::DOUBLE", "nan")],
)  # fmt: skip
def test_values_become_the_texts_of_an_export(tmp_path: Path, limits: Limits, value: str, text: str | None) -> None:
    """A value of any type is the text that an Excel export of it would hold."""
    path = save(tmp_path / "stock.parquet", f"SELECT {value} AS sku, 1 AS available")
    assert rows_of(path, limits=limits) == [(2, {"sku": text, "available": "1"})]


@every_way
def test_numbers_are_read_exactly(tmp_path: Path, limits: Limits) -> None:
    """False-GO 11, 14: numbers of every type are exact, and what is none (NaN, infinity, too fine) gives NULL."""
    values = ["1.2::DOUBLE", "3::DOUBLE", "'nan'::DOUBLE", "'inf'::DOUBLE", "0.0000001::DOUBLE", "NULL"]
    union = " UNION ALL ".join(f"SELECT 'A' AS sku, {value} AS available, {i} AS n" for i, value in enumerate(values))
    save(tmp_path / "stock.parquet", f"SELECT sku, available FROM ({union}) ORDER BY n")
    with opened(tmp_path, {"stock": {"file": "stock.parquet"}}, limits=limits) as store:
        table = store.table("stock")
        answer = table.query(f"SELECT {table.decimal('available')} FROM {table.relation} ORDER BY row_number")
        assert answer == [(Decimal("1.2"),), (Decimal(3),), (None,), (None,), (None,), (None,)]


@every_way
def test_the_relation_has_each_column_once(tmp_path: Path, limits: Limits) -> None:
    """`SELECT *` gives the row number and each column of the file once, so a kind can compare whole rows."""
    save(tmp_path / "stock.parquet", "SELECT 'A' AS 商品编码, 1 AS available, 'x' AS lot")
    with opened(tmp_path, {"stock": {"file": "stock.parquet"}}, limits=limits) as store:
        table = store.table("stock")
        described = table.query(f"SELECT column_name FROM (DESCRIBE SELECT * FROM {table.relation})")
        assert sorted(name for (name,) in described) == ["available", "other 3", "row_number", "sku"]


@every_way
def test_a_type_that_is_no_cell_is_refused_where_needed(tmp_path: Path, limits: Limits) -> None:
    """Lists, structs and bytes are refused in a needed column, and ignored elsewhere."""
    path = save(tmp_path / "stock.parquet", "SELECT 'A' AS sku, [1, 2] AS available")
    with pytest.raises(CannotJudge, match="'available'"):
        rows_of(path, limits=limits)
    path = save(tmp_path / "stock.parquet", "SELECT 'A' AS sku, 1 AS available, {'a': 1} AS more")
    assert len(rows_of(path, limits=limits)) == 1


@every_way
def test_no_rows_and_damage_are_errors(tmp_path: Path, limits: Limits) -> None:
    """False-GO 5, 7: an empty table and a file cut short are errors."""
    path = save(tmp_path / "stock.parquet", "SELECT 'A' AS sku, 1 AS available WHERE false")
    with pytest.raises(CannotJudge, match="no rows"):
        rows_of(path, limits=limits)
    path = save(tmp_path / "stock.parquet", "SELECT 'A' AS sku, 1 AS available FROM range(1000)")
    data = path.read_bytes()
    path.write_bytes(data[:-20])
    with pytest.raises(CannotJudge, match="damaged"):
        rows_of(path, limits=limits)


@every_way
def test_a_file_name_is_no_pattern(tmp_path: Path, limits: Limits) -> None:
    """`stock[1].parquet` is read itself, not what a pattern would find."""
    save(tmp_path / "stock1.parquet", "SELECT 'WRONG' AS sku, 1 AS available")
    path = save(tmp_path / "x.parquet", "SELECT 'RIGHT' AS sku, 1 AS available").rename(tmp_path / "stock[1].parquet")
    assert rows_of(path, limits=limits)[0][1]["sku"] == "RIGHT"


def test_a_folder_name_adds_no_column(tmp_path: Path) -> None:
    """A folder called `available=999` is a folder; its name never becomes a value."""
    folder = tmp_path / "available=999"
    folder.mkdir()
    path = save(folder / "stock.parquet", "SELECT 'A' AS sku, 1 AS available")
    assert rows_of(path, limits=EVERY_TIME)[0][1]["available"] == "1"
