"""Real name servers for tests: one that answers by UDP and TCP as a test wants, lies included."""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import dns.rrset

_TRIES = 50

Reply = Callable[[dns.message.Message], dns.message.Message | bytes | None]
"""What is answered to a question; None: nothing."""


def zone(
    *records: str, missing: dns.rcode.Rcode = dns.rcode.NXDOMAIN, authoritative: bool = True, small: bool = False
) -> Reply:
    """A server of these records, as `name ttl type value`; names that are not there are `missing`. It follows aliases
    as far as it knows them; a `small` one cuts every answer by UDP."""
    kept: dict[tuple[str, str], list[str]] = {}
    ttls: dict[tuple[str, str], int] = {}
    for record in records:
        name, ttl, kind, value = record.split(" ", 3)
        kept.setdefault((f"{name}.", kind), []).append(value)
        ttls[f"{name}.", kind] = int(ttl)
    names = {name for name, _ in kept}

    def reply(asked: dns.message.Message) -> dns.message.Message:
        question = asked.question[0]
        kind, at = question.rdtype.name, question.name.to_text().lower()
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.AA if authoritative else dns.flags.RA
        for _ in range(20):
            here = (at, kind) if (at, kind) in kept else (at, "CNAME")
            if here not in kept:
                break
            answer.answer.append(dns.rrset.from_text(at, ttls[here], "IN", here[1], *kept[here]))
            if here[1] == kind:
                return answer
            at = kept[here][0]
        if at not in names:
            answer.set_rcode(missing)
        return answer

    def cut(asked: dns.message.Message) -> dns.message.Message:
        answer = dns.message.make_response(asked)
        answer.flags |= dns.flags.TC
        return answer

    reply.by_udp = cut if small else reply  # type: ignore[attr-defined]
    return reply


@contextmanager
def name_server(reply: Reply) -> Iterator[int]:
    """A server on one port of 127.0.0.1 for UDP and TCP; gives the port."""
    by_udp: Reply = getattr(reply, "by_udp", reply)

    class Udp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            packet, connection = self.request
            if (content := _content(by_udp, packet)) is not None:
                connection.sendto(content, self.client_address)

    class Tcp(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            size = struct.unpack("!H", self.request.recv(2))[0]
            if (content := _content(reply, self.request.recv(size))) is not None:
                self.request.sendall(struct.pack("!H", len(content)) + content)

    udp, tcp = _on_one_port(Udp, Tcp)
    threads = [threading.Thread(target=one.serve_forever, args=(0.02,), daemon=True) for one in (udp, tcp)]
    with udp, tcp:
        for thread in threads:
            thread.start()
        try:
            yield int(tcp.server_address[1])
        finally:
            udp.shutdown()
            tcp.shutdown()
            for thread in threads:
                thread.join()


class _UdpServer(socketserver.ThreadingUDPServer):
    daemon_threads = True


class _TcpServer(socketserver.ThreadingTCPServer):
    daemon_threads = True


def _on_one_port(
    udp: type[socketserver.BaseRequestHandler], tcp: type[socketserver.BaseRequestHandler]
) -> tuple[_UdpServer, _TcpServer]:
    """A port that is free for both: one that is free for TCP may be taken for UDP."""
    for _ in range(_TRIES):
        server = _TcpServer(("127.0.0.1", 0), tcp)
        try:
            return _UdpServer(("127.0.0.1", int(server.server_address[1])), udp), server
        except OSError:
            server.server_close()
    raise AssertionError(f"no port is free for UDP and TCP after {_TRIES} tries")


def _content(reply: Reply, packet: bytes) -> bytes | None:
    try:
        answer = reply(dns.message.from_wire(packet))
    except dns.exception.DNSException:
        return None
    return answer.to_wire() if isinstance(answer, dns.message.Message) else answer


def closed_udp_port() -> int:
    """A port that nothing answers on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
