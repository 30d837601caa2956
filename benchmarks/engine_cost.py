"""The engine's own cost for a trivial check, in milliseconds. Target: at most 0.3 (PERFORMANCE.md).

Run at the root of the project: python -m benchmarks.engine_cost [checks]
"""

from __future__ import annotations

import sys
import time
from dataclasses import replace

from readiness.engine.listener import SILENT
from readiness.engine.runner import Plan, run_checks
from readiness.model.secret import Secret
from tests.engine.fakes import FakeContext, campaign, check, times

TARGET_MS = 0.3
ROUNDS = 5


def cost_ms(count: int, jobs: int, secrets: tuple[Secret, ...] = ()) -> float:
    """The best of some rounds, since the machine has other things to do."""
    checks = tuple(replace(check(), id=f"execution.c{number}") for number in range(count))
    plan, whose, when = Plan(checks, jobs=jobs, secrets=secrets), campaign(*checks), times()
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.perf_counter()
        run_checks(plan, whose, when, lambda _, seconds: FakeContext(seconds), SILENT)
        best = min(best, time.perf_counter() - began)
    return best / count * 1000


def main() -> int:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    worst = 0.0
    for jobs, secrets in ((1, ()), (8, ()), (8, (Secret("TOKEN", "not-in-any-text"),))):
        cost = cost_ms(count, jobs, secrets)
        worst = max(worst, cost)
        print(f"{count} trivial checks, {jobs} jobs, {len(secrets)} secrets: {cost:.3f} ms a check")
    print(f"worst {worst:.3f} ms, target {TARGET_MS} ms, ratio {worst / TARGET_MS:.2f}")
    return 0 if worst <= TARGET_MS else 1


if __name__ == "__main__":
    sys.exit(main())
