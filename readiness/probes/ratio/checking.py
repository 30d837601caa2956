"""Ratio: settings looked over beside the contracts, before anything is read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from readiness.model.evidence import ColumnType
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.ratio.settings import AMOUNTS, Settings
from readiness.probes.tabular.checking import Checker
from readiness.probes.tabular.scope import Use


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with expressions, columns, limits and words."""
    checker = Checker(surroundings, settings.limits)
    one_table = settings.base_name == settings.table
    here = checker.scope(settings.table, settings.join)
    there = here if one_table else checker.scope(settings.base_name, settings.base_join)
    series = (ColumnType.INSTANT,) if settings.roster is not None and settings.roster.evidence is None else ()
    for place, (column, other) in enumerate(settings.keys.items()):
        path = ("per", column if isinstance(settings.per, dict) else place)
        yield from checker.column(here, path, column)
        yield from checker.column(there, path, other, series)
    known = [name for name in settings.keys if here is None or name in here.columns]
    known_there = [name for name in settings.keys.values() if there is None or name in there.columns]
    yield from checker.expression(here, ("value",), settings.value, Use.NUMBER, known)
    yield from checker.expression(there, ("base",), settings.base, Use.NUMBER, known_there)
    yield from checker.expression(here, ("where",), settings.where, Use.FILTER)
    yield from checker.expression(there, ("base_where",), settings.base_where, Use.FILTER)
    yield from checker.joins(here, settings.join)
    yield from checker.joins(there, settings.base_join, "base_join")
    yield from checker.roster(here, settings.roster)
    yield from checker.column(here, ("shows",), settings.shows)
    yield from checker.blames(here, ("blames",), settings.blames)
    keys_alone = None if here is None else replace(here, columns={name: here.columns[name] for name in known})
    for name in ("required", "message"):
        template = getattr(settings, name)
        if template is not None:
            yield from checker.words(keys_alone, (name,), template, extra=AMOUNTS)
    yield from checker.clashes(here)
    if not one_table:
        yield from checker.clashes(there)
    yield from checker.unused_limits(here)
