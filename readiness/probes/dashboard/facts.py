"""What dashboards show, whatever form they were exported in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from readiness.model.finding import Finding
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class Query:
    """One query of a panel: its words as they stand there, and whether they are PromQL. `groups` are the fields that a
    query without words (of a search engine) groups by; `step` is its least interval."""

    words: str
    promql: bool
    groups: tuple[str, ...] = ()
    step: str = ""
    legend: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """`queries` are those whose answers are seen; `nothing` says why there are none. `repeats` is the variable for each
    of whose values the panel is shown."""

    title: str
    where: str
    queries: tuple[Query, ...] = ()
    nothing: Text | None = None
    repeats: str = ""
    step: str = ""
    shifted: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """One dashboard. `variables` are the values of its variables as it was saved; `starts` and `ends` are its time
    range, `refresh` how often it is asked again."""

    title: str
    where: str
    panels: tuple[Panel, ...]
    variables: Mapping[str, str] = field(default_factory=dict)
    starts: str = ""
    ends: str = ""
    refresh: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A metric of the table; `query` and `panel` are empty where the row names none."""

    metric: str
    query: str
    panel: str
    where: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`faults` are of a Grafana that did not answer as it must."""

    at: datetime
    boards: tuple[Board, ...]
    source: str
    rows: tuple[Row, ...] = ()
    faults: tuple[Finding, ...] = ()
    notes: tuple[Text, ...] = ()
