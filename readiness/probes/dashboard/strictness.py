"""Whether changed settings of the `dashboard` kind ask at least as much as before."""

from __future__ import annotations

from readiness.probes.dashboard.settings import Listed, Settings, Shown


def asks_as_much(before: Settings, after: Settings) -> bool:
    """Each expectation kept or tightened. How Grafana is asked is not what is asked of it."""
    return (
        before.dashboards == after.dashboards
        and _listed(before.metrics, after.metrics)
        and all(any(_shown(one, other) for other in after.shows or ()) for one in before.shows or ())
        and _at_most(before.refresh_at_most, after.refresh_at_most)
        and (after.current or not before.current)
    )


def _listed(before: Listed | None, after: Listed | None) -> bool:
    if before is None or after is None:
        return before is None
    same = before.model_copy(update={"at_least": after.at_least}) == after
    return same and after.at_least >= before.at_least


def _shown(before: Shown, after: Shown) -> bool:
    return (
        set(after.any) <= set(before.any)
        and set(after.by or ()) >= set(before.by or ())
        and _at_most(before.every, after.every)
    )


def _at_most(before: object, after: object) -> bool:
    return before is None or (after is not None and bool(after <= before))  # type: ignore[operator]
