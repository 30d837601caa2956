"""What keeps coming, and how fast a page is: requirements and worlds. The campaign is judged at midnight; its last
backup is of 23:45, its channels sent until 23:50 and its metrics were refreshed at 23:04."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from tests.changes import (
    ALERTS,
    PLANNING,
    TESTS,
    Change,
    another,
    clock,
    put,
    rows,
    sheet,
    sheet_another,
    sheet_without,
    table,
    without,
)
from tests.checklists import Asked, Limit, Mutation
from tests.checklists.drills import DRILLS
from tests.worlds import Rows, World

BACKUPS, FEEDS, REFRESHES = "evidence/数据库备份清单.csv", "evidence/平台数据回传.csv", "evidence/指标刷新记录.csv"
SPEED = "evidence/落地页测速"
BACKUP, RESTORE, PAGE = "technical.db-backup-15m", "technical.restore-test", "technical.landing-speed"
INTERFACES, HOURLY = "analysis.data-interfaces", "analysis.hourly-refresh"
RESTORED, H5, LCP = "YL-10", "H5 活动页", "largest-contentful-paint"

ASKED = {
    BACKUP: Asked("freshness", "blocker", "T-24h", ("online", "app")),
    RESTORE: Asked("rows", "major", "T-24h", ("online", "app")),
    PAGE: Asked("lighthouse", "major", "T-72h", ("online", "app")),
    INTERFACES: Asked("freshness", "major", "T-24h", ("online", "app")),
    HOURLY: Asked("freshness", "major", "T-24h", ("online", "app")),
}


def name_of(hour: int, minute: int) -> str:
    return f"hemu_pos_incr_20260617_{hour:02}{minute:02}.xb"


def backup(hour: int, minute: int, column: str, value: str) -> Change:
    return table(BACKUPS, name_of(hour, minute), column, put(value))


def finished(hour: int, minute: int, after: timedelta) -> Change:
    """Move a backup's end to so long after the end of the one before it."""

    def change(table: Rows) -> Rows:
        column, number = (
            table[0].index("备份完成时间"),
            next(n for n, row in enumerate(table) if name_of(hour, minute) in row),
        )
        table[number][column] = str(datetime.fromisoformat(table[number - 1][column]) + after)
        return table

    return lambda world: world.edit_rows(BACKUPS, change)


def only_before(name: str, column: str, instant: str) -> Change:
    """An export of earlier: rows from an instant on are not there yet."""

    def change(table: Rows) -> Rows:
        at = table[0].index(column)
        return [table[0], *(row for row in table[1:] if row[at] < instant)]

    return lambda world: world.edit_rows(name, change)


def hour_of(platform: str, hour: int, column: str, value: str) -> Change:
    return rows(FEEDS, (platform, f"2026-06-17 {hour:02}:00"), column, value)


def sent(platform: str, hour: int) -> Change:
    """Nothing was sent in an hour: its row is not there."""
    keys = {platform, f"2026-06-17 {hour:02}:00"}
    return lambda world: world.edit_rows(FEEDS, lambda table: [row for row in table if not keys <= set(row)])


def refreshed(metric: str, hour: int, edit: Callable[[list[str], int, int], None]) -> Change:
    """Change the refresh of a metric in an hour: `edit` is given the row and the columns of time and state."""

    def change(table: Rows) -> Rows:
        at, state = table[0].index("刷新完成时间"), table[0].index("刷新状态")
        (row,) = [row for row in table if metric in row and row[at].startswith(f"2026-06-17 {hour:02}:")]
        edit(row, at, state)
        return table

    return lambda world: world.edit_rows(REFRESHES, change)


def set_time(value: str) -> Callable[[list[str], int, int], None]:
    def edit(row: list[str], at: int, state: int) -> None:
        row[at] = value

    return edit


def set_state(value: str) -> Callable[[list[str], int, int], None]:
    def edit(row: list[str], at: int, state: int) -> None:
        row[state] = value

    return edit


