"""Experiment: settings looked over beside the contracts, and which changes of them ask no less."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.model.evidence import ColumnType
from readiness.model.moments import never_later
from readiness.probes.experiment.settings import Result, Settings
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.tabular.checking import Checker, Path
from readiness.probes.tabular.limits import not_looser
from readiness.probes.tabular.scope import Scope, Use

_WORDS = {"unit", "max_findings"}
_TIMES = (ColumnType.DATE, ColumnType.INSTANT)
_TYPES = {
    "size": (ColumnType.INTEGER,),
    "successes": (ColumnType.INTEGER,),
    "winner": (ColumnType.BOOLEAN,),
    "control": (ColumnType.BOOLEAN,),
    "split": (ColumnType.RATIO,),
    "baseline": (ColumnType.RATIO,),
    "effect": (ColumnType.RATIO,),
    "ended": _TIMES,
    "started": _TIMES,
    "rule": (ColumnType.TEXT,),
    "at": _TIMES,
    "test": (ColumnType.TEXT,),
    "arm": (ColumnType.TEXT,),
    "name": (ColumnType.TEXT,),
    "member": (ColumnType.TEXT,),
}


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with columns, conditions, limits and words."""
    checker = Checker(surroundings, settings.limits)
    checker.used.update(settings.asked_limits)
    scope = checker.scope(settings.table)
    for name in ("test", "arm"):
        yield from checker.column(scope, (name,), getattr(settings, name), _TYPES[name])
    yield from checker.expression(scope, ("where",), settings.where, Use.FILTER)
    for part in ("result", "plan"):
        yield from _columns(checker, scope, (part,), getattr(settings, part))
    for part in ("uses", "members"):
        asked = getattr(settings, part)
        if asked is not None:
            yield from _columns(checker, checker.scope(asked.evidence), (part,), asked)
    yield from checker.rules(scope, settings.rules)
    yield from checker.clashes(scope)
    yield from checker.unused_limits(scope)


def _columns(checker: Checker, scope: Scope | None, path: Path, part: object) -> Iterator[SettingProblem]:
    for field, types in _TYPES.items():
        name = getattr(part, field, None)
        if name is not None:
            yield from checker.column(scope, (*path, field), name, types)


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    left_out = _WORDS | {"limits", "result"}
    return (
        before.model_dump(exclude=left_out) == after.model_dump(exclude=left_out)
        and not_looser(before.limits, after.limits)
        and _no_looser(before.result, after.result)
    )


def _no_looser(before: Result | None, after: Result | None) -> bool:
    """The same columns and a window that is no wider. Without a declared rule more is asked."""
    if before is None or after is None:
        return before is after
    changed = {"by", "not_before", "rule"}
    return (
        before.model_dump(exclude=changed) == after.model_dump(exclude=changed)
        and after.rule in (before.rule, None)
        and never_later(after.by, before.by)
        and (before.not_before is None or never_later(before.not_before, after.not_before))
    )
