"""Checks of calendars, in planning, technical and analysis: requirements and worlds."""

from __future__ import annotations

from tests.calendars import event, without_event
from tests.changes import Change, another, put, settings, sheet, table, together, without
from tests.checklists import Asked, Limit, Mutation
from tests.checklists.people import TEAM

ROTA, MEETINGS = "evidence/DBA值班.ics", "evidence/会议日程.ics"
RIVALS, HOURS = "evidence/竞品活动日历.csv", "evidence/分时访问量.csv"
RIVAL = "社区团购年中囤货节"

ASKED = {
    "planning.competitor-calendar": Asked("rows", "minor", "T-21d"),
    "planning.active-hours": Asked("rows", "minor", "T-21d"),
    "planning.sync-meetings": Asked("coverage", "minor", "T-14d"),
    "technical.dba-oncall": Asked("coverage", "blocker", "T-24h", ("online", "app"), starter=True),
    "analysis.retro": Asked("matrix", "minor", "T-24h"),
}


def shift(uid: str, old: str, new: str, *, moved: bool = False) -> Change:
    return event(ROTA, uid, old, new, moved=moved)


def meeting(uid: str, old: str, new: str) -> Change:
    return event(MEETINGS, uid, old, new)


def rival(column: str, value: str, name: str = RIVAL) -> Change:
    return table(RIVALS, name, column, put(value))


def sessions(hour: str, value: str) -> Change:
    return table(HOURS, hour, "访问量", put(value))


def retro_at(starts: str, ends: str) -> Change:
    return together(meeting("retro", "20260624T140000", starts), meeting("retro", "20260624T160000", ends))


EVENTS = {RIVAL: "06", "甲平台 618 开门红": "06", "乙平台 618 第一波": "05", "丁连锁 717 家电节": "07"}
LAST_YEAR = together(
    *(rival("开始时间", f"2025-{month}-01 20:00", name) for name, month in EVENTS.items()),
    *(rival("结束时间", f"2025-{month}-03 20:00", name) for name, month in EVENTS.items()),
)

