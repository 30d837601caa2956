"""Struck-through prices, prior prices and displayed reductions: requirements and worlds."""

from __future__ import annotations

from tests.changes import (
    Change,
    another,
    promoted_too,
    put,
    rows,
    table,
    text,
    together,
    without,
)
from tests.checklists import Asked, Limit, Mutation
from tests.checklists.budget import cost
from tests.worlds import Rows, World

SHOWN, SALES, CHANGES = "evidence/标价清单.csv", "evidence/成交记录.csv", "evidence/调价记录.csv"
SKU, BOTH, RARE = "HM-01-003", "HM-01-019", "HM-11-028"
"""A SKU of the stores, one that is sold online too, and one that nobody bought in the last seven days."""

ASKED = {
    "planning.original-price": Asked("rows", "blocker", "T", ("discounts",)),
    "planning.prior-price-eu": Asked("rows", "blocker", "T", ("eu-customers",)),
    "planning.price-display": Asked("rows", "blocker", "announcement", ("discounts",)),
}


def shown(column: str, value: str, *keys: str) -> Change:
    return rows(SHOWN, keys or (SKU, "门店"), column, value)


def sale(number: str, column: str, value: str) -> Change:
    return table(SALES, number, column, put(value))


def exported(name: str, column: str, keep: str, later: str = "9999") -> Change:
    """The export holds only what happened from one time on, and before another."""

    def cut(table: Rows) -> Rows:
        at = table[0].index(column)
        return [table[0], *(row for row in table[1:] if keep <= row[at] < later)]

    return lambda world: world.edit_rows(name, cut)


def but_one_channel(name: str, channel: str, column: str, keep: str, later: str) -> Change:
    """The same of one channel alone."""

    def cut(table: Rows) -> Rows:
        at = table[0].index(column)
        return [table[0], *(row for row in table[1:] if channel not in row or keep <= row[at] < later)]

    return lambda world: world.edit_rows(name, cut)


def binding(evidence: str, old: str, new: str) -> Change:
    def change(world: World) -> None:
        path = world.path("campaign.yaml")
        lines = path.read_text("utf-8").splitlines(keepends=True)
        changed = [one.replace(old, new) if one.startswith(f"  {evidence}:") else one for one in lines]
        assert changed != lines
        path.write_text("".join(changed), "utf-8")

    return change


def priced_from(at: str, price: str, sku: str = SKU) -> Change:
    return another(CHANGES, sku, "门店", price, at, "调价")


