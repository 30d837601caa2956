"""What is done with the campaign's data and reports after its end. Requirements and worlds."""

from __future__ import annotations

from datetime import datetime

from tests.changes import ANALYSIS, Change, put, sheet, sheet_without, together
from tests.checklists import Asked, Limit, Mutation

ASKED = {
    "analysis.cleaning-rules": Asked("matrix", "major", "T-72h"),
    "analysis.report-72h": Asked("rows", "major", "T-24h"),
    "analysis.raw-clean-48h": Asked("rows", "major", "T-24h"),
    "analysis.knowledge-base": Asked("rows", "minor", "T-24h"),
    "analysis.report-done": Asked("rows", "major", "E+72h"),
    "analysis.raw-clean-done": Asked("rows", "major", "E+48h"),
}

RULES, TASKS = "清洗规则", "收尾任务"


def instant(*parts: int) -> datetime:
    """A wall clock of the campaign's zone, in which the tables are written."""
    return datetime(*parts)  # type: ignore[arg-type]  # noqa: DTZ001


def finished(task: str, at: datetime | None) -> Change:
    return sheet(ANALYSIS, TASKS, task, "实际完成时间", put(at))


CLEANED, REPORTED = instant(2026, 6, 22, 23, 59, 59), instant(2026, 6, 23, 23, 59, 59)
WORK_DONE = together(finished("原始数据清洗", CLEANED), finished("完整分析报告", REPORTED))
"""The work after the end as it should go, each to the second in time."""

DONE = {"analysis.report-done": WORK_DONE, "analysis.raw-clean-done": WORK_DONE}


