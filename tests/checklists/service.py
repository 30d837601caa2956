"""Those who talk to customers: trained, enough of them, and what they answer. Requirements and worlds."""

from __future__ import annotations

from tests.changes import (
    CONTACTS,
    ROSTER,
    STAFF,
    TRAINING,
    Change,
    another,
    put,
    rows,
    sheet,
    sheet_column,
    sheet_without,
    table,
    text,
    together,
    without,
)
from tests.checklists import Asked, Limit, Mutation
from tests.document_changes import FAQ, SCRIPTS, line, questions, without_section

ASKED = {
    "execution.staff-training": Asked("rows", "major", "T-3d"),
    "execution.cs-staffing": Asked("ratio", "major", "T-3d"),
    "execution.faq-kb": Asked("document", "major", "T-3d"),
    "execution.cs-scripts": Asked("document", "major", "T-3d"),
}


def module(employee: str, name: str, column: str, value: str) -> Change:
    """Change what a person did in one module."""
    return rows(TRAINING, (employee, name), column, value)


PRICE, GIFT_RULES, OBJECTIONS = (
    "618话术手册（一）价格解释",
    "618话术手册（二）赠品发放规则",
    "618话术手册（三）异议处理",
)
LEAD, TRAINED = "HM20303", "HM20305"  # with one trained person less, fewer than 95 % are
FULL_HOUR = "2026-06-18 20:00"  # its capacity is the forecast, to the contact


MUTATIONS = [
    Mutation(
        "execution.staff-training",
        "one person less has passed, and fewer than 95 % are trained",
        module(TRAINED, OBJECTIONS, "成绩", "79"),
        "staff",
        "at least 95 % of 160",
        "151",
    ),
    Mutation(
        "execution.staff-training",
        "one person finished a second too late",
        module(TRAINED, GIFT_RULES, "完成时间", "2026-06-15 00:00:01"),
        "staff",
        "at least 95 % of 160",
        "151",
    ),
    Mutation(
        "execution.staff-training",
        "one person was trained for last year's campaign",
        module(TRAINED, PRICE, "完成时间", "2026-03-19 23:59:59"),
        "staff",
        "at least 95 % of 160",
        "151",
    ),
    Mutation(
        "execution.staff-training",
        "somebody joins the roster untrained",
        another(STAFF, "HM29999", "某某", "导购", "SH001", "否", "2026-06-18"),
        "staff",
        "at least 95 % of 161",
        "152",
    ),
    Mutation(
        "execution.staff-training",
        "a shift lead never took a module",
        module(LEAD, OBJECTIONS, "工号", "HM99999"),
        LEAD,
        "80 or more in price, gifts and objections",
        "objections no",
    ),
    Mutation(
        "execution.staff-training",
        "a shift lead failed a module",
        module(LEAD, PRICE, "成绩", "79"),
        LEAD,
        "80 to 100",
        "79",
    ),
    Mutation(
        "execution.staff-training",
        "a shift lead has more points than there are",
        module(LEAD, PRICE, "成绩", "960"),
        LEAD,
        "80 to 100",
        "960",
    ),
    Mutation(
        "execution.staff-training",
        "a shift lead finished a second too late",
        module(LEAD, PRICE, "完成时间", "2026-06-15 00:00:01"),
        LEAD,
        "to Sun 14 June 2026, 24:00",
        "Mon 15 June 2026, 00:00:01",
    ),
    Mutation(
        "execution.staff-training",
        "nobody says who leads a shift",
        table(STAFF, LEAD, "是否值班长", put("")),
        LEAD,
        "whether the rule applies",
        "是否值班长 an empty cell",
    ),
    Mutation(
        "execution.cs-staffing",
        "people and contacts are both below 0",
        together(
            table(ROSTER, "2026-06-18 10:00", "在岗人数", put("-12")),
            table(ROSTER, "2026-06-18 10:00", "每人每小时接待量", put("-10")),
        ),
        "2026-06-18",
        "",
        "",
    ),
    Mutation(
        "execution.cs-staffing",
        "no contact is expected in any hour",
        sheet_column(CONTACTS, "分时预估", "预估进线量", 0),
        "contact-forecast",
        "a base above 0",
        "0 for each",
    ),
    Mutation(
        "execution.cs-staffing",
        "one contact more is expected in the fullest hour",
        sheet(CONTACTS, "分时预估", f"{FULL_HOUR}:00", "预估进线量", 187),
        "2026-06-18 20:00",
        "187",
        "186",
    ),
    Mutation(
        "execution.cs-staffing",
        "somebody is taken off the fullest hour",
        rows(ROSTER, (FULL_HOUR, "热线组"), "在岗人数", "11"),
        "2026-06-18 20:00",
        "186",
        "178",
    ),
    Mutation(
        "execution.cs-staffing",
        "an hour is not in the roster",
        without(ROSTER, "2026-06-19 10:00"),
        "2026-06-19 10:00",
        "a row in",
        "none",
    ),
    Mutation(
        "execution.cs-staffing",
        "an hour has no forecast",
        sheet_without(CONTACTS, "分时预估", "2026-06-19 10:00:00"),
        "2026-06-19 10:00",
        "a row in",
        "none",
    ),
    Mutation(
        "execution.cs-staffing",
        "the forecast of an hour is left open",
        sheet(CONTACTS, "分时预估", "2026-06-19 10:00:00", "预估进线量", None),
        "2026-06-19 10:00",
        "a base",
        "nothing",
    ),
    Mutation(
        "execution.faq-kb",
        "a topic is missing",
        without_section(FAQ, "## 取货与配送", "**问 8：有停车位吗？**\n各店不同，请看门店公示。\n\n"),
        "常见问题.md",
        "delivery",
        "",
    ),
    Mutation(
        "execution.faq-kb",
        "nine questions",
        questions(9),
        "常见问题.md",
        "ten questions",
        "9 of them",
    ),
    Mutation(
        "execution.faq-kb",
        "it was published too late",
        text(FAQ, "发布日期：2026-06-12", "发布日期：2026-06-16"),
        "常见问题.md",
        "published",
        "16 June",
    ),
    Mutation(
        "execution.faq-kb",
        "a place was left open",
        text(FAQ, "7 天内有效", "XX 天内有效"),
        "常见问题.md",
        "every place filled in",
        "xx",
    ),
    Mutation(
        "execution.cs-scripts",
        "no script for a failed payment",
        text(SCRIPTS, "## 支付失败", "## 其他情形"),
        "客服应急话术.md",
        "payment fails",
        "",
    ),
    Mutation(
        "execution.cs-scripts",
        "the script is only a heading",
        line(SCRIPTS, "非常抱歉，您订购的商品已售罄", ""),
        "客服应急话术.md",
        "too much was sold",
        "nothing under it",
    ),
]

LIMITS: list[Limit] = [
    (
        "execution.staff-training",
        "80 points, as the third day before begins",
        together(module(LEAD, PRICE, "成绩", "80"), module(LEAD, PRICE, "完成时间", "2026-06-15 00:00:00")),
    ),
    ("execution.staff-training", "trained 90 days ago", module(LEAD, PRICE, "完成时间", "2026-03-20 00:00:00")),
    ("execution.faq-kb", "ten questions", questions(10)),
    (
        "execution.faq-kb",
        "published as the limit ends",
        text(FAQ, "发布日期：2026-06-12", "发布日期：2026-06-14"),
    ),
]
