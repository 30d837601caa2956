"""Kind `http` against a real nginx, through the real gate: what a server in use does that no server of ours would."""

from __future__ import annotations

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import trustme

from readiness.model.finding import FindingKind
from readiness.model.outcome import Status
from tests.evidence.servers import raw_server
from tests.probes.nginx import Server, nginx
from tests.probes.site_campaign import SiteCampaign, observed

MEBIBYTE = 1024 * 1024
OWN_CA = {"127.0.0.1": {"ca": "own-ca.pem"}}
PAGE = 'location = /618 { return 200 "618 大促 开抢"; }'


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    """The company's own CA, its certificate in the campaign's folder."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "own-ca.pem"))
    return authority


def test_a_page_under_an_own_ca_passes(tmp_path: Path, authority: trustme.CA) -> None:
    """A page over TLS passes with the CA that the campaign pairs with its host."""
    with nginx(tmp_path, shop=Server(PAGE, authority.issue_cert("127.0.0.1"))) as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop", "/618")}, hosts=OWN_CA).check(https=True)
    assert outcome.status is Status.PASSED
    assert [fact.status for fact in site.answered("shop")] == [200]


def test_a_page_under_an_unknown_ca_is_a_finding(tmp_path: Path, authority: trustme.CA) -> None:
    """False-GO 25: without the CA the same page does not pass, and an unverified server is asked nothing."""
    with nginx(tmp_path, shop=Server(PAGE, authority.issue_cert("127.0.0.1"))) as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop", "/618")}).check()
    assert outcome.status is Status.FAILED
    assert "issuer is unknown" in observed(outcome)[0]
    assert 200 not in [fact.status for fact in site.answered("shop")]


def _expired(authority: trustme.CA) -> Server:
    begun, ended = datetime(2024, 6, 1, tzinfo=UTC), datetime(2025, 6, 1, tzinfo=UTC)
    return Server(PAGE, authority.issue_cert("127.0.0.1", not_before=begun, not_after=ended))


def _of_another_host(authority: trustme.CA) -> Server:
    return Server(PAGE, authority.issue_cert("shop.example"))


def _without_its_intermediate(authority: trustme.CA) -> Server:
    return Server(PAGE, authority.create_child_ca().issue_cert("127.0.0.1"), leaf_only=True)


@pytest.mark.parametrize(
    ("server", "words"),
    [
        (_expired, "expired"),
        (_of_another_host, "for another"),
        (_without_its_intermediate, "does not send its intermediate"),
    ],
)
def test_a_certificate_that_browsers_refuse_is_a_finding(
    tmp_path: Path, authority: trustme.CA, server: Callable[[trustme.CA], Server], words: str
) -> None:
    """False-GO 25: an expired certificate, one of another name and half a chain do not pass, though the CA is known."""
    with nginx(tmp_path, shop=server(authority)) as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop", "/618")}, hosts=OWN_CA).check()
    assert outcome.status is Status.FAILED
    assert words in observed(outcome)[0]


def test_a_whole_chain_passes(tmp_path: Path, authority: trustme.CA) -> None:
    """The same intermediate, sent by the server, is trusted through the CA above it."""
    cert = authority.create_child_ca().issue_cert("127.0.0.1")
    with nginx(tmp_path, shop=Server(PAGE, cert)) as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop", "/618")}, hosts=OWN_CA).check()
    assert outcome.status is Status.PASSED


# Asked for a fresh answer it asks its origin, as CDNs can be told to.
_CDN = """
proxy_cache pages;
proxy_cache_bypass $http_cache_control;
add_header X-Cache-Status $upstream_cache_status;
location / { proxy_pass http://127.0.0.1:@origin@; }
"""
# A CDN's rule that keeps everything, whatever its origin says.
_GREEDY_CDN = "proxy_ignore_headers Cache-Control; proxy_cache_valid 200 10m;" + _CDN


def _origin(control: str) -> str:
    return f'location / {{ add_header Cache-Control "{control}"; return 200 "body{{}}"; }}'


def test_a_cache_that_fills_and_then_hits_passes(tmp_path: Path) -> None:
    """The first answer is a MISS and fills the cache, the second one is the HIT that is asked for."""
    with nginx(tmp_path, origin=_origin("max-age=3600"), cdn=_CDN) as site:
        asset = SiteCampaign(tmp_path, {"asset": site.url("cdn", "/618.css")})
        outcome = asset.check(cache={"hit": True, "min_max_age": "1h"})
    assert outcome.status is Status.PASSED
    assert [fact.cache for fact in site.answered("cdn")] == ["MISS", "HIT"]
    assert len(site.answered("origin")) == 1


def test_a_page_is_asked_of_its_origin(tmp_path: Path) -> None:
    """False-GO 24: without a cache rule it is not the cache's old page that is judged, where the cache lets us."""
    with nginx(tmp_path, origin=_origin("max-age=3600"), cdn=_CDN) as site:
        page = SiteCampaign(tmp_path, {"page": site.url("cdn", "/618")})
        page.check(cache={"hit": True})
        assert page.check().status is Status.PASSED
    assert [fact.cache for fact in site.answered("cdn")] == ["MISS", "HIT", "BYPASS"]


def test_a_cache_that_may_not_keep_it_never_hits(tmp_path: Path) -> None:
    """False-GO 24: two misses are no cache, and `no-store` is not kept for an hour."""
    with nginx(tmp_path, origin=_origin("no-store"), cdn=_CDN) as site:
        asset = SiteCampaign(tmp_path, {"asset": site.url("cdn", "/618.css")})
        outcome = asset.check(cache={"hit": True, "min_max_age": "1h"})
    assert observed(outcome) == [
        "Cache-Control: max-age >= 3600 / no-store",
        "the second answer from a cache (X-Cache: HIT, or Age > 0) / x-cache-status: MISS",
    ]


_KEPT = "not from a cache, or Age <= 5 / x-cache-status: HIT"


@pytest.mark.parametrize(
    ("control", "cdn", "wrong"),
    [
        ("no-store", _CDN, []),
        ("max-age=0", _CDN, []),
        ("max-age=600", _CDN, ["Cache-Control: no-store or max-age <= 5 / max-age=600"]),
        ("no-store", _GREEDY_CDN, [_KEPT]),
        ("max-age=5", _GREEDY_CDN, [_KEPT]),
    ],
    ids=["no-store", "zero", "long", "no-store-but-kept", "short-but-kept-for-long"],
)
def test_an_api_may_not_be_cached(tmp_path: Path, control: str, cdn: str, wrong: list[str]) -> None:
    """False-GO 24: prices and stock come fresh; what a cache may keep, or kept against its origin's word, fails."""
    with nginx(tmp_path, origin=_origin(control), cdn=cdn) as site:
        outcome = SiteCampaign(tmp_path, {"api": site.url("cdn", "/api/price")}).check(cache={"max_max_age": "5s"})
    assert observed(outcome) == wrong


def test_one_node_that_lets_caches_keep_it_is_a_finding(tmp_path: Path) -> None:
    """False-GO 22, 24: of two nodes behind one address the first answer's is judged too, not only the last one's."""
    nodes = "upstream nodes { server 127.0.0.1:@wrong@; server 127.0.0.1:@right@; }"
    shop = Server("location / { proxy_pass http://nodes; }", beside=nodes)
    with nginx(tmp_path, wrong=_origin("max-age=600"), right=_origin("no-store"), shop=shop) as site:
        outcome = SiteCampaign(tmp_path, {"api": site.url("shop", "/api/price")}).check(cache={"max_max_age": "5s"})
    assert [len(site.answered(node)) for node in ("wrong", "right")] == [1, 1]
    assert observed(outcome) == ["Cache-Control: no-store or max-age <= 5 / max-age=600"]


def test_a_301_to_https_on_the_same_host_passes(tmp_path: Path, authority: trustme.CA) -> None:
    """The way from http to https of one host is its own, unless https is asked of the address itself."""
    to_https = "return 301 https://127.0.0.1:@secure@$request_uri;"
    with nginx(tmp_path, plain=to_https, secure=Server(PAGE, authority.issue_cert("127.0.0.1"))) as site:
        shop = SiteCampaign(tmp_path, {"shop": site.url("plain", "/618")}, hosts=OWN_CA)
        assert shop.check(contains="大促").status is Status.PASSED
        assert observed(shop.check(https=True)) == ["https / http"]
    assert [fact.status for fact in site.answered("plain")] == [301, 301]


def test_a_301_to_another_host_is_a_finding(tmp_path: Path) -> None:
    """False-GO 24: a page that moved to another host passes only where that host is allowed by name."""
    with nginx(tmp_path, old="return 301 http://localhost:@new@$request_uri;", new=PAGE) as site:
        shop = SiteCampaign(tmp_path, {"shop": site.url("old", "/618")})
        assert observed(shop.check()) == ["host 127.0.0.1 / host localhost"]
        assert shop.check(final_hosts=["localhost"]).status is Status.PASSED
        assert shop.check(same_host=False).status is Status.PASSED


@pytest.mark.parametrize(
    ("answer", "seen"),
    [
        ("error_page 503 /down.html; location = /down.html {} location = /618 { return 503; }", "HTTP 503"),
        (
            "error_page 503 =200 /down.html; location = /down.html {} location = /618 { return 503; }",
            "shows “系统维护”",
        ),
        ("location = /618 { rewrite ^ /down.html break; }", "shows “系统维护”"),
        ("location = /618 { return 503; }", "HTTP 503"),
    ],
    ids=["503", "503-as-200", "rewritten", "nginx-own-503"],
)
def test_a_maintenance_page_is_a_finding(tmp_path: Path, answer: str, seen: str) -> None:
    """False-GO 24: a maintenance page does not pass, whatever status it is given."""
    with nginx(tmp_path, {"down.html": "<h1>系统维护</h1><p>618 大促稍后开始</p>"}, shop=answer) as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop", "/618")}).check(contains="618 大促")
    assert outcome.status is Status.FAILED
    assert seen in observed(outcome)[0]


def test_a_redirect_to_a_login_page_is_a_finding(tmp_path: Path) -> None:
    """False-GO 24: a page that sends who has no session to its login page is not seen, though that one answers 200."""
    shop = """
      location = /618 { if ($cookie_session = "") { return 302 /user/login.html?back=$uri; } return 200 "618 大促"; }
      location = /user/login.html { return 200 "618 大促 会员登录"; }
    """
    with nginx(tmp_path, shop=shop) as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop", "/618")}).check(contains="618 大促")
    assert observed(outcome) == [f"the page itself / a login page: {site.url('shop', '/user/login.html?back=/618')}"]


_PACKED = "gzip on; gzip_min_length 1; gzip_types *;"


def test_a_packed_page_is_searched_unpacked(tmp_path: Path) -> None:
    """False-GO 24: what a browser would show of a gzip body is found, the wanted words and the forbidden ones alike."""
    files = {"good.html": "618 大促 开抢" * 200, "bad.html": "618 大促 停机维护" * 200}
    with nginx(tmp_path, files, shop=_PACKED) as site:
        rows = [{"url": "/good.html"}, {"url": "/bad.html"}]
        outcome = SiteCampaign(tmp_path, rows=rows, base=site.url("shop", "")).check(contains="618 大促")
    assert {fact.encoding for fact in site.answered("shop")} == {"gzip"}
    assert [(finding.subject, finding.observed.en) for finding in outcome.findings] == [
        ("/bad.html", "shows “停机维护”")
    ]


@pytest.mark.parametrize("how", ["", _PACKED], ids=["plain", "packed"])
def test_a_huge_body_is_read_up_to_its_limit(tmp_path: Path, how: str) -> None:
    """A body of 64 MiB is left at `max_body`: what stands behind it was not seen, and is said not to be."""
    body = b"618" + b" " * 64 * MEBIBYTE + "开抢".encode()
    with nginx(tmp_path, {"huge.html": body}, shop=how) as site:
        shop = SiteCampaign(tmp_path, {"shop": site.url("shop", "/huge.html")})
        seen = shop.check(max_body=MEBIBYTE, contains="618")
        unseen = shop.check(max_body=MEBIBYTE, contains="开抢")
        large = shop.check(max_body=MEBIBYTE, max_bytes=MEBIBYTE)
    assert seen.status is Status.PASSED
    assert "Only the first 1,048,576 bytes" in seen.notes[0].en
    assert observed(unseen) == ["shows “开抢” / not shown"]
    assert observed(large) == ["<= 1,048,576 bytes / more than 1,048,576 bytes"]
    assert all(fact.sent < 32 * MEBIBYTE for fact in site.answered("shop"))


_ITEMS = 'location ~ ^/item/(?<number>[0-9]+)$ { return 200 "item $number."; }'
_ROWS = [{"url": f"/item/{number}", "contains": f"item {number}."} for number in range(50)]


def test_fifty_endpoints_share_a_few_connections(tmp_path: Path) -> None:
    """Connections are kept: fifty endpoints, five at once, need at most five, and each gets its own answer."""
    with nginx(tmp_path, shop=_ITEMS) as site:
        outcome = SiteCampaign(tmp_path, rows=_ROWS, base=site.url("shop", "")).check(concurrency=5)
    assert (outcome.status, outcome.examined.count) == (Status.PASSED, 50)
    connections = Counter(fact.connection for fact in site.answered("shop"))
    assert connections.total() == 50
    assert len(connections) <= 5


@pytest.mark.parametrize(
    "closing",
    ["keepalive_requests 3;", "keepalive_timeout 0;", "keepalive_timeout 0; chunked_transfer_encoding off; gzip off;"],
    ids=["every-third", "always", "as-http-1.0"],
)
def test_connections_that_the_server_closes_are_opened_again(tmp_path: Path, closing: str) -> None:
    """A server that closes its connections, now and then or always, costs no endpoint a try."""
    with nginx(tmp_path, shop=closing + _ITEMS) as site:
        outcome = SiteCampaign(tmp_path, rows=_ROWS, base=site.url("shop", "")).check(concurrency=50)
    assert (outcome.status, outcome.findings) == (Status.PASSED, ())
    assert len(site.answered("shop")) == 50


def test_a_body_that_ends_with_its_connection_is_whole(tmp_path: Path) -> None:
    """HTTP/1.0 style: neither length nor chunks are told, and the text before the end of the connection is the page."""
    style = "gzip on; gzip_min_length 1; chunked_transfer_encoding off; keepalive_timeout 0;"
    page = "618 大促" + "".join(f"<li>{number}</li>" for number in range(20_000)) + "以上为全部"
    with nginx(tmp_path, {"long.html": page}, shop=style) as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop", "/long.html")}).check(
            contains=["618 大促", "以上为全部"], headers={"Transfer-Encoding": {"absent": True}}
        )
    assert (outcome.status, outcome.findings) == (Status.PASSED, ())


