"""The one HTTP client. A target's fault is an answer with a `failure`; only our own side's fault raises CannotJudge."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import httpcore
import httpx

from readiness.evidence.web_answers import Failure, FailureKind, TimeUp, WebAnswer, WebRequest
from readiness.evidence.web_failures import TARGET_FAULTS, failure_of
from readiness.evidence.web_hosts import HostSettings, port_of
from readiness.evidence.web_traffic import HostTraffic, Span, Traffic
from readiness.evidence.web_transport import BoundedTransport, ProxyUnreachable
from readiness.evidence.web_trust import Identity, identity
from readiness.evidence.web_unpacking import read_body
from readiness.model.campaign import Host
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PROXY_LOGIN = 407


class Web:
    """Asks URLs from any number of threads; every thread keeps its own connections, so none waits for another.

    (One pool for 100 threads costs three times as much: its lock and its lists are walked for every request.)
    """

    def __init__(self, hosts: Mapping[str, Host], folder: Path, traffic: Traffic | None = None) -> None:
        """`traffic` is what all checks of a run share."""
        self._hosts = HostSettings(hosts, folder)
        self._traffic = traffic or Traffic()
        self._own = _Own()
        self._opened: list[BoundedTransport] = []

    def ask(self, request: WebRequest, seconds: float, own_end: float | None = None) -> WebAnswer:
        """Asks once, following redirects, within `seconds` for all of it. TLS is always verified.

        Raises CannotJudge where our side can't ask: a variable of a host is not set, a CA or a certificate can't be
        read, the URL is none, the proxy is not there or wants a login. Raises TimeUp where our own time ended at
        `own_end` (monotonic seconds), before the target's.
        """
        trail = _Trail(request, _url_of(request))
        span = Span(seconds, own_end)
        try:
            return self._follow(trail, span)
        except ProxyUnreachable as error:
            raise CannotJudge(*_no_proxy(str(error))) from None
        except httpcore.LocalProtocolError:
            raise CannotJudge(*_bad_url(request)) from None
        except TARGET_FAULTS as error:
            failure = failure_of(error)
            if failure.kind is FailureKind.TIMEOUT and span.ours_is_shorter:
                raise TimeUp from None
            return trail.failed(failure, span)

    def traffic(self, request: WebRequest) -> HostTraffic:
        """The traffic of the host that is asked first. Raises CannotJudge where the URL is none."""
        url = _url_of(request)
        return self._traffic_of(url, self._hosts.of(url))

    def refusal_tests_allowed(self, request: WebRequest) -> bool:
        """Whether the campaign lets this host be sent what it must refuse. Raises CannotJudge where the URL is none."""
        host = self._hosts.of(_url_of(request))
        return host is not None and host.refusal_tests

    def close(self) -> None:
        for transport in self._opened:
            transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.close()

    def _follow(self, trail: _Trail, span: Span) -> WebAnswer:
        for _ in range(trail.request.max_redirects + 1):
            host = self._hosts.of(trail.url)
            with self._traffic_of(trail.url, host).turn(span):
                answer = self._hop(trail, host, span)
            if answer is not None:
                return answer
        return trail.failed(_TOO_MANY_REDIRECTS, span)

    def _hop(self, trail: _Trail, host: Host | None, span: Span) -> WebAnswer | None:
        """The answer, or None where it is a redirect and the trail has taken it."""
        response = self._send(trail, host, span)
        if response.status_code == _PROXY_LOGIN:
            response.close()
            raise CannotJudge(*_proxy_login(trail.url.host))
        location = response.headers.get("location")
        if not trail.follows or response.status_code not in _REDIRECTS or location is None:
            return _read(trail, response, span)
        response.close()
        return None if trail.go_to(location, response) else trail.failed(_BAD_REDIRECT, span)

    def _send(self, trail: _Trail, host: Host | None, span: Span) -> httpx.Response:
        headers = trail.headers()
        if host is not None and trail.request.paired and not trail.downgraded:
            headers.update(self._hosts.headers(host))
        transport = self._transport(trail.url.scheme, host)
        transport.deadline.start(span.left())
        request = trail.request
        return transport.handle_request(
            httpx.Request(request.method, trail.url, headers=headers, content=request.body or None)
        )

    def _traffic_of(self, url: httpx.URL, host: Host | None) -> HostTraffic:
        return self._traffic.of(host.name if host else f"{url.host}:{port_of(url)}", host.at_once if host else None)

    def _transport(self, scheme: str, host: Host | None) -> BoundedTransport:
        mine = self._own.transports
        way = (host.proxy, host.connect_to) if host else (None, None)
        key = (scheme, identity(host), *way)
        if key not in mine:
            trust = self._hosts.trust(host) if scheme == "https" else None
            mine[key] = BoundedTransport(trust, self._hosts.proxy(host), self._hosts.connect_to(host))
            self._opened.append(mine[key])
        return mine[key]


class _Own(threading.local):
    """Each thread's transports, by scheme, what is trusted and shown, proxy and address."""

    def __init__(self) -> None:
        self.transports: dict[tuple[str, Identity, str | None, str | None], BoundedTransport] = {}


class _Trail:
    """The way of one request along its redirects."""

    def __init__(self, request: WebRequest, url: httpx.URL) -> None:
        self.request = request
        self.asked = url
        self.url = url
        self.in_clear = url.scheme == "http"
        self._cookies: httpx.Cookies | None = None

    @property
    def downgraded(self) -> bool:
        """A redirect led from https to plain http, where secrets would travel for all to read."""
        return self.asked.scheme == "https" and self.url.scheme == "http"

    @property
    def follows(self) -> bool:
        return self.request.follow and self.request.method != "POST"

    def headers(self) -> httpx.Headers:
        headers = httpx.Headers(
            {"User-Agent": self.request.user_agent, "Accept": "*/*", "Accept-Encoding": "gzip, deflate"}
        )
        if self.request.fresh:
            headers.update({"Cache-Control": "no-cache", "Pragma": "no-cache"})
        if self._cookies is not None:
            asking = httpx.Request("GET", self.url)
            self._cookies.set_cookie_header(asking)
            headers.update({"Cookie": asking.headers["cookie"]} if "cookie" in asking.headers else {})
        if (self.url.host, self.url.port) == (self.asked.host, self.asked.port) and not self.downgraded:
            headers.update(self.request.headers)
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
        self.in_clear |= target.scheme == "http"
        return True

    def failed(self, failure: Failure, span: Span) -> WebAnswer:
        return WebAnswer(str(self.asked), str(self.url), span.used(), failure)


def _read(trail: _Trail, response: httpx.Response, span: Span) -> WebAnswer:
    try:
        encoding = response.headers.get("content-encoding", "")
        body, cut = read_body(response.iter_raw(), encoding, trail.request.max_body)
    finally:
        response.close()
    seconds = span.used()
    headers = {name: ", ".join(response.headers.get_list(name)) for name in response.headers}
    return WebAnswer(
        str(trail.asked),
        str(trail.url),
        seconds,
        status=response.status_code,
        headers=headers,
        body=body,
        cut=cut,
        in_clear=trail.in_clear,
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
