"""What may go wrong, and what stands ready for it. Requirements and worlds."""

from __future__ import annotations

from datetime import date

from tests.changes import (
    PLAYBOOK,
    REHEARSALS,
    RISKS,
    Change,
    body,
    clock,
    fallback_on_the_shop,
    gone,
    page,
    put,
    sheet,
    table,
    text,
    without,
)
from tests.checklists import Asked, Limit, Mutation
from tests.checklists.audience import channel
from tests.document_changes import PR_PLAN, everywhere

ASKED = {
    "planning.risk-register": Asked("rows", "major", "T-14d"),
    "planning.dress-rehearsal": Asked("rows", "blocker", "T-3d", starter=True),
    "planning.backup-channel": Asked("rows", "minor", "T-7d"),
    "execution.static-fallback": Asked("http", "blocker", "T-3d", ("online",), starter=True),
    "execution.pr-crisis-plan": Asked("document", "major", "T-7d"),
}


def risk(name: str, column: str, value: object) -> Change:
    return sheet(RISKS, "风险清单", name, column, value)


def rehearsal(name: str, column: str, value: object) -> Change:
    """Change a rehearsal in each of its rows, or one finding."""
    return sheet(REHEARSALS, "预演问题", name, column, value, every=True)


MUTATIONS = [
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
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ("应对措施", "责任人", "触发条件")
    ),
    Mutation(
        "planning.risk-register",
        "complaints, at 12 of 25, have no trigger",
        risk("R03", "触发条件", "/"),
        "R03",
        "触发条件: filled in",
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
        "by Wed 17 June 2026, 24:00",
        "an empty cell",
    ),
    Mutation(
        "planning.risk-register",
        "the worst risk was never practised",
        risk("R02", "演练记录", None),
        "R02",
        "a drill in which it was practised",
        "an empty cell",
    ),
    Mutation(
        "planning.risk-register",
        "the team was briefed a year ago",
        sheet(RISKS, "风险清单", "R01", "团队宣贯日期", clock("2025-06-09")),
        "R01",
        "",
        "2025",
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
        "whether the rule applies",
        "问题级别 an empty cell",
    ),
    *(
        Mutation(
            "planning.dress-rehearsal",
            f"a rehearsal has no {column}",
            rehearsal("Y2", column, None),
            "Y2",
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ("预演范围", "参与人员")
    ),
    Mutation(
        "planning.backup-channel",
        "a primary channel has no backup",
        without(PLAYBOOK, "B02"),
        "企业微信社群",
        "a row in evidence/预案动作.csv",
        "none",
    ),
    Mutation(
        "planning.backup-channel",
        "the trigger is a feeling",
        table(PLAYBOOK, "B02", "触发值", put("明显偏低")),
        "B02",
        "a readable 触发值",
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
            f"{column}: filled in",
            "an empty cell",
        )
        for column in ("触发指标", "触发值", "持续时间", "应对动作", "负责人")
    ),
    Mutation(
        "planning.backup-channel",
        "the stand-in has no contract",
        table(PLAYBOOK, "B02", "合同编号", put("")),
        "B02",
        "the contract with the stand-in",
        "an empty cell",
    ),
    Mutation(
        "planning.backup-channel",
        "a channel becomes primary and nobody thinks of its backup",
        channel("本地生活平台", "主次", "主渠道"),
        "本地生活平台",
        "a row in evidence/预案动作.csv",
        "none",
    ),
    Mutation("execution.static-fallback", "it is gone", gone("fallback", "/"), "FALLBACK_URL", "200", "404"),
    Mutation(
        "execution.static-fallback",
        "it does not apologise",
        body("fallback", "/", "抱歉", "您好"),
        "FALLBACK_URL",
        "抱歉",
        "not shown",
    ),
    Mutation(
        "execution.static-fallback",
        "it names no hotline",
        body("fallback", "/", "客服热线", "联系我们"),
        "FALLBACK_URL",
        "热线",
        "not shown",
    ),
    Mutation(
        "execution.static-fallback",
        "it is too large",
        body("fallback", "/", "</h1>", "</h1>" + "<!-- x -->" * 60_000),
        "FALLBACK_URL",
        "500,000 bytes",
        "bytes",
    ),
    Mutation(
        "execution.static-fallback", "it is slow", page("fallback", "/", delay=1.1), "FALLBACK_URL", "<= 1000 ms", "ms"
    ),
    Mutation(
        "execution.static-fallback",
        "it stands on the shop itself",
        fallback_on_the_shop,
        "STOREFRONT_URL",
        "host",
        "127.0.0.1",
    ),
    Mutation(
        "execution.pr-crisis-plan",
        "nobody speaks",
        text(PR_PLAN, "## 发言人", "## 联系人"),
        "舆情应对预案.md",
        "who speaks",
        "",
    ),
    Mutation(
        "execution.pr-crisis-plan",
        "the first statement may take a day",
        everywhere(PR_PLAN, "2 小时内", "24 小时内"),
        "舆情应对预案.md",
        "two hours",
        "",
    ),
    Mutation(
        "execution.pr-crisis-plan",
        "it was reviewed a day too early",
        text(PR_PLAN, "评审日期：2026-05-28", "评审日期：2026-05-18"),
        "舆情应对预案.md",
        "reviewed",
        "18 May",
    ),
]

LIMITS: list[Limit] = [
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
        "execution.pr-crisis-plan",
        "reviewed thirty days before launch",
        text(PR_PLAN, "评审日期：2026-05-28", "评审日期：2026-05-19"),
    ),
]
