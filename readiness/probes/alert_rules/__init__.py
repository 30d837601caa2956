"""Kind `alert-rules`: whether alerts over the rate of errors are loaded, fire in time, and reach somebody.

Reading is in `gathering` and the modules it names, judging in `judging`; this module joins them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.alert_rules.settings import Settings
from readiness.probes.alert_rules.strictness import asks_as_much

if TYPE_CHECKING:  # the evidence layer loads engines, which reading settings does not need
    from readiness.evidence.context import ProbeContext
    from readiness.probes.alert_rules.facts import Facts

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "stricter"]

NAME = "alert-rules"
SUMMARY = Text(
    "Alerts over the rate of errors: each tier is loaded, fires in time, and reaches a receiver of its own",
    "错误率分级告警：各级规则已加载、及时触发，并送达各自的接收人",
)


def gather(settings: Settings, context: ProbeContext) -> Facts:
    """Files, and what the running server and Alertmanager say. Raises NotSupplied and CannotJudge."""
    from readiness.probes.alert_rules.gathering import gather_facts

    return gather_facts(settings, context)


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    from readiness.probes.alert_rules.judging import judge_alerts

    return judge_alerts(settings, facts, situation)


def stricter(before: Settings, after: Settings) -> bool:
    return asks_as_much(before, after)