def measured(edit: Callable[[dict[str, Any]], None], *numbers: int) -> Change:
    """Change the reports of these runs, or of all."""

    def change(world: World) -> None:
        for number in numbers or (1, 2, 3):
            path = world.path(f"{SPEED}/H5活动页_第{number}次.json")
            document = json.loads(path.read_text("utf-8"))
            edit(document)
            path.write_text(json.dumps(document, ensure_ascii=False), "utf-8")

    return change


def run_away(number: int) -> Change:
    return lambda world: world.path(f"{SPEED}/H5活动页_第{number}次.json").unlink()


def lcp(value: float) -> Callable[[dict[str, Any]], None]:
    def edit(document: dict[str, Any]) -> None:
        document["audits"][LCP]["numericValue"] = value

    return edit


def having(**parts: Any) -> Callable[[dict[str, Any]], None]:
    return lambda document: document.update(parts)


def desktop(document: dict[str, Any]) -> None:
    document["configSettings"]["formFactor"] = "desktop"


def unthrottled(document: dict[str, Any]) -> None:
    document["configSettings"]["throttlingMethod"] = "provided"


def no_score(document: dict[str, Any]) -> None:
    document["audits"][LCP] = {"id": LCP, "score": None, "scoreDisplayMode": "error", "errorMessage": "NO_LCP"}


def channel(name: str, column: str, value: object) -> Change:
    return sheet(PLANNING, "渠道计划", name, column, value)


WECOM, SMS, CVR = "企业微信社群", "会员短信", "转化率"
CRASHED = {"code": "ERRORED_DOCUMENT_REQUEST", "message": "Status code: 500"}

