"""Facts written by hand, and their judgement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from readiness.model.finding import Finding, Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.load_test import judge
from readiness.probes.load_test.facts import Facts, Load, Measured, Second, TestRow, Users, Visits
from tests.probes.load_test.files import START, settings
from tests.probes.tables import LAUNCH, times

RELEASE = "shop-web 4.12.0"
FIRST = START // 1000
FREEZE = LAUNCH - timedelta(days=5)


def moments(now: datetime = LAUNCH, **changed: Any) -> Times:
    return replace(times(now, **changed), moments={"freeze": FREEZE.astimezone(UTC)})


def situation(at: Times | None = None, release: str = RELEASE) -> Situation:
    return Situation("2026-618", release, at or moments(), LAUNCH - timedelta(hours=72))


def tool(users: int = 80, lasts: int = 700, *, path: str = "a.jtl", first: int = FIRST, **changed: Any) -> Measured:
    """A test with so many users all the time: ten samples a second of 100 ms, all good."""
    span = range(first, first + lasts)
    plain: dict[str, Any] = {
        "path": path,
        "sha256": "",
        "tool": Text.same("JMeter"),
        "users_by": Users.THREADS,
        "samples": 10 * lasts,
        "errors": 0,
        "started": datetime.fromtimestamp(first, UTC),
        "ended": datetime.fromtimestamp(first + lasts, UTC),
        "loads": (Load(path, tuple((at, users) for at in span)),),
        "seconds": tuple(Second(at, 10, 0, 0) for at in span),
        "times": ((100, 10 * lasts),),
    }
    return Measured(**{**plain, **changed})


def row(file: str = "a.jtl", **changed: Any) -> TestRow:
    plain: dict[str, Any] = {
        "file": file,
        "release": RELEASE,
        "environment": "production",
        "shown_environment": "生产环境",
        "started_at": None,
        "where": "tests.csv, row 2, column file",
        "release_where": "tests.csv, row 2, column release",
        "environment_where": "tests.csv, row 2, column environment",
        "started_where": "tests.csv, row 2, column started_at",
    }
    return TestRow(**{**plain, **changed})


def visits(**changed: Any) -> Visits:
    plain: dict[str, Any] = {
        "site": "shop",
        "daily_visits": Decimal(2400),
        "peak_share": Decimal("0.12"),
        "visit_seconds": Decimal(180),
        "forecast_peak": Decimal(60),
        "until": date(2026, 6, 8),
    }
    names = ("site", "daily_visits", "peak_share", "visit_seconds", "forecast_peak", "until")
    where = {name: f"traffic.csv, row 2, column {name}" for name in names}
    return Visits(**{**plain, **changed}, where=where)


def facts_of(
    *files: Measured, tests: Sequence[TestRow] | None = None, traffic: Sequence[Visits] = (visits(),)
) -> Facts:
    rows = tuple(row(file.path.rpartition("/")[2]) for file in files) if tests is None else tuple(tests)
    return Facts("results", files, rows, "tests.csv", tuple(traffic), "traffic.csv")


def judged(
    *files: Measured, at: Times | None = None, release: str = RELEASE, asked: Any = None, **facts: Any
) -> Judgement:
    chosen = settings(not_before="freeze", **(asked or {}))
    return judge(chosen, facts_of(*(files or (tool(),)), **facts), situation(at, release))


def only(judgement: Judgement) -> Finding:
    assert judgement.total == len(judgement.findings) == 1, judgement.findings
    return judgement.findings[0]


def subjects(judgement: Judgement) -> list[str]:
    return [finding.subject for finding in judgement.findings]
