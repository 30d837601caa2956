"""Matrix: settings looked over beside the contracts, before anything is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from readiness.evidence.cells import CellError, parse_choice
from readiness.model.evidence import ColumnType
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.matrix.settings import AxisSource, Settings
from readiness.probes.tabular.checking import Checker
from readiness.probes.tabular.scope import Scope, Use


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with axes, expressions, columns, limits and words."""
    checker = Checker(surroundings, settings.limits)
    scope = checker.scope(settings.table)
    for name, source in settings.axes.items():
        only_texts = (ColumnType.TEXT,) if name in (settings.several or ()) else ()
        yield from checker.column(scope, ("axes", name), name, only_texts)
        if isinstance(source, AxisSource):
            other = checker.scope(source.evidence)
            yield from checker.column(other, ("axes", name, "column"), source.column)
            yield from checker.expression(other, ("axes", name, "where"), source.where, Use.FILTER)
        else:
            yield from _listed(scope, name, source)
    yield from checker.expression(scope, ("counts",), settings.counts, Use.ROW)
    if settings.done is not None:
        times = (ColumnType.DATE, ColumnType.INSTANT)
        yield from checker.column(scope, ("done", "column"), settings.done.column, times)
    yield from checker.rules(scope, settings.rules)
    without_columns = None if scope is None else replace(scope, columns={})
    for key in ("required", "message"):
        template = getattr(settings, key)
        if template is not None:
            yield from checker.words(without_columns, (key,), template, extra=tuple(settings.axes))
    yield from checker.clashes(scope)
    yield from checker.unused_limits(scope)


def _listed(scope: Scope | None, name: str, words: Sequence[str]) -> Iterator[SettingProblem]:
    """A word that a choice does not know would be a cell that nothing fills."""
    column = None if scope is None else scope.columns.get(name)
    if column is None or column.type is not ColumnType.CHOICE:
        return
    for place, word in enumerate(words):
        try:
            parse_choice(word, column.values)
        except CellError as problem:
            yield SettingProblem(("axes", name, place), problem.text)
