"""The worst order of each SKU is the one that trying every order finds."""

from __future__ import annotations

import random
from collections.abc import Callable
from fractions import Fraction

import pytest

from readiness.probes.promotion_rules.arithmetic.lowest import Search
from readiness.probes.promotion_rules.arithmetic.model import Shop, Sku
from readiness.probes.promotion_rules.arithmetic.pricing import price
from readiness.probes.promotion_rules.arithmetic.reaching import OutOfTime
from tests.probes.promotion_rules.brute import any_shop, lowest, order


@pytest.mark.parametrize("seed", range(100))
def test_what_is_not_below_is_proved_not_to_be(seed: int) -> None:
    """Asked for less than the lowest, there is none; asked for a hair more, there is that one."""
    shop = any_shop(random.Random(seed))
    asked = search(shop, few=40)
    for id_, least in lowest(shop).items():
        none = asked.lowest(id_, least)
        assert (none.net, none.proved) == (None, True)
        assert asked.lowest(id_, least + Fraction(1, 10**9)).net == least


def search(shop: Shop, few: int) -> Search:
    return Search(shop, lambda: None, most_nodes=10**6, most_cells=10**9, few=few)


@pytest.mark.parametrize("seed", range(300))
def test_agrees_with_trying_every_order(seed: int) -> None:
    """The lowest that is kept of a piece is the same to the fraction of a cent, and the order shown comes to it."""
    shop = any_shop(random.Random(seed))
    expected = lowest(shop)
    asked = search(shop, few=40 * (seed % 2))  # with none, other goods are added up as in a large shop
    for id_, least in expected.items():
        answer = asked.lowest(id_)
        assert answer.proved
        assert answer.net == least, (id_, answer, least)
        told = order(shop, dict(answer.basket), answer.offers)
        assert told[id_][1] / answer.basket[id_] == least
        priced = price(shop, answer.basket, answer.offers)
        assert {i: (priced.paid[i], priced.kept[i]) for i in priced.paid} == told


def test_one_sku_does_not_take_the_time_of_all() -> None:
    """Where the time ends early, what was found of every SKU is told; none is taken for sound."""
    shop = any_shop(random.Random(7))
    least = lowest(shop)
    floors = Shop({i: Sku(i, one.price, least[i] + 1) for i, one in shop.skus.items()}, shop.offers, shop.bounds)
    for calls in (0, 1, 10, 100, 10**6):
        answers = Search(floors, counted(calls), most_nodes=10**6, most_cells=10**9).all_below_their_floors()
        assert {one.sku for one in answers if one.net is not None or not one.proved} == set(shop.skus)
        assert all(one.net is None or one.bound <= one.net for one in answers)


def counted(calls: int) -> Callable[[], None]:
    """Time for so many steps."""
    left = iter(range(calls))

    def alive() -> None:
        if next(left, None) is None:
            raise OutOfTime

    return alive
