"""Judging whether what a query shows is the present. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from readiness.evidence.promql_reading import in_the_past, unanswered
from readiness.model.finding import Finding, FindingKind
from readiness.model.moments import tell_duration
from readiness.model.text import Text
from readiness.probes.prometheus_query.facts import Answered, Oldest
from readiness.probes.prometheus_query.settings import Settings
from readiness.probes.prometheus_query.words import finding, short, span_words

_AHEAD = Decimal(1)  # seconds: servers round, and agents' clocks are a little ahead


def freshness_findings(settings: Settings, answered: Answered) -> Iterator[Finding]:
    """Each selector that the value stands on has a sample, none older than it may be; exactly as old is fresh."""
    limit = Decimal(settings.max_sample_age.total_seconds())
    required = Text(
        f"samples at most {tell_duration(settings.max_sample_age).en} old",
        f"样本不早于 {tell_duration(settings.max_sample_age).zh}前",
    )
    for selector in in_the_past(answered.asked.tree):
        yield finding(
            answered.asked,
            Text("the present", "当前数据"),
            Text(f"{short(selector.series)} with offset or @", f"{short(selector.series)} 带 offset 或 @"),
            Text("The query looks at the past alone", "该查询只看过去的数据"),
            kind=FindingKind.STALE,
        )
    for series in gone(answered):
        yield _without(answered, series, required)
    for one in answered.oldest:
        if one.seconds is not None and one.seconds > limit:
            yield _old(answered, one, one.seconds, required)
        if one.seconds is not None and one.seconds < -_AHEAD:
            yield _future(answered, one, -one.seconds, required)


def gone(answered: Answered) -> tuple[str, ...]:
    """The series without any sample now that the value can't do without."""
    empty = {one.selector for one in answered.oldest if one.seconds is None}
    return tuple(dict.fromkeys(selector.series for selector in unanswered(answered.asked.tree, empty)))


def _without(answered: Answered, series: str, required: Text) -> Finding:
    return finding(
        answered.asked,
        required,
        Text(f"{short(series)}: no sample", f"{short(series)}：没有样本"),
        Text(
            f"{short(series)} has no sample now: check its name and labels, and that its exporter runs and is scraped",
            f"{short(series)} 当前没有样本：请检查名称与标签，并确认采集端在运行且被采集",
        ),
        kind=FindingKind.MISSING,
    )


def _old(answered: Answered, one: Oldest, seconds: Decimal, required: Text) -> Finding:
    return finding(
        answered.asked,
        required,
        span_words(seconds),
        Text(
            "A sample is too old: whatever writes it has stopped or lags behind",
            "样本过旧：写入端已停止或滞后",
        ),
        one.labels or {"selector": one.selector},
        FindingKind.STALE,
    )


def _future(answered: Answered, one: Oldest, seconds: Decimal, required: Text) -> Finding:
    ahead = span_words(seconds)
    return finding(
        answered.asked,
        required,
        Text(f"{ahead.en} ahead of the server's clock", f"比服务器时钟早 {ahead.zh}"),
        Text("A sample is dated in the future, so its age can't be told", "样本的时间在未来，无法判断新旧"),
        one.labels,
    )
