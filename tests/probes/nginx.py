"""A real nginx for one test: its own folder, ports of 127.0.0.1, as root or as any user."""

from __future__ import annotations

import http.client
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import trustme

from tests.tools import program

_SECONDS = 20.0
_READY = "ready"

# Pages are UTF-8 HTML unless a server says otherwise. One worker, so that nodes take strict turns.
_MAIN = """\
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log info;
{user}
events {{ worker_connections 512; }}
http {{
  client_body_temp_path temp/body;
  proxy_temp_path temp/proxy;
{temp_paths}
  proxy_cache_path cache keys_zone=pages:1m;
  log_format facts '$server_port $connection $status $bytes_sent $request_uri '
    '$sent_http_content_encoding $upstream_cache_status';
  access_log access.log facts;
  default_type text/html;
  charset utf-8;
  root html;
{servers}
}}
"""


@dataclass(frozen=True)
class Server:
    """The `inside` of a `server` block, without `listen`, and what it needs `beside` that block; `@name@` stands for
    the port of the server of that name. With `cert` it speaks TLS; `leaf_only` leaves out the certificates between."""

    inside: str
    cert: trustme.LeafCert | None = None
    leaf_only: bool = False
    beside: str = ""


class Answered(NamedTuple):
    """One line of the access log; `sent` are the bytes on the wire, headers included."""

    port: int
    connection: int
    status: int
    sent: int
    uri: str
    encoding: str
    cache: str


@dataclass(frozen=True)
class Nginx:
    """A running nginx: `ports` by server. `answered` is whole once it has stopped."""

    folder: Path
    ports: Mapping[str, int]
    tls: frozenset[str]

    def url(self, server: str, path: str = "/", host: str = "127.0.0.1") -> str:
        return f"{'https' if server in self.tls else 'http'}://{host}:{self.ports[server]}{path}"

    def host(self, server: str) -> str:
        """The name under which a campaign pairs settings with this server alone."""
        return f"127.0.0.1:{self.ports[server]}"

    def answered(self, server: str) -> list[Answered]:
        """What the server answered, in order of the ends of its answers."""
        lines = (self.folder / "access.log").read_text("utf-8").splitlines()
        return [fact for fact in map(_fact, lines) if fact.port == self.ports[server]]


@contextmanager
def nginx(folder: Path, files: Mapping[str, str | bytes] | None = None, **servers: Server | str) -> Iterator[Nginx]:
    """Runs nginx with these servers until the block ends; `files` are pages under its root.

    The ports are bound here and inherited (nginx's own way of changing its binary without closing its sockets), so no
    other process can take one in between."""
    path = program("nginx", "nginx-light")
    home = folder / "nginx"
    for inner in ("html", "temp", "cache"):
        (home / inner).mkdir(parents=True)
    for name, content in (files or {}).items():
        (home / "html" / name).write_bytes(content.encode() if isinstance(content, str) else content)
    blocks = {_READY: Server("access_log off; return 204;")}
    blocks |= {name: block if isinstance(block, Server) else Server(block) for name, block in servers.items()}
    with ExitStack() as sockets:
        bound = {name: sockets.enter_context(_listener()) for name in blocks}
        ports = {name: int(listener.getsockname()[1]) for name, listener in bound.items()}
        (home / "nginx.conf").write_text(_config(path, home, blocks, ports), "utf-8")
        child = _start(path, home, [listener.fileno() for listener in bound.values()])
    try:
        _wait(child, home, ports[_READY])
        yield Nginx(home, ports, frozenset(name for name, block in blocks.items() if block.cert))
    finally:
        _stop(child)


def _listener() -> socket.socket:
    listener = socket.create_server(("127.0.0.1", 0), backlog=200)
    listener.setblocking(False)
    return listener


def _config(path: str, home: Path, blocks: Mapping[str, Server], ports: Mapping[str, int]) -> str:
    servers = "\n".join(_block(home, name, block, ports[name]) for name, block in blocks.items())
    for name, port in ports.items():
        servers = servers.replace(f"@{name}@", str(port))
    # A worker of root's nginx is otherwise `nobody`, who may not read the test's folder.
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    return _MAIN.format(user=user, temp_paths=_temp_paths(path), servers=servers)


def _block(home: Path, name: str, block: Server, port: int) -> str:
    if block.cert is None:
        return f"{block.beside} server {{ listen 127.0.0.1:{port}; {block.inside} }}"
    key, (leaf, *others) = block.cert.private_key_pem.bytes(), [pem.bytes() for pem in block.cert.cert_chain_pems]
    (home / f"{name}.pem").write_bytes(b"".join((key, leaf, *(() if block.leaf_only else others))))
    tls = f"listen 127.0.0.1:{port} ssl; ssl_certificate {name}.pem; ssl_certificate_key {name}.pem;"
    return f"{block.beside} server {{ {tls} {block.inside} }}"


def _temp_paths(path: str) -> str:
    """For modules that make their folder at the start even where no server uses them; light packages lack some."""
    built = subprocess.run([path, "-V"], capture_output=True, encoding="utf-8", timeout=_SECONDS, check=True).stderr
    modules = [module for module in ("fastcgi", "uwsgi", "scgi") if f"--without-http_{module}_module" not in built]
    return "\n".join(f"  {module}_temp_path temp/{module};" for module in modules)


def _start(path: str, home: Path, sockets: list[int]) -> subprocess.Popen[bytes]:
    inherited = "".join(f"{number};" for number in sockets)
    with (home / "stderr.log").open("wb") as stderr:
        return subprocess.Popen(
            [path, "-p", home, "-c", home / "nginx.conf"],
            env={**os.environ, "NGINX": inherited},
            pass_fds=sockets,
            stdin=subprocess.DEVNULL,
            stdout=stderr,
            stderr=stderr,
        )


def _wait(child: subprocess.Popen[bytes], home: Path, port: int) -> None:
    """Until a request is answered: the inherited ports accept connections before there is anyone to answer."""
    end = time.monotonic() + _SECONDS
    while child.poll() is None and time.monotonic() < end:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=1.0)
        try:
            asking.request("GET", "/")
            if asking.getresponse().status == http.HTTPStatus.NO_CONTENT:
                return
        except OSError:
            time.sleep(0.02)
        finally:
            asking.close()
    raise AssertionError("nginx does not answer:\n" + (home / "stderr.log").read_text("utf-8", "replace"))


def _stop(child: subprocess.Popen[bytes]) -> None:
    """Lets answers under way end, so that the log is whole."""
    if child.poll() is None:
        child.send_signal(signal.SIGQUIT)
    try:
        child.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        child.terminate()
        child.wait(_SECONDS)


def _fact(line: str) -> Answered:
    """nginx writes `-` for what it has not."""
    port, connection, status, sent, uri, encoding, cache = ("" if word == "-" else word for word in line.split(" "))
    return Answered(int(port), int(connection), int(status), int(sent), uri, encoding, cache)
