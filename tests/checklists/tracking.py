"""What is recorded of the campaign: sources, events, and who is the same person. Requirements and worlds."""

from __future__ import annotations

from tests.changes import (
    LINKS,
    PAIRS,
    SAMPLES,
    TRACKING,
    Change,
    gone,
    page,
    put,
    sheet,
    sheet_another,
    table,
    together,
    without,
)
from tests.checklists import Asked, Limit, Mutation
from tests.worlds import Rows, World

APP = ("online", "app")

ASKED = {
    "analysis.channel-source-tags": Asked("http", "major", "T-72h", ("online",)),
    "analysis.tracking-complete": Asked("rows", "major", "T-72h", APP, starter=True),
    "analysis.identity-match": Asked("rows", "major", "T-72h", APP),
}

EVENTS = "事件"


def pairs(truth: str, predicted: str, new_truth: str, new_predicted: str, count: int = 1) -> Change:
    """Label some pairs of profiles otherwise, or match them otherwise."""

    def change(rows: Rows) -> Rows:
        at, by = rows[0].index("是否同一人"), rows[0].index("系统判定")
        found = [row for row in rows[1:] if (row[at], row[by]) == (truth, predicted)][:count]
        assert len(found) == count
        for row in found:
            row[at], row[by] = new_truth, new_predicted
        return rows

    return lambda world: world.edit_rows(PAIRS, change)


def fewer_pairs(world: World) -> None:
    """One pair of different people less: 199 are left."""
    world.edit_rows(PAIRS, lambda rows: [*rows[:1], *_without_one(rows[1:])])


def _without_one(rows: Rows) -> Rows:
    one = next(row for row in rows if row[-2:] == ["否", "否"])
    return [row for row in rows if row is not one]


def padded(world: World) -> None:
    """A pair of different people stands there again with its sides exchanged, in place of another."""

    def change(rows: Rows) -> Rows:
        first, second = [row for row in rows[1:] if row[-2:] == ["否", "否"]][:2]
        second[:2] = [first[1], first[0]]
        return rows

    world.edit_rows(PAIRS, change)


def only_the_same(world: World) -> None:
    """A sample in which all pairs are of the same person, and all are matched."""
    world.edit_rows(PAIRS, lambda rows: [rows[0], *([*row[:-2], "是", "是"] for row in rows[1:])])


def nothing_matched(world: World) -> None:
    world.edit_rows(PAIRS, lambda rows: [rows[0], *([*row[:-1], "否"] for row in rows[1:])])


def samples(event: str, column: str, value: str) -> Change:
    """Change a column in every sample of an event."""

    def change(rows: Rows) -> Rows:
        at = rows[0].index(column)
        found = [row for row in rows[1:] if event in row]
        assert found
        for row in found:
            row[at] = value
        return rows

    return lambda world: world.edit_rows(SAMPLES, change)


