"""`ratio`: one sum over a table is large enough, or small enough, for another."""

from __future__ import annotations

from typing import Any

from readiness.model.text import Text
from readiness.probes.ratio.checking import problems
from readiness.probes.ratio.facts import Facts
from readiness.probes.ratio.judging import judge
from readiness.probes.ratio.settings import Settings, ZeroBase
from readiness.probes.tabular.limits import not_looser

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "ratio"
SUMMARY = Text(
    "One sum over a table is at least, or at most, so many times another: for each key or in total",
    "一张表的合计至少或至多为另一合计的规定倍数：按键逐个判断或判断总计",
)

# What only tells people something, and what can be compared.
_WORDS = {"shows", "blames", "unit", "value_unit", "required", "message", "max_findings"}
_COMPARED = {"limits", "min", "max", "whole", "zero_base", "max_age"}


def gather(settings: Settings, context: Any) -> Facts:
    """Asks the engine for the sums of each key. Raises NotSupplied and CannotJudge."""
    from readiness.probes.ratio.reading import read_ratio

    return read_ratio(settings, context)


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    same = before.model_dump(exclude=_WORDS | _COMPARED) == after.model_dump(exclude=_WORDS | _COMPARED)
    return (
        same
        and not_looser(before.limits, after.limits)
        and (before.min is None or (after.min is not None and after.min >= before.min))
        and (before.max is None or (after.max is not None and after.max <= before.max))
        and (before.max_age is None or (after.max_age is not None and after.max_age <= before.max_age))
        and after.whole >= before.whole
        and (before.zero_base is ZeroBase.PASS or after.zero_base is ZeroBase.FINDING)
    )
