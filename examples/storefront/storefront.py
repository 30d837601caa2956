"""A small shop and its emergency page on free local ports, and a readiness check against them.

    python examples/storefront/storefront.py            check the campaign beside this file, write the HTML report
    python examples/storefront/storefront.py --serve    only serve, and print the variables that the campaign reads

The shop is what a real one looks like from outside: pages, APIs that must not be cached, assets that a CDN keeps,
tracked links that redirect, and a guard that refuses what no customer sends. Standard library only. The systems behind
it are real ones (systems/), started where they are installed; checks of those that are not are left out, and the
verdict says so.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from guard import CLAIM, Guard
from shop_metrics import business, systems, told_by
from systems import SYSTEMS, Started, started

__all__ = ["SYSTEMS", "started"]

CAMPAIGN = Path(__file__).resolve().parent / "campaign.yaml"
OUT = Path("out") / "storefront"
DAY = 86_400
RELEASE = "shop-web-4.12.0"


@dataclass
class Page:
    """One answer of the shop. `delay` is in seconds; `cached` pages count their age as a CDN does; `told` writes the
    body anew at every request, by how many seconds the shop has run."""

    body: str
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    delay: float = 0.0
    cached: bool = False
    told: Callable[[float], str] | None = None


def _html(title: str, body: str) -> str:
    return (
        '<!doctype html><html lang="zh-CN"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body>{body}</body></html>\n"
    )


def _api(body: str, cache: str) -> Page:
    return Page(body, "application/json; charset=utf-8", headers={"Cache-Control": cache})


def _asset(body: str, kind: str) -> Page:
    return Page(body, kind, headers={"Cache-Control": f"public, max-age={DAY}, immutable"}, cached=True)


def shop_pages() -> dict[str, Page]:
    """The campaign's pages, APIs and assets, by path."""
    return {
        "/618": Page(_html("618 大促", "<h1>618 把夏天搬回家</h1><p>每满 300 减 40，主推商品七折至九折</p>")),
        "/618/rules": Page(_html("活动规则", "<h1>活动规则</h1><p>2026 年 6 月 18 日 00:00 至 6 月 20 日 23:59</p>")),
        "/618/stores": Page(_html("自提门店", "<h1>自提门店</h1><p>12 家门店支持下单后两小时自提</p>")),
        "/api/products": _api('{"status": "ok", "count": 60}', "no-store"),
        "/api/stock": _api('{"status": "ok", "sku": "HM-01-001", "available": 1840}', "no-store"),
        "/618/pay": Page(_html("收银台", "<h1>收银台</h1><p>支持微信支付、支付宝与银行卡</p>")),
        "/search": Page(_html("搜索", "<h1>搜索结果</h1><p>共 60 件商品参加 618 大促</p>")),
        "/api/coupons": _api('{"status": "ok", "coupons": 6}', "no-store"),
        CLAIM: _api('{"status": "claimed"}', "no-store"),
        "/version": _api(f'{{"app": "shop-web", "version": "{RELEASE}"}}', "no-store"),
        "/api/price": _api('{"status": "ok", "sku": "HM-01-001", "price": "29.90"}', "max-age=5"),
        "/static/app.3f9c.css": _asset("body{font-family:sans-serif;background:#f6f3ec;color:#2f6b4f}\n", "text/css"),
        "/static/app.81d2.js": _asset("document.documentElement.dataset.ready = 'yes';\n", "text/javascript"),
        "/static/banner.svg": _asset(
            '<svg xmlns="http://www.w3.org/2000/svg"><title>618</title></svg>\n', "image/svg+xml"
        ),
        "/go": Page("", status=302, headers={"Location": "/618"}),
        "/metrics": Page("", "text/plain; version=0.0.4; charset=utf-8", told=told_by([*business(), *systems()])),
    }


