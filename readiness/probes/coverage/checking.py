"""Coverage: settings looked over beside the contracts, before anything is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from readiness.model.evidence import ColumnType
from readiness.probes.coverage.settings import GAP_WORDS, Known, Settings
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.tabular.checking import Checker
from readiness.probes.tabular.scope import Use

_TIMES = (ColumnType.DATE, ColumnType.INSTANT)


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with columns, expressions, limits and words."""
    checker = Checker(surroundings, settings.limits)
    checker.used.update(said for _, said in settings.lengths if isinstance(said, str))
    scope = checker.scope(settings.table)
    yield from checker.column(scope, ("starts",), settings.starts, _TIMES)
    yield from checker.column(scope, ("ends",), settings.ends, _TIMES)
    yield from checker.column(scope, ("person",), settings.person)
    yield from checker.column(scope, ("shows",), settings.shows)
    yield from checker.expression(scope, ("where",), settings.where, Use.FILTER)
    yield from checker.roster(scope, settings.roster)
    if isinstance(settings.people, Known):
        known = checker.scope(settings.people.evidence)
        yield from checker.column(known, ("people", "column"), settings.people.column)
    without_columns = None if scope is None else replace(scope, columns={})
    for key in ("required", "message"):
        template = getattr(settings, key)
        if template is not None:
            yield from checker.words(without_columns, (key,), template, extra=GAP_WORDS)
    yield from checker.clashes(scope)
    yield from checker.unused_limits(scope)
