"""Kind `dashboard`: whether metrics are on a dashboard of Grafana, where people will see them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.dashboard.checking import pattern_problems
from readiness.probes.dashboard.settings import Settings
from readiness.probes.dashboard.strictness import asks_as_much
from readiness.probes.kind import SettingProblem, Surroundings

if TYPE_CHECKING:  # the evidence layer loads engines, which reading settings does not need
    from readiness.evidence.context import ProbeContext
    from readiness.probes.dashboard.facts import Facts

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "dashboard"
SUMMARY = Text(
    "Metrics are on a panel of a Grafana dashboard that shows data, split as asked, up to the present",
    "指标已在 Grafana 看板的面板上显示，按要求拆分，并截至当前",
)


def gather(settings: Settings, context: ProbeContext) -> Facts:
    """The dashboards of files or of a running Grafana, and the metrics. Raises NotSupplied and CannotJudge."""
    from readiness.probes.dashboard.reading import gather_facts

    return gather_facts(settings, context)


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    from readiness.probes.dashboard.judging import judge_dashboards

    return judge_dashboards(settings, facts, situation)


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with settings that a campaign's people wrote or changed."""
    del surroundings  # patterns stand for themselves
    return pattern_problems(settings)


def stricter(before: Settings, after: Settings) -> bool:
    return asks_as_much(before, after)