def fallback_pages() -> dict[str, Page]:
    """Another origin: what customers see when the shop is down, and the backup cluster's copy of the shop."""
    apology = "<h1>非常抱歉，活动页面暂时无法访问</h1>"
    hotline = "<p>我们正在抢修，您的订单和优惠不受影响。客服热线：400-000-0618</p>"
    copies = ("/618", "/618/rules", "/api/products", "/version")
    return {"/": Page(_html("请稍候", apology + hotline)), **{path: shop_pages()[path] for path in copies}}


class Server(ThreadingHTTPServer):
    """A thread a connection, and room for a crowd: with the default of five waiting, the sixth comes a second late."""

    daemon_threads = True
    request_queue_size = 128


class Site:
    """Pages by path on a free port; a test may change `pages` while it runs."""

    def __init__(self, pages: dict[str, Page], host: str) -> None:
        self.pages = pages
        self.guard = Guard()
        self.started = time.monotonic()
        self._server = Server(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self.url = f"http://{host}:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(site: Site) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            path, query = urlsplit(self.path).path, urlsplit(self.path).query
            asked = self.rfile.read(int(self.headers.get("Content-Length", "0")))
            page = site.pages.get(path) or Page(_html("404", "<h1>页面不存在</h1>"), status=404)
            if refused := site.guard.refuses(path, query, asked):
                page = Page(f"{refused[1]}\n", "text/plain; charset=utf-8", status=refused[0])
            time.sleep(page.delay)
            body = (page.body if page.told is None else page.told(time.monotonic() - site.started)).encode()
            self.send_response(page.status)
            for name, value in page.headers.items():
                keeps_query = name == "Location" and query and "?" not in value
                self.send_header(name, f"{value}?{query}" if keeps_query else value)
            if page.cached:
                self.send_header("Age", str(int(time.monotonic() - site.started) + 60))
                self.send_header("X-Cache", "HIT")
            self.send_header("Content-Type", page.kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815  (the name that http.server asks for)

        def log_message(self, *_: object) -> None:
            """Say nothing: the terminal belongs to the report."""

    return Handler


@contextmanager
def running() -> Iterator[tuple[Site, Site]]:
    """The shop on 127.0.0.1 and the emergency page on localhost: two origins, as a real fallback has."""
    with Site(shop_pages(), "127.0.0.1") as shop, Site(fallback_pages(), "localhost") as fallback:
        yield shop, fallback


def variables(shop: Site, fallback: Site) -> dict[str, str]:
    """What campaign.yaml reads from the environment."""
    return {"STOREFRONT_URL": shop.url, "FALLBACK_URL": fallback.url, "BACKUP_URL": fallback.url}


def check(arguments: list[str]) -> int:
    """Run `readiness check` on the campaign against the running sites and systems; its exit code."""
    report = OUT / "report.html"
    OUT.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "readiness", "check", str(CAMPAIGN), "--as-of", "T-0h"]
    command += ["--report", f"html={report}", "--record", str(OUT / "record"), *arguments]
    with running() as (shop, fallback), started(shop.url) as systems:
        environment = {**os.environ, **variables(shop, fallback), **systems.variables}
        code = subprocess.run([*command, *_left_out(systems)], env=environment, check=False).returncode
    if report.exists():
        print(f"\nThe report as HTML / HTML 报告: {report.resolve().as_uri()}")
    return code


def _left_out(systems: Started) -> list[str]:
    """The options that leave out the checks of systems that are not installed, having said so."""
    if not systems.missing:
        return []
    packages = " ".join(package for system in systems.missing for package in system.PACKAGES)
    print(f"Not installed here, so what asks them is left out / 本机未安装，相关检查项不参与: {packages}\n", flush=True)
    return [option for check in systems.left_out for option in ("--skip", check)] + ["--accept", "partial"]


def serve() -> int:
    """Serve until interrupted."""
    with running() as (shop, fallback), started(shop.url) as systems:
        for name, value in {**variables(shop, fallback), **systems.variables}.items():
            print(f"export {name}={value}", flush=True)
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            return 0
    return 0


if __name__ == "__main__":
    sys.exit(serve() if sys.argv[1:] == ["--serve"] else check(sys.argv[1:]))
