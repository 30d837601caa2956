"""What changed between two runs, as plain JSON values: `readiness/history/v1` and `readiness/diff/v1`.

Written as records are (`json_v1.py`): instants in the campaign's zone, decimals as strings, texts in two languages."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from readiness.model.changes import Changes, CheckChange, LooseningChange
from readiness.model.outcome import WaiverUse
from readiness.model.past import PastRun, Since
from readiness.reporting.json_v1 import (
    finding_value,
    instant_value,
    loosening_value,
    maybe,
    measure_value,
    scope_value,
    text_value,
    waiver_value,
)

HISTORY = "readiness/history/v1"
DIFF = "readiness/diff/v1"


def run_value(run: PastRun, zone: ZoneInfo) -> dict[str, Any]:
    """A run among others."""
    return {
        "number": run.number,
        "sha256": run.sha256,
        "at": instant_value(run.at, zone),
        "as_of": maybe(lambda moment: instant_value(moment, zone), run.as_of),
        "as_of_words": run.as_of_words,
        "partial": run.scope.partial,
        "scope": scope_value(run.scope),
        "verdict": run.answer.value,
        "counts": {status.value: count for status, count in run.counts.items()},
    }


def since_value(since: Since, zone: ZoneInfo) -> dict[str, Any]:
    """What changed, and since which run."""
    return {"number": since.run.number, "sha256": since.run.sha256, **changes_value(since.changes, zone)}


def changes_value(changes: Changes, zone: ZoneInfo) -> dict[str, Any]:
    """Every change, none left out."""
    decision = changes.decision
    return {
        "decision": maybe(lambda one: {"before": one.before.value, "after": one.after.value}, decision),
        "checks": [_check(change, zone) for change in changes.checks],
        "loosened": [_loosening(change) for change in changes.loosened],
    }


def _check(change: CheckChange, zone: ZoneInfo) -> dict[str, Any]:
    was, now = change.totals
    return {
        "check": change.outcome.check,
        "title": text_value(change.outcome.title),
        "owner": change.outcome.owner,
        "direction": change.direction.value,
        "status": {
            "before": maybe(lambda one: one.status.value, change.before),
            "after": maybe(lambda one: one.status.value, change.after),
        },
        "findings_total": {"before": was, "after": now},
        "findings": [
            {"before": maybe(finding_value, one.before), "after": maybe(finding_value, one.after)}
            for one in change.findings
        ],
        "measures": [
            {"before": measure_value(one.before), "after": measure_value(one.after)} for one in change.measures
        ],
        "waiver": maybe(lambda pair: _waivers(*pair, zone), change.waiver),
    }


def _loosening(change: LooseningChange) -> dict[str, Any]:
    return {"before": maybe(loosening_value, change.before), "after": maybe(loosening_value, change.after)}


def _waivers(before: WaiverUse | None, after: WaiverUse | None, zone: ZoneInfo) -> dict[str, Any]:
    return {
        "before": maybe(lambda waiver: waiver_value(waiver, zone), before),
        "after": maybe(lambda waiver: waiver_value(waiver, zone), after),
    }
