"""The pack channel: requirements and worlds."""

from __future__ import annotations

from tests.changes import (
    Change,
    clock,
    put,
    rows,
    sheet,
    sheet_another,
    sheet_without,
    table,
    together,
    without,
)
from tests.checklists import Asked, Limit, Mutation

DEALERS, POLICIES, PRICES = "evidence/经销商名单.csv", "evidence/经销商政策.xlsx", "evidence/经销商价格配置.csv"
LEADS, STOCK = "evidence/线索分配测试.csv", "evidence/经销商库存.csv"

DEALER = ("dealers",)
ASKED = {
    "channel.dealer-policy": Asked("rows", "major", "T-7d", DEALER),
    "channel.dealer-territories": Asked("rows", "major", "T-7d", DEALER),
    "channel.dealer-tier-ladder": Asked("rows", "major", "T-72h", DEALER),
    "channel.dealer-tier-discount": Asked("rows", "major", "T-72h", DEALER),
    "channel.lead-assignment": Asked("rows", "major", "T-72h", DEALER),
    "channel.dealer-stock-sync": Asked("rows", "major", "T-24h", DEALER),
}


def dealer(name: str, column: str, value: str) -> Change:
    return table(DEALERS, name, column, put(value))


def priced(name: str, column: str, value: str) -> Change:
    return table(PRICES, name, column, put(value))


MUTATIONS = [
    Mutation(
        "channel.dealer-policy",
        "an old version was accepted",
        dealer("JX-NB01", "已确认政策版本", "ZC618-2.0"),
        "JX-NB01",
        "in force",
        "ZC618-2.0",
    ),
    Mutation("channel.dealer-policy", "never accepted", dealer("JX-NB01", "确认时间", ""), "JX-NB01", "by", "empty"),
    Mutation(
        "channel.dealer-policy",
        "a second too late",
        dealer("JX-NB01", "确认时间", "2026-06-11 00:00:01"),
        "JX-NB01",
        "by Wed 10 June 2026, 24:00",
        "00:00:01",
    ),
    Mutation(
        "channel.dealer-policy",
        "accepted before it was published",
        dealer("JX-NB01", "确认时间", "2026-06-01 10:00:00"),
        "JX-NB01",
        "after it was published",
        "Mon 1 June 2026, 10:00",
    ),
    Mutation("channel.dealer-policy", "no tracing", dealer("JX-NB01", "一物一码", "否"), "JX-NB01", "tracing", "否"),
    Mutation(
        "channel.dealer-policy",
        "the benefit is not split whole",
        sheet(POLICIES, "政策版本", "ZC618-2.1", "线上利益占比", "50 %"),
        "JX-NB01",
        "splits the whole benefit",
        "60 %",
    ),
    Mutation(
        "channel.dealer-territories",
        "a region has two dealers",
        sheet_another(POLICIES, "区域划分", "宁波", "JX-HZ01"),
        "宁波",
        "",
        "2",
    ),
    Mutation(
        "channel.dealer-territories",
        "a dealer has no region",
        sheet_without(POLICIES, "区域划分", "苏州"),
        "JX-SZ01",
        "a row",
        "none",
    ),
    Mutation(
        "channel.dealer-territories",
        "two regions in one cell",
        sheet(POLICIES, "区域划分", "苏州", "经销区域", "苏州、无锡"),
        "苏州、无锡",
        "one region a row",
        "苏州、无锡",
    ),
    Mutation(
        "channel.dealer-tier-ladder",
        "a lower tier may go as deep",
        sheet(POLICIES, "等级权限", "B 级", "最高让利比例", "18 %"),
        "B 级",
        "less than the tier above",
        "18 %",
    ),
    Mutation(
        "channel.dealer-tier-ladder",
        "two tiers of one rank",
        sheet(POLICIES, "等级权限", "C 级", "等级序号", 2),
        "C 级",
        "a rank of its own",
        "2",
    ),
    Mutation(
        "channel.dealer-tier-discount",
        "deeper than its tier",
        together(
            rows(PRICES, ("C 级",), "让利比例", "11 %"),
        ),
        "JX-SZ01",
        "at most 10 %",
        "11 %",
    ),
    Mutation(
        "channel.dealer-tier-discount",
        "a cent below the floor",
        priced("JX-HZ01", "折后价", "40.99"),
        "JX-HZ01",
        "at least the floor 41",
        "40.99",
    ),
    Mutation(
        "channel.dealer-tier-discount",
        "the net price is another",
        priced("JX-SZ01", "折后价", "46.02"),
        "JX-SZ01",
        "less 8 %",
        "46.02",
    ),
    Mutation(
        "channel.dealer-tier-discount",
        "the price of another tier",
        priced("JX-SZ01", "价格等级", "B 级"),
        "JX-SZ01",
        "the tier of the dealer",
        "B 级",
    ),
    Mutation(
        "channel.dealer-tier-discount",
        "equal dealers, unequal terms",
        priced("JX-NB01", "让利比例", "17 %"),
        "JX-NB01",
        "the same for every dealer",
        "17 %",
    ),
    Mutation(
        "channel.dealer-tier-discount",
        "a lower tier gets more",
        rows(PRICES, ("B 级",), "让利比例", "7 %"),
        "JX-CD01",
        "no less than a lower tier",
        "7 %",
    ),
    Mutation(
        "channel.lead-assignment",
        "a lead waited too long",
        table(LEADS, "XS-0001", "分配时间", put("2026-06-13 10:09:01")),
        "XS-0001",
        "at most 5 m",
        "10:09:01",
    ),
    Mutation(
        "channel.lead-assignment",
        "another region's dealer got it",
        table(LEADS, "XS-0001", "分配经销商", put("JX-NB01")),
        "XS-0001",
        "the dealer of the region",
        "JX-NB01",
    ),
    Mutation("channel.lead-assignment", "a region had none", without(LEADS, "苏州"), "苏州", "a row", "none"),
    Mutation("channel.lead-assignment", "too few leads", without(LEADS, "XS-0001"), "", "20", "19"),
    Mutation(
        "channel.lead-assignment",
        "a share that is not the quota",
        together(dealer("JX-NB01", "线索配额", "20 %"), dealer("JX-SZ01", "线索配额", "15 %")),
        "XS-0006",
        "quota of 20 %",
        "JX-NB01",
    ),
    Mutation("channel.dealer-stock-sync", "a dealer has none", without(STOCK, "JX-NB01"), "JX-NB01", "a row", "none"),
    Mutation(
        "channel.dealer-stock-sync",
        "one of five dealers is stale",
        table(STOCK, "JX-NB01", "同步时间", put("2026-06-17 22:59:59")),
        "",
        "at most 2 %",
        "1 of 5",
    ),
]

LIMITS: list[Limit] = [
    ("channel.dealer-policy", "accepted at the last moment", dealer("JX-NB01", "确认时间", "2026-06-11 00:00:00")),
    (
        "channel.dealer-policy",
        "accepted as it was published",
        sheet(POLICIES, "政策版本", "ZC618-2.1", "发布时间", clock("2026-06-04 10:20:00")),
    ),
    (
        "channel.lead-assignment",
        "exactly five minutes",
        table(LEADS, "XS-0001", "分配时间", put("2026-06-13 10:09:00")),
    ),
    (
        "channel.dealer-stock-sync",
        "synchronised exactly an hour ago",
        table(STOCK, "JX-NB01", "同步时间", put("2026-06-17 23:00:00")),
    ),
]