MUTATIONS = [
    Mutation(
        "analysis.channel-source-tags",
        "a link has no medium",
        table(LINKS, "短信", "投放链接", lambda c: c.replace("&utm_medium=message", "")),
        "短信",
        "utm_medium",
        "no utm_medium",
    ),
    Mutation(
        "analysis.channel-source-tags",
        "a link names another campaign",
        table(LINKS, "短信", "投放链接", lambda c: c.replace("2026-618", "2025-618")),
        "短信",
        "2026-618",
        "2025-618",
    ),
    Mutation(
        "analysis.channel-source-tags",
        "two links carry the same tags",
        table(LINKS, "短信", "投放链接", lambda c: c.replace("sms", "video").replace("message", "social") + "&v=2"),
        "短信",
        "tags that no other link has",
        "as 短视频",
    ),
    Mutation(
        "analysis.channel-source-tags",
        "a tag has capitals",
        table(LINKS, "短信", "投放链接", lambda c: c.replace("sms", "SMS")),
        "短信",
        "lower case",
        "SMS",
    ),
    Mutation(
        "analysis.channel-source-tags",
        "a redirect loses the tags",
        page("shop", "/go", headers={"Location": "/618?from=go"}),
        "短信",
        "after redirects",
        "no utm_",
    ),
    Mutation("analysis.channel-source-tags", "the links lead nowhere", gone("shop", "/go"), "短信", "200", "404"),
    Mutation(
        "analysis.tracking-complete",
        "the step view has no event",
        sheet(TRACKING, EVENTS, "campaign_page_view", "漏斗环节", put("其他")),
        "event-samples",
        "view",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the step click has no event",
        sheet(TRACKING, EVENTS, "campaign_click", "漏斗环节", put("其他")),
        "event-samples",
        "click",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the step claim has no event",
        sheet(TRACKING, EVENTS, "coupon_claimed", "漏斗环节", put("其他")),
        "event-samples",
        "claim",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the step add to cart has no event",
        sheet(TRACKING, EVENTS, "add_to_cart", "漏斗环节", put("其他")),
        "event-samples",
        "add to cart",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the step order has no event",
        sheet(TRACKING, EVENTS, "order_submitted", "漏斗环节", put("其他")),
        "event-samples",
        "order",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the step pay has no event",
        sheet(TRACKING, EVENTS, "order_paid", "漏斗环节", put("其他")),
        "event-samples",
        "pay",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the step refund has no event",
        sheet(TRACKING, EVENTS, "order_refunded", "漏斗环节", put("其他")),
        "event-samples",
        "refund",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the step share has no event",
        sheet(TRACKING, EVENTS, "campaign_shared", "漏斗环节", put("其他")),
        "event-samples",
        "share",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "an event of the plan never arrived",
        without(SAMPLES, "order_refunded"),
        "order_refunded",
        "埋点调试日志.csv",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "an event was planned that no release sends",
        sheet_another(
            TRACKING, EVENTS, "store_checked_in", "到店签到", "其他", "campaign_id, channel, user_id", "罗斌"
        ),
        "store_checked_in",
        "埋点调试日志.csv",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the plan of an event lacks campaign_id",
        sheet(TRACKING, EVENTS, "order_paid", "事件属性", lambda cell: cell.replace("campaign_id, ", "")),
        "order_paid",
        "campaign_id",
        "not listed",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the plan of an event lacks channel",
        sheet(TRACKING, EVENTS, "order_paid", "事件属性", lambda cell: cell.replace("channel, ", "")),
        "order_paid",
        "channel",
        "not listed",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the plan of an event lacks user_id",
        sheet(TRACKING, EVENTS, "order_paid", "事件属性", lambda cell: cell.replace("user_id, ", "")),
        "order_paid",
        "user_id",
        "not listed",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the plan of an order lacks the SKU",
        sheet(TRACKING, EVENTS, "order_paid", "事件属性", lambda cell: cell.replace("sku, ", "")),
        "order_paid",
        "sku",
        "not listed",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the plan of an order lacks the amount",
        sheet(TRACKING, EVENTS, "order_paid", "事件属性", lambda cell: cell.replace("amount, ", "")),
        "order_paid",
        "amount",
        "not listed",
    ),
    Mutation(
        "analysis.tracking-complete",
        "the plan of an event has no properties",
        sheet(TRACKING, EVENTS, "campaign_click", "事件属性", put(None)),
        "campaign_click",
        "campaign_id",
        "not listed",
    ),
    Mutation(
        "analysis.tracking-complete",
        "an event arrived without its channel",
        samples("order_paid", "来源渠道", ""),
        "order_paid",
        "来源渠道",
        "empty",
    ),
    Mutation(
        "analysis.tracking-complete",
        "an event arrived without customer or device",
        samples("order_paid", "用户ID", ""),
        "order_paid",
        "用户ID",
        "empty",
    ),
    Mutation(
        "analysis.tracking-complete",
        "an event arrived for another campaign",
        samples("order_paid", "活动ID", "2025-618"),
        "order_paid",
        "2026-618-stores",
        "2025-618",
    ),
    Mutation(
        "analysis.tracking-complete",
        "a payment arrived without a SKU",
        samples("order_paid", "商品编码", ""),
        "order_paid",
        "SKU",
        "empty",
    ),
    Mutation(
        "analysis.tracking-complete",
        "a payment arrived without an amount",
        samples("order_paid", "金额", ""),
        "order_paid",
        "amount",
        "empty",
    ),
    Mutation(
        "analysis.tracking-complete",
        "a payment arrived with the amount 0",
        samples("order_paid", "金额", "0"),
        "order_paid",
        "above 0",
        "0",
    ),
    Mutation(
        "analysis.tracking-complete",
        "an amount is no number",
        samples("order_paid", "金额", "NaN"),
        "order_paid",
        "金额",
        "NaN",
    ),
    Mutation(
        "analysis.tracking-complete",
        "an event was seen from another release only",
        samples("order_paid", "应用版本", "pos-3.8.0"),
        "order_paid",
        "埋点调试日志.csv",
        "none",
    ),
    Mutation(
        "analysis.tracking-complete",
        "an event was last seen a second more than 7 days ago",
        samples("order_paid", "上报时间", "2026-06-10 23:59:59"),
        "order_paid",
        "埋点调试日志.csv",
        "none",
    ),
    Mutation(
        "analysis.identity-match",
        "there are 199 pairs",
        together(fewer_pairs, pairs("是", "否", "是", "是")),
        "identity-sample",
        "at least 200",
        "199",
    ),
    Mutation(
        "analysis.identity-match",
        "one matched pair more is wrong",
        pairs("否", "否", "否", "是"),
        "identity-sample",
        "precision of at least 90 %",
        "90 of 101",
    ),
    Mutation(
        "analysis.identity-match",
        "one true pair in ten and one more is not found",
        pairs("是", "是", "是", "否", 7),
        "identity-sample",
        "recall of at least 90 %",
        "83 of 94",
    ),
    Mutation(
        "analysis.identity-match",
        "one more pair stays a duplicate",
        pairs("否", "否", "是", "否"),
        "identity-sample",
        "at most 2 %",
        "5 of 200",
    ),
    Mutation(
        "analysis.identity-match",
        "nothing is matched at all",
        nothing_matched,
        "identity-sample",
        "precision of at least 90 %",
        "0 of 0",
    ),
    Mutation(
        "analysis.identity-match",
        "all pairs are of the same person",
        only_the_same,
        "identity-sample",
        "different people",
        "none",
    ),
    Mutation(
        "analysis.identity-match",
        "a pair is counted twice, with its sides exchanged",
        padded,
        "pos-",
        "each pair once",
        "wx-",
    ),
    Mutation(
        "analysis.identity-match",
        "a pair was not labelled",
        pairs("否", "否", "", "否"),
        "wx-",
        "是否同一人",
        "empty",
    ),
]

LIMITS: list[Limit] = [
    (
        "analysis.tracking-complete",
        "an event was seen exactly 7 days ago",
        samples("campaign_shared", "上报时间", "2026-06-11 00:00:00"),
    ),
    (
        "analysis.identity-match",
        "recall is 90 %, too",
        together(pairs("是", "是", "否", "否", 54), pairs("否", "是", "否", "否", 6)),
    ),
]
