"""`rows`: every row of a table keeps its rules, alone and together, and none is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from readiness.model.errors import BadValue
from readiness.model.evidence import ColumnType
from readiness.model.moments import never_later
from readiness.model.text import Text
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.rows.gathering import gather
from readiness.probes.rows.judging import judge
from readiness.probes.rows.settings import Settings
from readiness.probes.tabular.checking import Checker
from readiness.probes.tabular.limits import not_looser
from readiness.probes.tabular.scope import Scope, Use
from readiness.probes.tabular.shares import Shares

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "rows"
SUMMARY = Text(
    "Every row of a table keeps its rules (conditions, filled cells, acts in time, fresh states), alone and together, "
    "and no row that a roster asks for is missing",
    "表中每一行都符合规则（条件、必填、按时完成、数据新鲜），汇总也符合，且名单要求的行一个不缺",
)


_NO_KEY = Text(
    "The contract of this table has no key, so nobody can tell whether a row stands there twice",
    "该表的声明没有 key，无法判断同一行是否出现两次",
)
_ADD_KEY = Text("Write `key:` here, or `repeats: yes`", "请在这里写 `key:`，或写 `repeats: yes`")


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with settings beside the contracts: expressions, columns, limits and words."""
    checker = Checker(surroundings, settings.limits)
    scope = checker.scope(settings.table, settings.join)
    contract = surroundings.contracts.get(settings.table)
    if settings.key is None and contract is not None and not contract.key and not settings.repeats:
        yield SettingProblem(("table",), _NO_KEY, _ADD_KEY)
    for index, name in enumerate(settings.key or ()):
        yield from checker.column(scope, ("key", index), name)
    yield from checker.expression(scope, ("where",), settings.where, Use.FILTER)
    yield from checker.joins(scope, settings.join)
    yield from checker.roster(scope, settings.roster)
    yield from checker.rules(scope, settings.rules)
    yield from checker.totals(scope, settings.totals)
    if settings.shares:
        yield from _shares(checker, scope, settings.shares)
    yield from checker.clashes(scope)
    yield from checker.unused_limits(scope)


def _shares(checker: Checker, scope: Scope | None, shares: Shares) -> Iterator[SettingProblem]:
    yield from checker.column(scope, ("shares", "of"), shares.of, (ColumnType.DECIMAL, ColumnType.INTEGER))
    yield from checker.column(scope, ("shares", "by"), shares.by)
    group = [shares.by] if scope is None or shares.by in scope.columns else []
    yield from checker.expression(scope, ("shares", "limit"), shares.limit, Use.NUMBER, group)


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed, as far as can be shown: limits by their
    names, ages and counts by their size, acts by their moments; `shares` decide nothing. Anything else that changed is
    looser."""
    shown = {"limits", "max_age", "min_rows", "max_findings", "unit", "rules", "totals", "shares"}
    return (
        before.model_dump(exclude=shown) == after.model_dump(exclude=shown)
        and _totals(before) == _totals(after)
        and _looks_at_as_much(before, after)
        and not_looser(before.limits, after.limits)
        and (before.max_age is None or (after.max_age is not None and after.max_age <= before.max_age))
        and (before.min_rows is None or (after.min_rows is not None and after.min_rows >= before.min_rows))
        and len(before.rules) == len(after.rules)
        and all(
            old.model_dump(exclude=_ACTS) == new.model_dump(exclude=_ACTS)
            and never_later(new.by, old.by)
            and (old.not_before is None or never_later(old.not_before, new.not_before))
            and (old.max_age is None or (new.max_age is not None and new.max_age <= old.max_age))
            for old, new in zip(before.rules, after.rules, strict=True)
        )
    )


def _totals(settings: Settings) -> list[dict[str, Any]]:
    """The totals without what only says where to look."""
    return [total.model_dump(exclude={"blames"}) for total in settings.totals]


def _looks_at_as_much(before: Settings, after: Settings) -> bool:
    """Whether each column whose cells had to be readable still has to be: `blames` may be all that names one."""
    if before.totals == after.totals:
        return True
    try:
        return before.names() <= after.names()
    except BadValue:
        return False


_ACTS = {"by", "not_before", "max_age"}
