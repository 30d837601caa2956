"""What a value is in: times as seconds, shares as fractions. What can't be told is not guessed."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Final

from readiness.evidence.promql_reading import metrics, scale
from readiness.probes.prometheus_query.facts import Asked
from readiness.probes.tabular.limits import Limit, Number

TIMES: Final = {"ms": Decimal("0.001"), "s": Decimal(1), "min": Decimal(60), "h": Decimal(3600)}
SHARES: Final = {"ratio": Decimal(1), "percent": Decimal("0.01")}
UNITS: Final = (*TIMES, *SHARES, "count")

# Units as metrics bear them in their names (https://prometheus.io/docs/practices/naming/).
_IN_NAMES: Final = {
    "seconds": "s",
    "milliseconds": "ms",
    "millis": "ms",
    "ms": "ms",
    "minutes": "min",
    "hours": "h",
    "percent": "percent",
    "percentage": "percent",
    "pct": "percent",
    "ratio": "ratio",
}
_WORDS = re.compile(r"[_:.\s]+")


def is_share(limit: Limit) -> bool:
    """Whether a limit was written with a percent sign."""
    return isinstance(limit, Number) and limit.words.endswith("%")


def bound_of(limit: Limit) -> Decimal:
    """A limit as a number: a time in seconds, a share as a fraction."""
    if isinstance(limit, timedelta):
        return Decimal(limit // timedelta(milliseconds=1)) / 1000
    assert isinstance(limit, Number)
    return limit.value


def factor_for(asked: Asked, limit: Limit) -> Decimal | None:
    """By what a value is to be multiplied before it is held against a limit: to seconds, to a fraction, or by 1. None
    where the row does not say what its values are in."""
    if isinstance(limit, timedelta):
        return _factor(asked, TIMES, default=None)
    if is_share(limit):
        return _factor(asked, SHARES, default="ratio")
    return Decimal(1)


def may_be_percent(asked: Asked, limit: Limit, value: Decimal) -> bool:
    """Whether a value that was taken for a fraction may as well be a percentage: above 1, and the row does not say."""
    return is_share(limit) and not asked.unit and not _named(asked, SHARES) and abs(value) > 1


def _factor(asked: Asked, units: dict[str, Decimal], default: str | None) -> Decimal | None:
    if asked.unit:
        return units.get(asked.unit)
    names = _named(asked, units)
    multiplied = scale(asked.tree)
    if len(names) > 1 or multiplied is None or multiplied == 0:
        return None
    unit = next(iter(names), default)
    return None if unit is None else units[unit] / multiplied


def _named(asked: Asked, units: dict[str, Decimal]) -> set[str]:
    """The units of this sort that the names of the metrics bear."""
    words = {word for metric in metrics(asked.tree) for word in _WORDS.split(metric.lower())}
    return {_IN_NAMES[word] for word in words if _IN_NAMES.get(word) in units}
