"""Real reports in a real campaign folder, judged by the `test-report` kind as the gate would do it."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from xml.sax.saxutils import quoteattr
from zoneinfo import ZoneInfo

from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.model.evidence import Binding, Column, ColumnType, Contract, Sort
from readiness.model.finding import FindingKind, Judgement
from readiness.model.location import Location
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes import test_report

ZONE = ZoneInfo("Asia/Shanghai")
LAUNCH = datetime(2026, 6, 18, tzinfo=ZONE).astimezone(UTC)
END = datetime(2026, 6, 20, 23, 59, 59, tzinfo=ZONE).astimezone(UTC)
DUE = LAUNCH - timedelta(hours=72)
FREEZE = LAUNCH - timedelta(days=5)
NOW = datetime(2026, 6, 16, 12, tzinfo=ZONE).astimezone(UTC)
RELEASE = "shop-web-4.12.0"
RAN = "2026-06-14T10:00:00+08:00"
_AT = Location("campaign.yaml", 9, 3)
_AXIS = "entries"


def times(now: datetime = NOW, *, as_of: bool = False) -> Times:
    return Times(now, now, as_of, LAUNCH, END, ZONE, {"freeze": FREEZE})


def judged(
    files: Mapping[str, str | bytes],
    *,
    bind: Mapping[str, Any] | None = None,
    when: Times | None = None,
    axis: Sequence[str] | None = None,
    campaign_release: str = RELEASE,
    context: dict[str, Any] | None = None,
    **settings: Any,
) -> Judgement:
    """What the kind says of these reports: of the one, or of the folder `tests` that holds them. `axis` are the rows of
    a table of entry points."""
    only = next(iter(files))
    bound: dict[str, Mapping[str, Any]] = {
        "tests": bind or ({"file": only} if len(files) == 1 else {"folder": "tests"})
    }
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for path, content in files.items():
            target = folder / ("tests" if "folder" in bound["tests"] else "") / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        if axis is not None:
            (folder / "entries.csv").write_text("\n".join(["entry,also", *axis]) + "\n", "utf-8")
            bound[_AXIS] = {"file": "entries.csv"}
        return _judge(folder, bound, {"reports": "tests", **settings}, when or times(), campaign_release, context)


def _judge(
    folder: Path,
    bound: Mapping[str, Mapping[str, Any]],
    asked: dict[str, Any],
    when: Times,
    release: str,
    context: dict[str, Any] | None,
) -> Judgement:
    bindings = {name: Binding(name, _AT, **values) for name, values in bound.items()}
    contracts = {name: _contract(name) for name in bound}
    campaign: Any = SimpleNamespace(contracts=contracts, people=(), signoffs=(), folder=folder)
    store = EvidenceStore(folder, contracts, bindings, {}, when)
    try:
        settings = test_report.Settings.model_validate(asked, context=context)
        facts = test_report.gather(settings, ProbeContext(campaign, when, DUE, store, 60))
        return test_report.judge(settings, facts, Situation("2026-618", release, when, DUE))
    finally:
        store.close()


def _contract(name: str) -> Contract:
    columns = (Column("entry", ColumnType.TEXT, ("入口",)), Column("also", ColumnType.TEXT, ("别名",), required=False))
    is_table = name == _AXIS
    sort = Sort.TABLE if is_table else Sort.DOCUMENT
    return Contract(name, sort, Text.same(name), Text.same(name), "it", (), columns if is_table else (), "own", _AT)


def case(name: str, inside: str = "", classname: str = "shop.OrderTest", time: str = "0.531", **more: str) -> str:
    """A test case as it is written; `inside` stands in it."""
    attributes = {"classname": classname, "name": name, "time": time, **more}
    said = " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items() if value)
    return f"<testcase {said}>{inside}</testcase>" if inside else f"<testcase {said}/>"


def report(
    *cases: str,
    started: str | None = RAN,
    release: str | None = RELEASE,
    name: str = "回归测试",
    time: str = "60",
    **more: str,
) -> str:
    """A report of one suite; its counts are left out unless they are given."""
    attributes = {"name": name, "time": time, **({"timestamp": started} if started else {}), **more}
    said = " ".join(f"{key}={quoteattr(value)}" for key, value in attributes.items())
    named = f'<properties><property name="release" value={quoteattr(release)}/></properties>' if release else ""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuite {said}>{named}\n' + "\n".join(cases) + "\n</testsuite>\n"
    )


def wanted(*any_of: str, name: str = "demand", apart_from: list[str] | None = None) -> dict[str, Any]:
    return {"name": name, "any": list(any_of), **({"except": apart_from} if apart_from else {})}


def told(judgement: Judgement) -> list[tuple[str, str, str]]:
    """Subject, requirement and observation of each finding."""
    return [(one.subject, one.required.en, one.observed.en) for one in judgement.findings]


def observed(judgement: Judgement) -> list[str]:
    return [one.observed.en for one in judgement.findings]


def kinds(judgement: Judgement) -> list[FindingKind]:
    return [one.kind for one in judgement.findings]
