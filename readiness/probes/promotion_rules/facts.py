"""Promotion rules: what was read, and what the search found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from readiness.model.text import Text
from readiness.probes.promotion_rules.arithmetic.arbitrage import Gain
from readiness.probes.promotion_rules.arithmetic.lowest import Answer
from readiness.probes.promotion_rules.arithmetic.model import OfferKind, Shop


class FlawKind(StrEnum):
    """What is wrong with a cell, or with what cells say together."""

    UNREAD = "unread"
    MISSING = "missing"
    WRONG = "wrong"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something of the tables themselves: about `subject`, what is `required` and what was `observed`."""

    kind: FlawKind
    subject: str
    required: Text
    observed: Text
    message: Text
    where: str


@dataclass(frozen=True, slots=True)
class Written:
    """Where an offer stands: `cell` of each of its columns, in its first row; `rows` of its steps."""

    where: str
    cells: Mapping[str, str] = field(default_factory=dict)
    rows: tuple[str, ...] = ()

    def at(self, column: str) -> str:
        return self.cells.get(column, self.where)


@dataclass(frozen=True, slots=True)
class Facts:
    """The shop as declared, and what was found out about it. `undecided` are SKUs for which time, or a limit of the
    search, did not suffice."""

    shop: Shop
    flaws: tuple[Flaw, ...]
    written: Mapping[str, Written]
    prices: Mapping[str, str]
    titles: Mapping[str, str]
    budgets: Mapping[str, int]
    answers: tuple[Answer, ...] = ()
    undecided: tuple[str, ...] = ()
    added: tuple[Gain, ...] = ()
    split: tuple[Gain, ...] = ()
    unlimited: frozenset[OfferKind] = frozenset()
