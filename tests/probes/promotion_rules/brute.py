"""Promotion rules once more, written from docs/probes/promotion-rules.md alone, and every order tried.

Shares no arithmetic with the product: an order is worked out line by line in a table of its own, every combination of
offers is a subset that is looked at, and every basket within the bounds is priced.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction as F
from itertools import combinations, product

from readiness.probes.promotion_rules.arithmetic.model import Bounds, Offer, OfferKind, Rounding, Shop, Sku, Step

UNIT = {"member-price", "flash-price", "percent-off", "amount-off"}
PIECES = {"buy-x-get-y", "nth-item"}
CARRIED = {"gift", "shipping"}


def cents(amount: F, how: str) -> int:
    whole = amount.numerator // amount.denominator
    rest = amount - whole
    if how == "half-up":
        return whole + (rest >= F(1, 2))
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


def unit_prices(sku: Sku, ranked: list[Offer], how: str) -> Iterator[F]:
    """One piece under every set of its price offers that do not clash."""
    mine = [o for o in ranked if section(o) == 0 and sku.id in o.skus]
    for size in range(len(mine) + 1):
        for used in combinations(mine, size):
            if any(clash(a, b) for a, b in combinations(used, 2)):
                continue
            now = F(sku.price)
            for o in used:
                if sku.id in o.fixed:
                    now = max(F(0), now - max(0, sku.price - o.fixed[sku.id]))
                for s in o.steps:
                    now = now - s.off if s.off is not None else F(cents(now - now * s.percent, how))
                    now = max(F(0), now)
            yield now


def compatible(offers: tuple[Offer, ...]) -> bool:
    for a, b in combinations(offers, 2):
        if clash(a, b) and not section(a) == section(b) == 0:
            return False
        if a.ends and b.starts and a.ends < b.starts or b.ends and a.starts and b.ends < a.starts:
            return False
    for of in ("channels", "regions"):
        everywhere = {place for one in offers for place in getattr(one, of)}
        if everywhere and not any(all(not getattr(o, of) or p in getattr(o, of) for o in offers) for p in everywhere):
            return False
    return True


def subsets(offers: tuple[Offer, ...]) -> Iterator[tuple[Offer, ...]]:
    for size in range(len(offers) + 1):
        yield from (chosen for chosen in combinations(offers, size) if compatible(chosen))


def order(shop: Shop, basket: dict[str, int], offers: tuple[Offer, ...]) -> dict[str, tuple[F, F]]:
    """What is paid, and what is kept, of each line."""
    how, line = str(shop.bounds.rounding), {}
    ranked = sorted(offers, key=lambda o: (section(o), o.place))
    for id_ in basket:
        sku = shop.skus[id_]
        now = min(unit_prices(sku, ranked, how))
        total = now * basket[id_]
        for o in ranked:
            if section(o) == 1 and id_ in o.skus:
                if str(o.kind) == "buy-x-get-y":
                    total -= (basket[id_] // (o.buy + o.get)) * o.get * now
                else:
                    s = o.steps[0]
                    piece = now - s.off if s.off is not None else F(cents(now - now * s.percent, how))
                    total -= (basket[id_] // o.buy) * (now - max(F(0), piece))
        line[id_] = max(F(0), total)
    items = dict(line)
    share = {id_: F(1) for id_ in basket}
    for o in ranked:
        if section(o) < 2:
            continue
        mine = [id_ for id_ in basket if id_ in o.skus]
        if not mine:
            continue
        there = sum((line[i] for i in mine), F(0))
        held = sum((items[i] for i in mine), F(0)) if o.before else there
        best = None
        for s in sorted(o.steps, key=lambda s: s.threshold):
            if held >= s.threshold:
                best = s
        if best is None:
            continue
        n = held // best.threshold if str(o.kind) == "every-full" else 1
        d = F(best.off) * n if best.off is not None else there * best.percent
        if o.cap is not None:
            d = min(d, F(o.cap))
        if section(o) == 2:
            d = min(d, there)
            for i in mine:
                line[i] -= d * line[i] / there if there else 0
        elif there:
            for i in mine:
                share[i] -= d / there
    return {i: (line[i], line[i] * max(F(0), share[i])) for i in basket}


def baskets(shop: Shop) -> Iterator[dict[str, int]]:
    ids = list(shop.skus)
    most = [min(shop.bounds.pieces, shop.skus[i].most or shop.bounds.pieces) for i in ids]
    for counts in product(*(range(m + 1) for m in most)):
        basket = {i: n for i, n in zip(ids, counts, strict=True) if n}
        if 0 < len(basket) <= shop.bounds.lines:
            yield basket


def lowest(shop: Shop) -> dict[str, F]:
    """What is left at least of one piece of each SKU, over all orders and subsets of offers."""
    least = {id_: F(sku.price) for id_, sku in shop.skus.items()}
    chosen = list(subsets(shop.offers))
    for basket in baskets(shop):
        for offers in chosen:
            for id_, (_, kept) in order(shop, basket, offers).items():
                least[id_] = min(least[id_], kept / basket[id_])
    return least


def any_shop(dice: random.Random) -> Shop:
    """A small rule set: up to 4 SKUs, up to 4 offers of any kind."""
    ids = ["A", "B", "C", "D"][: dice.randint(1, 4)]
    skus = {i: Sku(i, dice.choice((5, 7, 10, 12, 30, 99, 100, 101)), F(1)) for i in ids}
    if dice.random() < 0.3:
        one = dice.choice(ids)
        skus[one] = Sku(one, skus[one].price, F(1), most=dice.randint(1, 2))
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
    return Step(threshold, percent=F(dice.choice((5, 10, 15, 33, 50, 100)), 100))


def _values(dice: random.Random, kind: OfferKind, scope: frozenset[str], skus: dict[str, Sku]) -> dict[str, object]:
    some = dice.choice((10, 15, 30, 60, 100, 150))
    cap = dice.choice((None, None, 5, 20))
    if kind in (OfferKind.MEMBER_PRICE, OfferKind.FLASH_PRICE):
        if dice.random() < 0.3:
            return {"steps": (_percent(dice, 0),)}
        return {"fixed": {i: skus[i].price - dice.randint(-1, skus[i].price) for i in sorted(scope)}}
    if kind is OfferKind.BUY_GET:
        return {"buy": dice.randint(1, 2), "get": dice.randint(1, 2)}
    if kind is OfferKind.NTH_ITEM:
        return {"buy": dice.randint(2, 3), "steps": (_percent(dice, 0),)}
    if kind is OfferKind.FULL_REDUCTION:
        tiers = sorted(dice.sample((10, 20, 30, 60, 90, 150), dice.randint(1, 3)))
        return {"steps": tuple(Step(t, off=dice.randint(1, t)) for t in tiers)}
    if kind is OfferKind.EVERY_FULL:
        return {"steps": (Step(some, off=dice.randint(1, some)),), "cap": cap}
    if kind in (OfferKind.GIFT, OfferKind.SHIPPING):
        return {"steps": (Step(dice.choice((0, some)), off=dice.randint(1, 12)),)}
    threshold = dice.choice((0, some))
    step = _percent(dice, threshold) if kind is not OfferKind.AMOUNT_OFF else None
    if kind is OfferKind.COUPON and dice.random() < 0.6:
        step = None
    return {"steps": (step or Step(threshold, off=dice.randint(1, 12)),), "cap": cap}
