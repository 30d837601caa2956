"""The pack crm: requirements and worlds."""

from __future__ import annotations

from tests.changes import Change, another, put, sheet, sheet_another, sheet_without, table, together, without
from tests.checklists import Asked, Limit, Mutation
from tests.worlds import Rows, World

MEMBERS, CUSTOMERS, LIVE_CODES = "evidence/CRM分群导出.csv", "evidence/CRM客户档案.csv", "evidence/企微活码.xlsx"
CODES, CLAIMS = "evidence/券码池导出.csv", "evidence/优惠券领取预估.csv"
REDEMPTIONS, FIELD, OBJECTIONS = "evidence/门店核销测试.csv", "evidence/外勤任务导出.csv", "evidence/抗拒点应对.xlsx"

ASKED = {
    "crm.segmentation": Asked("rows", "major", "T-7d"),
    "crm.fission-live-code": Asked("rows", "minor", "T-72h", ("direct-messages",)),
    "crm.coupon-automation": Asked("rows", "major", "T-72h", ("coupons",)),
    "crm.coupon-redeem-test": Asked("rows", "major", "T-72h", ("coupons",)),
    "crm.field-app-tasks": Asked("rows", "minor", "T-24h", ("offline-stores",)),
    "crm.objection-library": Asked("rows", "minor", "T-72h"),
    "crm.profile-quality": Asked("ratio", "minor", "T-7d", ("direct-messages",)),
    "crm.profile-duplicates": Asked("ratio", "minor", "T-7d", ("direct-messages",)),
    "crm.omo-redemption": Asked("rows", "blocker", "T-72h", ("offline-stores",)),
}


def live(code: str, column: str, value: object) -> Change:
    return sheet(LIVE_CODES, "活码", code, column, value)


def first(name: str, column: str, value: str) -> Change:
    """Write into the first row."""

    def write(rows: Rows) -> Rows:
        rows[1][rows[0].index(column)] = value
        return rows

    return lambda world: world.edit_rows(name, write)


def fewer(name: str, key: str, count: int = 1) -> Change:
    """Take some of the rows that hold the key away."""

    def cut(rows: Rows) -> Rows:
        gone = [row for row in rows if key in row][:count]
        assert len(gone) == count
        return [row for row in rows if row not in gone]

    return lambda world: world.edit_rows(name, cut)


def unacknowledged(count: int) -> Change:
    """So many of the 160 tasks are not acknowledged."""

    def write(world: World) -> None:
        def clear(rows: Rows) -> Rows:
            at = rows[0].index("确认时间")
            for number, row in enumerate(rows[1:]):
                row[at] = "" if number < count else row[at] or "2026-06-15 12:00:00"
            return rows

        world.edit_rows(FIELD, clear)

    return write


