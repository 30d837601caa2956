"""With which other goods a line is left with least, for one combination with every offer at a given step.

Goods are alike when the same offers of the order cover them: only the sums of such classes matter. What is left of the
line never falls when a sum grows, so of each class the smallest sums that reach the steps are looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from readiness.probes.promotion_rules.arithmetic.bounding import Used
from readiness.probes.promotion_rules.arithmetic.model import Offer, Section, Shop, Sku
from readiness.probes.promotion_rules.arithmetic.pricing import line_amount, unit_price
from readiness.probes.promotion_rules.arithmetic.reaching import Reach, TooLarge

FEW = 40  # so many SKUs are cheap to add up anew without the one that is asked for
_KEPT_REACHES = 64


@dataclass(frozen=True, slots=True)
class _Sum:
    """What a basket's sums come to: whether each step is reached and none passed, and what is left of the line."""

    reached: bool
    passed: bool
    left: Fraction


class Filling:
    """Fills up orders of one shop."""

    def __init__(self, shop: Shop, alive: Callable[[], None], most_cells: int, few: int) -> None:
        self.shop, self.alive, self.most_cells, self.few = shop, alive, most_cells, few
        self._reaches: dict[tuple[object, ...], Reach | None] = {}
        self._order = {id_: place for place, id_ in enumerate(shop.skus)}

    def worst(
        self, offers: tuple[Offer, ...], chosen: Sequence[Used], sku: Sku, pieces: int, own: Fraction, below: Fraction
    ) -> dict[str, int] | None:
        """The order in which least is left of the line, where that is `below` so much a piece."""
        classes = self._classes(chosen)
        pieces_for_less = any(one.section is Section.PIECES and sku.id in one.skus for one in offers)
        for without in (False, True):
            if not without and (pieces_for_less or all(len(ids) <= self.few for ids in classes.values())):
                continue
            basket = _Filler(self, offers, chosen, sku, pieces, own, below, classes, without=without).best()
            if basket is None:
                return None
            if without or basket.get(sku.id, 0) + pieces <= self.shop.bounds.most(sku):
                return {sku.id: basket.pop(sku.id, 0) + pieces, **basket}
        return None

    def _classes(self, chosen: Sequence[Used]) -> dict[tuple[bool, ...], tuple[str, ...]]:
        """SKUs by which offers of the order cover them; those that none covers can't matter."""
        classes: dict[tuple[bool, ...], list[str]] = {}
        for id_, one in self.shop.skus.items():
            mark = tuple(id_ in used.offer.skus for used in chosen)
            if any(mark) and self.shop.bounds.most(one) > 0:
                classes.setdefault(mark, []).append(id_)
        return {mark: tuple(ids) for mark, ids in classes.items()}

    def reach(self, offers: tuple[Offer, ...], ids: tuple[str, ...], limit: int) -> Reach:
        """The sums of these SKUs under the prices of these offers; those asked for last are kept."""
        lines = [one for one in offers if one.section in (Section.PRICE, Section.PIECES)]
        size = 1 << max(0, limit - 1).bit_length()
        key = (tuple(one.id for one in lines), ids, size)
        if key in self._reaches and self._reaches[key] is None:
            raise TooLarge
        known = self._reaches.pop(key, None)
        if known is None:
            self._reaches[key] = None
            bounds = self.shop.bounds
            tables = {id_: self._table(self.shop.skus[id_], lines, size) for id_ in ids}
            known = Reach(tables, bounds.lines - 1, size, most_cells=self.most_cells, alive=self.alive)
            del self._reaches[key]
            while len(self._reaches) >= _KEPT_REACHES:
                self._reaches.pop(next(iter(self._reaches)))
        self._reaches[key] = known
        return known

    def _table(self, sku: Sku, offers: Sequence[Offer], limit: int) -> tuple[int, ...]:
        """The amounts of a line of 1, 2, ... pieces, as far as they can matter."""
        most, rounding = self.shop.bounds.most(sku), self.shop.bounds.rounding
        if not any(one.section is Section.PIECES and sku.id in one.skus for one in offers):
            unit = unit_price(sku, offers, rounding)
            return tuple(unit * pieces for pieces in range(1, min(most, limit // unit + 1 if unit else 1) + 1))
        amounts: list[int] = []
        for pieces in range(1, most + 1):
            amounts.append(line_amount(sku, pieces, offers, rounding))
            if amounts[-1] > limit:
                break
        return tuple(amounts)


class _Filler:
    """One search for the sums of the classes."""

    def __init__(
        self,
        filling: Filling,
        offers: tuple[Offer, ...],
        chosen: Sequence[Used],
        sku: Sku,
        pieces: int,
        own: Fraction,
        below: Fraction,
        classes: Mapping[tuple[bool, ...], tuple[str, ...]],
        *,
        without: bool,
    ) -> None:
        self.filling, self.chosen, self.own = filling, chosen, own
        self.a_piece = own / pieces
        self.least = below
        self.found: dict[int, int] | None = None
        # the class with most goods is filled last: it is the one that meets a threshold nearest
        marks = sorted(classes, key=lambda mark: len(classes[mark]))
        self.marks = marks
        self.mine = tuple(sku.id in used.offer.skus for used in chosen)
        highest = max((one.price for one in filling.shop.skus.values()), default=0)
        self.limit = self._needed() + highest
        self.reaches = []
        for mark in marks:
            ids = tuple(id_ for id_ in classes[mark] if not (without and id_ == sku.id))
            self.reaches.append(filling.reach(offers, ids, self.limit))

    def best(self) -> dict[str, int] | None:
        self._fill(0, [], self.filling.shop.bounds.lines - 1)
        if self.found is None:
            return None
        basket: dict[str, int] = {}
        for place, amount in self.found.items():
            basket |= self.reaches[place].basket(amount)
        return basket

    def _needed(self) -> int:
        """A sum of one class that reaches all the steps that it can reach."""
        needed, share = Fraction(0), Fraction(1)
        for used in self.chosen:
            needed += used.needs + (used.off or 0)
            if used.off is None and used.step.percent is not None and used.step.percent < 1:
                share *= 1 - used.step.percent
        return int(needed / share) + 1

    def _fill(self, place: int, sums: list[int], lines: int) -> None:
        """Chooses the sums of the classes from `place` on; `sums` are those before."""
        self.filling.alive()
        now = self._look(sums)
        if self.a_piece * now.left >= self.least or now.passed:
            return
        if now.reached:
            self._keep(sums, now)
            return
        if place == len(self.reaches):
            return
        reach = self.reaches[place]
        if place == len(self.reaches) - 1:
            amount = self._enough(sums, reach, lines)
            if amount is not None:
                self._fill(place + 1, [*sums, amount], lines)
            return
        for amount in reach.from_(0, lines):
            self.filling.alive()
            more = self._look([*sums, amount])
            if self.a_piece * more.left >= self.least or more.passed:
                return
            self._fill(place + 1, [*sums, amount], lines - reach.fewest(amount))
            if more.reached:
                return

    def _enough(self, sums: list[int], reach: Reach, lines: int) -> int | None:
        """The smallest sum of the last class that reaches all steps."""
        low, high = 0, reach.size * reach.unit
        if not self._look([*sums, high]).reached:
            return None
        while low < high:
            middle = (low + high) // 2
            if self._look([*sums, middle]).reached:
                high = middle
            else:
                low = middle + 1
        return reach.least(low, lines)

    def _keep(self, sums: list[int], now: _Sum) -> None:
        self.least = self.a_piece * now.left
        self.found = {place: amount for place, amount in enumerate(sums) if amount}

    def _look(self, sums: list[int]) -> _Sum:
        """What these sums come to, with each offer at its step whether it is reached or not."""
        amounts: dict[tuple[bool, ...], Fraction] = dict.fromkeys((*self.marks, self.mine), Fraction(0))
        for mark, of_class in zip(self.marks, sums, strict=False):
            amounts[mark] += of_class
        amounts[self.mine] += self.own
        items = dict(amounts)
        reached, passed, part, last = True, False, Fraction(1), Fraction(1)
        for place, used in enumerate(self.chosen):
            there = [mark for mark in amounts if mark[place]]
            amount = sum((amounts[mark] for mark in there), Fraction(0))
            basis = sum((items[mark] for mark in there), Fraction(0)) if used.offer.before else amount
            reached = reached and basis >= used.needs and any(items[mark] for mark in there)
            passed = passed or (used.upto is not None and basis >= used.upto)
            left = used.left(amount)
            if used.offer.section is Section.LAST:
                last -= (1 - left) if self.mine[place] else 0
                continue
            for mark in there:
                amounts[mark] *= left
            part *= left if self.mine[place] else 1
        return _Sum(reached, passed, part * max(Fraction(0), last))
