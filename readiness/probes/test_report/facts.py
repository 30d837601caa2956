"""What the `test-report` kind sees: reports, round by round, and the values of axes that stand in tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from readiness.evidence.junit_facts import ReportFile
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class Ran:
    """When a report's tests began and ended, each with where that stands."""

    began: datetime
    began_where: str
    ended: datetime
    ended_where: str


@dataclass(frozen=True, slots=True)
class Read:
    """One report. `inside` is its path in the evidence; `ran` is None where it holds no case."""

    report: ReportFile
    sha256: str
    inside: str
    ran: Ran | None

    @property
    def where(self) -> str:
        return self.report.path


@dataclass(frozen=True, slots=True)
class Round:
    """The reports of one round: a file, or all files of a folder."""

    name: str
    files: tuple[Read, ...]


@dataclass(frozen=True, slots=True)
class AxisValue:
    """A value of an axis as patterns; `where` is the cell that asks for it."""

    name: Text
    any: tuple[str, ...]
    apart_from: tuple[str, ...] = ()
    where: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`axes` are the values of the axes that stand in tables; `notes` what was not read."""

    name: str
    source: str
    rounds: tuple[Round, ...]
    axes: Mapping[str, tuple[AxisValue, ...]] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
