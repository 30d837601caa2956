"""Load test: what the owners' tables say, held against the campaign. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, timedelta
from decimal import Decimal
from pathlib import PurePosixPath

from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.load_test.facts import Facts, Measured, TestRow, Visits
from readiness.probes.load_test.settings import LoadLimits, Settings
from readiness.probes.numbers import plain
from readiness.probes.tabular.acts import midnight

_LEAST_SHARE = Decimal(1) / 24
_DAY_SECONDS = 86_400
_NOTHING = Text("empty or unreadable", "为空或无法读取")
_NUMBERS = {
    "daily_visits": Text("visits a day", "日均访问次数"),
    "peak_share": Text("share of the peak hour", "高峰小时占比"),
    "visit_seconds": Text("seconds of a visit", "平均访问时长（秒）"),
    "forecast_peak": Text("forecast peak", "预估峰值并发"),
    "until": Text("last day of the traffic", "统计截止日期"),
}


def rows_of_file(facts: Facts, file: Measured) -> tuple[TestRow, ...]:
    """The rows that name a file, by its name or its folder's."""
    path = PurePosixPath(file.path)
    names = {path.name, file.path, facts.source.rstrip("/"), PurePosixPath(facts.source).name}
    exact = tuple(row for row in facts.tests if row.file.strip().rstrip("/") in {path.name, file.path})
    return exact or tuple(row for row in facts.tests if row.file.strip().rstrip("/") in names)


def row_of_file(facts: Facts, file: Measured) -> TestRow | None:
    rows = rows_of_file(facts, file)
    return rows[0] if len(rows) == 1 else None


def judge_tests(settings: Settings, facts: Facts, situation: Situation) -> Iterator[Finding]:
    """Each file was a test of the campaign's release, where the campaign will run or on its like."""
    for file in facts.files:
        rows = rows_of_file(facts, file)
        if len(rows) != 1:
            yield _rows_of(facts, file, rows)
            continue
        yield from _release(file, rows[0], situation)
        yield from _environment(settings.limits, file, rows[0])


def _rows_of(facts: Facts, file: Measured, rows: tuple[TestRow, ...]) -> Finding:
    name, table = PurePosixPath(file.path).name, place_words(facts.tests_source)
    many = len(rows)
    return Finding(
        subject=name,
        required=Text("one row with release and environment", "有且只有一行，写明版本与环境"),
        observed=Text(f"{many} rows", f"{many} 行") if many else Text("no row", "没有对应的行"),
        message=Text(
            f"{name}: {table.en} has {many or 'no'} rows for it, so nobody can say which release was tested; "
            "write one row with the file's name",
            f"{name}：{table.zh} 中有 {many} 行与之对应，无法确定压测的是哪个版本；请写一行，填写该文件名",
        ),
        where="; ".join(row.where for row in rows) or facts.tests_source,
        kind=FindingKind.WRONG if many else FindingKind.MISSING,
    )


def _release(file: Measured, row: TestRow, situation: Situation) -> Iterator[Finding]:
    name, asked = PurePosixPath(file.path).name, situation.release
    if row.release is not None and row.release == asked:
        return
    yield Finding(
        subject=name,
        required=Text(f"release {asked or '(the campaign names none)'}", f"版本 {asked or '（活动未写版本）'}"),
        observed=Text.same(row.release) if row.release else Text("no release", "未写版本"),
        message=Text(
            f"{name}: release {row.release or '-'} was tested, and {asked or '-'} is to be launched; test that one",
            f"{name}：压测的版本是 {row.release or '-'}，要上线的是 {asked or '-'}；请压测要上线的版本",
        ),
        where=row.release_where,
        kind=FindingKind.WRONG if row.release else FindingKind.MISSING,
    )


def _environment(limits: LoadLimits, file: Measured, row: TestRow) -> Iterator[Finding]:
    if row.environment in limits.environments:
        return
    name, asked = PurePosixPath(file.path).name, ", ".join(limits.environments)
    shown = row.shown_environment or "-"
    yield Finding(
        subject=name,
        required=Text(f"environment: one of {asked}", f"环境：{asked} 之一"),
        observed=Text.same(shown),
        message=Text(
            f"{name}: tested in {shown!r}, which says nothing of what customers will reach; test in {asked}",
            f"{name}：压测环境为“{shown}”，不能代表顾客访问的环境；请在 {asked} 中压测",
        ),
        where=row.environment_where,
        kind=FindingKind.WRONG if row.shown_environment else FindingKind.MISSING,
    )


