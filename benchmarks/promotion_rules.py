"""The worst order of every SKU: agreement with trying all orders of small shops, and the time that large shops take.

    PYTHONPATH=. python benchmarks/promotion_rules.py                   # growth up to 500 SKUs with 40 offers
    PYTHONPATH=. python benchmarks/promotion_rules.py --agree 10000     # small shops, every order of each tried

Needs the repository, since the orders of small shops are tried by the arithmetic of the tests.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import time
from fractions import Fraction

from readiness.probes.promotion_rules.arithmetic.lowest import Search
from readiness.probes.promotion_rules.arithmetic.model import Bounds, Offer, OfferKind, Shop, Sku, Step

SIZES = ((125, 40), (250, 40), (500, 20), (500, 40), (1000, 40), (500, 50))
CATEGORIES = 10


def shop(skus: int, offers: int, *, sound: bool, lowest: int = 55, seed: int = 1) -> Shop:
    """A shop with all kinds of offers at once; in the other one a coupon is added that nothing keeps apart."""
    dice = random.Random(seed)
    goods = {}
    for number in range(skus):
        price = dice.choice((990, 1990, 2900, 4950, 5900, 9900, 12800, 19900, 29900, 49900))
        cost = price * dice.randint(lowest, lowest + 5) // 100
        goods[f"S{number:04}"] = Sku(f"S{number:04}", price, Fraction(cost), f"C{number % CATEGORIES}", cost)
    made = [_offer(dice, number, goods) for number in range(offers)]
    if not sound:
        made[-1] = Offer("extra", OfferKind.COUPON, frozenset(goods), (99, 0), (Step(0, off=1500),))
    return Shop(goods, tuple(made), Bounds(20, 99))


def _offer(dice: random.Random, number: int, goods: dict[str, Sku]) -> Offer:  # noqa: PLR0911  (one for each kind)
    everything = frozenset(goods)
    category = frozenset(one.id for one in goods.values() if one.category == f"C{number % CATEGORIES}")
    some = frozenset(dice.sample(sorted(goods), 10))
    kinds = 10
    place = (number % kinds, number)
    name = f"O{number:02}"
    match number % kinds:
        case 0:
            steps = (Step(20000, off=2000), Step(30000, off=3500), Step(50000, off=7000))
            return Offer(name, OfferKind.FULL_REDUCTION, everything, place, steps, group="full")
        case 1:
            return Offer(
                name, OfferKind.PERCENT_OFF, category, place, (Step(0, percent=Fraction(1, 10)),), group="price"
            )
        case 2:
            fixed = {id_: goods[id_].price * 85 // 100 for id_ in some}
            return Offer(name, OfferKind.FLASH_PRICE, some, place, fixed=fixed, group="price")
        case 3:
            return Offer(name, OfferKind.COUPON, everything, place, (Step(10000, off=1000),), group="coupon")
        case 4:
            five = (Step(20000, percent=Fraction(5, 100)),)
            return Offer(name, OfferKind.COUPON, category, place, five, cap=3000, group="coupon")
        case 5:
            fixed = {id_: one.price * 95 // 100 for id_, one in goods.items()}
            return Offer(name, OfferKind.MEMBER_PRICE, everything, place, fixed=fixed, group="price")
        case 6:
            return Offer(name, OfferKind.EVERY_FULL, category, place, (Step(30000, off=2500),), cap=10000, group="full")
        case 7:
            return Offer(name, OfferKind.SHIPPING, everything, place, (Step(9900, off=600),), group="shipping")
        case 8:
            return Offer(name, OfferKind.GIFT, category, place, (Step(29900, off=1200),), group="gift")
        case _:
            two = (Step(30000, off=2500), Step(60000, off=6000))
            return Offer(name, OfferKind.FULL_REDUCTION, category, place, two, before=True, group="full")


def decide(skus: int, offers: int, *, sound: bool) -> None:
    """Asks for every SKU whether an order leaves less than its floor; prints what it cost."""
    asked = shop(skus, offers, sound=sound)
    begun, search = time.perf_counter(), Search(asked, lambda: None, most_nodes=200_000, most_cells=2 * 10**9)
    answers = search.all_below_their_floors()
    seconds = time.perf_counter() - begun
    below, unproved = sum(1 for one in answers if one.net is not None), sum(1 for one in answers if not one.proved)
    mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"| {skus} | {offers} | {'sound' if sound else 'not'} | {below} | {unproved} "
        f"| {seconds:.1f} | {mebibytes:.0f} |"
    )


def agree(shops: int) -> int:
    """Tries every order of so many small shops; says where the search finds another one worst."""
    from tests.probes.promotion_rules.brute import any_shop, lowest

    wrong, begun, skus = 0, time.perf_counter(), 0
    for seed in range(shops):
        small = any_shop(random.Random(seed))
        few = 40 * (seed % 2)  # every other shop is searched as a large one is
        search = Search(small, lambda: None, most_nodes=10**6, most_cells=10**9, few=few)
        for id_, least in lowest(small).items():
            answer = search.lowest(id_)
            skus += 1
            if answer.net != least or not answer.proved:
                wrong += 1
                print(f"shop {seed}, SKU {id_}: {answer.net}, by trying {least}")
    print(f"{shops} shops, {skus} SKUs, {wrong} disagree, {time.perf_counter() - begun:.0f} s")
    return 1 if wrong else 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--agree", type=int, default=0)
    parser.add_argument("--one", nargs=3, metavar=("SKUS", "OFFERS", "SOUND"))
    given = parser.parse_args()
    if given.agree:
        return agree(given.agree)
    if given.one:
        decide(int(given.one[0]), int(given.one[1]), sound=given.one[2] == "sound")
        return 0
    print(
        "| SKUs | offers | rules | below floor | not proved | seconds | MiB |\n|---|---|---|---|---|---|---|",
        flush=True,
    )
    for skus, offers in SIZES:
        for sound in ("sound", "not"):
            one = [sys.executable, __file__, "--one", str(skus), str(offers), sound]
            subprocess.run(one, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