MUTATIONS = [
    Mutation(
        BACKUP,
        "a backup of no bytes",
        backup(12, 0, "备份大小(字节)", "0"),
        name_of(12, 0),
        "a size of at least 1",
        "0",
    ),
    Mutation(
        BACKUP,
        "a backup is missing",
        without(BACKUPS, name_of(12, 0)),
        "2026-06-17 11:4",
        "at least every 15 min",
        "none for",
    ),
    Mutation(
        BACKUP,
        "a backup failed and was not repeated",
        backup(12, 0, "备份状态", "失败"),
        "2026-06-17 11:4",
        "at least every 15 min",
        "none for",
    ),
    Mutation(
        BACKUP,
        "a gap of a second more than the tolerance",
        finished(12, 0, timedelta(minutes=17, seconds=1)),
        "2026-06-17 11:4",
        "2 min of tolerance",
        "none for 17 min 1 s",
    ),
    Mutation(
        BACKUP,
        "the newest is a second too old",
        backup(23, 45, "备份完成时间", "2026-06-17 23:42:59"),
        "",
        "at most 17 min old",
        "17 min 1 s old",
    ),
    Mutation(
        BACKUP,
        "the list is of the evening",
        only_before(BACKUPS, "备份完成时间", "2026-06-17 20:00"),
        "",
        "at most 17 min old",
        "4 h 13 min",
    ),
    Mutation(
        BACKUP,
        "they began this morning",
        lambda world: world.edit_rows(BACKUPS, lambda table: [table[0], *table[40:]]),
        "2026-06-17 00:00 - ",
        "at least every 15 min",
        "none for",
    ),
    Mutation(
        BACKUP,
        "nobody knows when",
        backup(12, 0, "备份完成时间", ""),
        name_of(12, 0),
        "备份完成时间 filled in",
        "an empty cell",
    ),
    Mutation(
        BACKUP,
        "a time that is none",
        backup(12, 0, "备份完成时间", "2026-06-17 25:00"),
        name_of(12, 0),
        "a readable 备份完成时间",
        "25:00",
    ),
    Mutation(
        BACKUP,
        "nobody knows whether it succeeded",
        backup(12, 0, "备份状态", ""),
        name_of(12, 0),
        "cells that say whether",
        "备份状态 an empty cell",
    ),
    Mutation(
        BACKUP,
        "a size that is none",
        backup(12, 0, "备份大小(字节)", "12 MB"),
        name_of(12, 0),
        "a readable 备份大小",
        "12 MB",
    ),
    Mutation(
        BACKUP,
        "one was pasted twice",
        another(BACKUPS, name_of(12, 0), "增量", "2026-06-17 12:01:02", "9000000", "成功"),
        name_of(12, 0),
        "once",
        "2 rows",
    ),
    Mutation(
        RESTORE,
        "it did not pass",
        sheet(DRILLS, "演练", RESTORED, "演练结果", "失败"),
        RESTORED,
        "the latest restore passed",
        "失败",
    ),
    Mutation(RESTORE, "nobody restored", sheet_without(DRILLS, "演练", RESTORED), "", "a restore from", "none of 0"),
    Mutation(
        RESTORE,
        "31 days before",
        sheet(DRILLS, "演练", RESTORED, "演练时间", clock("2026-05-18 23:59:59")),
        "",
        "a restore from",
        "none of 1",
    ),
    Mutation(
        RESTORE,
        "a second after T-24h",
        sheet(DRILLS, "演练", RESTORED, "演练时间", clock("2026-06-17 00:00:01")),
        "",
        "a restore from",
        "none of 1",
    ),
    Mutation(
        RESTORE,
        "it is planned",
        sheet(DRILLS, "演练", RESTORED, "演练时间", clock("2026-06-19 03:00")),
        RESTORED,
        "not in the future",
        "19 June 2026",
    ),
    Mutation(
        RESTORE,
        "it failed when it was done again",
        sheet_another(DRILLS, "演练", "YL-14", "备份恢复", clock("2026-06-16 03:00"), "pos-3.8.1", "失败"),
        "YL-14",
        "the latest restore passed",
        "失败",
    ),
    Mutation(
        PAGE,
        "another page was measured",
        sheet(TESTS, "访问入口", H5, "落地页地址", "https://m.hemu.example/summer"),
        H5,
        "a run of https://m.hemu.example/summer",
        "of https://m.hemu.example/618",
    ),
    Mutation(
        PAGE,
        "a fraction of a millisecond too slow",
        measured(lcp(2500.1), 2),
        H5,
        "Largest Contentful Paint at most 2,500",
        "2,500.1",
    ),
    Mutation(PAGE, "a run is missing", run_away(3), H5, "at least 3 runs", "2"),
    Mutation(PAGE, "most runs were slow", measured(lcp(4100), 1, 2), H5, "at most 2,500", "4,100"),
    Mutation(PAGE, "a desktop was measured", measured(desktop), H5, "as on a phone", "desktop"),
    Mutation(PAGE, "the office's network was measured", measured(unthrottled), H5, "as slow as 150 ms", "provided"),
    Mutation(
        PAGE,
        "the page answered with an error",
        measured(having(runtimeError=CRASHED)),
        H5,
        "loaded and measured",
        "ERRORED_DOCUMENT_REQUEST",
    ),
    Mutation(
        PAGE,
        "the page led to a login",
        measured(having(finalDisplayedUrl="https://m.hemu.example/login", finalUrl="https://m.hemu.example/login")),
        H5,
        "measured is https://m.hemu.example/618",
        "ended at https://m.hemu.example/login",
    ),
    Mutation(
        PAGE,
        "Lighthouse doubts its run",
        measured(having(runWarnings=["The page loaded too slowly to finish within the time limit."]), 3),
        H5,
        "no warning",
        "too slowly",
    ),
    Mutation(
        PAGE, "the paint was not measured", measured(no_score, 1), H5, "Largest Contentful Paint measured", "NO_LCP"
    ),
    Mutation(
        PAGE,
        "measured before the freeze",
        measured(having(fetchTime="2026-06-12T15:59:59Z")),
        H5,
        "measured at or after",
        "12 June 2026",
    ),
    Mutation(
        PAGE,
        "measured a second too late",
        measured(having(fetchTime="2026-06-14T16:00:01Z")),
        H5,
        "measured at or before",
        "1 s late",
    ),
    Mutation(PAGE, "no address", sheet(TESTS, "访问入口", H5, "落地页地址", "活动页"), H5, "an address", "活动页"),
    Mutation(
        INTERFACES,
        "nobody knows when it came",
        hour_of(WECOM, 3, "最后回传时间", ""),
        WECOM,
        "最后回传时间 filled in",
        "an empty cell",
    ),
    Mutation(
        INTERFACES,
        "an hour is missing",
        sent(WECOM, 3),
        f"{WECOM}: 2026-06-17 03:00 - 2026-06-17 04:00",
        "every 1 h",
        "none in 1 of 24",
    ),
    Mutation(
        INTERFACES,
        "nothing came in an hour",
        hour_of(SMS, 3, "回传条数", "0"),
        f"{SMS}: 2026-06-17 03:00 - 2026-06-17 04:00",
        "every 1 h",
        "none in 1 of 24",
    ),
    Mutation(
        INTERFACES,
        "the first hour is missing",
        sent(WECOM, 0),
        f"{WECOM}: 2026-06-17 00:00",
        "every 1 h",
        "none in 1 of 24",
    ),
    Mutation(INTERFACES, "the last hour is missing", sent(SMS, 23), SMS, "at most 1 h old", "1 h "),
    Mutation(INTERFACES, "a channel never sent", without(FEEDS, SMS), SMS, "at most 1 h old", "none"),
    Mutation(
        INTERFACES,
        "a channel of the plan is called otherwise",
        channel("本地生活平台", "渠道", "本地生活"),
        "本地生活",
        "at most 1 h old",
        "none",
    ),
    Mutation(
        INTERFACES,
        "records of tomorrow",
        hour_of(WECOM, 23, "最后回传时间", "2026-06-18 23:52:00"),
        WECOM,
        "at most 1 h old",
        "1 h ",
    ),
    Mutation(INTERFACES, "no count", hour_of(WECOM, 3, "回传条数", "-"), WECOM, "回传条数", "-"),
    Mutation(
        HOURLY,
        "nobody knows when it ended",
        refreshed(CVR, 3, set_time("")),
        CVR,
        "刷新完成时间 filled in",
        "an empty cell",
    ),
    Mutation(
        HOURLY,
        "a refresh failed in the night",
        refreshed(CVR, 3, set_state("失败")),
        f"{CVR}: 2026-06-17 02:04",
        "at least every 1 h",
        "none for 2 h",
    ),
    Mutation(
        HOURLY,
        "a refresh came a second late",
        refreshed(CVR, 3, set_time("2026-06-17 03:04:01")),
        f"{CVR}: 2026-06-17 02:04",
        "at least every 1 h",
        "none for 1 h 1 s",
    ),
    Mutation(
        HOURLY, "a metric with an alert is not refreshed", without(REFRESHES, CVR), CVR, "at most 1 h old", "none"
    ),
    Mutation(
        HOURLY,
        "the newest is a second too old",
        refreshed(CVR, 23, set_time("2026-06-17 22:59:59")),
        CVR,
        "at most 1 h old",
        "1 h 1 s old",
    ),
    Mutation(
        HOURLY,
        "an alert on something that nobody refreshes",
        table(ALERTS, "A-01", "指标", put("收藏率")),
        "收藏率",
        "at most 1 h old",
        "none",
    ),
]

