"""`experiment`: A/B tests, finished ones that others rely on and planned ones that must be able to show something."""

from __future__ import annotations

from typing import Any

from readiness.model.text import Text
from readiness.probes.experiment.checking import problems, stricter
from readiness.probes.experiment.facts import Facts
from readiness.probes.experiment.judging import judge
from readiness.probes.experiment.settings import Settings

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "experiment"
SUMMARY = Text(
    "A/B tests: the winner won by more than chance, or the plan is large enough to show the effect",
    "A/B 测试：胜出并非偶然；或计划的样本量足以验证效果",
)


def gather(settings: Settings, context: Any) -> Facts:
    """Reads the tests, and what was made from them. Raises NotSupplied and CannotJudge."""
    from readiness.probes.experiment.reading import read_experiment

    return read_experiment(settings, context)
