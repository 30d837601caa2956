"""Promotion rules once more, written from docs/probes/promotion-rules.md alone, and every order tried.

Shares no arithmetic with the product: an order is worked out line by line in a table of its own, every combination of
offers is a subset that is looked at, and every basket within the bounds is priced.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, product

from readiness.probes.promotion_rules.arithmetic.model import Bounds, Offer, OfferKind, Rounding, Shop, Sku, Step

UNIT = {"member-price", "flash-price", "percent-off", "amount-off"}
PIECES = {"buy-x-get-y", "nth-item"}
CARRIED = {"gift", "shipping"}


def cents(amount: Fraction, how: str) -> int:
    whole = amount.numerator // amount.denominator
    rest = amount - whole
    if how == "half-up":
        return whole + (rest >= Fraction(1, 2))
    return whole + (how == "up" and rest > 0)


def section(offer: Offer) -> int:
    kind = str(offer.kind)
    if kind in PIECES:
        return 1
    if kind in CARRIED:
        return 3
    threshold = [step for step in offer.steps if step.threshold > 0]
    return 0 if kind in UNIT and not threshold and offer.cap is None else 2


def clash(a: Offer, b: Offer) -> bool:
    if a.group != "" and a.group == b.group:
        return True
    return (not a.stackable or not b.stackable) and bool(set(a.skus) & set(b.skus))


def unit_prices(sku: Sku, ranked: list[Offer], how: str) -> Iterator[Fraction]:
    """One piece under every set of its price offers that do not clash."""
    mine = [o for o in ranked if section(o) == 0 and sku.id in o.skus]
    for size in range(len(mine) + 1):
        for used in combinations(mine, size):
            if any(clash(a, b) for a, b in combinations(used, 2)):
                continue
            now = Fraction(sku.price)
            for o in used:
                if sku.id in o.fixed:
                    now = max(Fraction(0), now - max(0, sku.price - o.fixed[sku.id]))
                for s in o.steps:
                    now = now - s.off if s.off is not None else Fraction(cents(now - less(s, now), how))
                    now = max(Fraction(0), now)
            yield now


def compatible(offers: tuple[Offer, ...]) -> bool:
    for a, b in combinations(offers, 2):
        if clash(a, b) and not section(a) == section(b) == 0:
            return False
        if (a.ends and b.starts and a.ends < b.starts) or (b.ends and a.starts and b.ends < a.starts):
            return False
    for of in ("channels", "regions"):
        everywhere = {place for one in offers for place in getattr(one, of)}
        if everywhere and not any(all(not getattr(o, of) or p in getattr(o, of) for o in offers) for p in everywhere):
            return False
    return True


def subsets(offers: tuple[Offer, ...]) -> Iterator[tuple[Offer, ...]]:
    for size in range(len(offers) + 1):
        yield from (chosen for chosen in combinations(offers, size) if compatible(chosen))


def less(step: Step, amount: Fraction) -> Fraction:
    """What a percentage of an amount is."""
    assert step.percent is not None
    return step.percent * amount


def line_of(sku: Sku, pieces: int, ranked: list[Offer], how: str) -> Fraction:
    """A line before the order's own offers."""
    now = min(unit_prices(sku, ranked, how))
    total = now * pieces
    for one in ranked:
        if section(one) != 1 or sku.id not in one.skus:
            continue
        if str(one.kind) == "buy-x-get-y":
            total -= (pieces // (one.buy + one.get)) * one.get * now
        else:
            step = one.steps[0]
            piece = now - step.off if step.off is not None else Fraction(cents(now - less(step, now), how))
            total -= (pieces // one.buy) * (now - max(Fraction(0), piece))
    return max(Fraction(0), total)


def taken_off(offer: Offer, held: Fraction, there: Fraction) -> Fraction | None:
    """What an offer of the order takes off `there`, with `held` against its threshold."""
    reached = [step for step in sorted(offer.steps, key=lambda step: step.threshold) if held >= step.threshold]
    if not reached:
        return None
    step = reached[-1]
    times = held // step.threshold if str(offer.kind) == "every-full" else 1
    off = Fraction(step.off) * times if step.off is not None else less(step, there)
    return off if offer.cap is None else min(off, Fraction(offer.cap))


def order(shop: Shop, basket: dict[str, int], offers: tuple[Offer, ...]) -> dict[str, tuple[Fraction, Fraction]]:
    """What is paid, and what is kept, of each line."""
    ranked = sorted(offers, key=lambda one: (section(one), one.place))
    how = str(shop.bounds.rounding)
    line = {id_: line_of(shop.skus[id_], pieces, ranked, how) for id_, pieces in basket.items()}
    items, share = dict(line), dict.fromkeys(basket, Fraction(1))
    for one in (one for one in ranked if section(one) > 1):
        mine = [id_ for id_ in basket if id_ in one.skus]
        there = sum((line[id_] for id_ in mine), Fraction(0))
        held = sum((items[id_] for id_ in mine), Fraction(0)) if one.before else there
        off = taken_off(one, held, there) if mine else None
        if off is None or not there:
            continue
        for id_ in mine:
            if str(one.kind) in CARRIED:
                share[id_] -= off / there
            else:
                line[id_] -= min(off, there) * line[id_] / there
    return {id_: (line[id_], line[id_] * max(Fraction(0), share[id_])) for id_ in basket}


def baskets(shop: Shop) -> Iterator[dict[str, int]]:
    ids = list(shop.skus)
    most = [min(shop.bounds.pieces, shop.skus[i].most or shop.bounds.pieces) for i in ids]
    for counts in product(*(range(m + 1) for m in most)):
        basket = {i: n for i, n in zip(ids, counts, strict=True) if n}
        if 0 < len(basket) <= shop.bounds.lines:
            yield basket


def lowest(shop: Shop) -> dict[str, Fraction]:
    """What is left at least of one piece of each SKU, over all orders and subsets of offers."""
    least = {id_: Fraction(sku.price) for id_, sku in shop.skus.items()}
    chosen = list(subsets(shop.offers))
    for basket in baskets(shop):
        for offers in chosen:
            for id_, (_, kept) in order(shop, basket, offers).items():
                least[id_] = min(least[id_], kept / basket[id_])
    return least


def any_shop(dice: random.Random) -> Shop:
    """A small rule set: up to 4 SKUs, up to 4 offers of any kind."""
    ids = ["A", "B", "C", "D"][: dice.randint(1, 4)]
    skus = {i: Sku(i, dice.choice((5, 7, 10, 12, 30, 99, 100, 101)), Fraction(1)) for i in ids}
    if dice.random() < 0.3:
        one = dice.choice(ids)
        skus[one] = Sku(one, skus[one].price, Fraction(1), most=dice.randint(1, 2))
    offers = tuple(_offer(dice, place, skus) for place in range(dice.randint(0, 4)))
    most = {1: 6, 2: 5, 3: 3, 4: 2}[len(ids)]
    bounds = Bounds(dice.randint(1, len(ids)), dice.randint(1, most), dice.choice(list(Rounding)))
    return Shop(skus, offers, bounds)


def _offer(dice: random.Random, place: int, skus: dict[str, Sku]) -> Offer:
    kind = dice.choice(list(OfferKind))
    scope = frozenset(dice.sample(sorted(skus), dice.randint(1, len(skus))))
    return Offer(
        f"O{place}",
        kind,
        scope,
        place=(dice.randint(1, 3), place),
        group=dice.choice(("", "", "", "g", "h")),
        stackable=dice.random() < 0.9,
        before=dice.random() < 0.4,
        channels=frozenset(dice.sample(("app", "shop", "web"), dice.choice((0, 0, 1, 2)))),
        **_values(dice, kind, scope, skus),  # type: ignore[arg-type]
    )


def _percent(dice: random.Random, threshold: int) -> Step:
    return Step(threshold, percent=Fraction(dice.choice((5, 10, 15, 33, 50, 100)), 100))


def _values(dice: random.Random, kind: OfferKind, scope: frozenset[str], skus: dict[str, Sku]) -> dict[str, object]:
    if kind in (OfferKind.MEMBER_PRICE, OfferKind.FLASH_PRICE):
        if dice.random() < 0.3:
            return {"steps": (_percent(dice, 0),)}
        return {"fixed": {i: skus[i].price - dice.randint(-1, skus[i].price) for i in sorted(scope)}}
    if kind is OfferKind.BUY_GET:
        return {"buy": dice.randint(1, 2), "get": dice.randint(1, 2)}
    if kind is OfferKind.NTH_ITEM:
        return {"buy": dice.randint(2, 3), "steps": (_percent(dice, 0),)}
    return _of_order(dice, kind)


def _of_order(dice: random.Random, kind: OfferKind) -> dict[str, object]:
    some, cap = dice.choice((10, 15, 30, 60, 100, 150)), dice.choice((None, None, 5, 20))
    if kind is OfferKind.FULL_REDUCTION:
        tiers = sorted(dice.sample((10, 20, 30, 60, 90, 150), dice.randint(1, 3)))
        return {"steps": tuple(Step(t, off=dice.randint(1, t)) for t in tiers)}
    if kind is OfferKind.EVERY_FULL:
        return {"steps": (Step(some, off=dice.randint(1, some)),), "cap": cap}
    if kind in (OfferKind.GIFT, OfferKind.SHIPPING):
        return {"steps": (Step(dice.choice((0, some)), off=dice.randint(1, 12)),)}
    threshold = dice.choice((0, some))
    amount = kind is OfferKind.AMOUNT_OFF or (kind is OfferKind.COUPON and dice.random() < 0.6)
    return {"steps": (Step(threshold, off=dice.randint(1, 12)) if amount else _percent(dice, threshold),), "cap": cap}


def dearest_gap(shop: Shop, offer: Offer) -> Fraction:
    """The greatest part that adding one piece saves, under one offer."""
    best = Fraction(0)
    for basket in baskets(shop):
        if not set(basket) <= offer.skus:
            continue
        for id_ in sorted(offer.skus):
            more = {**basket, id_: basket.get(id_, 0) + 1}
            dear, cheap = (sum(paid for paid, _ in order(shop, b, (offer,)).values()) for b in (basket, more))
            best = max(best, (dear - cheap) / dear) if dear else best
    return best


def dearest_whole(shop: Shop, offer: Offer) -> Fraction:
    """The greatest part that ordering apart saves, under one offer."""
    best, listed = Fraction(0), [one for one in baskets(shop) if set(one) <= offer.skus]
    cost = [sum(paid for paid, _ in order(shop, one, (offer,)).values()) for one in listed]
    for (one, first), (other, second) in product(zip(listed, cost, strict=True), repeat=2):
        whole = {id_: one.get(id_, 0) + other.get(id_, 0) for id_ in {**one, **other}}
        dear = sum(paid for paid, _ in order(shop, whole, (offer,)).values())
        best = max(best, (dear - first - second) / dear) if dear else best
    return best
