"""What the `tls` kind decides from what was seen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from readiness.evidence.tls import Outcome
from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.listed import merged
from readiness.probes.tls.admitting import admission, own_certificates
from readiness.probes.tls.facts import AddressSeen, HostSeen, TlsFacts
from readiness.probes.tls.settings import Settings
from readiness.probes.tls.trusting import shortest, too_short, untrusted, weaknesses
from readiness.probes.tls.words import ended, finding

_MEASURES = 20
_DAY = timedelta(days=1)
_SPOKEN_WITH = frozenset({Outcome.ANSWERED, Outcome.REFUSED, Outcome.CLOSED})


def judge_tls(settings: Settings, facts: TlsFacts, situation: Situation) -> Judgement:
    """Every address of every host, in the order of the list.

    Raises CannotJudge where nothing seen was wrong but not all could be asked: the check's time ended, or a gateway has
    no client certificate of ours.
    """
    findings = [*facts.unusable, *_gateways(settings, facts)]
    for host in facts.hosts:
        findings.extend(merged(_host_findings(settings, host, situation)))
    for host in facts.hosts:
        if (problem := _not_asked(host)) is not None:
            if not findings:
                raise problem
            findings.append(_also_not_asked(host, problem))
    return Judgement(
        examined=Examined(len(facts.hosts) + len(facts.unusable), "hosts"),
        findings=tuple(findings),
        measures=tuple(_measures(settings, facts, situation))[:_MEASURES],
        notes=tuple(_notes(facts)),
        holds_until=facts.at + settings.max_age,
    )


def _host_findings(settings: Settings, host: HostSeen, situation: Situation) -> Iterator[Finding]:
    if host.unknown:
        yield _unknown(host)
    limit = situation.times.resolve(settings.limits.valid_until)
    for address in host.addresses:
        yield from _old_versions(settings, host, address)
        if address.opened.outcome is Outcome.UNTRUSTED:
            yield untrusted(host.target, address, situation)
        elif _only_old(address):
            yield _too_old(settings, host, address)
        elif address.opened.outcome not in _SPOKEN_WITH or not address.opened.path:
            yield _no_tls(host, address)
        else:
            yield from too_short(host.target, address, limit, situation)
            yield from admission(host, address)
    yield from own_certificates(host, situation.times.resolve(settings.limits.client_valid_until), situation)


def _gateways(settings: Settings, facts: TlsFacts) -> Iterator[Finding]:
    wanted, found = settings.limits.min_gateways, sum(host.target.gateway for host in facts.hosts)
    if found < wanted:
        yield Finding(
            subject=settings.hosts,
            required=Text(f">= {wanted} gateways with client certificates", f"至少 {wanted} 个需要客户端证书的网关"),
            observed=Text(f"{found} gateways", f"{found} 个网关"),
            message=Text(
                "Too few hosts are listed as gateways that ask for a client certificate; list what the shop's "
                "servers call to take payments",
                "清单中需要客户端证书的网关不足；请列出商城服务器收款时调用的网关",
            ),
            kind=FindingKind.MISSING,
        )


def _unknown(host: HostSeen) -> Finding:
    return finding(
        host.target,
        None,
        Text("a name with an address in DNS", "DNS 中有地址"),
        Text("none", "无"),
        Text(
            f"DNS gives no address for {host.target.subject}; add the record, or correct the list",
            f"DNS 中没有 {host.target.subject} 的地址；请添加解析记录，或更正清单",
        ),
        FindingKind.MISSING,
    )


def _old_versions(settings: Settings, host: HostSeen, address: AddressSeen) -> Iterator[Finding]:
    """A version is refused where the server said so or hung up; silence says nothing."""
    least = settings.limits.min_version
    for version, seen in address.old:
        if seen.outcome in (Outcome.REFUSED, Outcome.CLOSED):
            continue
        accepted = seen.outcome is Outcome.ANSWERED
        observed = Text(f"TLS {version} accepted", f"接受 TLS {version}") if accepted else ended(seen)
        message = (
            Text(
                f"{host.target.subject} still accepts TLS {version}; allow TLS {least} and later only",
                f"{host.target.subject} 仍接受 TLS {version}；请只允许 TLS {least} 及以上",
            )
            if accepted
            else Text(
                f"It can't be told whether {host.target.subject} refuses TLS {version}: {observed.en}; ask again",
                f"无法判断 {host.target.subject} 是否拒绝 TLS {version}：{observed.zh}；请重试",
            )
        )
        kind = FindingKind.WRONG if accepted else FindingKind.UNREADABLE
        yield finding(
            host.target, address, Text(f"TLS {version} refused", f"拒绝 TLS {version}"), observed, message, kind
        )


def _only_old(address: AddressSeen) -> bool:
    """It refuses what is good enough, and takes what is not."""
    refused = address.opened.outcome in (Outcome.REFUSED, Outcome.BROKEN, Outcome.CLOSED) and not address.opened.path
    return refused and any(seen.outcome is Outcome.ANSWERED for _, seen in address.old)


def _too_old(settings: Settings, host: HostSeen, address: AddressSeen) -> Finding:
    best = max(version for version, seen in address.old if seen.outcome is Outcome.ANSWERED)
    least = settings.limits.min_version
    return finding(
        host.target,
        address,
        Text(f"TLS {least} or later", f"TLS {least} 或更高"),
        Text(f"at most TLS {best}", f"最高 TLS {best}"),
        Text(
            f"{host.target.subject} speaks TLS {best} at most, which browsers refuse; turn on TLS {least}",
            f"{host.target.subject} 最高只支持 TLS {best}，浏览器会拒绝；请启用 TLS {least}",
        ),
    )


def _no_tls(host: HostSeen, address: AddressSeen) -> Finding:
    observed = ended(address.opened)
    return finding(
        host.target,
        address,
        Text("a TLS connection", "TLS 连接"),
        observed,
        Text(
            f"No TLS connection to {host.target.subject}: {observed.en}; mend the server, or correct host and port in "
            "the list",
            f"无法与 {host.target.subject} 建立 TLS 连接：{observed.zh}；请修复服务器，或更正清单中的主机和端口",
        ),
    )


def _not_asked(host: HostSeen) -> CannotJudge | None:
    if host.time_up:
        return CannotJudge(
            Text(
                f"Time was up before {host.target.subject} was asked all that is to be asked",
                f"检查时限已到，{host.target.subject} 未检查完",
            ),
            Text(
                "Give the probe more time (--probe-timeout), or lower timeout or retries in the check",
                "请放宽探针时限（--probe-timeout），或调小检查项的 timeout、retries",
            ),
        )
    if host.target.gateway and host.client is None and not host.unknown:
        return CannotJudge(
            Text(
                f"The gateway {host.target.subject} can't be asked as the shop's servers ask it: the campaign has no "
                "client certificate for it",
                f"无法以商城服务器的身份访问网关 {host.target.subject}：活动没有为其配置客户端证书",
            ),
            Text(
                f"Set it in the campaign file: hosts: {{{host.target.host}: {{client_cert: ..., client_key: ...}}}}",
                f"请在活动文件中设置：hosts: {{{host.target.host}: {{client_cert: ..., client_key: ...}}}}",
            ),
        )
    return None


def _also_not_asked(host: HostSeen, problem: CannotJudge) -> Finding:
    return finding(
        host.target,
        None,
        Text("asked", "完成检查"),
        Text("not fully asked", "未检查完"),
        problem.message,
        FindingKind.UNREADABLE,
    )


def _measures(settings: Settings, facts: TlsFacts, situation: Situation) -> Iterator[Measure]:
    """Whole days that certificates last beyond the campaign's end."""
    end = situation.times.end
    limit = Decimal((situation.times.resolve(settings.limits.valid_until) - end) // _DAY)
    for host in facts.hosts:
        if (ends := shortest(host.addresses)) is not None:
            yield Measure(host.target.subject, Decimal((ends - end) // _DAY), limit, "d")


def _notes(facts: TlsFacts) -> Iterator[Text]:
    for host in facts.hosts:
        if host.away:
            yield Text(
                f"{host.target.subject}: this machine has no network for {', '.join(host.away)}, so it was not asked",
                f"{host.target.subject}：本机没有通往 {'、'.join(host.away)} 的网络，未检查这些地址",
            )
        for weak in weaknesses(host.addresses):
            yield Text(
                f"A certificate on the way to {host.target.subject} has {weak.en}",
                f"{host.target.subject} 的证书链中有证书{weak.zh}",
            )
