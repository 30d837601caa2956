"""What SKUs that the same offers cover have in common: which of those offers go together, and how much they can leave
of a line at best."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from readiness.probes.promotion_rules.arithmetic.bounding import (
    Bounding,
    Sides,
    Used,
    highest_rate,
    highest_rates,
    more_often,
    steps_of,
)
from readiness.probes.promotion_rules.arithmetic.combining import Together
from readiness.probes.promotion_rules.arithmetic.model import Offer, Section, Shop
from readiness.probes.promotion_rules.arithmetic.pricing import in_order
from readiness.probes.promotion_rules.arithmetic.reaching import OutOfTime

ORDERED = (Section.ORDER, Section.LAST)


@dataclass(frozen=True, slots=True)
class Way:
    """Offers of the order, each at one of its steps, and the part of a line that they leave at least."""

    offers: tuple[Offer, ...]
    chosen: tuple[Used, ...]
    part: Fraction


class Rules:
    """What holds for a whole shop: which offers go together, and the greatest part that each can take off."""

    def __init__(self, shop: Shop) -> None:
        self.offers = in_order(shop.offers)
        self.together = Together(self.offers)
        self.bounding = Bounding()
        ordered = [one for one in self.offers if one.section in ORDERED]
        covers = {id_: frozenset(one.id for one in ordered if id_ in one.skus) for id_ in shop.skus}
        self.signatures = tuple(dict.fromkeys(covers.values()))
        self.rates = highest_rates(ordered, self.signatures)


class Frame:
    """The offers that cover a SKU, and those that do not."""

    def __init__(self, rules: Rules, sku: str, alive: Callable[[], None], most: int) -> None:
        self.rules, self.sku, self.alive, self.most = rules, sku, alive, most
        self.inner = [one for one in rules.offers if sku in one.skus]
        self.outer = [one for one in rules.offers if sku not in one.skus]
        lines = [one for one in self.inner if one.section not in ORDERED]
        self.lines = list(islice(rules.together.combinations(lines), most + 1))
        if len(self.lines) > most:
            raise OutOfTime
        self._ways: list[Way] = []
        self._upto: Fraction | None = Fraction(-1)
        self._sides: dict[tuple[frozenset[str], int], Sides | None] = {}

    def ways(self, upto: Fraction | None) -> list[Way]:
        """Every allowed way to use the offers of the order that may leave less than `upto` (None: all), least first."""
        if self._upto is not None and (upto is None or upto > self._upto):
            ways = list(islice(self._grow((), (), 0, upto), self.most + 1))
            if len(ways) > self.most:
                raise OutOfTime
            self._ways = sorted(ways, key=lambda way: way.part)
            self._upto = upto
        return self._ways

    def sides(self, offers: Sequence[Offer], beyond: int) -> Sides | None:
        """What may yet be used beside these offers: others of the order that do not cover the SKU, from `beyond` on."""
        groups = frozenset(one.group for one in offers if one.group and one.section is not Section.PRICE)
        key = (groups, beyond)
        if key not in self._sides:
            more = [one for one in self.outer[beyond:] if one.section is Section.ORDER and one.group not in groups]
            self._sides[key] = Sides(more, self.rules.rates, self.rules.signatures) if more else None
        return self._sides[key]

    def bound(self, offers: Sequence[Offer], chosen: Sequence[Used], own: Fraction, beyond: int) -> Fraction:
        """The least part that is left whatever else is used, and however often an every-full offer applies."""
        often = [more_often(used, self.rules.rates) for used in chosen]
        return self.rules.bounding.least_part(often, own, self.sku, self.sides(offers, beyond))

    def _grow(
        self, offers: tuple[Offer, ...], chosen: tuple[Used, ...], place: int, upto: Fraction | None
    ) -> Iterator[Way]:
        self.alive()
        ordered = [one for one in self.inner if one.section in ORDERED]
        if upto is not None and self._roughly(chosen, ordered[place:]) >= upto:
            return
        part = self.bound(offers, chosen, Fraction(0), 0)
        if upto is None or part < upto:
            yield Way(offers, chosen, part)
        for nth in range(place, len(ordered)):
            if self.rules.together.allowed(offers, ordered[nth]):
                for used in steps_of(ordered[nth]):
                    yield from self._grow((*offers, ordered[nth]), (*chosen, used), nth + 1, upto)

    def _roughly(self, chosen: Sequence[Used], more: Sequence[Offer]) -> Fraction:
        """A bound for less work: each offer at its greatest rate, and of each group the greatest that may yet come."""
        rates = self.rules.rates
        offers = [used.offer for used in chosen]
        used_groups = {one.group for one in offers if one.group}
        part, last = Fraction(1), Fraction(1)
        best: dict[str, tuple[Fraction, Section]] = {}
        for one in more:
            if one.group in used_groups or not self.rules.together.allowed(offers, one):
                continue
            key, rate = one.group or one.id, rates[one.id]
            key = f"{one.section} {key}"
            if key not in best or rate > best[key][0]:
                best[key] = (rate, one.section)
        taken = [(highest_rate(used, rates), used.offer.section) for used in chosen] + list(best.values())
        for rate, section in taken:
            if section is Section.ORDER:
                part *= 1 - rate
            else:
                last -= rate
        return part * max(Fraction(0), last)
