"""Kind `test-report`: what tests passed, by the JUnit XML that the test tools themselves wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.test_report.checking import pattern_problems
from readiness.probes.test_report.settings import Settings
from readiness.probes.test_report.strictness import asks_as_much

if TYPE_CHECKING:  # the evidence layer loads the pattern engine, which reading settings does not need
    from readiness.evidence.context import ProbeContext
    from readiness.probes.test_report.facts import Facts

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "test-report"
SUMMARY = Text(
    "Required test cases passed, in time, with the campaign's release, in as many different rounds as asked",
    "要求的测试用例均已用活动版本按时通过，且轮次齐全、互不相同",
)


def gather(settings: Settings, context: ProbeContext) -> Facts:
    """Every report of the evidence, round by round. Raises NotSupplied and CannotJudge."""
    from readiness.probes.test_report.reading import gather_facts

    return gather_facts(settings, context)


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    from readiness.probes.test_report.judging import judge_reports

    return judge_reports(settings, facts, situation)


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with settings that a campaign's people wrote or changed."""
    del surroundings  # patterns stand for themselves
    return pattern_problems(settings)


def stricter(before: Settings, after: Settings) -> bool:
    return asks_as_much(before, after)
