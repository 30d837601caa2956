"""Promotion rules: what the facts mean."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import combinations

from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.promotion_rules import rule_words, words
from readiness.probes.promotion_rules.arithmetic.arbitrage import tier_faults, worst_cost
from readiness.probes.promotion_rules.arithmetic.combining import apart, at_once, together
from readiness.probes.promotion_rules.arithmetic.lowest import Answer
from readiness.probes.promotion_rules.arithmetic.model import Offer, Section
from readiness.probes.promotion_rules.facts import Facts, Flaw, FlawKind
from readiness.probes.promotion_rules.settings import Settings

_KINDS = {
    FlawKind.UNREAD: FindingKind.UNREADABLE,
    FlawKind.UNTOLD: FindingKind.UNREADABLE,
    FlawKind.MISSING: FindingKind.MISSING,
    FlawKind.WRONG: FindingKind.WRONG,
}


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Raises CannotJudge where nothing is wrong as far as was searched, and not all was."""
    findings = [
        *_worst_orders(settings, facts),
        *(_of_flaw(flaw) for flaw in facts.flaws),
        *_parts(settings, facts),
        *_of_rules(facts),
        *_limits(facts),
        *_windows(settings, facts, situation),
        *_costs(facts),
    ]
    if facts.undecided and not findings:
        raise _not_searched(facts)
    return Judgement(
        examined=Examined(len(facts.shop.skus), "SKUs"),
        findings=tuple(findings[: settings.max_findings]),
        measures=tuple(_measures(facts)),
        notes=tuple(rule_words.notes(settings, facts)),
        findings_total=len(findings),
    )


def _not_searched(facts: Facts) -> CannotJudge:
    named = ", ".join(facts.undecided[:5])
    return CannotJudge(
        Text(
            f"{len(facts.undecided)} SKUs or offers could not be searched in the time and steps allowed ({named})",
            f"在规定的时间和步数内，有 {len(facts.undecided)} 个商品或优惠未能算完（{named}）",
        ),
        Text(
            "Put offers that exclude each other into one group, or raise `steps`, `sums` or the check's timeout",
            "请把互斥的优惠归入同一互斥组，或调高 `steps`、`sums` 或该检查项的超时时间",
        ),
    )


def _worst_orders(settings: Settings, facts: Facts) -> Iterator[Finding]:
    below = [answer for answer in facts.answers if answer.net is not None]

    def part(answer: Answer) -> Fraction:
        return (answer.net or Fraction()) / facts.shop.skus[answer.sku].floor

    for answer in sorted(below, key=part):
        yield words.below_floor(settings, facts, answer)


def _of_flaw(flaw: Flaw) -> Finding:
    return Finding(flaw.subject, flaw.required, flaw.observed, flaw.message, where=flaw.where, kind=_KINDS[flaw.kind])


def _parts(settings: Settings, facts: Facts) -> Iterator[Finding]:
    for gain in facts.split:
        if gain.part > Fraction(settings.max_saved_by_splitting):
            yield words.split(settings, facts, gain)
    for gain in facts.added:
        if gain.part > Fraction(settings.max_saved_by_adding):
            yield words.added(settings, facts, gain)


def _of_rules(facts: Facts) -> Iterator[Finding]:
    """Tiers that do not rise, and rules that contradict each other."""
    for offer in facts.shop.offers:
        for before, after in tier_faults(offer):
            yield rule_words.tiers(facts, offer, before, after)
    for one, other in combinations(facts.shop.offers, 2):
        if _order_undefined(one, other):
            yield rule_words.same_stage(facts, one, other)
        elif _same_condition(one, other):
            yield rule_words.same_condition(facts, one, other)


def _order_undefined(one: Offer, other: Offer) -> bool:
    """Two that one order may use on the same goods, one after the other, where nobody says which is first."""
    ordered = one.section is other.section and one.section in (Section.ORDER, Section.PRICE)
    kept_apart = apart(one, other)
    return (
        ordered
        and not kept_apart
        and one.place[0] == other.place[0]
        and bool(one.skus & other.skus)
        and together(one, other)
    )


def _same_condition(one: Offer, other: Offer) -> bool:
    """Two that promise different things for the same goods at the same threshold at the same time, one instead of the
    other: nobody can say which holds."""
    steps = {step.threshold: (step.off, step.percent) for step in one.steps}
    return (
        one.kind is other.kind
        and one.skus == other.skus
        and one.section is Section.ORDER
        and apart(one, other)
        and at_once(one, other)
        and (not one.channels or not other.channels or bool(one.channels & other.channels))
        and (not one.regions or not other.regions or bool(one.regions & other.regions))
        and any(steps.get(step.threshold, (step.off, step.percent)) != (step.off, step.percent) for step in other.steps)
    )


def _limits(facts: Facts) -> Iterator[Finding]:
    """What must be said of every offer, so that it ends."""
    for offer in facts.shop.offers:
        missing = ["ends"] if offer.ends is None else []
        missing += ["starts"] if offer.starts is None else []
        if offer.kind not in facts.unlimited:
            missing += [name for name in ("per_person", "total") if getattr(offer, name) is None]
        grows = offer.every or any(step.percent is not None for step in offer.steps)
        if offer.section is Section.ORDER and grows and offer.cap is None:
            missing.append("cap")
        if offer.id not in facts.budgets:
            missing.append("budget")
        for column in missing:
            yield rule_words.missing(facts, offer, column)


def _windows(settings: Settings, facts: Facts, situation: Situation) -> Iterator[Finding]:
    anchors = situation.times.anchors
    first, last = settings.starts.resolve(anchors), settings.until.resolve(anchors)
    for offer in facts.shop.offers:
        if offer.starts is not None and offer.starts < first:
            yield rule_words.outside(facts, offer, "starts", offer.starts, first, situation)
        if offer.ends is not None and offer.ends > last:
            yield rule_words.outside(facts, offer, "ends", offer.ends, last, situation)


def _costs(facts: Facts) -> Iterator[Finding]:
    for offer in facts.shop.offers:
        cost, budget = worst_cost(facts.shop, offer), facts.budgets.get(offer.id)
        if cost is not None and budget is not None and cost > budget:
            yield rule_words.too_dear(facts, offer, cost, budget)


def _measures(facts: Facts) -> Iterator[Measure]:
    costs = [worst_cost(facts.shop, offer) for offer in facts.shop.offers]
    if costs and None not in costs and len(facts.budgets) == len(costs):
        cost = sum(one for one in costs if one is not None)
        yield Measure(
            "worst cost of all offers", Decimal(cost).scaleb(-2), Decimal(sum(facts.budgets.values())).scaleb(-2), "CNY"
        )
