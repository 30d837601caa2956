"""What the campaign may cost, and what it is to bring: requirements and worlds."""

from __future__ import annotations

from tests.changes import (
    FORECAST,
    PLANNING,
    PRICES,
    PRIZES,
    Change,
    another,
    promoted_too,
    put,
    settings,
    sheet,
    sheet_another,
    sheet_without,
    table,
    together,
    without,
)
from tests.checklists import Asked, Limit, Mutation

APPROVAL, COSTS = "evidence/预算审批.csv", "evidence/毛利测算.xlsx"
NUMBER = "YS-2026-0618"

ASKED = {
    "planning.budget-categories": Asked("rows", "major", "T-21d"),
    "planning.budget-split": Asked("rows", "major", "T-21d"),
    "planning.budget-flex-range": Asked("rows", "major", "T-14d"),
    "planning.budget-elastic-margin": Asked("rows", "blocker", "T-14d"),
    "planning.budget-worst-case": Asked("ratio", "blocker", "T-14d"),
    "planning.prizes-in-budget": Asked("ratio", "blocker", "T-14d", ("lottery",)),
    "planning.roi-forecast": Asked("rows", "major", "T-21d"),
}


def line(name: str, column: str, value: object) -> Change:
    return sheet(PLANNING, "预算", name, column, value)


def approval(column: str, value: str) -> Change:
    return table(APPROVAL, NUMBER, column, put(value))


def cost(column: str, value: object, sku: str = "HM-01-003") -> Change:
    return sheet(COSTS, "毛利测算", sku, column, value)


def forecast(column: str, value: object) -> Change:
    return sheet(COSTS, "效益预估", "XY-01", column, value)


def stages(warm_up: int, core: int, reserve: int) -> Change:
    """The warm-up, the core and the reserve of a budget whose other lines cost nothing."""
    return together(
        *(line(name, "预算金额（元）", 0) for name in ("赠品", "抽奖奖品", "物料", "技术支持", "人员")),
        line("广告投放", "预算金额（元）", warm_up),
        line("让利成本", "预算金额（元）", core),
        line("应急预留", "预算金额（元）", reserve),
    )


def in_test() -> Change:
    return together(*(line(name, "使用阶段", "前期测试") for name in ("广告投放", "物料", "技术支持", "人员")))


KINDS = {
    "广告投放": "advertising",
    "让利成本": "discounts",
    "物料": "materials",
    "技术支持": "technical support",
    "人员": "people",
}

