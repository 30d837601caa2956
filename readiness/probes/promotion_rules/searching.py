"""Promotion rules: the questions that take time. What was not answered in time is said, and never passes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from readiness.probes.promotion_rules.arithmetic.arbitrage import Gain, dearest_gap, dearest_whole
from readiness.probes.promotion_rules.arithmetic.lowest import Answer, Search
from readiness.probes.promotion_rules.arithmetic.reaching import GaveUp, OutOfTime
from readiness.probes.promotion_rules.facts import Facts
from readiness.probes.promotion_rules.settings import Settings

# What is left of the check's time when the search gives up, to tell what was found.
_SPARE_SECONDS = 0.5


def search(settings: Settings, facts: Facts, left: Callable[[], float]) -> Facts:
    """The worst order of each SKU, and what adding and splitting save."""
    alive = _clock(left)
    undecided: list[str] = []
    added: list[Gain] = []
    split: list[Gain] = []
    for offer in facts.shop.offers:
        try:
            gains = (
                dearest_gap(facts.shop, offer, alive, settings.sums),
                dearest_whole(facts.shop, offer, alive, settings.sums),
            )
        except GaveUp:
            undecided.append(offer.id)
            continue
        added += [gains[0]] if gains[0] is not None else []
        split += [gains[1]] if gains[1] is not None else []
    answers: list[Answer] = []
    try:
        asked = Search(facts.shop, alive, most_nodes=settings.steps, most_cells=settings.sums)
        answers = asked.all_below_their_floors()
    except GaveUp:
        undecided += list(facts.shop.skus)
    undecided += [one.sku for one in answers if not one.proved and one.net is None]
    return replace(facts, answers=tuple(answers), undecided=tuple(undecided), added=tuple(added), split=tuple(split))


def _clock(left: Callable[[], float]) -> Callable[[], None]:
    """Raises OutOfTime when the time is used up."""

    def alive() -> None:
        if left() < _SPARE_SECONDS:
            raise OutOfTime

    return alive
