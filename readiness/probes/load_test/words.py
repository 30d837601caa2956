"""Load test: how users and times that are wrong are told, and how they were measured."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.load_test.demand import Demand
from readiness.probes.load_test.facts import Facts, Measured
from readiness.probes.load_test.timeline import Stretch
from readiness.probes.numbers import plain
from readiness.probes.tabular.acts import Window

_TENTH = Decimal("0.1")


def undated(facts: Facts, file: Measured) -> Finding:
    name = file.path.rpartition("/")[2]
    return Finding(
        subject=name,
        required=Text("when the test began", "压测开始时间"),
        observed=Text("not said", "未说明"),
        message=Text(
            f"{name} is a summary, which does not say when the test was; write it into `started_at` of "
            f"{place_words(facts.tests_source).en}, with its zone",
            f"{name} 是汇总，没有说明压测时间；请在 {place_words(facts.tests_source).zh} 的“开始时间”列填写，"
            "并注明时区",
        ),
        where=facts.tests_source,
        kind=FindingKind.MISSING,
    )


def in_future(file: Measured, ended: datetime, window: Window) -> Finding:
    at, now = say_instant(ended, window.zone), say_instant(window.seen_until, window.zone)
    name = file.path.rpartition("/")[2]
    return Finding(
        subject=name,
        required=Text(f"ended at or before now, {now.en}", f"结束时间不晚于当前时间 {now.zh}"),
        observed=at,
        message=Text(
            f"{name}: the test ends in the future ({at.en}); the clock of the load generator is probably wrong",
            f"{name}：压测结束时间在将来（{at.zh}）；很可能是压测机的时钟不准",
        ),
        where=file.path,
    )


def late(facts: Facts, file: Measured, ended: datetime, window: Window) -> Finding:
    at, closes = say_instant(ended, window.zone), say_instant(window.closes, window.zone)
    # a part of a second would read as no time at all
    over = timedelta(seconds=-(-window.late_by(ended) // timedelta(seconds=1)))
    span, name = tell_duration(over), file.path.rpartition("/")[2]
    return Finding(
        subject=name,
        required=Text(f"ended by {closes.en}", f"在{closes.zh}前结束"),
        observed=at,
        message=Text(
            f"{name}: the test ended {span.en} late ({at.en}); a late test can't be repaired, only waived",
            f"{name}：压测结束迟了 {span.zh}（{at.zh}）；逾期无法补救，只能豁免",
        ),
        where=file.path if file.ended is not None else facts.tests_source,
        kind=FindingKind.LATE,
    )


def early(facts: Facts, file: Measured, started: datetime, window: Window) -> Finding:
    assert window.opens is not None
    at, opens = say_instant(started, window.zone), say_instant(window.opens, window.zone)
    name = file.path.rpartition("/")[2]
    return Finding(
        subject=name,
        required=Text(f"begun at or after {opens.en}", f"不早于{opens.zh}开始"),
        observed=at,
        message=Text(
            f"{name}: the test began before the release was frozen ({at.en}), so it was of something else; repeat it",
            f"{name}：压测开始于版本冻结之前（{at.zh}），压测的不是要上线的内容；请重新压测",
        ),
        where=file.path if file.started is not None else facts.tests_source,
    )


def _users(facts: Facts) -> Text:
    by = dict.fromkeys(file.users_by for file in facts.files)
    return Text(", ".join(one.value.en for one in by), "、".join(one.value.zh for one in by))


def not_shown(file: Measured, asked: Demand) -> Finding:
    """A summary does not say how many users there were at each moment."""
    stated, name = file.stated, file.path.rpartition("/")[2]
    said = Text("no users", "未说明用户数")
    if stated is not None and stated.most is not None:
        said = Text(
            f"between {stated.least:,} and {stated.most:,} users", f"{stated.least:,} 至 {stated.most:,} 个用户"
        )
    return Finding(
        subject=name,
        required=Text(f"{asked.users:,} users, and for how long", f"{asked.users:,} 个用户及其持续时间"),
        observed=said,
        message=Text(
            f"{name} is a summary ({said.en}) and does not show how long the peak was held; bind the samples instead "
            "(k6 --out csv or json, Gatling's text simulation.log)",
            f"{name} 是汇总（{said.zh}），看不出峰值持续了多久；请改为绑定样本"
            "（k6 --out csv 或 json、Gatling 文本格式的 simulation.log）",
        ),
        where=file.path,
        kind=FindingKind.MISSING,
    )


def not_reached(facts: Facts, asked: Demand, most: int) -> Finding:
    by = _users(facts)
    return Finding(
        subject="concurrent users (并发用户数)",
        required=Text(f"{asked.users:,} users at once", f"{asked.users:,} 个并发用户"),
        observed=Text(f"{most:,} ({by.en})", f"{most:,}（{by.zh}）"),
        message=Text(
            f"At most {most:,} users were there at once ({by.en}); required: {asked.words.en}",
            f"最多 {most:,} 个并发用户（{by.zh}）；要求：{asked.words.zh}",
        ),
        where=f"{facts.source}; {asked.where}",
    )


def not_held(facts: Facts, asked: Demand, peak: Stretch, least: timedelta) -> Finding:
    held, wanted, by = tell_duration(timedelta(seconds=peak.seconds)), tell_duration(least), _users(facts)
    return Finding(
        subject="time at peak (峰值时长)",
        required=Text(f"{asked.users:,} users for {wanted.en}", f"{asked.users:,} 个用户持续 {wanted.zh}"),
        observed=Text(f"{held.en} ({by.en})", f"{held.zh}（{by.zh}）"),
        message=Text(
            f"{asked.users:,} users were there for {held.en} only, not {wanted.en}: the peak was passed and not held "
            f"({by.en}). Required: {asked.words.en}",
            f"{asked.users:,} 个用户只持续了 {held.zh}，不足 {wanted.zh}：到达峰值后没有保持（{by.zh}）。"
            f"要求：{asked.words.zh}",
        ),
        where=f"{facts.source}; {asked.where}",
    )


def too_slow_pace(facts: Facts, asked: Demand, pace: Decimal) -> Finding:
    """The users were there, and asked for less than one page a visit."""
    had = plain(pace.quantize(Decimal("0.001"), ROUND_FLOOR))
    wanted = plain(asked.pace.quantize(Decimal("0.001"), ROUND_CEILING))
    return Finding(
        subject="throughput at peak (峰值吞吐)",
        required=Text(f"{wanted} samples a second", f"每秒 {wanted} 个样本"),
        observed=Text.same(had),
        message=Text(
            f"At the peak there were {had} samples a second; so many users begin {wanted} visits a second, and "
            "each asks for at least one page. The test's users did next to nothing",
            f"峰值期间每秒 {had} 个样本；这么多用户每秒会有 {wanted} 次访问，每次至少请求一个页面。"
            "压测用户几乎没有发出请求",
        ),
        where=facts.source,
    )


def pause(facts: Facts, gap: Stretch, most: timedelta, situation: Situation) -> Finding:
    one, other = (say_instant(datetime.fromtimestamp(at, UTC), situation.times.zone) for at in (gap.first, gap.last))
    span, limit = tell_duration(timedelta(seconds=gap.last - gap.first)), tell_duration(most)
    return Finding(
        subject="gap (中断)",
        required=Text(f"a sample at least every {limit.en}", f"至少每 {limit.zh}有一个样本"),
        observed=Text(f"none for {span.en}", f"{span.zh}没有样本"),
        message=Text(
            f"Between {one.en} and {other.en} no sample ended: the system stood still, the test stopped, or two tests "
            "are taken for one",
            f"{one.zh}至{other.zh}之间没有任何样本结束：系统停止响应、压测中断，或把两次压测当成了一次",
        ),
        where=facts.source,
    )


def how_measured(facts: Facts, asked: Demand | None, users: Mapping[int, int], peak: Stretch | None) -> Text:
    """How the users were counted and reckoned, and what else was seen, so that a reader can check it."""
    flying: dict[int, int] = {}
    for file in facts.files:
        for second, n in file.in_flight:
            flying[second] = flying.get(second, 0) + n
    by, most = _users(facts), max(users.values(), default=0)
    seconds = peak.seconds if peak is not None else 0
    at_peak = sum(
        one.samples for file in facts.files for one in file.seconds if peak and peak.first <= one.at <= peak.last
    )
    held = tell_duration(timedelta(seconds=seconds))
    en = f"Users: {most:,} at once ({by.en})"
    zh = f"用户数：最多 {most:,} 个并发（{by.zh}）"
    if flying:
        en += f", with up to {max(flying.values()):,} requests in flight"
        zh += f"，在途请求最多 {max(flying.values()):,} 个"
    if seconds:
        pace = plain((Decimal(at_peak) / seconds).quantize(_TENTH, ROUND_FLOOR))
        en += f"; peak held for {held.en} at {pace} samples a second"
        zh += f"；峰值保持 {held.zh}，每秒 {pace} 个样本"
    if asked is not None:
        en += f". Asked for: {asked.words.en}"
        zh += f"。要求：{asked.words.zh}"
    return Text(en, zh)
