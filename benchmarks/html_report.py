"""The HTML report of 200, 500 and 2,000 checks, in both languages, warm: milliseconds, size, and the ratio to a bare
Jinja2 render of the same data in one language; then how time and size grow.

Run at the root of the project: python -m benchmarks.html_report
"""

from __future__ import annotations

import gc
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from functools import partial

from jinja2 import Environment

from readiness.model.check import Phase, Severity
from readiness.model.finding import Measure
from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.reporting.html import render
from readiness.reporting.report import Look
from tests.reporting.runs import outcome, run_of, stock_evidence, stock_finding

CHECKS = (200, 500, 2000)
ROUNDS = 9
MOST_ADDED_MS = 200.0
MOST_RATIO = 10.0
MOST_BYTES = {500: 1_000_000, 2000: 2_000_000}
MOST_GROWTH = 1.1

# The same fields of the model, escaped, without the words for time, units and people: the least that a report costs.
BARE = """<!DOCTYPE html><title>{{ run.decision.answer }}</title>{% for o in run.outcomes %}
<details><summary>{{ o.status }} {{ o.title.en }} {{ o.severity }}</summary><p>{{ o.message.en }}<p>{{ o.remedy.en }}
<table>{% for f in o.findings %}<tr><th>{{ f.subject }} {{ f.where }}
<td>{{ f.required.en }}<td>{{ f.observed.en }}{% endfor %}</table>
<table>{% for m in o.measures %}<tr><th>{{ m.subject }}<td>{{ m.value }}
<td>{{ m.limit }}<td>{{ m.group }}{% endfor %}</table>
<table>{% for e in o.evidence %}<tr><th>{{ e.name }} {{ e.source }}
<td>{{ e.time }}<td>{{ e.sha256 }}{% endfor %}</table>
<dl><dt>Owner<dd>{{ o.owner }}<dt>Due<dd>{{ o.due }}<dt>Examined<dd>{{ o.examined.count }} {{ o.examined.unit }}
<dt>Why<dd>{{ o.why.en }}<dt>Source<dd>{{ o.source.en }}<dt>Probe<dd>{{ o.kind }} {{ o.settings }}
<dt>Check<dd>{{ o.check }}<dt>Defined<dd>{{ o.location }}</dl></details>{% endfor %}"""


def run(count: int) -> Run:
    """One check in twenty failed with three findings; every check with its evidence, which ten share; every fifth
    with a measure."""
    phases = tuple(Phase)
    return run_of([_outcome(number, phases[number % len(phases)]) for number in range(count)])


def _outcome(number: int, phase: Phase) -> Outcome:
    failed = number % 20 == 0
    findings = tuple(stock_finding(f"SKU-{number}-{n}", "1,200", "800", n) for n in range(3)) if failed else ()
    return outcome(
        f"{phase}.c{number}",
        Status.FAILED if failed else Status.PASSED,
        severity=Severity.MAJOR if number % 3 else Severity.BLOCKER,
        owner="supply-chain",
        findings=findings,
        findings_total=len(findings),
        measures=(Measure("SKU", Decimal("1.3"), Decimal("1.2"), "ratio", "east"),) if number % 5 == 0 else (),
        evidence=(replace(stock_evidence(), name=f"stock-{number // 10}"),),
    )


def median_ms(*work: Callable[[], object]) -> list[float]:
    """The median of each in processor time, in turns, so that what else the machine does hits all alike; the first
    round warms up."""
    taken: list[list[float]] = [[] for _ in work]
    for number in range(ROUNDS + 1):
        for call, times in zip(work, taken, strict=True):
            began = time.process_time()
            call()
            if number:
                times.append((time.process_time() - began) * 1000)
    return [statistics.median(times) for times in taken]


def main() -> int:
    """Print a line a size; 1 when a target is missed."""
    gc.set_threshold(1_000_000)  # as the command line does, for both
    template = Environment(autoescape=True).from_string(BARE)
    missed = False
    runs = {count: run(count) for count in CHECKS}
    work = [
        call
        for told in runs.values()
        for call in (partial(template.render, run=told), partial(render, told, Look("zh")))
    ]
    medians = iter(median_ms(*work))
    taken: dict[int, float] = {}
    for count, told in runs.items():
        bare, ours = next(medians), next(medians)
        size, plain = (len(page.encode()) for page in (render(told, Look("zh")), template.render(run=told)))
        taken[count] = ours
        missed = missed or ours - bare > MOST_ADDED_MS or ours / bare > MOST_RATIO
        missed = missed or size > MOST_BYTES.get(count, size)
        print(
            f"{count} checks: {ours:.0f} ms, {size / 1e6:.2f} MB; bare {bare:.0f} ms, {plain / 1e6:.2f} MB; "
            f"added {ours - bare:.0f} ms, ratio {ours / bare:.1f}"
        )
    few, many = CHECKS[0], CHECKS[-1]
    growth = (taken[many] / taken[few]) / (many / few)
    missed = missed or growth > MOST_GROWTH
    print(f"{many // few} times the checks: {growth * many / few:.1f} times the time")
    print(
        f"targets: {MOST_ADDED_MS:.0f} ms added, ratio {MOST_RATIO:.0f}, 1 MB for 500, 2 MB for 2,000, "
        f"growth {MOST_GROWTH}"
    )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
