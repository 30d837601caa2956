"""Judging what resolvers say of a name and of its backup. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from readiness.evidence.dns import Answer, Fault
from readiness.evidence.domains import is_address
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.dns.facts import Looked, NameSeen, Target
from readiness.probes.dns.words import FAULTS, finding, listed

_ABSENT = frozenset({Fault.NO_NAME, Fault.NO_DATA})


def resolving(seen: NameSeen) -> Iterator[Finding]:
    """Whether every resolver gives the name an address, all the same one, and the one that is expected."""
    for looked in seen.looked:
        yield from _looked(seen.target, seen.target.name, looked)
    yield from _disagreeing(seen)
    for looked in seen.looked:
        if looked.addresses:
            yield from _as_listed(seen.target, looked)


def backup_findings(seen: NameSeen) -> Iterator[Finding]:
    """What takes over must be there, at another address than what it takes over from."""
    backup, target = seen.target.backup, seen.target
    if not backup:
        return
    for looked in seen.backups:
        yield from _looked(target, backup, looked)
    own = _all(seen.looked)
    shared = own & ({backup} if is_address(backup) else _all(seen.backups))
    if shared:
        yield finding(
            target,
            Text(f"a backup at other addresses than {listed(own)}", f"备用目标的地址不同于 {listed(own)}"),
            Text(f"{backup} is at {listed(shared)}", f"{backup} 的地址为 {listed(shared)}"),
            Text(
                f"The backup {backup} of {target.subject} is the same machine ({listed(shared)}), so both fall "
                "together; name the address of the backup cluster",
                f"{target.subject} 的备用目标 {backup} 是同一地址（{listed(shared)}），会同时失效；"
                "请改为备用集群的地址",
            ),
        )


def no_backup(target: Target) -> Finding:
    return finding(
        target,
        Text("a name or address that takes over", "备用目标（域名或地址）"),
        Text("none", "无"),
        Text(
            f"{target.subject} has no backup in the list, so there is nothing to switch to; enter the backup cluster",
            f"清单中 {target.subject} 没有备用目标，故障时无处可切换；请填写备用集群",
        ),
        FindingKind.MISSING,
    )


def _all(seen: Sequence[Looked]) -> frozenset[str]:
    return frozenset(address for looked in seen for address in looked.addresses)


def _looked(target: Target, name: str, looked: Looked) -> Iterator[Finding]:
    """One resolver: a fault of any kind is told once; having only IPv4 or only IPv6 addresses is none."""
    faults = {answer.fault: answer for answer in (looked.four, looked.six) if answer.fault is not None}
    told = [fault for fault in faults if fault not in _ABSENT]
    if not told and not looked.addresses:
        told = [looked.four.fault or Fault.NO_DATA]
    for fault in told:
        yield _fault(target, name, looked.resolver, fault, faults[fault])


def _fault(target: Target, name: str, resolver: str, fault: Fault, answer: Answer) -> Finding:
    observed = FAULTS[fault]
    if answer.aliases and fault in _ABSENT:
        last = answer.last
        observed = Text(f"an alias of {last}, which is not there", f"CNAME 指向 {last}，但该名称不存在")
    return finding(
        target,
        Text(f"an address of {name} from {resolver}", f"{resolver} 给出 {name} 的地址"),
        observed,
        Text(
            f"{resolver} gives no address of {name}: {observed.en}; mend the record or the name server",
            f"{resolver} 没有给出 {name} 的地址：{observed.zh}；请修正解析记录或 DNS 服务器",
        ),
        FindingKind.MISSING if fault in _ABSENT else FindingKind.WRONG,
    )


def _disagreeing(seen: NameSeen) -> Iterator[Finding]:
    """Different answers side by side; the order of the addresses is no difference."""
    said: dict[frozenset[str], list[str]] = {}
    for looked in seen.looked:
        if looked.addresses:
            said.setdefault(looked.addresses, []).append(looked.resolver)
    if len(said) <= 1:
        return
    told = "; ".join(f"{', '.join(at)}: {listed(addresses)}" for addresses, at in said.items())
    yield finding(
        seen.target,
        Text("one answer from all resolvers", "各 DNS 服务器应答一致"),
        Text.same(told),
        Text(
            f"Resolvers disagree about {seen.target.subject} ({told}): some customers reach another machine; correct "
            "the records, or wait until the old ones have expired",
            f"各 DNS 服务器对 {seen.target.subject} 的应答不一致（{told}），部分顾客会访问另一台机器；"
            "请更正记录，或等旧记录过期",
        ),
    )


def _as_listed(target: Target, looked: Looked) -> Iterator[Finding]:
    """The row's own expectations: a kind of record, and values."""
    aliases = frozenset(record.value for answer in (looked.four, looked.six) for record in answer.aliases)
    there = {"A": looked.four.values, "AAAA": looked.six.values, "CNAME": aliases}
    if target.kind is not None and not there[target.kind]:
        yield finding(
            target,
            Text(f"a {target.kind} record", f"{target.kind} 记录"),
            Text(f"none from {looked.resolver}", f"{looked.resolver} 没有给出"),
            Text(
                f"{target.subject} has no {target.kind} record; add it, or correct the list",
                f"{target.subject} 没有 {target.kind} 记录；请添加，或更正清单",
            ),
            FindingKind.MISSING,
        )
    wanted = frozenset(word for word in target.expected if is_address(word))
    names = target.expected - wanted
    if (wanted and _of_families(looked, wanted) != wanted) or not names <= aliases:
        observed = listed(looked.addresses | aliases)
        yield finding(
            target,
            Text.same(listed(target.expected)),
            Text(f"{observed} from {looked.resolver}", f"{looked.resolver} 给出 {observed}"),
            Text(
                f"{target.subject} leads to {observed}, not to {listed(target.expected)}; correct the record or the "
                "list",
                f"{target.subject} 指向 {observed}，而不是 {listed(target.expected)}；请更正解析记录或清单",
            ),
        )


def _of_families(looked: Looked, wanted: frozenset[str]) -> frozenset[str]:
    """The addresses of the families that the list names: one that names IPv4 only says nothing of IPv6."""
    six = any(":" in address for address in wanted)
    four = any(":" not in address for address in wanted)
    return (looked.four.values if four else frozenset()) | (looked.six.values if six else frozenset())
