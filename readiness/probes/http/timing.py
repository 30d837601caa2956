"""Judging how fast answers come. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_CEILING, Decimal

from readiness.model.finding import Finding, Measure
from readiness.model.text import Text
from readiness.probes.http.facts import Seen
from readiness.probes.http.fields import milliseconds
from readiness.probes.http.settings import MaxTime, Settings
from readiness.probes.http.words import finding

_DEFAULT = MaxTime.model_fields


def percentile(values: Sequence[Decimal], rank: int) -> Decimal:
    """The nearest-rank percentile (the smallest value that at least `rank` % of all values do not exceed)."""
    ordered = sorted(values)
    return ordered[max(0, -(-rank * len(ordered) // 100) - 1)]


def time_findings(settings: Settings, seen: Seen) -> Iterator[Finding]:
    """A finding where the percentile of an endpoint's samples is over its limit; exactly at the limit is in time."""
    limit = seen.endpoint.limit
    value = slowness(settings, seen)
    if limit is None or value is None or value <= milliseconds(limit):
        return
    rank = _rank(settings)
    yield finding(
        seen.endpoint,
        Text(
            f"<= {milliseconds(limit):f} ms (p{rank} of {len(seen.samples)})",
            f"<= {milliseconds(limit):f} ms（{len(seen.samples)} 次取 p{rank}）",
        ),
        f"{_shown(value)} ms",
        Text("It answers too slowly", "响应过慢"),
    )


def time_measure(settings: Settings, seen: Seen) -> Measure | None:
    limit = seen.endpoint.limit
    value = slowness(settings, seen)
    if limit is None or value is None:
        return None
    return Measure(seen.endpoint.subject, _shown(value), milliseconds(limit), "ms", f"p{_rank(settings)}")


def slowness(settings: Settings, seen: Seen) -> Decimal | None:
    """The percentile in exact milliseconds; None where an answer failed, since then there is no time to judge."""
    if not seen.samples or any(sample.failure is not None for sample in seen.samples):
        return None
    return percentile([Decimal(repr(sample.seconds)) * 1000 for sample in seen.samples], _rank(settings))


def _rank(settings: Settings) -> int:
    return settings.max_time.percentile if settings.max_time else int(_DEFAULT["percentile"].default)


def _shown(value: Decimal) -> Decimal:
    """Rounded up, so that 800.0004 never looks like 800."""
    return value.quantize(Decimal(1), ROUND_CEILING)
