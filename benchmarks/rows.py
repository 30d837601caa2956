"""`rows` over a million rows: our kind beside the bare engine, whole processes, in one run.

    python benchmarks/rows.py                     # 1 million rows
    python benchmarks/rows.py --rows 10000000

Two questions are asked of the same CSV file, each in a process of its own, in turns:

- honest: all columns as text, a strict decode of the whole file and its SHA-256, casts that count what does not parse,
  the same three rules, the roster's anti join and the keys that stand there twice;
- ours: the evidence store and the kind, from file to judgement.

Only ratios taken in one run count.
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
from pathlib import Path

KINDS = ("honest", "ours")
_DECODED_AT_ONCE = 1 << 20
_BAD_EACH = 100_003


@dataclass(frozen=True)
class Cost:
    seconds: float
    mebibytes: float


def generate(folder: Path, rows: int) -> None:
    """A stock-take with a few bad rows, and the roster of what had to be counted; the same every time."""
    import duckdb

    counted = f"(CASE WHEN i % {_BAD_EACH} = 7 THEN 50 ELSE 99 + i % 3 END)::VARCHAR"
    at = "strftime(TIMESTAMP '2026-06-10 08:00:00' + INTERVAL 1 SECOND * (i % 200000), '%Y-%m-%d %H:%M:%S')"
    table = f"""SELECT 'SKU' || lpad(i::VARCHAR, 8, '0') AS sku, 100 AS book, {counted} AS counted, {at} AS counted_at,
        'owner ' || i % 50 AS owner FROM range({rows}) t(i)"""
    with duckdb.connect() as connection:
        connection.execute(f"COPY ({table}) TO '{folder}/stocktake.csv' (HEADER)")
        roster = f"SELECT 'SKU' || lpad((i * 10)::VARCHAR, 8, '0') AS sku FROM range({rows // 10}) t(i)"
        connection.execute(f"COPY ({roster}) TO '{folder}/promoted.csv' (HEADER)")


def ask_honest(folder: Path) -> None:
    """Our question of the bare engine."""
    import duckdb

    digest = hashlib.sha256()
    with (folder / "stocktake.csv").open("rb") as text:
        for chunk in iter(lambda: text.read(_DECODED_AT_ONCE), b""):
            digest.update(chunk)
            chunk.decode("utf-8")
    reader = f"read_csv('{folder}/stocktake.csv', header = true, all_varchar = true, delim = ',')"
    number = "TRY_CAST({} AS DECIMAL(38, 6))"
    book, counted, at = number.format("book"), number.format("counted"), "TRY_CAST(counted_at AS TIMESTAMP)"
    with duckdb.connect() as connection:
        connection.execute(f"CREATE TABLE t AS SELECT * FROM {reader}")
        connection.execute(
            f"""SELECT count(*), count_if({book} IS NULL), count_if({counted} IS NULL), count_if({at} IS NULL),
                count_if(NOT coalesce(abs({book} - {counted}) <= 0.02 * greatest({book}, 1), false)),
                count_if(NOT coalesce({at} BETWEEN TIMESTAMP '2026-06-04' AND TIMESTAMP '2026-06-15', false)),
                count_if(coalesce(trim(owner), '') IN ('', '-')) FROM t"""
        ).fetchall()
        connection.execute("SELECT trim(sku), count(*) FROM t GROUP BY 1 HAVING count(*) > 1 LIMIT 200").fetchall()
        connection.execute(
            f"""SELECT r.sku FROM (SELECT DISTINCT trim(sku) AS sku FROM '{folder}/promoted.csv') r
            ANTI JOIN (SELECT trim(sku) AS sku FROM t) s USING (sku) LIMIT 200"""
        ).fetchall()
        connection.execute(
            f"""SELECT sku, book, counted FROM t WHERE NOT coalesce(abs({book} - {counted}) <= 0.02 *
            greatest({book}, 1), false) ORDER BY sku LIMIT 200"""
        ).fetchall()


def ask_ours(folder: Path) -> None:
    """Our kind over the evidence store, as the gate runs it."""
    from datetime import UTC, datetime, timedelta
    from types import SimpleNamespace
    from zoneinfo import ZoneInfo

    from readiness.evidence.store import EvidenceStore
    from readiness.model.evidence import Binding, Column, ColumnType, Contract, Sort
    from readiness.model.location import Location
    from readiness.model.probe import Situation
    from readiness.model.text import Text
    from readiness.model.times import Times
    from readiness.probes import rows

    now, here, zone = datetime(2026, 6, 16, tzinfo=UTC), Location("campaign.yaml", 1, 1), ZoneInfo("Asia/Shanghai")
    launch = datetime(2026, 6, 18, tzinfo=zone)
    times = Times(now, now, as_of=False, launch=launch, end=launch + timedelta(days=2), zone=zone, moments={})
    types = {
        "sku": ColumnType.TEXT,
        "book": ColumnType.DECIMAL,
        "counted": ColumnType.DECIMAL,
        "counted_at": ColumnType.INSTANT,
        "owner": ColumnType.TEXT,
    }

    def contract(name: str, *columns: str) -> Contract:
        its = tuple(Column(column, types[column]) for column in columns)
        return Contract(
            name, Sort.TABLE, Text.same(name), Text.same(name), "supply-chain", ("sku",), its, "execution", here
        )

    contracts = {"stocktake": contract("stocktake", *types), "promoted": contract("promoted", "sku")}
    bindings = {name: Binding(name, here, file=f"{name}.csv", zone="Asia/Shanghai") for name in contracts}
    store = EvidenceStore(folder, contracts, bindings, {}, times)
    words = {"en": "within {max_difference} of {book}", "zh": "与 {book} 相差不超过 {max_difference}"}
    settings = rows.Settings.model_validate(
        {
            "table": "stocktake",
            "roster": {"evidence": "promoted", "on": {"sku": "sku"}},
            "strangers": "judge",
            "limits": {"max_difference": "2 %"},
            "rules": [
                {"must": "abs(book - counted) <= max_difference * greatest(book, 1)", "required": words},
                {"done": "counted_at", "by": "T-72h", "not_before": "T-14d"},
                {"filled": "owner"},
            ],
        }
    )
    campaign = SimpleNamespace(id="benchmark", release="none", people=(), traits={})
    context = SimpleNamespace(campaign=campaign, times=times, due=launch, table=store.table)
    judgement = rows.judge(settings, rows.gather(settings, context), Situation("benchmark", "none", times, launch))
    store.close()
    assert judgement.examined.count > 0
    assert judgement.total == len(judgement.findings) > 0


def measure(kind: str, folder: Path) -> Cost:
    """Wall time and peak memory of one whole process."""
    started = time.perf_counter()
    command = [sys.executable, __file__, "--ask", kind, "--folder", str(folder)]
    pid = os.posix_spawn(sys.executable, command, os.environ)
    _, status, usage = os.wait4(pid, 0)
    if status != 0:
        raise SystemExit(f"asking {kind} ended with status {status}")
    return Cost(time.perf_counter() - started, usage.ru_maxrss / 1024)


def compare(folder: Path, rounds: int) -> dict[str, Cost]:
    """The median of each kind, asked in turns so that a change of the machine's speed hits all alike."""
    costs: dict[str, list[Cost]] = {kind: [] for kind in KINDS}
    for _ in range(rounds):
        for kind in KINDS:
            costs[kind].append(measure(kind, folder))
    return {
        kind: Cost(statistics.median(c.seconds for c in all_), statistics.median(c.mebibytes for c in all_))
        for kind, all_ in costs.items()
    }


def report(rows: int, rounds: int) -> None:
    """The ratio, with ten times the rows for the growth."""
    print(f"median of {rounds}")
    print("| rows | honest | ours | ratio | MiB: honest | ours |")
    print("|---|---|---|---|---|---|")
    ours: list[float] = []
    for size in (rows, rows * 10):
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder), size)
            cost = compare(Path(folder), rounds)
        honest, kind = cost["honest"], cost["ours"]
        ours.append(kind.seconds)
        times = f"{honest.seconds:.2f} s | {kind.seconds:.2f} s | {kind.seconds / honest.seconds:.2f}"
        print(f"| {size:,} | {times} | {honest.mebibytes:.0f} | {kind.mebibytes:.0f} |")
    print(f"ten times the rows: {ours[1] / ours[0]:.1f} x the time")


def main() -> None:
    parser = argparse.ArgumentParser(description="rows beside the bare engine")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ask", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask is None:
        report(given.rows, given.rounds)
        return
    {"honest": ask_honest, "ours": ask_ours}[given.ask](given.folder)


if __name__ == "__main__":
    main()
