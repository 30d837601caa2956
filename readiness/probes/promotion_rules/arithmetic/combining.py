"""Which offers one order may use together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from readiness.probes.promotion_rules.arithmetic.model import Offer, Section


def allowed(offers: Iterable[Offer]) -> bool:
    """Whether one order may use them all: one of a group, nothing beside an offer that stands alone on the same goods,
    and some instant, channel and region at which all of them hold. Prices of a piece keep each other out piece by
    piece instead (`pricing.unit_price`): one order may hold one SKU at its flash price and another at its member
    price."""
    used: list[Offer] = []
    for offer in offers:
        if not all(together(offer, other) for other in used):
            return False
        used.append(offer)
    return _all_meet(used)


def together(one: Offer, other: Offer) -> bool:
    """Whether two may be in one order, as far as two can tell; three need a channel and region that all share."""
    prices = one.section is Section.PRICE and other.section is Section.PRICE
    if not prices and apart(one, other):
        return False
    return at_once(one, other) and _meet((one.channels, other.channels)) and _meet((one.regions, other.regions))


def apart(one: Offer, other: Offer) -> bool:
    """Whether their own words keep two offers from being used on the same goods."""
    if one.group and one.group == other.group:
        return True
    return not (one.stackable and other.stackable) and bool(one.skus & other.skus)


def at_once(one: Offer, other: Offer) -> bool:
    """Whether some instant lies in both windows, ends included."""
    return not (
        (one.ends is not None and other.starts is not None and one.ends < other.starts)
        or (other.ends is not None and one.starts is not None and other.ends < one.starts)
    )


def _all_meet(offers: Sequence[Offer]) -> bool:
    return _meet([one.channels for one in offers]) and _meet([one.regions for one in offers])


def _meet(named: Sequence[frozenset[str]]) -> bool:
    """Whether the sets share something; an empty one stands for all there is."""
    some = [one for one in named if one]
    return not some or bool(frozenset.intersection(*some))


class Together:
    """The same for the offers of one shop, worked out once for each pair."""

    def __init__(self, offers: Sequence[Offer]) -> None:
        self.number = {offer: number for number, offer in enumerate(offers)}
        self.against = {
            one: sum(1 << self.number[other] for other in offers if one is not other and not together(one, other))
            for one in offers
        }
        self.narrow = any(offer.channels or offer.regions for offer in offers)

    def allowed(self, used: Sequence[Offer], more: Offer) -> bool:
        """Whether an order with offers that it may use can use one more."""
        against = self.against[more]
        if against and any(against >> self.number[one] & 1 for one in used):
            return False
        return not self.narrow or _all_meet((*used, more))

    def combinations(self, offers: Sequence[Offer]) -> Iterator[tuple[Offer, ...]]:
        """Every allowed combination, the empty one too."""

        def grow(used: tuple[Offer, ...], left: Sequence[Offer]) -> Iterator[tuple[Offer, ...]]:
            yield used
            for place, offer in enumerate(left):
                if self.allowed(used, offer):
                    yield from grow((*used, offer), left[place + 1 :])

        return grow((), offers)
