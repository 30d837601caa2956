"""Dashboards and a table of metrics in a real campaign folder, judged by the kind `dashboard`."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.model.evidence import Binding, Column, ColumnType, Contract, Sort
from readiness.model.finding import Judgement
from readiness.model.location import Location
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes import dashboard

NOW = datetime(2026, 6, 15, tzinfo=UTC)
TIMES = Times(NOW, NOW, False, NOW, NOW, ZoneInfo("Asia/Shanghai"), {})
_AT = Location("campaign.yaml", 9, 3)
PROMETHEUS = {"type": "prometheus", "uid": "prom"}
MYSQL = {"type": "mysql", "uid": "bi"}

Json = dict[str, Any]


def panel(title: str, *expressions: str, **more: Any) -> Json:
    """A panel of Prometheus, one query for each expression."""
    targets = [{"refId": chr(65 + place), "expr": expr} for place, expr in enumerate(expressions)]
    return {"type": "timeseries", "title": title, "datasource": PROMETHEUS, "targets": targets, **more}


def sql(title: str, query: str, **more: Any) -> Json:
    """A panel over a database."""
    return {
        "type": "barchart",
        "title": title,
        "datasource": MYSQL,
        "targets": [{"refId": "A", "rawSql": query}],
        **more,
    }


def board(*panels: Json, **more: Any) -> Json:
    """A dashboard as Grafana exports it."""
    return {
        "title": "618 大屏",
        "uid": "b618",
        "schemaVersion": 40,
        "time": {"from": "now-24h", "to": "now"},
        "refresh": "1m",
        "panels": list(panels),
        **more,
    }


def judged(
    *boards: Json | str,
    rows: Sequence[tuple[str, str, str]] | None = None,
    url: str | None = None,
    seconds: float = 60,
    **settings: Any,
) -> Judgement:
    """What the kind says of these dashboards (one file, or a folder of several); `rows` are metric, query, panel."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        contents = [one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in boards]
        bound: dict[str, Mapping[str, Any]] = {"boards": {"file": "board.json"}}
        if url is not None:
            bound["boards"] = {"url": url}
        elif len(contents) == 1:
            (folder / "board.json").write_text(contents[0], "utf-8")
        else:
            (folder / "boards").mkdir()
            bound["boards"] = {"folder": "boards"}
            for number, content in enumerate(contents):
                (folder / "boards" / f"{number}.json").write_text(content, "utf-8")
        if rows is not None:
            lines = ["metric\tquery\tpanel", *("\t".join(row) for row in rows)]
            (folder / "metrics.tsv").write_text("\n".join(lines) + "\n", "utf-8")
            bound["metrics"] = {"file": "metrics.tsv", "delimiter": "\t"}
            settings.setdefault("metrics", {"evidence": "metrics"})
        return _judge(folder, bound, {"dashboards": "boards", **settings}, seconds)


def _judge(folder: Path, bound: Mapping[str, Mapping[str, Any]], asked: dict[str, Any], seconds: float) -> Judgement:
    bindings = {name: Binding(name, _AT, **values) for name, values in bound.items()}
    contracts = {name: _contract(name, values) for name, values in bound.items()}
    campaign: Any = SimpleNamespace(contracts=contracts, people=(), signoffs=(), folder=folder, hosts={})
    store = EvidenceStore(folder, contracts, bindings, {}, TIMES)
    try:
        settings = dashboard.Settings.model_validate(asked)
        facts = dashboard.gather(settings, ProbeContext(campaign, TIMES, NOW, store, seconds))
        return dashboard.judge(settings, facts, Situation("2026-618", "shop-web-4.12.0", TIMES, NOW))
    finally:
        store.close()


def _contract(name: str, values: Mapping[str, Any]) -> Contract:
    sort = Sort.URL if "url" in values else Sort.TABLE if name == "metrics" else Sort.DOCUMENT
    columns = tuple(
        Column(column, ColumnType.TEXT, required=column == "metric") for column in ("metric", "query", "panel")
    )
    its = columns if sort is Sort.TABLE else ()
    return Contract(name, sort, Text.same(name), Text.same(name), "it", (), its, "own", _AT)


def told(judgement: Judgement) -> list[tuple[str, str, str]]:
    """Subject, requirement and observation of each finding."""
    return [(one.subject, one.required.en, one.observed.en) for one in judgement.findings]


def observed(judgement: Judgement) -> list[str]:
    return [one.observed.en for one in judgement.findings]
