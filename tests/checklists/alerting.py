"""Alerts and dashboards: three tiers over the rate of errors, 12 business metrics, conversion and ROI by channel and
hour, thresholds of regions."""

from __future__ import annotations

import json
import os
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.changes import Change, put, table, text, together, without
from tests.checklists import Asked, Limit, Mutation
from tests.worlds import World

TIERS, SHOWN = "technical.alert-tiers", "technical.business-metrics-shown"
HOURLY, REGIONS = "crm.bi-hourly-dashboard", "crm.region-thresholds"
METRICS, BOARD, BI = "evidence/业务指标.csv", "evidence/业务监控看板.json", "evidence/BI看板.json"
THRESHOLDS, MEMBERS = "evidence/区域转化率预警.csv", "evidence/CRM分群导出.csv"
CLAIMS = "优惠券领取成功率"

ASKED = {
    TIERS: Asked("alert-rules", "blocker", "T-72h", ("online",)),
    SHOWN: Asked("dashboard", "blocker", "T-72h", ("online", "app")),
    HOURLY: Asked("dashboard", "major", "T-24h"),
    REGIONS: Asked("rows", "major", "T-24h"),
}

Json = dict[str, Any]


def _asked(path: str) -> Json:
    with urllib.request.urlopen(f"{os.environ['PROMETHEUS_URL']}/api/v1/{path}") as answer:
        data: Json = json.load(answer)["data"]
    return data


def running(name: str, old: str, new: str, *, server: str = "PROMETHEUS_URL", settles: bool = False) -> Change:
    """Change a file of the running servers, let them read it again, and where it must still pass, wait until every rule
    was evaluated and Prometheus knows where to send (it looks every five seconds only)."""

    def change(world: World) -> None:
        del world  # the servers have a folder of their own
        path = Path(_asked("status/runtimeinfo")["CWD"]) / name
        content = path.read_text("utf-8")
        assert content.count(old) == 1, f"{old!r} stands {content.count(old)} times in {name}"
        path.write_text(content.replace(old, new), "utf-8")
        urllib.request.urlopen(urllib.request.Request(f"{os.environ[server]}/-/reload", method="POST")).close()
        _wait(lambda: not _waiting())
        if settles:
            _wait(lambda: _asked("alertmanagers")["activeAlertmanagers"])

    return change


def _waiting() -> list[str]:
    groups = _asked("rules")["groups"]
    return [rule["name"] for group in groups for rule in group["rules"] if rule["health"] == "unknown"]


def _wait(found: Callable[[], object]) -> None:
    end = time.monotonic() + 20
    while not found():
        assert time.monotonic() < end
        time.sleep(0.05)


def rule(old: str, new: str, *, settles: bool = False) -> Change:
    return running("rules/error-rate.yml", old, new, settles=settles)


def route(old: str, new: str) -> Change:
    return running("alertmanager.yml", old, new, server="ALERTMANAGER_URL")


SCALE_OUT = """\
      - alert: ErrorRateScaleOut
        expr: shop:http_errors:ratio_rate1m > 0.01
        for: 1m
        labels: {severity: scale-out, team: shop}
        annotations:
          summary: 错误率 {{ $value | humanizePercentage }}，超过 1 %，自动扩容
"""
SCALE_HOOK = 'webhook_configs: [{url: "http://autoscaler.hemu.internal:8080/shop-web/scale-out"}]'
MAIL = "email_configs: [{to: ops@hemu.internal, from: am@hemu.internal, smarthost: 'mail.hemu.internal:25'}]"
SALE_DAYS = """\
receivers:
"""
MUTED = """\
time_intervals:
  - name: sale
    time_intervals: [{months: [june], days_of_month: ["18:20"], location: Asia/Shanghai}]
receivers:
"""
INHIBITED = """\
inhibit_rules:
  - source_matchers: [severity="manual"]
    target_matchers: [severity="scale-out"]
receivers:
"""


def muted(world: World) -> None:
    """The receiver of the manual tier is mute on the days of the sale."""
    route(SALE_DAYS, MUTED)(world)
    route("      receiver: war-room", "      receiver: war-room\n      mute_time_intervals: [sale]")(world)


def board(change: Callable[[Json], object], name: str = BOARD) -> Change:
    """Change an exported dashboard."""

    def write(world: World) -> None:
        path = world.path(name)
        content = json.loads(path.read_text("utf-8"))
        change(content)
        path.write_text(json.dumps(content, ensure_ascii=False), "utf-8")

    return write


def panel_of(content: Json, title: str) -> Json:
    listed = content["panels"] + [inside for one in content["panels"] for inside in one.get("panels", ())]
    found: Json = next(one for one in listed if title in one["title"])
    return found


def panel(title: str, name: str = BOARD, **values: Any) -> Change:
    """Write into a panel."""
    return board(lambda content: panel_of(content, title).update(values), name)


def target(title: str, name: str = BOARD, **values: Any) -> Change:
    """Write into the query of a panel."""
    return board(lambda content: panel_of(content, title)["targets"][0].update(values), name)


def no_panel(title: str, name: str = BOARD) -> Change:
    return board(lambda content: content["panels"].remove(panel_of(content, title)), name)