MUTATIONS = [
    Mutation(
        "planning.original-price",
        "the struck-through price is a cent above the lowest of the week",
        shown("划线价", "123.01"),
        SKU,
        "at least the struck-through price of 123.01",
        "123.00",
    ),
    Mutation(
        "planning.original-price",
        "one sale of the week was cheaper",
        sale("XP000006", "成交单价", "122.99"),
        SKU,
        "at least the struck-through price of 123.00",
        "122.99",
    ),
    Mutation(
        "planning.original-price",
        "a cheaper sale exactly seven days before the launch",
        another(SALES, "XP900001", SKU, "门店", "100.00", "2026-06-11 00:00:00"),
        SKU,
        "sold in the last 7 d",
        "100.00",
    ),
    Mutation(
        "planning.original-price",
        "a cheaper sale in the last second",
        another(SALES, "XP900001", SKU, "门店", "100.00", "2026-06-17 23:59:59"),
        SKU,
        "sold in the last 7 d",
        "100.00",
    ),
    Mutation(
        "planning.original-price",
        "nobody bought it in the week, and the last sale before was cheaper",
        sale("XP000314", "成交单价", "336.00"),
        RARE,
        "the last sale before",
        "336.00",
    ),
    Mutation(
        "planning.original-price",
        "the last two sales before were of one moment, and one was cheaper",
        another(SALES, "XP900001", RARE, "门店", "300.00", "2026-06-08 16:43:21"),
        RARE,
        "the last sale before",
        "300.00",
    ),
    Mutation(
        "planning.original-price",
        "it was cheaper online, where the same price is struck through",
        sale("DD000021", "成交单价", "92.00"),
        BOTH,
        "at least the struck-through price of 93.00",
        "92.00",
    ),
    Mutation(
        "planning.original-price",
        "nobody ever sold it in this channel",
        rows(SHOWN, (SKU, "门店"), "渠道", "小程序"),
        SKU,
        "a row in evidence/成交记录.csv",
        "none",
    ),
    Mutation(
        "planning.original-price",
        "a SKU without any sale",
        without(SALES, SKU),
        SKU,
        "a row in evidence/成交记录.csv",
        "none",
    ),
    Mutation(
        "planning.original-price",
        "the sales write the SKU in another way",
        rows(SALES, (SKU,), "商品编码", "hm-01-003"),
        SKU,
        "a row in evidence/成交记录.csv",
        "none",
    ),
    Mutation(
        "planning.original-price",
        "the export begins within the seven days",
        exported(SALES, "成交时间", "2026-06-11 00:00:01"),
        "门店",
        "reach back over the last 7 d",
        "the first is of",
    ),
    Mutation(
        "planning.original-price",
        "the export of one channel begins within the seven days",
        but_one_channel(SALES, "小程序", "成交时间", "2026-06-11 00:00:01", "9999"),
        "小程序",
        "reach back over the last 7 d",
        "the first is of",
    ),
    Mutation(
        "planning.original-price",
        "the sales of one channel end days before",
        but_one_channel(SALES, "小程序", "成交时间", "0", "2026-06-16 23:59:59"),
        "小程序",
        "the last at most 24 h ago",
        "the last is of",
    ),
    Mutation(
        "planning.original-price",
        "the export is 25 hours old",
        binding("price-history", "2026-06-17T22:00:00", "2026-06-16T23:00:00"),
        "price-history",
        "at most 24 h old",
        "25 h old",
    ),
    Mutation(
        "planning.original-price",
        "nobody knows when it was sold",
        sale("XP000006", "成交时间", ""),
        SKU,
        "whether the row is meant",
        "an empty cell",
    ),
    Mutation(
        "planning.original-price",
        "nobody knows for how much it was sold",
        sale("XP000006", "成交单价", ""),
        SKU,
        "at least the struck-through price",
        "an empty cell",
    ),
    Mutation(
        "planning.original-price",
        "a sale is given in words",
        sale("XP000006", "成交单价", "赠送"),
        SKU,
        "a readable 成交单价",
        "赠送",
    ),
    Mutation(
        "planning.original-price",
        "a return stands among the sales",
        sale("XP000005", "成交单价", "-123.00"),
        SKU,
        "a price above 0",
        "-123.00",
    ),
    Mutation(
        "planning.original-price",
        "nobody knows the struck-through price",
        shown("划线价", ""),
        SKU,
        "at least the struck-through price",
        "123.00",
    ),
    Mutation(
        "planning.prior-price-eu",
        "the prior price is a cent above what it was all the time",
        shown("划线价", "123.01"),
        SKU,
        "at least the prior price of 123.01",
        "123.00",
    ),
    Mutation(
        "planning.prior-price-eu",
        "it was cheaper for a day within the thirty days",
        together(priced_from("2026-06-01 00:00:00", "100.00"), priced_from("2026-06-02 00:00:00", "123.00")),
        SKU,
        "applied in the last 30 d",
        "100.00",
    ),
    Mutation(
        "planning.prior-price-eu",
        "a cheaper price ended a second after the thirty days began",
        together(priced_from("2026-05-01 00:00:00", "100.00"), priced_from("2026-05-19 00:00:01", "123.00")),
        SKU,
        "applied in the last 30 d",
        "100.00",
    ),
    Mutation(
        "planning.prior-price-eu",
        "the price of the campaign applied in the last second before it",
        table(CHANGES, "86.10", "生效时间", put("2026-06-17 23:59:59")),
        SKU,
        "applied in the last 30 d",
        "86.10",
    ),
    Mutation(
        "planning.prior-price-eu",
        "the log begins within the thirty days",
        table(CHANGES, SKU, "生效时间", put("2026-05-19 00:00:01")),
        SKU,
        "the price that applied 30 d ago",
        "the first is of",
    ),
    Mutation(
        "planning.prior-price-eu",
        "a SKU is not in the log",
        without(CHANGES, SKU),
        SKU,
        "a row in evidence/调价记录.csv",
        "none",
    ),
    Mutation(
        "planning.prior-price-eu",
        "the log is of another channel",
        rows(CHANGES, (SKU,), "渠道", "小程序"),
        SKU,
        "a row in evidence/调价记录.csv",
        "none",
    ),
    Mutation(
        "planning.prior-price-eu",
        "two prices apply from one moment",
        priced_from("2025-11-01 00:00:00", "100.00"),
        SKU,
        "one row",
        "2 rows",
    ),
    Mutation(
        "planning.prior-price-eu",
        "no prior price is shown",
        shown("划线价", ""),
        SKU,
        "at least the prior price",
        "123.00",
    ),
    Mutation(
        "planning.prior-price-eu",
        "a price is empty",
        table(CHANGES, SKU, "调后售价", put("")),
        SKU,
        "at least the prior price",
        "an empty cell",
    ),
    Mutation(
        "planning.prior-price-eu",
        "a price is 0",
        table(CHANGES, "HM-01-001", "调后售价", put("0")),
        "HM-01-001",
        "a price above 0",
        "0",
    ),
    Mutation(
        "planning.prior-price-eu",
        "nobody knows since when a price applies",
        table(CHANGES, SKU, "生效时间", put("")),
        SKU,
        "whether the row is meant",
        "an empty cell",
    ),
    Mutation(
        "planning.prior-price-eu",
        "the log is 25 hours old",
        binding("price-changes", "2026-06-17T22:00:00", "2026-06-16T23:00:00"),
        "price-changes",
        "at most 24 h old",
        "25 h old",
    ),
    Mutation(
        "planning.price-display",
        "the price is not below the struck-through one",
        together(shown("活动价", "123.00"), shown("降幅", "0%")),
        SKU,
        "below the struck-through price of 123.00",
        "123.00",
    ),
    Mutation(
        "planning.price-display",
        "the reduction is a point too high",
        shown("降幅", "31%"),
        SKU,
        "what 123.00 and 86.10 give",
        "31%",
    ),
    Mutation(
        "planning.price-display",
        "the reduction is just more than half a point too low",
        shown("降幅", "29.49%"),
        SKU,
        "what 123.00 and 86.10 give",
        "29.49%",
    ),
    Mutation(
        "planning.price-display",
        "per cent are written for tenths",
        shown("折扣", "3", SKU, "门店"),
        SKU,
        "tenths that 123.00 and 86.10 give",
        "3",
    ),
    Mutation(
        "planning.price-display",
        "85 is written for 8.5 tenths",
        shown("折扣", "85", BOTH, "门店"),
        BOTH,
        "tenths that 93.00 and 79.00 give",
        "85",
    ),
    Mutation(
        "planning.price-display",
        "the home page is cheaper than the page of the product",
        shown("首页价格", "78.99", BOTH, "小程序"),
        BOTH,
        "at least the price of 79.00",
        "78.99",
    ),
    *(
        Mutation(
            "planning.price-display",
            f"it is sold online, and nobody knows its {column}",
            shown(column, "", BOTH, "小程序"),
            BOTH,
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ("首页价格", "详情页价格")
    ),
    Mutation(
        "planning.price-display",
        "a tag is cheaper than finance calculated",
        together(shown("活动价", "86.00")),
        SKU,
        "the lowest price that finance calculated with",
        "86.00",
    ),
    Mutation(
        "planning.price-display",
        "finance calculated with a higher price",
        cost("最低活动价", 86.11),
        SKU,
        "at least 86.11",
        "86.10",
    ),
    Mutation(
        "planning.price-display",
        "a price is 0",
        shown("活动价", "0"),
        SKU,
        "a price above 0",
        "0",
    ),
    Mutation(
        "planning.price-display",
        "no price is on the tag",
        shown("活动价", ""),
        SKU,
        "a price above 0",
        "an empty cell",
    ),
    Mutation(
        "planning.price-display",
        "the struck-through price is empty",
        shown("划线价", ""),
        SKU,
        "划线价: filled in",
        "an empty cell",
    ),
    Mutation(
        "planning.price-display",
        "a promoted SKU has no tag",
        without(SHOWN, SKU),
        SKU,
        "a row in evidence/标价清单.csv",
        "none",
    ),
    Mutation(
        "planning.price-display",
        "a SKU is promoted at the last minute",
        promoted_too("HM-99-999"),
        "HM-99-999",
        "a row in evidence/标价清单.csv",
        "none",
    ),
    Mutation(
        "planning.price-display",
        "a reduction is in words",
        shown("降幅", "三成"),
        SKU,
        "a readable 降幅",
        "三成",
    ),
]

LIMITS: list[Limit] = [
    ("planning.original-price", "a cheaper sale a second before the seven days",
     another(SALES, "XP900001", SKU, "门店", "100.00", "2026-06-10 23:59:59")),
    ("planning.original-price", "a cheaper sale as the campaign begins",
     another(SALES, "XP900001", SKU, "门店", "100.00", "2026-06-18 00:00:00")),
    ("planning.original-price", "the sales begin seven days before, to the second", together(
        exported(SALES, "成交时间", "2026-06-11 00:00:00"),
        another(SALES, "XP900001", SKU, "门店", "123.00", "2026-06-11 00:00:00"),
        another(SALES, "DD900001", BOTH, "小程序", "93.00", "2026-06-11 00:00:00"),
        another(SALES, "XP900002", RARE, "门店", "337.00", "2026-06-11 00:00:00"))),
    ("planning.original-price", "a cheaper sale in another channel, where nothing is struck through",
     another(SALES, "XP900001", SKU, "奥特莱斯", "60.00", "2026-06-15 12:00:00")),
    ("planning.original-price", "no struck-through price is shown, and it says so", together(
        text(SHOWN, "降幅,折扣", "降幅,是否划线"),
        rows(SHOWN, ("门店",), "是否划线", ""), rows(SHOWN, ("小程序",), "是否划线", ""),
        shown("是否划线", "否"), without(SALES, SKU))),
    ("planning.prior-price-eu", "a cheaper price that ended as the thirty days began", together(
        priced_from("2026-05-01 00:00:00", "100.00"), priced_from("2026-05-19 00:00:00", "123.00"))),
    ("planning.prior-price-eu", "the log begins thirty days before, to the second",
     table(CHANGES, SKU, "生效时间", put("2026-05-19 00:00:00"))),
    ("planning.price-display", "half a point of rounding", shown("降幅", "30.5%")),
    ("planning.price-display", "the home page is dearer", shown("首页价格", "80", BOTH, "小程序")),
    ("planning.price-display", "one that is sold online alone, and says nothing of it",
     rows(SHOWN, (SKU, "门店"), "是否线上", "")),
]  # fmt: skip
