"""A YAML document as located nodes. Scalars are the exact text that the user typed; only null is None."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.model.location import Location


@dataclass(slots=True, eq=False)
class Scalar:
    location: Location
    text: str | None


@dataclass(slots=True, eq=False)
class Listing:
    location: Location
    items: list[Node]


@dataclass(slots=True, eq=False)
class Entry:
    """One `key: value` of a mapping, with the place of its key."""

    key: str
    location: Location
    value: Node


@dataclass(slots=True, eq=False)
class Mapping:
    location: Location
    entries: dict[str, Entry]

    def get(self, key: str) -> Node | None:
        entry = self.entries.get(key)
        return entry.value if entry else None


Node = Scalar | Listing | Mapping


def plain(node: Node) -> Any:
    """The node as dicts, lists, texts and None: what pydantic validates."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {key: plain(entry.value) for key, entry in node.entries.items()}


def nulls(node: Node) -> Iterator[Scalar]:
    """Every place where a value was left empty."""
    if isinstance(node, Scalar):
        if node.text is None:
            yield node
    elif isinstance(node, Listing):
        for item in node.items:
            yield from nulls(item)
    else:
        for entry in node.entries.values():
            yield from nulls(entry.value)


def find(node: Node, path: Sequence[str | int]) -> tuple[Node, int]:
    """The deepest node on `path` that exists, and how many steps of the path led to it.

    Steps that lead nowhere are skipped, since pydantic puts names of union members among the keys.
    """
    reached = 0
    for index, step in enumerate(path, start=1):
        below: Node | None = None
        if isinstance(node, Mapping) and isinstance(step, str):
            below = node.get(step)
        elif isinstance(node, Listing) and isinstance(step, int) and step < len(node.items):
            below = node.items[step]
        if below is not None:
            node, reached = below, index
    return node, reached


def place(node: Node, *path: str | int) -> Location:
    """Where the value at `path` stands, or the deepest part of the path that exists."""
    return find(node, path)[0].location


def key_place(node: Node, *path: str) -> Location:
    """Where the key at `path` stands, or the deepest part of the path that exists."""
    parent, _ = find(node, path[:-1])
    if isinstance(parent, Mapping) and path[-1] in parent.entries:
        return parent.entries[path[-1]].location
    return parent.location


def text_at(node: Node | None, *path: str) -> str | None:
    """The text at `path`, if there is one."""
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else None
    return node.text if isinstance(node, Scalar) else None


def mapping_at(node: Node | None, *path: str) -> Mapping | None:
    """The mapping at `path`, if there is one."""
    for step in path:
        node = node.get(step) if isinstance(node, Mapping) else None
    return node if isinstance(node, Mapping) else None
