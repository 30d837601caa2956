"""Kind `prometheus-query`: what the metrics of running systems say right now, each fresh and not missing.

Asking is in `asking`, judging in `judging` and the modules it names; this module joins them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.prometheus_query import checking
from readiness.probes.prometheus_query.facts import QueryFacts
from readiness.probes.prometheus_query.settings import Settings

if TYPE_CHECKING:  # the evidence layer loads the table engine, which reading settings does not need
    from readiness.evidence.context import ProbeContext

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "prometheus-query"
SUMMARY = Text(
    "Metrics of running systems are there, fresh and within their limits, as Prometheus has them now",
    "运行中系统的指标齐全、新鲜且在限值之内，以 Prometheus 的当前数据为准",
)


def gather(settings: Settings, context: ProbeContext) -> QueryFacts:
    """Asks every query of the table. Raises NotSupplied, and CannotJudge where our side can't ask (the server's faults
    are facts)."""
    from readiness.probes.prometheus_query.asking import asked

    return asked(settings, context)


def judge(settings: Settings, facts: QueryFacts, situation: Situation) -> Judgement:  # noqa: ARG001
    from readiness.probes.prometheus_query.judging import judge_queries

    return judge_queries(settings, facts)


def stricter(before: Settings, after: Settings) -> bool:
    return checking.asks_as_much(before, after)


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    return checking.problems(settings, surroundings)
