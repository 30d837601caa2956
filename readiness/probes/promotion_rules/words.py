"""Promotion rules: how an order is told: item by item, each step of the arithmetic, and which rule to change."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.promotion_rules.arithmetic.arbitrage import Gain
from readiness.probes.promotion_rules.arithmetic.lowest import Answer
from readiness.probes.promotion_rules.arithmetic.model import Basket, Offer, Section
from readiness.probes.promotion_rules.arithmetic.pricing import Priced, Taken, price
from readiness.probes.promotion_rules.facts import Facts
from readiness.probes.promotion_rules.settings import Settings

_CENTS = 100


def yuan(amount: Fraction | int, *, up: bool = False) -> str:
    """Cents as people write them; what is no whole number of cents is cut, or raised."""
    exact = Fraction(amount)
    whole = -(-exact.numerator // exact.denominator) if up else exact.numerator // exact.denominator
    sign = "-" if whole < 0 else ""
    return f"{sign}{abs(whole) // _CENTS:,}.{abs(whole) % _CENTS:02}"


def percent(part: Fraction) -> str:
    """Raised to one digit, so that it never reads as the limit that it passes."""
    tenths = -(-part.numerator * 1000 // part.denominator)
    return f"{tenths // 10}.{tenths % 10} %"


def below_floor(settings: Settings, facts: Facts, answer: Answer) -> Finding:
    """A SKU of which too little is left in some order."""
    assert answer.net is not None
    sku = facts.shop.skus[answer.sku]
    priced = price(facts.shop, answer.basket, answer.offers)
    told, costs = (
        _order(facts, answer.basket, priced),
        sum(facts.shop.skus[i].cost * n for i, n in answer.basket.items()),
    )
    kept, net, floor = sum(priced.kept.values(), Fraction()), yuan(answer.net), yuan(sku.floor, up=True)
    title = f" {facts.titles[sku.id]}" if facts.titles.get(sku.id) else ""
    share = _share(answer, priced)
    bound, change = _bound(settings, answer), _which_to_change(facts, answer)
    story = Text(
        f"{told.en} {share.en} Of the whole order the shop keeps {yuan(kept)}; its goods cost {yuan(costs)}. "
        f"{change.en} {bound.en}",
        f"{told.zh}{share.zh}整单实收 {yuan(kept)}，商品成本 {yuan(costs)}。{change.zh}{bound.zh}",
    )
    return Finding(
        subject=f"{sku.id}{title}",
        required=Text(f"at least {floor} CNY a piece", f"每件不低于 {floor} 元"),
        observed=Text(f"{net} CNY a piece. {story.en}", f"每件到手 {net} 元。{story.zh}"),
        message=Text(
            f"{sku.id}{title} is left with {net} CNY a piece, below its floor {floor} (cost {yuan(sku.cost)}). "
            f"{story.en}",
            f"{sku.id}{title} 每件到手仅 {net} 元，低于底价 {floor} 元（成本 {yuan(sku.cost)}）。{story.zh}",
        ),
        where=places(facts, answer.offers, facts.prices.get(sku.id, "")),
    )


def _order(facts: Facts, basket: Basket, priced: Priced) -> Text:
    """The basket item by item, and each step."""
    items = ", ".join(f"{pieces} x {id_} at {yuan(facts.shop.skus[id_].price)}" for id_, pieces in basket.items())
    items_zh = "、".join(f"{id_} {pieces} 件 × {yuan(facts.shop.skus[id_].price)}" for id_, pieces in basket.items())
    gross = yuan(sum(priced.gross.values()))
    steps = [_step(taken) for taken in priced.steps]
    return Text(
        f"Order: {items} = {gross}. "
        + " ".join(f"({n}) {one.en};" for n, one in enumerate(steps, 1))
        + f" to pay {yuan(priced.pays)}.",
        f"订单：{items_zh}，合计 {gross}。"
        + "".join(f"（{n}）{one.zh}；" for n, one in enumerate(steps, 1))
        + f"应付 {yuan(priced.pays)}。",
    )


def _step(taken: Taken) -> Text:
    off, amount, threshold = yuan(taken.off), yuan(taken.amount), taken.step.threshold if taken.step else 0
    reached = Text("", "")
    if threshold:
        basis = yuan(taken.basis)
        before = Text(" before other offers", "（优惠前）") if taken.offer.before else Text("", "")
        times = f" x {taken.times}" if taken.offer.every else ""
        reached = Text(
            f", as {basis}{before.en} reaches {yuan(threshold)}{times}",
            f"（{basis}{before.zh}已满 {yuan(threshold)}{times}）",
        )
    if taken.offer.section is Section.LAST:
        return Text(
            f"{taken.offer.id} costs the shop {off}{reached.en}", f"{taken.offer.id} 由商家承担 {off}{reached.zh}"
        )
    return Text(
        f"{taken.offer.id} takes {off} off {amount}{reached.en}", f"{taken.offer.id} 从 {amount} 中减 {off}{reached.zh}"
    )


def _share(answer: Answer, priced: Priced) -> Text:
    id_ = answer.sku
    pieces, gross, kept = answer.basket[id_], yuan(priced.gross[id_]), yuan(priced.kept[id_])
    return Text(
        f"Shared over the goods, {kept} of {gross} is left of {pieces} x {id_}.",
        f"按金额分摊后，{id_} {pieces} 件由 {gross} 剩 {kept}。",
    )


def _bound(settings: Settings, answer: Answer) -> Text:
    lines, pieces = settings.lines, settings.pieces
    if answer.proved:
        return Text(
            f"No order of up to {lines} lines of {pieces} pieces leaves less (proved).",
            f"在不超过 {lines} 行、每行 {pieces} 件的所有订单中，没有更低的（已证明）。",
        )
    return Text(
        f"It may be worse still: the search ended at its limit, with a bound of {yuan(answer.bound)}.",
        f"可能还有更低的：搜索到达上限，已证明的下界为 {yuan(answer.bound)}。",
    )


def _which_to_change(facts: Facts, answer: Answer) -> Text:
    """The offers without which this order would be sound, dearest first."""
    floor, found = facts.shop.skus[answer.sku].floor, []
    for offer in answer.offers:
        rest = [one for one in answer.offers if one is not offer]
        kept = price(facts.shop, answer.basket, rest).kept[answer.sku] / answer.basket[answer.sku]
        if kept >= floor:
            found.append((offer.id, yuan(kept)))
    if not answer.offers:
        return Text("Its price itself is below the floor: change the price.", "标价本身已低于底价：请修改价格。")
    if not found:
        named = ", ".join(one.id for one in answer.offers)
        return Text(
            f"Change: no single one of {named} explains it; lower several, or put them into one group.",
            f"修改建议：{named} 中单独去掉任何一项都不够；请同时降低，或归入同一互斥组。",
        )
    told = ", ".join(f"{name} (without it {kept})" for name, kept in found)
    told_zh = "、".join(f"{name}（去掉后为 {kept}）" for name, kept in found)
    return Text(
        f"Change {told}: lower it, raise its threshold, cap it, or put it into one group with the others.",
        f"建议修改 {told_zh}：降低优惠、提高门槛、设封顶，或与其他优惠归入同一互斥组。",
    )


def places(facts: Facts, offers: Iterable[Offer], cost: str = "") -> str:
    cells = []
    for offer in offers:
        written = facts.written[offer.id]
        column = next((name for name in ("amount", "percent", "get") if name in written.cells), "")
        cells.append(written.at(column))
    return "; ".join([*([cost] if cost else []), *cells])


def _basket(facts: Facts, basket: Basket) -> str:
    return " + ".join(f"{pieces} x {id_} ({yuan(facts.shop.skus[id_].price)})" for id_, pieces in basket.items())


def added(settings: Settings, facts: Facts, gain: Gain) -> Finding:
    most, less = percent(Fraction(settings.max_saved_by_adding)), percent(gain.part)
    first, second = _basket(facts, gain.first), _basket(facts, gain.second)
    told = Text(
        f"{less}: {first} costs {yuan(gain.dear)}, and with {second} added {yuan(gain.cheap)}. Lower the step, or put "
        "steps between",
        f"{less}：{first} 应付 {yuan(gain.dear)}，再加 {second} 只付 {yuan(gain.cheap)}。"
        "请减小该档优惠，或增加中间档位",
    )
    required = Text(f"at most {most} saved by adding a piece", f"加购一件最多省 {most}")
    return _gain(facts, gain, required, told, "amount")


def split(settings: Settings, facts: Facts, gain: Gain) -> Finding:
    most, less = percent(Fraction(settings.max_saved_by_splitting)), percent(gain.part)
    first, second = _basket(facts, gain.first), _basket(facts, gain.second)
    told = Text(
        f"{less}: {first} and {second} cost {yuan(gain.dear)} in one order, and {yuan(gain.cheap)} in two. Allow it "
        "once per person, or let the tiers rise with the amount",
        f"{less}：{first} 与 {second} 合并下单应付 {yuan(gain.dear)}，拆成两单只付 {yuan(gain.cheap)}。"
        "请限每人一次，或让各档优惠随金额递增",
    )
    required = Text(f"at most {most} saved by ordering apart", f"拆单最多省 {most}")
    return _gain(facts, gain, required, told, "per_person")


def _gain(facts: Facts, gain: Gain, required: Text, told: Text, column: str) -> Finding:
    name = gain.offer.id
    message = Text(f"{name}: {told.en}", f"{name}：{told.zh}")
    return Finding(name, required, told, message, where=facts.written[name].at(column))
