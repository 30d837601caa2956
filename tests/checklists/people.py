"""People: who does what, who stands in, who is called. Requirements and worlds."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.changes import (
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
from tests.document_changes import without_section
from tests.worlds import World

TEAM, BOARD, KICK_OFF = "evidence/项目分工表.xlsx", "evidence/任务看板导出.csv", "evidence/启动会纪要.md"
LEAVE, EMERGENCY, CALLS = "evidence/休假台账.csv", "evidence/应急通讯录.xlsx", "evidence/呼叫演练记录.csv"

ASKED = {
    "planning.raci": Asked("rows", "major", "T-14d"),
    "planning.task-plan": Asked("rows", "major", "T-14d"),
    "planning.kick-off": Asked("document", "minor", "T-14d"),
    "execution.ab-role-backup": Asked("rows", "major", "T-7d"),
    "execution.leave-calendar": Asked("rows", "major", "T-7d"),
    "execution.emergency-group-sla": Asked("rows", "blocker", "T-3d"),
    "execution.emergency-call-drill": Asked("rows", "major", "T-3d"),
}


def letters(task: str, person: str, value: str | None) -> Change:
    """Write into the matrix: the cell of a task under a person's name."""
    return sheet(TEAM, "RACI", task, person, value)


def header(old: str, new: str | None) -> Change:
    """Change a header of the matrix."""

    def change(world: World) -> None:
        from openpyxl import load_workbook

        book = load_workbook(world.path(TEAM))
        (cell,) = [cell for cell in book["RACI"][1] if cell.value == old]
        cell.value = new
        book.save(world.path(TEAM))

    return change


def column(name: str, values: dict[str, str]) -> Change:
    """A column more at the right end of the matrix."""

    def change(world: World) -> None:
        from openpyxl import load_workbook

        book = load_workbook(world.path(TEAM))
        matrix = book["RACI"]
        at = matrix.max_column + 1
        matrix.cell(1, at).value = name
        for row in matrix.iter_rows(min_row=2):
            if row[2].value in values:
                matrix.cell(row[2].row or 0, at).value = values[str(row[2].value)]
        book.save(world.path(TEAM))

    return change


def as_a_list(world: World) -> None:
    """The same RACI as a list of task, person and letters."""
    from openpyxl import Workbook, load_workbook

    matrix = load_workbook(world.path(TEAM))["RACI"]
    names = {cell.column: cell.value for cell in matrix[1][3:] if cell.value != "备注"}
    book = Workbook()
    listed: Any = book.worksheets[0]
    listed.title = "RACI"
    listed.append(["任务", "人员", "角色代码"])
    for row in matrix.iter_rows(min_row=2):
        for cell in row:
            if cell.column in names and cell.value:
                listed.append([row[2].value, names[cell.column], cell.value])
    book.save(world.path("evidence/分工清单.xlsx"))
    world.edit_text(
        "campaign.yaml", "raci: {file: evidence/项目分工表.xlsx, sheet: RACI}", "raci: {file: evidence/分工清单.xlsx}"
    )


def task(name: str, column: str, value: str) -> Change:
    return table(BOARD, name, column, put(value))


def post(name: str, column: str, value: object) -> Change:
    return sheet(TEAM, "关键岗位", name, column, value)


def contact(role: str, column: str, value: object) -> Change:
    return sheet(EMERGENCY, "应急小组", role, column, value)


def call(number: str, column: str, value: str) -> Change:
    return table(CALLS, number, column, put(value))


def on_leave(person: str, first: str, last: str) -> Change:
    return another(LEAVE, person, "客服部", "年假", first, last)


