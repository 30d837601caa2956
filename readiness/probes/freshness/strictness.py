"""Freshness: whether changed settings ask at least as much as before."""

from __future__ import annotations

from datetime import timedelta

from readiness.probes.freshness.settings import FreshLimits, Settings

# What only tells people something, and what can be compared.
_WORDS = {"entry", "unit", "max_findings"}
_COMPARED = {"limits"}


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    same = before.model_dump(exclude=_WORDS | _COMPARED) == after.model_dump(exclude=_WORDS | _COMPARED)
    return same and _not_looser(before.limits, after.limits)


def _not_looser(before: FreshLimits, after: FreshLimits) -> bool:
    return (
        after.max_age <= before.max_age
        and _not_longer(before.longest_gap, after.longest_gap)
        and _within(before.every, after.every)
        and (before.over is None or (after.over is not None and after.over >= before.over))
        and (before.min_size is None or (after.min_size is not None and after.min_size >= before.min_size))
    )


def _not_longer(before: timedelta | None, after: timedelta | None) -> bool:
    return before is None or (after is not None and after <= before)


def _within(before: timedelta | None, after: timedelta | None) -> bool:
    """Every bucket of before holds a whole one of after."""
    return before is None or (after is not None and before % after == timedelta())
