"""What the `http` kind decides from what was seen. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.http.caching import cache_findings, was_hit
from readiness.probes.http.content import RELEASE, content_findings, host_of
from readiness.probes.http.facts import Endpoint, HttpFacts, Seen
from readiness.probes.http.links import link_findings
from readiness.probes.http.plain import plain_findings
from readiness.probes.http.refusing import of_control, refusal_findings, untested_findings
from readiness.probes.http.settings import Settings
from readiness.probes.http.timing import time_findings, time_measure
from readiness.probes.http.words import finding

_MEASURES = 20  # the slowest; a list of a thousand bars tells nobody anything
_NAMED = 5


def judge_http(settings: Settings, facts: HttpFacts, situation: Situation) -> Judgement:
    """Every endpoint against every expectation, in the order of the evidence.

    Raises CannotJudge where the check's time ended before all were asked and nothing seen was wrong.
    """
    findings = [*facts.unusable, *_at_least(settings, facts)]
    release = _release(facts, situation)
    for seen in facts.seen:
        findings.extend(_endpoint_findings(settings, facts, seen, release))
    if settings.refused is not None:
        findings.extend(untested_findings(settings, facts))
    if settings.query is not None:
        findings.extend(link_findings(settings.query, facts.seen, situation.campaign))
    not_asked = [seen for seen in facts.seen if seen.time_up]
    if not_asked:
        if not findings:
            raise CannotJudge(*_time_up(not_asked, facts))
        findings.extend(_not_asked(seen) for seen in not_asked)
    return Judgement(
        examined=Examined(len(facts.seen) + len(facts.unusable), "endpoints"),
        findings=tuple(findings),
        measures=_measures(settings, facts),
        notes=tuple(_notes(settings, facts)),
        holds_until=facts.at + settings.max_age,
    )


def _endpoint_findings(settings: Settings, facts: HttpFacts, seen: Seen, release: str) -> Iterator[Finding]:
    """The first answer that is wrong speaks for all samples: the same fault three times is one thing to mend."""
    for sample in seen.samples:
        wrong = list(content_findings(settings, seen.endpoint, sample, release))
        if wrong:
            yield from wrong if seen.endpoint.refusal is None else map(of_control, wrong)
            break
    yield from time_findings(settings, seen)
    yield from cache_findings(settings, seen)
    if facts.other_host:
        yield from _independent(settings, seen, facts.other_host)
    if settings.plain is not None:
        yield from plain_findings(settings.plain, seen)
    if settings.refused is not None:
        yield from refusal_findings(settings.refused, seen)


def _release(facts: HttpFacts, situation: Situation) -> str:
    """Raises CannotJudge where an answer is to be held against a release and the campaign names none."""
    if not situation.release and any(rule.equals == RELEASE for seen in facts.seen for rule in seen.endpoint.json):
        raise CannotJudge(
            Text("The campaign names no release, so no answer can be held against it", "活动未写明发布版本，无法核对"),
            Text("Write `release` under `campaign` in the campaign file", "请在活动文件的 `campaign` 下填写 `release`"),
        )
    return situation.release


def _at_least(settings: Settings, facts: HttpFacts) -> Iterator[Finding]:
    if len(facts.seen) < settings.at_least:
        yield Finding(
            subject=", ".join(settings.endpoints),
            required=Text(f">= {settings.at_least} endpoints", f"至少 {settings.at_least} 个端点"),
            observed=Text(f"{len(facts.seen)} endpoints", f"{len(facts.seen)} 个端点"),
            message=Text("Fewer endpoints are listed than there must be", "列出的端点数量不足"),
            kind=FindingKind.MISSING,
        )


def _independent(settings: Settings, seen: Seen, other_host: str) -> Iterator[Finding]:
    """Another host, before and after redirects, or (unless no CDN can stand in) an answer that a CDN gave by itself."""
    answered = [sample for sample in seen.samples if sample.failure is None]
    if not answered or (settings.cdn_stands_in and was_hit(answered[-1].headers)):
        return
    if other_host in (host_of(answered[-1].url), host_of(answered[-1].final_url)):
        yield finding(
            seen.endpoint,
            Text(
                f"another host than {other_host}, or a CDN's cache", f"使用 {other_host} 以外的主机，或由 CDN 缓存提供"
            )
            if settings.cdn_stands_in
            else Text(f"another host than {other_host}", f"使用 {other_host} 以外的主机"),
            Text(f"host {other_host}", f"主机 {other_host}"),
            Text("It falls together with what it must stand in for", "它与所要替代的服务在同一主机，会同时失效"),
        )


def _not_asked(seen: Seen) -> Finding:
    return finding(
        seen.endpoint,
        Text("asked", "完成检查"),
        Text("time was up before", "时限已到，尚未检查"),
        Text("It was not asked: the check's time was up", "检查时限已到，该端点未能检查"),
        FindingKind.UNREADABLE,
    )


def _time_up(not_asked: list[Seen], facts: HttpFacts) -> tuple[Text, Text]:
    first = not_asked[0].endpoint.subject
    return (
        Text(
            f"Time was up with {len(not_asked)} of {len(facts.seen)} endpoints not fully asked, the first is {first}",
            f"检查时限已到，{len(facts.seen)} 个端点中有 {len(not_asked)} 个未检查完，第一个为 {first}",
        ),
        Text(
            "Give the probe more time (--probe-timeout), or lower timeout, retries or samples in the check",
            "请放宽探针时限（--probe-timeout），或调小检查项的 timeout、retries、samples",
        ),
    )


def _measures(settings: Settings, facts: HttpFacts) -> tuple[Measure, ...]:
    found = [measure for seen in facts.seen if (measure := time_measure(settings, seen)) is not None]
    return tuple(sorted(found, key=lambda measure: -measure.value)[:_MEASURES])


def _asks_less(settings: Settings, endpoint: Endpoint) -> bool:
    """Whether a row's own expectations pass what the check's would not; a row may set its own, but not in silence."""
    slower = settings.max_time is not None and (endpoint.limit is None or endpoint.limit > settings.max_time.limit)
    return slower or not set(endpoint.status) <= set(settings.status) or endpoint.min_bytes < settings.min_bytes


def _notes(settings: Settings, facts: HttpFacts) -> Iterator[Text]:
    tries = {
        seen.endpoint.subject: most
        for seen in facts.seen
        if (most := max((sample.tries for sample in seen.samples if sample.failure is None), default=1)) > 1
    }
    less = [seen.endpoint.subject for seen in facts.seen if _asks_less(settings, seen.endpoint)]
    if less:
        yield Text(
            f"{len(less)} rows ask less than the check (status, max_ms or min_bytes): {', '.join(less[:_NAMED])}",
            f"{len(less)} 行的要求低于检查项（status、max_ms 或 min_bytes）：{'、'.join(less[:_NAMED])}",
        )
    if tries:
        named = ", ".join(f"{subject} ({count})" for subject, count in list(tries.items())[:_NAMED])
        more = "" if len(tries) <= _NAMED else ", ..."
        yield Text(
            f"{len(tries)} answered only on a later try: {named}{more}",
            f"{len(tries)} 个端点重试后才应答：{named}{more}",
        )
    cut = [seen.endpoint.subject for seen in facts.seen if any(sample.cut for sample in seen.samples)]
    if cut:
        yield Text(
            f"Only the first {settings.max_body:,} bytes were read of {len(cut)}: {', '.join(cut[:_NAMED])}",
            f"有 {len(cut)} 个端点只读取了前 {settings.max_body:,} 字节：{'、'.join(cut[:_NAMED])}",
        )
    inexact = [seen.endpoint.subject for seen in facts.seen if any(sample.inexact for sample in seen.samples)]
    if inexact:
        yield Text(
            f"Some bytes are in no known encoding in {len(inexact)}: {', '.join(inexact[:_NAMED])}",
            f"有 {len(inexact)} 个端点的部分内容编码无法识别：{'、'.join(inexact[:_NAMED])}",
        )
