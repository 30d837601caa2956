"""One question to one name server, told as what was seen. The only home of dnspython.

The library's own resolver would hide what must be judged: it asks others in silence, and a cache gives the time left.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Literal

from readiness.evidence.addresses import NO_ROUTE, addresses_of

if TYPE_CHECKING:
    import dns.message
    import dns.name
    import dns.rrset

RecordType = Literal["A", "AAAA", "CNAME", "NS"]
DNS_PORT: Final = 53
LONGEST_CHAIN: Final = 12
_PAYLOAD = 1232  # what fits into one packet everywhere (DNS flag day 2020)


class Fault(StrEnum):
    """Why a server gave no records: `NO_NAME` and `NO_DATA` are its own word; `OTHER` is an answer to another question,
    or none that can be read; `LOOP` aliases that lead in a circle."""

    NO_NAME = "NXDOMAIN"
    NO_DATA = "no such records"
    SERVER = "SERVFAIL"
    REFUSED = "REFUSED"
    OTHER = "wrong answer"
    LOOP = "loop"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    NO_ROUTE = "no route"


@dataclass(frozen=True, slots=True)
class Record:
    """One record: its name, type, seconds to live as this server gives them, and value."""

    name: str
    type: str
    ttl: int
    value: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said. `aliases` are CNAME records in the order in which they lead on, `records` what stands at
    their end; `last` is the name there."""

    fault: Fault | None = None
    aliases: tuple[Record, ...] = ()
    records: tuple[Record, ...] = ()
    last: str = ""
    authoritative: bool = False

    @property
    def values(self) -> frozenset[str]:
        return frozenset(record.value for record in self.records)


@dataclass(frozen=True, slots=True)
class NameServer:
    """`shown` is how people call it."""

    shown: str
    address: str
    port: int = DNS_PORT


def system_servers() -> tuple[NameServer, ...]:
    """The name servers that this machine is set to ask; empty where it has none."""
    import dns.exception
    import dns.resolver

    try:
        found = dns.resolver.Resolver(configure=True)
    except dns.exception.DNSException:
        return ()
    return tuple(NameServer("system", str(one), found.port) for one in found.nameservers)


def servers_of(host: str, port: int, seconds: float) -> tuple[NameServer, ...] | None:
    """A name server by its name or address; None where the system's resolver is silent."""
    found = addresses_of(host, port, seconds)
    return None if found is None else tuple(NameServer(host, address, port) for address, _ in found)


def ask(server: NameServer, name: str, kind: RecordType, seconds: float, *, recursive: bool = True) -> Answer:
    """Asks once by UDP, and by TCP where the answer was cut, within `seconds` for both."""
    import dns.exception
    import dns.flags
    import dns.message
    import dns.query

    until = time.monotonic() + seconds
    question = dns.message.make_query(name, kind, use_edns=0, payload=_PAYLOAD)
    if not recursive:
        question.flags &= ~dns.flags.RD
    try:
        reply = dns.query.udp(question, server.address, seconds, server.port, ignore_unexpected=True)
        if reply.flags & dns.flags.TC:
            reply = dns.query.tcp(question, server.address, max(0.001, until - time.monotonic()), server.port)
    except dns.exception.Timeout:
        return Answer(Fault.SILENT)
    except (dns.exception.DNSException, ValueError, EOFError):
        return Answer(Fault.OTHER)
    except OSError as error:
        return Answer(_unreachable(error))
    return _read(reply, name, kind)


def _unreachable(error: OSError) -> Fault:
    ours = error.errno in NO_ROUTE or isinstance(error, socket.gaierror)
    return Fault.NO_ROUTE if ours else Fault.UNREACHABLE


def _read(reply: dns.message.Message, name: str, kind: RecordType) -> Answer:
    import dns.flags
    import dns.name
    import dns.rcode

    authoritative = bool(reply.flags & dns.flags.AA)
    code = reply.rcode()
    faults = {dns.rcode.SERVFAIL: Fault.SERVER, dns.rcode.REFUSED: Fault.REFUSED}
    if code not in (dns.rcode.NOERROR, dns.rcode.NXDOMAIN):
        return Answer(faults.get(code, Fault.OTHER), authoritative=authoritative)
    aliases: list[Record] = []
    at = dns.name.from_text(name)
    while kind != "CNAME" and (alias := _rrset(reply, at, "CNAME")) is not None:
        aliases.extend(_records(alias))
        at = alias[0].target
        if len(aliases) > LONGEST_CHAIN:
            return Answer(Fault.LOOP, tuple(aliases), last=_plain(at), authoritative=authoritative)
    found = _rrset(reply, at, kind)
    records = tuple(_records(found)) if found is not None else ()
    absent = Fault.NO_NAME if code == dns.rcode.NXDOMAIN else Fault.NO_DATA
    return Answer(None if records else absent, tuple(aliases), records, _plain(at), authoritative)


def _rrset(reply: dns.message.Message, name: dns.name.Name, kind: str) -> dns.rrset.RRset | None:
    import dns.rdataclass
    import dns.rdatatype

    return reply.get_rrset(reply.answer, name, dns.rdataclass.IN, dns.rdatatype.from_text(kind))


def _records(found: dns.rrset.RRset) -> Iterator[Record]:
    import dns.rdatatype

    kind = dns.rdatatype.to_text(found.rdtype)
    for value in sorted(one.to_text() for one in found):
        yield Record(_plain(found.name), kind, found.ttl, value.rstrip(".").lower())


def _plain(name: dns.name.Name) -> str:
    """Without the last dot, in lower case."""
    return str(name.to_text(omit_final_dot=True)).lower()
