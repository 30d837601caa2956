"""Kind `http` against servers that misbehave: each ends in a finding, in time and in little memory."""

from __future__ import annotations

import gzip
import socket
import struct
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
import trustme

from readiness.model.campaign import Host
from readiness.model.location import Location
from tests.evidence.servers import Reply, raw_server, serve
from tests.probes.nginx import Server, nginx
from tests.probes.web_world import WebWorld

_OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
_ALLOWED = 1.0  # seconds for one request
_MEMORY = 20_000_000  # a body of a megabyte, and its readings as text
_BOMB = gzip.compress(gzip.compress(b"\0" * 50_000_000) * 20)


def reset(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def hanging(connection: socket.socket) -> None:
    connection.recv(4096)
    time.sleep(_ALLOWED * 3)


def a_byte_now_and_then(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(_OK + b"Content-Length: 100000\r\n\r\n")
    for _ in range(40):
        time.sleep(0.1)
        connection.sendall(b"x")


def endless_headers(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(_OK)
    while True:
        connection.sendall(b"X-More: " + b"x" * 1000 + b"\r\n")


def endless_body(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(_OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        connection.sendall(b"10000\r\n" + b"x" * 65_536 + b"\r\n")


def gzip_bomb(connection: socket.socket) -> None:
    connection.recv(4096)
    head = f"Content-Encoding: gzip, gzip\r\nContent-Length: {len(_BOMB)}\r\n\r\n"
    connection.sendall(_OK + head.encode() + _BOMB)


def half_a_body(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(_OK + b"Content-Length: 1000\r\n\r\nwelcome to 618")


def half_a_packed_body(connection: socket.socket) -> None:
    connection.recv(4096)
    packed = gzip.compress(b"welcome to 618" * 100)[:-8]
    connection.sendall(_OK + f"Content-Encoding: gzip\r\nContent-Length: {len(packed)}\r\n\r\n".encode() + packed)


def another_protocol(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"220 smtp.example ESMTP\r\n")


def two_lengths(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(_OK + b"Content-Length: 3\r\nContent-Length: 300\r\n\r\n618")


@pytest.mark.parametrize(
    ("talk", "observed"),
    [
        (reset, "the connection was reset"),
        (hanging, "no whole answer in time"),
        (a_byte_now_and_then, "no whole answer in time"),
        (endless_headers, "without a proper HTTP answer"),
        (endless_body, "more than 1,000,000 bytes"),
        (gzip_bomb, "more than 1,000,000 bytes"),
        (half_a_body, "without a proper HTTP answer"),
        (half_a_packed_body, "the body can't be unpacked"),
        (another_protocol, "without a proper HTTP answer"),
        (two_lengths, "without a proper HTTP answer"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_a_server_that_misbehaves_is_a_finding_in_time(talk: Callable[[socket.socket], None], observed: str) -> None:
    """False-GO 7, 12: each is told in words, within the request's time, and takes a few megabytes."""

    def quietly(connection: socket.socket) -> None:
        with suppress(OSError):
            talk(connection)

    with raw_server(quietly) as port:
        world = WebWorld(urls={"shop": f"http://127.0.0.1:{port}/"})
        tracemalloc.start()
        started = time.monotonic()
        try:
            judgement = world.judge(timeout="1s", max_body="1 MB", max_bytes="1 MB", contains="618")
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        took = time.monotonic() - started
    assert any(observed in finding.observed.en for finding in judgement.findings), judgement.findings
    assert took < _ALLOWED + 3.0
    assert peak < _MEMORY


def test_many_that_hang_end_with_the_check() -> None:
    """False-GO 12: a hundred silent endpoints, each tried three times, are findings before the check's own end."""
    with raw_server(hanging) as port:
        rows = "".join(f"http://127.0.0.1:{port}/{number}\n" for number in range(100))
        world = WebWorld(lists={"pages": f"url\n{rows}"}, seconds=20.0)
        started = time.monotonic()
        judgement = world.judge(timeout="1s", retries=2)
    assert time.monotonic() - started < 15.0
    assert len(judgement.findings) == 100


def test_a_redirect_loop_is_a_finding() -> None:
    """It is asked once, since every try would be the same."""
    with serve({"/a": Reply(location="/b"), "/b": Reply(location="/a")}) as site:
        (found,) = WebWorld(urls={"shop": site.url("/a")}).judge(retries=2).findings
        assert len(site.asked) == 6
    assert found.observed.en == "too many redirects"


@pytest.mark.parametrize(
    "page", ["<h1>Internal Server Error</h1>", "<title>502 Bad Gateway</title><h1>Bad Gateway</h1>"]
)
def test_an_error_page_that_says_200_is_a_finding(page: str) -> None:
    """False-GO 24: the status is not believed."""
    with serve({"/": Reply(page)}) as site:
        judgement = WebWorld(urls={"shop": site.url("/")}).judge()
    assert [finding.kind.value for finding in judgement.findings] == ["wrong"]


@pytest.mark.parametrize(("name", "trusted"), [("other.example", True), ("127.0.0.1", False)])
def test_a_wrong_certificate_is_a_finding(tmp_path: Path, name: str, trusted: bool) -> None:
    """False-GO 25: for another name, or of an unknown issuer; a real nginx shows it."""
    authority, other = trustme.CA(), trustme.CA()
    (authority if trusted else other).cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with nginx(tmp_path, shop=Server('return 200 "618";', authority.issue_cert(name))) as running:
        host = Host(running.host("shop"), {}, "ca.pem", None, Location("campaign.yaml", 9, 3))
        world = WebWorld(urls={"shop": running.url("shop")}, hosts={host.name: host}, folder=tmp_path)
        (found,) = world.judge(retries=2).findings
    assert "certificate" in found.observed.en