LIMITS: list[Limit] = [
    (BACKUP, "a gap of exactly 17 minutes", finished(12, 0, timedelta(minutes=17))),
    (BACKUP, "the newest is exactly 17 minutes old", backup(23, 45, "备份完成时间", "2026-06-17 23:43:00")),
    (BACKUP, "a byte", backup(12, 0, "备份大小(字节)", "1")),
    (RESTORE, "30 days before", sheet(DRILLS, "演练", RESTORED, "演练时间", clock("2026-05-19 00:00"))),
    (RESTORE, "at T-24h", sheet(DRILLS, "演练", RESTORED, "演练时间", clock("2026-06-17 00:00"))),
    (PAGE, "a run at T-72h", measured(having(fetchTime="2026-06-14T16:00:00Z"), 3)),
    (PAGE, "measured at the freeze", measured(having(fetchTime="2026-06-12T16:00:00Z"), 1)),
    (INTERFACES, "exactly 60 minutes old", hour_of(WECOM, 23, "最后回传时间", "2026-06-17 23:00:00")),
    (INTERFACES, "a record an hour", hour_of(WECOM, 3, "回传条数", "1")),
    (HOURLY, "exactly 60 minutes old", refreshed(CVR, 23, set_time("2026-06-17 23:00:00"))),
]
