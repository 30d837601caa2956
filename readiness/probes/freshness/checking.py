"""Freshness: settings looked over beside the contracts, before anything is read."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.model.evidence import ColumnType
from readiness.probes.freshness.settings import Settings
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.tabular.checking import Checker
from readiness.probes.tabular.scope import Use

_SIZES = (ColumnType.DECIMAL, ColumnType.INTEGER)


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with columns and expressions."""
    checker = Checker(surroundings, {})
    if settings.metric is not None:
        yield from _of_query(settings.metric.query)
        if settings.roster is not None:
            scope = checker.scope(settings.roster.evidence or "")
            for label, column in settings.roster.matches.items():
                yield from checker.column(scope, ("roster", "on", label), column)
            yield from checker.expression(scope, ("roster", "where"), settings.roster.where, Use.FILTER)
    if settings.table is None:
        return
    scope = checker.scope(settings.table)
    yield from checker.column(scope, ("at",), settings.at, (ColumnType.INSTANT,))
    yield from checker.column(scope, ("size",), settings.size, _SIZES)
    yield from checker.expression(scope, ("where",), settings.where, Use.FILTER)
    yield from checker.roster(scope, settings.roster)


def _of_query(query: str) -> Iterator[SettingProblem]:
    from readiness.evidence.promql import PromqlError, parse

    try:
        parse(query)
    except PromqlError as error:
        yield SettingProblem(("metric", "query"), error.text)
