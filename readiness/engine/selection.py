"""Which checks of a campaign are asked: the command line's selection, the starter selection, what does not apply."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from readiness.engine.wording import joined
from readiness.model.campaign import Campaign
from readiness.model.check import Check, Phase
from readiness.model.errors import ReadinessError
from readiness.model.text import Text
from readiness.model.vocabulary import traits_words


class UnknownSelection(ReadinessError):
    """The selection names what does not exist, or leaves nothing to check: wrong use of the command line."""


@dataclass(frozen=True, slots=True)
class Selection:
    """Phases and full check ids as the command line names them. A check is asked when it is in a named phase (if any
    are named), is named by `only` (if any are) and is not named by `skip`."""

    phases: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    skip: tuple[str, ...] = ()


def not_asked(campaign: Campaign, selection: Selection) -> dict[str, Text]:
    """The reason by id of every check that is not asked. Raises UnknownSelection."""
    _known("phase", "阶段", selection.phases, [phase.value for phase in Phase])
    _known("check", "检查项", (*selection.only, *selection.skip), [check.id for check in campaign.checks])
    reasons = {c.id: reason for c in campaign.checks if (reason := _why_not(c, campaign, selection)) is not None}
    if len(reasons) == len(campaign.checks):
        raise UnknownSelection(_LEAVES_NOTHING, _LEAVES_NOTHING_HINT)
    return reasons


def _why_not(check: Check, campaign: Campaign, selection: Selection) -> Text | None:
    if check.id in selection.skip:
        return Text("Skipped on the command line (--skip)", "命令行已跳过（--skip）")
    if selection.only and check.id not in selection.only:
        return Text("Not named on the command line (--only)", "命令行未指定（--only）")
    if selection.phases and check.phase.value not in selection.phases:
        return Text(
            f"Its phase, {check.phase.value}, was not asked on the command line (--phase)",
            f"命令行未选择其阶段 {check.phase.value}（--phase）",
        )
    if campaign.starter and not check.starter and check.id not in selection.only:
        return Text("Not in the starter selection of the campaign", "不在活动的精简清单范围内")
    return None


def why_not_applicable(check: Check, campaign: Campaign) -> Text | None:
    """Why a check does not concern the campaign, or None if it does.

    A trait that nobody answered makes a check apply: silence is never taken for `no`.
    """
    if (word := campaign.not_applicable.get(check.id)) is not None:
        person = campaign.person(word.by)
        name = person.name if person else word.by
        return Text(
            f"Said by {name} not to apply: {word.reason}",
            f"{name} 声明不适用：{word.reason}",
        )
    if check.when and not any(campaign.traits.get(trait, True) for trait in check.when):
        traits = traits_words(check.when)
        return Text(f"The campaign has none of: {traits.en}", f"本活动不涉及：{traits.zh}")
    return None


def _known(sort_en: str, sort_zh: str, asked: Iterable[str], known: list[str]) -> None:
    for name in asked:
        if name not in known:
            raise UnknownSelection(
                Text(f"There is no {sort_en} {name!r}", f"没有名为“{name}”的{sort_zh}"), nearest(name, known)
            )


def nearest(name: str, known: list[str]) -> Text:
    """The names most like what was written; a full id counts as near when only its checklist was left out."""
    near = (
        [full for full in known if full.endswith(f".{name}")]
        or get_close_matches(name.lower(), known, n=3)
        or get_close_matches(name.lower(), known, n=1, cutoff=0.0)
    )
    names = joined(tuple(near))
    return Text(f"The nearest that exists: {names.en}", f"最接近的名称：{names.zh}")


_LEAVES_NOTHING = Text(
    "The selection leaves no check, so nothing would be checked", "该选择没有留下任何检查项，什么都不会被检查"
)
_LEAVES_NOTHING_HINT = Text(
    "Name phases, --only and --skip so that at least one check is in all of them",
    "请调整 --phase、--only 与 --skip，使至少有一个检查项被选中",
)
