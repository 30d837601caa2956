"""Whether changed settings of the `alert-rules` kind ask at least as much as before."""

from __future__ import annotations

from datetime import timedelta

from readiness.probes.alert_rules.settings import Settings, Tier

_MAY_COME = ("server", "rules", "alertmanager", "alertmanager_config")
_SAME = ("metrics", "severity_label")
_LESS_ASKS = ("hold_at_most", "evaluated_within")


def asks_as_much(before: Settings, after: Settings) -> bool:
    """Each expectation kept or tightened. What was read must still be; more may be read besides."""
    return (
        all(getattr(before, name) in (None, getattr(after, name)) for name in _MAY_COME)
        and all(getattr(before, name) == getattr(after, name) for name in _SAME)
        and all(getattr(after, name) <= getattr(before, name) for name in _LESS_ASKS)
        and _at_most(before.window_at_most, after.window_at_most)
        and (after.burn_rates is None or (before.burn_rates is not None and after.burn_rates <= before.burn_rates))
        and (before.allow_local or not after.allow_local)
        and (before.hidden == "note" or after.hidden == "finding")
        and len(before.tiers) == len(after.tiers)
        and all(_tier(one, other) for one, other in zip(before.tiers, after.tiers, strict=True))
    )


def _at_most(before: timedelta | None, after: timedelta | None) -> bool:
    return before is None or (after is not None and after <= before)


def _tier(before: Tier, after: Tier) -> bool:
    return (
        after.limit <= before.limit
        and _narrower(before.severity, after.severity)
        and _narrower(before.told_by, after.told_by)
    )


def _narrower(before: tuple[str, ...] | None, after: tuple[str, ...] | None) -> bool:
    return before is None or (after is not None and set(after) <= set(before))
