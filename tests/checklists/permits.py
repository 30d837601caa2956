"""Permits and attestations: venues, payment security, what is archived. Requirements and worlds."""

from __future__ import annotations

from datetime import date

from tests.changes import (
    VENUES,
    Change,
    another,
    clock,
    put,
    sheet,
    sheet_another,
    sheet_without,
    table,
    text,
    together,
    without,
)
from tests.checklists import Asked, Limit, Mutation

PERMITS, PCI = "evidence/许可证台账.xlsx", "evidence/PCI合规证明.csv"
ARCHIVING, NOTICE = "evidence/会话存档登记.csv", "evidence/会话存档告知.md"

ASKED = {
    "execution.fire-permit": Asked("rows", "blocker", "T-7d", ("events",)),
    "execution.mass-event-licence": Asked("rows", "blocker", "T-7d", ("events",)),
    "technical.pci-dss": Asked("rows", "blocker", "T-7d", ("payments",)),
    "crm.data-archiving-consent": Asked("rows", "major", "T-7d", ("personal-data",)),
    "crm.archiving-notice": Asked("document", "major", "T-7d", ("personal-data",)),
}

PARK, MARKET, STREET = "上海徐家汇公园草坪市集", "杭州武林广场夜市", "成都交子大道露天试吃"
LICENCE = (MARKET, "大型群众性活动")


def fire(venue: str, column: str, value: object) -> Change:
    return sheet(PERMITS, "许可证", (venue, "消防"), column, value)


def licence(column: str, value: object) -> Change:
    return sheet(PERMITS, "许可证", LICENCE, column, value)


def venue(name: str, column: str, value: object) -> Change:
    return sheet(VENUES, "场地", name, column, value)


def pci(key: str, column: str, value: str) -> Change:
    return table(PCI, key, column, put(value))


def archived(source: str, column: str, value: str) -> Change:
    return table(ARCHIVING, source, column, put(value))


CALLS, CHATS = "客服热线录音", "企业微信聊天"

