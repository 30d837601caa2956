"""Promotion rules: how what is wrong with a rule itself is told."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction

from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.promotion_rules.arithmetic.model import Offer
from readiness.probes.promotion_rules.facts import Facts
from readiness.probes.promotion_rules.settings import Settings
from readiness.probes.promotion_rules.words import percent, places, yuan

_VOWELS = "aeiou"
_COLUMNS = {
    "ends": Text("end", "结束时间"),
    "starts": Text("start", "开始时间"),
    "per_person": Text("limit per person", "每人限用次数"),
    "total": Text("total limit", "总限量"),
    "cap": Text("cap", "封顶金额"),
    "budget": Text("budget", "预算上限"),
}


def tiers(facts: Facts, offer: Offer, before: int, after: int) -> Finding:
    one, two, rows = offer.steps[before], offer.steps[after], facts.written[offer.id].rows
    where = "; ".join(dict.fromkeys(rows[place] for place in (before, after) if place < len(rows)))
    if before == after:
        return Finding(
            offer.id,
            Text("less off than must be spent", "优惠小于门槛"),
            Text.same(f"{yuan(one.threshold)} - {yuan(one.off or 0)}"),
            Text(
                f"{offer.id}: from {yuan(one.threshold)} on, {yuan(one.off or 0)} is taken off, so the goods are "
                "free; raise the threshold or lower what is taken off",
                f"{offer.id}：满 {yuan(one.threshold)} 减 {yuan(one.off or 0)}，等于白送；请提高门槛或降低优惠",
            ),
            where=where,
        )
    said = [yuan(step.off) if step.off is not None else percent(step.percent or Fraction()) for step in (one, two)]
    return Finding(
        offer.id,
        Text("a higher threshold takes off more", "门槛越高优惠越大"),
        Text.same(f"{yuan(one.threshold)}: {said[0]}, {yuan(two.threshold)}: {said[1]}"),
        Text(
            f"{offer.id}: from {yuan(one.threshold)} on {said[0]} is taken off, from {yuan(two.threshold)} on "
            f"{said[1]}; thresholds and what they take off must both rise",
            f"{offer.id}：满 {yuan(one.threshold)} 减 {said[0]}，满 {yuan(two.threshold)} 减 {said[1]}；"
            "门槛与优惠须同时递增",
        ),
        where=where,
    )


def same_stage(facts: Facts, one: Offer, other: Offer) -> Finding:
    return Finding(
        f"{one.id}, {other.id}",
        Text("a stage each, as one comes first", "各有先后次序"),
        Text(f"both stage {one.place[0]}", f"次序均为 {one.place[0]}"),
        Text(
            f"{one.id} and {other.id} may be used together on the same goods and have the same stage, so nobody can "
            "say which is worked out first; give each its own stage, or put them into one group",
            f"{one.id} 与 {other.id} 可同时用于相同商品，且次序相同，无法确定先算哪个；"
            "请分别写明次序，或归入同一互斥组",
        ),
        where=f"{facts.written[one.id].at('stage')}; {facts.written[other.id].at('stage')}",
    )


def same_condition(facts: Facts, one: Offer, other: Offer) -> Finding:
    return Finding(
        f"{one.id}, {other.id}",
        Text("one benefit for one condition", "同一条件只有一种优惠"),
        Text("two", "两种"),
        Text(
            f"{one.id} and {other.id} promise different benefits for the same goods, threshold and time, and exclude "
            "each other; delete one",
            f"{one.id} 与 {other.id} 对相同商品、门槛和时间承诺了不同优惠，又互相排斥；请删除其一",
        ),
        where=places(facts, (one, other)),
    )


def missing(facts: Facts, offer: Offer, column: str) -> Finding:
    called = _COLUMNS[column]
    return Finding(
        offer.id,
        Text(f"{'an' if called.en[0] in _VOWELS else 'a'} {called.en}", f"有{called.zh}"),
        Text("none", "无"),
        Text(
            f"{offer.id} has no {called.en}, so nothing ends what it may cost; give it one",
            f"{offer.id} 没有{called.zh}，损失没有上限；请补充",
        ),
        where=facts.written[offer.id].at(column),
        kind=FindingKind.MISSING,
    )


def outside(facts: Facts, offer: Offer, column: str, seen: datetime, limit: datetime, situation: Situation) -> Finding:
    at, bound, called = (
        say_instant(seen, situation.times.zone),
        say_instant(limit, situation.times.zone),
        _COLUMNS[column],
    )
    required = (
        Text(f"not before {bound.en}", f"不早于 {bound.zh}")
        if column == "starts"
        else Text(f"not after {bound.en}", f"不晚于 {bound.zh}")
    )
    return Finding(
        offer.id,
        required,
        at,
        Text(
            f"{offer.id}: its {called.en} {at.en} lies outside the campaign; set it {required.en}",
            f"{offer.id}：{called.zh} {at.zh} 在活动之外；请改为{required.zh}",
        ),
        where=facts.written[offer.id].at(column),
    )


def too_dear(facts: Facts, offer: Offer, cost: int, budget: int) -> Finding:
    one = yuan(cost // (offer.total or 1))
    return Finding(
        offer.id,
        Text(f"at most {yuan(budget)}", f"不超过 {yuan(budget)}"),
        Text.same(yuan(cost)),
        Text(
            f"{offer.id} may cost {yuan(cost)} ({offer.total:,} times {one} at most), above "
            f"its budget {yuan(budget)}; lower its total limit or its benefit",
            f"{offer.id} 最多花费 {yuan(cost)}（{offer.total:,} 次，每次最多 {one}），"
            f"超过预算 {yuan(budget)}；请减少总限量或优惠",
        ),
        unit="CNY",
        where=f"{facts.written[offer.id].at('total')}; {facts.written[offer.id].at('budget')}",
    )


def notes(settings: Settings, facts: Facts) -> Iterator[Text]:
    proved = sum(1 for one in facts.answers if one.proved)
    yield Text(
        f"Orders looked at: up to {settings.lines} lines of {settings.pieces} pieces, {len(facts.shop.offers)} offers "
        f"in every allowed combination; proved for {proved} of {len(facts.shop.skus)} SKUs",
        f"已计算的订单：不超过 {settings.lines} 行、每行 {settings.pieces} 件，{len(facts.shop.offers)} 项优惠的所有"
        f"允许组合；{len(facts.shop.skus)} 个商品中已证明 {proved} 个",
    )
    if facts.undecided:
        named = ", ".join(facts.undecided[:5])
        yield Text(
            f"Not searched to the end, for want of time or steps: {len(facts.undecided)} ({named})",
            f"因时间或步数不足未算完：{len(facts.undecided)}（{named}）",
        )
