"""Judging whom a server lets in: pages everybody, gateways only clients that they know. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from readiness.evidence.tls import Outcome
from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.tls.facts import AddressSeen, HostSeen, Seen
from readiness.probes.tls.words import ended, finding

# 495 and 496 are nginx's own for a bad and for no certificate, which it sends as 400.
_ASKS_WHO = frozenset({400, 401, 403, 495, 496})
_ASKS_FOR_CERTIFICATE = frozenset({400, 495, 496})
_SERVER_FAULT = 500


def admission(host: HostSeen, address: AddressSeen) -> Iterator[Finding]:
    """What is wrong in whom this address lets in; its certificate is trusted."""
    if not host.target.gateway:
        yield from _page(host, address)
        return
    for seen, who in ((address.bare, _NOBODY), (address.stranger, _STRANGER)):
        if seen is not None:
            yield from _shut(host, address, seen, who)
    if host.client is not None and not _let_in(address.opened):
        yield _shut_out(host, address)


_NOBODY = Text("a connection without a client certificate", "没有客户端证书的连接")
_STRANGER = Text("a client certificate that nobody vouches for", "无人担保的客户端证书")


def _shut(host: HostSeen, address: AddressSeen, seen: Seen, who: Text) -> Iterator[Finding]:
    """A gateway must refuse this one: by TLS, by closing, or by a status that asks who it is."""
    if seen.outcome in (Outcome.REFUSED, Outcome.CLOSED) or seen.status in _ASKS_WHO:
        return
    subject, observed = host.target.subject, ended(seen)
    required = Text(f"{who.en} refused", f"拒绝{who.zh}")
    if seen.outcome is not Outcome.ANSWERED:
        yield finding(
            host.target,
            address,
            required,
            observed,
            Text(
                f"It can't be told whether {subject} refuses {who.en}: {observed.en}; ask again, or mend the gateway",
                f"无法判断 {subject} 是否拒绝{who.zh}：{observed.zh}；请重试，或修复网关",
            ),
            FindingKind.UNREADABLE,
        )
        return
    yield finding(
        host.target,
        address,
        required,
        observed,
        Text(
            f"{subject} lets in {who.en} ({observed.en}), so anybody can call the gateway; turn on the verification of "
            "client certificates, with your own CA only",
            f"{subject} 接受{who.zh}（{observed.zh}），任何人都能调用网关；请开启客户端证书验证，且只信任自有 CA",
        ),
    )


def _let_in(seen: Seen) -> bool:
    return seen.outcome is Outcome.ANSWERED and 0 < seen.status < _SERVER_FAULT and seen.status not in _ASKS_WHO


def _shut_out(host: HostSeen, address: AddressSeen) -> Finding:
    subject, observed = host.target.subject, ended(address.opened)
    return finding(
        host.target,
        address,
        Text("an answer to the campaign's client certificate", "接受本活动的客户端证书并应答"),
        observed,
        Text(
            f"{subject} does not let in the campaign's own client certificate: {observed.en}; install its CA there, "
            "renew it, or set `path` of the row to one that answers",
            f"{subject} 不接受本活动自己的客户端证书：{observed.zh}；请在网关安装其 CA、更换证书，"
            "或在清单中把 `path` 设为能应答的路径",
        ),
    )


def _page(host: HostSeen, address: AddressSeen) -> Iterator[Finding]:
    """Customers have no client certificate: a page that asks for one is shut to all of them."""
    seen = address.opened
    if seen.outcome is Outcome.ANSWERED and seen.status and seen.status not in _ASKS_FOR_CERTIFICATE:
        return
    observed = ended(seen)
    yield finding(
        host.target,
        address,
        Text("an answer to everybody", "任何人都能得到应答"),
        observed,
        Text(
            f"{host.target.subject} does not answer a customer, who has no client certificate: {observed.en}; turn off "
            "its verification there, or list it as a gateway",
            f"{host.target.subject} 不应答没有客户端证书的顾客：{observed.zh}；请关闭客户端证书验证，"
            "或在清单中标为网关",
        ),
    )


def own_certificates(host: HostSeen, limit: datetime, situation: Situation) -> Iterator[Finding]:
    """What the campaign shows there must last until the end, or its own orders can't be paid."""
    for one in host.client or ():
        if one.ends >= limit:
            continue
        ends, wanted = say_instant(one.ends, situation.times.zone), say_instant(limit, situation.times.zone)
        yield Finding(
            host.target.subject,
            Text(f"a client certificate valid until {wanted.en}", f"客户端证书有效期至 {wanted.zh}"),
            Text(f"{one.name} ends {ends.en}", f"{one.name} 于 {ends.zh} 到期"),
            Text(
                f"The client certificate {one.name} for {host.target.subject} ends {ends.en}, before the campaign is "
                "over; renew it and install it on both sides",
                f"调用 {host.target.subject} 的客户端证书 {one.name} 将于 {ends.zh} 到期，活动尚未结束；"
                "请更换并在两端安装",
            ),
            where=str(host.client_at),
        )
