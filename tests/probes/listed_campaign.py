"""A campaign in a folder with one check over lists of what is asked, decided by the real gate."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import yaml

from readiness.gate import GateRequest, run_gate
from readiness.model.outcome import Outcome

NOW = datetime(2026, 6, 17, 22, 0, tzinfo=UTC)
_CAMPAIGN = {
    "id": "2026-618",
    "name": {"en": "618 sale", "zh": "618 大促"},
    "launch": "2026-06-18T07:00:00+08:00",
    "end": "2026-06-20T23:59:59+08:00",
    "timezone": "Asia/Shanghai",
    "release": "shop-web 4.12.0",
}
_CHECK = {
    "id": "asked",
    "phase": "technical",
    "title": "What is listed answers",
    "why": "Customers come at launch.",
    "severity": "blocker",
    "due": "T-1h",
    "owner": "it",
    "remedy": "Mend it.",
    "source": "This test",
}

Rows = Sequence[Mapping[str, str]]


@dataclass(frozen=True)
class ListedCampaign:
    """`lists` are tables by logical name, every column text; `urls` other evidence; `end` moves the campaign's end."""

    folder: Path
    lists: Mapping[str, Rows]
    hosts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    urls: Mapping[str, str] = field(default_factory=dict)
    end: str = _CAMPAIGN["end"]  # type: ignore[assignment]

    def check(self, probe: Mapping[str, Any], seconds: float = 20.0) -> Outcome:
        """What the gate makes of the one check."""
        own = {"checklist": "own", "evidence": self._contracts(), "checks": [_CHECK | {"probe": dict(probe)}]}
        self._write("own.yaml", own)
        people = [{"id": "li.wei", "name": "李伟", "roles": ["it"]}]
        campaign = {"campaign": _CAMPAIGN | {"end": self.end}, "checklists": ["./own.yaml"], "people": people}
        hosts = {"hosts": dict(self.hosts)} if self.hosts else {}
        self._write("campaign.yaml", campaign | hosts | {"evidence": self._bindings()})
        run = run_gate(GateRequest(self.folder, NOW, no_record=True, probe_seconds=seconds)).run
        (outcome,) = run.outcomes
        return outcome

    def _contracts(self) -> dict[str, Any]:
        common = {"title": "A list", "from": "The operations team", "owner": "it"}
        tables = {name: {"sort": "table", **common, "columns": _columns(rows)} for name, rows in self.lists.items()}
        return {**tables, **{name: {"sort": "url", **common} for name in self.urls}}

    def _bindings(self) -> dict[str, Any]:
        for name, rows in self.lists.items():
            with (self.folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(_columns(rows)))
                writer.writeheader()
                writer.writerows(rows)
        bound: dict[str, Any] = {name: {"file": f"{name}.csv"} for name in self.lists}
        return bound | {name: {"url": url} for name, url in self.urls.items()}

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        (self.folder / name).write_text(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), "utf-8")


def _columns(rows: Rows) -> dict[str, Any]:
    return {name: {"type": "text"} for name in dict.fromkeys(name for row in rows for name in row)}


def told(outcome: Outcome) -> list[str]:
    """What was seen wrong, each as subject: required / observed."""
    return [f"{one.subject}: {one.required.en} / {one.observed.en}" for one in outcome.findings]