MUTATIONS = [
    Mutation(
        "planning.raci", "a letter that is none", letters("核定活动价", "赵敏", "X"), "赵敏", "only the letters", "X"
    ),
    Mutation(
        "planning.raci",
        "words instead of letters",
        letters("核定活动价", "赵敏", "负责"),
        "赵敏",
        "only the letters",
        "负责",
    ),
    Mutation(
        "planning.raci",
        "two people are accountable",
        letters("核定活动价", "赵敏", "A"),
        "核定活动价",
        "exactly 1 accountable",
        "2 of 3 people",
    ),
    Mutation(
        "planning.raci",
        "a second one in a column that nobody had planned for",
        column("沈岚", {"核定活动价": "A"}),
        "核定活动价",
        "exactly 1 accountable",
        "2 of 4 people",
    ),
    Mutation(
        "planning.raci",
        "somebody who is not of the campaign",
        column("沈岚", {"核定活动价": "C"}),
        "沈岚",
        "one of the campaign's people",
        "沈岚",
    ),
    Mutation(
        "planning.raci",
        "one person in two columns, by name and by id, is accountable twice",
        column("gao.yun", {"核定活动价": "A"}),
        "核定活动价",
        "exactly 1 accountable",
        "2 of 4 people",
    ),
    Mutation(
        "planning.raci",
        "nobody is accountable",
        letters("核定活动价", "高云", "R"),
        "核定活动价",
        "exactly 1 accountable",
        "0 of 3 people",
    ),
    Mutation(
        "planning.raci",
        "nobody does it",
        letters("核定活动价", "高云", "A"),
        "核定活动价",
        "at least 1 responsible",
        "0 of 3 people",
    ),
    Mutation(
        "planning.raci",
        "a department instead of a person",
        header("高云", "财务部"),
        "财务部",
        "one of the campaign's people",
        "财务部",
    ),
    Mutation(
        "planning.raci",
        "a task of the plan stands in no row",
        sheet_without(TEAM, "RACI", "渠道投放排期"),
        "渠道投放排期",
        "a row in evidence/项目分工表.xlsx",
        "none",
    ),
    Mutation(
        "planning.raci",
        "a task of the plan has a row without a letter",
        together(*(letters("渠道投放排期", person, None) for person in ("林悦", "周琳", "李伟"))),
        "渠道投放排期",
        "a row in evidence/项目分工表.xlsx",
        "none",
    ),
    Mutation(
        "planning.raci",
        "a task of no plan is nobody's",
        sheet_another(TEAM, "RACI", 13, "执行", "现场直播", None, "R"),
        "现场直播",
        "exactly 1 accountable",
        "0 of 1",
    ),
    Mutation(
        "planning.task-plan",
        "a task is overdue",
        task("门店培训与陈列", "状态", "进行中"),
        "门店培训",
        "done",
        "进行中",
    ),
    Mutation(
        "planning.task-plan",
        "a task was called off and is still on the board",
        task("门店培训与陈列", "状态", "已取消"),
        "门店培训",
        "done",
        "已取消",
    ),
    Mutation(
        "planning.task-plan", "a task has no state", task("门店培训与陈列", "状态", ""), "门店培训", "done", "empty"
    ),
    Mutation(
        "planning.task-plan",
        "the board was exported with a filter, and a task of the RACI is not on it",
        without(BOARD, "门店培训与陈列"),
        "门店培训与陈列",
        "a row in evidence/任务看板导出.csv",
        "none",
    ),
    Mutation(
        "planning.task-plan",
        "a task has no owner",
        task("门店培训与陈列", "负责人", ""),
        "门店培训",
        "负责人: filled in",
        "an empty cell",
    ),
    Mutation(
        "planning.task-plan",
        "a task is somebody's who is not of the campaign",
        task("门店培训与陈列", "负责人", "外包团队"),
        "门店培训",
        "one of the campaign's people",
        "外包团队",
    ),
    Mutation(
        "planning.task-plan",
        "a task has no last day",
        task("门店培训与陈列", "截止日期", ""),
        "门店培训",
        "截止日期: filled in",
        "an empty cell",
    ),
    Mutation(
        "planning.task-plan",
        "a task has no first day",
        task("门店培训与陈列", "开始日期", ""),
        "门店培训",
        "开始日期: filled in",
        "an empty cell",
    ),
    Mutation(
        "planning.task-plan",
        "a task ends before it begins",
        task("数据清洗与复盘报告", "截止日期", "2026-06-20"),
        "数据清洗",
        "not before its beginning, 2026-06-21",
        "2026-06-20",
    ),
    Mutation(
        "planning.task-plan",
        "a task is planned for another year",
        task("数据清洗与复盘报告", "截止日期", "2027-06-28"),
        "数据清洗",
        "within the campaign",
        "2027-06-28",
    ),
    Mutation(
        "planning.task-plan",
        "a task is put off until after the campaign's work is over, by a day",
        task("数据清洗与复盘报告", "截止日期", "2026-08-20"),
        "数据清洗",
        "within the campaign",
        "2026-08-20",
    ),
    Mutation(
        "planning.task-plan",
        "the board was exported eight days ago",
        text(
            "campaign.yaml",
            "任务看板导出.csv, as_at: 2026-06-17T19:30:00",
            "任务看板导出.csv, as_at: 2026-06-09T20:00:00",
        ),
        "tasks",
        "at most 7 d old",
        "8 d",
    ),
    Mutation(
        "planning.kick-off",
        "nobody said how the team works together",
        without_section(KICK_OFF, "## 三、协作"),
        "启动会纪要.md",
        "how the team works together",
        "",
    ),
    Mutation(
        "planning.kick-off",
        "nobody said who decides",
        without_section(KICK_OFF, "## 四、决策"),
        "启动会纪要.md",
        "who decides",
        "",
    ),
    Mutation(
        "planning.kick-off",
        "the work was not divided",
        without_section(KICK_OFF, "## 二、分工"),
        "",
        "who does what",
        "",
    ),
    Mutation("planning.kick-off", "the goals were not told", without_section(KICK_OFF, "## 一、"), "", "goals", ""),
    Mutation(
        "planning.kick-off",
        "it was held a week before the launch",
        text(KICK_OFF, "2026 年 5 月 7 日", "2026 年 6 月 11 日"),
        "启动会纪要.md",
        "day of the kick-off",
        "11 June 2026",
    ),
    Mutation(
        "planning.kick-off",
        "the minutes have no day",
        text(KICK_OFF, "- 会议时间：2026 年 5 月 7 日 14:00\n", ""),
        "启动会纪要.md",
        "day of the kick-off",
        "",
    ),
    Mutation(
        "planning.kick-off",
        "somebody of the RACI was not there",
        text(KICK_OFF, "高云、何静、罗斌", "高云、罗斌"),
        "启动会纪要.md",
        "何静",
        "",
    ),
    Mutation(
        "execution.ab-role-backup",
        "a key post has no stand-in",
        post("客服热线", "B角", None),
        "客服热线",
        "B角: filled in",
        "an empty cell",
    ),
    Mutation(
        "execution.ab-role-backup",
        "a stand-in is to be found later",
        post("客服热线", "B角", "待定"),
        "客服热线",
        "B角: filled in",
        "待定",
    ),
    Mutation(
        "execution.ab-role-backup",
        "somebody stands in for oneself",
        post("客服热线", "B角", "何静"),
        "客服热线",
        "another person than A",
        "何静",
    ),
    Mutation(
        "execution.ab-role-backup",
        "somebody stands in for oneself, by id and by name",
        post("客服热线", "A角", "he.jing"),
        "何静",
        "a row in evidence/项目分工表.xlsx",
        "none",
    ),
    Mutation(
        "execution.ab-role-backup",
        "A by id and B by name are one person",
        together(
            post("摄影记录", "是否关键", "是"), post("摄影记录", "A角", "zhou.lin"), post("摄影记录", "B角", "周琳")
        ),
        "摄影记录",
        "another person than A",
        "周琳",
    ),
    Mutation(
        "execution.ab-role-backup",
        "a stand-in who is not of the campaign",
        post("客服热线", "B角", "外包客服"),
        "客服热线",
        "by name as in the leave calendar",
        "外包客服",
    ),
    Mutation(
        "execution.ab-role-backup",
        "a stand-in by id, whom the leave calendar would not find",
        post("客服热线", "B角", "lin.yue"),
        "客服热线",
        "by name as in the leave calendar",
        "lin.yue",
    ),
    Mutation(
        "execution.ab-role-backup",
        "A is not of the campaign",
        together(post("摄影记录", "是否关键", "是"), post("摄影记录", "A角", "沈岚"), post("摄影记录", "B角", "周琳")),
        "摄影记录",
        "one of the campaign's people",
        "沈岚",
    ),
    Mutation(
        "execution.ab-role-backup",
        "the stand-in has no telephone",
        post("客服热线", "B角电话", None),
        "客服热线",
        "a telephone number",
        "an empty cell",
    ),
    Mutation(
        "execution.ab-role-backup",
        "the stand-in has the telephone of A",
        post("客服热线", "B角电话", "13800000020"),
        "客服热线",
        "not that of A",
        "13800000020",
    ),
    Mutation(
        "execution.ab-role-backup",
        "the telephone is a promise",
        post("客服热线", "A角电话", "见群公告"),
        "客服热线",
        "a telephone number",
        "见群公告",
    ),
    Mutation(
        "execution.ab-role-backup",
        "the stand-in is on leave until the first day",
        on_leave("林悦", "2026-06-15", "2026-06-18"),
        "客服热线",
        "not on leave",
        "林悦 on leave from 2026-06-15 to 2026-06-18",
    ),
    Mutation(
        "execution.ab-role-backup",
        "the stand-in leaves on the last day",
        on_leave("林悦", "2026-06-20", "2026-06-27"),
        "客服热线",
        "not on leave",
        "林悦 on leave from 2026-06-20",
    ),
    Mutation(
        "execution.ab-role-backup",
        "a leave that nobody knows the end of",
        on_leave("林悦", "2026-06-01", ""),
        "客服热线",
        "one row in evidence/休假台账.csv",
        "2 rows",
    ),
    Mutation(
        "execution.ab-role-backup",
        "the stand-in is on leave twice",
        together(on_leave("林悦", "2026-06-18", "2026-06-18"), on_leave("林悦", "2026-06-20", "2026-06-20")),
        "客服热线",
        "one row in evidence/休假台账.csv",
        "2 rows",
    ),
    Mutation(
        "execution.ab-role-backup",
        "one who is accountable has no key post",
        post("客服热线", "是否关键", "否"),
        "何静",
        "a row in evidence/项目分工表.xlsx",
        "none",
    ),
    Mutation(
        "execution.ab-role-backup",
        "nobody says whether the post is key",
        post("摄影记录", "是否关键", None),
        "摄影记录",
        "cells that say",
        "",
    ),
    Mutation(
        "execution.leave-calendar",
        "a name as nobody else writes it",
        table(LEAVE, "高云", "姓名", put("高 云")),
        "高 云",
        "the name of one of the campaign's people",
        "高 云",
    ),
    Mutation(
        "execution.leave-calendar",
        "an id instead of a name",
        table(LEAVE, "高云", "姓名", put("gao.yun")),
        "gao.yun",
        "the name of one of the campaign's people",
        "gao.yun",
    ),
    Mutation(
        "execution.leave-calendar",
        "a leave that ends before it begins",
        table(LEAVE, "高云", "请假结束日期", put("2026/6/16")),
        "高云",
        "not before the first, 2026/6/26",
        "2026/6/16",
    ),
    Mutation(
        "execution.leave-calendar",
        "a leave without an end",
        table(LEAVE, "高云", "请假结束日期", put("")),
        "高云",
        "a last day",
        "an empty cell",
    ),
    Mutation(
        "execution.leave-calendar",
        "a calendar of three weeks ago",
        text("campaign.yaml", "休假台账.csv, as_at: 2026-06-17", "休假台账.csv, as_at: 2026-05-27"),
        "leave",
        "at most 14 d old",
        "21 d",
    ),
    Mutation(
        "execution.emergency-group-sla",
        "the first response takes 16 minutes",
        contact("客服", "首次响应（分钟）", 16),
        "客服",
        "within 15 minutes",
        "16",
    ),
    Mutation(
        "execution.emergency-group-sla",
        "nobody promised a time",
        contact("客服", "首次响应（分钟）", None),
        "客服",
        "within 15 minutes",
        "an empty cell",
    ),
    Mutation(
        "execution.emergency-group-sla",
        "a time below zero",
        contact("客服", "首次响应（分钟）", -5),
        "客服",
        "within 15 minutes",
        "-5",
    ),
    *(
        Mutation(
            "execution.emergency-group-sla",
            f"nobody of {zh}",
            sheet_without(EMERGENCY, "应急小组", zh),
            "",
            f"the role {role}",
            "none",
        )
        for zh, role in (("技术", "tech"), ("客服", "customer-service"), ("物流", "logistics"))
    ),
    *(
        Mutation(
            "execution.emergency-group-sla",
            f"a role has no {column}",
            contact("物流", column, None),
            "物流",
            column,
            "an empty cell",
        )
        for column in ("负责人", "备份人", "联系电话")
    ),
    Mutation(
        "execution.emergency-group-sla",
        "an owner who is not of the campaign",
        contact("物流", "负责人", "仓库"),
        "物流",
        "one of the campaign's people",
        "仓库",
    ),
    Mutation(
        "execution.emergency-group-sla",
        "the stand-in is the owner, by id",
        contact("物流", "备份人", "zhao.min"),
        "物流",
        "another of the campaign's people",
        "zhao.min",
    ),
    Mutation(
        "execution.emergency-group-sla",
        "an extension that nobody can dial from outside",
        contact("物流", "联系电话", "8321"),
        "物流",
        "a telephone number",
        "8321",
    ),
    Mutation(
        "execution.emergency-group-sla",
        "a number last verified eight days before",
        contact("物流", "核实日期", date(2026, 6, 10)),
        "物流",
        "not before",
        "2026-06-10",
    ),
    Mutation(
        "execution.emergency-group-sla",
        "a number that will be verified tomorrow",
        contact("物流", "核实日期", date(2026, 6, 19)),
        "物流",
        "by ",
        "2026-06-19",
    ),
    Mutation(
        "execution.emergency-group-sla",
        "a number that nobody verified",
        contact("物流", "核实日期", None),
        "物流",
        "by ",
        "an empty cell",
    ),
    Mutation(
        "execution.emergency-call-drill",
        "the call was answered a second too late",
        call("C3", "应答时间", "2026-06-12 21:27:01"),
        "客服",
        "answered within 15 min",
        "21:27:01",
    ),
    Mutation(
        "execution.emergency-call-drill",
        "nobody answered",
        call("C3", "应答时间", ""),
        "客服",
        "answered within 15 min",
        "an empty cell",
    ),
    Mutation(
        "execution.emergency-call-drill",
        "an answer before the call",
        call("C3", "应答时间", "2026-06-12 21:11:00"),
        "客服",
        "answered within 15 min",
        "21:11",
    ),
    Mutation(
        "execution.emergency-call-drill",
        "a role was never called",
        without(CALLS, "物流"),
        "物流",
        "a row in evidence/呼叫演练记录.csv",
        "none",
    ),
    Mutation(
        "execution.emergency-call-drill",
        "the calls of a role were fifteen days ago",
        together(call("C3", "呼叫时间", "2026-06-03 23:59:59"), call("C3", "应答时间", "2026-06-04 00:05:00")),
        "客服",
        "a call from",
        "none; the last call was",
    ),
    Mutation(
        "execution.emergency-call-drill",
        "the drill was a second too late",
        together(call("C3", "呼叫时间", "2026-06-15 00:00:01"), call("C3", "应答时间", "2026-06-15 00:05:00")),
        "客服",
        "a call from",
        "none; the last call was",
    ),
    Mutation(
        "execution.emergency-call-drill",
        "the latest call was not answered, an earlier one was",
        another(CALLS, "C6", "客服", "2026-06-14 21:00:00", "", "电话"),
        "客服",
        "answered within 15 min",
        "an empty cell",
    ),
    Mutation(
        "execution.emergency-call-drill",
        "a call of next week",
        together(call("C3", "呼叫时间", "2026-06-25 21:00:00"), call("C3", "应答时间", "2026-06-25 21:05:00")),
        "客服",
        "not in the future",
        "25 June 2026",
    ),
]

