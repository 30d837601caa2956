"""What is promoted: each type fits its goal, and no region undercuts another. Requirements and worlds."""

from __future__ import annotations

from tests.changes import PLANNING, PRICES, Change, put, sheet, table, together, without
from tests.checklists import Asked, Limit, Mutation

ASKED = {
    "planning.promo-type-fit": Asked("rows", "minor", "T-21d"),
    "planning.cross-region-pricing": Asked("rows", "major", "T-14d", ("cross-region", "online")),
}


def promotion(name: str, column: str, value: object) -> Change:
    return sheet(PLANNING, "促销项目", name, column, value)


MUTATIONS = [
    Mutation(
        "planning.promo-type-fit",
        "a lottery is to clear the stock",
        promotion("每满 300 减 40", "促销类型", "抽奖"),
        "每满 300 减 40",
        "清库存",
        "抽奖",
    ),
    Mutation(
        "planning.promo-type-fit",
        "a new product is put into a combination",
        promotion("冷泡茶新品试饮", "促销类型", "组合装"),
        "冷泡茶新品试饮",
        "新品",
        "组合装",
    ),
    Mutation(
        "planning.promo-type-fit",
        "a promotion has no goal",
        promotion("新客体验券", "促销目标", None),
        "新客体验券",
        "fits",
        "体验券",
    ),
    Mutation(
        "planning.promo-type-fit",
        "a type that nobody knows",
        promotion("新客体验券", "促销类型", "神秘福利"),
        "新客体验券",
        "a readable 促销类型",
        "神秘福利",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "a price and its floor are 0",
        together(
            table(PRICES, "HM-01-001", "活动售价", put("0")), table(PRICES, "HM-01-001", "区域最低限价", put("0"))
        ),
        "HM-01-001",
        "at least the floor",
        "0",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "one region is a cent more than 5 % cheaper",
        table(PRICES, "57.00", "活动售价", put("56.99")),
        "HM-03-009",
        "at most 5 %",
        "56.99",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "the mini-program is cheaper than the store",
        table(PRICES, "小程序", "活动售价", lambda price: price[:-4] + "0.10"),
        "小程序",
        "or an approved exception",
        "0.10",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "a price below the floor of its region",
        table(PRICES, "HM-01-003", "区域最低限价", put("86.11")),
        "HM-01-003",
        "86.11",
        "86.10",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "a price with the floor of its region left blank",
        table(PRICES, "HM-01-003", "区域最低限价", put("")),
        "HM-01-003",
        "at least the floor",
        "86.10",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "a cheap region without an exception",
        table(PRICES, "TP-2026-031", "特批单号", put("")),
        "HM-01-001",
        "or an approved exception",
        "31.50",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "an exception that nobody of the campaign approved",
        table(PRICES, "TP-2026-031", "特批人", put("华中大区")),
        "HM-01-001",
        "TP-2026-031",
        "华中大区",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "a price that depends on the person",
        table(PRICES, "HM-01-003", "价格类型", put("千人千面")),
        "HM-01-003",
        "the same price for everybody",
        "千人千面",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "a price that is in force a day after the launch",
        table(PRICES, "HM-01-003", "生效日期", put("2026-06-19")),
        "HM-01-003",
        "in force on the day of the launch",
        "2026-06-19",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "nobody settled how online and offline share",
        table(PRICES, "小程序", "业绩归属", put("")),
        "小程序",
        "how online and offline share",
        "an empty cell",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "a promoted SKU has no price",
        without(PRICES, "HM-01-003"),
        "HM-01-003",
        "a row in evidence/区域价格.csv",
        "none",
    ),
]

LIMITS: list[Limit] = []