MUTATIONS = [
    Mutation(
        "crm.segmentation", "a segment is empty", without(MEMBERS, "流失预警会员"), "流失预警会员", "a row", "none"
    ),
    Mutation(
        "crm.segmentation",
        "tags are older than 7 days",
        first(MEMBERS, "标签更新时间", "2026-06-10 23:59:59"),
        "M0086200",
        "7 d",
        "Wed 10 June 2026, 23:59:59",
    ),
    Mutation(
        "crm.segmentation",
        "a customer is in two segments of one priority",
        table(MEMBERS, "M0086201", "优先级", put("2")),
        "M0086201",
        "priority of its own",
        "高频会员",
    ),
    Mutation("crm.segmentation", "a tag is empty", first(MEMBERS, "客单价分层", ""), "M0086200", "客单价分层", "empty"),
    Mutation(
        "crm.fission-live-code",
        "the words reward sharing",
        live("HM618-02", "引导语", "分享到朋友圈得 10 元红包"),
        "HM618-02",
        "no reward",
        "分享",
    ),
    Mutation("crm.fission-live-code", "no cap", live("HM618-01", "每人奖励上限", 0), "HM618-01", "above 0", "0"),
    Mutation("crm.fission-live-code", "no quota", live("HM618-01", "单日添加上限", 0), "HM618-01", "above 0", "0"),
    Mutation("crm.fission-live-code", "no tag", live("HM618-01", "渠道标签", None), "HM618-01", "渠道标签", "empty"),
    Mutation(
        "crm.fission-live-code",
        "a tag of two channels",
        live("HM618-02", "渠道标签", "618-社群"),
        "HM618-02",
        "one channel",
        "618-社群",
    ),
    Mutation(
        "crm.fission-live-code",
        "a channel that nobody planned",
        live("HM618-02", "投放渠道", "直播间"),
        "HM618-02",
        "渠道计划",
        "直播间",
    ),
    Mutation("crm.coupon-automation", "one code too few", fewer(CODES, "CP618-01"), "CP618-01", "120 %", "239 codes"),
    Mutation(
        "crm.coupon-automation",
        "a code that begins late",
        first(CODES, "生效时间", "2026-06-18 00:01:01"),
        "-",
        "launch",
        "00:01:01",
    ),
    Mutation(
        "crm.coupon-automation",
        "a code that ends late",
        first(CODES, "失效时间", "2026-06-30 23:59:59"),
        "-",
        "end",
        "Tue 30 June 2026, 23:59:59",
    ),
    Mutation(
        "crm.coupon-automation", "a void code", first(CODES, "券码状态", "已作废"), "CP618-01", "120 %", "239 codes"
    ),
    Mutation(
        "crm.coupon-automation", "a coupon without codes", without(CODES, "CP618-02"), "CP618-02", "a row", "none"
    ),
    Mutation(
        "crm.coupon-automation",
        "more claims are expected",
        table(CLAIMS, "CP618-03", "预计领取量", put("251")),
        "CP618-03",
        "251",
        "300 codes",
    ),
    Mutation(
        "crm.coupon-redeem-test",
        "a coupon was never tested",
        without(REDEMPTIONS, "CP618-04"),
        "CP618-04",
        "a row",
        "none",
    ),
    Mutation(
        "crm.coupon-redeem-test",
        "its only test failed",
        together(
            without(REDEMPTIONS, "CP618-04"), another(REDEMPTIONS, "SH001", "CP618-04", "2026-06-13 10:00:00", "失败")
        ),
        "CP618-04",
        "a test that passed",
        "none of 1",
    ),
    Mutation("crm.field-app-tasks", "one person has no task", without(FIELD, "HM20303"), "HM20303", "a row", "none"),
    Mutation("crm.field-app-tasks", "9 of 160 did not acknowledge", unacknowledged(9), "", "95 %", "151 of 160"),
    Mutation(
        "crm.field-app-tasks",
        "it was pushed too late",
        first(FIELD, "推送时间", "2026-06-17 00:00:01"),
        "HM20303",
        "pushed by",
        "Wed 17 June 2026, 00:00:01",
    ),
    Mutation(
        "crm.objection-library", "nine entries", sheet_without(OBJECTIONS, "抗拒点", "积分什么时候到账"), "", "10", "9"
    ),
    Mutation(
        "crm.objection-library",
        "nothing about rivals",
        sheet(OBJECTIONS, "抗拒点", "竞品", "异议类型", "其他", every=True),
        "",
        "competitors",
        "no such row",
    ),
    Mutation(
        "crm.objection-library",
        "no answer",
        sheet(OBJECTIONS, "抗拒点", "东西太重拿不动", "应对话术", None),
        "东西太重拿不动",
        "应对话术",
        "empty",
    ),
    Mutation(
        "crm.profile-quality", "a masked number more", first(CUSTOMERS, "手机号", "139****0000"), "", "95 %", "94"
    ),
    Mutation(
        "crm.profile-duplicates",
        "one more number of another",
        first(CUSTOMERS, "手机号", f"139{10000000 + 7919:08d}"),
        "",
        "2 %",
        "3",
    ),
    Mutation("crm.omo-redemption", "a store was never tested", without(REDEMPTIONS, "CD002"), "CD002", "a row", "none"),
    Mutation(
        "crm.omo-redemption",
        "its test failed",
        table(REDEMPTIONS, "CD002", "测试结果", put("失败")),
        "CD002",
        "a test that passed",
        "none of 1",
    ),
    Mutation(
        "crm.omo-redemption",
        "it was tested a second too late",
        table(REDEMPTIONS, "CD002", "测试时间", put("2026-06-15 00:00:01")),
        "CD002",
        "a test that passed",
        "none of 1",
    ),
    Mutation(
        "crm.omo-redemption",
        "it was tested a second too early",
        table(REDEMPTIONS, "CD002", "测试时间", put("2026-06-10 23:59:59")),
        "CD002",
        "a test that passed",
        "none of 1",
    ),
    Mutation(
        "crm.omo-redemption",
        "a later test failed",
        another(REDEMPTIONS, "SH001", "CP618-01", "2026-06-16 10:00:00", "失败"),
        "SH001",
        "latest test",
        "失败",
    ),
]

LIMITS: list[Limit] = [
    ("crm.segmentation", "tags of exactly 7 days", first(MEMBERS, "标签更新时间", "2026-06-11 00:00:00")),
    ("crm.coupon-automation", "a minute from the launch", first(CODES, "生效时间", "2026-06-18 00:01:00")),
    ("crm.field-app-tasks", "8 of 160 did not acknowledge", unacknowledged(8)),
    (
        "crm.omo-redemption",
        "tested exactly 72 hours before",
        table(REDEMPTIONS, "CD002", "测试时间", put("2026-06-15 00:00:00")),
    ),
    (
        "crm.objection-library",
        "an eleventh entry",
        sheet_another(OBJECTIONS, "抗拒点", "停车方便吗", "其他", "凭小票免费停两小时"),
    ),
]
