"""Findings of the `dns` kind, and the words for what name servers answer."""

from __future__ import annotations

from collections.abc import Collection

from readiness.evidence.dns import Fault
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.dns.facts import Target

FAULTS: dict[Fault, Text] = {
    Fault.NO_NAME: Text("NXDOMAIN: no such name", "NXDOMAIN：没有这个域名"),
    Fault.NO_DATA: Text("the name, without an address", "有此域名，但没有地址"),
    Fault.SERVER: Text("SERVFAIL: the server failed", "SERVFAIL：服务器故障"),
    Fault.REFUSED: Text("REFUSED: the server does not answer for it", "REFUSED：服务器拒绝应答"),
    Fault.OTHER: Text("an answer to another question, or none that can be read", "答非所问，或应答无法读取"),
    Fault.LOOP: Text("aliases that lead in a circle", "CNAME 循环"),
    Fault.SILENT: Text("no answer in time", "未在限时内应答"),
    Fault.UNREACHABLE: Text("no server at the address", "该地址没有 DNS 服务"),
    Fault.NO_ROUTE: Text("no network to it from here", "本机没有通往它的网络"),
}


def finding(
    target: Target,
    required: Text,
    observed: Text,
    message: Text,
    kind: FindingKind = FindingKind.WRONG,
) -> Finding:
    return Finding(target.subject, required, observed, message, where=target.where, kind=kind)


def listed(values: Collection[str]) -> str:
    """Addresses and names in an order that does not depend on the server's."""
    return ", ".join(sorted(values)) or "-"
