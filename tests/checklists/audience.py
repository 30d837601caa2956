"""Whom the campaign is for, and how they are reached: personas, offers, channels, messages. Requirements and worlds."""

from __future__ import annotations

from datetime import date

from tests.changes import (
    FOLLOW_UP,
    OFFERS,
    PERSONAS,
    PLANNING,
    TEMPLATES,
    TOUCHES,
    Change,
    another,
    put,
    sheet,
    sheet_without,
    table,
    together,
    without,
)
from tests.checklists import Asked, Limit, Mutation

ASKED = {
    "planning.audience-persona": Asked("rows", "major", "T-21d"),
    "planning.segment-offer-matrix": Asked("rows", "major", "T-14d"),
    "planning.channel-plan": Asked("rows", "major", "T-14d"),
    "planning.touch-cadence": Asked("rows", "minor", "T-7d", ("direct-messages",)),
    "planning.lifecycle-followup": Asked("rows", "minor", "T-7d", ("online", "personal-data")),
}


def persona(column: str, value: object) -> Change:
    return sheet(PERSONAS, "画像", "高频会员", column, value)


def channel(name: str, column: str, value: object, *, every: bool = False) -> Change:
    return sheet(PLANNING, "渠道计划", name, column, value, every=every)


ATTRIBUTES = ("年龄段", "性别分布", "地域", "消费习惯", "购买力", "偏好", "主要信息渠道", "痛点")


