"""What the `prometheus-query` kind decides from what was seen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from readiness.evidence.promql_reading import hides_absence
from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.text import Text
from readiness.probes.prometheus_query.facts import Answered, QueryFacts
from readiness.probes.prometheus_query.freshness import freshness_findings
from readiness.probes.prometheus_query.settings import MetricRule, Settings
from readiness.probes.prometheus_query.values import measures_of, value_findings
from readiness.probes.prometheus_query.words import finding, short

_MEASURES = 40


def judge_queries(settings: Settings, facts: QueryFacts) -> Judgement:
    """Every row against what is asked of all and of its metric, in the order of the table.

    Raises CannotJudge where the check's time ended before all were asked and nothing seen was wrong.
    """
    findings = [*facts.unusable, *_of_server(settings, facts), *_named_ones(settings, facts), *_enough(settings, facts)]
    measures: list[Measure] = []
    for answered in facts.answered:
        rules = [rule for rule in settings.rules if rule.key == answered.asked.key]
        findings.extend(_of_row(settings, answered, rules))
        measures.extend(measures_of(settings, answered, rules))
    not_asked = [answered for answered in facts.answered if answered.time_up]
    if not_asked and not findings:
        raise CannotJudge(*_time_up(not_asked, facts))
    return Judgement(
        examined=Examined(len(facts.answered) + len(facts.unusable), "metrics"),
        findings=(*findings, *map(_not_asked, not_asked)),
        measures=tuple(measures[:_MEASURES]),
        notes=tuple(_notes(facts)),
        holds_until=facts.at + settings.max_age,
    )


def _of_row(settings: Settings, answered: Answered, rules: list[MetricRule]) -> Iterator[Finding]:
    asked = answered.asked
    for why in hides_absence(asked.tree):
        yield finding(
            asked,
            Text("a query that gives nothing where there is nothing", "没有数据时查询也没有结果"),
            Text(short(asked.query), short(asked.query)),
            Text(
                f"The query answers even if the metric is gone: {why.en}",
                f"即使指标消失，该查询仍有结果：{why.zh}",
            ),
        )
    if answered.time_up:
        return
    if answered.fault is not None:
        yield finding(
            asked,
            Text("an answer", "有应答"),
            answered.fault,
            Text(f"The query was not answered: {answered.fault.en}", f"查询未得到应答：{answered.fault.zh}"),
            kind=FindingKind.UNREADABLE,
        )
        return
    for warning in answered.warnings:
        yield finding(
            asked,
            Text("a whole answer", "完整的应答"),
            Text.same(short(warning)),
            Text("The server warns that its answer may not be whole", "服务器警告：应答可能不完整"),
        )
    yield from freshness_findings(settings, answered)
    yield from value_findings(settings, answered, rules)


def _of_server(settings: Settings, facts: QueryFacts) -> Iterator[Finding]:
    """Nothing is known of any metric where the server did not answer."""
    if facts.fault is not None:
        yield Finding(
            subject=facts.server,
            required=Text("a Prometheus server that answers", "Prometheus 服务器正常应答"),
            observed=facts.fault,
            message=Text(f"The monitoring can't be asked: {facts.fault.en}", f"无法查询监控系统：{facts.fault.zh}"),
            where=facts.server_where,
            kind=FindingKind.UNREADABLE,
        )
    skew = Decimal(settings.max_skew.total_seconds())
    if facts.behind > skew:
        late = facts.behind.quantize(Decimal(1))
        yield Finding(
            subject=facts.server,
            required=Text(f"a clock at most {skew:f} s behind", f"时钟最多慢 {skew:f} 秒"),
            observed=Text(f"{late:f} s behind", f"慢 {late:f} 秒"),
            message=Text(
                "The server's clock is behind, so its samples are older than they look",
                "服务器时钟落后，样本实际上比看起来更旧",
            ),
            where=facts.server_where,
        )


def _named_ones(settings: Settings, facts: QueryFacts) -> Iterator[Finding]:
    """Each metric that is asked for by name must have its row."""
    for rule in settings.rules:
        if rule.key not in facts.keys:
            listed = ", ".join(rule.names)
            yield Finding(
                subject=rule.title.en,
                required=Text(
                    f"{rule.title.en}, under one of these names: {listed}", f"{rule.title.zh}，名称为：{listed}"
                ),
                observed=Text("none", "没有"),
                message=Text(f"{rule.title.en}: no row of the table is about it", f"{rule.title.zh}：表中没有这一项"),
                where=facts.table,
                kind=FindingKind.MISSING,
            )


def _enough(settings: Settings, facts: QueryFacts) -> Iterator[Finding]:
    """Different metrics count: one under two names is one."""
    found = len(set(facts.keys))
    if found < settings.min_metrics:
        yield Finding(
            subject=facts.table,
            required=Text(f"at least {settings.min_metrics} metrics", f"至少 {settings.min_metrics} 项指标"),
            observed=Text(f"{found} metrics", f"{found} 项指标"),
            message=Text("Fewer metrics are listed than there must be", "列出的指标数量不足"),
            where=facts.table,
            kind=FindingKind.MISSING,
        )


def _not_asked(answered: Answered) -> Finding:
    return finding(
        answered.asked,
        Text("asked", "完成检查"),
        Text("time was up before", "时限已到，尚未检查"),
        Text("It was not asked: the check's time was up", "检查时限已到，该指标未能检查"),
        kind=FindingKind.UNREADABLE,
    )


def _notes(facts: QueryFacts) -> Iterator[Text]:
    for answered in facts.answered:
        for info in dict.fromkeys(answered.infos):
            yield Text(
                f"{answered.asked.metric}: the server remarks: {short(info)}",
                f"{answered.asked.metric}：服务器提示：{short(info)}",
            )


def _time_up(not_asked: list[Answered], facts: QueryFacts) -> tuple[Text, Text]:
    first = not_asked[0].asked.metric
    return (
        Text(
            f"Time was up with {len(not_asked)} of {len(facts.answered)} metrics not asked, the first is {first}",
            f"检查时限已到，{len(facts.answered)} 项指标中有 {len(not_asked)} 项未检查，第一项为“{first}”",
        ),
        Text(
            "Give the probe more time (--probe-timeout), or lower timeout or retries in the check",
            "请放宽探针时限（--probe-timeout），或调小检查项的 timeout、retries",
        ),
    )
