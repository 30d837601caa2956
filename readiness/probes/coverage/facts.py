"""Coverage: what was seen of the intervals, and of what they must cover."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.grouped import Flaws


@dataclass(frozen=True, slots=True)
class Shift:
    """A row that counts: from `starts` until `ends`, both instants, or None for an empty cell. `people` are those whom
    it names, one name for each person; `shown` is who or what it is, `where` the row, and the others its cells.
    `stranger` is a row that names people and nobody who is known; `nobody` one that names no one."""

    starts: datetime | None
    ends: datetime | None
    shown: str
    where: str
    starts_where: str
    ends_where: str
    key: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    stranger: bool = False
    nobody: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A key of the roster, or all: what must be covered. `where` is the roster's row, `hint` another spelling that the
    table holds."""

    key: tuple[str, ...]
    subject: str
    where: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`flaws` are cells that can't be read, rows of which nobody can tell whether they count or what they are about,
    and what is wrong with the roster; `strangers` counts rows of keys that the roster does not have. `starts` and
    `ends` are what people call the columns, `known` is the source of those who may be named."""

    lines: tuple[Line, ...]
    shifts: tuple[Shift, ...]
    table: Aged
    title: str
    starts: str
    ends: str
    known: str = ""
    flaws: Flaws = field(default_factory=Flaws)
    strangers: int = 0