MUTATIONS = [
    Mutation(
        "technical.dba-oncall",
        "a shift begins an hour after the one before has ended",
        shift("dba-day-19", "DTSTART;TZID=Asia/Shanghai:20260619T080000", "DTSTART;TZID=Asia/Shanghai:20260619T090000"),
        "2026-06-19 08:00 - 2026-06-19 09:00",
        "DBA on duty",
        "gap of 1 h",
    ),
    Mutation(
        "technical.dba-oncall",
        "a handover leaves one second open",
        shift("dba-day-19", "DTEND;TZID=Asia/Shanghai:20260619T200000", "DTEND;TZID=Asia/Shanghai:20260619T195959"),
        "2026-06-19 19:59:59 - 2026-06-19 20:00",
        "DBA on duty",
        "gap of 1 s",
    ),
    Mutation(
        "technical.dba-oncall",
        "the night of the launch ends at midnight, as it begins",
        shift("dba-night-a", "DTEND;TZID=Asia/Shanghai:20260618T080000", "DTEND;TZID=Asia/Shanghai:20260618T000000"),
        "2026-06-18 00:00 - 2026-06-18 08:00",
        "DBA on duty",
        "gap of 8 h",
    ),
    Mutation(
        "technical.dba-oncall",
        "a shift is cancelled",
        shift("dba-day-19", "STATUS:CONFIRMED", "STATUS:CANCELLED"),
        "2026-06-19 08:00 - 2026-06-19 20:00",
        "DBA on duty",
        "gap of 12 h",
    ),
    Mutation(
        "technical.dba-oncall",
        "a shift is tentative",
        shift("dba-day-19", "STATUS:CONFIRMED", "STATUS:TENTATIVE"),
        "2026-06-19 08:00 - 2026-06-19 20:00",
        "DBA on duty",
        "gap of 12 h",
    ),
    Mutation(
        "technical.dba-oncall",
        "one repetition is moved by two hours",
        shift(
            "dba-day",
            "DTSTART;TZID=Asia/Shanghai:20260620T073000",
            "DTSTART;TZID=Asia/Shanghai:20260620T100000",
            moved=True,
        ),
        "2026-06-20 08:00 - 2026-06-20 10:00",
        "DBA on duty",
        "gap of 2 h",
    ),
    Mutation(
        "technical.dba-oncall",
        "one repetition is cancelled",
        shift("dba-day", "STATUS:CONFIRMED", "STATUS:CANCELLED", moved=True),
        "2026-06-20 08:00 - 2026-06-20 20:00",
        "DBA on duty",
        "gap of 12 h",
    ),
    Mutation(
        "technical.dba-oncall",
        "the repetition stops a night too early",
        shift("dba-night-b", "UNTIL=20260620T120000Z", "UNTIL=20260620T115959Z"),
        "2026-06-20 20:30 - 2026-06-20 23:59:59",
        "DBA on duty",
        "gap of 3 h 29 min 59 s",
    ),
    Mutation(
        "technical.dba-oncall",
        "nobody is assigned to a shift",
        shift("dba-day-19", "SUMMARY:韩梅", "SUMMARY:DBA 白班：待定"),
        "2026-06-19 08:00 - 2026-06-19 20:00",
        "DBA on duty",
        "gap of 12 h",
    ),
    Mutation(
        "technical.dba-oncall",
        "a shift ends before it begins",
        shift("dba-day-19", "DTEND;TZID=Asia/Shanghai:20260619T200000", "DTEND;TZID=Asia/Shanghai:20260619T070000"),
        "韩梅",
        "after its beginning, 2026-06-19 08:00",
        "2026-06-19 07:00",
    ),
    Mutation(
        "technical.dba-oncall",
        "the year of an end is mistyped",
        shift("dba-day-19", "DTEND;TZID=Asia/Shanghai:20260619T200000", "DTEND;TZID=Asia/Shanghai:20620619T200000"),
        "韩梅",
        "at most 14 d long",
        "13149 d",
    ),
    Mutation(
        "planning.sync-meetings",
        "the daily meeting is called off in its title",
        meeting("sync-daily", "SUMMARY:", "SUMMARY:已取消："),
        "2026-06-18 00:00",
        "at least every 24 h",
        "a gap of 2 d",
    ),
    Mutation(
        "analysis.retro",
        "it is called off in its title",
        meeting("retro", "SUMMARY:", "SUMMARY:Canceled: "),
        "周琳",
        "invited to a retrospective",
        "Canceled",
    ),
    Mutation(
        "planning.sync-meetings",
        "a meeting ends before it begins",
        meeting("sync-eve", "DTEND;TZID=Asia/Shanghai:20260617T170000", "DTEND;TZID=Asia/Shanghai:20260617T150000"),
        "上线前碰头会",
        "after its beginning",
        "2026-06-17 15:00",
    ),
    Mutation(
        "planning.sync-meetings",
        "the weekly meeting is entered once",
        meeting("sync-week", "COUNT=4", "COUNT=1"),
        "2026-06-04 00:00 - 2026-06-17 16:00",
        "at least every 7 d",
        "13 d 16 h",
    ),
    Mutation(
        "planning.sync-meetings",
        "the daily meeting stops before the campaign ends",
        meeting("sync-daily", "COUNT=3", "COUNT=1"),
        "2026-06-18 09:45 - 2026-06-20 23:59:59",
        "at least every 24 h",
        "2 d 14 h 14 min 59 s",
    ),
    Mutation(
        "planning.sync-meetings",
        "what is entered daily is no meeting",
        meeting("sync-daily", "每日站会", "每日加班餐"),
        "2026-06-18 00:00",
        "at least every 24 h",
        "a gap of 2 d",
    ),
    Mutation(
        "planning.sync-meetings",
        "the daily meeting is only tentative",
        meeting("sync-daily", "STATUS:CONFIRMED", "STATUS:TENTATIVE"),
        "2026-06-18 00:00",
        "at least every 24 h",
        "a gap of 2 d",
    ),
    Mutation(
        "planning.sync-meetings",
        "the gap is a minute longer than the campaign allows itself",
        settings("planning.sync-meetings", "max_gap_before: 7d, max_gap_during: 23h44m"),
        "2026-06-18 09:45 - 2026-06-19 09:30",
        "at least every 23 h 44 min",
        "23 h 45 min",
    ),
    Mutation(
        "planning.competitor-calendar",
        "a peak ends an hour after the launch",
        rival("结束时间", "2026-06-18 01:00"),
        RIVAL,
        "over before",
        "01:00",
    ),
    Mutation(
        "planning.competitor-calendar",
        "a peak begins while the campaign runs",
        rival("开始时间", "2026-06-20 23:59:58", "丁连锁 717 家电节"),
        "丁连锁",
        "not before",
        "23:59:58",
    ),
    Mutation(
        "planning.competitor-calendar",
        "an event has no end",
        rival("结束时间", ""),
        RIVAL,
        "after the beginning",
        "empty",
    ),
    Mutation(
        "planning.competitor-calendar",
        "an event ends before it begins",
        rival("结束时间", "2026-06-01 00:00"),
        RIVAL,
        "after the beginning",
        "24:00",
    ),
    Mutation(
        "planning.competitor-calendar",
        "it is last year's list",
        LAST_YEAR,
        "",
        "at least 1 event within 90 d",
        "2025",
    ),
    Mutation(
        "planning.active-hours",
        "the hour of the launch is the ninth",
        sessions("0", "16400"),
        "0",
        "among the 8 hours",
        "16400 sessions",
    ),
    Mutation(
        "planning.active-hours",
        "the hour of the launch has as many as the ninth",
        sessions("0", "16500"),
        "0",
        "among the 8 hours",
        "16500 sessions",
    ),
    Mutation("planning.active-hours", "an hour is missing", without(HOURS, "4"), "", "all 24 hours", "23"),
    Mutation(
        "planning.active-hours", "an hour stands there twice", another(HOURS, "20", "1"), "20", "one row", "2 rows"
    ),
    Mutation("planning.active-hours", "no sessions are given", sessions("0", ""), "0", "filled in", "empty"),
    Mutation("planning.active-hours", "sessions below zero", sessions("4", "-1300"), "4", "0 or more", "-1300"),
    Mutation(
        "planning.active-hours", "an hour that no day has", table(HOURS, "23", "小时", put("24")), "24", "0 to 23", "24"
    ),
    Mutation(
        "analysis.retro",
        "someone who does a part of the work is not invited",
        sheet(TEAM, "RACI", "渠道投放排期", "许宏", "R"),
        "许宏",
        "invited to a retrospective",
        "no row",
    ),
    Mutation(
        "analysis.retro",
        "someone of the team has declined",
        meeting("retro", "PARTSTAT=ACCEPTED;CN=何静", "PARTSTAT=DECLINED;CN=何静"),
        "何静",
        "invited to a retrospective",
        "",
    ),
    Mutation("analysis.retro", "no retrospective", without_event(MEETINGS, "retro"), "赵敏", "at most 7 d after", ""),
    Mutation(
        "analysis.retro",
        "the meeting is none",
        meeting("retro", "SUMMARY:618 大促复盘会", "SUMMARY:618 大促庆功会"),
        "周琳",
        "invited to a retrospective",
        "庆功会",
    ),
    Mutation(
        "analysis.retro",
        "it is a second later than a week",
        retro_at("20260628T000000", "20260628T020000"),
        "赵敏",
        "at most 7 d after",
        "",
    ),
    Mutation(
        "analysis.retro",
        "it is held before the campaign ends",
        retro_at("20260620T235958", "20260621T010000"),
        "赵敏",
        "at most 7 d after",
        "",
    ),
    Mutation(
        "analysis.retro",
        "it is tentative",
        meeting("retro", "STATUS:CONFIRMED", "STATUS:TENTATIVE"),
        "周琳",
        "invited to a retrospective",
        "TENTATIVE",
    ),
]

