"""The HTML report of 2,000 checks, warm: milliseconds, size, and the ratio to a bare Jinja2 render of the same data.

Run at the root of the project: python -m benchmarks.html_report [CHECKS]
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
from readiness.model.text import LANGS
from readiness.reporting.html import render
from readiness.reporting.report import Look
from tests.reporting.runs import outcome, run_of, stock_evidence, stock_finding

CHECKS = 2000
ROUNDS = 9
MOST_ADDED_MS = 200.0
MOST_RATIO = 10.0
MOST_BYTES = 2_000_000

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
    """The median of each, in turns, so that what else the machine does hits all alike; the first round warms up."""
    taken: list[list[float]] = [[] for _ in work]
    for number in range(ROUNDS + 1):
        for call, times in zip(work, taken, strict=True):
            began = time.perf_counter()
            call()
            if number:
                times.append((time.perf_counter() - began) * 1000)
    return [statistics.median(times) for times in taken]


def main() -> int:
    """Print a line a language; 1 when a target is missed."""
    gc.set_threshold(1_000_000)  # as the command line does, for both
    told = run(int(sys.argv[1]) if len(sys.argv) > 1 else CHECKS)
    template = Environment(autoescape=True).from_string(BARE)
    missed = False
    for lang in LANGS:
        look = Look(lang)
        bare, ours = median_ms(partial(template.render, run=told), partial(render, told, look))
        size, plain = (len(page.encode()) for page in (render(told, look), template.render(run=told)))
        missed = missed or ours - bare > MOST_ADDED_MS or ours / bare > MOST_RATIO or size > MOST_BYTES
        print(
            f"{len(told.outcomes)} checks, {lang}: {ours:.0f} ms, {size / 1e6:.2f} MB; bare {bare:.0f} ms, "
            f"{plain / 1e6:.2f} MB; added {ours - bare:.0f} ms, ratio {ours / bare:.1f}"
        )
    print(f"targets: added {MOST_ADDED_MS:.0f} ms, ratio {MOST_RATIO:.0f}, {MOST_BYTES / 1e6:.0f} MB")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
