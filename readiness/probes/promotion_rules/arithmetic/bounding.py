"""How little can be left of a line at best: a bound that no order undercuts, worked out without looking at an order.

Of every offer that is used only the amount A that it is taken off is unknown. What it leaves, 1 - D / A, never falls
when A grows, so a lower bound of each A gives a lower bound of what is left. The bounds of A follow from the thresholds
and from each other: goods that one offer has covered are still there, less what was taken off, when the next comes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from readiness.probes.promotion_rules.arithmetic.model import Offer, Section, Step

_ROUNDS = 3
_NONE, _ALL = Fraction(0), Fraction(1)


@dataclass(frozen=True, slots=True)
class Used:
    """An offer of the order at one of its steps, `times` over; `upto` is where the next step begins."""

    offer: Offer
    step: Step
    times: int
    upto: int | None

    @property
    def needs(self) -> int:
        return self.step.threshold * self.times

    @property
    def off(self) -> Fraction | None:
        """The amount that is taken off; None for a percentage."""
        if self.step.off is None:
            return None
        off = self.step.off * self.times
        return Fraction(off if self.offer.cap is None else min(off, self.offer.cap))

    def taken(self, amount: Fraction) -> Fraction:
        off = self.off
        if off is None:
            off = (self.step.percent or _NONE) * amount
            off = off if self.offer.cap is None else min(off, Fraction(self.offer.cap))
        return off if self.offer.section is Section.LAST else min(off, amount)

    def left(self, amount: Fraction) -> Fraction:
        """The part of an amount that is left; never falls when the amount grows."""
        if amount:
            return _ALL - self.taken(amount) / amount
        off = self.off
        return _ALL - (self.step.percent or _NONE) if off is None else _NONE if off else _ALL

    def before(self, after: Fraction) -> Fraction:
        """The smallest amount of which so much is left."""
        if after <= 0:
            return _NONE
        if self.off is not None:
            return after + self.off
        share = _ALL - (self.step.percent or _NONE)
        ways = [after / share] if share > 0 else []
        ways += [] if self.offer.cap is None else [after + self.offer.cap]
        return min(ways, default=after)


def steps_of(offer: Offer, times: int = 1) -> list[Used]:
    """An offer of the order at each of its steps."""
    ordered = sorted(offer.steps, key=lambda step: step.threshold)
    if offer.every:
        (step,) = ordered
        return [Used(offer, step, times, step.threshold * (times + 1))]
    ends = [step.threshold for step in ordered[1:]]
    return [Used(offer, step, 1, upto) for step, upto in zip(ordered, [*ends, None], strict=True)]


def more_often(used: Used, rates: Mapping[str, Fraction]) -> Used:
    """An every-full offer so many times or more: as a percentage, since more times need a larger amount."""
    if not used.offer.every:
        return used
    return replace(used, step=Step(used.step.threshold, percent=rates[used.offer.id]))


def highest_rates(offers: Iterable[Offer], signatures: Iterable[frozenset[str]]) -> dict[str, Fraction]:
    """The greatest part that each offer of the order can take off; `offers` in their order, `signatures` the sets of
    offers that cover a SKU."""
    rates: dict[str, Fraction] = {}
    listed = tuple(signatures)
    earlier: list[Offer] = []
    for offer in offers:
        covered = [one for one in listed if offer.id in one] if offer.before else []
        floor = min((least_left(earlier, one, rates) for one in covered), default=_ALL)
        rates[offer.id] = max((_rate(used, floor) for used in steps_of(offer)), default=_NONE)
        earlier.append(offer)
    return rates


def highest_rate(used: Used, rates: Mapping[str, Fraction]) -> Fraction:
    """The greatest part that an offer can take off at one of its steps."""
    return rates[used.offer.id] if used.offer.before or used.offer.every else _rate(used, _ALL)


def _rate(used: Used, floor: Fraction) -> Fraction:
    if used.off is None:
        return used.step.percent or _NONE
    amount = used.needs * floor
    return min(_ALL, used.off / amount) if amount else _ALL if used.off else _NONE


def least_left(offers: Iterable[Offer], covering: frozenset[str], rates: Mapping[str, Fraction]) -> Fraction:
    """What is left at least of goods covered by these offers, one of each group at most."""
    left, grouped = _ALL, dict[str, Fraction]()
    for offer in offers:
        if offer.id not in covering or offer.section is not Section.ORDER:
            continue
        if offer.group:
            grouped[offer.group] = max(grouped.get(offer.group, _NONE), rates[offer.id])
        else:
            left *= _ALL - rates[offer.id]
    for rate in grouped.values():
        left *= _ALL - rate
    return left


class Sides:
    """Offers that do not cover the line but may be used beside those that do, and lower what other goods cost. `least`
    tells how much of a scope's amount they leave, between two places in the order of offers."""

    def __init__(
        self, offers: Iterable[Offer], rates: Mapping[str, Fraction], signatures: tuple[frozenset[str], ...]
    ) -> None:
        self.offers, self.rates, self.signatures = tuple(offers), rates, signatures
        self._known: dict[tuple[Offer, tuple[int, int] | None, Offer], Fraction] = {}

    def least(self, scope: Offer, after: tuple[int, int] | None, until: Offer) -> Fraction:
        key = (scope, after, until)
        if key not in self._known:
            self._known[key] = self._least(*key)
        return self._known[key]

    def _least(self, scope: Offer, after: tuple[int, int] | None, until: Offer) -> Fraction:
        last = until.section is Section.LAST
        between = [
            one
            for one in self.offers
            if (after is None or one.place > after) and (last or one.place < until.place) and one.skus & scope.skus
        ]
        if not between:
            return _ALL
        covered = (one for one in self.signatures if scope.id in one)
        return min((least_left(between, one, self.rates) for one in covered), default=_ALL)


