"""Start-up, as ratios to a bare interpreter in the same run: `--version`, `--help`, and a whole `check` of the GO
example with terminal and HTML report. Runs are interleaved, so that what else the machine does hits all alike.

    python benchmarks/start_up.py [ROUNDS]
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
GO = ROOT / "examples" / "go"
ROUNDS = 21

# What may be spent, as ratios to bare.
TARGETS = {"--version": 8.0, "--help": 16.0, "check": 45.0}


def commands(folder: Path) -> dict[str, list[str]]:
    """Each measured command by name; `bare` is what the others are divided by."""
    readiness = [sys.executable, "-m", "readiness"]
    report = f"html={folder / 'report.html'}"
    return {
        "bare": [sys.executable, "-c", "pass"],
        "--version": [*readiness, "--version"],
        "--help": [*readiness, "--help"],
        "check": [*readiness, "check", str(GO), "--as-of", "T-0h", "--no-record", "--report", report],
    }


def seconds(command: list[str], environment: dict[str, str]) -> float:
    """The wall time of one run; a run that fails measures nothing."""
    started = time.perf_counter()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=120, check=False)
    taken = time.perf_counter() - started
    if done.returncode != 0:
        raise SystemExit(f"{command} ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
    return taken


def compiled(folder: Path) -> dict[str, str]:
    """Modules are compiled once, as they are where readiness is installed, also where this environment forbids it."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPYCACHEPREFIX": str(folder / "compiled")}


def measure(rounds: int) -> dict[str, float]:
    """The median seconds of each command."""
    with tempfile.TemporaryDirectory() as folder:
        measured = commands(Path(folder))
        if not GO.exists():
            del measured["check"]
        environment = compiled(Path(folder))
        for command in measured.values():
            seconds(command, environment)
        taken: dict[str, list[float]] = {name: [] for name in measured}
        for _ in range(rounds):
            for name, command in measured.items():
                taken[name].append(seconds(command, environment))
    return {name: statistics.median(values) for name, values in taken.items()}


def main() -> int:
    """Print a line a command; 1 when a target is missed."""
    medians = measure(int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS)
    bare = medians["bare"]
    missed = False
    print(f"{'command':<12}{'ms':>8}{'x bare':>9}{'target':>9}")
    for name, median in medians.items():
        ratio, target = median / bare, TARGETS.get(name)
        missed = missed or (target is not None and ratio > target)
        print(f"{name:<12}{median * 1000:>8.1f}{ratio:>9.1f}{f'{target:.0f}' if target else '':>9}")
    return 1 if missed else 0


if __name__ == "__main__":
    raise SystemExit(main())
