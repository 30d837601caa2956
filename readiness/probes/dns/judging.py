"""What the `dns` kind decides from what was seen. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from readiness.evidence.dns import Fault
from readiness.model.errors import CannotJudge
from readiness.model.finding import Examined, Finding, FindingKind, Judgement, Measure
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.dns.facts import DnsFacts, NameSeen
from readiness.probes.dns.resolving import backup_findings, no_backup, resolving
from readiness.probes.dns.settings import Settings
from readiness.probes.dns.words import FAULTS, finding, listed

_MEASURES = 20


def judge_dns(settings: Settings, facts: DnsFacts, situation: Situation) -> Judgement:  # noqa: ARG001
    """Every name, in the order of the list.

    Raises CannotJudge where the check's time ended before all were asked and nothing seen was wrong.
    """
    findings = list(facts.unusable)
    for seen in facts.names:
        if not seen.time_up:
            findings.extend(_name_findings(settings, seen))
    for seen in facts.names:
        if seen.time_up:
            if not findings:
                raise _time_up(seen)
            findings.append(_not_asked(seen))
    return Judgement(
        examined=Examined(len(facts.names) + len(facts.unusable), "names"),
        findings=tuple(findings),
        measures=tuple(_measures(settings, facts))[:_MEASURES],
        notes=tuple(_notes(settings, facts)),
        holds_until=facts.at + settings.max_age,
    )


def _name_findings(settings: Settings, seen: NameSeen) -> Iterator[Finding]:
    yield from resolving(seen)
    yield from _with_authority(seen)
    yield from _too_long(settings, seen)
    if settings.backup and not seen.target.backup:
        yield no_backup(seen.target)
    yield from backup_findings(seen)


def _limit(settings: Settings, seen: NameSeen) -> int:
    """The check's limit in seconds; a row may ask for less, not allow more."""
    limits = (settings.limits.max_ttl, seen.target.max_ttl or settings.limits.max_ttl)
    return int(min(limits).total_seconds())


def _with_authority(seen: NameSeen) -> Iterator[Finding]:
    """Only the servers with authority know the whole TTL; each must answer, for itself and alike."""
    for name in seen.orphans:
        yield finding(
            seen.target,
            Text(f"the name servers of {name}", f"{name} 的权威服务器"),
            Text("none found", "未找到"),
            Text(
                f"No server with authority over {name} could be found, so its TTL is unknown; mend the NS records of "
                "its zone",
                f"未找到 {name} 的权威服务器，无法得知其 TTL；请修正该区域的 NS 记录",
            ),
            FindingKind.MISSING,
        )
    yield from _out_of_reach(seen)
    for one in seen.authorities:
        fault = one.answer.fault
        if (fault is None and one.answer.authoritative) or fault is Fault.NO_ROUTE:
            continue
        observed = FAULTS[fault] if fault else Text("an answer without authority", "非权威应答")
        yield finding(
            seen.target,
            Text(f"{one.server} answers for {one.name} with authority", f"{one.server} 对 {one.name} 给出权威应答"),
            observed,
            Text(
                f"The name server {one.server} does not answer for {one.name} as it should: {observed.en}; mend it or "
                "take it out of the NS records",
                f"权威服务器 {one.server} 对 {one.name} 的应答异常：{observed.zh}；请修复，或从 NS 记录中移除",
            ),
        )
    yield from _differing(seen)


def _out_of_reach(seen: NameSeen) -> Iterator[Finding]:
    """A name none of whose servers can be asked from here: nobody has read its TTL."""
    reached = {one.name for one in seen.authorities if one.answer.fault is not Fault.NO_ROUTE}
    for name in dict.fromkeys(one.name for one in seen.authorities if one.name not in reached):
        yield finding(
            seen.target,
            Text(f"an answer from a name server of {name}", f"{name} 的权威服务器应答"),
            FAULTS[Fault.NO_ROUTE],
            Text(
                f"No name server of {name} can be reached from here, so its TTL is unknown; run the check elsewhere",
                f"本机无法连到 {name} 的任何权威服务器，无法得知其 TTL；请换一台机器运行检查",
            ),
            FindingKind.UNREADABLE,
        )


