"""Coverage: whether changed settings ask at least as much as before."""

from __future__ import annotations

from datetime import timedelta

from readiness.model.moments import never_later
from readiness.probes.coverage.settings import Period, Settings
from readiness.probes.tabular.limits import not_looser

# What only tells people something, and what can be compared.
_WORDS = {"max_length", "recommended", "shows", "unit", "required", "message", "max_findings"}
_COMPARED = {"periods", "at_least", "longest", "limits", "max_age"}


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    same = before.model_dump(exclude=_WORDS | _COMPARED) == after.model_dump(exclude=_WORDS | _COMPARED)
    return (
        same
        and all(any(_within(before, one, after, other) for other in after.periods) for one in before.periods)
        and after.at_least >= before.at_least
        and _not_longer(before, after)
        and not_looser(before.limits, after.limits)
        and (before.max_age is None or (after.max_age is not None and after.max_age <= before.max_age))
    )


def _not_longer(before: Settings, after: Settings) -> bool:
    if before.longest is None or after.longest is None:
        return before.longest is None
    return after.length(after.longest) <= before.length(before.longest)


def _within(before: Settings, one: Period, after: Settings, other: Period) -> bool:
    """Whether a period of before lies within one of after that allows no longer gaps."""
    shorter: timedelta = after.length(other.max_gap)
    return (
        never_later(other.starts, one.starts)
        and never_later(one.until, other.until)
        and shorter <= before.length(one.max_gap)
    )
