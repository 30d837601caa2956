"""The one HTTP client. A target's fault is an answer with a `failure`; only our own side's fault raises CannotJudge."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpcore
import httpx

from readiness.evidence.web_answers import Failure, FailureKind, WebAnswer, WebRequest
from readiness.evidence.web_failures import TARGET_FAULTS, failure_of
from readiness.evidence.web_hosts import HostSettings
from readiness.evidence.web_transport import BoundedTransport, ProxyUnreachable
from readiness.model.campaign import Host
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PROXY_LOGIN = 407


class Web:
    """Asks URLs from any number of threads; every thread keeps its own connections, so none waits for another.

    (One pool for 100 threads costs three times as much: its lock and its lists are walked for every request.)
    """

    def __init__(self, hosts: Mapping[str, Host], folder: Path) -> None:
        self._hosts = HostSettings(hosts, folder)
        self._own = _Own()
        self._opened: list[BoundedTransport] = []

    def get(self, request: WebRequest, seconds: float) -> WebAnswer:
        """Asks once, following redirects, within `seconds` for all of it. TLS is always verified.

        Raises CannotJudge where our side can't ask: a variable of a host is not set, a CA file can't be read, the URL
        is none, the proxy is not there or wants a login.
        """
        url = _url_of(request)
        started = time.perf_counter()
        until = time.monotonic() + seconds
        trail = _Trail(request, url)
        try:
            return self._follow(trail, until, started)
        except ProxyUnreachable as error:
            raise CannotJudge(*_no_proxy(str(error))) from None
        except httpcore.LocalProtocolError:
            raise CannotJudge(*_bad_url(request)) from None
        except TARGET_FAULTS as error:
            return trail.failed(failure_of(error), started)

    def close(self) -> None:
        for transport in self._opened:
            transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _follow(self, trail: _Trail, until: float, started: float) -> WebAnswer:
        for _ in range(trail.request.max_redirects + 1):
            response = self._send(trail, until)
            if response.status_code == _PROXY_LOGIN:
                response.close()
                raise CannotJudge(*_proxy_login(trail.url.host))
            location = response.headers.get("location")
            if response.status_code not in _REDIRECTS or location is None:
                return _read(trail, response, started)
            response.close()
            if not trail.go_to(location, response):
                return trail.failed(_BAD_REDIRECT, started)
        return trail.failed(_TOO_MANY_REDIRECTS, started)

    def _send(self, trail: _Trail, until: float) -> httpx.Response:
        host = self._hosts.of(trail.url)
        headers = trail.headers()
        if host is not None and not trail.downgraded:
            headers.update(self._hosts.headers(host))
        transport = self._transport(trail.url.scheme, host)
        transport.deadline.start(until - time.monotonic())
        return transport.handle_request(httpx.Request(trail.request.method, trail.url, headers=headers))

    def _transport(self, scheme: str, host: Host | None) -> BoundedTransport:
        mine = self._own.transports
        key = (scheme, host.ca if host else None, host.proxy if host else None)
        if key not in mine:
            trust = self._hosts.trust(host) if scheme == "https" else None
            mine[key] = BoundedTransport(trust, self._hosts.proxy(host))
            self._opened.append(mine[key])
        return mine[key]


class _Own(threading.local):
    """Each thread's transports, by scheme, CA and proxy."""

    def __init__(self) -> None:
        self.transports: dict[tuple[str, str | None, str | None], BoundedTransport] = {}


class _Trail:
    """The way of one request along its redirects."""

    def __init__(self, request: WebRequest, url: httpx.URL) -> None:
        self.request = request
        self.asked = url
        self.url = url
        self._cookies: httpx.Cookies | None = None

    @property
    def downgraded(self) -> bool:
        """A redirect led from https to plain http, where secrets would travel for all to read."""
        return self.asked.scheme == "https" and self.url.scheme == "http"

    def headers(self) -> dict[str, str]:
        headers = {"User-Agent": self.request.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        if self.request.fresh:
            headers |= {"Cache-Control": "no-cache", "Pragma": "no-cache"}
        if self._cookies is not None:
            asking = httpx.Request("GET", self.url)
            self._cookies.set_cookie_header(asking)
            headers |= {"Cookie": asking.headers["cookie"]} if "cookie" in asking.headers else {}
        return headers

    def go_to(self, location: str, response: httpx.Response) -> bool:
        """Takes a redirect; False where it leads to nothing that can be asked."""
        if "set-cookie" in response.headers:
            self._cookies = self._cookies or httpx.Cookies()
            self._cookies.extract_cookies(response)
        try:
            target = self.url.join(location)
        except httpx.InvalidURL:
            return False
        if target.scheme not in ("http", "https") or not target.host:
            return False
        self.url = target
        return True

    def failed(self, failure: Failure, started: float) -> WebAnswer:
        return WebAnswer(str(self.asked), str(self.url), time.perf_counter() - started, failure)


def _read(trail: _Trail, response: httpx.Response, started: float) -> WebAnswer:
    parts: list[bytes] = []
    size = 0
    limit = trail.request.max_body
    try:
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > limit:
                break
    finally:
        response.close()
    seconds = time.perf_counter() - started
    headers = {name: ", ".join(response.headers.get_list(name)) for name in response.headers}
    body = b"".join(parts)[:limit]
    return WebAnswer(
        str(trail.asked), str(trail.url), seconds, None, response.status_code, headers, body, cut=size > limit
    )


def _url_of(request: WebRequest) -> httpx.URL:
    try:
        url = httpx.URL(request.url.reveal())
    except httpx.InvalidURL:
        raise CannotJudge(*_bad_url(request)) from None
    if url.scheme not in ("http", "https") or not url.host:
        raise CannotJudge(*_bad_url(request))
    return url


_BAD_REDIRECT = Failure(
    FailureKind.REDIRECT,
    Text("it redirects to something that is no http or https URL", "重定向目标不是 http 或 https 地址"),
    lasting=True,
)
_TOO_MANY_REDIRECTS = Failure(FailureKind.REDIRECT, Text("too many redirects", "重定向次数过多"), lasting=True)


def _bad_url(request: WebRequest) -> tuple[Text, Text]:
    return (
        Text(
            f"{request.url.name} is no URL that can be asked ({request.used_in.en})",
            f"{request.url.name} 不是可以访问的网址（{request.used_in.zh}）",
        ),
        Text("Write it as https://host/path", "请写成 https://主机/路径"),
    )


def _no_proxy(proxy: str) -> tuple[Text, Text]:
    return (
        Text(
            f"The proxy {proxy} can't be reached, so nothing could be asked through it",
            f"无法连接代理 {proxy}，因此无法访问目标",
        ),
        Text(
            "Check `proxy` of the host in the campaign file, and that the proxy runs",
            "请检查活动文件中该主机的 `proxy`，并确认代理正在运行",
        ),
    )


def _proxy_login(host: str) -> tuple[Text, Text]:
    return (
        Text(f"The proxy asks for a login before it lets {host} be asked", f"代理要求登录，无法访问 {host}"),
        Text(
            "Set the proxy as http://${PROXY_USER}:${PROXY_PASSWORD}@proxy.example:3128",
            "请将代理写成 http://${PROXY_USER}:${PROXY_PASSWORD}@proxy.example:3128",
        ),
    )
