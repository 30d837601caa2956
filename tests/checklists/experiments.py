"""A/B tests of prints and of reach: requirements and worlds (execution-04-print-ab-test, analysis-10-reach-ab-test)."""

from __future__ import annotations

from tests.changes import Change, another, clock, put, rows, sheet, sheet_another, table, together, without
from tests.checklists import Asked, Limit, Mutation
from tests.worlds import Rows, World

TESTS, ITEMS = "evidence/设计测试导出.csv", "evidence/印刷物料清单.xlsx"
PLAN, GROUPS = "evidence/触达测试方案.xlsx", "evidence/触达测试分组.csv"
PRINT, REACH = "execution.print-ab-test", "analysis.reach-ab-test"

ASKED = {
    PRINT: Asked("experiment", "minor", "T-7d", ("offline-stores", "events")),
    REACH: Asked("experiment", "minor", "T-72h", ("direct-messages",)),
}


def arm(name: str, column: str, value: str) -> Change:
    return table(TESTS, name, column, put(value))


def both(test: str, column: str, value: str) -> Change:
    return rows(TESTS, (test,), column, value)


def item(name: str, column: str, value: object) -> Change:
    return sheet(ITEMS, "印刷物料", name, column, value)


def plan(name: str, column: str, value: object) -> Change:
    return sheet(PLAN, "测试方案", name, column, value)


def every(column: str, value: object) -> Change:
    return sheet(PLAN, "测试方案", "CD618-LB", column, value, every=True)


def fewer_members(count: int, of: str) -> Change:
    def cut(table: Rows) -> Rows:
        gone = [row for row in table if row[2] == of][:count]
        return [row for row in table if row not in gone]

    return lambda world: world.edit_rows(GROUPS, cut)


def in_both(world: World) -> None:
    """The first person of the list is in the other group as well."""

    def add(table: Rows) -> Rows:
        test, customer, group = table[1]
        return [*table, [test, customer, "不触达" if group == "社交裂变" else "社交裂变"]]

    world.edit_rows(GROUPS, add)


HB, DM, YH = "AB618-HB01", "AB618-DM03", "AB618-YH02"
A3, COUPON, LEAFLET = "618 主题海报 A3", "满减券", "活动折页"