def _differing(seen: NameSeen) -> Iterator[Finding]:
    """Servers of one zone that say different things: a change that has not reached all of them."""
    said: dict[tuple[str, str], dict[frozenset[str], list[str]]] = {}
    for one in seen.authorities:
        for record in one.answer.records[:1]:
            values = said.setdefault((one.name, record.type), {})
            values.setdefault(one.answer.values, []).append(one.server)
    for (name, kind), values in said.items():
        if len(values) > 1:
            told = "; ".join(f"{', '.join(dict.fromkeys(at))}: {listed(found)}" for found, at in values.items())
            yield finding(
                seen.target,
                Text(f"one answer for {name} {kind} from all its servers", f"{name} {kind} 的各权威服务器应答一致"),
                Text.same(told),
                Text(
                    f"The name servers of {name} disagree ({told}); publish the same zone on all of them",
                    f"{name} 的权威服务器应答不一致（{told}）；请在所有服务器上发布同一区域",
                ),
            )


def _too_long(settings: Settings, seen: NameSeen) -> Iterator[Finding]:
    limit = _limit(settings, seen)
    for (name, kind), ttl in _ttls(seen).items():
        if ttl > limit:
            yield Finding(
                seen.target.subject,
                Text(f"a TTL of at most {limit}", f"TTL 不超过 {limit}"),
                Text(f"{ttl} for {name} {kind}", f"{name} {kind} 为 {ttl}"),
                Text(
                    f"Resolvers keep {name} {kind} for {ttl} s, so for that long after a switch customers go on to the "
                    f"fallen cluster; lower the TTL to {limit} s or less, at least {ttl} s before it must work",
                    f"各地 DNS 会缓存 {name} {kind} {ttl} 秒，切换后顾客仍会访问故障集群；请将 TTL 降到 {limit} 秒"
                    f"以内，并至少提前 {ttl} 秒生效",
                ),
                unit="s",
                where=seen.target.where,
            )


def _ttls(seen: NameSeen) -> dict[tuple[str, str], int]:
    """The longest time to live of each record on the way, as the servers with authority give it."""
    found: dict[tuple[str, str], int] = {}
    for one in seen.authorities:
        for record in (*one.answer.aliases, *one.answer.records):
            if record.name == one.name:
                key = (record.name, record.type)
                found[key] = max(found.get(key, 0), record.ttl)
    return found


def _time_up(seen: NameSeen) -> CannotJudge:
    return CannotJudge(
        Text(
            f"Time was up before {seen.target.subject} was asked of all name servers",
            f"检查时限已到，{seen.target.subject} 未询问完所有 DNS 服务器",
        ),
        Text(
            "Give the probe more time (--probe-timeout), or lower timeout or retries in the check",
            "请放宽探针时限（--probe-timeout），或调小检查项的 timeout、retries",
        ),
    )


def _not_asked(seen: NameSeen) -> Finding:
    return finding(
        seen.target,
        Text("asked", "完成检查"),
        Text("time was up before", "时限已到，尚未检查完"),
        _time_up(seen).message,
        FindingKind.UNREADABLE,
    )


def _measures(settings: Settings, facts: DnsFacts) -> Iterator[Measure]:
    for seen in facts.names:
        if ttls := _ttls(seen):
            yield Measure(seen.target.subject, Decimal(max(ttls.values())), Decimal(_limit(settings, seen)), "s")


def _notes(settings: Settings, facts: DnsFacts) -> Iterator[Text]:
    advised = int(settings.limits.advised_ttl.total_seconds())
    longer = [seen.target.subject for seen in facts.names if any(ttl > advised for ttl in _ttls(seen).values())]
    if longer:
        named = ", ".join(longer[:5])
        yield Text(
            f"A TTL of at most {advised} s is advised; it is longer for {named}",
            f"建议 TTL 不超过 {advised} 秒，以下域名更长：{named}",
        )
    away = dict.fromkeys(
        one.server for seen in facts.names for one in seen.authorities if one.answer.fault is Fault.NO_ROUTE
    )
    if away:
        yield Text(
            f"This machine has no network for some addresses of {', '.join(away)}, so these were not asked",
            f"本机没有通往 {'、'.join(away)} 部分地址的网络，未询问这些地址",
        )
