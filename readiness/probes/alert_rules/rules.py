"""Rules as files and servers have them, in one shape."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

_DURATION = re.compile(r"(?:(\d+)y)?(?:(\d+)w)?(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?(?:(\d+)ms)?")
_SECONDS = (365 * 86_400, 7 * 86_400, 86_400, 3_600, 60, 1, 0.001)


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: an alert, or a recording (`alert` is no). `where` is where it was read."""

    name: str
    alert: bool
    expr: str
    where: str
    group: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)
    hold: timedelta = timedelta()
    running: Running | None = None


@dataclass(frozen=True, slots=True)
class Running:
    """What a server says of a rule that it evaluates: `evaluated` is None where it never did; `takes` is the time
    between two evaluations."""

    health: str
    error: str
    evaluated: datetime | None
    takes: timedelta | None
    file: str = ""


def prometheus_duration(words: str) -> timedelta | None:
    """`5m`, `1h30m`, `500ms`, `0` as Prometheus reads them; None for anything else."""
    if words == "0":
        return timedelta()
    match = _DURATION.fullmatch(words)
    if not words or match is None:
        return None
    return timedelta(
        seconds=sum(int(part) * unit for part, unit in zip(match.groups(), _SECONDS, strict=True) if part is not None)
    )
