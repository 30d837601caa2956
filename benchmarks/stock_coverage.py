"""Stock coverage over millions of rows: our kind beside the bare engine, whole processes, in one run.

    python benchmarks/stock_coverage.py                     # 10 million rows, 200,000 SKUs
    python benchmarks/stock_coverage.py --rows 1000000 --rounds 5

Four questions are asked of the same files, each in a process of its own, in turns:

- plain: the engine's fastest query, with declared types, that asks for nothing but the ratio;
- honest: all columns as text, a strict decode of the whole file and its SHA-256 (CSV), casts that count what does not
  parse, expiry, and the same join;
- same: honest, and how many rows of a SKU stand there more than once, as the engine's own SQL says it;
- ours: the evidence store and the kind, from file to judgement, which also finds rows that stand there twice.

Only ratios taken in one run count (PERFORMANCE targets: ours to honest at most 1.3 for CSV and 1.6 for Parquet, memory
at most 1.5, ten times the rows at most eleven times the time).
"""

from __future__ import annotations

import argparse
import hashlib
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

SKUS_TO_ROWS = 50
KINDS = ("plain", "honest", "same", "ours")

_DECODED_AT_ONCE = 1 << 20


@dataclass(frozen=True)
class Cost:
    seconds: float
    mebibytes: float