MUTATIONS = [
    # False-GO 35: an attestation that has ended does not count.
    Mutation(
        "execution.fire-permit",
        "a permit ends on the day before the last",
        fire(PARK, "有效期至", date(2026, 6, 19)),
        PARK,
        "valid until the last day",
        "2026-06-19",
    ),
    Mutation(
        "execution.fire-permit",
        "a permit begins on the second day",
        fire(PARK, "有效期起", date(2026, 6, 19)),
        PARK,
        "valid from the day of the launch",
        "2026-06-19",
    ),
    Mutation(
        "execution.fire-permit",
        "nobody knows until when it holds",
        fire(PARK, "有效期至", None),
        PARK,
        "valid until the last day",
        "an empty cell",
    ),
    Mutation(
        "execution.fire-permit",
        "it holds for a long time, in words",
        fire(PARK, "有效期至", "长期"),
        PARK,
        "valid until the last day",
        "长期",
    ),
    Mutation(
        "execution.fire-permit",
        "a venue has none",
        sheet_without(PERMITS, "许可证", (STREET, "消防")),
        STREET,
        "a row in evidence/许可证台账.xlsx",
        "none",
    ),
    Mutation(
        "execution.fire-permit",
        "a venue has another permit only",
        fire(STREET, "许可类型", "占道"),
        STREET,
        "a row in evidence/许可证台账.xlsx",
        "none",
    ),
    Mutation(
        "execution.fire-permit",
        "the venue is a new one",
        sheet_another(VENUES, "场地", "武汉江滩", "武汉", "6月20日", 300, 3, "陈静"),
        "武汉江滩",
        "a row in evidence/许可证台账.xlsx",
        "none",
    ),
    Mutation("execution.fire-permit", "it is applied for", fire(PARK, "审批结果", "已受理"), PARK, "granted", "已受理"),
    Mutation("execution.fire-permit", "it was revoked", fire(PARK, "审批结果", "吊销"), PARK, "granted", "吊销"),
    Mutation(
        "execution.fire-permit",
        "it has no number",
        fire(PARK, "许可证号", "办理中"),
        PARK,
        "a number",
        "办理中",
    ),
    Mutation(
        "execution.fire-permit",
        "nobody issued it",
        fire(PARK, "发证机关", None),
        PARK,
        "发证机关: filled in",
        "an empty cell",
    ),
    Mutation(
        "execution.fire-permit",
        "the original was seen by somebody outside",
        fire(PARK, "原件核验人", "物业"),
        PARK,
        "seen the original",
        "物业",
    ),
    Mutation(
        "execution.fire-permit",
        "nobody has seen the original",
        fire(PARK, "核验日期", None),
        PARK,
        "by ",
        "an empty cell",
    ),
    Mutation(
        "execution.fire-permit",
        "the original will be seen next week",
        fire(PARK, "核验日期", date(2026, 6, 25)),
        PARK,
        "by ",
        "2026-06-25",
    ),
    Mutation(
        "execution.fire-permit",
        "the original was last seen a year ago",
        fire(PARK, "核验日期", date(2025, 6, 8)),
        PARK,
        "not before",
        "2025-06-08",
    ),
    Mutation(
        "execution.fire-permit",
        "nobody knows how many come",
        venue(PARK, "预计人数", None),
        PARK,
        "cells that say",
        "",
    ),
    Mutation(
        "execution.mass-event-licence",
        "a person too many",
        licence("核准人数", 1199),
        MARKET,
        "enough for 1200 people",
        "1199",
    ),
    Mutation(
        "execution.mass-event-licence",
        "nobody said how many it allows",
        licence("核准人数", None),
        MARKET,
        "enough for 1200 people",
        "an empty cell",
    ),
    Mutation(
        "execution.mass-event-licence",
        "another venue reaches a thousand, and has no licence",
        venue(PARK, "预计人数", 1000),
        PARK,
        "a licence of the police",
        "none for 1000 people",
    ),
    Mutation(
        "execution.mass-event-licence",
        "it was applied for 19 days before",
        licence("申请日期", date(2026, 5, 30)),
        MARKET,
        "at least 20 d before",
        "2026-05-30",
    ),
    Mutation(
        "execution.mass-event-licence",
        "nobody knows when it was applied for",
        licence("申请日期", None),
        MARKET,
        "at least 20 d before",
        "an empty cell",
    ),
    Mutation(
        "execution.mass-event-licence", "it was refused", licence("审批结果", "不予许可"), MARKET, "granted", "不予许可"
    ),
    Mutation(
        "execution.mass-event-licence", "it is pending", licence("审批结果", "审批中"), MARKET, "granted", "审批中"
    ),
    Mutation(
        "execution.mass-event-licence",
        "it is for the first day only",
        licence("有效期至", date(2026, 6, 18)),
        MARKET,
        "valid from",
        "2026-06-18",
    ),
    Mutation(
        "execution.mass-event-licence",
        "it is of last year",
        together(licence("有效期起", date(2025, 6, 18)), licence("有效期至", date(2025, 6, 20))),
        MARKET,
        "valid from",
        "2025-06-20",
    ),
    Mutation(
        "execution.mass-event-licence",
        "its number is still to come",
        licence("许可证号", "待发"),
        MARKET,
        "a licence of the police with its number",
        "none for 1200 people",
    ),
    Mutation(
        "execution.mass-event-licence",
        "nobody has seen the original",
        licence("原件核验人", None),
        MARKET,
        "seen the original",
        "an empty cell",
    ),
    Mutation(
        "execution.mass-event-licence",
        "two licences for one venue",
        sheet_another(
            PERMITS,
            "许可证",
            *LICENCE,
            "拱公治许字〔2026〕第 022 号",
            "拱墅区公安分局",
            "准予许可",
            clock("2026-06-18"),
            clock("2026-06-20"),
            clock("2026-05-18"),
            900,
            "王芳",
            clock("2026-06-09"),
        ),
        MARKET,
        "one row in",
        "2 rows",
    ),
    Mutation(
        "execution.mass-event-licence",
        "nobody knows how many come",
        venue(PARK, "预计人数", None),
        PARK,
        "how many people",
        "an empty cell",
    ),
    Mutation(
        "execution.mass-event-licence",
        "fewer than none come",
        venue(PARK, "预计人数", -1200),
        PARK,
        "how many people",
        "-1200",
    ),
    Mutation(
        "technical.pci-dss",
        "the latest scan did not pass",
        pci("2026-05-21", "结论", "未通过"),
        "禾木生活",
        "the latest one passed",
        "未通过",
    ),
    Mutation(
        "technical.pci-dss",
        "the attestation ends before the campaign, by a day",
        pci("2026-02-12", "签发日期", "2025-06-19"),
        "禾木生活",
        "at most 365 d before the end",
        "2025-06-19",
    ),
    Mutation(
        "technical.pci-dss",
        "that of the provider has ended",
        pci("2025-11-03", "签发日期", "2025-05-03"),
        "禾付通",
        "at most 365 d before the end",
        "2025-05-03",
    ),
    Mutation(
        "technical.pci-dss",
        "the last scan was 91 days ago",
        together(without(PCI, "2026-03-02"), pci("2026-05-21", "签发日期", "2026-03-19")),
        "禾木生活",
        "at most 90 d before the launch",
        "2026-03-19",
    ),
    Mutation(
        "technical.pci-dss",
        "a scan that is planned",
        pci("2026-05-21", "签发日期", "2026-06-19"),
        "禾木生活",
        "not in the future",
        "2026-06-19",
    ),
    Mutation(
        "technical.pci-dss",
        "nobody was scanned",
        without(PCI, "ASV扫描"),
        "",
        "an ASV scan",
        "none among 2 rows",
    ),
    Mutation(
        "technical.pci-dss",
        "one has been scanned and never attested",
        without(PCI, "2026-02-12"),
        "禾木生活",
        "an attestation of compliance",
        "none among 2 rows",
    ),
    Mutation(
        "technical.pci-dss",
        "an attestation without a result",
        pci("2026-02-12", "结论", ""),
        "禾木生活",
        "the latest one passed",
        "an empty cell",
    ),
    Mutation(
        "technical.pci-dss",
        "nobody knows of when it is",
        pci("2026-02-12", "签发日期", "去年"),
        "禾木生活",
        "not in the future",
        "去年",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "recorded before it was approved",
        archived(CALLS, "开始存档日期", "2026-05-11"),
        CALLS,
        "before archiving began, 2026-05-11",
        "2026-05-12",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "recorded before it was assessed",
        archived(CALLS, "影响评估日期", "2026-05-26"),
        CALLS,
        "assessed before archiving began",
        "2026-05-26",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "assessed, in the future",
        together(archived(CALLS, "开始存档日期", "2026-07-01"), archived(CALLS, "影响评估日期", "2026-06-25")),
        CALLS,
        "not in the future",
        "2026-06-25",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "never assessed",
        together(archived(CALLS, "影响评估编号", ""), archived(CALLS, "影响评估日期", "")),
        CALLS,
        "影响评估编号: filled in",
        "an empty cell",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "approved before it was assessed",
        archived(CALLS, "批准日期", "2026-05-07"),
        CALLS,
        "after the assessment",
        "2026-05-07",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "never approved",
        archived(CALLS, "批准日期", ""),
        CALLS,
        "after the assessment",
        "an empty cell",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "approved by somebody outside",
        archived(CALLS, "批准人", "供应商"),
        CALLS,
        "one of the campaign's people",
        "供应商",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "kept for ever",
        archived(CALLS, "保存期限（天）", "永久"),
        CALLS,
        "1 to 1095 days",
        "永久",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "kept for three years and a day",
        archived(CALLS, "保存期限（天）", "1096"),
        CALLS,
        "1 to 1095 days",
        "1096",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "nobody says how long",
        archived(CALLS, "保存期限（天）", ""),
        CALLS,
        "1 to 1095 days",
        "an empty cell",
    ),
    Mutation(
        "crm.data-archiving-consent",
        "nobody knows since when",
        archived(CALLS, "开始存档日期", ""),
        CALLS,
        "开始存档日期: filled in",
        "an empty cell",
    ),
    Mutation(
        "crm.archiving-notice",
        "nobody says how long it is kept",
        text(NOTICE, "- 保存期限：聊天 365 天，录音 180 天，到期删除。\n", ""),
        "会话存档告知.md",
        "how long it is kept",
        "",
    ),
    Mutation(
        "crm.archiving-notice",
        "it is kept as long as needed",
        text(NOTICE, "聊天 365 天，录音 180 天，到期删除", "视需要确定"),
        "会话存档告知.md",
        "how long it is kept",
        "",
    ),
    Mutation(
        "crm.archiving-notice",
        "nobody can refuse",
        text(NOTICE, "- 拒绝或撤回：不同意存档不影响购物；回复“撤回存档”或致电客服即可撤回。\n", ""),
        "会话存档告知.md",
        "how to refuse",
        "",
    ),
    Mutation(
        "crm.archiving-notice",
        "nobody says what for",
        text(NOTICE, "- 目的：用于核实订单与售后问题、改进服务，不用于营销。\n", ""),
        "会话存档告知.md",
        "what for",
        "",
    ),
    Mutation(
        "crm.archiving-notice",
        "nobody to be asked",
        text(NOTICE, "；联系方式：客服热线 400-000-0618", ""),
        "会话存档告知.md",
        "how to reach them",
        "",
    ),
    Mutation(
        "crm.archiving-notice",
        "a place was left open",
        text(NOTICE, "录音 180 天", "录音 XX 天"),
        "会话存档告知.md",
        "every place filled in",
        "",
    ),
]

