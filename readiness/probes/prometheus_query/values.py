"""Judging the values of a query's series, and which series there must be. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

from readiness.evidence.promql_reading import over_time, reach
from readiness.model.finding import Finding, FindingKind, Measure
from readiness.model.moments import tell_duration
from readiness.model.text import Text
from readiness.probes.numbers import plain
from readiness.probes.prometheus_query.facts import Answered, Point
from readiness.probes.prometheus_query.freshness import gone
from readiness.probes.prometheus_query.settings import MetricRule, Settings
from readiness.probes.prometheus_query.units import TIMES, bound_of, factor_for, is_share, may_be_percent
from readiness.probes.prometheus_query.words import finding, series_words, span_words
from readiness.probes.tabular.limits import Limit, Number

_EARLIEST = Decimal(-1)  # seconds: two clocks differ by a little
_HOLDS: Final[dict[str, tuple[str, Callable[[Decimal, Decimal], bool]]]] = {
    "at_least": (">=", lambda value, limit: value >= limit),
    "above": (">", lambda value, limit: value > limit),
    "at_most": ("<=", lambda value, limit: value <= limit),
    "below": ("<", lambda value, limit: value < limit),
    "equals": ("=", lambda value, limit: value == limit),
}


def value_findings(settings: Settings, answered: Answered, rules: Sequence[MetricRule]) -> Iterator[Finding]:
    """Too few series, one that is missing; no number; beyond a limit. No series at all where those that the query asks
    are there; where they are not, `freshness` has said so."""
    if not answered.points and gone(answered):
        return
    if not answered.points:
        yield finding(
            answered.asked,
            Text("at least one series", "至少一条序列"),
            Text("no series", "没有序列"),
            Text(
                "The query gives nothing although its series are there: a comparison or a match of labels leaves none",
                "查询没有结果，而所用序列存在：比较条件或标签匹配没有留下任何序列",
            ),
            kind=FindingKind.MISSING,
        )
        return
    for point in answered.points:
        if point.number is None:
            yield _no_number(answered, point)
    for rule in rules:
        yield from _series_findings(answered, rule)
        yield from _window_findings(answered, rule)
        for sort, name in rule.bounds:
            yield from _bound_findings(answered, sort, settings.limit(name))


def measures_of(settings: Settings, answered: Answered, rules: Sequence[MetricRule]) -> Iterator[Measure]:
    """Each series of a metric with a limit, in the unit of the limit."""
    for rule in rules:
        for _, name in rule.bounds[:1]:
            limit = settings.limit(name)
            factor = factor_for(answered.asked, limit)
            for point in answered.points:
                if factor is not None and point.number is not None:
                    subject = f"{answered.asked.metric} {series_words(point.labels) if point.labels else ''}".strip()
                    yield Measure(subject, point.number * factor, bound_of(limit), _measured_in(limit))


def _series_findings(answered: Answered, rule: MetricRule) -> Iterator[Finding]:
    asked = answered.asked
    if len(answered.points) < rule.min_series:
        yield finding(
            asked,
            Text(f"at least {rule.min_series} series", f"至少 {rule.min_series} 条序列"),
            Text(f"{len(answered.points)} series", f"{len(answered.points)} 条序列"),
            Text("Series that there must be are missing", "缺少应有的序列"),
            kind=FindingKind.MISSING,
        )
    if rule.members and not asked.members:
        yield finding(
            asked,
            Text("the series that there must be, by name", "列出应有的序列名称"),
            Text("none", "没有"),
            Text(
                "Nobody said which series there must be, so a missing one would not be seen",
                "没有列出应有的序列，缺少时无法发现",
            ),
            kind=FindingKind.MISSING,
            where=asked.members_where,
        )
    shown = {value for point in answered.points for value in point.labels.values()}
    for member in dict.fromkeys(asked.members):
        if member not in shown:
            yield finding(
                asked,
                Text(f"a series of {member}", f"{member} 的序列"),
                Text("none", "没有"),
                Text(
                    f"{member} must be among the series and is not: it is down, or not watched",
                    f"应有 {member} 的序列而没有：它已停止，或未被监控",
                ),
                kind=FindingKind.MISSING,
                where=asked.members_where,
            )


def _window_findings(answered: Answered, rule: MetricRule) -> Iterator[Finding]:
    """A count of what happened must be over the time that is asked about, and not over a longer one; where there may
    not be more than a limit, not over a shorter one either."""
    asked = answered.asked
    if rule.window is not None:
        told = tell_duration(rule.window)
        required = Text(f"the last {told.en} and no more", f"最近 {told.zh}，不能更长")
        if rule.limited_above:
            required = Text(f"the last {told.en}, no more and no less", f"最近 {told.zh}，不能更长或更短")
        for selector, span in reach(asked.tree):
            if not timedelta() < span <= rule.window or (rule.limited_above and span < rule.window):
                seen = tell_duration(span) if span else Text("the newest sample alone", "只看最新样本")
                yield finding(
                    asked,
                    required,
                    Text(f"{selector.series}: {seen.en}", f"{selector.series}：{seen.zh}"),
                    Text("The query looks at another span of time", "该查询的时间范围不符合要求"),
                )
    if rule.by is not None:
        wrong = [function for function in over_time(asked.tree) if function not in rule.by]
        if wrong or not over_time(asked.tree):
            yield finding(
                asked,
                Text(f"counted by {' or '.join(rule.by)}", f"用 {'、'.join(rule.by)} 计数"),
                Text(", ".join(wrong) or "no function over time", "、".join(wrong) or "没有随时间计算的函数"),
                Text("The query does not count what happened in that time", "该查询不是统计这段时间内发生的次数"),
            )


def _bound_findings(answered: Answered, sort: str, limit: Limit) -> Iterator[Finding]:
    asked = answered.asked
    factor = factor_for(asked, limit)
    if factor is None:
        yield _unknown_unit(answered, limit)
        return
    sign, holds = _HOLDS[sort]
    for point in answered.points:
        if point.number is None:
            continue
        value = point.number * factor
        if may_be_percent(asked, limit, value):
            yield _unknown_unit(answered, limit)
            return
        if isinstance(limit, timedelta) and value < _EARLIEST:
            yield _below_zero(answered, point, value)
        if not holds(value, bound_of(limit)):
            shown, words = _shown(value, limit), _limit_words(limit)
            yield finding(
                asked,
                Text(f"{sign} {words.en}", f"{sign} {words.zh}"),
                shown,
                Text(f"It is {shown.en} and must be {sign} {words.en}", f"实测为 {shown.zh}，要求 {sign} {words.zh}"),
                point.labels,
            )


def _no_number(answered: Answered, point: Point) -> Finding:
    value = point.value
    seen = Text("a histogram", "直方图") if value is None else Text.same(str(value).replace("Infinity", "Inf"))
    return finding(
        answered.asked,
        Text("a number", "一个数"),
        seen,
        Text(
            f"The value is {seen.en}: nothing was counted yet, or something is divided by zero",
            f"值为{seen.zh}：尚无计数，或除数为零",
        ),
        point.labels,
        FindingKind.UNREADABLE,
    )


def _below_zero(answered: Answered, point: Point, value: Decimal) -> Finding:
    return finding(
        answered.asked,
        Text("not below 0", "不小于 0"),
        span_words(value),
        Text(
            "A time below zero comes from a record of the future or from clocks that differ",
            "时间为负，说明记录的时间在未来，或两端时钟不一致",
        ),
        point.labels,
    )


def _unknown_unit(answered: Answered, limit: Limit) -> Finding:
    asked = answered.asked
    share = is_share(limit)
    named = "ratio, percent" if share else ", ".join(TIMES)
    return finding(
        asked,
        Text(f"a unit: {named}", f"单位：{named}"),
        Text("not said", "没有说明") if not asked.unit else Text.same(asked.unit),
        Text(
            f"Nobody can tell whether the value is {'a fraction or a percentage' if share else 'in seconds'}; "
            "write its unit in the column unit",
            f"无法判断该值{'是小数还是百分数' if share else '是否以秒为单位'}；请在“单位”列中写明",
        ),
        kind=FindingKind.UNREADABLE,
        where=asked.unit_where,
    )


def _limit_words(limit: Limit) -> Text:
    if isinstance(limit, Number):
        return Text.same(limit.words)
    return span_words(bound_of(limit))


def _shown(value: Decimal, limit: Limit) -> Text:
    """In the unit in which the limit was written, exactly."""
    if is_share(limit):
        return Text.same(f"{plain(value * 100)} %")
    if isinstance(limit, Number):
        return Text.same(plain(value))
    return span_words(value)


def _measured_in(limit: Limit) -> str:
    return "ratio" if is_share(limit) else "" if isinstance(limit, Number) else "s"
