"""What the running systems say: load balancer, replicas, bots, business metrics, the CRM. Requirements and worlds."""

from __future__ import annotations

import importlib
import math
import os
import time
from collections.abc import Callable
from typing import Any

from tests.changes import Change, another, put, table, together, without
from tests.checklists import Asked, Limit, Mutation
from tests.worlds import World

SYSTEM, BUSINESS, SCENES = "evidence/系统指标.csv", "evidence/业务指标.csv", "evidence/风控场景.csv"
QUERY, MEMBERS, UNIT = "查询语句", "应有序列", "单位"
POOLS, LAG, READ_ONLY, BOTS = "健康后端数", "主从延迟", "从库只读", "机器人识别数"
SYNC, DEAD = "CRM同步延迟", "CRM死信数"
LAGGING = "mysql_slave_status_seconds_behind_master"

ASKED = {
    "technical.lb-rw-split": Asked("prometheus-query", "major", "T-72h", ("online",)),
    "technical.bot-scenes": Asked("rows", "major", "T-72h", ("online", "app")),
    "technical.bot-detection": Asked("prometheus-query", "major", "T-72h", ("online",)),
    "technical.business-metrics-12": Asked("prometheus-query", "major", "T-72h", ("online",)),
    "technical.realtime-sync-crm": Asked("prometheus-query", "major", "T-24h", ("online",)),
}


def told(change: Callable[[list[Any]], list[Any]], until: str) -> Change:
    """The shop's services tell other metrics, and the world waits until Prometheus has them."""

    def apply(world: World) -> None:
        module = world.sites["module"]
        series = change([*module.business(), *module.systems()])
        world.sites["shop"].pages["/metrics"].told = module.told_by(series)
        importlib.import_module("systems.monitoring").wait_for(os.environ["PROMETHEUS_URL"], until)

    return apply


def of(metric: str, labels: dict[str, str]) -> Callable[[Any], bool]:
    return lambda series: series.metric == metric and labels.items() <= series.labels.items()


def selected(metric: str, labels: dict[str, str]) -> str:
    inside = ",".join(f'{name}="{label}"' for name, label in labels.items())
    return f"{metric}{{{inside}}}"


def value(metric: str, number: float, **labels: str) -> Change:
    """One metric has another value, in all its series with these labels."""

    def change(found: list[Any]) -> list[Any]:
        chosen = [series for series in found if of(metric, labels)(series)]
        assert chosen
        for series in chosen:
            series.value, series.per_second = number, 0.0
        return found

    selector = selected(metric, labels)
    return told(change, f"{selector} != {selector}" if math.isnan(number) else f"{selector} == {number}")


def vanished(metric: str, **labels: str) -> Change:
    """Its series end: what told them has stopped, or is no longer watched."""
    selector = selected(metric, labels)
    return told(lambda found: [one for one in found if not of(metric, labels)(one)], f"absent({selector})")


def query(file: str, metric: str, words: str) -> Change:
    return table(file, metric, QUERY, put(words))


def dated(seconds: int) -> Change:
    """A metric whose source dates its sample so many seconds ago, in place of the sessions."""

    def change(found: list[Any]) -> list[Any]:
        at = int((time.time() - seconds) * 1000)
        page = found[0]
        stamped = type(page)("shop_sessions_pushed", {}, 5_120, at=at)
        return [*found, stamped]

    asked = query(BUSINESS, "在线人数", "sum(shop_sessions_pushed)")
    return together(asked, told(change, f"last_over_time(shop_sessions_pushed[{seconds + 60}s])"))


def nobody_answers(_: World) -> None:
    """The address is of a port where nothing listens any more."""
    os.environ["PROMETHEUS_URL"] = "http://127.0.0.1:9"


