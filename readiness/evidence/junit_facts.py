"""What a JUnit report says, as it was read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple

Property = tuple[str, str]
"""Name in lower case, and value."""


class Result(IntEnum):
    """What became of a case, the worst last. FLAKY passed, but only when it was run again."""

    PASSED = 0
    FLAKY = 1
    SKIPPED = 2
    FAILED = 3


class Case(NamedTuple):
    """`suite` is the place of its suite; `said` the first line of what failed, or why it was skipped."""

    name: str
    classname: str
    suite: int
    line: int
    result: Result
    micros: int | None
    said: str
    properties: tuple[Property, ...] = ()


class Suite(NamedTuple):
    """`parent` is the place of the suite that it stands in."""

    name: str
    hostname: str
    parent: int | None
    line: int
    properties: tuple[Property, ...] = ()


class SuiteFault(NamedTuple):
    """A failure of a suite itself, in none of its cases: what prepares them or cleans up."""

    suite: int
    line: int
    said: str


class Mismatch(NamedTuple):
    """A suite states one number of `tests`, `failures and errors` or `skipped`, and another was read."""

    suite: int
    line: int
    what: str
    stated: int
    seen: int


@dataclass(frozen=True, slots=True)
class Span:
    """When it ran: the earliest start and the latest end that it tells, each with its line."""

    began: datetime
    began_line: int
    ended: datetime
    ended_line: int


@dataclass(frozen=True, slots=True)
class ReportFile:
    """One file. `span` is None where a case stands in it that nothing dates."""

    path: str
    suites: tuple[Suite, ...]
    cases: tuple[Case, ...]
    faults: tuple[SuiteFault, ...]
    mismatches: tuple[Mismatch, ...]
    span: Span | None