LIMITS: list[Limit] = [
    (
        "technical.dba-oncall",
        "a shift ends at the second at which the next begins",
        shift(
            "dba-day",
            "DTEND;TZID=Asia/Shanghai:20260620T203000",
            "DTEND;TZID=Asia/Shanghai:20260620T200000",
            moved=True,
        ),
    ),
    (
        "technical.dba-oncall",
        "the first shift begins as the campaign does",
        together(
            shift(
                "dba-night-a",
                "RRULE:FREQ=DAILY;INTERVAL=2;COUNT=2",
                "RDATE;VALUE=PERIOD;TZID=Asia/Shanghai:20260619T200000/PT12H",
            ),
            shift(
                "dba-night-a",
                "DTSTART;TZID=Asia/Shanghai:20260617T200000",
                "DTSTART;TZID=Asia/Shanghai:20260618T000000",
            ),
        ),
    ),
    (
        "planning.sync-meetings",
        "the gap is as long as it may be",
        settings("planning.sync-meetings", "max_gap_before: 7d, max_gap_during: 23h45m"),
    ),
    (
        "planning.competitor-calendar",
        "a peak begins at the second at which the campaign ends",
        rival("开始时间", "2026-06-20 23:59:59", "丁连锁 717 家电节"),
    ),
    ("planning.active-hours", "the hour of the launch is the eighth", sessions("0", "16501")),
    ("analysis.retro", "it begins a week after the end", retro_at("20260627T235959", "20260628T020000")),
    ("analysis.retro", "it begins as the campaign ends", retro_at("20260620T235959", "20260621T020000")),
]