LIMITS: list[Limit] = [
    (
        "execution.fire-permit",
        "valid for just the campaign",
        together(fire(PARK, "有效期起", date(2026, 6, 18)), fire(PARK, "有效期至", date(2026, 6, 20))),
    ),
    (
        "execution.fire-permit",
        "a venue to which nobody comes has none",
        sheet_another(VENUES, "场地", "线上抽奖间", "上海", "6月20日", 0, 0, "林悦"),
    ),
    ("execution.mass-event-licence", "exactly enough people", licence("核准人数", 1200)),
    ("execution.mass-event-licence", "applied for exactly 20 days before", licence("申请日期", date(2026, 5, 29))),
    ("execution.mass-event-licence", "999 people need none", venue(PARK, "预计人数", 999)),
    ("technical.pci-dss", "365 days before the end", pci("2026-02-12", "签发日期", "2025-06-20")),
    (
        "technical.pci-dss",
        "scanned 90 days before the launch",
        together(without(PCI, "2026-03-02"), pci("2026-05-21", "签发日期", "2026-03-20")),
    ),
    ("technical.pci-dss", "an older version of the standard, which is a note", pci("2026-02-12", "标准版本", "4.0")),
    (
        "technical.pci-dss",
        "the provider alone",
        another(PCI, "另一家支付商", "合规证明", "2026-01-09", "合规", "4.0.1"),
    ),
    (
        "crm.data-archiving-consent",
        "assessed, approved and begun on one day",
        together(
            archived(CHATS, "影响评估日期", "2026-05-12"),
            archived(CHATS, "开始存档日期", "2026-05-12"),
            archived(CHATS, "保存期限（天）", "1095"),
        ),
    ),
]