MUTATIONS = [
    Mutation(
        "technical.lb-rw-split",
        "a pool has one healthy backend",
        value("haproxy_server_status", 0, server="order-api-2"),
        '健康后端数 {proxy="order-api"}',
        ">= 2",
        "1",
    ),
    Mutation(
        "technical.lb-rw-split",
        "a pool has no healthy backend, and so no series",
        value("haproxy_server_status", 0, proxy="pay-api"),
        POOLS,
        "a series of pay-api",
        "none",
    ),
    Mutation(
        "technical.lb-rw-split",
        "the load balancer is no longer watched",
        vanished("haproxy_server_status"),
        POOLS,
        "samples at most 5 min old",
        "no sample",
    ),
    Mutation(
        "technical.lb-rw-split",
        "nobody wrote which pools there must be",
        table(SYSTEM, POOLS, MEMBERS, put("")),
        POOLS,
        "the series that there must be",
        "none",
    ),
    Mutation(
        "technical.lb-rw-split",
        "a replica lags a thousandth too long",
        value(LAGGING, 1.001, server="db-replica-2"),
        '主从延迟 {server="db-replica-2"}',
        "<= 1 s",
        "1.001 s",
    ),
    Mutation(
        "technical.lb-rw-split",
        "a replica replicates no more, and so tells no lag",
        vanished(LAGGING, server="db-replica-2"),
        LAG,
        "a series of db-replica-2",
        "none",
    ),
    Mutation(
        "technical.lb-rw-split",
        "the lag is told in minutes",
        table(SYSTEM, LAG, UNIT, put("分钟")),
        '主从延迟 {server="db-replica-2"}',
        "<= 1 s",
        "60 s",
    ),
    Mutation(
        "technical.lb-rw-split",
        "a replica takes writes",
        value("mysql_global_variables_read_only", 0, server="db-replica-1"),
        '从库只读 {server="db-replica-1"}',
        "= 1",
        "0",
    ),
    Mutation(
        "technical.lb-rw-split",
        "nobody asks whether replicas take writes",
        without(SYSTEM, READ_ONLY),
        "Replicas that refuse writes",
        "under one of these names",
        "none",
    ),
    Mutation(
        "technical.lb-rw-split",
        "a query says 2 where there is nothing",
        query(SYSTEM, POOLS, "count by (proxy) (haproxy_server_up == 1) or vector(2)"),
        POOLS,
        "gives nothing where there is nothing",
        "or vector(2)",
    ),
    Mutation(
        "technical.lb-rw-split",
        "a query is mistyped",
        query(SYSTEM, LAG, "max by (server) (mysql_slave_status_seconds_behind_master"),
        LAG,
        "a PromQL query",
        "mysql_slave_status_seconds_behind_master",
    ),
    Mutation(
        "technical.bot-scenes",
        "no policy is for claims",
        without(SCENES, "领券"),
        "risk-scenes",
        "analysis on claims",
        "none",
    ),
    Mutation(
        "technical.bot-scenes",
        "the policy for claims is switched off",
        table(SCENES, "行为轨迹-领券脚本识别", "是否启用", put("已停用")),
        "risk-scenes",
        "analysis on claims",
        "none",
    ),
    Mutation(
        "technical.bot-scenes",
        "orders are watched by addresses only",
        table(SCENES, "行为轨迹-下单脚本识别", "行为轨迹分析", put("否")),
        "risk-scenes",
        "analysis on orders",
        "none",
    ),
    Mutation(
        "technical.bot-scenes",
        "the policy for logins has no state",
        table(SCENES, "行为轨迹-登录人机识别", "是否启用", put("")),
        "risk-scenes",
        "analysis on logins",
        "none",
    ),
    Mutation(
        "technical.bot-scenes",
        "a state is no state",
        table(SCENES, "行为轨迹-登录人机识别", "是否启用", put("灰度")),
        "",
        "是否启用",
        "灰度",
    ),
    Mutation(
        "technical.bot-detection",
        "nothing was detected within a day",
        together(
            query(SYSTEM, BOTS, 'sum(increase(risk_bot_detections_total{scene="coupon"}[24h]))'),
            told(
                lambda found: [*found, type(found[0])("risk_bot_detections_total", {"scene": "coupon"}, 5_120)],
                'count_over_time(risk_bot_detections_total{scene="coupon"}[1m]) >= 2',
            ),
        ),
        BOTS,
        "> 0",
        "0",
    ),
    Mutation(
        "technical.bot-detection",
        "the risk engine tells nothing",
        vanished("risk_bot_detections_total"),
        BOTS,
        "samples at most 5 min old",
        "no sample",
    ),
    Mutation(
        "technical.bot-detection",
        "the detections of a month are counted",
        query(SYSTEM, BOTS, "sum(increase(risk_bot_detections_total[30d]))"),
        BOTS,
        "the last 24 h and no more",
        "30 d",
    ),
    Mutation(
        "technical.bot-detection",
        "all detections since the start are counted",
        query(SYSTEM, BOTS, "sum(risk_bot_detections_total)"),
        BOTS,
        "the last 24 h and no more",
        "the newest sample alone",
    ),
    Mutation(
        "technical.bot-detection",
        "samples are counted, not detections",
        query(SYSTEM, BOTS, "sum(count_over_time(risk_bot_detections_total[24h]))"),
        BOTS,
        "counted by increase",
        "count_over_time",
    ),
    Mutation(
        "technical.bot-detection",
        "nobody asks for detections",
        without(SYSTEM, BOTS),
        "Bots detected within 24 hours",
        "under one of these names",
        "none",
    ),
    Mutation(
        "technical.business-metrics-12",
        "there are eleven metrics",
        without(BUSINESS, "客服排队人数"),
        "业务指标.csv",
        "at least 12 metrics",
        "11 metrics",
    ),
    *(
        Mutation(
            "technical.business-metrics-12",
            f"{english.lower()} is not among them",
            table(BUSINESS, metric, "指标", put("另一项")),
            english,
            "under one of these names",
            "none",
        )
        for metric, english in (
            ("优惠券领取成功率", "Coupon claim success rate"),
            ("库存同步延迟", "Stock sync delay"),
            ("支付回调超时率", "Payment callback timeout rate"),
        )
    ),
    Mutation(
        "technical.business-metrics-12",
        "the exporter of payments has stopped, and the rate over a minute goes on",
        vanished("shop_payment_callbacks_total"),
        "支付回调超时率",
        "samples at most 5 min old",
        "no sample",
    ),
    Mutation(
        "technical.business-metrics-12",
        "the newest sample is ten seconds too old",
        dated(310),
        "在线人数",
        "samples at most 5 min old",
        "no sample",
    ),
    Mutation(
        "technical.business-metrics-12",
        "a value is no number",
        value("shop_active_sessions", math.nan),
        "在线人数",
        "a number",
        "NaN",
    ),
    Mutation(
        "technical.business-metrics-12",
        "a metric has another name on the server",
        query(BUSINESS, "在线人数", "sum(shop_sessions_active)"),
        "在线人数",
        "samples at most 5 min old",
        "shop_sessions_active: no sample",
    ),
    Mutation(
        "technical.business-metrics-12",
        "a comparison leaves no series",
        query(BUSINESS, "在线人数", "sum(shop_active_sessions > 1000000)"),
        "在线人数",
        "at least one series",
        "no series",
    ),
    Mutation(
        "technical.business-metrics-12",
        "a query says 0 where there is nothing",
        query(BUSINESS, "每分钟订单数", "sum(rate(shop_order_total[1m])) * 60 or vector(0)"),
        "每分钟订单数",
        "gives nothing where there is nothing",
        "or vector(0)",
    ),
    Mutation(
        "technical.business-metrics-12",
        "a query shows the hour before",
        query(BUSINESS, "在线人数", "sum(shop_active_sessions offset 1h)"),
        "在线人数",
        "the present",
        "with offset or @",
    ),
    Mutation(
        "technical.business-metrics-12",
        "one query stands under two names",
        query(BUSINESS, "客服排队人数", "sum(shop_active_sessions)"),
        "客服排队人数",
        "each query once",
        "also in",
    ),
    Mutation(
        "technical.business-metrics-12",
        "a metric stands there twice in place of another",
        table(BUSINESS, "客服排队人数", "指标", put("在线人数")),
        "在线人数",
        "each metric once",
        "also in",
    ),
    Mutation(
        "technical.business-metrics-12",
        "a metric has no query",
        another(BUSINESS, "首单人数"),
        "首单人数",
        "a PromQL query",
        "empty",
    ),
    Mutation(
        "technical.business-metrics-12",
        "the server can't run a query",
        query(BUSINESS, "在线人数", "double_exponential_smoothing(shop_active_sessions[5m], 0.5, 0.5)"),
        "在线人数",
        "an answer",
        "HTTP 400",
    ),
    Mutation(
        "technical.business-metrics-12",
        "the monitoring does not answer",
        nobody_answers,
        "${PROMETHEUS_URL}",
        "a Prometheus server that answers",
        "refused",
    ),
    Mutation(
        "technical.realtime-sync-crm",
        "leads reach the CRM a second too late",
        value("crm_sync_lag_seconds", 301, stream="leads"),
        'CRM同步延迟 {stream="leads"}',
        "<= 300 s",
        "301 s",
    ),
    Mutation(
        "technical.realtime-sync-crm",
        "an order failed and waits in a queue",
        value("crm_dead_letters", 1, stream="orders"),
        'CRM死信数 {stream="orders"}',
        "= 0",
        "1",
    ),
    Mutation(
        "technical.realtime-sync-crm",
        "leads are not synced at all",
        vanished("crm_sync_lag_seconds", stream="leads"),
        SYNC,
        "a series of leads",
        "none",
    ),
    Mutation(
        "technical.realtime-sync-crm",
        "the connector has stopped",
        vanished("crm_dead_letters"),
        DEAD,
        "samples at most 5 min old",
        "no sample",
    ),
    Mutation(
        "technical.realtime-sync-crm",
        "nobody wrote which streams there must be",
        table(SYSTEM, DEAD, MEMBERS, put("")),
        DEAD,
        "the series that there must be",
        "none",
    ),
    Mutation(
        "technical.realtime-sync-crm",
        "nobody looks at what failed",
        without(SYSTEM, DEAD),
        "Messages that failed",
        "under one of these names",
        "none",
    ),
    Mutation(
        "technical.realtime-sync-crm",
        "the lag is told in hours",
        table(SYSTEM, SYNC, UNIT, put("小时")),
        'CRM同步延迟 {stream="orders"}',
        "<= 300 s",
        "43,200 s",
    ),
]

LIMITS: list[Limit] = [
    ("technical.lb-rw-split", "every replica lags a second", value(LAGGING, 1)),
    (
        "technical.lb-rw-split",
        "every pool has two backends",
        value("haproxy_server_status", 0, server="shop-web-3"),
    ),
    (
        "technical.bot-detection",
        "bots were detected in one scene",
        query(SYSTEM, BOTS, 'sum(increase(risk_bot_detections_total{scene="order"}[24h]))'),
    ),
    ("technical.bot-scenes", "one more policy is switched off", table(SCENES, "同地址多单", "是否启用", put("停用"))),
    ("technical.business-metrics-12", "a sample is nearly five minutes old", dated(285)),
    (
        "technical.business-metrics-12",
        "a thirteenth metric",
        another(BUSINESS, "加购次数", 'sum(rate(shop_cart_changes_total{change="added"}[1m])) * 60'),
    ),
    ("technical.realtime-sync-crm", "everything lags five minutes", value("crm_sync_lag_seconds", 300)),
]
