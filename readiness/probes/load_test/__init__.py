"""`load-test`: the shop was put under the load that the campaign will bring, and held."""

from __future__ import annotations

from typing import Any

from readiness.model.moments import never_later
from readiness.model.text import Text
from readiness.probes.load_test.facts import Facts
from readiness.probes.load_test.judging import judge
from readiness.probes.load_test.settings import LoadLimits, Settings

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "stricter"]

NAME = "load-test"
SUMMARY = Text(
    "A load test of this release reached and held so many times the daily traffic, with few errors and fast answers",
    "对本次发布版本的压测达到并保持日常流量的规定倍数，且错误少、响应快",
)

_LOWER = ("max_error_rate", "max_p95_ms", "max_gap", "max_traffic_age", "max_status")
_HIGHER = ("min_times", "min_peak", "min_visit", "min_step_samples")


def gather(settings: Settings, context: Any) -> Facts:
    """Reads the tool's files and the two tables. Raises NotSupplied and CannotJudge."""
    from readiness.probes.load_test.reading import read_load_test

    return read_load_test(settings, context)


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    return (
        (before.results, before.tests, before.traffic) == (after.results, after.tests, after.traffic)
        and _not_looser(before.limits, after.limits)
        and never_later(after.by, before.by)
        and (before.not_before is None or never_later(before.not_before, after.not_before))
        and all(step in after.steps for step in before.steps)
    )


def _not_looser(before: LoadLimits, after: LoadLimits) -> bool:
    return (
        all(getattr(after, name) <= getattr(before, name) for name in _LOWER)
        and all(getattr(after, name) >= getattr(before, name) for name in _HIGHER)
        and set(after.environments) <= set(before.environments)
    )