class Bounding:
    """Bounds for the offers of one shop; what their scopes have in common is worked out once."""

    def __init__(self) -> None:
        self._within: dict[tuple[Offer, Offer], bool] = {}
        self._share: dict[tuple[Offer, Offer], bool] = {}

    def least_part(self, chosen: Sequence[Used], own: Fraction, sku: str, sides: Sides | None) -> Fraction:
        """The least part of a line of `own` cents that these offers, at these steps, can leave. `sides` are what else
        may yet be used; None where `chosen` is all there is."""
        inner = [place for place, used in enumerate(chosen) if sku in used.offer.skus]
        amounts = {place: self._from_threshold(chosen, place, sides) for place in inner}
        for _ in range(_ROUNDS):
            before = dict(amounts)
            if own:
                self._from_own(chosen, inner, amounts, own)
            self._link(chosen, inner, amounts, sides)
            if amounts == before:
                break
        part, last = _ALL, _ALL
        for place in inner:
            left = chosen[place].left(amounts[place])
            if chosen[place].offer.section is Section.ORDER:
                part *= left
            else:
                last -= _ALL - left
        return part * max(_NONE, last)

    @staticmethod
    def _from_own(chosen: Sequence[Used], inner: Sequence[int], amounts: dict[int, Fraction], own: Fraction) -> None:
        """The line itself is part of every amount."""
        for place in inner:
            amounts[place] = max(amounts[place], own)
            if chosen[place].offer.section is Section.ORDER:
                own *= chosen[place].left(amounts[place])

    def _from_threshold(self, chosen: Sequence[Used], place: int, sides: Sides | None) -> Fraction:
        """What an offer's own threshold says of the amount that it is taken off."""
        used = chosen[place]
        if not used.offer.before:
            return Fraction(used.needs)
        left = _ALL if sides is None else sides.least(used.offer, None, used.offer)
        return self._declined(chosen[:place], used.needs * left, used.offer)

    def _declined(self, between: Iterable[Used], amount: Fraction, scope: Offer) -> Fraction:
        """What is left at least of an amount of a scope's goods after these offers."""
        for used in between:
            if used.offer.section is Section.ORDER and self._sharing(used.offer, scope):
                off = used.off
                amount = amount * (_ALL - (used.step.percent or _NONE)) if off is None else max(_NONE, amount - off)
        return amount

    def _link(
        self, chosen: Sequence[Used], inner: Sequence[int], amounts: dict[int, Fraction], sides: Sides | None
    ) -> None:
        """What the amount of one offer says of another's: the goods are the same, or some of them."""
        for nth, one in enumerate(inner):
            first = chosen[one]
            if first.offer.section is not Section.ORDER:
                continue
            for other in inner[nth + 1 :]:
                then = chosen[other]
                if self._all_within(first.offer, then.offer):
                    left = _ALL if sides is None else sides.least(first.offer, first.offer.place, then.offer)
                    after = amounts[one] * first.left(amounts[one]) * left
                    after = self._declined(chosen[one + 1 : other], after, first.offer)
                    amounts[other] = max(amounts[other], after)
                if self._all_within(then.offer, first.offer):
                    amounts[one] = max(amounts[one], first.before(amounts[other]))

    def _all_within(self, one: Offer, other: Offer) -> bool:
        key = (one, other)
        if key not in self._within:
            self._within[key] = one.skus <= other.skus
        return self._within[key]

    def _sharing(self, one: Offer, other: Offer) -> bool:
        key = (one, other)
        if key not in self._share:
            self._share[key] = bool(one.skus & other.skus)
        return self._share[key]
