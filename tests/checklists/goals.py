"""Goals, their baselines, and what the metrics mean: requirements and worlds."""

from __future__ import annotations

from datetime import date

from tests.changes import (
    ALERTS,
    ANALYSIS,
    PLANNING,
    Change,
    another,
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

BASELINES, CALENDAR = "evidence/指标基线.csv", "evidence/营销日历.csv"

ASKED = {
    "planning.kpi-smart": Asked("rows", "major", "T-30d"),
    "planning.kpi-baseline": Asked("rows", "major", "T-21d"),
    "planning.monitored-baseline": Asked("rows", "major", "T-72h"),
    "analysis.roi-incrementality": Asked("rows", "major", "T-72h"),
    "analysis.cycle-reduction": Asked("rows", "major", "T-72h", ("dealers",)),
}


def goal(column: str, value: object, name: str = "G3") -> Change:
    return sheet(PLANNING, "目标", name, column, value)


def baseline(metric: str, column: str, value: object) -> Change:
    return table(BASELINES, metric, column, put(value))


def span(metric: str, starts: str, ends: str) -> Change:
    return together(baseline(metric, "统计开始", starts), baseline(metric, "统计结束", ends))


def definition(metric: str, column: str, value: object) -> Change:
    return sheet(ANALYSIS, "指标口径", metric, column, value)


VAGUE = ("提升知名度", "增加销量", "扩大影响", "品牌知名度提升", "Raise awareness")
FORMULAS = ("获客成本", "增量贡献度", "留存率变化", "ROI", "销售增长率", "社交互动率")

MUTATIONS = [
    *(
        Mutation(
            "planning.kpi-smart",
            f"a goal has no {column}",
            goal(column, None),
            "G3",
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ("指标", "目标类型", "基线值", "目标值", "单位", "数据来源", "上级目标")
    ),
    Mutation(
        "planning.kpi-smart", "the target is a word", goal("目标值", "大幅提升"), "G3", "a readable 目标值", "大幅提升"
    ),
    Mutation(
        "planning.kpi-smart", "nobody measured the baseline", goal("基线值", "待定"), "G3", "a readable 基线值", "待定"
    ),
    *(
        Mutation("planning.kpi-smart", f"the metric is a wish: {wish}", goal("指标", wish), "G3", "not a wish", wish)
        for wish in VAGUE
    ),
    *(
        Mutation(
            "planning.kpi-smart",
            f"the words are a wish without a number: {wish}",
            goal("目标描述", f"本次活动{wish}"),
            "G3",
            "with its number",
            wish,
        )
        for wish in VAGUE
    ),
    Mutation(
        "planning.kpi-smart",
        "it ends before it begins",
        goal("结束日期", date(2026, 6, 17)),
        "G3",
        "not before the first day",
        "2026-06-17",
    ),
    Mutation(
        "planning.kpi-smart",
        "it counts from the day before the launch",
        goal("开始日期", date(2026, 6, 17)),
        "G3",
        "not before the launch",
        "2026-06-17",
    ),
    Mutation(
        "planning.kpi-smart",
        "it ends 31 days after the campaign",
        goal("结束日期", date(2026, 7, 21)),
        "G3",
        "at most 30 d after the end",
        "2026-07-21",
    ),
    Mutation("planning.kpi-smart", "it has no last day", goal("结束日期", None), "G3", "not before", "an empty cell"),
    Mutation(
        "planning.kpi-smart",
        "the owner is nobody of the campaign",
        goal("负责人", "小王"),
        "G3",
        "a person of the campaign",
        "小王",
    ),
    Mutation(
        "planning.kpi-smart", "it has no owner", goal("负责人", None), "G3", "a person of the campaign", "an empty cell"
    ),
    Mutation(
        "planning.kpi-smart",
        "it shall rise, and the target is what it is now",
        goal("目标值", 14300),
        "G3",
        "on the side of the baseline 14300",
        "14300",
    ),
    Mutation(
        "planning.kpi-smart",
        "it shall fall, and the target is above",
        goal("方向", "降低"),
        "G3",
        "to which it shall move",
        "18000",
    ),
    Mutation(
        "planning.kpi-smart", "nobody says up or down", goal("方向", None), "G3", "to which it shall move", "18000"
    ),
    Mutation(
        "planning.kpi-smart",
        "it serves no goal of the company",
        goal("上级目标", "老板高兴"),
        "G3",
        "a readable 上级目标",
        "老板高兴",
    ),
    Mutation(
        "planning.kpi-smart",
        "no goal is primary",
        goal("主次", "次要", "G1"),
        "goals",
        "at least 1 primary goal",
        "0",
    ),
    Mutation(
        "planning.kpi-baseline",
        "the metric of a goal has no baseline",
        without(BASELINES, "新增会员"),
        "新增会员",
        "a row in evidence/指标基线.csv",
        "none",
    ),
    Mutation(
        "planning.kpi-baseline",
        "the baseline is of a metric that is called otherwise",
        baseline("新增会员", "指标", "新增会员数"),
        "新增会员",
        "a row in evidence/指标基线.csv",
        "none",
    ),
    Mutation(
        "planning.kpi-baseline",
        "it has no value",
        baseline("新增会员", "基线值", ""),
        "新增会员",
        "基线值: filled in",
        "an empty cell",
    ),
    Mutation(
        "planning.kpi-baseline",
        "nobody says where it is from",
        baseline("新增会员", "数据来源", ""),
        "新增会员",
        "数据来源: filled in",
        "an empty cell",
    ),
    Mutation(
        "planning.kpi-baseline",
        "27 days were measured",
        baseline("新增会员", "统计开始", "2026-04-04"),
        "新增会员",
        "at least 28 d",
        "2026-04-30",
    ),
    Mutation(
        "planning.kpi-baseline",
        "it was measured until 61 days before the launch",
        span("新增会员", "2026-03-10", "2026-04-17"),
        "新增会员",
        "at most 60 d before the launch",
        "2026-04-17",
    ),
    Mutation(
        "planning.kpi-baseline",
        "it runs into the launch",
        span("新增会员", "2026-05-06", "2026-06-18"),
        "新增会员",
        "before the day of the launch",
        "2026-06-18",
    ),
    Mutation(
        "planning.kpi-baseline",
        "its last day is the first of another campaign",
        baseline("新增会员", "统计结束", "2026-05-01"),
        "新增会员",
        "without another campaign",
        "五一门店活动 ran",
    ),
    Mutation(
        "planning.kpi-baseline",
        "two other campaigns ran in it",
        together(baseline("新增会员", "统计开始", "2026-03-01"), baseline("新增会员", "统计结束", "2026-05-10")),
        "新增会员",
        "one row in evidence/营销日历.csv",
        "2 rows",
    ),
    Mutation(
        "planning.kpi-baseline",
        "nobody says until when another campaign ran",
        table(CALENDAR, "2026 三八节门店活动", "结束日期", put("")),
        "新增会员",
        "one row in evidence/营销日历.csv",
        "2 rows",
    ),
    Mutation(
        "planning.kpi-baseline",
        "another campaign ran in it, whose days are written the wrong way round",
        together(
            table(CALENDAR, "2026 五一门店活动", "开始日期", put("2026-04-20")),
            table(CALENDAR, "2026 五一门店活动", "结束日期", put("2026-04-10")),
        ),
        "新增会员",
        "without another campaign",
        "五一门店活动 ran",
    ),
    Mutation(
        "planning.kpi-baseline",
        "a monitored metric was measured over a campaign",
        baseline("客单价", "统计结束", "2026-05-03"),
        "客单价",
        "without another campaign",
        "五一门店活动 ran",
    ),
    Mutation(
        "planning.kpi-baseline",
        "the same metric stands there twice",
        another(BASELINES, "新增会员", "1", "2026-04-01", "2026-04-30", "BI"),
        "新增会员",
        "one row",
        "2 rows",
    ),
    Mutation(
        "planning.monitored-baseline",
        "a metric with an alert has no baseline",
        without(BASELINES, "退款率"),
        "退款率",
        "a row in evidence/指标基线.csv",
        "none",
    ),
    Mutation(
        "planning.monitored-baseline",
        "an alert is added for a metric that nobody measured",
        another(ALERTS, "A-14", "加购率", "0.02", "", "0.05", "启用", "罗斌", "群", "60", "企业微信"),
        "加购率",
        "a row in evidence/指标基线.csv",
        "none",
    ),
    *(
        Mutation(
            "planning.monitored-baseline",
            f"the baseline has no {column}",
            baseline("退款率", column, ""),
            "退款率",
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ("基线值", "统计开始", "统计结束")
    ),
    *(
        Mutation(
            "analysis.roi-incrementality",
            f"{metric} is not defined",
            sheet_without(ANALYSIS, "指标口径", metric),
            "metric-dictionary",
            "one definition of",
            "0",
        )
        for metric in FORMULAS
    ),
    *(
        Mutation(
            "analysis.roi-incrementality",
            f"{metric} is divided by something else",
            definition(metric, "分母", "去年全年数"),
            metric,
            f"the agreed denominator of {metric}",
            "去年全年数",
        )
        for metric in FORMULAS
    ),
    *(
        Mutation(
            "analysis.roi-incrementality",
            f"{metric} counts something else",
            definition(metric, "分子", "页面浏览量"),
            metric,
            f"the agreed numerator of {metric}",
            "页面浏览量",
        )
        for metric in FORMULAS
    ),
    Mutation(
        "analysis.roi-incrementality",
        "the ROI has the formula of another metric",
        together(definition("ROI", "分子", "增量销售额"), definition("ROI", "分母", "总促销销售额")),
        "ROI",
        "the agreed numerator of ROI",
        "增量销售额",
    ),
    *(
        Mutation(
            "analysis.roi-incrementality",
            f"a definition has no {column}",
            definition("ROI", column, None),
            "ROI",
            words,
            "an empty cell",
        )
        for column, words in (
            ("分子", "the agreed numerator"),
            ("分母", "the agreed denominator"),
            ("数据来源", "数据来源: filled in"),
            ("负责人", "负责人: filled in"),
        )
    ),
    Mutation(
        "analysis.roi-incrementality",
        "the owner is nobody of the campaign",
        definition("ROI", "负责人", "小王"),
        "ROI",
        "a person of the campaign",
        "小王",
    ),
    Mutation(
        "analysis.roi-incrementality",
        "the incremental contribution may be above 1",
        definition("增量贡献度", "取值上限", 100),
        "增量贡献度",
        "values from 0 to 1",
        "100",
    ),
    Mutation(
        "analysis.roi-incrementality",
        "two departments define the ROI, each for itself",
        sheet_another(ANALYSIS, "指标口径", "投资回报率", "总收益-总投入", "总投入", "台账", "林悦", None, None),
        "metric-dictionary",
        "one definition of the ROI",
        "2",
    ),
    Mutation(
        "analysis.cycle-reduction",
        "dealers take part and the sales cycle is not defined",
        together(
            sheet_without(ANALYSIS, "指标口径", "成交周期缩短率"),
            sheet_another(ANALYSIS, "指标口径", "成交周期缩短率", None, None, None, None, None, None),
        ),
        "成交周期缩短率",
        "the agreed numerator",
        "an empty cell",
    ),
    Mutation(
        "analysis.cycle-reduction",
        "it is divided by something else",
        definition("成交周期缩短率", "分母", "12 个月"),
        "成交周期缩短率",
        "the agreed denominator",
        "12 个月",
    ),
    *(
        Mutation(
            "analysis.cycle-reduction",
            f"it has no {column}",
            definition("成交周期缩短率", column, None),
            "成交周期缩短率",
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ("数据来源", "负责人")
    ),
    Mutation(
        "analysis.cycle-reduction",
        "the owner is nobody of the campaign",
        definition("成交周期缩短率", "负责人", "小王"),
        "成交周期缩短率",
        "a person of the campaign",
        "小王",
    ),
    Mutation(
        "analysis.cycle-reduction",
        "it is defined twice",
        sheet_another(
            ANALYSIS, "指标口径", "销售周期缩短率", "基线成交周期-活动期成交周期", "基线成交周期", "系统", "罗斌"
        ),
        "metric-dictionary",
        "one definition",
        "2",
    ),
]

LIMITS: list[Limit] = [
    ("planning.kpi-smart", "it ends 30 days after the campaign", goal("结束日期", date(2026, 7, 20))),
    ("planning.kpi-smart", "it counts one day", goal("结束日期", date(2026, 6, 18))),
    ("planning.kpi-smart", "a wish with its number", goal("目标描述", "扩大影响，新增会员 18000 人")),
    ("planning.kpi-smart", "more than 4 times the baseline, which is a note", goal("目标值", 57201)),
    (
        "planning.kpi-smart",
        "six goals, which is a note",
        together(
            *(
                sheet_another(
                    PLANNING,
                    "目标",
                    f"G{n}",
                    "客单价",
                    None,
                    "销售",
                    "次要",
                    180,
                    200,
                    "元",
                    "提升",
                    date(2026, 6, 18),
                    date(2026, 6, 20),
                    "林悦",
                    "BI",
                    "营收",
                )
                for n in (4, 5, 6)
            )
        ),
    ),
    ("planning.kpi-smart", "the least that is more", goal("目标值", 14300.000001)),
    (
        "planning.kpi-baseline",
        "28 days until the day 60 days before the launch",
        span("新增会员", "2026-03-22", "2026-04-19"),
    ),
    (
        "planning.kpi-baseline",
        "28 days until the eve of the launch, without a benchmark",
        together(span("客单价", "2026-05-21", "2026-06-17"), baseline("客单价", "行业基准", "")),
    ),
    (
        "planning.kpi-baseline",
        "the day after another campaign",
        span("新增会员", "2026-05-06", "2026-06-02"),
    ),
    (
        "planning.monitored-baseline",
        "an alert that is off needs none",
        rows(ALERTS, ("A-90",), "指标", "旧指标"),
    ),
    (
        "analysis.roi-incrementality",
        "the name in capitals and a full-width minus",
        together(definition("ROI", "分子", "总收益－总投入"), definition("ROI", "指标", "Roi")),
    ),
]