def test_a_body_that_breaks_off_behind_a_proxy_is_a_finding(tmp_path: Path) -> None:
    """False-GO 7: a page whose upstream dies half way through is not taken for a short page."""

    def half(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n618 " + b"x" * 2000)

    with raw_server(half) as port, nginx(tmp_path, shop=_proxy(port) + "proxy_buffering off;") as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop")}).check(contains="618")
    assert observed(outcome) == ["an answer / the connection ended without a proper HTTP answer"]


def _proxy(port: int) -> str:
    return f"location / {{ proxy_pass http://127.0.0.1:{port}; }}"


@contextmanager
def _upstream(dies: int) -> Iterator[int]:
    """Hangs up on its first connections without a word, then answers."""
    connections: list[None] = []
    lock = threading.Lock()

    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        with lock:
            connections.append(None)
            healed = len(connections) > dies
        if healed:
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 8\r\nConnection: close\r\n\r\nin stock")

    with raw_server(talk) as port:
        yield port


def test_an_upstream_that_heals_within_the_retries_passes(tmp_path: Path) -> None:
    """Two answers 502 and then 200 pass with two retries, and the note says that it took three tries."""
    with _upstream(dies=2) as port, nginx(tmp_path, shop=_proxy(port)) as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop")}).check(retries=2, contains="in stock")
    assert [fact.status for fact in site.answered("shop")] == [502, 502, 200]
    assert outcome.status is Status.PASSED
    assert "(3)" in outcome.notes[0].en


def test_an_upstream_that_heals_too_late_is_a_finding(tmp_path: Path) -> None:
    """One 502 more than the retries is what is judged, though the next answer would have been good."""
    with _upstream(dies=3) as port, nginx(tmp_path, shop=_proxy(port)) as site:
        outcome = SiteCampaign(tmp_path, {"shop": site.url("shop")}).check(retries=2, contains="in stock")
    assert observed(outcome) == ["HTTP 200 / HTTP 502"]
    assert "3 tries" in outcome.findings[0].message.en


_ECHO = """default_type application/json; location = /echo { return 200 '{"key": "<$http_x_key>"}'; }"""
_SECRET = "s3cret-value-of-618"


@pytest.fixture
def paired(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("SHOP_KEY", _SECRET)
    return {"headers": {"X-Key": "${SHOP_KEY}"}}


def test_a_secret_header_goes_to_its_host_only(tmp_path: Path, paired: dict[str, Any]) -> None:
    """What is paired with one host and port reaches it, but no other port, no other name, no redirect's end."""
    leave = "location = /away { return 302 http://localhost:@other@/echo; }"
    with nginx(tmp_path, shop=_ECHO + leave, other=_ECHO) as site:
        targets = {
            "with it": site.url("shop", "/echo"),
            "other port": site.url("other", "/echo"),
            "other name": site.url("shop", "/echo", host="localhost"),
            "redirect": site.url("shop", "/away"),
        }
        rows = [
            {"name": name, "url": url, "contains": f"<{_SECRET}>" if name == "with it" else "<>"}
            for name, url in targets.items()
        ]
        outcome = SiteCampaign(tmp_path, rows=rows, hosts={site.host("shop"): paired}).check(same_host=False)
    assert (outcome.status, observed(outcome)) == (Status.PASSED, [])
    assert outcome.examined.count == 4


def test_a_secret_that_a_server_echoes_is_not_recorded(tmp_path: Path, paired: dict[str, Any]) -> None:
    """A server that shows the header in its answer does not bring its value into what is told."""
    with nginx(tmp_path, shop=_ECHO) as site:
        shop = SiteCampaign(tmp_path, {"shop": site.url("shop", "/echo")}, hosts={site.host("shop"): paired})
        outcome = shop.check(json=[{"path": "key", "equals": "another"}])
    (finding,) = outcome.findings
    assert finding.kind is FindingKind.WRONG
    assert finding.observed.en == "text “<***>”"
    assert _SECRET not in repr(outcome)
