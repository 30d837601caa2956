"""Exclusion: settings looked over beside the contracts, and which changes of them ask no less."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.model.evidence import ColumnType
from readiness.model.text import Text
from readiness.probes.exclusion.settings import Audience, Duplicates, Excluded, Meaning, Settings
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.tabular.checking import Checker, Path
from readiness.probes.tabular.limits import not_looser
from readiness.probes.tabular.scope import Use

_WORDS = {"unit", "max_findings"}
_COMPARED = {"limits", "max_age", "duplicates", "audience", "excluded"}


def problems(settings: Settings, surroundings: Surroundings) -> Iterator[SettingProblem]:
    """What is wrong with columns, conditions, limits and the region."""
    checker = Checker(surroundings, settings.limits)
    yield from _part(checker, ("audience",), settings.audience)
    for place, one in enumerate(settings.excluded):
        yield from _part(checker, ("excluded", place), one)
    here = checker.scope(settings.audience.evidence)
    yield from checker.clashes(here)
    yield from checker.unused_limits(here)
    yield from _region(settings)


def _part(checker: Checker, path: Path, part: Audience | Excluded) -> Iterator[SettingProblem]:
    scope = checker.scope(part.evidence)
    for column, meaning in part.columns.items():
        # a number that Excel took for one has lost its zeros and its plus
        kinds = (ColumnType.TEXT,) if meaning is not Meaning.ID else (ColumnType.TEXT, ColumnType.INTEGER)
        yield from checker.column(scope, (*path, "columns", column), column, kinds)
    yield from checker.expression(scope, (*path, "where"), part.where, Use.FILTER)


def _region(settings: Settings) -> Iterator[SettingProblem]:
    if settings.region is None:
        return
    from readiness.evidence.contacts import known_region

    if not known_region(settings.region):
        yield SettingProblem(
            ("region",),
            Text(
                f"{settings.region} is no country with telephone numbers; write its two letters, such as CN or DE",
                f"{settings.region} 不是有效的国家代码；请写两位字母，例如 CN、DE",
            ),
        )


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed. More lists ask more, and so do more columns
    of a list; other columns of the audience may leave something out."""
    same = before.model_dump(exclude=_WORDS | _COMPARED) == after.model_dump(exclude=_WORDS | _COMPARED)
    lists = {one.evidence: one for one in after.excluded}
    return (
        same
        and before.audience == after.audience
        and not_looser(before.limits, after.limits)
        and all(_no_looser(one, lists.get(one.evidence)) for one in before.excluded)
        and (before.max_age is None or (after.max_age is not None and after.max_age <= before.max_age))
        and (before.duplicates is Duplicates.NOTE or after.duplicates is Duplicates.FINDING)
    )


def _no_looser(before: Excluded, after: Excluded | None) -> bool:
    """A list without its `where` holds more, unless it is read otherwise."""
    if after is None or before.columns != after.columns:
        return False
    return (before.may_be_empty or not after.may_be_empty) and after.where in (before.where, None)
