"""What adding a piece, or ordering apart, saves: as trying every order finds it."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest

from readiness.probes.promotion_rules.arithmetic.arbitrage import dearest_gap, dearest_whole, tier_faults, worst_cost
from readiness.probes.promotion_rules.arithmetic.model import Bounds, Offer, OfferKind, Shop, Sku, Step
from tests.probes.promotion_rules import brute


def any_offer(dice: random.Random) -> tuple[Shop, Offer]:
    """Two or three SKUs, and one offer of the order with rising tiers."""
    skus = {i: Sku(i, dice.choice((5, 7, 10, 12, 30)), Fraction(1)) for i in "ABC"[: dice.randint(1, 3)]}
    kind = dice.choice((OfferKind.FULL_REDUCTION, OfferKind.EVERY_FULL, OfferKind.COUPON))
    thresholds = sorted(dice.sample((10, 20, 24, 30, 45), dice.randint(1, 3)))
    cap = None
    if kind is OfferKind.FULL_REDUCTION:
        offs = sorted(dice.sample(range(1, 10), len(thresholds)))
        steps = tuple(Step(t, off=o) for t, o in zip(thresholds, offs, strict=True))
    elif kind is OfferKind.EVERY_FULL:
        steps, cap = (Step(thresholds[0], off=dice.randint(1, 9)),), dice.choice((None, 10, 20))
    else:
        steps, cap = (Step(thresholds[0], percent=Fraction(dice.choice((10, 33, 50)), 100)),), dice.choice((4, 9, 12))
    offer = Offer("O", kind, frozenset(skus), steps=steps, cap=cap, before=dice.random() < 0.5)
    return Shop(skus, (offer,), Bounds(len(skus), {1: 16, 2: 6, 3: 3}[len(skus)])), offer


@pytest.mark.parametrize("seed", range(30))
def test_the_greatest_savings_are_found(seed: int) -> None:
    """The part that is saved is the greatest there is, whatever the tiers, the cap and the goods."""
    shop, offer = any_offer(random.Random(seed))
    added = dearest_gap(shop, offer, lambda: None, 10**9)
    apart = dearest_whole(shop, offer, lambda: None, 10**9)
    assert (added.part if added else 0) == brute.dearest_gap(shop, offer)
    assert (apart.part if apart else 0) == brute.dearest_whole(shop, offer)


def test_what_one_person_may_use_once_is_not_split() -> None:
    skus = {"A": Sku("A", 100, Fraction(1))}
    steps = (Step(100, off=20),)
    twice = Offer("O", OfferKind.FULL_REDUCTION, frozenset(skus), steps=steps, per_person=2)
    once = Offer("O", OfferKind.FULL_REDUCTION, frozenset(skus), steps=steps, per_person=1)
    shop = Shop(skus, (twice,), Bounds(1, 9))
    found = dearest_whole(shop, twice, lambda: None, 10**9)
    assert found is not None
    assert (dict(found.first), dict(found.second)) == ({"A": 1}, {"A": 1})
    assert (int(found.dear), int(found.cheap)) == (180, 160)
    assert dearest_whole(shop, once, lambda: None, 10**9) is None


@pytest.mark.parametrize(
    ("steps", "faults"),
    [
        ([(100, 10), (200, 20)], []),
        ([(100, 10), (200, 10)], [(0, 1)]),
        ([(200, 10), (100, 20)], [(1, 0)]),
        ([(100, 10), (100, 20)], [(0, 1)]),
        ([(100, 100)], [(0, 0)]),
        ([(100, 99)], []),
    ],
    ids=str,
)
def test_tiers_rise_in_threshold_and_benefit(steps: list[tuple[int, int]], faults: list[tuple[int, int]]) -> None:
    offer = Offer("O", OfferKind.FULL_REDUCTION, frozenset("A"), steps=tuple(Step(t, off=o) for t, o in steps))
    assert list(tier_faults(offer)) == faults


@pytest.mark.parametrize(
    ("offer", "cost"),
    [
        (Offer("O", OfferKind.COUPON, frozenset("AB"), steps=(Step(100, off=20),), total=10), 200),
        (Offer("O", OfferKind.COUPON, frozenset("AB"), steps=(Step(100, off=20),)), None),
        (Offer("O", OfferKind.COUPON, frozenset("AB"), steps=(Step(0, percent=Fraction(1, 2)),), total=10), None),
        (Offer("O", OfferKind.COUPON, frozenset("AB"), steps=(Step(0, percent=Fraction(1, 2)),), total=10, cap=7), 70),
        (Offer("O", OfferKind.EVERY_FULL, frozenset("AB"), steps=(Step(100, off=20),), total=10), None),
        (Offer("O", OfferKind.FLASH_PRICE, frozenset("AB"), fixed={"A": 90, "B": 45}, total=10), 100),
        (Offer("O", OfferKind.BUY_GET, frozenset("AB"), buy=2, get=2, total=10), 2000),
        (Offer("O", OfferKind.NTH_ITEM, frozenset("B"), buy=2, steps=(Step(0, percent=Fraction(1, 2)),), total=3), 75),
        (Offer("O", OfferKind.GIFT, frozenset("AB"), steps=(Step(100, off=30),), total=10), 300),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_offer_costs_its_limit_times_the_most_of_one_use(offer: Offer, cost: int | None) -> None:
    skus = {"A": Sku("A", 100, Fraction(1)), "B": Sku("B", 50, Fraction(1))}
    assert worst_cost(Shop(skus, (offer,), Bounds(9, 9)), offer) == cost
