"""Ratio: each key's value against its base. Multiplied, never divided, so that nothing is rounded to a pass."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from readiness.model.ages import judge_age
from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, Judgement, Measure
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.ratio.bounds import EXACT, bounds_of
from readiness.probes.ratio.facts import Facts, Line
from readiness.probes.ratio.settings import Settings, ZeroBase
from readiness.probes.ratio.words import (
    Amounts,
    below_zero,
    missing,
    no_base,
    no_base_anywhere,
    out_of_bounds,
    tell_notes,
)

WORST_SHOWN = 20
_SHOWN = Decimal("0.0001")


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Each key needs `min * base <= value <= max * base`, ends included, and a base above zero. Raises CannotJudge and
    NotSupplied."""
    if not facts.lines and not facts.flaws.count:
        raise _nothing(facts)
    stale = list(_ages(settings, facts, situation))
    found = [(line, tuple(_judge_line(settings, facts, line, situation))) for line in facts.lines]
    if _asks_nothing(settings, facts):
        stale.append(no_base_anywhere(facts))
    flaws = facts.flaws.told(situation)
    findings = [*stale, *(finding for _, findings in found for finding in findings), *flaws]
    counted = len(facts.lines) if settings.per else facts.rows
    return Judgement(
        examined=Examined(counted, settings.unit or ("things" if settings.per else "rows")),
        findings=tuple(findings[: settings.max_findings]),
        measures=tuple(_measures(settings, facts)),
        notes=tuple(tell_notes(facts)),
        findings_total=len(findings) - len(flaws) + max(facts.flaws.count, len(flaws)),
        holds_until=None if stale else _holds_until(settings, facts),
    )


def _asks_nothing(settings: Settings, facts: Facts) -> bool:
    """Whether every base is 0, so that a lower limit asks nothing of any key: a plan of nothing but zeros is none."""
    bases = [line.base.amount for line in facts.lines if line.base is not None]
    return settings.min is not None and settings.zero_base is ZeroBase.PASS and bool(bases) and not any(bases)


def _judge_line(settings: Settings, facts: Facts, line: Line, situation: Situation) -> Iterator[Finding]:
    if line.value is None:
        yield missing(settings, facts, line, of_base=False)
    if line.base is None:
        yield missing(settings, facts, line, of_base=True)
    if line.value is None or line.base is None or not line.sound:
        return
    value, base = line.value.amount, line.base.amount
    if base is None or base < 0 or (base == 0 and settings.zero_base is ZeroBase.FINDING):
        yield no_base(line)
        return
    if value is None or value < 0:
        yield below_zero(settings, line)
        return
    for bound in bounds_of(settings):
        needed = bound.needed(base, whole=settings.whole)
        if not bound.holds(value, needed):
            amounts = Amounts(value, base, _ratio(value, base, up=not bound.least), needed, bound.limit, bound.least)
            yield out_of_bounds(settings, line, amounts, situation)


def _ratio(value: Decimal, base: Decimal, *, up: bool) -> Decimal | None:
    """For people only. Against a lower limit it is cut, against an upper one raised, so that what is on the wrong side
    never reads as the limit itself."""
    if base == 0:
        return None
    places = Decimal(1).scaleb(-9)
    exact = Context(prec=200, rounding=ROUND_CEILING if up else ROUND_FLOOR)
    return exact.quantize(exact.divide(value, base), places)


def _ages(settings: Settings, facts: Facts, situation: Situation) -> Iterator[Finding]:
    if settings.max_age is None:
        return
    for source in facts.sources:
        stale = judge_age(source.name, source.source, source.time, settings.max_age, situation.times)
        if stale is not None:
            yield stale


def _holds_until(settings: Settings, facts: Facts) -> datetime | None:
    if settings.max_age is None:
        return None
    times = [source.time.astimezone(UTC) for source in facts.sources if source.time is not None]
    return min(times) + settings.max_age


def _measures(settings: Settings, facts: Facts) -> Iterator[Measure]:
    """Worst first: the lowest against a lower limit, the highest where there is only an upper one."""
    limit = settings.max if settings.min is None else settings.min
    up = settings.min is None
    ratios = [
        (ratio, line.subject)
        for line in facts.lines
        if line.sound and line.value and line.base and line.value.amount is not None and line.base.amount
        for ratio in [_ratio(line.value.amount, line.base.amount, up=up)]
        if ratio is not None and line.base.amount > 0
    ]
    for ratio, subject in sorted(ratios, key=lambda found: (-found[0] if up else found[0], found[1]))[:WORST_SHOWN]:
        shown = ratio.quantize(_SHOWN, ROUND_CEILING if up else ROUND_FLOOR, EXACT)
        yield Measure(subject, shown, limit, "ratio")


def _nothing(facts: Facts) -> CannotJudge:
    shown = place_words(facts.value_source.source)
    return CannotJudge(
        Text(f"{shown.en} holds no key that could be judged", f"{shown.zh} 中没有任何可以判断的键"),
        Text(
            "Look whether the key's columns are filled, and whether `where` and `base_where` leave any row",
            "请确认键所在的列已填写，且 `where` 和 `base_where` 没有把所有行都排除",
        ),
    )