MUTATIONS = [
    *(
        Mutation(
            "planning.audience-persona",
            f"a persona has no {column}",
            persona(column, None),
            "高频会员",
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ATTRIBUTES
    ),
    Mutation(
        "planning.audience-persona",
        "the segment is empty",
        persona("人数", 0),
        "高频会员",
        "at least 1 person",
        "0",
    ),
    Mutation(
        "planning.audience-persona",
        "the size is an estimate in words",
        persona("人数", "约两万"),
        "高频会员",
        "a readable 人数",
        "约两万",
    ),
    Mutation(
        "planning.audience-persona",
        "the data are 91 days old",
        persona("取数日期", date(2026, 3, 19)),
        "高频会员",
        "at most 90 d old",
        "2026-03-19",
    ),
    Mutation(
        "planning.segment-offer-matrix",
        "a segment has no offer",
        without(OFFERS, "流失预警会员"),
        "流失预警会员",
        "a row in evidence/客群优惠.csv",
        "none",
    ),
    Mutation(
        "planning.segment-offer-matrix",
        "an offer that the plan does not hold",
        table(OFFERS, "流失预警会员", "促销项目", put("神秘福袋")),
        "神秘福袋",
        "sheet 促销项目",
        "none for 促销项目 神秘福袋",
    ),
    Mutation(
        "planning.segment-offer-matrix",
        "a channel that the plan does not hold",
        table(OFFERS, "流失预警会员", "渠道", put("抖音直播")),
        "抖音直播",
        "sheet 渠道计划",
        "none for 渠道 抖音直播",
    ),
    Mutation(
        "planning.segment-offer-matrix",
        "what one segment was to have alone goes to another too",
        another(OFFERS, "流失预警会员", "会员双倍积分", "会员短信", "否"),
        "高频会员",
        "an offer for 高频会员 alone",
        "会员双倍积分 goes to other segments",
    ),
    Mutation(
        "planning.segment-offer-matrix",
        "an offer for a segment without a persona",
        another(OFFERS, "银发客群", "每满 300 减 40", "会员短信", "否"),
        "银发客群",
        "in evidence/客群画像.xlsx",
        "not there",
    ),
    Mutation(
        "planning.segment-offer-matrix",
        "different prices of one product without a published condition",
        table(OFFERS, "首购新客", "公开条件", put("")),
        "首购新客",
        "a published condition, since HM-02-008",
        "an empty cell",
    ),
    Mutation(
        "planning.channel-plan",
        "one channel has a yuan more than 60 %",
        together(channel("社区电梯广告", "预算（元）", 372001), channel("会员短信", "预算（元）", 51999)),
        "社区电梯广告",
        "at most 60 %",
        "372001",
    ),
    Mutation(
        "planning.channel-plan",
        "only one channel is left",
        sheet_without(PLANNING, "渠道计划", "企业微信社群", "会员短信", "本地生活平台", "门店海报与堆头"),
        "",
        "at least 2 channels",
        "1",
    ),
    Mutation(
        "planning.channel-plan",
        "no channel is primary",
        channel("主渠道", "主次", "辅渠道", every=True),
        "",
        "at least 1 primary channel",
        "0",
    ),
    Mutation(
        "planning.channel-plan",
        "stores take part, but every channel is online",
        channel("线下", "渠道类型", "线上", every=True),
        "",
        "at least 1 offline channel",
        "0",
    ),
    Mutation(
        "planning.channel-plan",
        "a segment looks at a channel that the plan lacks",
        persona("主要信息渠道", "小红书"),
        "小红书",
        "a row in evidence/活动策划表.xlsx, sheet 渠道计划",
        "none",
    ),
    Mutation(
        "planning.channel-plan",
        "the budgets do not add up to what was approved",
        channel("会员短信", "预算（元）", 52001),
        "广告投放",
        "add up to the approved amount, 620000",
        "620001",
    ),
    Mutation(
        "planning.channel-plan",
        "a channel is paid from a line that the budget lacks",
        channel("会员短信", "预算科目", "品牌费"),
        "会员短信",
        "sheet 预算",
        "none for 预算科目 品牌费",
    ),
    Mutation(
        "planning.channel-plan",
        "a channel carries a promotion that the plan lacks",
        channel("会员短信", "承接促销", "神秘福袋"),
        "会员短信",
        "sheet 促销项目",
        "none for 承接促销 神秘福袋",
    ),
    *(
        Mutation(
            "planning.channel-plan",
            f"a channel has no {column}",
            channel("会员短信", column, None),
            "会员短信",
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ("负责人", "面向客群", "适配理由")
    ),
    Mutation(
        "planning.touch-cadence",
        "the fourth message within 7 days",
        table(TOUCHES, "WX-618-01", "发送时间", put("2026-06-11 08:00:00")),
        "高频会员",
        "at most 3 contacts in 7 d",
        "more than 3",
    ),
    Mutation(
        "planning.touch-cadence",
        "a segment is written otherwise, so that its contacts are counted apart",
        table(TOUCHES, "WX-618-01", "人群", put("高频 会员")),
        "高频 会员",
        "one row in",
        "高频 会员",
    ),
    Mutation(
        "planning.touch-cadence",
        "a step is sent before the one it follows",
        table(TOUCHES, "SMS-618-04", "发送时间", put("2026-06-14 12:00:00")),
        "流失预警会员",
        "later than the step before it",
        "14 June 2026, 12:00",
    ),
    Mutation(
        "planning.touch-cadence",
        "a message at ten in the evening",
        table(TOUCHES, "WX-618-03", "发送时间", put("2026-06-17 22:00:00")),
        "首购新客",
        "before 22:00",
        "17 June 2026, 22:00",
    ),
    Mutation(
        "planning.touch-cadence",
        "a message before eight in the morning",
        table(TOUCHES, "SMS-618-02", "发送时间", put("2026-06-18 07:59:59")),
        "高频会员",
        "from 8:00",
        "18 June 2026, 07:59:59",
    ),
    Mutation(
        "planning.touch-cadence",
        "the template does not exist",
        without(TEMPLATES, "SMS-618-04"),
        "流失预警会员",
        "消息模板.csv",
        "none for 模板编号 SMS-618-04",
    ),
    Mutation(
        "planning.touch-cadence",
        "the template is still being reviewed",
        table(TOUCHES, "SMS-618-04", "模板编号", put("SMS-618-05")),
        "流失预警会员",
        "an approved template",
        "审核中",
    ),
    Mutation(
        "planning.lifecycle-followup",
        "the flow is switched off",
        together(
            *(table(FOLLOW_UP, key, "是否启用", put("否")) for key in ("WX-WELCOME-01", "新客-618", "WX-JOIN-01"))
        ),
        "",
        "tags the new customer, switched on",
        "none",
    ),
    Mutation(
        "planning.lifecycle-followup",
        "the welcome comes after 25 hours",
        table(FOLLOW_UP, "WX-WELCOME-01", "延迟（小时）", put("25")),
        "",
        "at most 24 h after the first purchase",
        "none; 4 steps",
    ),
    Mutation(
        "planning.lifecycle-followup",
        "new customers are not tagged",
        without(FOLLOW_UP, "打标签"),
        "",
        "tags the new customer",
        "none",
    ),
    Mutation(
        "planning.lifecycle-followup",
        "new customers are not invited to join",
        without(FOLLOW_UP, "邀请入会"),
        "",
        "invites to the membership",
        "none",
    ),
    Mutation(
        "planning.lifecycle-followup",
        "no flow follows a first purchase",
        without(FOLLOW_UP, "首单完成"),
        "",
        "at most 24 h after the first purchase",
        "0 steps",
    ),
]

LIMITS: list[Limit] = [
    (
        "planning.audience-persona",
        "data of 90 days ago, from one source only, which is a note",
        together(persona("取数日期", date(2026, 3, 20)), persona("数据来源", "CRM 会员数据")),
    ),
    (
        "planning.touch-cadence",
        "a second before the quiet hours",
        table(TOUCHES, "WX-618-03", "发送时间", put("2026-06-17 21:59:59")),
    ),
]
