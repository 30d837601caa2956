"""Asking the server: each query, and how old the newest samples of its series are."""

from __future__ import annotations

from decimal import Decimal

from readiness.evidence.context import ProbeContext
from readiness.evidence.parallel import in_parallel
from readiness.evidence.prometheus import Prometheus
from readiness.evidence.prometheus_answers import PrometheusFault, Vector
from readiness.evidence.promql_reading import selectors
from readiness.evidence.web_answers import TimeUp
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.prometheus_query.facts import Answered, Asked, Oldest, Point, QueryFacts
from readiness.probes.prometheus_query.reading import listed
from readiness.probes.prometheus_query.settings import Settings


def asked(settings: Settings, context: ProbeContext) -> QueryFacts:
    """All queries, at most `concurrency` at once. Raises NotSupplied and CannotJudge."""
    at = context.address(settings.server)
    table = context.table(settings.queries)
    rows = listed(settings, table)
    answered: tuple[Answered, ...] = ()
    behind, fault = Decimal(0), None
    with context.web() as web:
        server = Prometheus(web, at.url, at.used_in, context.stopwatch.left, settings.timeout, settings.retries)
        try:
            behind = Decimal(str(context.times.seen_until.timestamp())) - server.now()
            answered = tuple(in_parallel(lambda one: _answered(server, one), rows.asked, settings.concurrency))
        except PrometheusFault as error:
            fault = error.words
        except TimeUp:
            raise CannotJudge(*_time_up(at.url.name)) from None
    return QueryFacts(
        at.url.name,
        at.where,
        table.use.source,
        answered,
        rows.unusable,
        rows.keys,
        context.times.seen_until,
        behind,
        fault,
    )


def _answered(server: Prometheus, one: Asked) -> Answered:
    try:
        found = server.query(one.query)
        dated = {series: server.query(f"bottomk(1, timestamp({series}))") for series in _series_of(one)}
    except PrometheusFault as error:
        return Answered(one, fault=error.words)
    except TimeUp:
        return Answered(one, time_up=True)
    points = tuple(Point(series.labels, series.value) for series in found.series)
    oldest = tuple(_oldest(series, answer) for series, answer in dated.items())
    warnings = dict.fromkeys(line for answer in (found, *dated.values()) for line in answer.beside.warnings)
    return Answered(one, points, oldest, tuple(warnings), found.beside.infos)


def _series_of(one: Asked) -> tuple[str, ...]:
    return tuple(dict.fromkeys(selector.series for selector in selectors(one.tree)))


def _oldest(series: str, answer: Vector) -> Oldest:
    """An answer to a query bears the time of asking; `timestamp` tells when each sample was really taken."""
    found = answer.series
    if not found or found[0].value is None or not found[0].value.is_finite():
        return Oldest(series, None, {})
    return Oldest(series, found[0].at - found[0].value, found[0].labels)


def _time_up(server: str) -> tuple[Text, Text]:
    return (
        Text(f"Time was up before {server} had answered", f"检查时限已到，{server} 尚未应答"),
        Text(
            "Give the probe more time (--probe-timeout), or lower timeout or retries in the check",
            "请放宽探针时限（--probe-timeout），或调小检查项的 timeout、retries",
        ),
    )
