"""A PromQL expression as a tree of our own types, so that nothing else knows the parser; and PromQL written from it.

The `repr` of a tree has all that an expression means: it is the same for two only where blanks and brackets differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import Final

_CLASSIC_METRIC = re.compile(r"[a-zA-Z_:][a-zA-Z0-9_:]*")
_CLASSIC_LABEL = re.compile(r"[a-zA-Z_][a-zA-Z0-9_]*")
NAME_LABEL: Final = "__name__"
COMPARISONS: Final = ("==", "!=", ">", ">=", "<", "<=")


@dataclass(frozen=True, slots=True)
class Matcher:
    """`operator` is one of `=`, `!=`, `=~`, `!~`."""

    label: str
    operator: str
    value: str

    def __str__(self) -> str:
        label = self.label if _CLASSIC_LABEL.fullmatch(self.label) else _quoted(self.label)
        return f"{label}{self.operator}{_quoted(self.value)}"


@dataclass(frozen=True, slots=True)
class Number:
    """`value` may be NaN or infinite, as PromQL's literals may."""

    value: Decimal


@dataclass(frozen=True, slots=True)
class String:
    value: str


@dataclass(frozen=True, slots=True)
class Selector:
    """Series by name and labels. `metric` is empty where no one name is asked for; `any_of` are the groups of matchers
    joined by `or`. `ranged` ones ask for a span of time; `shifted` ones look at another time than now, by their own
    `offset` or `@` or by those of a subquery around them. `window` is how long a ranged one looks back and `shift` its
    own `offset` and `@`: neither makes it another selector."""

    metric: str
    matchers: tuple[Matcher, ...]
    any_of: tuple[tuple[Matcher, ...], ...] = ()
    ranged: bool = False
    shifted: bool = False
    window: timedelta | None = field(default=None, compare=False)
    shift: str = field(default="", compare=False)

    @property
    def series(self) -> str:
        """The PromQL for the same series now: without range, offset and `@`."""
        name = self.metric if _CLASSIC_METRIC.fullmatch(self.metric) else ""
        named = () if name or not self.metric else (Matcher(NAME_LABEL, "=", self.metric),)
        groups = [(*named, *self.matchers, *group) for group in self.any_of] or [(*named, *self.matchers)]
        inside = " or ".join(",".join(map(str, group)) for group in groups)
        return f"{name}{{{inside}}}" if inside or not name else name


@dataclass(frozen=True, slots=True)
class Subquery:
    inside: Node
    shifted: bool
    window: timedelta | None = field(default=None, compare=False)
    step: timedelta | None = field(default=None, compare=False)
    shift: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Aggregation:
    """`sum by (pool) (...)`; `without` says that `labels` are the ones left out."""

    operator: str
    inside: Node
    parameter: Node | None = None
    labels: tuple[str, ...] = ()
    without: bool = False


@dataclass(frozen=True, slots=True)
class Negative:
    inside: Node


@dataclass(frozen=True, slots=True)
class Operation:
    """Two sides and what is between them. `as_bool`: a comparison that gives 0 or 1 instead of leaving series out;
    `filled`: series that only one side has are given a value for the other. `matching` is by which labels series find
    each other, which makes it no other operation."""

    operator: str
    left: Node
    right: Node
    as_bool: bool = False
    filled: bool = False
    matching: str = field(default="", compare=False)


Node = Number | String | Selector | Subquery | Call | Aggregation | Negative | Operation


def children(node: Node) -> tuple[Node, ...]:
    match node:
        case Call():
            return node.arguments
        case Operation():
            return (node.left, node.right)
        case Aggregation():
            return (node.inside,) if node.parameter is None else (node.parameter, node.inside)
        case Negative() | Subquery():
            return (node.inside,)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all within it, from the outside in and from left to right."""
    yield node
    for child in children(node):
        yield from walk(child)


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\r", "\\r")
    return f'"{escaped.replace(chr(9), chr(92) + "t")}"'
