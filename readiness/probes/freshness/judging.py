"""Freshness: facts to judgement. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, Decimal

from readiness.model.finding import Examined, Finding, Judgement, Measure
from readiness.model.probe import Situation
from readiness.probes.freshness.facts import Facts, Series
from readiness.probes.freshness.settings import FreshLimits, Settings
from readiness.probes.freshness.window import next_end, runs
from readiness.probes.freshness.words import Telling

WORST_SHOWN = 20


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Each key's newest entry is young, and none of its gaps too long."""
    telling = Telling(settings, facts, situation)
    flaws = facts.flaws.told(situation)
    findings = [*facts.findings, *flaws]  # a row that can't count is why a gap is there
    total = max(facts.finding_count, len(facts.findings)) + max(facts.flaws.count, len(flaws))
    for series in facts.series:
        told = list(_wrong(telling, settings.limits, facts, series))
        findings += told
        total += len(told) + max(0, series.gap_count - len(series.gaps))
    return Judgement(
        examined=Examined(sum(_seen(facts, series) for series in facts.series), settings.unit),
        findings=tuple(findings[: settings.max_findings]),
        measures=tuple(_measures(settings.limits, facts, situation)),
        notes=tuple(telling.notes()),
        findings_total=total,
        holds_until=_holds_until(settings.limits, facts, situation),
    )


def _seen(facts: Facts, series: Series) -> int:
    """How many entries of a key were looked at: those within the window; without one the newest."""
    if facts.window is not None:
        return series.count
    return 0 if series.newest is None else 1


def _wrong(telling: Telling, limits: FreshLimits, facts: Facts, series: Series) -> Iterator[Finding]:
    if series.newest is None:
        yield telling.none(series)
        return
    age = telling.situation.times.now.astimezone(UTC) - series.newest.at
    if age > limits.max_age:
        yield telling.stale(series, age)
    if facts.window is None:
        return
    if limits.longest_gap is not None:
        for gap in series.gaps:
            # that nothing came since the newest is said already
            said = age > limits.max_age and facts.window.open and gap.ends == facts.window.ends
            if gap.length > limits.longest_gap and not said:
                yield telling.gap(series, gap)
    for begins, ends, buckets in runs(series.missing, facts.window):
        yield telling.empty(series, begins, ends, buckets)


def _measures(limits: FreshLimits, facts: Facts, situation: Situation) -> Iterator[Measure]:
    """The oldest first."""
    now, limit = situation.times.now.astimezone(UTC), limits.longest_gap
    aged = [(now - one.newest.at, one) for one in facts.series if one.newest is not None]
    for age, series in sorted(aged, key=lambda one: one[0], reverse=True)[:WORST_SHOWN]:
        yield Measure(series.subject, _minutes(age), _minutes(limits.max_age), "min", "age (数据时差)")
        if facts.window is not None and limit is not None:
            yield Measure(series.subject, _minutes(series.longest), _minutes(limit), "min", "longest gap (最长间隔)")


def _minutes(length: timedelta) -> Decimal:
    """Raised, so that what is over a limit never looks like it."""
    exact = Decimal(length // timedelta(microseconds=1)) / Decimal(60_000_000)
    return exact.quantize(Decimal("0.01"), ROUND_CEILING)


def _holds_until(limits: FreshLimits, facts: Facts, situation: Situation) -> datetime | None:
    """When the first key is too old, or its next gap too long, if nothing more comes."""
    moving = facts.window is not None and facts.window.open
    ends = []
    for series in facts.series:
        if series.newest is None:
            return None
        ends.append(series.newest.at + limits.max_age)
        if moving and limits.longest_gap is not None:
            ends.append(series.newest.at + limits.longest_gap)
        if moving and limits.every is not None:
            ends.append(next_end(series.newest.at, limits.every, situation.times.zone))
    return min(ends, default=None)
