"""`matrix`: every combination of several lists is covered by a row."""

from __future__ import annotations

from typing import Any

from readiness.model.text import Text
from readiness.probes.matrix.checking import problems
from readiness.probes.matrix.facts import Facts
from readiness.probes.matrix.judging import judge
from readiness.probes.matrix.settings import Settings
from readiness.probes.matrix.strictness import stricter

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "matrix"
SUMMARY = Text(
    "Every combination of several lists (channels and phases, entry points and cases) is covered by a row",
    "几份清单的每一种组合（渠道与阶段、入口与用例）都有一行数据覆盖",
)


def gather(settings: Settings, context: Any) -> Facts:
    """Reads the axes, and the rows that may fill their cells. Raises NotSupplied and CannotJudge."""
    from readiness.probes.matrix.reading import read_matrix

    return read_matrix(settings, context)
