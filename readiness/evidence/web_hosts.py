"""What a campaign pairs with a host: headers, what TLS trusts and shows, proxy, address. None of it goes elsewhere."""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Mapping
from pathlib import Path

import httpx

from readiness.evidence.variables import fill
from readiness.evidence.web_trust import Identity, context, identity
from readiness.model.campaign import Host
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

_HEADER_VALUE = re.compile(r"[\x20-\x7e\t]*")
_PROXY_SCHEMES = ("http", "https")
_ADDRESS = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[A-Za-z0-9._-]+)):(?P<port>[0-9]{1,5})")
_LAST_PORT = 65_535
_PORTS = {"https": 443, "http": 80}


def port_of(url: httpx.URL) -> int:
    """The port that an http or https URL is asked at."""
    return url.port or _PORTS[url.scheme]


class HostSettings:
    """Looks up what belongs to a URL's host; reads variables and CA files on first use, and keeps them for the run."""

    def __init__(self, hosts: Mapping[str, Host], folder: Path) -> None:
        self._hosts = {name.lower(): host for name, host in hosts.items()}
        self._folder = folder.resolve()
        self._lock = threading.RLock()
        self._headers: dict[str, dict[str, str]] = {}
        self._trusts: dict[Identity, ssl.SSLContext] = {}

    def of(self, url: httpx.URL) -> Host | None:
        """The entry `host:port` of the URL, else the entry `host`, which holds for all its ports."""
        return self.at(url.host, port_of(url))

    def at(self, name: str, port: int) -> Host | None:
        """The entry `host:port`, else the entry `host`."""
        bare = f"[{name}]" if ":" in name else name
        return self._hosts.get(f"{bare}:{port}".lower()) or self._hosts.get(name.lower())

    def headers(self, host: Host) -> dict[str, str]:
        """Raises CannotJudge for a variable that is not set, and for a value that no header can carry."""
        with self._lock:
            if host.name not in self._headers:
                self._headers[host.name] = {name: self._value(host, name) for name in host.headers}
            return self._headers[host.name]

    def trust(self, host: Host | None) -> ssl.SSLContext:
        """What the host's TLS settings say, made once. Raises CannotJudge where a file of theirs can't be used."""
        key = identity(host)
        with self._lock:
            if key not in self._trusts:
                self._trusts[key] = context(host, self._folder)
            return self._trusts[key]

    def connect_to(self, host: Host | None) -> tuple[str, int] | None:
        """The address and port to ask in place of what DNS says. Raises CannotJudge."""
        if host is None or host.connect_to is None:
            return None
        filled = fill(host.connect_to, Text(f"`connect_to` of host {host.name}", f"主机 {host.name} 的 `connect_to`"))
        match = _ADDRESS.fullmatch(filled.reveal())
        if match is None or not 0 < int(match["port"]) <= _LAST_PORT:
            raise CannotJudge(
                Text(
                    f"`connect_to` of host {host.name} is no address with a port ({host.location})",
                    f"主机 {host.name} 的 `connect_to` 不是带端口的地址（{host.location}）",
                ),
                Text("Write it as 10.0.0.12:443 or [2001:db8::1]:443", "请写成 10.0.0.12:443 或 [2001:db8::1]:443"),
            )
        return match["v6"] or match["name"], int(match["port"])

    def proxy(self, host: Host | None) -> httpx.Proxy | None:
        """The host's own proxy; the environment's proxies are not asked. Raises CannotJudge."""
        if host is None or host.proxy is None:
            return None
        filled = fill(host.proxy, Text(f"the proxy of host {host.name}", f"主机 {host.name} 的代理"))
        try:
            url = httpx.URL(filled.reveal())
        except httpx.InvalidURL:
            url = httpx.URL("")
        if url.scheme not in _PROXY_SCHEMES or not url.host:
            raise CannotJudge(
                Text(
                    f"The proxy of host {host.name} is no http:// or https:// URL ({host.location})",
                    f"主机 {host.name} 的代理不是 http:// 或 https:// 地址（{host.location}）",
                ),
                Text("Write it as http://proxy.example:3128", "请写成 http://proxy.example:3128"),
            )
        return httpx.Proxy(url, ssl_context=self.trust(None) if url.scheme == "https" else None)

    def _value(self, host: Host, name: str) -> str:
        used_in = Text(
            f"the header {name} of host {host.name} ({host.location})",
            f"主机 {host.name} 的请求头 {name}（{host.location}）",
        )
        value = fill(host.headers[name], used_in).reveal().strip()
        if not _HEADER_VALUE.fullmatch(value):
            raise CannotJudge(
                Text(
                    f"The value for {used_in.en} has a line break or a character outside ASCII, so it can't be sent",
                    f"{used_in.zh}的值含有换行或非 ASCII 字符，无法发送",
                ),
                Text("Set the variable again, without quotes or line breaks", "请重新设置该变量，不要带引号或换行"),
            )
        return value
