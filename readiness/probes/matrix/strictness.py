"""Matrix: whether changed settings ask at least as much as before."""

from __future__ import annotations

from readiness.model.moments import never_later
from readiness.probes.matrix.settings import AxisSource, Done, Settings
from readiness.probes.tabular.limits import not_looser

# What only tells people something, and what can be compared.
_WORDS = {"unit", "required", "message", "max_findings"}
_COMPARED = {"axes", "done", "at_least", "limits", "max_age"}


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    same = before.model_dump(exclude=_WORDS | _COMPARED) == after.model_dump(exclude=_WORDS | _COMPARED)
    return (
        same
        and _as_wide(before, after)
        and _as_narrow(before.done, after.done)
        and all(after.at_least.get(name, 0) >= least for name, least in before.at_least.items())
        and not_looser(before.limits, after.limits)
        and (before.max_age is None or (after.max_age is not None and after.max_age <= before.max_age))
    )


def _as_wide(before: Settings, after: Settings) -> bool:
    """Whether every cell of before is one of after: listed values may be added, and nothing else changes."""
    if list(before.axes) != list(after.axes):
        return False
    for one, other in zip(before.axes.values(), after.axes.values(), strict=True):
        listed = not isinstance(one, AxisSource) and not isinstance(other, AxisSource)
        if one != other and not (listed and set(one) <= set(other)):
            return False
    return True


def _as_narrow(before: Done | None, after: Done | None) -> bool:
    """Whether every act that counts after did so before."""
    if before is None or after is None:
        return before is after
    return (
        before.column == after.column
        and never_later(after.by, before.by)
        and (before.not_before is None or never_later(before.not_before, after.not_before))
    )
