"""Findings of the `alert-rules` kind, required and observed side by side."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.alert_rules.rules import Rule
from readiness.probes.alert_rules.tiers import Candidate
from readiness.probes.numbers import plain

_MOST = 4
_DIGITS = Decimal("0.000001")


def share(limit: Decimal) -> str:
    """A rate of errors as a percentage, to a ten-thousandth of a percent: `0.5 %`."""
    return f"{plain((limit * 100).quantize(_DIGITS).normalize() + 0)} %"


def of_rule(
    rule: Rule, required: Text, observed: Text, message: Text, kind: FindingKind = FindingKind.WRONG
) -> Finding:
    """A finding about one alert, where it was read."""
    return Finding(rule.name, required, observed, message, where=rule.where, kind=kind)


def what_fires(candidate: Candidate) -> Text:
    """`> 0.5 %`, and how the expression says it, where that is easily mistaken."""
    branch = candidate.branch
    if branch is None:
        return Text("no limit", "没有阈值")
    shown = f"> {share(branch.limit)}"
    if branch.factor is not None and branch.budget is not None:
        burn = f"{plain(branch.factor.normalize() + 0)} x {share(branch.budget)}"
        return Text(f"{shown} (burn rate {burn} of budget)", f"{shown}（燃烧率 {burn} 预算）")
    if branch.percent:
        return Text(f"{shown} (the expression is times 100)", f"{shown}（表达式已乘 100）")
    return Text(f"{shown} (the expression is a fraction)", f"{shown}（表达式为小数）")


def listed(names: Sequence[str]) -> Text:
    """The first of some names."""
    shown = list(names[:_MOST])
    more = len(names) - len(shown)
    en, zh = ", ".join(shown), "、".join(shown)
    return Text(f"{en} (+{more})", f"{zh}等 {len(names)} 个") if more > 0 else Text(en, zh)


def seen(found: Sequence[Candidate]) -> Text:
    """The alerts over a rate of errors that there are."""
    if not found:
        return Text("no alert over a rate of errors", "没有针对错误率的告警")
    ordered = sorted(found, key=lambda one: one.limit or Decimal(0))
    return listed([f"{one.rule.name} > {share(one.limit)}" for one in ordered if one.limit is not None])


def instant(moment: datetime, zone: ZoneInfo) -> str:
    """Date and time in the campaign's zone."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"
