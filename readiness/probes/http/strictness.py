"""Whether changed settings of the `http` kind ask at least as much as before. What can't be compared did not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.probes.http.settings import CacheRule, MaxTime, PlainRule, RefusalTest, Settings

# Fields where only the very same value is known to be as strict.
_SAME = (
    "endpoints",
    "method",
    "json_values",
    "query",
    "independent_of",
    "user_agent",
    "max_redirects",
    "max_body",
)
# Yes is stricter / no is stricter; a larger / smaller number is stricter.
_YES_ASKS = ("same_host", "https")
_NO_ASKS = ("allow_login_page", "allow_stand_in", "cdn_stands_in")
_MORE_ASKS = ("at_least", "min_bytes")
_LESS_ASKS = ("max_age", "timeout", "retries")


def asks_as_much(before: Settings, after: Settings) -> bool:
    """Each expectation kept or tightened. `concurrency` is how, not what."""
    return (
        all(getattr(before, name) == getattr(after, name) for name in _SAME)
        and all(getattr(after, name) or not getattr(before, name) for name in _YES_ASKS)
        and all(getattr(before, name) or not getattr(after, name) for name in _NO_ASKS)
        and all(getattr(after, name) >= getattr(before, name) for name in _MORE_ASKS)
        and all(getattr(after, name) <= getattr(before, name) for name in _LESS_ASKS)
        and set(after.status) <= set(before.status)
        and set(after.contains or ()) >= set(before.contains or ())
        and set(after.contains_any or ()) >= set(before.contains_any or ())
        and set(after.not_contains or ()) >= set(before.not_contains or ())
        and _hosts(before, after)
        and _headers(before, after)
        and _at_most(before.max_bytes, after.max_bytes)
        and _time(before.max_time, after.max_time)
        and _cache(before.cache, after.cache)
        and _plain(before.plain, after.plain)
        and _refused(before.refused or {}, after.refused or {})
    )


def _hosts(before: Settings, after: Settings) -> bool:
    if before.final_hosts is None:
        return after.final_hosts is None
    return after.final_hosts is not None and set(after.final_hosts) <= set(before.final_hosts)


def _headers(before: Settings, after: Settings) -> bool:
    kept = after.headers or {}
    return all(kept.get(name) == rule for name, rule in (before.headers or {}).items())


def _at_most(before: Any, after: Any) -> bool:
    return before is None or (after is not None and bool(after <= before))


def _time(before: MaxTime | None, after: MaxTime | None) -> bool:
    if before is None or after is None:
        return before is None
    return after.limit <= before.limit and after.percentile >= before.percentile and after.samples >= before.samples


def _cache(before: CacheRule | None, after: CacheRule | None) -> bool:
    if before is None or after is None:
        return before == after  # without a rule old answers are refused, with one they are not
    longer = before.min_max_age is None or (after.min_max_age is not None and after.min_max_age >= before.min_max_age)
    return longer and _at_most(before.max_max_age, after.max_max_age) and (after.hit or not before.hit)


def _plain(before: PlainRule | None, after: PlainRule | None) -> bool:
    if before is None or after is None:
        return before is None
    return set(after.status) <= set(before.status) and after.min_hsts >= before.min_hsts


def _refused(before: Mapping[RefusalTest, tuple[int, ...]], after: Mapping[RefusalTest, tuple[int, ...]]) -> bool:
    """With a rule for refusals rows mean something else, so none may come or go."""
    return bool(before) == bool(after) and all(
        test in after and set(after[test]) <= set(statuses) for test, statuses in before.items()
    )
