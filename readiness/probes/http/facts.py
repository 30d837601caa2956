"""What the `http` kind asks and sees: the facts between asking and judging."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from readiness.evidence.web_answers import Failure, Method
from readiness.model.finding import Finding
from readiness.model.secret import Secret
from readiness.model.text import Text
from readiness.probes.http.settings import JsonRule, RefusalTest


@dataclass(frozen=True, slots=True)
class Refusal:
    """One request that must be refused. Whoever edits the list chooses address, body and headers, never a variable."""

    test: RefusalTest
    url: Secret
    method: Method
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One thing to ask, with all that is expected of it: the check's expectations and its own row's.

    `url` is named as people wrote it; `where` says where it was read; `limit` is None where time is not judged.
    `plain_url` is its address without encryption; `refusal` a request beside it, which shows that the address answers
    who may be answered."""

    subject: str
    url: Secret
    where: str
    method: Method
    user_agent: str
    status: tuple[int, ...]
    contains: tuple[str, ...]
    contains_any: tuple[tuple[str, ...], ...]
    not_contains: tuple[str, ...]
    json: tuple[JsonRule, ...]
    limit: timedelta | None
    final_url: str | None
    min_bytes: int
    plain_url: Secret | None = None
    refusal: Refusal | None = None


@dataclass(frozen=True, slots=True)
class JsonSeen:
    """What stood at a rule's path: `value` (ABSENT if nothing), or the `problem` why it could not be read."""

    rule: JsonRule
    value: Any = None
    problem: Text | None = None


@dataclass(frozen=True, slots=True)
class Sample:
    """One answer, reduced to what is judged. `held_back` says why it was not asked for again. `lacks` are required
    words not shown (of a group, its words joined), `shows` forbidden ones that are. `in_clear`: an address on the way
    was plain http."""

    url: str
    final_url: str
    seconds: float
    tries: int = 1
    held_back: Text | None = None
    failure: Failure | None = None
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)
    size: int = 0
    cut: bool = False
    in_clear: bool = False
    lacks: tuple[str, ...] = ()
    lacks_all: tuple[tuple[str, ...], ...] = ()
    shows: tuple[str, ...] = ()
    json: tuple[JsonSeen, ...] = ()
    inexact: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    """An endpoint with its answers in order; `plain` is what its plain address says first, `refused` what came of the
    request that must be refused. `time_up` says that the check's own time ended before it was done."""

    endpoint: Endpoint
    samples: tuple[Sample, ...]
    time_up: bool = False
    plain: Sample | None = None
    refused: Sample | None = None


@dataclass(frozen=True, slots=True)
class HttpFacts:
    """`unusable` are rows that name nothing to ask; `seen` the others, in the order of the evidence; `other_host` is
    the host that `independent_of` names; `at` the moment of the answers."""

    seen: tuple[Seen, ...]
    unusable: tuple[Finding, ...]
    at: datetime
    other_host: str = ""