MUTATIONS = [
    Mutation(PRINT, "an item has no test", item(LEAFLET, "测试编号", None), LEAFLET, "测试编号", "empty"),
    Mutation(PRINT, "its test is not there", without(TESTS, DM), LEAFLET, "its test in", "no AB618-DM03"),
    Mutation(
        PRINT, "another version is printed", item(A3, "印刷版本", "海报 A 版"), A3, "海报 B 版, which won", "海报 A 版"
    ),
    Mutation(
        PRINT,
        "it was ordered before the test ended",
        item(COUPON, "印刷下单时间", clock("2026-05-22T17:59:59")),
        COUPON,
        "ended by Fri 22 May 2026, 17:59:59",
        "Fri 22 May 2026, 18:00",
    ),
    Mutation(PRINT, "nobody says when it is ordered", item(A3, "印刷下单时间", None), A3, "印刷下单时间", "empty"),
    Mutation(PRINT, "the difference may be chance", arm("海报 B 版", "转化数", "402"), HB, "at most 0.05", "p 0.15"),
    Mutation(PRINT, "p just above 0.05", arm("海报 B 版", "转化数", "416"), HB, "at most 0.05", "p 0.054"),
    Mutation(
        PRINT,
        "the worse arm is called the winner",
        together(arm("海报 B 版", "是否胜出", "否"), arm("海报 A 版", "是否胜出", "是")),
        HB,
        "better arm",
        "海报 B 版 8.41 %",
    ),
    Mutation(PRINT, "no arm won", arm("券面三", "是否胜出", "否"), YH, "one winner", "none"),
    Mutation(PRINT, "two arms won", arm("券面二", "是否胜出", "是"), YH, "one winner", "券面二"),
    Mutation(
        PRINT,
        "99 people saw an arm",
        together(arm("折页单面", "访客数", "99"), arm("折页双面", "访客数", "110")),
        "折页单面",
        "at least 100",
        "99",
    ),
    Mutation(
        PRINT,
        "more conversions than visitors",
        arm("折页单面", "转化数", "421"),
        "折页单面",
        "number of visitors",
        "421",
    ),
    Mutation(PRINT, "visitors are no number", arm("折页单面", "访客数", "约400"), "折页单面", "readable", "约400"),
    Mutation(PRINT, "the split did not hold", arm("海报 B 版", "访客数", "5680"), HB, "50 % / 50 %", "47.7 % / 52.3 %"),
    Mutation(PRINT, "the planned split is no whole", arm("海报 B 版", "计划分流比例", "49.8%"), HB, "100 %", "99.8 %"),
    Mutation(PRINT, "one arm alone", without(TESTS, "折页双面"), DM, "two arms", "1"),
    Mutation(PRINT, "an arm stands there twice", another(TESTS, HB, "海报 B 版", "10", "1"), HB, "one row", "2 rows"),
    Mutation(
        PRINT,
        "the test ended after T-7d",
        together(
            both(HB, "结束时间", "2026-06-11 00:00:01"), item("618 主题海报 A1", "印刷下单时间", clock("2026-06-12"))
        ),
        HB,
        "by Wed 10 June 2026, 24:00",
        "00:00:01",
    ),
    Mutation(
        PRINT, "a test of last year", both(HB, "结束时间", "2025-12-19 23:59:59"), HB, "not before", "19 December 2025"
    ),
    Mutation(PRINT, "nobody says when it ended", both(DM, "结束时间", ""), DM, "by", "empty"),
    Mutation(PRINT, "too small to tell and no rule declared", both(DM, "判定规则", ""), DM, "at most 0.05", "p 0.41"),
    Mutation(
        PRINT,
        "a rule is declared, but the other arm is clearly better",
        arm("折页双面", "转化数", "62"),
        DM,
        "better arm",
        "折页双面 15.42 %",
    ),
    Mutation(REACH, "too few people for the effect", every("最小可检测提升", 0.08), "CD618-LB", "at least 447", "300"),
    Mutation(REACH, "nobody says the baseline", every("基线转化率", None), "CD618-LB", "one value", "none"),
    Mutation(REACH, "the effect is none", every("最小可检测提升", 0), "CD618-LB", "baseline", "20 %"),
    Mutation(
        REACH,
        "the control group is under 5 %",
        together(plan("不触达", "分流比例", 0.049), plan("社交裂变", "分流比例", 0.951)),
        "不触达",
        "at least 5 %",
        "4.9 %",
    ),
    Mutation(REACH, "the shares are no whole", plan("社交裂变", "分流比例", 0.4), "CD618-LB", "100 %", "90 %"),
    Mutation(
        REACH, "percent and fraction are mixed", plan("社交裂变", "分流比例", 0.005), "CD618-LB", "100 %", "50.5 %"
    ),
    Mutation(REACH, "no control group", plan("不触达", "是否对照组", "否"), "CD618-LB", "one control", "none"),
    Mutation(
        REACH, "not assigned at random", plan("社交裂变", "分组方式", "按门店"), "社交裂变", "at random", "按门店"
    ),
    Mutation(
        REACH, "no secondary conversion", plan("社交裂变", "二次转化指标", None), "社交裂变", "二次转化指标", "empty"
    ),
    Mutation(REACH, "nothing is measured", plan("社交裂变", "主要指标", "待定"), "社交裂变", "主要指标", "待定"),
    Mutation(REACH, "a person is in two groups", in_both, "触达测试分组.csv, row", "one arm", "several"),
    Mutation(REACH, "the list is one person short", fewer_members(1, "不触达"), "不触达", "300 people", "299"),
    Mutation(
        REACH,
        "a group without a plan for it",
        sheet_another(PLAN, "测试方案", "CD618-QX", "全员群发", "否", 1, 300, "核销率", "首单率", 0.2, 0.1, "随机"),
        "CD618-QX",
        "two arms",
        "1",
    ),
]

LIMITS: list[Limit] = [
    (PRINT, "ordered as the test ended", item(COUPON, "印刷下单时间", clock("2026-05-22T18:00:00"))),
    (
        PRINT,
        "exactly 100 people in each arm",
        together(both(DM, "访客数", "100"), arm("折页单面", "转化数", "20"), arm("折页双面", "转化数", "20")),
    ),
    (PRINT, "p just below 0.05", arm("海报 B 版", "转化数", "417")),
    (
        PRINT,
        "the test ended exactly at T-7d",
        together(
            both(HB, "结束时间", "2026-06-11 00:00:00"),
            item("618 主题海报 A1", "印刷下单时间", clock("2026-06-12")),
            item(A3, "印刷下单时间", clock("2026-06-12")),
        ),
    ),
    (PRINT, "exactly 180 days before the launch", both(HB, "结束时间", "2025-12-20 00:00:00")),
    (PRINT, "a test of something else without a winner", arm("首页新版", "转化数", "")),
    (REACH, "just enough people", every("计划人数", 294)),
    (REACH, "more people in the list than planned", fewer_members(0, "不触达")),
]
