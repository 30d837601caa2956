"""Whether changed settings of the `document` kind ask at least as much as before. What can't be compared did not."""

from __future__ import annotations

from collections.abc import Iterable

from readiness.probes.document.settings import Banned, Clause, Settings


def asks_as_much(before: Settings, after: Settings) -> bool:
    """Every demand kept or tightened."""
    return (
        set(after.documents) == set(before.documents)
        and _clauses(before, after)
        and _bans(before.must_not_contain, after.must_not_contain)
        and _bans(before.flags, (*(after.flags or ()), *(after.must_not_contain or ())))
        and (before.flags is None or after.flags_cleared_by in (before.flags_cleared_by, None))
        and set(after.placeholders or ()) >= set(before.placeholders or ())
        and _at_most(before.max_length, after.max_length)
        and _at_most(before.max_title, after.max_title)
        and (after.campaign_dates or not before.campaign_dates)
        and before.states_date in (None, after.states_date)
        and before.mentions_each in (None, after.mentions_each)
        and before.pictures in ("note", after.pictures)
    )


def _clauses(before: Settings, after: Settings) -> bool:
    """Each clause is there, as strict; and no more of them may be missing."""
    old, new = before.must_contain or (), after.must_contain or ()
    if not all(any(_clause(one, other) for other in new) for one in old):
        return False
    may_miss = len(old) - (before.min_found or len(old))
    return not old or len(new) - (after.min_found or len(new)) <= may_miss


def _clause(before: Clause, after: Clause) -> bool:
    near = before.near is None or (after.near is not None and set(after.near) <= set(before.near))
    return (
        after.name == before.name
        and set(after.any) <= set(before.any)
        and after.at_least >= before.at_least
        and (after.heading or not before.heading)
        and near
    )


def _bans(before: Iterable[Banned] | None, after: Iterable[Banned] | None) -> bool:
    kept = tuple(after or ())
    return all(any(_ban(one, other) for other in kept) for one in before or ())


def _ban(before: Banned, after: Banned) -> bool:
    return set(after.any) >= set(before.any) and set(after.apart_from or ()) <= set(before.apart_from or ())


def _at_most(before: int | None, after: int | None) -> bool:
    return before is None or (after is not None and after <= before)
