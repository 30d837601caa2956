"""Asking hosts: every address of each, with and without a client certificate, and with old versions."""

from __future__ import annotations

import ssl
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Self

from readiness.evidence.addresses import addresses_of
from readiness.evidence.certificates import Certificate, read_der, read_pem, strangers_pem
from readiness.evidence.tls import Outcome, Spoken, asking_only, talk
from readiness.evidence.web_answers import USER_AGENT, TimeUp
from readiness.evidence.web_hosts import HostSettings
from readiness.evidence.web_trust import CLIENT, context, host_file
from readiness.model.campaign import Host
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.tls.facts import AddressSeen, HostSeen, Seen, Target
from readiness.probes.tls.settings import VERSIONS, Settings

if TYPE_CHECKING:
    from readiness.evidence.context import ProbeContext

_PAUSE = 0.2
_PASSING = frozenset({Outcome.SILENT, Outcome.CLOSED, Outcome.UNREACHABLE})  # may be otherwise a moment later
_OF_PYTHON = {
    "1.0": ssl.TLSVersion.TLSv1,
    "1.1": ssl.TLSVersion.TLSv1_1,
    "1.2": ssl.TLSVersion.TLSv1_2,
    "1.3": ssl.TLSVersion.TLSv1_3,
}


@dataclass(frozen=True, slots=True)
class _Clients:
    """As the campaign's own side, without a client certificate, and with one that nobody vouches for."""

    own: ssl.SSLContext
    bare: ssl.SSLContext
    stranger: ssl.SSLContext


class Asker:
    """Asks the hosts of one check. Use as a context manager: the stranger's certificate lies in a file meanwhile."""

    def __init__(self, settings: Settings, probe: ProbeContext) -> None:
        self._settings = settings
        self._hosts = HostSettings(probe.campaign.hosts, probe.campaign.folder)
        self._folder = probe.campaign.folder.resolve()
        self._left: Callable[[], float] = probe.stopwatch.left
        self._inner = tempfile.TemporaryDirectory(prefix="readiness-")
        self._stranger = Path(self._inner.name) / "stranger.pem"
        self._stranger.write_bytes(strangers_pem(datetime.now(UTC)))
        self._old = {version: _old_context(version) for version in _below(settings.limits.min_version)}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._inner.cleanup()

    def ask(self, target: Target) -> HostSeen:
        """Raises CannotJudge where our side can't ask: a file of the host can't be read, there is no way to it."""
        host = self._hosts.at(target.host, target.port)
        shown = HostSeen(target)
        if target.gateway and host is not None and host.client is not None:
            shown = replace(shown, client=self._client(host), client_at=host.location)
        try:
            addresses = self._addresses(target, host)
            if not addresses:
                return replace(shown, unknown=True)
            clients = self._clients(target, host)
            seen = [self._ask_address(target, clients, address) for address in addresses]
        except TimeUp:
            return replace(shown, time_up=True)
        reached = tuple(one for one in seen if one.opened.outcome is not Outcome.NO_ROUTE)
        if not reached:
            raise _no_way(target)
        away = tuple(one.address for one in seen if one.opened.outcome is Outcome.NO_ROUTE)
        return replace(shown, addresses=reached, away=away)

    def _addresses(self, target: Target, host: Host | None) -> tuple[tuple[str, int], ...]:
        fixed = self._hosts.connect_to(host)
        wanted = fixed or (target.host, target.port)
        found = addresses_of(*wanted, self._seconds())
        if found is None and self._left() <= 0:
            raise TimeUp
        return found or ()

    def _clients(self, target: Target, host: Host | None) -> _Clients:
        nobody = replace(host, client=None) if host else None
        clients = [context(one, self._folder) for one in ((host if target.gateway else nobody), nobody, nobody)]
        for client in clients:
            client.minimum_version = _OF_PYTHON[self._settings.limits.min_version]
        clients[-1].load_cert_chain(self._stranger)
        return _Clients(*clients)

    def _ask_address(self, target: Target, clients: _Clients, address: tuple[str, int]) -> AddressSeen:
        request = _request(target)
        opened = self._again(lambda: self._talk(target, address, clients.own, request))
        seen = AddressSeen(f"{address[0]}:{address[1]}", opened)
        if opened.outcome in (Outcome.SILENT, Outcome.UNREACHABLE, Outcome.NO_ROUTE):
            return seen
        if target.gateway and opened.outcome is not Outcome.UNTRUSTED:
            bare = self._talk(target, address, clients.bare, request)
            stranger = self._talk(target, address, clients.stranger, request)
            seen = replace(seen, bare=bare, stranger=stranger)
        if opened.outcome in (Outcome.PLAIN_HTTP, Outcome.NOT_TLS):
            return seen
        old = [(version, self._talk(target, address, one, b"")) for version, one in self._old.items()]
        return replace(seen, old=tuple(old))

    def _again(self, ask: Callable[[], Seen]) -> Seen:
        """Tried again where it may be otherwise a moment later."""
        seen = ask()
        for _ in range(self._settings.retries):
            if seen.outcome not in _PASSING:
                break
            time.sleep(min(_PAUSE, self._left()))
            seen = ask()
        return seen

    def _talk(self, target: Target, address: tuple[str, int], client: ssl.SSLContext, request: bytes) -> Seen:
        seconds = self._seconds()
        seen = _read(talk(address, target.host, client, seconds, request))
        if seen.outcome is Outcome.SILENT and seconds < self._settings.timeout.total_seconds():
            raise TimeUp
        if seen.outcome is Outcome.OURS:
            raise _library(seen.why)
        return seen

    def _seconds(self) -> float:
        left = self._left()
        if left <= 0:
            raise TimeUp
        return min(left, self._settings.timeout.total_seconds())

    def _client(self, host: Host) -> tuple[Certificate, ...]:
        assert host.client is not None
        path = host_file(host, host.client.certificate, CLIENT, self._folder)
        try:
            found = read_pem(path.read_bytes())
        except OSError:
            found = None
        if not found:
            raise CannotJudge(
                Text(
                    f"The client certificate of host {host.name} can't be read as PEM ({host.location})",
                    f"主机 {host.name} 的客户端证书无法作为 PEM 读取（{host.location}）",
                ),
                Text(
                    "Save it as PEM: text that starts with -----BEGIN CERTIFICATE-----",
                    "请保存为 PEM 格式：以 -----BEGIN CERTIFICATE----- 开头的文本",
                ),
            )
        return found