def query(title: str, old: str, new: str) -> Change:
    """Change the SQL of a panel of the BI dashboard."""

    def write(content: Json) -> None:
        asked = panel_of(content, title)["targets"][0]
        assert old in asked["rawSql"]
        asked["rawSql"] = asked["rawSql"].replace(old, new)

    return board(write, BI)


MUTATIONS = [
    Mutation(
        TIERS, "the manual tier waits for 5 %", rule("> 0.03", "> 0.05"), "ErrorRateManual", "> 3 % at most", "> 5 %"
    ),
    Mutation(
        TIERS,
        "the yellow tier is a percentage over a fraction",
        rule("> 0.005", "> 0.5"),
        "yellow",
        "> 0.5 % or less",
        "ErrorRateYellow > 50 %",
    ),
    Mutation(TIERS, "nothing scales out", rule(SCALE_OUT, ""), "scale-out", "> 1 % or less", "ErrorRateYellow > 0.5 %"),
    Mutation(
        TIERS,
        "two tiers have one limit",
        rule("> 0.01\n", "> 0.005\n"),
        "scale-out",
        "> 1 % or less",
        "ErrorRateScaleOut > 0.5 %",
    ),
    Mutation(
        TIERS,
        "an alert holds back for ten minutes",
        rule("for: 1m\n        labels: {severity: manual", "for: 10m\n        labels: {severity: manual"),
        "ErrorRateManual",
        "for: 5 min at most",
        "for: 10 min",
    ),
    Mutation(
        TIERS,
        "an alert fires while all is well",
        rule("> 0.03", "< 0.03"),
        "ErrorRateManual",
        "above 3 %",
        "rate of errors is low",
    ),
    Mutation(
        TIERS,
        "the rate is one over a day",
        rule(
            'sum(rate(shop_http_requests_total{code=~"5.."}[1m]))',
            'sum(rate(shop_http_requests_total{code=~"5.."}[1d]))',
        ),
        "ErrorRateYellow",
        "above 0.5 %",
        "looks back over 24 h",
    ),
    Mutation(
        TIERS,
        "the alerts watch a mistyped metric",
        rule("shop_http_requests_total[1m]", "shop_http_request_total[1m]"),
        "ErrorRateManual",
        "samples of shop_http_request_total",
        "none on the server",
    ),
    Mutation(
        TIERS,
        "two tiers have one severity",
        rule("severity: scale-out", "severity: yellow"),
        "ErrorRateScaleOut",
        "a severity of its own",
        "yellow",
    ),
    Mutation(
        TIERS,
        "the server has not loaded the rules",
        running("prometheus.yml", "rules/*.yml", "alerts/*.yml"),
        "yellow",
        "> 0.5 % or less",
        "no alert over a rate of errors",
    ),
    Mutation(
        TIERS,
        "the server sends to nobody",
        running(
            "prometheus.yml",
            "alerting:\n  alertmanagers:\n    - static_configs",
            "scrape_configs:\n  - job_name: none\n    static_configs",
        ),
        "PROMETHEUS_URL",
        "sends alerts to an Alertmanager",
        "to none",
    ),
    Mutation(
        TIERS,
        "scaling out is told to people only",
        route(SCALE_HOOK, MAIL),
        "ErrorRateScaleOut",
        "a receiver with webhook",
        "email",
    ),
    Mutation(
        TIERS,
        "a receiver is a placeholder",
        route("http://duty-bot.hemu.internal:8060/chat/618-war-room", "https://hooks.example.com/YOUR_WEBHOOK"),
        "ErrorRateManual",
        "tells somebody",
        "war-room",
    ),
    Mutation(
        TIERS,
        "a receiver is the machine itself",
        route("duty-bot.hemu.internal:8060/chat/618-war-room", "localhost:8060/618"),
        "ErrorRateManual",
        "tells somebody",
        "localhost",
    ),
    Mutation(
        TIERS,
        "a receiver tells nobody",
        route('    webhook_configs: [{url: "http://duty-bot.hemu.internal:8060/chat/618-war-room"}]\n', ""),
        "ErrorRateManual",
        "tells somebody",
        "without any integration",
    ),
    Mutation(
        TIERS,
        "no route takes a tier",
        route('severity="manual"', 'severity="red"'),
        "ErrorRateManual",
        "a receiver of its own",
        "duty-chat",
    ),
    Mutation(
        TIERS, "a route is mute on the days", muted, "ErrorRateManual", "during the whole campaign", "2026-06-18 00:00"
    ),
    Mutation(
        TIERS,
        "the manual tier holds the scaling back",
        route("receivers:\n", INHIBITED),
        "ErrorRateScaleOut",
        "no inhibition",
        "ErrorRateManual",
    ),
    Mutation(
        TIERS,
        "Prometheus is not there",
        text("campaign.yaml", "${PROMETHEUS_URL}", "http://127.0.0.1:1"),
        "http://127.0.0.1:1",
        "Prometheus answers",
        "refused",
    ),
    Mutation(
        TIERS,
        "Alertmanager is not there",
        text("campaign.yaml", "${ALERTMANAGER_URL}", "http://127.0.0.1:1"),
        "http://127.0.0.1:1",
        "Alertmanager answers",
        "refused",
    ),
    Mutation(SHOWN, "a metric is on no panel", no_panel(CLAIMS), CLAIMS, "the panel", "on no panel"),
    Mutation(
        SHOWN,
        "a panel shows the count of all in place of the rate",
        target(CLAIMS, expr="sum(rate(shop_coupon_claims_total[5m]))"),
        CLAIMS,
        'result="success"',
        "shop_coupon_claims_total",
    ),
    Mutation(SHOWN, "a query is hidden", target(CLAIMS, hide=True), CLAIMS, "the panel", "queries are hidden"),
    Mutation(
        SHOWN,
        "a panel has no query",
        panel("库存同步延迟", targets=[]),
        "库存同步延迟",
        "the panel",
        "no query",
    ),
    Mutation(
        SHOWN,
        "a metric stands in a text",
        panel("库存同步延迟", type="text"),
        "库存同步延迟",
        "the panel",
        "text",
    ),
    Mutation(
        SHOWN,
        "a data source is empty",
        target("支付回调超时率", datasource={"type": "", "uid": ""}),
        "支付回调超时率",
        "the panel",
        "data source is empty",
    ),
    Mutation(
        SHOWN,
        "a panel shows made-up data",
        target("支付回调超时率", datasource={"type": "grafana-testdata-datasource", "uid": "t"}),
        "支付回调超时率",
        "the panel",
        "made up",
    ),
    Mutation(
        SHOWN,
        "a panel shows yesterday",
        panel("在线人数", timeShift="1d"),
        "在线人数",
        "the present",
        "shifted by 1d",
    ),
    Mutation(
        SHOWN, "eleven metrics", without(METRICS, "客服排队人数"), "business-metrics", "at least 12", "11 metrics"
    ),
    Mutation(
        SHOWN,
        "a metric names neither query nor panel",
        together(
            table(METRICS, "客服排队人数", "面板", put("")),
            table(METRICS, "客服排队人数", "查询语句", put("")),
        ),
        "",
        "a query over series",
        "neither",
    ),
    Mutation(
        SHOWN,
        "a query is mistyped",
        table(METRICS, "客服排队人数", "查询语句", put("sum(shop_customer_service_queue")),
        "客服排队人数",
        "a query in PromQL",
        "not valid PromQL",
    ),
    Mutation(
        SHOWN,
        "the dashboard was saved on last year's sale",
        board(lambda content: content.update(time={"from": "2025-06-18T00:00:00Z", "to": "2025-06-20T16:00:00Z"})),
        "618 业务监控",
        "up to now",
        "2025-06-18",
    ),
    Mutation(
        SHOWN,
        "the dashboard does not refresh",
        board(lambda content: content.update(refresh="")),
        "618 业务监控",
        "at least every 5 min",
        "never",
    ),
    Mutation(
        HOURLY,
        "the conversion rate is one of the day",
        query("转化率", "'1h'", "'1d'"),
        "conversion rate",
        "1 h at most",
        "24 h",
    ),
    Mutation(
        HOURLY,
        "the conversion rate is one of all channels",
        query("转化率", "GROUP BY time, metric", "GROUP BY time"),
        "conversion rate",
        "split by channel",
        "split by $__timeGroupAlias",
    ),
    Mutation(HOURLY, "nobody sees the ROI", no_panel("ROI", BI), "ROI", "a panel of ROI", "on no panel"),
    Mutation(HOURLY, "the ROI is hidden", target("ROI", BI, hide=True), "ROI", "a panel of ROI", "queries are hidden"),
    Mutation(
        HOURLY,
        "the dashboard is refreshed every two hours",
        board(lambda content: content.update(refresh="2h"), BI),
        "618 门店大促实时看板",
        "at least every 1 h",
        "2h",
    ),
    Mutation(REGIONS, "a region has no threshold", without(THRESHOLDS, "武汉"), "武汉", "a row", "none"),
    Mutation(
        REGIONS,
        "nobody is told of a region",
        table(THRESHOLDS, "成都", "通知对象", put("")),
        "成都",
        "通知对象",
        "empty",
    ),
    Mutation(
        REGIONS,
        "a region's alert is off",
        table(THRESHOLDS, "成都", "状态", put("停用")),
        "成都",
        "switched on",
        "停用",
    ),
    Mutation(
        REGIONS, "a threshold is zero", table(THRESHOLDS, "成都", "转化率下限", put("0%")), "成都", "above 0", "0%"
    ),
]

LIMITS: list[Limit] = [
    (
        TIERS,
        "an alert holds back for exactly five minutes",
        rule("for: 1m\n        labels: {severity: manual", "for: 5m\n        labels: {severity: manual", settles=True),
    ),
    (TIERS, "the manual tier fires earlier", rule("> 0.03", "> 0.011", settles=True)),
    (SHOWN, "refreshed every five minutes", board(lambda content: content.update(refresh="5m"))),
    (HOURLY, "refreshed every hour", board(lambda content: content.update(refresh="1h"), BI)),
]
