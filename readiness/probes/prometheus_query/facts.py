"""What the `prometheus-query` kind asks and sees: the facts between asking and judging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from readiness.evidence.promql_tree import Node
from readiness.model.finding import Finding
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class Asked:
    """A row of the table: `metric` as people call it, `key` what it is compared by (the value of a choice,
    the first of a rule's names). `unit` is a
    value of UNITS, or empty; `members` are the series that must be there, each by a value of one of its labels."""

    metric: str
    key: str
    query: str
    where: str
    unit: str
    unit_where: str
    members: tuple[str, ...]
    members_where: str
    tree: Node


@dataclass(frozen=True, slots=True)
class Point:
    """One series of an answer; `value` is None where it is no single number."""

    labels: Mapping[str, str]
    value: Decimal | None

    @property
    def number(self) -> Decimal | None:
        """The value, where it can be held against a limit: NaN and infinity can't."""
        return self.value if self.value is not None and self.value.is_finite() else None


@dataclass(frozen=True, slots=True)
class Oldest:
    """The oldest newest sample of a selector's series, by the server's clock: `seconds` old, of the series with these
    `labels`. `seconds` is None where no series has a sample that the server still takes for present."""

    selector: str
    seconds: Decimal | None
    labels: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of a row: its series and their age, or why there is no answer. `time_up`: our own time ended first."""

    asked: Asked
    points: tuple[Point, ...] = ()
    oldest: tuple[Oldest, ...] = ()
    warnings: tuple[str, ...] = ()
    infos: tuple[str, ...] = ()
    fault: Text | None = None
    time_up: bool = False


@dataclass(frozen=True, slots=True)
class QueryFacts:
    """`unusable` are rows that ask nothing; `keys` are the keys of all rows, those among them. `fault` says why the
    server could not be asked at all; `behind` is by how many seconds its clock was behind the moment of the run."""

    server: str
    server_where: str
    table: str
    answered: tuple[Answered, ...]
    unusable: tuple[Finding, ...]
    keys: tuple[str, ...]
    at: datetime
    behind: Decimal = Decimal(0)
    fault: Text | None = None
