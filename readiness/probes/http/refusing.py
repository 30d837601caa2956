"""Judging requests that must be refused: an attack, a request used before, a second claim. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Final

from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.http.facts import HttpFacts, Refusal, Sample, Seen
from readiness.probes.http.settings import RefusalTest, Settings
from readiness.probes.http.words import short

TESTS: Final[Mapping[RefusalTest, Text]] = {
    "waf": Text("an attack", "攻击请求"),
    "replay": Text("a signed request that was used before", "已使用过的签名请求"),
    "one-device": Text("a second claim on the same device", "同一设备的第二次领取"),
}


def refusal_findings(refused: Mapping[RefusalTest, tuple[int, ...]], seen: Seen) -> Iterator[Finding]:
    """A finding where a request that must be refused was not. Silence is none: a firewall that drops the connection
    can't be told from a server that fell. What was not sent, since its control was wrong, has the control's finding."""
    refusal, answer = seen.endpoint.refusal, seen.refused
    if refusal is None or answer is None:
        return
    statuses = refused.get(refusal.test, ())
    if answer.failure is not None:
        observed = answer.failure.words
    elif answer.status in statuses:
        return
    else:
        to = answer.headers.get("location", "")
        observed = Text.same(f"HTTP {answer.status}" + (f" -> {short(to)}" if to else ""))
    what = TESTS[refusal.test]
    yield Finding(
        subject=seen.endpoint.subject,
        required=_refused_with(statuses),
        observed=observed,
        message=Text(f"Not refused: {what.en}", f"未被拒绝：{what.zh}"),
        where=f"{seen.endpoint.where}: {refusal.method} {short(refusal.url.name)}",
    )


def of_control(found: Finding) -> Finding:
    """What is wrong with the ordinary request beside the one that must be refused, told as that."""
    message = found.message
    return replace(
        found,
        message=Text(f"The ordinary request beside it: {message.en}", f"对照请求：{message.zh}"),
    )


def untested_findings(settings: Settings, facts: HttpFacts) -> Iterator[Finding]:
    """A sort of refusal that the check asks for and no row tests."""
    tested = {seen.endpoint.refusal.test for seen in facts.seen if seen.endpoint.refusal is not None}
    for test in settings.refused or {}:
        if test not in tested:
            what = TESTS[test]
            yield Finding(
                subject=", ".join(settings.endpoints),
                required=Text(f"a row with the test {test}: {what.en}", f"至少一行测试类型为 {test}：{what.zh}"),
                observed=Text("no such row", "没有这样的行"),
                message=Text(f"Nothing shows that {what.en} is refused", f"没有任何测试表明{what.zh}会被拒绝"),
                kind=FindingKind.MISSING,
            )


def to_send(seen: Seen) -> Refusal | None:
    """The request to send, once its control was answered as it must be: a login wall or a fallen shop refuses all."""
    answered = any(_right(sample, seen) for sample in seen.samples)
    return seen.endpoint.refusal if answered and not seen.time_up else None


def _right(sample: Sample, seen: Seen) -> bool:
    return sample.failure is None and sample.status in seen.endpoint.status


def _refused_with(statuses: tuple[int, ...]) -> Text:
    named = ", ".join(map(str, statuses))
    return Text(f"refused with HTTP {named}", f"以 HTTP {named} 拒绝")
