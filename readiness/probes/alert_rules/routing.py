"""Which way an alert takes through Alertmanager's tree: the first branch that matches, and those after it where it says
`continue`; a branch none of whose own branches match tells its own receiver."""

from __future__ import annotations

from itertools import islice

from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.alert_rules.alertmanager import AlertmanagerConfig, Route
from readiness.probes.alert_rules.matchers import AlertLabels, all_hold

MOST_WAYS = 200

Way = tuple[Route, ...]
"""The routes by which an alert is told."""


def ways(config: AlertmanagerConfig, labels: AlertLabels) -> tuple[Way, ...]:
    """Every way that the alert may take; more than one only where labels are not known. Raises CannotJudge where they
    are too many, BadValue for a pattern that can't be run."""
    found = tuple(dict.fromkeys(islice(_ways(config.route, labels), MOST_WAYS + 1)))
    if len(found) > MOST_WAYS:
        raise CannotJudge(
            Text(
                f"The routes of {config.shown} depend on labels that the rule does not set, in too many ways to follow",
                f"{config.shown} 的路由取决于规则未设置的标签，可能的走向过多，无法逐一核对",
            ),
            Text(
                "Set the labels that the routes ask for in the alert rules",
                "请在告警规则中设置路由所要求的标签",
            ),
        )
    return tuple(way for way in found if way)


def _ways(route: Route, labels: AlertLabels) -> list[Way]:
    """The ways from this branch down; an empty one where it may not match."""
    taken = all_hold(route.matchers, labels)
    if taken is False:
        return [()]
    below = _below(route.routes, labels)
    found = [way or (route,) for way in below]
    return found if taken else [*found, ()]


def _below(routes: tuple[Route, ...], labels: AlertLabels) -> list[Way]:
    if not routes:
        return [()]
    first, others = routes[0], routes[1:]
    found: list[Way] = []
    rest: list[Way] | None = None
    for way in _ways(first, labels):
        if way and not first.goes_on:
            found.append(way)
            continue
        rest = _below(others, labels) if rest is None else rest
        found.extend((*way, *more) for more in rest)
        if len(found) > 4 * MOST_WAYS:
            break
    return list(dict.fromkeys(found))
