"""Findings of the `tls` kind, and the words for how a conversation ended."""

from __future__ import annotations

from readiness.evidence.tls import Outcome
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.tls.facts import AddressSeen, Seen, Target

_ENDED: dict[Outcome, Text] = {
    Outcome.CLOSED: Text("the connection was closed without a word", "连接被直接关闭"),
    Outcome.SILENT: Text("no answer in time", "未在限时内应答"),
    Outcome.UNREACHABLE: Text("no connection could be made", "无法建立连接"),
    Outcome.PLAIN_HTTP: Text("it speaks plain HTTP, without TLS", "使用明文 HTTP，没有 TLS"),
    Outcome.NOT_TLS: Text("what it speaks is no TLS", "应答不是 TLS"),
    Outcome.UNTRUSTED: Text("its certificate is not trusted", "证书不受信任"),
}


def finding(
    target: Target,
    address: AddressSeen | None,
    required: Text,
    observed: Text,
    message: Text,
    kind: FindingKind = FindingKind.WRONG,
) -> Finding:
    """A finding about a host; its address stands where it was read."""
    where = target.where if address is None else f"{target.where}: {address.address}"
    return Finding(target.subject, required, observed, message, where=where, kind=kind)


def ended(seen: Seen) -> Text:
    """How a conversation ended, in plain words; OpenSSL's own where it has some."""
    if seen.outcome is Outcome.ANSWERED:
        return (
            Text.same(f"HTTP {seen.status}") if seen.status else Text("an answer, not in HTTP", "有应答，但不是 HTTP")
        )
    if seen.outcome is Outcome.REFUSED:
        return Text(f"refused ({seen.why})", f"被拒绝（{seen.why}）")
    if seen.outcome is Outcome.BROKEN:
        return Text(f"no TLS that is good enough ({seen.why})", f"TLS 不合要求（{seen.why}）")
    return _ENDED[seen.outcome]
