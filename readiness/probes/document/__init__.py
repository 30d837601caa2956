"""Kind `document`: what the text of documents must say, must not say, and leaves to a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.document.checking import pattern_problems
from readiness.probes.document.settings import Settings
from readiness.probes.document.strictness import asks_as_much
from readiness.probes.kind import SettingProblem, Surroundings

if TYPE_CHECKING:  # the evidence layer loads the pattern engine, which reading settings does not need
    from readiness.evidence.context import ProbeContext
    from readiness.probes.document.facts import DocumentFacts

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "document"
SUMMARY = Text(
    "The text says what it must, nothing that it must not, and states the campaign's dates",
    "文档写明了必须写明的内容，没有不得出现的内容，且活动日期一致",
)


def gather(settings: Settings, context: ProbeContext) -> DocumentFacts:
    """Every file of every document as text. Raises NotSupplied and CannotJudge."""
    from readiness.probes.document.reading import gather_facts

    return gather_facts(settings, context)


def judge(settings: Settings, facts: DocumentFacts, situation: Situation) -> Judgement:
    from readiness.probes.document.judging import judge_documents

    return judge_documents(settings, facts, situation)


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with settings that a campaign's people wrote or changed."""
    del surroundings  # patterns stand for themselves
    return pattern_problems(settings)


def stricter(before: Settings, after: Settings) -> bool:
    return asks_as_much(before, after)
