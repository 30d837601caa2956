"""Every kind of probe, by name. A kind is imported when a checklist uses it; others add theirs by entry point."""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import cast

from readiness.probes.kind import Kind

ENTRY_POINTS = "readiness.probes"

KINDS: dict[str, str] = {
    "alert-rules": "readiness.probes.alert_rules",
    "confirmations": "readiness.probes.confirmations",
    "coverage": "readiness.probes.coverage",
    "dashboard": "readiness.probes.dashboard",
    "dns": "readiness.probes.dns",
    "document": "readiness.probes.document",
    "exclusion": "readiness.probes.exclusion",
    "experiment": "readiness.probes.experiment",
    "freshness": "readiness.probes.freshness",
    "http": "readiness.probes.http",
    "lighthouse": "readiness.probes.lighthouse",
    "load-test": "readiness.probes.load_test",
    "matrix": "readiness.probes.matrix",
    "prometheus-query": "readiness.probes.prometheus_query",
    "promotion-rules": "readiness.probes.promotion_rules",
    "ratio": "readiness.probes.ratio",
    "rows": "readiness.probes.rows",
    "signoff": "readiness.probes.signoff",
    "stock-coverage": "readiness.probes.stock_coverage",
    "test-report": "readiness.probes.test_report",
    "tls": "readiness.probes.tls",
}


def kind_names() -> tuple[str, ...]:
    """All kinds that can be used, built-in and installed, sorted."""
    return tuple(sorted({*KINDS, *(point.name for point in entry_points(group=ENTRY_POINTS))}))


def load_kind(name: str) -> Kind:
    """The module of a kind. A built-in name can't be replaced from outside. Raises KeyError for an unknown one."""
    if name in KINDS:
        return cast("Kind", import_module(KINDS[name]))
    for point in entry_points(group=ENTRY_POINTS, name=name):
        return cast("Kind", point.load())
    raise KeyError(name)
