"""`rows`: what was seen."""

from __future__ import annotations

from dataclasses import dataclass

from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.population import PopulationSeen
from readiness.probes.tabular.roster import RosterSeen
from readiness.probes.tabular.row_rules import RowsSeen
from readiness.probes.tabular.shares import ShareSeen
from readiness.probes.tabular.totals import TotalSeen


@dataclass(frozen=True, slots=True)
class Facts:
    """`key` are the columns that name a row; `joined` says of each joined evidence where it was read."""

    table: Aged
    key: tuple[str, ...]
    population: PopulationSeen
    rows: RowsSeen
    totals: tuple[TotalSeen, ...] = ()
    roster: RosterSeen | None = None
    roster_source: str = ""
    joined: tuple[tuple[str, str], ...] = ()
    shares: tuple[ShareSeen, ...] = ()