LIMITS: list[Limit] = [
    ("planning.raci", "the same as a list", as_a_list),
    ("planning.raci", "letters in several writings", letters("核定活动价", "高云", "a、r")),
    ("planning.raci", "a person by id", header("高云", "gao.yun")),
    ("planning.raci", "a dash where somebody has no part", letters("核定活动价", "王芳", "—")),
    (
        "planning.task-plan",
        "due on the day of the launch, and open",
        together(task("收银与系统升级", "截止日期", "2026-06-18"), task("收银与系统升级", "状态", "进行中")),
    ),
    ("planning.task-plan", "the last day of the campaign's work", task("数据清洗与复盘报告", "截止日期", "2026-08-19")),
    (
        "planning.task-plan",
        "the board was exported seven days ago",
        text(
            "campaign.yaml",
            "任务看板导出.csv, as_at: 2026-06-17T19:30:00",
            "任务看板导出.csv, as_at: 2026-06-11T00:00:00",
        ),
    ),
    ("planning.kick-off", "held on the last day", text(KICK_OFF, "2026 年 5 月 7 日", "2026 年 6 月 3 日")),
    ("execution.ab-role-backup", "back on the eve", on_leave("林悦", "2026-06-10", "2026-06-17")),
    ("execution.ab-role-backup", "away from the day after", on_leave("林悦", "2026-06-21", "2026-06-27")),
    (
        "execution.ab-role-backup",
        "one stands in for three posts, which is a note",
        together(post("条款与合规", "B角", "林悦"), post("备货与配送", "B角", "林悦")),
    ),
    (
        "execution.leave-calendar",
        "exported fourteen days ago",
        text("campaign.yaml", "休假台账.csv, as_at: 2026-06-17T18:00:00", "休假台账.csv, as_at: 2026-06-04T00:00:00"),
    ),
    ("execution.emergency-group-sla", "verified seven days before", contact("物流", "核实日期", date(2026, 6, 11))),
    (
        "execution.emergency-group-sla",
        "a second row for a role",
        sheet_another(
            EMERGENCY,
            "应急小组",
            "技术",
            "罗斌",
            "13800000021",
            "孙涛",
            15,
            clock("2026-06-13"),
            "企微：大促应急",
        ),
    ),
    ("execution.emergency-call-drill", "answered after 15 minutes", call("C3", "应答时间", "2026-06-12 21:27:00")),
    (
        "execution.emergency-call-drill",
        "called at the last second",
        together(call("C3", "呼叫时间", "2026-06-15 00:00:00"), call("C3", "应答时间", "2026-06-15 00:05:00")),
    ),
]
