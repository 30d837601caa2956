"""The planning checklist: requirements and worlds."""

from __future__ import annotations

from datetime import date

from tests.changes import (
    COPY,
    FOLLOW_UP,
    OFFERS,
    PERSONAS,
    PLAN,
    PLANNING,
    PLAYBOOK,
    PRICES,
    REHEARSALS,
    RESOURCES,
    RISKS,
    TEMPLATES,
    TERMS,
    TOUCHES,
    Change,
    another,
    clock,
    put,
    settings,
    sheet,
    sheet_without,
    signed_at,
    signoff,
    table,
    text,
    together,
    unmarked,
    without,
)
from tests.checklists import Asked, Limit, Mutation

ASKED = {
    "planning.legal-signoff": Asked("signoff", "blocker", "announcement", starter=True),
    "planning.plan-review": Asked("signoff", "major", "T-21d"),
    "planning.brand-fit": Asked("signoff", "major", "T-14d"),
    "planning.promo-type-fit": Asked("rows", "minor", "T-21d"),
    "planning.audience-persona": Asked("rows", "major", "T-21d"),
    "planning.segment-offer-matrix": Asked("rows", "major", "T-14d"),
    "planning.schedule-windows": Asked("rows", "major", "T-21d"),
    "planning.duration": Asked("rows", "minor", "T-21d"),
    "planning.channel-plan": Asked("rows", "major", "T-14d"),
    "planning.touch-cadence": Asked("rows", "minor", "T-7d", ("direct-messages",)),
    "planning.risk-register": Asked("rows", "major", "T-14d"),
    "planning.dress-rehearsal": Asked("rows", "blocker", "T-3d", starter=True),
    "planning.resources-confirmed": Asked("rows", "major", "T-7d"),
    "planning.cross-region-pricing": Asked("rows", "major", "T-14d", ("cross-region", "online")),
    "planning.backup-channel": Asked("rows", "minor", "T-7d"),
    "planning.lifecycle-followup": Asked("rows", "minor", "T-7d", ("online", "personal-data")),
}


def promotion(name: str, column: str, value: object) -> Change:
    return sheet(PLANNING, "促销项目", name, column, value)


def persona(column: str, value: object) -> Change:
    return sheet(PERSONAS, "画像", "高频会员", column, value)


def phase(name: str, column: str, value: object) -> Change:
    return sheet(PLANNING, "活动阶段", name, column, value)


def channel(name: str, column: str, value: object, *, every: bool = False) -> Change:
    return sheet(PLANNING, "渠道计划", name, column, value, every=every)


def risk(name: str, column: str, value: object) -> Change:
    return sheet(RISKS, "风险清单", name, column, value)


def rehearsal(name: str, column: str, value: object) -> Change:
    """Change a rehearsal in each of its rows, or one finding."""
    return sheet(REHEARSALS, "预演问题", name, column, value, every=True)


def main_until(end: object) -> Change:
    """The main period ends then and the closing period follows, until the campaign ends."""
    return together(
        phase("正式期", "结束时间", end),
        phase("收尾期", "开始时间", end),
        phase("收尾期", "结束时间", clock("2026-06-20 23:59:59")),
    )


ATTRIBUTES = ("年龄段", "性别分布", "地域", "消费习惯", "购买力", "偏好", "主要信息渠道", "痛点")


