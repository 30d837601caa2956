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
    if settings.table is None:
        return
    checker = Checker(surroundings, {})
    scope = checker.scope(settings.table)
    yield from checker.column(scope, ("at",), settings.at, (ColumnType.INSTANT,))
    yield from checker.column(scope, ("size",), settings.size, _SIZES)
    yield from checker.expression(scope, ("where",), settings.where, Use.FILTER)
    yield from checker.roster(scope, settings.roster)
