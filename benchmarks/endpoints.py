"""1,000 endpoints that answer after 100 ms, asked 100 at a time: the ideal is 1.0 s. Every client is a whole process,
start-up included, and all are measured in turn in the same run; ours reads the list from a CSV, asks through the kind
`http` and judges. Target: at most 2.2 times the ideal (PERFORMANCE.md).

    python benchmarks/endpoints.py [ROUNDS]
"""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ENDPOINTS, AT_ONCE, ANSWER_AFTER = 1000, 100, 0.1
IDEAL = ENDPOINTS / AT_ONCE * ANSWER_AFTER
TARGET = 2.2
ROUNDS = 5

SERVER = f"""
import asyncio
BODY = b"<h1>618</h1>" + b"welcome " * 100
HEAD = b"HTTP/1.1 200 OK\\r\\nContent-Type: text/html\\r\\nContent-Length: %d\\r\\n\\r\\n" % len(BODY)
async def answer(reader, writer):
    try:
        while True:
            await reader.readuntil(b"\\r\\n\\r\\n")
            await asyncio.sleep({ANSWER_AFTER})
            writer.write(HEAD + BODY)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()
async def main():
    server = await asyncio.start_server(answer, "127.0.0.1", 0, backlog=1024)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""

# The kind as a run uses it: settings, store, context, gather, judge. Loading and reports are measured elsewhere.
OURS = """
import sys
from datetime import datetime, timedelta, UTC
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo
from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.model.evidence import Binding, Column, ColumnType, Contract, Sort
from readiness.model.location import Location
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.registry import load_kind
here, same = Location("campaign.yaml", 1, 1), Text.same("")
columns = tuple(Column(name, ColumnType.TEXT) for name in ("url", "name", "contains"))
contract = Contract("pages", Sort.TABLE, same, same, "it", ("url",), columns, "technical", here)
binding = Binding("pages", here, file="pages.csv")
now = datetime.now(UTC)
times = Times(now, now, False, now + timedelta(hours=1), now + timedelta(days=3), ZoneInfo("Asia/Shanghai"), {})
folder = Path(sys.argv[1])
store = EvidenceStore(folder, {"pages": contract}, {"pages": binding}, {}, times)
kind = load_kind("http")
settings = kind.Settings.model_validate({"endpoints": "pages", "contains": ["618"]})
context = ProbeContext(SimpleNamespace(hosts={}, folder=folder), times, now, store, 60.0)
judgement = kind.judge(settings, kind.gather(settings, context), Situation("2026-618", "r", times, now))
store.close()
assert judgement.examined.count == 1000 and not judgement.findings, judgement.findings[:3]
"""

HTTPX = """
import sys
from concurrent.futures import ThreadPoolExecutor
import httpx
urls = [line.split(",")[0] for line in open(sys.argv[1] + "/pages.csv").read().splitlines()[1:]]
limits = httpx.Limits(max_connections=100, max_keepalive_connections=100)
with httpx.Client(limits=limits, timeout=10) as client, ThreadPoolExecutor(100) as pool:
    answers = list(pool.map(client.get, urls))
assert len(answers) == 1000 and all(a.status_code == 200 and "618" in a.text for a in answers)
"""


@contextmanager
def server() -> Iterator[int]:
    """The endpoints, in a process of their own; gives the port."""
    process = subprocess.Popen([sys.executable, "-c", SERVER], stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.communicate()


def commands(folder: Path, port: int) -> dict[str, list[str]]:
    """Each client by name; writes what they read."""
    urls = [f"http://127.0.0.1:{port}/{number}" for number in range(ENDPOINTS)]
    rows = "".join(f"{url},page {number},welcome\n" for number, url in enumerate(urls))
    (folder / "pages.csv").write_text(f"url,name,contains\n{rows}", "utf-8")
    (folder / "curl.txt").write_text("".join(f'url = "{url}"\noutput = "/dev/null"\n' for url in urls), "utf-8")
    found = {
        "readiness": [sys.executable, "-c", OURS, str(folder)],
        "httpx.Client, 100 threads": [sys.executable, "-c", HTTPX, str(folder)],
    }
    curl = shutil.which("curl")
    if curl:
        parallel = ["--parallel", "--parallel-immediate", "--parallel-max", str(AT_ONCE)]
        found["curl --parallel"] = [curl, "-sS", *parallel, "--config", str(folder / "curl.txt")]
    return found


def seconds(command: list[str]) -> float:
    """The wall time of one whole process; one that fails measures nothing."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, check=False)
    taken = time.perf_counter() - started
    if done.returncode != 0:
        raise SystemExit(f"{command[0]} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return taken


def measure(rounds: int) -> dict[str, float]:
    """The median seconds of each client, asked in turn."""
    with tempfile.TemporaryDirectory() as name, server() as port:
        measured = commands(Path(name), port)
        taken: dict[str, list[float]] = {client: [] for client in measured}
        for _ in range(rounds):
            for client, command in measured.items():
                taken[client].append(seconds(command))
    return {client: statistics.median(values) for client, values in taken.items()}


def main() -> int:
    """Print a line a client; 1 when the target is missed."""
    medians = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    print(f"{'client':<28}{'s':>7}{'x ideal':>9}{'target':>8}")
    for client, median in medians.items():
        target = f"{TARGET}" if client == "readiness" else ""
        print(f"{client:<28}{median:>7.2f}{median / IDEAL:>9.2f}{target:>8}")
    return 0 if medians["readiness"] <= TARGET * IDEAL else 1


if __name__ == "__main__":
    raise SystemExit(main())
