"""A campaign in a folder with one check of kind `http`, decided by the real gate, from loading to redaction."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from readiness.gate import GateRequest, run_gate
from readiness.model.outcome import Outcome
from tests.probes.web_world import NOW

Rows = Sequence[Mapping[str, str]]

_LIST = {"url": {"type": "text"}} | {
    name: {"type": "text", "required": "no"} for name in ("name", "contains", "json_path", "json_value")
}
_CAMPAIGN = {
    "id": "2026-618",
    "name": {"en": "618 sale", "zh": "618 大促"},
    "launch": "2026-06-18T07:00:00+08:00",
    "end": "2026-06-20T23:59:59+08:00",
    "timezone": "Asia/Shanghai",
    "release": "shop-web 4.12.0",
}
_CHECK = {
    "id": "site",
    "phase": "technical",
    "title": "The site answers",
    "why": "Customers come at launch.",
    "severity": "blocker",
    "due": "T-1h",
    "owner": "it",
    "remedy": "Mend it.",
    "source": "This test",
}


@dataclass(frozen=True)
class SiteCampaign:
    """`urls` are evidence by name; `rows` are a list named `pages`, relative to `base`."""

    folder: Path
    urls: Mapping[str, str] = field(default_factory=dict)
    rows: Rows = ()
    base: str | None = None
    hosts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def check(self, **settings: Any) -> Outcome:
        """What the gate makes of the check; `endpoints` is everything bound and nothing is tried again by default."""
        names = [*self.urls, *(["pages"] if self.rows else [])]
        probe = {"kind": "http", "endpoints": names, "retries": 0, **settings}
        self._write(
            "own.yaml", {"checklist": "own", "evidence": self._contracts(), "checks": [_CHECK | {"probe": probe}]}
        )
        people = [{"id": "li.wei", "name": "李伟", "roles": ["it"]}]
        campaign = {"campaign": _CAMPAIGN, "checklists": ["./own.yaml"], "people": people, "evidence": self._bindings()}
        self._write("campaign.yaml", campaign | ({"hosts": dict(self.hosts)} if self.hosts else {}))
        run = run_gate(GateRequest(self.folder, NOW, no_record=True)).run
        (outcome,) = run.outcomes
        return outcome

    def _contracts(self) -> dict[str, Any]:
        common = {"title": "A page", "from": "The web team", "owner": "it"}
        contracts: dict[str, Any] = {name: {"sort": "url", **common} for name in self.urls}
        return contracts | ({"pages": {"sort": "table", **common, "columns": _LIST}} if self.rows else {})

    def _bindings(self) -> dict[str, Any]:
        bindings: dict[str, Any] = {name: {"url": url} for name, url in self.urls.items()}
        if self.rows:
            with (self.folder / "pages.csv").open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, list(dict.fromkeys(name for row in self.rows for name in row)))
                writer.writeheader()
                writer.writerows(self.rows)
            bindings["pages"] = {"file": "pages.csv", **({"base": self.base} if self.base else {})}
        return bindings

    def _write(self, name: str, content: Mapping[str, Any]) -> None:
        (self.folder / name).write_text(yaml.safe_dump(dict(content), allow_unicode=True, sort_keys=False), "utf-8")


def observed(outcome: Outcome) -> list[str]:
    """What was seen wrong, each as required / observed."""
    return [f"{finding.required.en} / {finding.observed.en}" for finding in outcome.findings]
