"""Kind `http`: whether pages and APIs answer as they must, many at once.

Asking is in `asking`, judging in `judging` and the modules it names; this module joins them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from readiness.evidence.variables import fill
from readiness.model.evidence import Binding
from readiness.model.finding import Finding, Judgement
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.http.content import host_of
from readiness.probes.http.endpoints import Listed, from_table, from_url
from readiness.probes.http.facts import Endpoint, HttpFacts
from readiness.probes.http.judging import judge_http
from readiness.probes.http.settings import Settings
from readiness.probes.http.strictness import asks_as_much

if TYPE_CHECKING:  # the evidence layer loads the table engine, which reading settings does not need
    from readiness.evidence.context import ProbeContext

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "stricter"]

NAME = "http"
SUMMARY = Text(
    "Pages and APIs answer as they must: status, content, time, redirects, headers, caching, link tags",
    "页面与接口按要求应答：状态码、内容、耗时、跳转、响应头、缓存、链接标签",
)


def gather(settings: Settings, context: ProbeContext) -> HttpFacts:
    """Asks all endpoints, at most `concurrency` at once.

    Raises NotSupplied, and CannotJudge where our side can't ask (the target's faults are facts).
    """
    from readiness.evidence.parallel import in_parallel
    from readiness.probes.http.asking import ask, must_be_allowed, send_refusal

    endpoints: list[Endpoint] = []
    unusable: list[Finding] = []
    for name in settings.endpoints:
        listed = _listed(settings, context, name)
        endpoints.extend(listed.endpoints)
        unusable.extend(listed.unusable)
    other_host = _host_of_evidence(context, settings.independent_of) if settings.independent_of else ""
    with context.web() as web:
        for endpoint in endpoints:
            must_be_allowed(endpoint, web)
        seen = in_parallel(
            lambda endpoint: ask(endpoint, settings, web, context.stopwatch.left), endpoints, settings.concurrency
        )
        if settings.refused is not None:  # one after the other, so that nothing looks like a flood
            seen = [send_refusal(one, settings, web, context.stopwatch.left) for one in seen]
    return HttpFacts(tuple(seen), tuple(unusable), context.times.seen_until, other_host)


def judge(settings: Settings, facts: HttpFacts, situation: Situation) -> Judgement:
    return judge_http(settings, facts, situation)


def stricter(before: Settings, after: Settings) -> bool:
    return asks_as_much(before, after)


def _listed(settings: Settings, context: ProbeContext, name: str) -> Listed:
    binding = context.store.binding(name)
    if binding.url is not None:
        listed = from_url(settings, binding)
        context.note_live(name, binding.url, context.times.seen_until)
        return listed
    table = context.table(name)
    listed = from_table(settings, binding, table)
    source = f"{len(listed.endpoints)} URLs of {table.use.source}"
    context.note_live(f"{name} (answers)", source, context.times.seen_until)
    return listed


def _host_of_evidence(context: ProbeContext, name: str) -> str:
    binding: Binding = context.store.binding(name)
    used_in = Text(f"the evidence {name} ({binding.location})", f"证据 {name}（{binding.location}）")
    return host_of(fill(str(binding.url), used_in).reveal())
