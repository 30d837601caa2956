"""Orders that become cheaper when something is added, or when they are placed as two: asked of each offer alone.

The orders that something is added to, and those that are placed apart, are within the bounds; what they come to
together may be larger.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from readiness.probes.promotion_rules.arithmetic.model import Basket, Offer, OfferKind, Section, Shop
from readiness.probes.promotion_rules.arithmetic.pricing import price
from readiness.probes.promotion_rules.arithmetic.reaching import Reach

_TIMES = 50  # of an every-full offer with a cap: how often it is looked at before the cap is reached


@dataclass(frozen=True, slots=True)
class Gain:
    """Two baskets of which the second (added to the first, or ordered apart from it) makes it cheaper: what both ways
    cost, and the part that is saved."""

    offer: Offer
    first: Basket
    second: Basket
    dear: Fraction
    cheap: Fraction

    @property
    def part(self) -> Fraction:
        return (self.dear - self.cheap) / self.dear


def dearest_gap(shop: Shop, offer: Offer, alive: Callable[[], None], most_cells: int) -> Gain | None:
    """The order that becomes cheaper by the greatest part when one piece is added, under this offer alone."""
    reach = _reach(shop, offer, alive, most_cells)
    best: Gain | None = None
    if offer.section is not Section.ORDER or reach is None:
        return None
    for step in _breaks(offer):
        for id_, unit in _distinct_prices(shop, offer):
            for amount in _around(reach, step - unit, step - 1, _breaks(offer)):
                gain = _added(shop, offer, reach.basket(amount), id_)
                if gain is not None and (best is None or gain.part > best.part):
                    best = gain
    return best


def dearest_whole(shop: Shop, offer: Offer, alive: Callable[[], None], most_cells: int) -> Gain | None:
    """The order that becomes cheaper by the greatest part when it is placed as two, under this offer alone."""
    if offer.section is not Section.ORDER or offer.per_person == 1 or offer.total == 1:
        return None
    reach = _reach(shop, offer, alive, most_cells)
    best: Gain | None = None
    if reach is None:
        return None
    nearest = {reach.least(max(1, amount), reach.lines) for amount in _breaks(offer)}
    nearest |= {reach.most(amount - 1, reach.lines) for amount in _breaks(offer)}
    amounts = sorted(amount for amount in nearest if amount)
    for place, one in enumerate(amounts):
        for other in amounts[place:]:
            gain = _apart(shop, offer, reach.basket(one), reach.basket(other))
            if gain is not None and (best is None or gain.part > best.part):
                best = gain
    return best


def _reach(shop: Shop, offer: Offer, alive: Callable[[], None], most_cells: int) -> Reach | None:
    skus = [shop.skus[id_] for id_ in shop.skus if id_ in offer.skus]
    if not skus:
        return None
    limit = max(_breaks(offer), default=0) + max(one.price for one in skus)
    tables = {
        one.id: [one.price * pieces for pieces in range(1, shop.bounds.most(one) + 1) if one.price * pieces <= limit]
        for one in skus
    }
    return Reach(tables, shop.bounds.lines, limit, most_cells=most_cells, alive=alive)


def _breaks(offer: Offer) -> list[int]:
    """The amounts at which what is taken off begins, jumps, or stops growing."""
    breaks: set[int] = set()
    for step in offer.steps:
        if offer.every:
            most = 1 if offer.cap is None or not step.off else min(_TIMES, offer.cap // step.off + 1)
            breaks |= {step.threshold * times for times in range(1, most + 1)}
            continue
        breaks.add(step.threshold)
        if step.percent and offer.cap is not None:
            breaks.add(max(step.threshold, int(-(-offer.cap // step.percent))))
    return sorted(breaks)


def _distinct_prices(shop: Shop, offer: Offer) -> Iterator[tuple[str, int]]:
    seen: set[int] = set()
    for id_ in sorted(offer.skus & shop.skus.keys()):
        unit = shop.skus[id_].price
        if unit not in seen:
            seen.add(unit)
            yield id_, unit


def _around(reach: Reach, low: int, high: int, breaks: list[int]) -> set[int]:
    """The sums at the ends of each stretch between `low` and `high` in which no step lies: what is saved is largest at
    one of them."""
    starts = sorted({max(1, low), *(one for one in breaks if low < one <= high)})
    found: set[int] = set()
    for start, end in zip(starts, [*(one - 1 for one in starts[1:]), high], strict=True):
        least, most = reach.least(start, reach.lines), reach.most(end, reach.lines)
        found |= {amount for amount in (least, most) if amount is not None and start <= amount <= end}
    return found


def _added(shop: Shop, offer: Offer, basket: dict[str, int], id_: str) -> Gain | None:
    more: Mapping[str, int] = {**basket, id_: basket.get(id_, 0) + 1}
    dear, cheap = price(shop, basket, [offer]).pays, price(shop, more, [offer]).pays
    return Gain(offer, basket, {id_: 1}, dear, cheap) if cheap < dear else None


def _apart(shop: Shop, offer: Offer, one: dict[str, int], other: dict[str, int]) -> Gain | None:
    whole = {id_: one.get(id_, 0) + other.get(id_, 0) for id_ in (*one, *other)}
    dear = price(shop, whole, [offer]).pays
    cheap = price(shop, one, [offer]).pays + price(shop, other, [offer]).pays
    return Gain(offer, one, other, dear, cheap) if cheap < dear else None


def tier_faults(offer: Offer) -> Iterator[tuple[int, int]]:
    """Places of two steps (counted from 0, in the order of thresholds) that do not rise, or of one step twice that
    takes off as much as must be spent."""
    ordered = sorted(range(len(offer.steps)), key=lambda place: offer.steps[place].threshold)
    for before, after in pairwise(ordered):
        one, two = offer.steps[before], offer.steps[after]
        rises = two.cents > one.cents if one.percent is None else (two.percent or 0) > one.percent
        if one.threshold == two.threshold or not rises or (one.percent is None) != (two.percent is None):
            yield before, after
    for place in ordered:
        step = offer.steps[place]
        amount = step.off is not None and offer.kind not in (OfferKind.GIFT, OfferKind.SHIPPING)
        if amount and 0 < step.threshold <= step.cents:
            yield place, place


def worst_cost(shop: Shop, offer: Offer) -> int | None:
    """What an offer costs at most in all: its limit times what one use takes off at most. None where nothing ends it.
    Prices of a piece, and pieces for less, are limited in pieces and times, all others in orders."""
    if offer.total is None:
        return None
    most = _most_of_one(shop, offer)
    return None if most is None else most * offer.total


def _most_of_one(shop: Shop, offer: Offer) -> int | None:
    prices = [shop.skus[id_].price for id_ in offer.skus if id_ in shop.skus]
    if offer.kind is OfferKind.BUY_GET:
        return offer.get * max(prices, default=0)
    if offer.section in (Section.PRICE, Section.PIECES):
        alone = [_piece_off(shop, offer, id_) for id_ in offer.skus if id_ in shop.skus]
        return max(alone, default=0)
    if offer.cap is not None:
        return offer.cap
    if offer.every or any(step.off is None for step in offer.steps):
        return None
    return max((step.cents for step in offer.steps), default=0)


def _piece_off(shop: Shop, offer: Offer, id_: str) -> int:
    pieces = offer.buy if offer.kind is OfferKind.NTH_ITEM else 1
    one = price(shop, {id_: pieces}, [offer])
    return int(one.gross[id_] - one.pays)
