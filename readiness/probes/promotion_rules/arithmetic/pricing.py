"""What an order costs, step by step. This is the truth; whatever a search proposes is priced here before it counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from readiness.probes.promotion_rules.arithmetic.combining import apart
from readiness.probes.promotion_rules.arithmetic.model import (
    Basket,
    Offer,
    OfferKind,
    Rounding,
    Section,
    Shop,
    Sku,
    Step,
)

_SECTIONS = tuple(Section)


@dataclass(frozen=True, slots=True)
class Taken:
    """One step: what an offer took off. `amount` is what it was taken off, `basis` what was held against the threshold,
    `steps` the step that was reached, `times` how often."""

    offer: Offer
    off: Fraction
    amount: Fraction
    basis: Fraction
    step: Step | None = None
    times: int = 1


@dataclass(frozen=True, slots=True)
class Priced:
    """An order: its lines' list amounts, what is paid for each line, and what the shop keeps of it when gifts and
    carriage are paid."""

    gross: Mapping[str, int]
    paid: Mapping[str, Fraction]
    kept: Mapping[str, Fraction]
    steps: tuple[Taken, ...]

    @property
    def pays(self) -> Fraction:
        return sum(self.paid.values(), Fraction())


def in_order(offers: Iterable[Offer]) -> tuple[Offer, ...]:
    return tuple(sorted(offers, key=lambda offer: (_SECTIONS.index(offer.section), offer.place)))


def price(shop: Shop, basket: Basket, offers: Iterable[Offer]) -> Priced:
    """The order `basket` (pieces by SKU) with these offers."""
    used = in_order(offers)
    steps: list[Taken] = []
    lines = {id_: Fraction(shop.skus[id_].price * pieces) for id_, pieces in basket.items()}
    for offer in used:
        if offer.section in (Section.PRICE, Section.PIECES):
            steps += _of_lines(shop, basket, used, offer, lines)
    items = dict(lines)
    for offer in used:
        if offer.section is Section.ORDER and (taken := take(offer, items, lines)) is not None:
            steps.append(taken)
            _share(taken, offer, lines)
    last = [taken for offer in used if offer.section is Section.LAST and (taken := take(offer, items, lines))]
    gross = {id_: shop.skus[id_].price * pieces for id_, pieces in basket.items()}
    return Priced(gross, lines, _kept(lines, last), (*steps, *last))


def _of_lines(
    shop: Shop, basket: Basket, used: tuple[Offer, ...], offer: Offer, lines: dict[str, Fraction]
) -> Iterable[Taken]:
    """What a price of a piece, or pieces for less, take off the lines that they cover."""
    covered = [id_ for id_ in basket if id_ in offer.skus]
    before = sum((lines[id_] for id_ in covered), Fraction())
    upto = used[: used.index(offer) + 1]
    for id_ in covered:
        lines[id_] = Fraction(line_amount(shop.skus[id_], basket[id_], upto, shop.bounds.rounding))
    after = sum((lines[id_] for id_ in covered), Fraction())
    if after != before:
        yield Taken(offer, before - after, before, before)


def unit_price(sku: Sku, offers: Iterable[Offer], rounding: Rounding) -> int:
    """The price of one piece; offers in their order. Of those that may not be used together it gets the ones that make
    it cheapest; the others it gets all, since no offer makes a piece dearer."""
    prices = [one for one in offers if one.section is Section.PRICE and sku.id in one.skus]
    sets: list[list[Offer]] = [[]]
    for offer in prices:
        with_it = [[*used, offer] for used in sets if not any(apart(offer, other) for other in used)]
        if any(apart(offer, other) for other in prices if other is not offer):
            with_it += sets
        sets = with_it
    return min(_unit_price(sku, used, rounding) for used in sets)


def _unit_price(sku: Sku, offers: Iterable[Offer], rounding: Rounding) -> int:
    """A fixed price takes off what it lies below the list price, so that two of them, where nothing keeps them apart,
    take off both."""
    now = sku.price
    for offer in offers:
        fixed = offer.fixed.get(sku.id)
        if fixed is not None:
            now -= max(0, sku.price - fixed)
        for step in offer.steps:
            now = now - step.cents if step.percent is None else rounded(now * (1 - step.percent), rounding)
        now = max(0, now)
    return now


def line_amount(sku: Sku, pieces: int, offers: Iterable[Offer], rounding: Rounding) -> int:
    """What a line costs before the order's own offers: pieces of one SKU, some of them free or for less."""
    listed = tuple(offers)
    unit = unit_price(sku, listed, rounding)
    amount = unit * pieces
    for offer in listed:
        if sku.id not in offer.skus:
            continue
        if offer.kind is OfferKind.BUY_GET:
            amount -= unit * offer.get * (pieces // (offer.buy + offer.get))
        elif offer.kind is OfferKind.NTH_ITEM:
            (step,) = offer.steps
            less = step.cents if step.percent is None else unit - rounded(unit * (1 - step.percent), rounding)
            amount -= min(unit, less) * (pieces // offer.buy)
    return max(0, amount)


def rounded(amount: Fraction, rounding: Rounding) -> int:
    if rounding is Rounding.DOWN:
        return amount.numerator // amount.denominator
    if rounding is Rounding.UP:
        return -(-amount.numerator // amount.denominator)
    return (2 * amount.numerator + amount.denominator) // (2 * amount.denominator)


def take(offer: Offer, items: Mapping[str, Fraction], lines: Mapping[str, Fraction]) -> Taken | None:
    """What an offer of the order takes off; None where its threshold is not reached."""
    covered = [id_ for id_ in lines if id_ in offer.skus]
    if not covered:
        return None
    amount = sum((lines[id_] for id_ in covered), Fraction())
    basis = sum((items[id_] for id_ in covered), Fraction()) if offer.before else amount
    reached = [step for step in offer.steps if step.threshold <= basis]
    if not reached:
        return None
    step = max(reached, key=lambda one: one.threshold)
    times = int(basis // step.threshold) if offer.every else 1
    off = reduction(offer, step, times, amount)
    return Taken(offer, off, amount, basis, step, times)


def reduction(offer: Offer, step: Step, times: int, amount: Fraction) -> Fraction:
    """Never more than the cap; and never more than there is, but for gifts and carriage, which cost what they cost."""
    off = Fraction(step.cents * times) if step.percent is None else step.percent * amount
    if offer.cap is not None:
        off = min(off, Fraction(offer.cap))
    return off if offer.section is Section.LAST else min(off, amount)


def _share(taken: Taken, offer: Offer, lines: dict[str, Fraction]) -> None:
    """Each line bears the reduction in the proportion of what is still to be paid for it."""
    if taken.amount:
        left = 1 - taken.off / taken.amount
        for id_ in lines:
            if id_ in offer.skus:
                lines[id_] *= left


def _kept(lines: Mapping[str, Fraction], last: Iterable[Taken]) -> dict[str, Fraction]:
    left = dict.fromkeys(lines, Fraction(1))
    for taken in last:
        for id_ in lines:
            if id_ in taken.offer.skus and taken.amount:
                left[id_] -= taken.off / taken.amount
    return {id_: amount * max(Fraction(), left[id_]) for id_, amount in lines.items()}
