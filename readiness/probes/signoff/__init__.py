"""Kind `signoff`: whether every role has approved exactly this content, in time and not by its author alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.model.errors import CannotJudge
from readiness.model.evidence import Sort
from readiness.model.finding import Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.signoff.facts import SignOffFacts
from readiness.probes.signoff.judging import judge_signoffs
from readiness.probes.signoff.reading import said_about
from readiness.probes.signoff.settings import Settings, asks_as_much

if TYPE_CHECKING:  # the evidence layer loads the table engine, which reading settings does not need
    from readiness.evidence.context import ProbeContext

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "stricter"]

NAME = "signoff"
SUMMARY = Text(
    "Every role has approved exactly this content, in time and not by its author alone",
    "每个角色都已按时批准这一份内容，且不是仅由作者本人批准",
)


def gather(settings: Settings, context: ProbeContext) -> SignOffFacts:
    """The content's digest and what was said about it, signatures verified. Raises NotSupplied and CannotJudge."""
    campaign = context.campaign
    contract = campaign.contracts.get(settings.subject)
    if contract is not None and contract.sort is Sort.TABLE:
        table = context.table(settings.subject)
        source, sha256, binding = table.use.source, table.use.sha256, table.binding
    else:
        document = context.document(settings.subject)
        source, sha256, binding = document.use.source, document.sha256, document.binding
    if not sha256:
        raise CannotJudge(
            Text(
                f"{source} has no digest, so no sign-off can name its version", f"{source} 没有摘要，无法确定签核的版本"
            ),
            Text("Bind a file or a folder", "请绑定文件或文件夹"),
        )
    return said_about(settings.subject, source, sha256, binding, campaign)


def judge(settings: Settings, facts: SignOffFacts, situation: Situation) -> Judgement:
    return judge_signoffs(settings, facts, situation)


def stricter(before: Settings, after: Settings) -> bool:
    return asks_as_much(before, after)
