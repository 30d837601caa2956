"""One thread's connections to the web, with a deadline that holds for every byte of a request.

httpx's own timeouts are for one read, so a server that sends a byte now and then is never late. Here the network layer
under it (httpcore's public backend interface) asks the deadline before each connect, handshake, read and write.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Iterator
from typing import Any

import httpcore
import httpx

_CONNECTIONS = 2  # one host and one that it redirects to; each thread has its own


class NameUnknown(Exception):
    """A host name that the resolver does not know."""


class ProxyUnreachable(Exception):
    """No connection to the configured proxy: our side could not ask."""


class Deadline:
    """The instant (monotonic seconds) by which the request under way must be done."""

    def __init__(self) -> None:
        self._until = 0.0

    def start(self, seconds: float) -> None:
        self._until = time.monotonic() + seconds

    def left(self) -> float:
        """Seconds left. Raises httpcore.ReadTimeout when there are none."""
        left = self._until - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left


class _Stream(httpcore.NetworkStream):
    """A stream whose every wait ends at the deadline; the `timeout` that httpcore hands down is for one read only."""

    def __init__(self, inner: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._inner = inner
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:  # noqa: ARG002
        return self._inner.read(max_bytes, self._deadline.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:  # noqa: ARG002
        self._inner.write(buffer, self._deadline.left())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, self._deadline.left()), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class _Backend(httpcore.NetworkBackend):
    def __init__(self, deadline: Deadline, connect_to: tuple[str, int] | None, *, proxied: bool) -> None:
        self._inner = httpcore.SyncBackend()
        self._deadline = deadline
        self._connect_to = connect_to
        self._proxied = proxied

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,  # noqa: ARG002
        local_address: str | None = None,  # noqa: ARG002
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002
    ) -> httpcore.NetworkStream:
        try:
            return _Stream(self._connect(*(self._connect_to or (host, port))), self._deadline)
        except (NameUnknown, httpcore.ConnectError, httpcore.TimeoutException) as error:
            if self._proxied:
                raise ProxyUnreachable(f"{host}:{port}") from error
            raise

    def _connect(self, host: str, port: int) -> httpcore.NetworkStream:
        """The first address that answers; all of them together get the time that is left."""
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError) as error:
            raise NameUnknown(host) from error
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        refused: httpcore.ConnectError | None = None
        for turn, address in enumerate(addresses):
            share = self._deadline.left() / (len(addresses) - turn)
            try:
                return self._inner.connect_tcp(address, port, share, socket_options=[])
            except httpcore.ConnectError as error:
                refused = error
            except httpcore.ConnectTimeout:
                if turn == len(addresses) - 1:
                    raise
        raise refused or NameUnknown(host)


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class BoundedTransport(httpx.BaseTransport):
    """Connections of one thread with one trust store and at most one proxy.

    Raises httpcore's exceptions as they are, NameUnknown and ProxyUnreachable; `web_failures` has words for each.
    """

    def __init__(
        self, trust: ssl.SSLContext | None, proxy: httpx.Proxy | None, connect_to: tuple[str, int] | None = None
    ) -> None:
        """`trust` None: for plain http only. `connect_to` is asked whatever DNS says of the host."""
        self.deadline = Deadline()
        backend = _Backend(self.deadline, connect_to, proxied=proxy is not None)
        if proxy is None:
            self._pool: httpcore.ConnectionPool = httpcore.ConnectionPool(
                ssl_context=trust, max_connections=_CONNECTIONS, network_backend=backend
            )
        else:
            self._pool = httpcore.HTTPProxy(
                httpcore.URL(str(proxy.url)),
                proxy_auth=proxy.raw_auth,
                ssl_context=trust,
                proxy_ssl_context=proxy.ssl_context,
                max_connections=_CONNECTIONS,
                network_backend=backend,
            )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        response = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
                headers=request.headers.raw,
                content=request.content,
            )
        )
        return httpx.Response(response.status, headers=response.headers, stream=_Body(response), request=request)

    def close(self) -> None:
        self._pool.close()
