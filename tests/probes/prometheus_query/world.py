"""A campaign in a folder with one check of kind `prometheus-query`, decided by the real gate."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from readiness.gate import GateRequest, run_gate
from readiness.model.outcome import Outcome
from tests.probes.web_world import NOW

Rows = Sequence[Mapping[str, str]]

CAMPAIGN = {
    "id": "2026-618",
    "name": {"en": "618 sale", "zh": "618 大促"},
    "launch": "2026-06-18T07:00:00+08:00",
    "end": "2026-06-20T23:59:59+08:00",
    "timezone": "Asia/Shanghai",
    "release": "shop-web 4.12.0",
}
CHECK = {
    "id": "metrics",
    "phase": "technical",
    "title": "The metrics are there",
    "why": "The team steers by them.",
    "severity": "blocker",
    "due": "T-1h",
    "owner": "it",
    "remedy": "Mend them.",
    "source": "This test",
}
_SAID = {"title": "Metrics", "from": "The monitoring team", "owner": "it"}
_UNITS = {
    "s": ["秒"],
    "ms": ["毫秒"],
    "min": ["分钟"],
    "h": ["小时"],
    "ratio": ["小数"],
    "percent": ["%"],
    "count": ["个"],
}
CONTRACTS: dict[str, Any] = {
    "prometheus": {"sort": "url", **_SAID},
    "queries": {
        **_SAID,
        "columns": {
            "metric": {"type": "text", "aliases": ["指标"]},
            "query": {"type": "text", "aliases": ["查询"]},
            "unit": {"type": "choice", "required": "no", "aliases": ["单位"], "values": _UNITS},
            "members": {"type": "text", "required": "no", "aliases": ["成员"]},
        },
    },
}


@dataclass(frozen=True)
class MetricsCampaign:
    """`url` is the server's; `hosts` as a campaign writes them."""

    folder: Path
    url: str
    hosts: Mapping[str, Any] = field(default_factory=dict)
    contracts: Mapping[str, Any] = field(default_factory=lambda: CONTRACTS)
    now: datetime = NOW

    def check(self, rows: Rows, seconds: float = 30.0, **settings: Any) -> Outcome:
        """What the gate makes of the check; nothing is tried again by default."""
        asked = {"server": "prometheus", "queries": "queries", "max_sample_age": "5m", "retries": 0}
        probe = {"kind": "prometheus-query", **asked, **settings}
        checks = [CHECK | {"probe": probe}]
        self._write("own.yaml", {"checklist": "own", "evidence": dict(self.contracts), "checks": checks})
        self._table(rows)
        bindings = {"prometheus": {"url": self.url}, "queries": {"file": "queries.csv"}}
        people = [{"id": "li.wei", "name": "李伟", "roles": ["it"]}]
        campaign = {"campaign": CAMPAIGN, "checklists": ["./own.yaml"], "people": people, "evidence": bindings}
        self._write("campaign.yaml", campaign | ({"hosts": dict(self.hosts)} if self.hosts else {}))
        request = GateRequest(self.folder, self.now, no_record=True, probe_seconds=seconds)
        (outcome,) = run_gate(request).run.outcomes
        return outcome

    def _table(self, rows: Rows) -> None:
        with (self.folder / "queries.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, ["指标", "查询", "单位", "成员"])
            writer.writeheader()
            writer.writerows(rows)

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        (self.folder / name).write_text(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), "utf-8")


def row(metric: str, query: str, unit: str = "", members: str = "") -> dict[str, str]:
    return {"指标": metric, "查询": query, "单位": unit, "成员": members}


def rule(names: str | list[str], **asked: Any) -> dict[str, Any]:
    return {"names": names, "title": {"en": "The metric", "zh": "该指标"}, **asked}


def seen(outcome: Outcome) -> list[str]:
    """What was seen wrong: subject, required and observed."""
    return [f"{f.subject}: {f.required.en} / {f.observed.en}" for f in outcome.findings]
