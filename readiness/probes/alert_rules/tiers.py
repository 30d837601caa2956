"""Which alerts are a tier's: those over a rate of errors, by their limit, and by their severity where it is known."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from readiness.evidence.patterns import found as pattern_found
from readiness.evidence.promql import PromqlError
from readiness.model.moments import tell_duration
from readiness.model.text import Text
from readiness.probes.alert_rules.conditions import Branch, Firing, firing
from readiness.probes.alert_rules.records import Records
from readiness.probes.alert_rules.rules import Rule
from readiness.probes.alert_rules.settings import Settings, Tier

_Cost = tuple[int, int, int, float]
"""Tiers that are missing or too loose; those that are missing; alerts with problems; how far off the limits are."""
_Option = tuple[_Cost, tuple[Decimal | None, ...]]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An alert over a rate of errors: above which share it fires (None: it can't be told), what keeps it from doing so
    as it seems, and the recording rules that it rests on."""

    rule: Rule
    firing: Firing
    branch: Branch | None
    problems: tuple[Text, ...]
    records: tuple[Rule, ...] = ()

    @property
    def limit(self) -> Decimal | None:
        return self.branch.limit if self.branch else None


@dataclass(frozen=True, slots=True)
class Chosen:
    """A tier with its alerts; none where there is no rule for it."""

    tier: Tier
    alerts: tuple[Candidate, ...]


def candidates(settings: Settings, rules: Sequence[Rule]) -> tuple[Candidate, ...]:
    """Every alert that is about a rate of errors."""
    records = Records.of(rules)
    return tuple(one for rule in rules if rule.alert for one in _candidate(settings, rule, records))


def choose(settings: Settings, found: Sequence[Candidate]) -> tuple[Chosen, ...]:
    """The alerts of each tier, all of them over the same requests: limits that rise from tier to tier, as few missing
    or too loose as there can be, and then those nearest to what is asked."""
    groups: dict[frozenset[str], list[Candidate]] = {}
    for one in found:
        groups.setdefault(one.branch.whole if one.branch else frozenset(), []).append(one)
    best = min((_chosen(settings, group) for group in groups.values()), key=lambda option: option[0], default=None)
    return tuple(Chosen(tier, ()) for tier in settings.tiers) if best is None else best[1]


def _chosen(settings: Settings, found: Sequence[Candidate]) -> tuple[_Cost, tuple[Chosen, ...]]:
    limits = sorted({one.limit for one in found if one.limit is not None})
    table: dict[tuple[int, int], _Option] = {}

    def best(tier: int, start: int) -> _Option:
        if tier == len(settings.tiers):
            return (0, 0, 0, 0.0), ()
        if (tier, start) not in table:
            cost, rest = best(tier + 1, start)
            options = [(_sum((1, 1, 0, 0.0), cost), (None, *rest))]
            for place in range(start, len(limits)):
                alerts = _of(settings, settings.tiers[tier], limits[place], found)
                if alerts:
                    cost, rest = best(tier + 1, place + 1)
                    options.append((_sum(_cost(settings.tiers[tier], alerts), cost), (limits[place], *rest)))
            table[tier, start] = min(options, key=lambda option: option[0])
        return table[tier, start]

    cost, taken = best(0, 0)
    return cost, tuple(
        Chosen(tier, () if limit is None else _of(settings, tier, limit, found))
        for tier, limit in zip(settings.tiers, taken, strict=True)
    )


def _sum(one: _Cost, other: _Cost) -> _Cost:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


def _cost(tier: Tier, alerts: Sequence[Candidate]) -> _Cost:
    limit = alerts[0].limit or Decimal(0)
    distance = abs(math.log(float(limit / tier.limit))) if limit > 0 else 100.0
    return int(limit > tier.limit), 0, sum(bool(one.problems) for one in alerts), distance


def _of(settings: Settings, tier: Tier, limit: Decimal, found: Sequence[Candidate]) -> tuple[Candidate, ...]:
    severities = {word.casefold() for word in tier.severity or ()}
    return tuple(
        one
        for one in found
        if one.limit == limit
        and (not severities or one.rule.labels.get(settings.severity_label, "").casefold() in severities)
    )


def _candidate(settings: Settings, rule: Rule, records: Records) -> Iterator[Candidate]:
    try:
        found = firing(rule.expr, records)
    except PromqlError:
        return  # a server has not loaded it; of a file it is told with the rules that can't be read
    if found is None or not _is_of(settings, found):
        return
    branch, problems = _effective(settings, found)
    yield Candidate(rule, found, branch, (*found.problems, *problems), records.under(rule.expr))


def _is_of(settings: Settings, found: Firing) -> bool:
    """Whether it is over a metric that the check asks for."""
    if settings.metrics is None:
        return True
    names = "\n".join(sorted({name for branch in found.branches for name in branch.metrics}))
    return pattern_found(settings.metrics, names.encode())


def _effective(settings: Settings, found: Firing) -> tuple[Branch | None, tuple[Text, ...]]:
    """The way in which it fires first, of those that look back for no longer than is asked."""
    if not found.branches:
        return None, ()
    lowest = min(found.branches, key=lambda branch: branch.limit)
    if found.burns and settings.burn_rates is None:
        return lowest, (
            Text(
                "a burn rate over several windows does not count here (burn_rates is not set)",
                "此处不接受多窗口燃烧率（未设置 burn_rates）",
            ),
        )
    most = settings.burn_rates if found.burns else settings.window_at_most
    quick = [branch for branch in found.branches if most is None or branch.window <= most]
    if quick:
        return min(quick, key=lambda branch: branch.limit), ()
    looks, may = tell_duration(lowest.window), tell_duration(most) if most else Text.same("")
    return lowest, (
        Text(
            f"it looks back over {looks.en}, so it notices late (at most {may.en})",
            f"回看 {looks.zh}，发现过晚（最多 {may.zh}）",
        ),
    )
