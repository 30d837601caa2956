"""The TLS front of the shop: the payment page, and the payment gateway that only the shop's own servers may call.

A real nginx on free ports of 127.0.0.1. The page speaks HTTPS with HSTS, and its plain-http port redirects there; the
gateway asks for a client certificate. All certificates are made at the start. The campaign names the hosts as customers
do and reaches them through `connect_to`.
"""

from __future__ import annotations

import http.client
import os
import pwd
import signal
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from systems.programs import program

NAME = "gateway"
PROGRAMS: tuple[str, ...] = ("nginx",)
PACKAGES: tuple[str, ...] = ("nginx-light",)
CHECKS: tuple[str, ...] = ("technical.https-mtls", "technical.payment-https")

PAGE, GATEWAY = "pay.hemu.example", "gateway.hemu.example"
_YEAR = 31_536_000
_SECONDS = 20.0

# One worker with the rights of whoever starts it: root's would be `nobody`, who may not enter the folder.
_CONFIG = """\
daemon off;
worker_processes 1;
pid nginx.pid;
error_log error.log;
{user}
events {{ worker_connections 256; }}
http {{
  access_log off;
  client_body_temp_path body;
  proxy_temp_path proxied;
{temp_paths}
  ssl_protocols TLSv1.2 TLSv1.3;
  server {{
    listen 127.0.0.1:{http};
    return 301 https://{page}$request_uri;
  }}
  server {{
    listen 127.0.0.1:{https} ssl;
    ssl_certificate page.pem;
    ssl_certificate_key page.key;
    add_header Strict-Transport-Security "max-age={year}; includeSubDomains" always;
    location / {{ proxy_pass {shop_url}; proxy_redirect {shop_url} https://{page}; }}
  }}
  server {{
    listen 127.0.0.1:{gateway} ssl;
    ssl_certificate gateway.pem;
    ssl_certificate_key gateway.key;
    ssl_client_certificate ca.pem;
    ssl_verify_client on;
    ssl_verify_depth 2;
    default_type application/json;
    location / {{ return 200 '{{"status": "ok"}}'; }}
  }}
}}
"""


@contextmanager
def running(folder: Path, shop_url: str) -> Iterator[dict[str, str]]:
    """The page and the gateway, until the block ends. The variables are their addresses, the CA to trust, and the
    certificate and key with which the shop's servers call the gateway."""
    _write_certificates(folder)
    with ExitStack() as sockets:
        bound = {name: sockets.enter_context(_listener()) for name in ("http", "https", "gateway")}
        ports = {name: int(listener.getsockname()[1]) for name, listener in bound.items()}
        (folder / "nginx.conf").write_text(_config(shop_url, ports), "utf-8")
        child = _start(folder, [listener.fileno() for listener in bound.values()])
    try:
        _wait(child, folder, ports["http"])
        yield {
            "PAYMENT_HTTP_ADDRESS": f"127.0.0.1:{ports['http']}",
            "PAYMENT_HTTPS_ADDRESS": f"127.0.0.1:{ports['https']}",
            "GATEWAY_ADDRESS": f"127.0.0.1:{ports['gateway']}",
            "COMPANY_CA": str(folder / "ca.pem"),
            "GATEWAY_CLIENT_CERT": str(folder / "client.pem"),
            "GATEWAY_CLIENT_KEY": str(folder / "client.key"),
        }
    finally:
        _stop(child)


def _write_certificates(folder: Path) -> None:
    from systems.certificates import Authority

    authority = Authority("Hemu")
    authority.write_root(folder / "ca.pem")
    authority.issue(PAGE, "localhost", "127.0.0.1").write(folder / "page.pem", folder / "page.key")
    authority.issue(GATEWAY).write(folder / "gateway.pem", folder / "gateway.key")
    authority.issue("shop-web").write(folder / "client.pem", folder / "client.key")


def _listener() -> socket.socket:
    listener = socket.create_server(("127.0.0.1", 0), backlog=128)
    listener.setblocking(False)  # noqa: FBT003  (its only parameter)
    return listener


def _config(shop_url: str, ports: Mapping[str, int]) -> str:
    user = f"user {pwd.getpwuid(0).pw_name};" if os.geteuid() == 0 else ""
    return _CONFIG.format(user=user, temp_paths=_temp_paths(), page=PAGE, year=_YEAR, shop_url=shop_url, **ports)


def _temp_paths() -> str:
    """For modules that make their folder at the start even where nothing uses them; light packages lack some."""
    version = [str(program("nginx")), "-V"]
    built = subprocess.run(version, capture_output=True, encoding="utf-8", timeout=_SECONDS, check=True).stderr
    modules = [module for module in ("fastcgi", "uwsgi", "scgi") if f"--without-http_{module}_module" not in built]
    return "\n".join(f"  {module}_temp_path {module};" for module in modules)


def _start(folder: Path, sockets: Sequence[int]) -> subprocess.Popen[bytes]:
    """nginx takes over the sockets, as it does when its own binary is changed: no other process can take the ports
    in between."""
    with (folder / "stderr.log").open("wb") as stderr:
        return subprocess.Popen(
            [str(program("nginx")), "-p", folder, "-c", folder / "nginx.conf"],
            env={**os.environ, "NGINX": "".join(f"{number};" for number in sockets)},
            pass_fds=sockets,
            stdin=subprocess.DEVNULL,
            stdout=stderr,
            stderr=stderr,
        )


def _wait(child: subprocess.Popen[bytes], folder: Path, port: int) -> None:
    """Until the redirect answers: the sockets accept connections before there is anyone to answer."""
    end = time.monotonic() + _SECONDS
    while child.poll() is None and time.monotonic() < end:
        asking = http.client.HTTPConnection("127.0.0.1", port, timeout=1.0)
        try:
            asking.request("GET", "/")
            if asking.getresponse().status == http.HTTPStatus.MOVED_PERMANENTLY:
                return
        except OSError:
            time.sleep(0.02)
        finally:
            asking.close()
    _stop(child)
    raise RuntimeError("nginx does not answer:\n" + (folder / "stderr.log").read_text("utf-8", "replace"))


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.send_signal(signal.SIGQUIT)
    try:
        child.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        child.terminate()
        child.wait(_SECONDS)