MUTATIONS = [
    Mutation(
        "planning.legal-signoff",
        "the terms are edited after legal approved them",
        text(TERMS, "每人每日限购 5 件", "每人每日限购 2 件"),
        "legal",
        "approval of version",
        "approved version",
    ),
    Mutation(
        "planning.legal-signoff",
        "legal never signed",
        signoff("terms", "legal", lambda e: ""),
        "legal",
        "approval of",
        "no sign-off",
    ),
    Mutation(
        "planning.legal-signoff",
        "it was signed a second too late",
        signoff("terms", "legal", signed_at("2026-06-10T10:00:01+08:00")),
        "legal",
        "by 2026-06-10 10:00",
        "1 s late",
    ),
    Mutation(
        "planning.legal-signoff",
        "someone signed who is not legal",
        signoff("terms", "legal", lambda e: e.replace("wang.fang", "lin.yue")),
        "legal",
        "approval of",
        "does not hold the role legal",
    ),
    Mutation(
        "planning.legal-signoff",
        "legal asked for changes",
        signoff("terms", "legal", lambda e: e.replace("verdict: approved", "verdict: changes-requested")),
        "legal",
        "approval of",
        "changes requested (wang.fang",
    ),
    Mutation(
        "planning.legal-signoff",
        "the author of the terms is the one who approved",
        text("campaign.yaml", "活动条款.md, author: [li.wei]", "活动条款.md, author: [wang.fang]"),
        "legal",
        "someone who did not write it",
        "author wang.fang",
    ),
    Mutation(
        "planning.plan-review",
        "one department is missing",
        signoff("plan", "logistics", lambda e: ""),
        "logistics",
        "approval of",
        "no sign-off",
    ),
    Mutation(
        "planning.plan-review",
        "one department asked for changes",
        signoff("plan", "finance", lambda e: e.replace("verdict: approved", "verdict: changes-requested")),
        "finance",
        "approval of",
        "changes requested (gao.yun",
    ),
    Mutation(
        "planning.plan-review",
        "nobody marked one of the criteria",
        unmarked,
        "risk-control",
        "a mark",
        "no mark",
    ),
    Mutation(
        "planning.plan-review",
        "the plan is edited",
        text(PLAN, "2,680", "2,860"),
        "executive",
        "approval of version",
        "approved version",
    ),
    Mutation(
        "planning.brand-fit",
        "the copy is edited",
        text(COPY, "把夏天搬回家\n\n## 副", "清凉一夏\n\n## 副"),
        "brand",
        "approval of version",
        "approved version",
    ),
    Mutation(
        "planning.brand-fit",
        "the brand team never signed",
        signoff("copy", "brand", lambda e: ""),
        "brand",
        "approval of",
        "no sign-off",
    ),
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
        "",
        "神秘福利",
    ),
    *(
        Mutation(
            "planning.audience-persona",
            f"a persona has no {column}",
            persona(column, None),
            "高频会员",
            "",
            "",
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
        "",
        "",
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
        "",
        "",
    ),
    Mutation(
        "planning.segment-offer-matrix",
        "different prices of one product without a published condition",
        table(OFFERS, "首购新客", "公开条件", put("")),
        "首购新客",
        "a published condition, since HM-02-008",
        "",
    ),
    Mutation(
        "planning.schedule-windows",
        "two hours between main and closing period",
        phase("收尾期", "开始时间", clock("2026-06-21 02:00")),
        "收尾期",
        "as the period before it ends",
        "21 June 2026, 02:00",
    ),
    Mutation(
        "planning.schedule-windows",
        "the warm-up runs on after the launch",
        phase("预热期", "结束时间", clock("2026-06-18 10:00")),
        "正式期",
        "not before the period before it has ended",
        "17 June 2026, 24:00",
    ),
    Mutation(
        "planning.schedule-windows",
        "the main period begins in the morning, the campaign at midnight",
        together(
            phase("正式期", "开始时间", clock("2026-06-18 08:00")),
            phase("预热期", "结束时间", clock("2026-06-18 08:00")),
        ),
        "正式期",
        "the launch, Wed 17 June 2026, 24:00",
        "18 June 2026, 08:00",
    ),
    Mutation(
        "planning.schedule-windows",
        "no closing period",
        sheet_without(PLANNING, "活动阶段", "收尾期"),
        "",
        "a warm-up, a main and a closing period",
        "0 closing",
    ),
    Mutation(
        "planning.schedule-windows",
        "the warm-up begins before legal must have approved",
        phase("预热期", "开始时间", clock("2026-06-09 10:00")),
        "预热期",
        "not before the announcement",
        "9 June 2026, 10:00",
    ),
    Mutation(
        "planning.schedule-windows",
        "the main period ends before it begins",
        phase("正式期", "结束时间", clock("2026-06-17 23:59:59")),
        "正式期",
        "after the beginning",
        "17 June 2026, 23:59:59",
    ),
    Mutation(
        "planning.schedule-windows",
        "the periods end twelve hours later than the campaign",
        together(
            phase("正式期", "结束时间", clock("2026-06-21 12:00")),
            phase("收尾期", "开始时间", clock("2026-06-21 12:00")),
        ),
        "",
        "ends as the campaign ends",
        "none; the last ends Sat 27 June 2026, 22:00",
    ),
    Mutation(
        "planning.schedule-windows",
        "the periods stand in the wrong order",
        together(phase("预热期", "阶段", "返场"), phase("收尾期", "阶段", "预热期")),
        "正式期",
        "warm-up, then main, then closing",
        "begins Wed 17 June 2026, 24:00",
    ),
    Mutation(
        "planning.schedule-windows",
        "a period begins on a day, at no time",
        phase("收尾期", "开始时间", "2026年6月21日"),
        "收尾期",
        "a readable 开始时间",
        "2026年6月21日",
    ),
    Mutation(
        "planning.duration",
        "the main period lasts twenty hours",
        main_until(clock("2026-06-18 20:00")),
        "正式期",
        "at least 24 h",
        "18 June 2026, 20:00",
    ),
    Mutation(
        "planning.duration",
        "it lasts longer than the company allows, by a second",
        together(
            settings("planning.duration", "max_duration: 2d"),
            main_until(clock("2026-06-20 00:00:01")),
        ),
        "正式期",
        "at most 48 h",
        "20 June 2026, 00:00:01",
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
        "",
        "",
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
            "planning.channel-plan", f"a channel has no {column}", channel("会员短信", column, None), "会员短信", "", ""
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
    *(
        Mutation(
            "planning.risk-register",
            f"nobody thought of {words}",
            risk(name, "风险类别", "其他"),
            "",
            words,
            "none",
        )
        for name, words in (("R01", "a stock-out"), ("R02", "a system failure"), ("R03", "complaints"))
    ),
    *(
        Mutation(
            "planning.risk-register",
            f"a risk of 15 of 25 has no {column}",
            risk("R05", column, None),
            "R05",
            "",
            "",
        )
        for column in ("应对措施", "责任人", "触发条件")
    ),
    Mutation(
        "planning.risk-register",
        "complaints, at 12 of 25, have no trigger",
        risk("R03", "触发条件", "/"),
        "R03",
        "",
        "/",
    ),
    Mutation(
        "planning.risk-register",
        "a risk rises to 15 of 25 and nobody guards it",
        risk("R06", "影响程度", 5),
        "R06",
        "dealt with",
        "未处理",
    ),
    Mutation(
        "planning.risk-register",
        "the owner is nobody of the campaign",
        risk("R01", "责任人", "小王"),
        "R01",
        "a person of the campaign",
        "小王",
    ),
    Mutation(
        "planning.risk-register",
        "a likelihood of 6 of 5",
        risk("R04", "可能性", 6),
        "R04",
        "from 1 to 5",
        "likelihood 6",
    ),
    Mutation(
        "planning.risk-register",
        "nobody has reviewed a risk for 15 days",
        risk("R01", "最近评审日期", date(2026, 6, 3)),
        "R01",
        "at most 14 d old",
        "2026-06-03",
    ),
    Mutation(
        "planning.risk-register",
        "the team was never taken through the procedure",
        risk("R02", "团队宣贯日期", None),
        "R02",
        "",
        "",
    ),
    Mutation(
        "planning.risk-register",
        "the worst risk was never practised",
        risk("R02", "演练记录", None),
        "R02",
        "a drill in which it was practised",
        "",
    ),
    Mutation(
        "planning.dress-rehearsal",
        "late: the rehearsal ends a second after T-72h",
        rehearsal("Y2", "预演时间", clock("2026-06-15 00:00:01")),
        "",
        "after the freeze",
        "15 June 2026, 00:00:01",
    ),
    Mutation(
        "planning.dress-rehearsal",
        "the rehearsal was before the freeze",
        rehearsal("Y2", "预演时间", clock("2026-06-12 23:59:59")),
        "",
        "after the freeze",
        "12 June 2026, 23:59:59",
    ),
    Mutation(
        "planning.dress-rehearsal",
        "another release was rehearsed",
        rehearsal("Y2", "预演版本", "pos-3.8.0"),
        "",
        "a rehearsal of pos-3.8.1",
        "pos-3.8.0",
    ),
    Mutation(
        "planning.dress-rehearsal",
        "a serious finding is fixed but nobody has verified it",
        rehearsal("Y2-01", "状态", "已修复"),
        "Y2-01",
        "closed",
        "已修复",
    ),
    Mutation(
        "planning.dress-rehearsal",
        "a blocker of an earlier rehearsal is open",
        rehearsal("Y1-01", "状态", "处理中"),
        "Y1-01",
        "closed",
        "处理中",
    ),
    Mutation(
        "planning.dress-rehearsal",
        "nobody says how serious a finding is",
        rehearsal("Y2-02", "问题级别", None),
        "Y2-02",
        "",
        "",
    ),
    *(
        Mutation(
            "planning.dress-rehearsal", f"a rehearsal has no {column}", rehearsal("Y2", column, None), "Y2", "", ""
        )
        for column in ("预演范围", "参与人员")
    ),
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
        "",
        "",
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
        "",
    ),
    Mutation(
        "planning.resources-confirmed",
        "nobody is responsible",
        table(RESOURCES, "海报与价签", "负责人", put("")),
        "海报与价签",
        "",
        "",
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
        "",
    ),
    Mutation(
        "planning.cross-region-pricing",
        "a promoted SKU has no price",
        without(PRICES, "HM-01-003"),
        "HM-01-003",
        "",
        "",
    ),
    Mutation(
        "planning.backup-channel",
        "a primary channel has no backup",
        without(PLAYBOOK, "B02"),
        "企业微信社群",
        "",
        "",
    ),
    Mutation(
        "planning.backup-channel",
        "the trigger is a feeling",
        table(PLAYBOOK, "B02", "触发值", put("明显偏低")),
        "B02",
        "",
        "明显偏低",
    ),
    Mutation(
        "planning.backup-channel",
        "the backup is not ready",
        table(PLAYBOOK, "B02", "是否就绪", put("否")),
        "B02",
        "ready to start",
        "否",
    ),
    *(
        Mutation(
            "planning.backup-channel",
            f"a backup has no {column}",
            table(PLAYBOOK, "B02", column, put("")),
            "B02",
            "",
            "",
        )
        for column in ("合同编号", "触发指标", "触发值", "持续时间", "应对动作", "负责人")
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
        "planning.legal-signoff",
        "signed as the warm-up begins",
        signoff("terms", "legal", signed_at("2026-06-10T10:00:00+08:00")),
    ),
    (
        "planning.audience-persona",
        "data of 90 days ago, from one source only, which is a note",
        together(persona("取数日期", date(2026, 3, 20)), persona("数据来源", "CRM 会员数据")),
    ),
    (
        "planning.schedule-windows",
        "a minute between two periods, and an end a second before that of the campaign",
        together(
            phase("正式期", "结束时间", clock("2026-06-20 23:59")),
            phase("收尾期", "开始时间", clock("2026-06-21 00:00")),
        ),
    ),
    (
        "planning.duration",
        "one day, until 23:59",
        main_until(clock("2026-06-18 23:59")),
    ),
    (
        "planning.duration",
        "exactly the longest that the company allows",
        together(
            settings("planning.duration", "max_duration: 2d"),
            main_until(clock("2026-06-20 00:00")),
        ),
    ),
    (
        "planning.touch-cadence",
        "a second before the quiet hours",
        table(TOUCHES, "WX-618-03", "发送时间", put("2026-06-17 21:59:59")),
    ),
    ("planning.risk-register", "reviewed 14 days ago", risk("R01", "最近评审日期", date(2026, 6, 4))),
    ("planning.risk-register", "a risk of 12 of 25 that nobody guards", risk("R06", "影响程度", 4)),
    (
        "planning.dress-rehearsal",
        "rehearsed until T-72h",
        rehearsal("Y2", "预演时间", clock("2026-06-15 00:00")),
    ),
    (
        "planning.dress-rehearsal",
        "rehearsed as the release is frozen",
        rehearsal("Y2", "预演时间", clock("2026-06-13 00:00")),
    ),
    (
        "planning.resources-confirmed",
        "confirmed and due on the last day",
        together(
            table(RESOURCES, "备用收银 46 台", "确认日期", put("2026/6/10")),
            table(RESOURCES, "备用收银 46 台", "最晚到位日期", put("2026/6/17")),
            table(RESOURCES, "备用收银 46 台", "预计到位日期", put("2026/6/17")),
        ),
    ),
]
