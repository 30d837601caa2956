"""The shop's DNS: the server with authority over its zone (knot), and the resolver that customers use (dnsmasq), which
keeps what it has heard. Real ones on free ports of 127.0.0.1; the campaign names them and reaches them by `connect_to`.
"""

from __future__ import annotations

import getpass
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from systems.programs import program

NAME = "names"
PROGRAMS: tuple[str, ...] = ("knotd", "dnsmasq")
PACKAGES: tuple[str, ...] = ("knot", "dnsmasq-base")
CHECKS: tuple[str, ...] = ("technical.dns-failover-5m",)

ZONE = "hemu.example"
_SECONDS = 20.0
_TRIES = 5

# The shop and its stand-by in another city, in addresses that nobody has; a minute for a switch to be known.
_RECORDS = f"""\
$ORIGIN {ZONE}.
$TTL 60
@        3600  SOA    ns1 hostmaster 2026061801 3600 600 604800 60
@        3600  NS     ns1
ns1      3600  A      127.0.0.1
www            A      203.0.113.18
www            A      203.0.113.19
pay            A      203.0.113.20
shop           CNAME  www
m              A      203.0.113.21
coupon         A      203.0.113.22
standby        A      198.51.100.18
standby-pay    A      198.51.100.20
"""
_KNOT = """\
server:
    rundir: "{folder}"
    listen: 127.0.0.1@{port}
database:
    storage: "{folder}/database"
log:
  - target: stderr
    any: warning
zone:
  - domain: {zone}
    storage: "{folder}"
    file: zone
    zonefile-sync: -1
    journal-content: none
"""


@contextmanager
def running(folder: Path, shop_url: str) -> Iterator[dict[str, str]]:  # noqa: ARG001  (DNS knows no URL)
    """Both servers, until the block ends; the variables are their addresses."""
    (folder / "zone").write_text(_RECORDS, "utf-8")
    with _server(folder, "knotd") as authority, _server(folder, "dnsmasq", authority) as resolver:
        yield {"DNS_AUTHORITY_ADDRESS": f"127.0.0.1:{authority}", "DNS_RESOLVER_ADDRESS": f"127.0.0.1:{resolver}"}


@contextmanager
def _server(folder: Path, name: str, upstream: int = 0) -> Iterator[int]:
    """A server that answers, on a port of its own; another port where somebody else was quicker to take it."""
    child: subprocess.Popen[bytes] | None = None
    log = folder / f"{name}.log"
    try:
        for _ in range(_TRIES):
            port = _free_port()
            child = _start(_command(folder, name, port, upstream), log)
            if _answers(child, port):
                break
            _stop(child)
        else:
            raise RuntimeError(f"{name} does not answer:\n" + log.read_text("utf-8", "replace"))
        yield port
    finally:
        if child is not None:
            _stop(child)


def _command(folder: Path, name: str, port: int, upstream: int) -> Sequence[str]:
    path = str(program(name))
    if name == "knotd":
        configuration = folder / "knot.conf"
        configuration.write_text(_KNOT.format(folder=folder, port=port, zone=ZONE), "utf-8")
        return (path, "-c", str(configuration))
    only_here = ("--no-resolv", "--no-hosts", "--bind-interfaces", "--listen-address=127.0.0.1", f"--port={port}")
    asks = (f"--server=/{ZONE}/127.0.0.1#{upstream}", "--no-negcache")
    return (
        path,
        "--keep-in-foreground",
        "--conf-file=/dev/null",
        "--pid-file=",
        f"--user={getpass.getuser()}",
        "--log-facility=-",
        *only_here,
        *asks,
    )


def _free_port() -> int:
    """Free for TCP and UDP alike."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
            port = int(tcp.getsockname()[1])
            try:
                udp.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port


def _start(command: Sequence[str], log: Path) -> subprocess.Popen[bytes]:
    with log.open("wb") as output:
        return subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output)


# A question for the zone's SOA record, as it goes over the wire (RFC 1035, 4.1).
_QUESTION = (
    b"\x06\x18\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00"
    + b"".join(bytes((len(label),)) + label.encode() for label in ZONE.split("."))
    + b"\x00\x00\x06\x00\x01"
)


def _answers(child: subprocess.Popen[bytes], port: int) -> bool:
    """Whether it comes to answer without a fault, and is not somebody else's."""
    end = time.monotonic() + _SECONDS
    with socket.socket(type=socket.SOCK_DGRAM) as asking:
        asking.settimeout(0.2)
        while child.poll() is None and time.monotonic() < end:
            try:
                asking.sendto(_QUESTION, ("127.0.0.1", port))
                answer = asking.recv(512)
            except OSError:
                time.sleep(0.02)
                continue
            if answer[:2] == _QUESTION[:2] and answer[3] & 0x0F == 0 and answer[7]:
                return True
            time.sleep(0.05)
    return False


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
    try:
        child.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait(_SECONDS)
