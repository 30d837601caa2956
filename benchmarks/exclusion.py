"""An audience beside a list of those who must not be contacted, and the bare engine's anti join of the same files.

Whole processes, asked in turns. `plain` compares the cells as they are written, and so is no gate: it stands for what
reading the two files and joining them costs. Only ratios taken in one run count.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

KINDS = ("plain", "ours")
_LISTED_EACH = 40_009
_WRITTEN_OTHERWISE_EACH = 50


@dataclass(frozen=True)
class Cost:
    seconds: float
    mebibytes: float


def generate(folder: Path, audience: int, excluded: int) -> None:
    """People with id, mobile number and address, one in fifty written in another way, a few of them in the list; the
    same every time."""
    import duckdb

    otherwise = f"i % {_WRITTEN_OTHERWISE_EACH} = 3"
    number = "(13000000000 + (i * 7919) % 6000000000)::VARCHAR"
    phone = f"CASE WHEN {otherwise} THEN '+86 ' || left({number}, 3) || '-' || substr({number}, 4) ELSE {number} END"
    email = f"CASE WHEN {otherwise} THEN 'M' || i || '@Mail.Example' ELSE 'm' || i || '@mail.example' END"
    listed = f"(CASE WHEN j % {_LISTED_EACH} = 7 THEN j ELSE j + {audience} END)"
    with duckdb.connect() as connection:
        people = f"SELECT 'M' || i AS customer, {phone} AS phone, {email} AS email FROM range({audience}) t(i)"
        connection.execute(f"COPY ({people}) TO '{folder}/audience.csv' (HEADER)")
        unsubscribed = (
            f"SELECT {phone} AS phone, {email} AS email FROM (SELECT {listed} AS i FROM range({excluded}) t(j))"
        )
        connection.execute(f"COPY ({unsubscribed}) TO '{folder}/unsubscribes.csv' (HEADER)")


def ask_plain(folder: Path) -> None:
    """The cells as they are written, by the bare engine."""
    import duckdb

    reader = "read_csv('{}/{}.csv', header = true, all_varchar = true, delim = ',')"
    with duckdb.connect() as connection:
        for name in ("audience", "unsubscribes"):
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM {reader.format(folder, name)}")
        found = connection.execute(
            """SELECT count(*) FROM audience WHERE phone IN (SELECT phone FROM unsubscribes)
            OR email IN (SELECT email FROM unsubscribes)"""
        ).fetchall()
        for column in ("customer", "phone", "email"):
            connection.execute(f"SELECT count(*) - count(DISTINCT {column}) FROM audience").fetchall()
    assert found[0][0] > 0


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
    from readiness.probes import exclusion

    now, here, zone = datetime(2026, 6, 16, tzinfo=UTC), Location("campaign.yaml", 1, 1), ZoneInfo("Asia/Shanghai")
    launch = datetime(2026, 6, 18, tzinfo=zone)
    times = Times(now, now, as_of=False, launch=launch, end=launch + timedelta(days=2), zone=zone, moments={})
    columns = tuple(Column(name, ColumnType.TEXT, required=False) for name in ("customer", "phone", "email"))
    contracts = {
        name: Contract(
            name, Sort.TABLE, Text.same(name), Text.same(name), "marketing", ("customer",), columns, "crm", here
        )
        for name in ("audience", "unsubscribes")
    }
    bindings = {name: Binding(name, here, file=f"{name}.csv", as_at=now) for name in contracts}
    store = EvidenceStore(folder, contracts, bindings, {}, times)
    settings = exclusion.Settings.model_validate(
        {
            "audience": {
                "evidence": "audience",
                "columns": {"customer": "id", "phone": "phone", "email": "email"},
            },
            "excluded": [{"evidence": "unsubscribes", "columns": {"phone": "phone", "email": "email"}}],
            "region": "CN",
            "max_age": "24h",
        }
    )
    campaign = SimpleNamespace(id="benchmark", release="none", people=(), traits={})
    context = SimpleNamespace(campaign=campaign, times=times, due=launch, table=store.table, document=store.document)
    judgement = exclusion.judge(
        settings, exclusion.gather(settings, context), Situation("benchmark", "none", times, launch)
    )
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


def report(audience: int, excluded: int, rounds: int) -> None:
    """The ratio, with a tenth of the rows for the growth."""
    print(f"median of {rounds}")
    print("| audience | excluded | plain | ours | ratio | MiB: plain | ours |")
    print("|---|---|---|---|---|---|---|")
    ours: list[float] = []
    for parts in (10, 1):
        with tempfile.TemporaryDirectory() as folder:
            generate(Path(folder), audience // parts, excluded // parts)
            cost = compare(Path(folder), rounds)
        plain, kind = cost["plain"], cost["ours"]
        ours.append(kind.seconds)
        times = f"{plain.seconds:.2f} s | {kind.seconds:.2f} s | {kind.seconds / plain.seconds:.1f}"
        sizes = f"{audience // parts:,} | {excluded // parts:,}"
        print(f"| {sizes} | {times} | {plain.mebibytes:.0f} | {kind.mebibytes:.0f} |")
    print(f"ten times the rows: {ours[1] / ours[0]:.1f} x the time")


def main() -> None:
    parser = argparse.ArgumentParser(description="exclusion beside the bare engine")
    parser.add_argument("--audience", type=int, default=1_000_000)
    parser.add_argument("--excluded", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--ask", choices=KINDS, help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.ask is None:
        report(given.audience, given.excluded, given.rounds)
        return
    {"plain": ask_plain, "ours": ask_ours}[given.ask](given.folder)


if __name__ == "__main__":
    main()
