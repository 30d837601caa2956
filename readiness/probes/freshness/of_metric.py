"""Freshness: a metric of Prometheus: instants that it holds, or moments at which it counted something."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from readiness.evidence.context import Address
from readiness.evidence.problems import timed_out
from readiness.evidence.prometheus import Prometheus
from readiness.evidence.prometheus_answers import Matrix, PrometheusFault, Run
from readiness.evidence.web_answers import TimeUp
from readiness.model.finding import Finding
from readiness.probes.freshness.asking import Key
from readiness.probes.freshness.facts import Facts, Series
from readiness.probes.freshness.holding import Held, held
from readiness.probes.freshness.settings import Holds, Metric, Settings
from readiness.probes.freshness.window import window_until
from readiness.probes.freshness.words import from_future, no_answer, no_instant, not_whole
from readiness.probes.tabular.frame import open_frame
from readiness.probes.tabular.grouped import Flaws, Grouped, names_used, need
from readiness.probes.tabular.words import SEPARATOR

_LAST_INSTANT = Decimal(253_402_300_799)  # of the year 9999


@dataclass
class _Seen:
    """What the server's samples say: the keys of its series, their entries, what is wrong with them, and how many are
    of later than as-of."""

    keys: dict[Key, None] = field(default_factory=dict)
    entries: dict[tuple[Key, datetime], Held] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    later: int = 0


def read_metric(settings: Settings, context: Any) -> Facts:
    """What the server answers wrongly, or not at all, is seen, too. Raises NotSupplied and CannotJudge."""
    metric, limits, times = settings.metric, settings.limits, context.times
    assert metric is not None
    assert limits.over is not None
    asked = _asked(settings, context)
    at = context.address(metric.server)
    source = f"{at.url.name}, {metric.query}"
    window = window_until(times.now, limits.over, limits.every, times.zone, moving=True)
    begins = min([window.begins, *window.buckets[:1]])
    try:
        matrix = _query(metric, context, at, begins)
    except PrometheusFault as fault:
        return Facts(source, (), window, (no_answer(source, fault.words),), 1)
    seen = _Seen()
    for run in matrix.runs:
        _take(run, settings, source, context, seen)
    wrong = (*(not_whole(source, line) for line in matrix.beside.warnings), *seen.findings)
    entries = held(context, metric.server, list(seen.entries.values()), len(settings.keys) or 1, source)
    found = entries.series(window, limits.longest_gap, settings.max_findings)
    series, strangers = _series(asked, seen.keys, found, source)
    return Facts(
        source=source,
        series=series,
        window=window,
        findings=wrong[: settings.max_findings],
        finding_count=len(wrong),
        flaws=asked.flaws,
        strangers=strangers,
        later=seen.later,
    )


def _query(metric: Metric, context: Any, at: Address, begins: datetime) -> Matrix:
    """From the window's beginning until the last instant that can have been seen. Raises PrometheusFault."""
    end, step = _seconds(context.times.seen_until), Decimal(int(metric.step.total_seconds()))
    start = end - step * -(-(end - _seconds(begins)) // step)  # the last step ends with the last instant
    try:
        with context.web() as web:
            server = Prometheus(web, at.url, at.used_in, context.stopwatch.left)
            return server.query_range(metric.query, start, end, step)
    except TimeUp:
        raise timed_out(metric.server) from None


def _take(run: Run, settings: Settings, source: str, context: Any, seen: _Seen) -> None:
    """The entries of one series, each instant once."""
    metric, times = settings.metric, context.times
    assert metric is not None
    name = ", ".join(f"{label}={value}" for label, value in sorted(run.labels.items())) or metric.query
    key = tuple(run.labels.get(label, "") for label in settings.keys) or (name,)
    where = f"{source}, {name}"
    seen.keys[key] = None
    wrong = False
    for at, value in run.samples:
        instant = _instant(metric, at, value)
        if instant is None:
            wrong = wrong or not _says_nothing(metric, value)
        elif instant > times.seen_until.astimezone(UTC):
            if times.as_of:
                seen.later += 1
            else:
                seen.findings.append(from_future(settings.entry, name, instant, where, times))
                return  # the same value comes again with each sample
        else:
            seen.entries.setdefault((key, instant), Held(key, instant, where))
    if wrong:
        seen.findings.append(no_instant(settings.entry, name, where))


def _instant(metric: Metric, at: Decimal, value: Decimal | None) -> datetime | None:
    """The instant that a sample tells of; None where it tells of none."""
    if value is None or not value.is_finite() or value <= 0:
        return None
    seconds = value if metric.holds is Holds.TIME else at
    if seconds > _LAST_INSTANT:
        return None
    return datetime.fromtimestamp(int(seconds), UTC).replace(microsecond=int(seconds % 1 * 1_000_000))


def _says_nothing(metric: Metric, value: Decimal | None) -> bool:
    """A time of 0 is of what never was; a count of 0 is none."""
    return value is not None and (value == 0 or (metric.holds is Holds.COUNT and value.is_finite() and value > 0))


def _seconds(instant: datetime) -> Decimal:
    return Decimal(int(instant.timestamp()))


@dataclass(frozen=True, slots=True)
class _Asked:
    """The keys that the roster asks for, with where it does; None where there is no roster."""

    keys: Mapping[Key, tuple[str, str]] | None
    flaws: Flaws = field(default_factory=Flaws)


def _asked(settings: Settings, context: Any) -> _Asked:
    roster = settings.roster
    if roster is None:
        return _Asked(None)
    assert roster.evidence is not None
    columns = tuple(roster.matches.values())
    frame = open_frame(context, roster.evidence, {*columns, *names_used([roster.where])}, {})
    need(frame.table, columns, "roster")
    rows = Grouped(frame, columns, "count(*)", roster.where, columns[0], frozenset(columns), settings.max_findings)
    keys = {key: (SEPARATOR.join(group.shown), group.where) for key, group in rows.groups().items()}
    return _Asked(keys, rows.flaws())


def _series(
    asked: _Asked, there: Iterable[Key], found: Mapping[Key, Series], source: str
) -> tuple[tuple[Series, ...], int]:
    """A series for each key that is asked; without a roster for each that the server has, also where it tells of no
    entry, or an empty one."""
    if asked.keys is None:
        named = tuple(replace(found.get(key, Series(key, "")), subject=SEPARATOR.join(key)) for key in there)
        return named or (Series((), source),), 0
    series = tuple(
        replace(found.get(key, Series(key, "")), subject=shown, where=where)
        for key, (shown, where) in asked.keys.items()
    )
    return series, sum(one.count for key, one in found.items() if key not in asked.keys)