MUTATIONS = [
    Mutation(
        "analysis.cleaning-rules",
        "there is no rule R01",
        sheet_without(ANALYSIS, RULES, "R01 剔除爬虫"),
        "机器人流量",
        "enabled",
        "no row",
    ),
    Mutation(
        "analysis.cleaning-rules",
        "there is no rule R02",
        sheet_without(ANALYSIS, RULES, "R02 剔除测试单"),
        "测试订单",
        "enabled",
        "no row",
    ),
    Mutation(
        "analysis.cleaning-rules",
        "there is no rule R03",
        sheet_without(ANALYSIS, RULES, "R03 订单去重"),
        "重复记录",
        "enabled",
        "no row",
    ),
    Mutation(
        "analysis.cleaning-rules",
        "there is no rule R04",
        sheet_without(ANALYSIS, RULES, "R04 剔除异常订单"),
        "异常值",
        "enabled",
        "no row",
    ),
    Mutation(
        "analysis.cleaning-rules",
        "a rule is not enabled",
        sheet(ANALYSIS, RULES, "R01 剔除爬虫", "是否启用", put("否")),
        "机器人流量",
        "enabled",
        "否",
    ),
    Mutation(
        "analysis.cleaning-rules",
        "a rule says nothing",
        sheet(ANALYSIS, RULES, "R01 剔除爬虫", "规则口径", put("-")),
        "机器人流量",
        "规则口径",
        "-",
    ),
    Mutation(
        "analysis.report-72h",
        "there is no task",
        sheet_without(ANALYSIS, TASKS, "完整分析报告"),
        "after-tasks",
        "a task",
        "none",
    ),
    Mutation(
        "analysis.report-72h",
        "the task has no owner",
        sheet(ANALYSIS, TASKS, "完整分析报告", "负责人", put(None)),
        "完整分析报告",
        "a person of the campaign",
        "empty",
    ),
    Mutation(
        "analysis.report-72h",
        "the owner is not of the campaign",
        sheet(ANALYSIS, TASKS, "完整分析报告", "负责人", put("实习生")),
        "完整分析报告",
        "a person of the campaign",
        "实习生",
    ),
    Mutation(
        "analysis.report-72h",
        "it is due a second too late",
        sheet(ANALYSIS, TASKS, "完整分析报告", "截止时间", put(instant(2026, 6, 24, 0, 0, 0))),
        "完整分析报告",
        "after the end, at most 3 d",
        "Tue 23 June 2026, 24:00",
    ),
    Mutation(
        "analysis.report-72h",
        "it has no due time",
        sheet(ANALYSIS, TASKS, "完整分析报告", "截止时间", put(None)),
        "完整分析报告",
        "after the end, at most 3 d",
        "empty",
    ),
    Mutation(
        "analysis.report-72h",
        "it is due before the end",
        sheet(ANALYSIS, TASKS, "完整分析报告", "截止时间", put(instant(2026, 6, 19, 18, 0))),
        "完整分析报告",
        "after the end, at most 3 d",
        "Fri 19 June 2026, 18:00",
    ),
    Mutation(
        "analysis.report-72h",
        "it is not scheduled",
        sheet(ANALYSIS, TASKS, "完整分析报告", "是否已排期", put("否")),
        "完整分析报告",
        "scheduled",
        "否",
    ),
    Mutation(
        "analysis.report-72h",
        "the report is due with the cleaning",
        sheet(ANALYSIS, TASKS, "完整分析报告", "截止时间", put(CLEANED)),
        "after-tasks",
        "after the cleaning",
        "23:59:59",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "there is no task",
        sheet_without(ANALYSIS, TASKS, "原始数据清洗"),
        "after-tasks",
        "a task",
        "none",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "the task has no owner",
        sheet(ANALYSIS, TASKS, "原始数据清洗", "负责人", put(None)),
        "原始数据清洗",
        "a person of the campaign",
        "empty",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "the owner is not of the campaign",
        sheet(ANALYSIS, TASKS, "原始数据清洗", "负责人", put("实习生")),
        "原始数据清洗",
        "a person of the campaign",
        "实习生",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "it is due a second too late",
        sheet(ANALYSIS, TASKS, "原始数据清洗", "截止时间", put(instant(2026, 6, 23, 0, 0, 0))),
        "原始数据清洗",
        "after the end, at most 48 h",
        "Mon 22 June 2026, 24:00",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "it has no due time",
        sheet(ANALYSIS, TASKS, "原始数据清洗", "截止时间", put(None)),
        "原始数据清洗",
        "after the end, at most 48 h",
        "empty",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "it is due before the end",
        sheet(ANALYSIS, TASKS, "原始数据清洗", "截止时间", put(instant(2026, 6, 19, 18, 0))),
        "原始数据清洗",
        "after the end, at most 48 h",
        "Fri 19 June 2026, 18:00",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "it is not scheduled",
        sheet(ANALYSIS, TASKS, "原始数据清洗", "是否已排期", put("否")),
        "原始数据清洗",
        "scheduled",
        "否",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "there is no task for the analysis of paths",
        sheet_without(ANALYSIS, TASKS, "路径分析"),
        "after-tasks",
        "analysis of paths",
        "none",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "the query for the analysis of paths is not there",
        sheet(ANALYSIS, TASKS, "路径分析", "链接", put(None)),
        "路径分析",
        "链接",
        "empty",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "there is no task for the attach rate",
        sheet_without(ANALYSIS, TASKS, "连带购买率"),
        "after-tasks",
        "attach rate",
        "none",
    ),
    Mutation(
        "analysis.raw-clean-48h",
        "the query for the attach rate is not there",
        sheet(ANALYSIS, TASKS, "连带购买率", "链接", put(None)),
        "连带购买率",
        "链接",
        "empty",
    ),
    Mutation(
        "analysis.knowledge-base",
        "there is no task",
        sheet_without(ANALYSIS, TASKS, "知识库沉淀"),
        "after-tasks",
        "a task",
        "none",
    ),
    Mutation(
        "analysis.knowledge-base",
        "the task has no owner",
        sheet(ANALYSIS, TASKS, "知识库沉淀", "负责人", put(None)),
        "知识库沉淀",
        "a person of the campaign",
        "empty",
    ),
    Mutation(
        "analysis.knowledge-base",
        "the owner is not of the campaign",
        sheet(ANALYSIS, TASKS, "知识库沉淀", "负责人", put("实习生")),
        "知识库沉淀",
        "a person of the campaign",
        "实习生",
    ),
    Mutation(
        "analysis.knowledge-base",
        "it is due a second too late",
        sheet(ANALYSIS, TASKS, "知识库沉淀", "截止时间", put(instant(2026, 7, 5, 0, 0, 0))),
        "知识库沉淀",
        "after the end, at most 14 d",
        "Sat 4 July 2026, 24:00",
    ),
    Mutation(
        "analysis.knowledge-base",
        "it has no due time",
        sheet(ANALYSIS, TASKS, "知识库沉淀", "截止时间", put(None)),
        "知识库沉淀",
        "after the end, at most 14 d",
        "empty",
    ),
    Mutation(
        "analysis.knowledge-base",
        "it is due before the end",
        sheet(ANALYSIS, TASKS, "知识库沉淀", "截止时间", put(instant(2026, 6, 19, 18, 0))),
        "知识库沉淀",
        "after the end, at most 14 d",
        "Fri 19 June 2026, 18:00",
    ),
    Mutation(
        "analysis.knowledge-base",
        "it is not scheduled",
        sheet(ANALYSIS, TASKS, "知识库沉淀", "是否已排期", put("否")),
        "知识库沉淀",
        "scheduled",
        "否",
    ),
    Mutation(
        "analysis.knowledge-base",
        "the page is not there",
        sheet(ANALYSIS, TASKS, "知识库沉淀", "链接", put("无")),
        "知识库沉淀",
        "链接",
        "无",
    ),
    Mutation(
        "analysis.knowledge-base",
        "the page of the last campaign is not linked",
        sheet(ANALYSIS, TASKS, "知识库沉淀", "上次活动", put(None)),
        "知识库沉淀",
        "上次活动",
        "empty",
    ),
    Mutation(
        "analysis.report-done",
        "the report was finished a second too late",
        together(WORK_DONE, finished("完整分析报告", instant(2026, 6, 24, 0, 0, 0))),
        "完整分析报告",
        "by Tue 23 June 2026, 23:59:59",
        "Tue 23 June 2026, 24:00",
    ),
    Mutation(
        "analysis.report-done",
        "the report was never finished",
        finished("原始数据清洗", CLEANED),
        "完整分析报告",
        "by Tue 23 June 2026, 23:59:59",
        "empty",
    ),
    Mutation(
        "analysis.report-done",
        "the report was finished before the end",
        together(WORK_DONE, finished("完整分析报告", instant(2026, 6, 20, 18, 0))),
        "完整分析报告",
        "not before",
        "18:00",
    ),
    Mutation(
        "analysis.report-done",
        "the report was finished before the cleaning",
        together(WORK_DONE, finished("完整分析报告", instant(2026, 6, 22, 18, 0))),
        "after-tasks",
        "after the cleaning",
        "the cleaning was not finished",
    ),
    Mutation(
        "analysis.report-done",
        "there is no task",
        together(WORK_DONE, sheet_without(ANALYSIS, TASKS, "完整分析报告")),
        "after-tasks",
        "a task",
        "none",
    ),
    Mutation(
        "analysis.raw-clean-done",
        "the cleaning was finished a second too late",
        together(WORK_DONE, finished("原始数据清洗", instant(2026, 6, 23, 0, 0, 0))),
        "原始数据清洗",
        "by Mon 22 June 2026, 23:59:59",
        "Mon 22 June 2026, 24:00",
    ),
    Mutation(
        "analysis.raw-clean-done",
        "the cleaning was never finished",
        finished("完整分析报告", REPORTED),
        "原始数据清洗",
        "by Mon 22 June 2026, 23:59:59",
        "empty",
    ),
    Mutation(
        "analysis.raw-clean-done",
        "there is no task",
        together(WORK_DONE, sheet_without(ANALYSIS, TASKS, "原始数据清洗")),
        "after-tasks",
        "a task",
        "none",
    ),
]

LIMITS: list[Limit] = [
    (
        "analysis.report-72h",
        "the report is due as the 72 hours end",
        sheet(ANALYSIS, TASKS, "完整分析报告", "截止时间", put(REPORTED)),
    ),
]
