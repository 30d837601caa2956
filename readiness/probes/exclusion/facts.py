"""Exclusion: what was seen. Places and counts alone: a contact is somebody's, and stays in its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from readiness.model.text import Text
from readiness.probes.exclusion.settings import Meaning
from readiness.probes.tabular.facts import Aged

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell that can't be compared with anything, or a row without any that could be."""

    row: str
    where: str
    title: str
    why: Text


@dataclass(frozen=True, slots=True)
class Seen(Generic[_T]):
    """The first of something, and how many there are."""

    listed: tuple[_T, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Twice:
    """A contact that stands in several rows of the audience."""

    row: str
    where: str
    meaning: Meaning
    rows: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A row of the audience that stands in a list: what both hold, and where."""

    row: str
    meaning: Meaning
    where: str
    listed_where: str


@dataclass(frozen=True, slots=True)
class Side:
    """The rows of a table that count, and what is wrong with them. `readable` counts the contacts of each meaning;
    `undecided` are rows of which `where` says neither yes nor no: they count."""

    table: Aged
    rows: int
    readable: dict[Meaning, int]
    unread: Seen[Unread]
    empty: Seen[Unread]
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class ListSeen:
    """A list beside the audience. `side` is None for one without any row; `shared` are the meanings of which both
    hold a contact; `apart` are rows of the list that have none of these, `beyond` counts such rows of the audience."""

    table: Aged
    side: Side | None
    may_be_empty: bool
    shared: tuple[Meaning, ...] = ()
    hits: Seen[Hit] = Seen()
    apart: Seen[Unread] = Seen()
    beyond: int = 0


@dataclass(frozen=True, slots=True)
class Facts:
    audience: Side
    twice: Seen[Twice]
    lists: tuple[ListSeen, ...]