def _request(target: Target) -> bytes:
    """HEAD changes nothing and brings no body."""
    host = f"[{target.host}]" if ":" in target.host else target.host
    lines = (f"HEAD {target.path} HTTP/1.1", f"Host: {host}", f"User-Agent: {USER_AGENT}", "Connection: close", "", "")
    return "\r\n".join(lines).encode("ascii")


def _below(version: str) -> Iterator[str]:
    yield from VERSIONS[: VERSIONS.index(version)]


def _old_context(version: str) -> ssl.SSLContext:
    if not {"1.0": ssl.HAS_TLSv1, "1.1": ssl.HAS_TLSv1_1}.get(version, True):
        raise _library(f"TLS {version}")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # asking for what is outdated is the purpose
        return asking_only(_OF_PYTHON[version])


def _library(what: str) -> CannotJudge:
    """A refusal by our own library says nothing of the server, so it must not look like a safe one."""
    return CannotJudge(
        Text(
            f"The TLS library of this machine ({ssl.OPENSSL_VERSION}) can't ask with outdated versions: {what}",
            f"本机的 TLS 库（{ssl.OPENSSL_VERSION}）无法用旧版本发起连接：{what}",
        ),
        Text("Run the check with a Python whose OpenSSL still can", "请使用 OpenSSL 仍支持旧版本的 Python 运行检查"),
    )


def _read(spoken: Spoken) -> Seen:
    return Seen(
        spoken.outcome,
        spoken.version,
        tuple(map(read_der, spoken.chain)),
        tuple(map(read_der, spoken.path)),
        spoken.verify_code,
        spoken.status,
        spoken.why,
    )


def _no_way(target: Target) -> CannotJudge:
    return CannotJudge(
        Text(
            f"There is no way from here to any address of {target.subject}: this machine has no such network",
            f"本机没有通往 {target.subject} 任何地址的网络",
        ),
        Text("Run the check where the host can be reached", "请在能访问该主机的网络中运行检查"),
    )
