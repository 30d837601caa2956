"""One requirement: what must hold, how grave it is, whose it is, by when, and how it is decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from readiness.model.location import Location
from readiness.model.moments import Moment
from readiness.model.probe import Probe
from readiness.model.text import Text


class Severity(StrEnum):
    BLOCKER = "blocker"
    MAJOR = "major"
    MINOR = "minor"


class Phase(StrEnum):
    PLANNING = "planning"
    EXECUTION = "execution"
    TECHNICAL = "technical"
    ANALYSIS = "analysis"


@dataclass(frozen=True, slots=True)
class Check:
    """A check with its bound probe. `id` is the full one, `<checklist>.<slug>`; `owner` is a role."""

    id: str
    phase: Phase
    title: Text
    why: Text
    severity: Severity
    due: Moment
    owner: str
    when: tuple[str, ...]
    probe: Probe
    remedy: Text
    source: Text
    starter: bool
    location: Location