MUTATIONS = [
    *(
        Mutation(
            "planning.budget-categories",
            f"nobody thought of {words}",
            line(name, "费用类别", "其他"),
            "budget",
            f"a line for {words}",
            "none",
        )
        for name, words in KINDS.items()
    ),
    Mutation(
        "planning.budget-categories",
        "nobody thought of gifts and prizes",
        together(line("赠品", "费用类别", "其他"), line("抽奖奖品", "费用类别", "其他")),
        "budget",
        "a line for gifts and prizes",
        "none",
    ),
    Mutation(
        "planning.budget-categories",
        "a line has no category",
        line("物料", "费用类别", None),
        "物料",
        "费用类别: filled in",
        "an empty cell",
    ),
    Mutation(
        "planning.budget-categories",
        "a category that nobody knows",
        line("物料", "费用类别", "杂七杂八"),
        "物料",
        "a readable 费用类别",
        "杂七杂八",
    ),
    Mutation(
        "planning.budget-categories",
        "the lines are above the approved total by more than 0.1 %",
        line("物料", "预算金额（元）", 204921),
        NUMBER,
        "add up to the approved 4920000",
        "4924921",
    ),
    Mutation(
        "planning.budget-categories",
        "the lines are below the approved total by more than 0.1 %",
        line("物料", "预算金额（元）", 195079),
        NUMBER,
        "add up to the approved 4920000",
        "4915079",
    ),
    Mutation(
        "planning.budget-categories",
        "a negative line makes the sum right",
        together(line("物料", "预算金额（元）", -20000), line("人员", "预算金额（元）", 590000)),
        "物料",
        "0 or more",
        "-20000",
    ),
    Mutation(
        "planning.budget-categories",
        "an amount is in another currency",
        line("物料", "币种", "美元"),
        "物料",
        "the currency of the approval",
        "美元",
    ),
    Mutation(
        "planning.budget-categories",
        "an amount has no currency",
        line("物料", "币种", None),
        "物料",
        "the currency of the approval",
        "an empty cell",
    ),
    Mutation(
        "planning.budget-categories",
        "an amount is empty",
        line("物料", "预算金额（元）", None),
        "物料",
        "0 or more",
        "an empty cell",
    ),
    Mutation(
        "planning.budget-categories",
        "an amount is in words",
        line("物料", "预算金额（元）", "约 20 万"),
        "物料",
        "a readable 预算金额（元）",
        "约 20 万",
    ),
    Mutation(
        "planning.budget-categories",
        "everything costs nothing, and nothing was approved",
        together(stages(0, 0, 0), approval("批准总额", "0")),
        "budget",
        "a budget above 0",
        "0",
    ),
    Mutation(
        "planning.budget-categories",
        "the approval does not exist",
        line("物料", "审批单号", "YS-2025-0618"),
        "物料",
        "one row in evidence/预算审批.csv",
        "none for 审批单号 YS-2025-0618",
    ),
    Mutation(
        "planning.budget-categories",
        "it was approved a day late",
        approval("审批日期", "2026-05-28"),
        "人员",
        "by Wed 27 May 2026, 24:00",
        "2026-05-28",
    ),
    Mutation(
        "planning.budget-categories",
        "nobody has approved it yet",
        approval("审批日期", ""),
        "人员",
        "by Wed 27 May 2026, 24:00",
        "an empty cell",
    ),
    Mutation(
        "planning.budget-categories",
        "the approval is of last year",
        approval("审批日期", "2025-05-26"),
        "人员",
        "not before",
        "2025-05-26",
    ),
    Mutation(
        "planning.budget-categories",
        "somebody else approved it",
        approval("审批人", "王总"),
        "人员",
        "a person of the campaign",
        "王总",
    ),
    Mutation(
        "planning.budget-categories",
        "a line has no owner",
        line("物料", "负责人", None),
        "物料",
        "负责人: filled in",
        "an empty cell",
    ),
    Mutation(
        "planning.budget-categories",
        "the owner is nobody of the campaign",
        line("物料", "负责人", "小王"),
        "物料",
        "a person of the campaign",
        "小王",
    ),
    Mutation(
        "planning.budget-split",
        "the warm-up has a yuan more than 35 %",
        stages(350001, 349999, 300000),
        NUMBER,
        "for test or warm-up the share of rule",
        "350001",
    ),
    Mutation(
        "planning.budget-split",
        "the warm-up has a yuan less than 25 %",
        stages(249999, 450000, 300001),
        NUMBER,
        "for test or warm-up the share of rule",
        "249999",
    ),
    Mutation(
        "planning.budget-split",
        "the core has a yuan more than 45 %",
        stages(249999, 450001, 300000),
        NUMBER,
        "for the core the share of rule",
        "450001",
    ),
    Mutation(
        "planning.budget-split",
        "the core has a yuan less than 35 %",
        stages(349999, 349999, 300002),
        NUMBER,
        "for the core the share of rule",
        "349999",
    ),
    Mutation(
        "planning.budget-split",
        "the reserve has a yuan more than 35 %",
        stages(299999, 350000, 350001),
        NUMBER,
        "for the reserve the share of rule",
        "350001",
    ),
    Mutation(
        "planning.budget-split",
        "the reserve has a yuan less than 30 %, though the rule would allow it",
        stages(300001, 400000, 299999),
        NUMBER,
        "a reserve of at least 30 %",
        "299999",
    ),
    Mutation(
        "planning.budget-split",
        "3-3-4 is declared, and a line is for the warm-up",
        approval("分配法则", "3-3-4"),
        "广告投放",
        "a part of the rule 3-3-4",
        "预热期",
    ),
    Mutation(
        "planning.budget-split",
        "3-4-3 is declared, and a line is for tests",
        line("物料", "使用阶段", "前期测试"),
        "物料",
        "a part of the rule 3-4-3",
        "前期测试",
    ),
    Mutation(
        "planning.budget-split",
        "3-3-4 is declared, and the reserve has a yuan less than 35 %",
        together(approval("分配法则", "三三四"), in_test(), stages(310001, 340000, 349999)),
        NUMBER,
        "for the reserve the share of rule",
        "349999",
    ),
    Mutation(
        "planning.budget-split",
        "no rule is declared",
        approval("分配法则", ""),
        "物料",
        "a part of the rule",
        "预热期",
    ),
    Mutation(
        "planning.budget-split",
        "a line is for nothing",
        line("物料", "使用阶段", None),
        "物料",
        "a part of the rule",
        "an empty cell",
    ),
    Mutation(
        "planning.budget-split",
        "a rule of its own, and no shares",
        approval("分配法则", "自定"),
        "人员",
        "shares of the rule that add up to 100 %",
        "",
    ),
    Mutation(
        "planning.budget-split",
        "a rule of its own, whose shares make 90 %",
        together(
            approval("分配法则", "自定"),
            approval("前期占比", "20 %"),
            approval("核心占比", "40 %"),
            approval("储备占比", "30 %"),
        ),
        "人员",
        "shares of the rule that add up to 100 %",
        "20 %, 40 %, 30 %",
    ),
    Mutation(
        "planning.budget-split",
        "a rule of its own without the reserve",
        together(
            approval("分配法则", "自定"),
            approval("前期占比", "40 %"),
            approval("核心占比", "40 %"),
            approval("储备占比", "20 %"),
            stages(400000, 400000, 200000),
        ),
        NUMBER,
        "a reserve of at least 30 %",
        "200000",
    ),
    Mutation(
        "planning.budget-split",
        "the reserve is spent before the launch",
        line("应急预留", "已使用", 1),
        "应急预留",
        "0 before the launch",
        "1",
    ),
    Mutation(
        "planning.budget-split",
        "nobody says what is spent of the reserve",
        line("应急预留", "已使用", None),
        "应急预留",
        "0 before the launch",
        "an empty cell",
    ),
    Mutation("planning.budget-split", "everything costs nothing", stages(0, 0, 0), NUMBER, "a budget above 0", "0"),
    Mutation(
        "planning.budget-split",
        "a negative line makes the shares right",
        together(stages(300000, 400000, 300000), line("物料", "预算金额（元）", -1)),
        "物料",
        "0 or more",
        "-1",
    ),
    *(
        Mutation(
            "planning.budget-flex-range",
            what,
            approval(column, value),
            NUMBER,
            required,
            observed,
        )
        for what, column, value, required, observed in (
            ("the lower end is above the total", "弹性下限", "4920001", "at most 10 % below", "4920001"),
            ("the lower end is more than 10 % below", "弹性下限", "4427999", "at most 10 % below", "4427999"),
            ("there is no lower end", "弹性下限", "", "at most 10 % below", "an empty cell"),
            ("the upper end is below the total", "弹性上限", "4919999", "at most 15 % above", "4919999"),
            ("the upper end is more than 15 % above", "弹性上限", "5658001", "at most 15 % above", "5658001"),
            ("there is no upper end", "弹性上限", "", "at most 15 % above", "an empty cell"),
            ("nothing was approved", "批准总额", "0", "a total above 0", "0"),
            ("the total is in words", "批准总额", "约五百万", "a readable 批准总额", "约五百万"),
        )
    ),
    Mutation(
        "planning.budget-elastic-margin",
        "coupons and full reductions take a SKU below its cost",
        cost("最大叠加优惠", 60),
        "HM-01-003",
        "a margin of at least 0 % over the cost",
        "86.10",
    ),
    Mutation(
        "planning.budget-elastic-margin",
        "the cost is a cent above what is left",
        together(cost("最大叠加优惠", 10), cost("单位成本", 76.11)),
        "HM-01-003",
        "over the cost of 76.11",
        "86.10",
    ),
    Mutation(
        "planning.budget-elastic-margin",
        "the margin is below the floor that the company set",
        together(
            settings("planning.budget-elastic-margin", "min_margin: 10 %"),
            cost("最大叠加优惠", 0, "HM-01-015"),
            cost("单位成本", 93.34, "HM-01-015"),
        ),
        "HM-01-015",
        "a margin of at least 10 %",
        "103.70",
    ),
    Mutation(
        "planning.budget-elastic-margin",
        "the discounts are above the price",
        cost("最大叠加优惠", 90),
        "HM-01-003",
        "a margin of at least 0 %",
        "86.10",
    ),
    Mutation(
        "planning.budget-elastic-margin",
        "finance calculated with another price",
        cost("最低活动价", 90),
        "HM-01-003",
        "the lowest price that finance calculated with",
        "86.10",
    ),
    Mutation(
        "planning.budget-elastic-margin",
        "the lowest price is above the price of every day",
        cost("日常售价", 80),
        "HM-01-003",
        "at most the price without the campaign, 80",
        "86.1",
    ),
    Mutation(
        "planning.budget-elastic-margin",
        "finance calculated with a price of 0",
        cost("最低活动价", 0),
        "HM-01-003",
        "above 0",
        "0",
    ),
    *(
        Mutation(
            "planning.budget-elastic-margin",
            what,
            cost(column, value),
            "HM-01-003",
            required,
            observed,
        )
        for what, column, value, required, observed in (
            ("nobody knows the cost", "单位成本", None, "a cost above 0", "an empty cell"),
            ("the cost is 0", "单位成本", 0, "a cost above 0", "0"),
            ("nobody knows what can be combined", "最大叠加优惠", None, "0 or more", "an empty cell"),
            ("a negative discount hides the loss", "最大叠加优惠", -50, "0 or more", "-50"),
            ("the cost is a share of the price", "单位成本", "六折", "a readable 单位成本", "六折"),
        )
    ),
    Mutation(
        "planning.budget-elastic-margin",
        "a promoted SKU was not calculated",
        sheet_without(COSTS, "毛利测算", "HM-01-003"),
        "HM-01-003",
        "one row in evidence/毛利测算.xlsx",
        "none for 商品编码 HM-01-003",
    ),
    Mutation(
        "planning.budget-elastic-margin",
        "a promoted SKU has no price",
        without(PRICES, "HM-01-003"),
        "HM-01-003",
        "a row in evidence/区域价格.csv",
        "none",
    ),
    Mutation(
        "planning.budget-worst-case",
        "one SKU is given away in the tens of thousands",
        table(FORECAST, "HM-01-003", "预估销量", put("48000")),
        "Promoted SKUs",
        "at most 4,970,000",
        "",
    ),
    Mutation(
        "planning.budget-worst-case",
        "what is left is a cent too little",
        line("赠品", "预算金额（元）", 2062890.81),
        "Promoted SKUs",
        "at most 3,177,109.19",
        "3,177,109.2",
    ),
    Mutation(
        "planning.budget-worst-case",
        "coupons that can be combined cost more than the budget",
        cost("最大叠加优惠", 1000),
        "Promoted SKUs",
        "at most 4,970,000",
        "",
    ),
    Mutation(
        "planning.budget-worst-case",
        "the upper end of the budget is below it",
        approval("弹性上限", "1000000"),
        "Promoted SKUs",
        "at most 320,000",
        "",
    ),
    Mutation(
        "planning.budget-worst-case",
        "gifts and prizes leave nothing for discounts",
        line("抽奖奖品", "预算金额（元）", 5380000),
        "Promoted SKUs",
        "a base above 0",
        "0",
    ),
    Mutation(
        "planning.budget-worst-case",
        "a promoted SKU was not calculated",
        sheet_without(COSTS, "毛利测算", "HM-01-003"),
        "HM-01-003",
        "one row in evidence/毛利测算.xlsx",
        "none for 商品编码 HM-01-003",
    ),
    Mutation(
        "planning.budget-worst-case",
        "a promoted SKU has no forecast",
        without(FORECAST, "HM-01-003"),
        "HM-01-003",
        "one row in evidence/销量预估.csv",
        "none for 商品编码 HM-01-003",
    ),
    Mutation(
        "planning.budget-worst-case",
        "a SKU is promoted at the last minute",
        promoted_too("HM-99-999"),
        "HM-99-999",
        "one row in evidence/毛利测算.xlsx",
        "none",
    ),
    *(
        Mutation(
            "planning.budget-worst-case",
            f"nobody knows the {column} of a SKU",
            cost(column, None),
            "Promoted SKUs",
            "0 or more",
            "nothing",
        )
        for column in ("日常售价", "最低活动价", "最大叠加优惠")
    ),
    *(
        Mutation("planning.budget-worst-case", what, change, "Promoted SKUs", required, "nothing")
        for what, change, required in (
            (
                "a forecast below 0 pays for the others",
                table(FORECAST, "HM-01-003", "预估销量", put("-9999")),
                "0 or more",
            ),
            ("nobody is to buy a SKU", table(FORECAST, "HM-01-003", "预估销量", put("0")), "0 or more"),
            ("a list price of 0 hides the discount", cost("日常售价", 0), "0 or more"),
            ("a discount below 0 hides the others", cost("最大叠加优惠", -60), "0 or more"),
            ("gifts below 0 leave more for discounts", line("赠品", "预算金额（元）", -5000000), "a base above 0"),
        )
    ),
    Mutation(
        "planning.budget-worst-case",
        "a second approval for one yuan has an upper end of millions",
        together(
            cost("最大叠加优惠", 1500),
            sheet_another(PLANNING, "预算", "备用", 1, "其他", "核心期", "CNY", 0, "陈静", "YS-2"),
            another(
                APPROVAL, "YS-2", "备用", "1", "1", "99999999", "人民币", "3-4-3", "", "", "", "许宏", "2026-05-26"
            ),
        ),
        "Promoted SKUs",
        "at most 4,978,001.15",
        "",
    ),
    Mutation(
        "planning.budget-worst-case",
        "a price is in words",
        cost("日常售价", "面议"),
        "HM-01-003",
        "a readable 日常售价",
        "面议",
    ),
    Mutation(
        "planning.budget-worst-case",
        "a line has no category, so it may be for gifts",
        line("赠品", "费用类别", None),
        "Promoted SKUs",
        "a base above 0",
        "nothing",
    ),
    Mutation(
        "planning.prizes-in-budget",
        "a thousand more of the second prize",
        sheet(PRIZES, "奖品", "二等奖", "奖品数量", 1200),
        "Prizes",
        "at most 680,000",
        "684,060",
    ),
    Mutation(
        "planning.prizes-in-budget",
        "the budget for prizes is cut",
        together(line("抽奖奖品", "预算金额（元）", 0), line("赠品", "预算金额（元）", 402059)),
        "Prizes",
        "at most 402,059",
        "402,060",
    ),
    Mutation(
        "planning.prizes-in-budget",
        "a number below 0 pays for the others",
        sheet(PRIZES, "奖品", "二等奖", "奖品数量", -200),
        "Prizes",
        "0 or more",
        "nothing",
    ),
    Mutation(
        "planning.prizes-in-budget",
        "nobody says how many there are",
        sheet(PRIZES, "奖品", "二等奖", "奖品数量", None),
        "Prizes",
        "0 or more",
        "nothing",
    ),
    Mutation(
        "planning.prizes-in-budget",
        "nobody says what they are worth",
        sheet(PRIZES, "奖品", "二等奖", "单份价值（元）", "面议"),
        "evidence/抽奖奖品.xlsx, sheet 奖品, row 4",
        "a readable 单份价值（元）",
        "面议",
    ),
    Mutation(
        "planning.roi-forecast",
        "the stated ROI is more than half a point too high",
        forecast("预计ROI", "50.51 %"),
        "XY-01",
        "within 0.5 %",
        "50.51 %",
    ),
    Mutation(
        "planning.roi-forecast",
        "the stated ROI is more than half a point too low",
        together(forecast("预计ROI", "49.49 %")),
        "XY-01",
        "within 0.5 %",
        "49.49 %",
    ),
    Mutation(
        "planning.roi-forecast",
        "the gain is taken for the ROI",
        forecast("预计ROI", "150 %"),
        "XY-01",
        "within 0.5 %",
        "150 %",
    ),
    Mutation(
        "planning.roi-forecast",
        "the costs are not the approved budget",
        together(forecast("其他成本", 2254921)),
        "XY-01",
        "add up to the approved budget of 4920000",
        "2254921",
    ),
    *(
        Mutation(
            "planning.roi-forecast",
            f"the costs leave out {column}",
            forecast(column, None),
            "XY-01",
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ("营销费用", "人力成本", "折扣成本", "物料成本")
    ),
    Mutation(
        "planning.roi-forecast",
        "a negative cost makes the sum right",
        together(forecast("物料成本", -1), forecast("其他成本", 2450001)),
        "XY-01",
        "costs of 0 or more",
        "-1",
    ),
    Mutation(
        "planning.roi-forecast",
        "the gain misses the target by a yuan",
        together(forecast("目标ROI", "50 %"), forecast("总收益", 7379999)),
        "XY-01",
        "enough for the ROI of 50 %",
        "7379999",
    ),
    Mutation(
        "planning.roi-forecast",
        "the campaign is to bring what it costs",
        together(forecast("总收益", 4920000), forecast("预计ROI", "0 %"), forecast("目标ROI", "0 %")),
        "XY-01",
        "an ROI above it",
        "4920000",
    ),
    Mutation(
        "planning.roi-forecast",
        "the target is a loss",
        forecast("目标ROI", "-10 %"),
        "XY-01",
        "a target of at least 0 %",
        "-10 %",
    ),
    *(
        Mutation("planning.roi-forecast", f"there is no {column}", forecast(column, None), "XY-01", "", "an empty cell")
        for column in ("总收益", "预计ROI", "目标ROI")
    ),
    Mutation(
        "planning.roi-forecast",
        "an approval has no forecast",
        another(
            APPROVAL, "YS-2", "追加", "500000", "450000", "550000", "人民币", "3-4-3", "", "", "", "许宏", "2026-05-26"
        ),
        "YS-2",
        "a row in evidence/毛利测算.xlsx",
        "none",
    ),
    Mutation(
        "planning.roi-forecast",
        "the approval does not exist",
        forecast("审批单号", "YS-2025-0618"),
        "XY-01",
        "one row in evidence/预算审批.csv",
        "none for 审批单号 YS-2025-0618",
    ),
]

OWN_RULE = together(
    approval("分配法则", "自定"),
    approval("前期占比", "10 %"),
    approval("核心占比", "45 %"),
    approval("储备占比", "45 %"),
)

LIMITS: list[Limit] = [
    ("planning.budget-categories", "a total below the lines is no line",
     sheet_another(PLANNING, "预算", "合计", 4920000)),
    ("planning.budget-split", "a total below the lines is no line", sheet_another(PLANNING, "预算", "合计", 4920000)),
    ("planning.budget-worst-case", "what is left is exactly what it takes", line("赠品", "预算金额（元）", 2062890.8)),
    ("planning.budget-categories", "a category that costs nothing", together(
        line("技术支持", "预算金额（元）", 0), line("物料", "预算金额（元）", 290000))),
    ("planning.budget-categories", "0.1 % above the approved total", line("物料", "预算金额（元）", 204920)),
    ("planning.budget-categories", "0.1 % below the approved total", line("物料", "预算金额（元）", 195080)),
    ("planning.budget-categories", "approved on the last day", approval("审批日期", "2026-05-27")),
    ("planning.budget-split", "35, 35 and 30 %", stages(350000, 350000, 300000)),
    ("planning.budget-split", "25, 45 and 30 %", stages(250000, 450000, 300000)),
    ("planning.budget-split", "30, 35 and 35 %", stages(300000, 350000, 350000)),
    ("planning.budget-split", "3-3-4, exactly", together(
        approval("分配法则", "3-3-4"), in_test(), stages(300000, 300000, 400000))),
    ("planning.budget-split", "3-3-4 with 35 % in reserve", together(
        approval("分配法则", "3-3-4"), in_test(), stages(350000, 300000, 350000))),
    ("planning.budget-split", "a rule of its own", together(OWN_RULE, stages(100000, 450000, 450000))),
    ("planning.budget-flex-range", "exactly 10 % less and 15 % more", together(
        approval("弹性下限", "4428000"), approval("弹性上限", "5658000"))),
    ("planning.budget-flex-range", "no range at all", together(
        approval("弹性下限", "4920000"), approval("弹性上限", "4920000"))),
    ("planning.budget-elastic-margin", "what is left is the cost, to the cent", together(
        cost("最大叠加优惠", 10), cost("单位成本", 76.1))),
    ("planning.prizes-in-budget", "the prizes take all of it", together(
        line("抽奖奖品", "预算金额（元）", 0), line("赠品", "预算金额（元）", 402060))),
    ("planning.roi-forecast", "half a point too high", forecast("预计ROI", "50.5 %")),
    ("planning.roi-forecast", "half a point too low", forecast("预计ROI", "49.5 %")),
    ("planning.roi-forecast", "the target, to the yuan", forecast("目标ROI", "50 %")),
    ("planning.roi-forecast", "a cost that is nothing", together(
        forecast("物料成本", 0), forecast("其他成本", 2450000))),
]  # fmt: skip
