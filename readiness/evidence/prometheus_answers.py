"""What a Prometheus server answers, typed; and why it did not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from readiness.model.text import Text

Labels = Mapping[str, str]


class PrometheusFault(Exception):
    """A fault of the server or of the query, in words for people: an observation, not our own error."""

    def __init__(self, words: Text) -> None:
        super().__init__(words.en)
        self.words = words


@dataclass(frozen=True, slots=True)
class Series:
    """One series of an answer: its labels (the metric's name under `__name__`) and its newest value; `value` may be NaN
    or infinite, and is None for a native histogram. `at` is the instant of evaluation, not the sample's own."""

    labels: Labels
    at: Decimal
    value: Decimal | None


@dataclass(frozen=True, slots=True)
class Beside:
    """What a server says beside an answer. `warnings`: it may not be whole or right (of Thanos and VictoriaMetrics: a
    store that could not be asked); `infos`: the query may not mean what was meant."""

    warnings: tuple[str, ...] = ()
    infos: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Vector:
    """The answer to an instant query, a scalar as one series without labels."""

    series: tuple[Series, ...]
    beside: Beside


@dataclass(frozen=True, slots=True)
class Run:
    """One series over a span of time: instants (seconds since 1970) with values."""

    labels: Labels
    samples: tuple[tuple[Decimal, Decimal], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The answer to a range query."""

    runs: tuple[Run, ...]
    beside: Beside


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that the server has loaded; `kind` is `alerting` or `recording`, `health` is `ok`, `err` or `unknown`, and
    `evaluated` None where it never was. `duration` is the seconds of `for`; `interval` those between two evaluations of
    its group, None where a compatible server does not say."""

    kind: str
    name: str
    query: str
    labels: Labels
    duration: Decimal
    health: str
    error: str
    evaluated: datetime | None
    group: str
    file: str
    interval: Decimal | None = None