def generate(folder: Path, rows: int) -> None:
    """Stock of five warehouses and many lots, a forecast and a roster, the same every time."""
    import duckdb

    skus = max(1, rows // SKUS_TO_ROWS)
    stock = f"""SELECT 'SKU' || lpad((i % {skus})::VARCHAR, 7, '0') AS sku, 'WH' || (i // {skus}) % 5 AS warehouse,
        'LOT-' || i // {skus} || '-' || i % 97 AS lot, (100 + hash(i) % 900)::INTEGER AS available,
        DATE '2026-12-01' + (i % 300)::INTEGER AS expires FROM range({rows}) t(i)"""
    each = f"SELECT 'SKU' || lpad(i::VARCHAR, 7, '0') AS sku, {{}} FROM range({skus}) t(i)"
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({stock}) TO '{folder}/stock.csv' (HEADER)")
        connection.execute(f"COPY ({stock}) TO '{folder}/stock.parquet'")
        connection.execute(f"COPY ({each.format('1000 + i % 5000 AS units')}) TO '{folder}/forecast.csv' (HEADER)")
        name = "'Product ' || i AS name"
        connection.execute(f"COPY ({each.format(name)}) TO '{folder}/promoted.csv' (HEADER)")


def ask_plain(folder: Path, stock: str) -> None:
    """What somebody writes who trusts the files."""
    import duckdb

    reader = f"read_parquet('{folder}/{stock}')"
    if stock.endswith(".csv"):
        types = "{'sku': 'VARCHAR', 'warehouse': 'VARCHAR', 'lot': 'VARCHAR', 'available': 'BIGINT', 'expires': 'DATE'}"
        reader = f"read_csv('{folder}/{stock}', header = true, auto_detect = false, delim = ',', columns = {types})"
    with duckdb.connect() as connection:
        connection.execute(
            f"""SELECT count(*) FROM (SELECT sku, sum(available) AS available FROM {reader} GROUP BY sku)
            JOIN '{folder}/forecast.csv' USING (sku) JOIN '{folder}/promoted.csv' USING (sku)
            WHERE available < 1.2 * units"""
        ).fetchall()


def ask_honest(folder: Path, stock: str, extra: str = "0") -> None:
    """Our question of the bare engine, without looking for rows that stand there twice."""
    import duckdb

    if stock.endswith(".csv"):
        digest, text = hashlib.sha256(), (folder / stock).open("rb")
        with text:
            for chunk in iter(lambda: text.read(_DECODED_AT_ONCE), b""):
                digest.update(chunk)
                chunk.decode("utf-8")
        reader = f"read_csv('{folder}/{stock}', header = true, all_varchar = true, delim = ',')"
    else:
        with (folder / stock).open("rb") as binary:
            hashlib.file_digest(binary, "sha256")
        reader = f"read_parquet('{folder}/{stock}')"
    number, day = "TRY_CAST(available AS DECIMAL(18, 6))", "TRY_CAST(expires AS DATE)"
    with duckdb.connect() as connection:
        connection.execute(
            f"""WITH roster AS MATERIALIZED (SELECT DISTINCT trim(sku) AS sku FROM '{folder}/promoted.csv'),
            forecast AS (SELECT trim(sku) AS sku, sum(TRY_CAST(units AS DECIMAL(18, 6))) AS units
                FROM read_csv('{folder}/forecast.csv', all_varchar = true) GROUP BY ALL),
            stock AS (SELECT r.sku, count(*) AS lines,
                    sum({number}) FILTER (WHERE {day} >= DATE '2026-06-20') AS available,
                    count(*) FILTER (WHERE {number} IS NULL) AS unread,
                    count(*) FILTER (WHERE {day} IS NULL) AS undated,
                    {extra} AS repeated
                FROM {reader} s JOIN roster r ON trim(s.sku) = r.sku GROUP BY r.sku)
            SELECT count(*), sum(unread), sum(undated), sum(lines), sum(repeated)
            FROM roster LEFT JOIN stock USING (sku)
            LEFT JOIN forecast USING (sku) WHERE available IS NULL OR units IS NULL OR available < 1.2 * units"""
        ).fetchall()


def ask_same(folder: Path, stock: str) -> None:
    """Our whole question of the bare engine."""
    ask_honest(folder, stock, "count(*) - count(DISTINCT hash(warehouse, lot, available, expires))")


def ask_ours(folder: Path, stock: str) -> None:
    """Our kind over the evidence store, as the gate runs it."""
    from datetime import UTC, datetime, timedelta
    from zoneinfo import ZoneInfo

    from readiness.evidence.store import EvidenceStore
    from readiness.model.evidence import Binding, Column, ColumnType, Contract, Sort
    from readiness.model.location import Location
    from readiness.model.probe import Situation
    from readiness.model.text import Text
    from readiness.model.times import Times
    from readiness.probes import stock_coverage

    now, here = datetime(2026, 6, 14, tzinfo=UTC), Location("campaign.yaml", 1, 1)
    launch = now + timedelta(days=4)
    times = Times(
        now, now, as_of=False, launch=launch, end=launch + timedelta(days=2), zone=ZoneInfo("Asia/Shanghai"), moments={}
    )
    columns = {
        "promoted": ("sku", "name"),
        "forecast": ("sku", "units"),
        "stock": ("sku", "available", "warehouse", "lot", "expires"),
    }
    contracts = {
        name: Contract(
            name, Sort.TABLE, Text.same(name), Text.same(name), "supply-chain", ("sku",),
            tuple(Column(column, ColumnType.TEXT) for column in its), "execution", here,
        )
        for name, its in columns.items()
    }  # fmt: skip
    files = {"promoted": "promoted.csv", "forecast": "forecast.csv", "stock": stock}
    bindings = {name: Binding(name, here, file=file, as_at=now) for name, file in files.items()}
    store = EvidenceStore(folder, contracts, bindings, {}, times)

    class Context:
        def __init__(self) -> None:
            self.times = times
            self.table = store.table

    settings = stock_coverage.Settings(
        min_ratio=Decimal("1.2"), promoted="promoted", stock="stock", forecast="forecast"
    )
    facts = stock_coverage.gather(settings, Context())
    judgement = stock_coverage.judge(settings, facts, Situation("benchmark", "none", times, launch))
    store.close()
    assert judgement.examined.count > 0


def measure(kind: str, folder: Path, stock: str) -> Cost:
    """Wall time and peak memory of one whole process."""
    started = time.perf_counter()
    command = [sys.executable, __file__, "--ask", kind, "--folder", str(folder), "--stock", stock]
    pid = os.posix_spawn(sys.executable, command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise SystemExit(f"asking {kind} of {stock} ended with status {status}")
    return Cost(time.perf_counter() - started, usage.ru_maxrss / 1024)


def compare(folder: Path, stock: str, rounds: int) -> dict[str, Cost]:
    """The median of each kind, asked in turns so that a change of the machine's speed hits all alike."""
    costs: dict[str, list[Cost]] = {kind: [] for kind in KINDS}
    for _ in range(rounds):
        for kind in KINDS:
            costs[kind].append(measure(kind, folder, stock))
    return {
        kind: Cost(statistics.median(c.seconds for c in all_), statistics.median(c.mebibytes for c in all_))
        for kind, all_ in costs.items()
    }


def report(rows: int, rounds: int) -> None:
    """The table of ratios, with a tenth of the rows for the growth."""
    print(f"{rows:,} rows, {max(1, rows // SKUS_TO_ROWS):,} SKUs, median of {rounds}")
    print("| stock | plain | honest | same | ours | to plain | to honest | to same | MiB: honest | same | ours | x10 |")
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as large, tempfile.TemporaryDirectory() as small:
        generate(Path(large), rows)
        generate(Path(small), rows // 10)
        for stock in ("stock.csv", "stock.parquet"):
            cost, tenth = compare(Path(large), stock, rounds), compare(Path(small), stock, rounds)
            plain, honest, same, ours = (cost[kind] for kind in KINDS)
            cells = [
                *(f"{cost[kind].seconds:.2f} s" for kind in KINDS),
                *(f"{ours.seconds / other.seconds:.2f}" for other in (plain, honest, same)),
                *(f"{each.mebibytes:.0f}" for each in (honest, same, ours)),
                f"{ours.seconds / tenth['ours'].seconds:.1f}",
            ]
            print(f"| {stock} | {' | '.join(cells)} |")


def main() -> None:
    parser = argparse.ArgumentParser(description="stock coverage beside the bare engine")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ask", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--stock", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask is None:
        report(given.rows, given.rounds)
        return
    {"plain": ask_plain, "honest": ask_honest, "same": ask_same, "ours": ask_ours}[given.ask](given.folder, given.stock)


if __name__ == "__main__":
    main()
