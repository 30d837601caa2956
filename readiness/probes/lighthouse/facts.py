"""Lighthouse: what was seen in the reports, and the pages that are asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.tabular.grouped import Flaws


@dataclass(frozen=True, slots=True)
class Measured:
    """What an audit measured: `value` in its `unit` (milliseconds, unless it says otherwise), or why there is none."""

    value: Decimal | None
    unit: str = "ms"
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Network:
    """The network that a run was measured on; None where it does not say."""

    method: str | None
    rtt_ms: Decimal | None
    kbps: Decimal | None


@dataclass(frozen=True, slots=True)
class Run:
    """One report. `requested` is the address that was asked, `final` where the browser ended; `audits` are those of the
    settings; `error` is what Lighthouse says where the page could not be measured. `hosted` is one of PageSpeed
    Insights, which always simulates Lighthouse's own slow network and does not write it down."""

    where: str
    version: str
    requested: str
    final: str
    fetched: datetime
    mode: str
    form_factor: str | None
    network: Network
    audits: Mapping[str, Measured] = field(default_factory=dict)
    error: str = ""
    warnings: tuple[str, ...] = ()
    hosted: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """A page that must have been measured, and where it is asked."""

    url: str
    name: str
    where: str


@dataclass(frozen=True, slots=True)
class Facts:
    """`findings` are addresses that are none; `flaws` rows of the table of pages that can't be read."""

    name: str
    source: str
    runs: tuple[Run, ...]
    pages: tuple[Page, ...]
    findings: tuple[Finding, ...] = ()
    flaws: Flaws = field(default_factory=Flaws)
    notes: tuple[Text, ...] = ()