def judge_traffic(settings: Settings, facts: Facts, situation: Situation) -> Iterator[Finding]:
    """Every number is there and can be right, and the traffic is of late."""
    if not facts.traffic:
        yield _no_traffic(facts)
    for row in facts.traffic:
        for name, words in _NUMBERS.items():
            if getattr(row, name) is None:
                yield _number(
                    row, name, Text("a value", "一个值"), Text("empty or unreadable", "为空或无法读取"), words
                )
        yield from _sound(settings.limits, row)
        yield from _recent(settings.limits, row, situation)


def _no_traffic(facts: Facts) -> Finding:
    return Finding(
        subject=facts.traffic_source,
        required=Text("the daily traffic of each site", "每个站点的日常流量"),
        observed=Text("no row", "没有数据行"),
        message=Text(
            "Without the daily traffic nobody can say how many users to test",
            "没有日常流量，无法确定压测所需的用户数",
        ),
        where=facts.traffic_source,
        kind=FindingKind.MISSING,
    )


def _sound(limits: LoadLimits, row: Visits) -> Iterator[Finding]:
    least = Decimal(int(limits.min_visit.total_seconds()))
    bounds: dict[str, tuple[Decimal, Decimal | None, Text]] = {
        "daily_visits": (Decimal(1), None, Text("1 or more", "不小于 1")),
        "peak_share": (
            _LEAST_SHARE,
            Decimal(1),
            Text("from 4.17 % (a day evenly spread) to 100 %", "4.17 %（全天均匀）至 100 %"),
        ),
        "visit_seconds": (
            least,
            Decimal(_DAY_SECONDS),
            Text(f"seconds: from {least} to {_DAY_SECONDS}", f"以秒计：{least} 至 {_DAY_SECONDS}"),
        ),
        "forecast_peak": (Decimal(1), None, Text("1 or more", "不小于 1")),
    }
    for name, (low, high, required) in bounds.items():
        value: Decimal | None = getattr(row, name)
        # 4.17 % written with two digits is 1/24
        slack = Decimal("0.0001") if name == "peak_share" else Decimal(0)
        if value is not None and (value < low - slack or (high is not None and value > high)):
            shown = f"{plain(value * 100)} %" if name == "peak_share" else plain(value)
            yield _number(row, name, required, Text.same(shown), _NUMBERS[name])


def _number(row: Visits, name: str, required: Text, observed: Text, words: Text) -> Finding:
    return Finding(
        subject=row.site,
        required=Text(f"{words.en}: {required.en}", f"{words.zh}：{required.zh}"),
        observed=observed,
        message=Text(
            f"{row.site}: {words.en}: {observed.en}; needed is {required.en}, or nobody can say how many users to test",
            f"{row.site}：{words.zh}：{observed.zh}；需要{required.zh}，否则无法确定压测所需的用户数",
        ),
        where=row.where[name],
        kind=FindingKind.MISSING if getattr(row, name) is None else FindingKind.WRONG,
    )


def _recent(limits: LoadLimits, row: Visits, situation: Situation) -> Iterator[Finding]:
    if row.until is None:
        return
    times, words = situation.times, _NUMBERS["until"]
    if midnight(row.until, times.zone) > times.seen_until.astimezone(UTC):
        now = say_instant(times.seen_until, times.zone)
        yield _number(
            row, "until", Text(f"at or before {now.en}", f"不晚于{now.zh}"), Text.same(row.until.isoformat()), words
        )
        return
    age = times.now.astimezone(UTC) - midnight(row.until + timedelta(days=1), times.zone)
    if age > limits.max_traffic_age:
        most, old = tell_duration(limits.max_traffic_age), tell_duration(age, 1)
        yield Finding(
            subject=row.site,
            required=Text(f"traffic at most {most.en} old", f"流量数据不早于 {most.zh}前"),
            observed=Text(f"{old.en} old", f"{old.zh}前"),
            message=Text(
                f"{row.site}: the traffic ends on {row.until.isoformat()}, {old.en} ago; at most {most.en} counts",
                f"{row.site}：流量数据截至 {row.until.isoformat()}，距今 {old.zh}，不得超过 {most.zh}",
            ),
            where=row.where["until"],
            kind=FindingKind.STALE,
        )
