"""Whether changed settings of the `test-report` kind ask at least as much. What can't be compared did not."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import TypeVar

from readiness.model.moments import Moment, never_later
from readiness.probes.test_report.settings import Axis, AxisSource, Matrix, Release, Settings, Wanted

_Bound = TypeVar("_Bound", Decimal, timedelta)


def asks_as_much(before: Settings, after: Settings) -> bool:
    """Every demand kept or tightened."""
    return (
        after.reports == before.reports
        and _all_kept(before.required, after.required)
        and after.others in ("must-pass", before.others)
        and after.flaky in ("finding", before.flaky)
        # with other rounds, other files are told apart; only more of several are more
        and (after.rounds == before.rounds or after.rounds > before.rounds > 1)
        and after.min_tests >= before.min_tests
        and _at_most(before.max_skipped, after.max_skipped)
        and _matrix(before.matrix, after.matrix)
        and _release(before.release, after.release)
        and _by(before.by, after.by)
        and (before.not_before is None or never_later(before.not_before, after.not_before))
        and _at_most(before.max_age, after.max_age)
    )


def _all_kept(before: Iterable[Wanted] | None, after: Iterable[Wanted] | None) -> bool:
    kept = tuple(after or ())
    return all(any(_wanted(one, other) for other in kept) for one in before or ())


def _wanted(before: Wanted, after: Wanted) -> bool:
    """Every case that is meant after was meant before; but fewer cases meant are fewer whose skipping is wrong, so
    only the same words are as strict."""
    return after.any == before.any and after.apart_from == before.apart_from


def _matrix(before: Matrix | None, after: Matrix | None) -> bool:
    if before is None:
        return True
    if after is None or list(after.axes) != list(before.axes) or set(after.properties) != set(before.properties):
        return False
    if after.path and not before.path:
        return False
    return all(_axis(one, other) for one, other in zip(before.axes.values(), after.axes.values(), strict=True))


def _axis(before: Axis, after: Axis) -> bool:
    if isinstance(before, AxisSource) or isinstance(after, AxisSource):
        return before == after
    return _all_kept(before, after)


def _release(before: Release | None, after: Release | None) -> bool:
    if before is None or after is None:
        return before is None
    return after.properties == before.properties and (before.path or not after.path)


def _by(before: Moment | None, after: Moment | None) -> bool:
    return before is after or never_later(after, before)


def _at_most(before: _Bound | None, after: _Bound | None) -> bool:
    return before is None or (after is not None and after <= before)
