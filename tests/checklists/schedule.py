"""When what is shown: the periods of the campaign, its contents, the warm-up. Requirements and worlds."""

from __future__ import annotations

from tests.changes import CALENDAR, PLANNING, Change, clock, settings, sheet, sheet_without, together
from tests.checklists import Asked, Limit, Mutation

ASKED = {
    "planning.schedule-windows": Asked("rows", "major", "T-21d"),
    "planning.duration": Asked("rows", "minor", "T-21d"),
    "execution.content-calendar": Asked("matrix", "minor", "T-7d"),
    "execution.content-assets": Asked("rows", "minor", "T-7d"),
    "execution.warmup-scheduled": Asked("rows", "minor", "T-3d"),
}


def phase(name: str, column: str, value: object) -> Change:
    return sheet(PLANNING, "活动阶段", name, column, value)


def main_until(end: object) -> Change:
    """The main period ends then and the closing period follows, until the campaign ends."""
    return together(
        phase("正式期", "结束时间", end),
        phase("收尾期", "开始时间", end),
        phase("收尾期", "结束时间", clock("2026-06-20 23:59:59")),
    )


def asset(key: str, column: str, value: object) -> Change:
    return sheet(CALENDAR, "排期", key, column, value)


MUTATIONS = [
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
        "execution.content-calendar",
        "a channel has nothing for a phase",
        sheet_without(CALENDAR, "排期", "老友回归礼预告"),
        "会员短信 × 预热期",
        "a row that counts",
        "no row",
    ),
    Mutation(
        "execution.content-calendar",
        "the only content is still a draft",
        asset("体验券到期提醒", "状态", "草稿"),
        "会员短信 × 收尾期",
        "a row that counts",
        "草稿",
    ),
    Mutation(
        "execution.content-calendar",
        "a state that nobody knows",
        asset("体验券到期提醒", "状态", "差不多了"),
        "会员短信 · 收尾期",
        "状态",
        "差不多了",
    ),
    Mutation(
        "execution.content-calendar",
        "a channel has another name in the calendar than in the plan",
        sheet(CALENDAR, "排期", "会员短信", "渠道", "短信", every=True),
        "会员短信 × 正式期",
        "a row that counts",
        "no row",
    ),
    Mutation(
        "execution.content-assets",
        "what goes out on the first evening is not finished",
        together(
            asset("直播：店长带你逛", "发布时间", clock("2026-06-18 19:30")),
            asset("直播：店长带你逛", "状态", "制作中"),
        ),
        "直播：店长带你逛",
        "ready",
        "制作中",
    ),
    Mutation(
        "execution.content-assets",
        "one piece has another theme",
        asset("每日好价图文", "主题", "清凉一夏"),
        "每日好价图文",
        "theme",
        "清凉一夏",
    ),
    Mutation(
        "execution.content-assets",
        "a piece has no theme",
        asset("每日好价图文", "主题", None),
        "每日好价图文",
        "主题: filled in",
        "an empty cell",
    ),
    Mutation(
        "execution.content-assets",
        "nobody makes a piece",
        asset("每日好价图文", "负责人", None),
        "每日好价图文",
        "负责人: filled in",
        "an empty cell",
    ),
    Mutation(
        "execution.content-assets",
        "a warm-up post comes with the launch",
        asset("老友回归礼预告", "发布时间", clock("2026-06-18 00:00")),
        "老友回归礼预告",
        "within its phase",
        "17 June 2026, 24:00",
    ),
    Mutation(
        "execution.content-assets",
        "a price is shown a second before it starts",
        asset("每日好价图文", "发布时间", clock("2026-06-17 23:59:59")),
        "每日好价图文",
        "within its phase",
        "23:59:59",
    ),
    Mutation(
        "execution.content-assets",
        "nobody says when",
        asset("每日好价图文", "发布时间", None),
        "每日好价图文",
        "within its phase",
        "an empty cell",
    ),
    *(
        Mutation(
            "execution.content-assets",
            f"no {words}",
            together(*(asset(key, "类型", "图片" if words != "images" else "图文") for key in keys)),
            "content-calendar",
            words,
            "0",
        )
        for words, keys in {
            "copy": ("老友回归礼预告", "每日好价图文", "C-012", "C-013", "C-016", "体验券到期提醒"),
            "images": ("电梯海报：把夏天搬回家", "C-005", "C-007", "C-014", "C-015", "C-019", "C-020"),
            "video": ("C-002", "C-009", "直播：店长带你逛", "C-017"),
            "take part in": ("C-003",),
            "influencers": ("C-006",),
            "a press release": ("C-008",),
        }.items()
    ),
    Mutation(
        "execution.warmup-scheduled",
        "a primary channel has no warm-up post",
        sheet_without(CALENDAR, "排期", "电梯海报：把夏天搬回家"),
        "社区电梯广告",
        "a row in",
        "none",
    ),
    Mutation(
        "execution.warmup-scheduled",
        "the warm-up post of a primary channel is not scheduled",
        asset("电梯海报：把夏天搬回家", "状态", "已定稿"),
        "社区电梯广告",
        "a row in",
        "none",
    ),
    Mutation(
        "execution.warmup-scheduled",
        "it is scheduled for the launch itself",
        asset("电梯海报：把夏天搬回家", "发布时间", clock("2026-06-18 00:00")),
        "电梯海报：把夏天搬回家",
        "before Wed 17 June 2026, 24:00",
        "17 June 2026, 24:00",
    ),
    Mutation(
        "execution.warmup-scheduled",
        "it goes out a second before the warm-up begins",
        asset("电梯海报：把夏天搬回家", "发布时间", clock("2026-06-10 09:59:59")),
        "电梯海报：把夏天搬回家",
        "from Wed 10 June 2026, 10:00",
        "09:59:59",
    ),
    Mutation(
        "execution.warmup-scheduled",
        "a channel becomes a primary one, with its post still a draft",
        together(sheet(PLANNING, "渠道计划", "会员短信", "主次", "主渠道"), asset("老友回归礼预告", "状态", "草稿")),
        "会员短信",
        "a row in",
        "none",
    ),
]

LIMITS: list[Limit] = [
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
        "execution.content-assets",
        "it goes out as its phase ends",
        asset("老友回归礼预告", "发布时间", clock("2026-06-17 23:59:59")),
    ),
    (
        "execution.warmup-scheduled",
        "it goes out as the warm-up begins",
        asset("电梯海报：把夏天搬回家", "发布时间", clock("2026-06-10 10:00:00")),
    ),
]
