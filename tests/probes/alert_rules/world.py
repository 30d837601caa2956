"""Rule files and a configuration of Alertmanager in a real campaign folder, judged by the kind `alert-rules`."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.context import ProbeContext
from readiness.evidence.store import EvidenceStore
from readiness.model.evidence import Binding, Contract, Sort
from readiness.model.finding import Judgement
from readiness.model.location import Location
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes import alert_rules

ZONE = ZoneInfo("Asia/Shanghai")
LAUNCH = datetime(2026, 6, 18, tzinfo=ZONE).astimezone(UTC)
END = datetime(2026, 6, 20, 23, 59, 59, tzinfo=ZONE).astimezone(UTC)
DUE = LAUNCH - timedelta(hours=72)
_AT = Location("campaign.yaml", 9, 3)

ERRORS = 'sum(rate(http_requests_total{code=~"5.."}[5m]))'
ALL = "sum(rate(http_requests_total[5m]))"
RATE = f"{ERRORS} / {ALL}"

TIERS: list[dict[str, Any]] = [
    {"name": "yellow", "limit": "0.5 %"},
    {"name": "scale-out", "limit": "1 %", "told_by": ["webhook"]},
    {"name": "manual", "limit": "3 %"},
]

ROUTES = """\
route:
  receiver: ops-mail
  routes:
    - {matchers: [severity="yellow"], receiver: ops-mail}
    - {matchers: [severity="orange"], receiver: autoscaler}
    - {matchers: ['severity=~"red|critical"'], receiver: duty}
receivers:
  - name: ops-mail
    email_configs: [{to: ops@hemu.internal, from: am@hemu.internal, smarthost: "mail.hemu.internal:25"}]
  - name: autoscaler
    webhook_configs: [{url: "http://scaler.hemu.internal:8080/scale-out"}]
  - name: duty
    wechat_configs: [{api_secret: 7f3c9a, corp_id: ww18a3}]
"""


def alert(name: str, expr: str, severity: str | None, hold: str = "2m") -> str:
    """One rule, as a line of YAML."""
    labels = f", labels: {{severity: {severity}}}" if severity else ""
    return f"{{alert: {name}, expr: '{expr}', for: {hold}{labels}}}"


def rules(*lines: str) -> str:
    """A rule file; each line is a rule."""
    return "groups:\n- name: shop\n  rules:\n" + "".join(f"  - {line}\n" for line in lines)


def tiers(yellow: str = "0.005", orange: str = "0.01", red: str = "0.03", rate: str = RATE) -> str:
    """A rule file with three alerts at these limits."""
    return rules(
        alert("ShopErrorsYellow", f"{rate} > {yellow}", "yellow"),
        alert("ShopErrorsScaleOut", f"{rate} > {orange}", "orange"),
        alert("ShopErrorsManual", f"{rate} > {red}", "red"),
    )


def times(now: datetime = DUE) -> Times:
    return Times(now, now, False, LAUNCH, END, ZONE, {})


def judged(
    files: str | Mapping[str, str] | None = None,
    routes: str | None = ROUTES,
    *,
    urls: Mapping[str, str] | None = None,
    when: Times | None = None,
    seconds: float = 60,
    **settings: Any,
) -> Judgement:
    """What the kind says of these rules (one file, or a folder of them) and routes; `urls` are of running systems by
    the setting that names them."""
    bound: dict[str, Mapping[str, Any]] = {}
    asked: dict[str, Any] = {"tiers": TIERS, "hold_at_most": "5m", "window_at_most": "10m", **settings}
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if isinstance(files, str):
            (folder / "rules.yml").write_text(files, "utf-8")
            bound["shop-rules"] = {"file": "rules.yml"}
        elif files is not None:
            for name, content in files.items():
                (folder / "rules" / name).parent.mkdir(parents=True, exist_ok=True)
                (folder / "rules" / name).write_text(content, "utf-8")
            bound["shop-rules"] = {"folder": "rules"}
        if files is not None:
            asked["rules"] = "shop-rules"
        if routes is not None:
            (folder / "alertmanager.yml").write_text(routes, "utf-8")
            bound["shop-routes"] = {"file": "alertmanager.yml"}
            asked["alertmanager_config"] = "shop-routes"
        for setting, url in (urls or {}).items():
            bound[setting] = {"url": url}
            asked[setting] = setting
        return _judge(folder, bound, asked, when or times(), seconds)


def _judge(
    folder: Path, bound: Mapping[str, Mapping[str, Any]], asked: dict[str, Any], when: Times, seconds: float
) -> Judgement:
    bindings = {name: Binding(name, _AT, **values) for name, values in bound.items()}
    contracts = {name: _contract(name, "url" in values) for name, values in bound.items()}
    campaign: Any = SimpleNamespace(contracts=contracts, people=(), signoffs=(), folder=folder, hosts={})
    store = EvidenceStore(folder, contracts, bindings, {}, when)
    try:
        settings = alert_rules.Settings.model_validate(asked)
        facts = alert_rules.gather(settings, ProbeContext(campaign, when, DUE, store, seconds))
        return alert_rules.judge(settings, facts, Situation("2026-618", "shop-web-4.12.0", when, DUE))
    finally:
        store.close()


def _contract(name: str, url: bool) -> Contract:
    sort = Sort.URL if url else Sort.DOCUMENT
    return Contract(name, sort, Text.same(name), Text.same(name), "it", (), (), "own", _AT)


def told(judgement: Judgement) -> list[tuple[str, str, str]]:
    """Subject, requirement and observation of each finding."""
    return [(one.subject, one.required.en, one.observed.en) for one in judgement.findings]
