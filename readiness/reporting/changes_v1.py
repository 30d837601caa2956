"""What changed between two runs, as plain JSON values: `readiness/history/v1` and `readiness/diff/v1`.

Written as records are (`json_v1.py`): instants in the campaign's zone, decimals as strings, texts in two languages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from readiness.model.changes import Changes, CheckChange, LooseningChange
from readiness.model.outcome import WaiverUse
from readiness.model.past import PastRun, Since
from readiness.reporting.json_v1 import finding_value, loosening_value, measure_value, scope_value, text_value

HISTORY = "readiness/history/v1"
DIFF = "readiness/diff/v1"

T = TypeVar("T")


def run_value(run: PastRun, zone: ZoneInfo) -> dict[str, Any]:
    """A run among others."""
    return {
        "number": run.number,
        "sha256": run.sha256,
        "at": _instant(run.at, zone),
        "as_of": _maybe(run.as_of, lambda moment: _instant(moment, zone)),
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
        "decision": _maybe(decision, lambda one: {"before": one.before.value, "after": one.after.value}),
        "checks": [_check(change, zone) for change in changes.checks],
        "loosened": [_loosening(change) for change in changes.loosened],
    }


def _check(change: CheckChange, zone: ZoneInfo) -> dict[str, Any]:
    was, now = change.totals
    waivers = change.waiver
    return {
        "check": change.outcome.check,
        "title": text_value(change.outcome.title),
        "owner": change.outcome.owner,
        "direction": change.direction.value,
        "status": {
            "before": _maybe(change.before, lambda one: one.status.value),
            "after": _maybe(change.after, lambda one: one.status.value),
        },
        "findings_total": {"before": was, "after": now},
        "findings": [
            {"before": _maybe(one.before, finding_value), "after": _maybe(one.after, finding_value)}
            for one in change.findings
        ],
        "measures": [
            {"before": measure_value(one.before), "after": measure_value(one.after)} for one in change.measures
        ],
        "waiver": _maybe(waivers, lambda pair: {"before": _waiver(pair[0], zone), "after": _waiver(pair[1], zone)}),
    }


def _loosening(change: LooseningChange) -> dict[str, Any]:
    return {"before": _maybe(change.before, loosening_value), "after": _maybe(change.after, loosening_value)}


def _waiver(waiver: WaiverUse | None, zone: ZoneInfo) -> Any:
    return _maybe(
        waiver,
        lambda one: {
            "person": one.person,
            "reason": one.reason,
            "expires": _instant(one.expires, zone),
            "problem": _maybe(one.problem, text_value),
        },
    )


def _instant(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).isoformat()


def _maybe(value: T | None, write: Callable[[T], Any]) -> Any:
    return None if value is None else write(value)
