"""Asking name servers: every resolver of the list, and those that have authority over each name on the way."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from readiness.evidence.dns import (
    DNS_PORT,
    LONGEST_CHAIN,
    Answer,
    Fault,
    NameServer,
    RecordType,
    ask,
    servers_of,
    system_servers,
)
from readiness.evidence.domains import is_address
from readiness.evidence.web_answers import TimeUp
from readiness.evidence.web_hosts import HostSettings
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.dns.facts import Authority, Looked, NameSeen, Target
from readiness.probes.dns.settings import Settings
from readiness.probes.dns.targets import SYSTEM

if TYPE_CHECKING:
    from readiness.evidence.context import ProbeContext

_PAUSE = 0.2
_ADDRESSES: tuple[RecordType, ...] = ("A", "AAAA")
_PASSING = frozenset({Fault.SILENT, Fault.SERVER, Fault.UNREACHABLE})  # may be otherwise a moment later
_NOT_THERE = frozenset({Fault.NO_NAME, Fault.NO_DATA})


class Asker:
    """Asks for the names of one check."""

    def __init__(self, settings: Settings, probe: ProbeContext, resolvers: dict[str, tuple[str, int]] | None) -> None:
        """`resolvers` None: this machine's own."""
        self._settings = settings
        self._hosts = HostSettings(probe.campaign.hosts, probe.campaign.folder)
        self._left: Callable[[], float] = probe.stopwatch.left
        named = {SYSTEM: (SYSTEM, DNS_PORT)} if resolvers is None else resolvers
        self._resolvers = {shown: self._servers(*at) for shown, at in named.items()}

    def ask(self, target: Target) -> NameSeen:
        seen = NameSeen(target)
        try:
            seen = replace(seen, looked=self._look_everywhere(target.name))
            if target.backup:
                seen = replace(seen, backups=self._look_everywhere(target.backup))
            authorities: list[Authority] = []
            orphans: list[str] = []
            for name in _names(seen):
                servers = self._authorities(name)
                if not servers:
                    orphans.append(name)
                authorities.extend(self._with_authority(name, servers, seen))
        except TimeUp:
            return replace(seen, time_up=True)
        return replace(seen, authorities=tuple(authorities), orphans=tuple(orphans))

    def _servers(self, host: str, port: int) -> tuple[NameServer, ...]:
        """A resolver's addresses; of the machine's own all that it may ask in turn. Raises CannotJudge."""
        found = system_servers() if host == SYSTEM else self._at(host, port)
        if not found:
            raise CannotJudge(
                Text(
                    f"The resolver {host} can't be asked: it has no address here",
                    f"无法询问 DNS 服务器 {host}：没有地址",
                ),
                Text(
                    "Name it by its address in the list of resolvers, such as 223.5.5.5",
                    "请在 DNS 服务器清单中写它的地址，例如 223.5.5.5",
                ),
            )
        return found

    def _at(self, host: str, port: int) -> tuple[NameServer, ...] | None:
        """A name server where the campaign says it is (`connect_to`), else where the system's resolver does."""
        fixed = self._hosts.connect_to(self._hosts.at(host, port))
        found = servers_of(*(fixed or (host, port)), self._seconds())
        return found and tuple(replace(one, shown=host) for one in found)

    def _look_everywhere(self, name: str) -> tuple[Looked, ...]:
        if is_address(name):
            return ()
        return tuple(
            Looked(shown, self._resolve(servers, name, "A"), self._resolve(servers, name, "AAAA"))
            for shown, servers in self._resolvers.items()
        )

    def _resolve(self, servers: tuple[NameServer, ...], name: str, kind: RecordType) -> Answer:
        """Aliases that lead out of what the server knows are asked on."""
        found = self._of_any(servers, name, kind)
        while found.fault in _NOT_THERE and found.aliases and found.last not in {one.name for one in found.aliases}:
            if len(found.aliases) > LONGEST_CHAIN:
                break
            further = self._of_any(servers, found.last, kind)
            found = replace(further, aliases=(*found.aliases, *further.aliases))
            if not further.aliases:
                break
        circle = found.last in {one.name for one in found.aliases} or len(found.aliases) > LONGEST_CHAIN
        return replace(found, fault=Fault.LOOP, records=()) if circle else found

    def _of_any(self, servers: tuple[NameServer, ...], name: str, kind: RecordType) -> Answer:
        """The first that answers at all, as the system's resolver does."""
        answer = Answer(Fault.SILENT)
        for server in servers:
            answer = self._once(server, name, kind, recursive=True)
            if answer.fault not in (Fault.SILENT, Fault.UNREACHABLE, Fault.NO_ROUTE):
                break
        return answer

    def _once(self, server: NameServer, name: str, kind: RecordType, *, recursive: bool) -> Answer:
        """One question, asked again where it may be otherwise a moment later."""
        for turn in range(self._settings.retries + 1):
            if turn:
                time.sleep(min(_PAUSE, self._left()))
            seconds = self._seconds()
            answer = ask(server, name, kind, seconds, recursive=recursive)
            if answer.fault is Fault.SILENT and seconds < self._settings.timeout.total_seconds():
                raise TimeUp
            if answer.fault not in _PASSING:
                break
        return answer

    def _authorities(self, name: str) -> tuple[NameServer, ...]:
        """The servers of the zone that the name is in, as the resolvers know them."""
        for zone in _zones(name):
            for servers in self._resolvers.values():
                found = self._of_any(servers, zone, "NS")
                if found.records and not found.aliases:
                    return tuple(self._at_names(sorted(found.values), servers))
        return ()

    def _at_names(self, names: list[str], resolvers: tuple[NameServer, ...]) -> Iterator[NameServer]:
        for name in names:
            if self._hosts.connect_to(self._hosts.at(name, DNS_PORT)) is not None:
                yield from self._at(name, DNS_PORT) or ()
                continue
            for kind in _ADDRESSES:
                found = self._resolve(resolvers, name, kind)
                yield from (NameServer(name, address) for address in sorted(found.values))

    def _with_authority(self, name: str, servers: tuple[NameServer, ...], seen: NameSeen) -> Iterator[Authority]:
        for kind in _kinds_at(name, seen):
            for server in servers:
                yield Authority(server.shown, name, self._once(server, name, kind, recursive=False))

    def _seconds(self) -> float:
        left = self._left()
        if left <= 0:
            raise TimeUp
        return min(left, self._settings.timeout.total_seconds())


def _answers(seen: NameSeen) -> Iterator[Answer]:
    for looked in seen.looked:
        yield from (looked.four, looked.six)


def _names(seen: NameSeen) -> tuple[str, ...]:
    """Every name on the way that some resolver has records of, the first one first."""
    found = (record.name for answer in _answers(seen) for record in (*answer.aliases, *answer.records))
    return tuple(dict.fromkeys(found))


def _kinds_at(name: str, seen: NameSeen) -> tuple[RecordType, ...]:
    """The kinds of records that some resolver has seen at a name."""
    kinds: dict[RecordType, None] = {}
    for answer in _answers(seen):
        for record in (*answer.aliases, *answer.records):
            if record.name == name:
                kinds["CNAME" if record.type == "CNAME" else "A" if record.type == "A" else "AAAA"] = None
    return tuple(kinds)


def _zones(name: str) -> Iterator[str]:
    """The name and its parents, without the root."""
    labels = name.split(".")
    yield from (".".join(labels[first:]) for first in range(len(labels)))
