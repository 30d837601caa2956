"""How the systems at the shop's edge get it wrong: its TLS front (nginx) and its DNS (knot), reloaded as they run."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from tests.changes import Change
from tests.evidence.dns_servers import Reply, name_server
from tests.worlds import World

_SECONDS = 20.0
ENDS = datetime(2046, 1, 1, tzinfo=UTC)
"""When the certificates of the example end."""


def certificate(name: str, issue: Callable[[Any], Any], *, whole: bool = True) -> Change:
    """The server `page` or `gateway`, or the `client`, has another certificate; `issue` is given a new authority of the
    company, whose CA then takes the place of the old one everywhere."""

    def change(world: World) -> None:
        certificates = import_module("systems.certificates")
        authority = certificates.Authority("Hemu")
        issued = issue(authority)
        folder = _front(world)
        authority.write_root(folder / "ca.pem")
        others = {"page": "pay.hemu.example", "gateway": "gateway.hemu.example", "client": "shop-web"}
        for file, host in others.items():
            authority.issue(host).write(folder / f"{file}.pem", folder / f"{file}.key")
        issued.write(folder / f"{name}.pem", folder / f"{name}.key", whole=whole)
        _reload_front(folder)

    return change


def unvouched(name: str) -> Any:
    """A certificate that its owner has signed itself."""
    return import_module("systems.certificates").self_signed(name)


def front(old: str, new: str) -> Change:
    """Replace what stands in the front's configuration exactly once, and reload it."""

    def change(world: World) -> None:
        folder = _front(world)
        configuration = folder / "nginx.conf"
        text = configuration.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in nginx.conf"
        configuration.write_text(text.replace(old, new), "utf-8")
        _reload_front(folder)

    return change


def elsewhere(variable: str, address: Callable[[], str]) -> Change:
    """The campaign reaches a host at another address."""

    def change(world: World) -> None:
        assert variable in _systems(world)
        os.environ[variable] = address()

    return change


def _front(world: World) -> Path:
    """The folder of the front; each system has one beside it. Raises KeyError where the world's own systems do not run:
    others' must not be changed."""
    return Path(_systems(world)["COMPANY_CA"]).parent


def _systems(world: World) -> dict[str, str]:
    variables: dict[str, str] = world.sites["systems"].variables
    return variables


def _reload_front(folder: Path) -> None:
    """Until the workers of the old configuration are gone."""
    master = int((folder / "nginx.pid").read_text("utf-8"))
    old = _children(master)
    os.kill(master, signal.SIGHUP)
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        now = _children(master)
        if now and not now & old:
            return
        time.sleep(0.02)
    raise AssertionError("nginx was not reloaded:\n" + (folder / "error.log").read_text("utf-8", "replace"))


def _children(process: int) -> set[str]:
    return set(Path(f"/proc/{process}/task/{process}/children").read_text("utf-8").split())


def zone_record(old: str, new: str) -> Change:
    """Replace what stands in the zone exactly once, and let its server read it again. Resolvers have asked for nothing
    yet, so they keep nothing of the old one."""

    def change(world: World) -> None:
        folder = _front(world).parent / "names"
        zone = folder / "zone"
        text = zone.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the zone"
        zone.write_text(text.replace(old, new).replace("2026061801", "2026061802"), "utf-8")
        os.kill(int((folder / "knot.pid").read_text("utf-8")), signal.SIGHUP)
        _wait_for_serial(2026061802)

    return change


def _wait_for_serial(serial: int) -> None:
    import dns.message
    import dns.query

    host, port = os.environ["DNS_AUTHORITY_ADDRESS"].split(":")
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end:
        answer = dns.query.udp(dns.message.make_query("hemu.example", "SOA"), host, 2.0, int(port))
        if answer.answer and str(serial) in answer.answer[0].to_text():
            return
        time.sleep(0.02)
    raise AssertionError(f"the zone {serial} was not loaded")


def resolver(reply: Reply) -> Change:
    """The resolver that customers use is another one."""

    def change(world: World) -> None:
        assert _systems(world)
        os.environ["DNS_RESOLVER_ADDRESS"] = f"127.0.0.1:{world.servers.enter_context(name_server(reply))}"

    return change


def nowhere() -> str:
    """An address at which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"127.0.0.1:{listener.getsockname()[1]}"
