"""What an expression is made of, and the functions that it may call."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class Name:
    """A name in an expression: `("book",)`, or `("plan", "budget")` of a joined evidence; `at` is its place in the
    text, counted from 1."""

    path: tuple[str, ...]
    at: int

    @property
    def words(self) -> str:
        return ".".join(self.path)


@dataclass(frozen=True, slots=True)
class LocalZone:
    """Stands in SQL for the campaign's zone."""


Piece = str | Name | LocalZone
Pieces = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Sides that are held against one another, so their types must agree; `literals` are the texts among them."""

    at: int
    sides: tuple[Pieces, ...]
    literals: tuple[str, ...] = ()


class Refused(Exception):
    """Something that an expression may not hold; `at` is its place in the text, counted from 1."""

    def __init__(self, at: int, en: str, zh: str) -> None:
        super().__init__(en)
        self.at = at
        self.text = Text(en, zh)


COMPARISONS = {
    "COMPARE_EQUAL": "=",
    "COMPARE_NOTEQUAL": "<>",
    "COMPARE_LESSTHAN": "<",
    "COMPARE_GREATERTHAN": ">",
    "COMPARE_LESSTHANOREQUALTO": "<=",
    "COMPARE_GREATERTHANOREQUALTO": ">=",
}
ARITHMETIC = frozenset({"+", "-", "*"})
LIKE = {"~~": "LIKE", "!~~": "NOT LIKE", "~~*": "ILIKE", "!~~*": "NOT ILIKE"}
DIVISIONS = frozenset({"/", "//", "%", "mod", "divide", "fmod"})
# How many arguments each function takes. Those of `PLAIN` run under their own name.
PLAIN = {
    "abs": (1, 1), "nullif": (2, 2), "length": (1, 1), "lower": (1, 1), "upper": (1, 1), "trim": (1, 1),
    "contains": (2, 2), "starts_with": (2, 2), "ends_with": (2, 2), "regexp_matches": (2, 2),
    "list_contains": (2, 2), "len": (1, 1),
}  # fmt: skip
OWN = {
    "greatest": (1, 20), "least": (1, 20), "items": (1, 1), "local_day": (1, 1), "local_hour": (1, 1),
    "person_name": (1, 1),
}  # fmt: skip
AGGREGATES = {
    "count": (0, 1), "count_star": (0, 0), "count_if": (1, 1), "sum": (1, 1), "min": (1, 1), "max": (1, 1),
    "bool_and": (1, 1), "bool_or": (1, 1),
}  # fmt: skip
IN_WINDOWS = {"lag": (1, 3), "lead": (1, 3), "row_number": (0, 0)}
ARGUMENTS = {**PLAIN, **OWN, **AGGREGATES, **IN_WINDOWS}
FUNCTIONS = tuple(sorted({*ARGUMENTS, "coalesce"} - {"count_star"}))
MAY_BE_DISTINCT = frozenset({"count", "sum"})
SPANS = {f"to_{unit}s": unit for unit in ("week", "day", "hour", "minute", "second")}
SPAN = re.compile(r"\s*(\d{1,9})\s*(week|day|hour|minute|second)s?\s*", re.IGNORECASE)
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)")
NOWHERE = 2**62
MOST_DIGITS = 38
DEEPEST = 60

INSTANT = "TIMESTAMP '2000-01-01'"
# The constants between which `person_name` looks a word up: what people may be called, and beside it each one's name.
PEOPLE, PEOPLE_NAMES = "people", "people_names"


def joined(parts: Iterable[Pieces], between: str) -> Pieces:
    pieces: list[Piece] = []
    for part in parts:
        pieces += [between, *part] if pieces else part
    return tuple(pieces)
