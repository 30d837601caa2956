"""What is ordered, packed, delivered and put up: resources, gifts, displays, medical kits. Requirements and worlds."""

from __future__ import annotations

from tests.changes import (
    DISPLAYS,
    GIFTS,
    MATERIALS,
    RESOURCES,
    STORE,
    STORES,
    VENUES,
    Change,
    another,
    clock,
    put,
    sheet,
    table,
    together,
    without,
)
from tests.checklists import Asked, Limit, Mutation

ASKED = {
    "planning.resources-confirmed": Asked("rows", "major", "T-7d"),
    "execution.gift-packing": Asked("rows", "minor", "T-48h", ("gifts",)),
    "execution.materials-delivered": Asked("rows", "major", "T-48h", ("offline-stores", "events")),
    "execution.store-display": Asked("confirmations", "blocker", "T-48h", ("offline-stores",), starter=True),
    "execution.medical-kits": Asked("ratio", "minor", "T-24h", ("events",)),
}


def gift(column: str, value: object) -> Change:
    """Change the gift of which there is exactly one for each order."""
    return sheet(GIFTS, "赠品", "ZP-618-01", column, value)


def delivery(column: str, value: object) -> Change:
    return sheet(MATERIALS, "到货明细", STORE, column, value)


MUTATIONS = [
    Mutation(
        "planning.resources-confirmed",
        "a KOL is still being talked to",
        table(RESOURCES, "本地生活 KOL 5 人", "状态", put("洽谈中")),
        "本地生活 KOL 5 人",
        "confirmed or delivered",
        "洽谈中",
    ),
    Mutation(
        "planning.resources-confirmed",
        "late: a resource was confirmed six days before launch",
        table(RESOURCES, "备用收银 46 台", "确认日期", put("2026/6/12")),
        "备用收银 46 台",
        "by Wed 10 June 2026, 24:00",
        "2026/6/12",
    ),
    Mutation(
        "planning.resources-confirmed",
        "the confirmation is of last year",
        table(RESOURCES, "海报与价签", "确认日期", put("2025/6/5")),
        "海报与价签",
        "",
        "2025/6/5",
    ),
    Mutation(
        "planning.resources-confirmed",
        "a resource arrives after it is needed",
        table(RESOURCES, "海报与价签", "预计到位日期", put("2026/6/15")),
        "海报与价签",
        "2026/6/14",
        "2026/6/15",
    ),
    Mutation(
        "planning.resources-confirmed",
        "a resource is planned for the day of the launch",
        table(RESOURCES, "客服加班排班", "最晚到位日期", put("2026/6/18")),
        "客服加班排班",
        "before the day of the launch",
        "2026/6/18",
    ),
    Mutation(
        "planning.resources-confirmed",
        "a supplier without contract",
        table(RESOURCES, "海报与价签", "合同/订单编号", put("")),
        "海报与价签",
        "a contract or order",
        "an empty cell",
    ),
    Mutation(
        "planning.resources-confirmed",
        "nobody is responsible",
        table(RESOURCES, "海报与价签", "负责人", put("")),
        "海报与价签",
        "负责人: filled in",
        "an empty cell",
    ),
    Mutation(
        "execution.gift-packing",
        "a gift lies loose",
        gift("是否独立包装", "否"),
        "ZP-618-01",
        "packed separately",
        "否",
    ),
    Mutation(
        "execution.gift-packing",
        "nobody says if it is packed",
        gift("是否独立包装", None),
        "ZP-618-01",
        "packed separately",
        "an empty cell",
    ),
    Mutation(
        "execution.gift-packing",
        "fewer than no orders are expected",
        gift("预计达标订单数", -1),
        "ZP-618-01",
        "gifts for 100 %",
        "",
    ),
    Mutation("execution.gift-packing", "a gift has no label", gift("是否贴标", "否"), "ZP-618-01", "labelled", "否"),
    Mutation(
        "execution.gift-packing",
        "name and quantity are not shown",
        gift("已明示品名数量", "否"),
        "ZP-618-01",
        "shown to customers",
        "否",
    ),
    Mutation(
        "execution.gift-packing", "a gift has no name", gift("赠品名称", None), "ZP-618-01", "赠品名称", "an empty cell"
    ),
    Mutation("execution.gift-packing", "a gift has no photo", gift("包装照片", "无"), "ZP-618-01", "包装照片", "无"),
    Mutation(
        "execution.gift-packing",
        "the gift has the code of a promoted SKU",
        gift("赠品编码", "HM-11-026"),
        "HM-11-026",
        "a code of its own",
        "also on sale",
    ),
    Mutation(
        "execution.gift-packing",
        "the gift has the code of a SKU that is on sale without promotion",
        gift("赠品编码", "HM-11-025"),
        "HM-11-025",
        "a code of its own",
        "also on sale",
    ),
    Mutation(
        "execution.gift-packing",
        "the gift has the code of a SKU on sale, written otherwise",
        gift("赠品编码", "hm-11-025"),
        "hm-11-025",
        "one spelling",
        "hm-11-025",
    ),
    Mutation(
        "execution.gift-packing", "one gift too few", gift("已备数量", 4599), "ZP-618-01", "100 % of 4600", "4599"
    ),
    Mutation(
        "execution.gift-packing",
        "each order gets two, and there is one",
        gift("每单赠送数量", 2),
        "ZP-618-01",
        "100 % of 4600 orders",
        "4600 ready",
    ),
    Mutation("execution.gift-packing", "no gifts at all", gift("已备数量", 0), "ZP-618-01", "4600", "0 ready"),
    Mutation(
        "execution.materials-delivered",
        "a delivery came a second too late",
        delivery("签收时间", clock("2026-06-16 00:00:01")),
        STORE,
        "by Mon 15 June 2026, 24:00",
        "Tue 16 June 2026, 00:00:01",
    ),
    Mutation(
        "execution.materials-delivered",
        "the delivery is of last year",
        delivery("签收时间", clock("2025-06-14 11:05")),
        STORE,
        "",
        "2025",
    ),
    Mutation("execution.materials-delivered", "one poster is missing", delivery("签收数量", 14), STORE, "all 15", "14"),
    Mutation(
        "execution.materials-delivered",
        "nothing was delivered",
        delivery("签收时间", None),
        STORE,
        "by Mon 15 June",
        "an empty cell",
    ),
    Mutation("execution.materials-delivered", "nobody counted", delivery("签收数量", None), STORE, "all 15", "empty"),
    Mutation(
        "execution.materials-delivered", "the store refused it", delivery("状态", "拒收"), STORE, "delivered", "拒收"
    ),
    Mutation("execution.materials-delivered", "nothing was ordered", delivery("下单数量", 0), STORE, "all 0", "15"),
    Mutation(
        "execution.store-display",
        "a store is a second late",
        table(DISPLAYS, STORE, "陈列完成时间", put("2026-06-16 00:00:01")),
        STORE,
        "by Mon 15 June 2026, 24:00",
        "00:00:01",
    ),
    Mutation(
        "execution.store-display",
        "a store never reported",
        without(DISPLAYS, STORE),
        STORE,
        "by Mon 15 June 2026, 24:00",
        "not confirmed",
    ),
    Mutation(
        "execution.store-display",
        "a photo is missing",
        table(DISPLAYS, STORE, "现场照片", put("")),
        STORE,
        "with proof",
        "no proof",
    ),
    Mutation(
        "execution.store-display",
        "a time is no time",
        table(DISPLAYS, STORE, "陈列完成时间", put("已完成")),
        STORE,
        "date and time",
        "已完成",
    ),
    Mutation(
        "execution.store-display",
        "a store joins",
        another(STORES, "CS002", "长沙梅溪湖店"),
        "CS002",
        "by Mon 15 June 2026, 24:00",
        "not confirmed",
    ),
    Mutation(
        "execution.store-display",
        "the confirmation is of last year",
        table(DISPLAYS, STORE, "陈列完成时间", put("2025-06-15 18:00:00")),
        STORE,
        "",
        "2025",
    ),
    Mutation(
        "execution.medical-kits",
        "one kit too few",
        sheet(VENUES, "场地", "上海徐家汇公园草坪市集", "医疗包数量", 7),
        "上海徐家汇公园草坪市集",
        "8",
        "7",
    ),
    Mutation(
        "execution.medical-kits",
        "650 people need 7 kits, not 6",
        sheet(VENUES, "场地", "成都交子大道露天试吃", "医疗包数量", 6),
        "成都交子大道露天试吃",
        "7",
        "6",
    ),
    Mutation(
        "execution.medical-kits",
        "one visitor more is expected",
        sheet(VENUES, "场地", "上海徐家汇公园草坪市集", "预计人数", 801),
        "上海徐家汇公园草坪市集",
        "9",
        "8",
    ),
    Mutation(
        "execution.medical-kits",
        "nobody says how many people come",
        sheet(VENUES, "场地", "成都交子大道露天试吃", "预计人数", None),
        "成都交子大道露天试吃",
        "a base",
        "nothing",
    ),
    Mutation(
        "execution.medical-kits",
        "the number of kits is words",
        sheet(VENUES, "场地", "广州天河路快闪店", "医疗包数量", "若干"),
        "广州天河路快闪店",
        "医疗包数量",
        "若干",
    ),
]

LIMITS: list[Limit] = [
    (
        "planning.resources-confirmed",
        "confirmed and due on the last day",
        together(
            table(RESOURCES, "备用收银 46 台", "确认日期", put("2026/6/10")),
            table(RESOURCES, "备用收银 46 台", "最晚到位日期", put("2026/6/17")),
            table(RESOURCES, "备用收银 46 台", "预计到位日期", put("2026/6/17")),
        ),
    ),
    ("execution.materials-delivered", "delivered at T-48h", delivery("签收时间", clock("2026-06-16 00:00:00"))),
    (
        "execution.store-display",
        "confirmed at T-48h",
        table(DISPLAYS, STORE, "陈列完成时间", put("2026-06-16 00:00:00")),
    ),
]
