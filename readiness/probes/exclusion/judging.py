"""Exclusion: from facts to findings; pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from readiness.model.ages import judge_age
from readiness.model.finding import Examined, Finding, Judgement, Measure
from readiness.model.probe import Situation
from readiness.probes.exclusion.facts import Facts, Side
from readiness.probes.exclusion.settings import Duplicates, Settings
from readiness.probes.exclusion.words import (
    empty_list,
    tell_empty_list,
    tell_hit,
    tell_notes,
    tell_nothing_shared,
    tell_twice,
    tell_unread,
)
from readiness.probes.tabular.telling import more_like


def judge(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Nobody of the audience is in any list. Raises CannotJudge for an empty list, unless somebody must not be
    contacted anyway, and for a list whose age can't be judged."""
    hits = [tell_hit(hit, one) for one in facts.lists for hit in one.hits.listed]
    stale = list(_ages(settings, facts, situation))
    if not hits:
        _refuse_empty(facts)
    listed = [*hits, *stale, *_of_lists(facts), *_of_side(facts.audience)]
    total = sum(one.hits.count + one.apart.count + _wrong(one.side) for one in facts.lists) + len(stale)
    total += sum(1 for one in facts.lists if not one.shared and not (one.side is None and one.may_be_empty))
    total += _wrong(facts.audience)
    notes = list(tell_notes(facts.audience, facts.lists, settings.unit))
    twice = [tell_twice(one) for one in facts.twice.listed]
    if settings.duplicates is Duplicates.FINDING:
        listed += twice
        total += facts.twice.count
    elif twice:
        notes.append(more_like(twice[0].message, facts.twice.count - 1))
    return Judgement(
        examined=Examined(facts.audience.rows, settings.unit),
        findings=tuple(listed[: settings.max_findings]),
        measures=tuple(
            Measure(f"{settings.unit} in {one.table.name}", Decimal(one.hits.count), Decimal(0), settings.unit)
            for one in facts.lists
        ),
        notes=tuple(notes),
        findings_total=total,
        holds_until=_holds_until(settings, facts),
    )


def _refuse_empty(facts: Facts) -> None:
    for one in facts.lists:
        if one.side is None and not one.may_be_empty:
            raise empty_list(one)


def _ages(settings: Settings, facts: Facts, situation: Situation) -> Iterator[Finding]:
    for one in facts.lists if settings.max_age is not None else ():
        assert settings.max_age is not None
        table = one.table
        stale = judge_age(table.name, table.source, table.time, settings.max_age, situation.times)
        if stale is not None:
            yield stale


def _of_lists(facts: Facts) -> Iterator[Finding]:
    for one in facts.lists:
        if one.side is None:
            if not one.may_be_empty:
                yield tell_empty_list(one)
            continue
        if not one.shared:
            yield tell_nothing_shared(one, facts.audience)
        yield from _of_side(one.side)
        yield from map(tell_unread, one.apart.listed)


def _of_side(side: Side) -> Iterator[Finding]:
    yield from map(tell_unread, side.unread.listed)
    yield from map(tell_unread, side.empty.listed)


def _wrong(side: Side | None) -> int:
    return 0 if side is None else side.unread.count + side.empty.count


def _holds_until(settings: Settings, facts: Facts) -> datetime | None:
    times = [one.table.time.astimezone(UTC) for one in facts.lists if one.table.time is not None]
    return min(times) + settings.max_age if settings.max_age is not None and times else None
