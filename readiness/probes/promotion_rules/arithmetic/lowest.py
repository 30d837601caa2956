"""The least that a shop can be left with for a piece of a SKU, over all allowed combinations of offers and all orders
within the bounds: best bound first, so that the first order that meets the bound is the worst there is."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import count

from readiness.probes.promotion_rules.arithmetic.bounding import Used, least_left, steps_of
from readiness.probes.promotion_rules.arithmetic.filling import FEW, Filling
from readiness.probes.promotion_rules.arithmetic.framing import ORDERED, Frame, Rules
from readiness.probes.promotion_rules.arithmetic.model import Offer, Section, Shop, Sku
from readiness.probes.promotion_rules.arithmetic.pricing import in_order, line_amount, price, unit_price
from readiness.probes.promotion_rules.arithmetic.reaching import GaveUp, OutOfTime

_SHORT = 200  # nodes of a first look


@dataclass(frozen=True, slots=True)
class Answer:
    """`net` is what the shop keeps of one piece in the worst order found (None: none below what was asked); `bound`
    says below what no order can go; `proved`: nothing below `net`, or below what was asked, is possible."""

    sku: str
    net: Fraction | None
    basket: Mapping[str, int]
    offers: tuple[Offer, ...]
    bound: Fraction
    proved: bool


@dataclass(frozen=True, slots=True)
class _Node:
    """A combination, each offer of the order at one step, and so many pieces of the SKU. `beyond` is how many of the
    side offers have been thought of."""

    offers: tuple[Offer, ...]
    chosen: tuple[Used, ...]
    pieces: int
    beyond: int


class Search:
    """Answers for one shop, SKU after SKU. `alive` is called often, and raises OutOfTime when the time is used up."""

    def __init__(
        self, shop: Shop, alive: Callable[[], None], *, most_nodes: int, most_cells: int, few: int = FEW
    ) -> None:
        self.shop, self.alive, self.most_nodes = shop, alive, most_nodes
        self.rules = Rules(shop)
        self.filling = Filling(shop, alive, most_cells, few)
        self._frames: dict[frozenset[Offer], Frame | None] = {}
        self._needed: dict[frozenset[Offer], Fraction] = {}
        self._units: dict[tuple[str, tuple[Offer, ...]], int] = {}
        self._covers = {id_: frozenset(one for one in shop.offers if id_ in one.skus) for id_ in shop.skus}

    def lowest(self, sku: str, below: Fraction | None = None, nodes: int | None = None) -> Answer:
        """The least that is kept of one piece of the SKU; only of interest where it is `below` this. Ends unproved
        after so many `nodes`, if it must."""
        return _Ask(self, self.shop.skus[sku], below).answer(self.most_nodes if nodes is None else nodes)

    def all_below_their_floors(self) -> list[Answer]:
        """Of each SKU an order that leaves less than its floor, the worst if time allows: first a short look at each,
        so that one of them does not take the time of all."""
        skus = self.shop.skus
        answers = {id_: self.lowest(id_, one.floor, min(_SHORT, self.most_nodes)) for id_, one in skus.items()}
        for id_, first in answers.items():
            if not first.proved:
                again = self.lowest(id_, skus[id_].floor)
                answers[id_] = again if again.proved or _worse(again, first) else first
        return list(answers.values())

    def roughly(self, sku: Sku) -> Fraction:
        """A bound for hardly any work: the line at its cheapest, and every offer of the order at its greatest rate."""
        inner = [one for one in self.rules.offers if one in self._covers[sku.id]]
        left = least_left(inner, frozenset(one.id for one in inner), self.rules.rates)
        last = sum((self.rules.rates[one.id] for one in inner if one.section is Section.LAST), Fraction(0))
        least = min(Fraction(self.own(sku, inner, pieces), pieces) for pieces in self.pieces(sku, inner) or [1])
        return least * left * max(Fraction(0), 1 - last)

    def frame(self, sku: str) -> Frame:
        """Raises OutOfTime, for each SKU of a frame that has too many combinations."""
        covering = self._covers[sku]
        if covering not in self._frames:
            self._frames[covering] = None
            self._frames[covering] = Frame(self.rules, sku, self.alive, self.most_nodes)
        frame = self._frames[covering]
        if frame is None:
            raise OutOfTime
        return frame

    def own(self, sku: Sku, offers: Sequence[Offer], pieces: int) -> int:
        """The amount of a line; of one piece, as it is asked for all the time, from memory."""
        lines = tuple(one for one in offers if one.section not in ORDERED and sku.id in one.skus)
        if any(one.section is Section.PIECES for one in lines):
            return line_amount(sku, pieces, lines, self.shop.bounds.rounding)
        key = (sku.id, lines)
        if key not in self._units:
            self._units[key] = unit_price(sku, lines, self.shop.bounds.rounding)
        return self._units[key] * pieces

    def highest_needed(self, sku: str) -> Fraction:
        """The part of a line at which the floors of all SKUs of a frame are met, whatever their prices become."""
        covering = self._covers[sku]
        if covering not in self._needed:
            alike = [one for id_, one in self.shop.skus.items() if self._covers[id_] == covering]
            lines = self.frame(sku).lines
            self._needed[covering] = max(self.part_of(one, used, one.floor) for one in alike for used in lines)
        return self._needed[covering]

    def part_of(self, sku: Sku, lines: Sequence[Offer], net: Fraction) -> Fraction:
        """What part of a line `net` a piece is, at its cheapest; more than all where the line costs nothing."""
        self.alive()
        least = min(Fraction(self.own(sku, lines, pieces), pieces) for pieces in self.pieces(sku, lines))
        return net / least if least else Fraction(2)

    def pieces(self, sku: Sku, offers: Sequence[Offer]) -> range:
        """The numbers of pieces to begin with: one, and more of them later; where pieces are free or for less, every
        number is another line."""
        most = self.shop.bounds.most(sku)
        each = any(one.section is Section.PIECES and sku.id in one.skus for one in offers)
        return range(1, most + 1 if each else min(1, most) + 1)


def _worse(one: Answer, other: Answer) -> bool:
    """Whether the first answer shows an order that leaves less."""
    return one.net is not None and (other.net is None or one.net < other.net)


class _Ask:
    """One SKU's search."""

    def __init__(self, search: Search, sku: Sku, below: Fraction | None) -> None:
        self.search, self.shop, self.sku = search, search.shop, sku
        self.together = search.rules.together
        self.asked = below
        self.least = Fraction(sku.price + 1) if below is None else below
        self.best: tuple[dict[str, int], tuple[Offer, ...]] | None = None
        self.numbers = count()
        self.heap: list[tuple[Fraction, int, _Node]] = []
        self.seen: set[tuple[object, ...]] = set()

    def answer(self, most_nodes: int) -> Answer:
        proved, bound, nodes = True, Fraction(0), 0
        try:
            if self.asked is not None and self.search.roughly(self.sku) >= self.asked:
                return Answer(self.sku.id, None, {}, (), self.asked, proved=True)
            self.frame = self.search.frame(self.sku.id)
            self._begin()
            while self.heap and self.heap[0][0] < self.least:
                self.search.alive()
                bound = self.heap[0][0]
                nodes += 1
                if nodes > most_nodes:
                    raise OutOfTime
                node = heapq.heappop(self.heap)[2]
                self._look(node)
                for more in self._after(node):
                    self._push(more)
            bound = self.least
        except GaveUp:
            proved = False
        basket, offers = self.best or ({}, ())
        return Answer(self.sku.id, self.least if self.best else None, basket, offers, bound, proved)

    def _begin(self) -> None:
        if self.shop.bounds.most(self.sku) < 1 or self.shop.bounds.lines < 1:
            return
        parts = [(self.search.part_of(self.sku, lines, self.least), lines) for lines in self.frame.lines]
        upto = None
        if self.asked is not None:
            upto = max(self.search.highest_needed(self.sku.id), *(part for part, _ in parts))
        for part, lines in parts:
            for way in self.frame.ways(upto):
                if way.part >= part:
                    break
                self.search.alive()
                if not self._go_together(lines, way.offers):
                    continue
                offers = in_order((*lines, *way.offers))
                for pieces in self.search.pieces(self.sku, offers):
                    self._push(_Node(offers, way.chosen, pieces, 0))

    def _go_together(self, lines: Sequence[Offer], more: Sequence[Offer]) -> bool:
        used = list(lines)
        for offer in more:
            if not self.together.allowed(used, offer):
                return False
            used.append(offer)
        return True

    def _push(self, node: _Node) -> None:
        key = (node.offers, tuple((used.step, used.times) for used in node.chosen), node.pieces)
        if key in self.seen:
            return
        own = self._own(node)
        bound = own / node.pieces * self.frame.bound(node.offers, node.chosen, own, node.beyond)
        if bound < self.least:
            self.seen.add(key)
            heapq.heappush(self.heap, (bound, next(self.numbers), node))

    def _own(self, node: _Node) -> Fraction:
        return Fraction(self.search.own(self.sku, node.offers, node.pieces))

    def _look(self, node: _Node) -> None:
        """The worst order of a node, if it is worse than what is known."""
        own = self._own(node)
        part = self.search.rules.bounding.least_part(node.chosen, own, self.sku.id, None)
        if own / node.pieces * part >= self.least:
            return
        basket = self.search.filling.worst(node.offers, node.chosen, self.sku, node.pieces, own, self.least)
        if basket is None:
            return
        kept = price(self.shop, basket, node.offers).kept[self.sku.id] / basket[self.sku.id]
        if kept < self.least:
            self.least, self.best = kept, (basket, node.offers)

    def _after(self, node: _Node) -> Iterator[_Node]:
        """What a node stands for beside itself: more pieces, more times, one more offer on the side."""
        each = any(one.section is Section.PIECES and self.sku.id in one.skus for one in node.offers)
        if not each and node.pieces < self.shop.bounds.most(self.sku):
            yield replace(node, pieces=node.pieces + 1)
        for place, used in enumerate(node.chosen):
            if used.offer.every and self._can_reach(used):
                (more,) = steps_of(used.offer, used.times + 1)
                yield replace(node, chosen=(*node.chosen[:place], more, *node.chosen[place + 1 :]))
        outer = self.frame.outer
        for place in range(node.beyond, len(outer)):
            offer = outer[place]
            if offer.section is Section.LAST or not self.together.allowed(node.offers, offer):
                continue
            offers = in_order((*node.offers, offer))
            ways: list[tuple[Used, ...]] = [()]
            if offer.section is Section.ORDER:
                ways = [(used,) for used in steps_of(offer)]
            for way in ways:
                chosen = (*node.chosen, *way)
                ordered = sorted(chosen, key=lambda one: (ORDERED.index(one.offer.section), one.offer.place))
                yield _Node(offers, tuple(ordered), node.pieces, place + 1)

    def _can_reach(self, used: Used) -> bool:
        """Whether an order can be large enough for one more time."""
        bounds, skus = self.shop.bounds, (self.shop.skus[id_] for id_ in used.offer.skus)
        amounts = sorted((one.price * bounds.most(one) for one in skus), reverse=True)
        return used.step.threshold * (used.times + 1) <= sum(amounts[: bounds.lines])
