from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from readiness.evidence.engine import Engine
from readiness.evidence.sql_text import literal
from readiness.model.errors import CannotJudge


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    (tmp_path / "allowed.csv").write_text("a\n1\n")
    (tmp_path / "secret.csv").write_text("a\n2\n")
    engine = Engine([tmp_path / "allowed.csv"])
    engine.load("t", [2, 3], {"a": ["x", None]})
    yield engine
    engine.close()


def ask(engine: Engine, sql: str, seconds: float = 20) -> list[tuple[object, ...]]:
    return engine.query(sql, seconds=seconds, shown="stock.csv")


def test_a_select_is_answered(engine: Engine, tmp_path: Path) -> None:
    """Relations and the files that are bound can be asked, with parameters."""
    assert engine.query("SELECT row_number FROM t WHERE a = ?", ["x"], seconds=20, shown="t") == [(2,)]
    assert ask(engine, f"SELECT a FROM read_csv({literal(str(tmp_path / 'allowed.csv'))})") == [(1,)]


@pytest.mark.parametrize(
    "sql",
    ["DROP TABLE t", "SELECT 1; DROP TABLE t", "INSERT INTO t VALUES (1, 'y')", "COPY t TO 'x.csv'", "SET threads = 1",
     "ATTACH 'x.db'", "INSTALL httpfs", "PRAGMA database_list", "CREATE TABLE u AS SELECT 1",
     "EXPLAIN ANALYZE SELECT 1", ""],
)  # fmt: skip
def test_only_a_single_select_is_run(engine: Engine, sql: str) -> None:
    """SQL can only read the evidence: every other statement is refused before it runs."""
    with pytest.raises(ValueError, match="single SELECT"):
        ask(engine, sql)
    assert ask(engine, "SELECT count(*) FROM t") == [(2,)]


def test_no_other_file_can_be_read(engine: Engine, tmp_path: Path) -> None:
    """Files that are not bound, patterns over them and lists of folders are refused."""
    secret = literal(str(tmp_path / "secret.csv"))
    pattern = literal(str(tmp_path / "*.csv"))
    sources = (f"read_csv({secret})", f"read_text({secret})", f"read_csv({pattern})", f"glob({pattern})", secret)
    for source in sources:
        with pytest.raises(CannotJudge, match="can't be read"):
            ask(engine, f"SELECT * FROM {source}")


def test_python_variables_are_no_tables(engine: Engine) -> None:
    """A name in SQL never means a variable of the program."""
    rows = duckdb.connect().sql("SELECT 1 AS a")
    assert rows.fetchall() == [(1,)]
    with pytest.raises(duckdb.CatalogException):
        ask(engine, "SELECT * FROM rows")


def test_a_query_ends_when_its_time_is_over(engine: Engine) -> None:
    """False-GO 12: a query that takes too long is an error in time, and the engine goes on answering."""
    start = time.monotonic()
    with pytest.raises(CannotJudge, match="longer than"):
        ask(engine, "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", seconds=0.2)
    assert time.monotonic() - start < 10
    assert ask(engine, "SELECT count(*) FROM t") == [(2,)]


def test_a_fault_in_the_sql_is_a_bug(engine: Engine) -> None:
    """SQL that is wrong is not blamed on the evidence."""
    with pytest.raises(duckdb.BinderException):
        ask(engine, "SELECT b FROM t")


def test_it_can_be_closed_while_a_query_runs() -> None:
    """False-GO 12, 42: at a run's deadline the engine ends what still runs; a refusal would lose the decision."""
    engine = Engine()
    ended: list[BaseException] = []

    def ask_for_long() -> None:
        try:
            ask(engine, "SELECT sum(a.range * b.range) FROM range(1000000) a, range(1000000) b", seconds=60)
        except CannotJudge as error:
            ended.append(error)

    worker = threading.Thread(target=ask_for_long, daemon=True)
    worker.start()
    time.sleep(0.3)
    engine.close()
    worker.join(10)
    assert len(ended) == 1
    assert not engine.folder.exists()
