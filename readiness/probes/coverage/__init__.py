"""`coverage`: the intervals of a table cover a period without a gap that is too long."""

from __future__ import annotations

from typing import Any

from readiness.model.text import Text
from readiness.probes.coverage.checking import problems
from readiness.probes.coverage.facts import Facts
from readiness.probes.coverage.judging import judge
from readiness.probes.coverage.settings import Settings
from readiness.probes.coverage.strictness import stricter

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "coverage"
SUMMARY = Text(
    "The intervals of a table or calendar (shifts, meetings) cover a period, with no gap that is too long",
    "表格或日历中的时段（班次、会议）覆盖规定的时间，没有过长的空档",
)


def gather(settings: Settings, context: Any) -> Facts:
    """Reads the intervals, and what must be covered. Raises NotSupplied and CannotJudge."""
    from readiness.probes.coverage.reading import read_coverage

    return read_coverage(settings, context)
