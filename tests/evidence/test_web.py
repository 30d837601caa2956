"""The HTTP client, against real servers."""

from __future__ import annotations

import gzip
import socket
import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import trustme

from readiness.evidence.web import Web
from readiness.evidence.web_answers import FailureKind, WebAnswer, WebRequest
from readiness.model.campaign import Host
from readiness.model.errors import CannotJudge
from readiness.model.location import Location
from readiness.model.secret import Secret
from readiness.model.text import Text
from tests.evidence.servers import Asked, Reply, Site, closed_port, raw_server, serve

_HERE = Location("campaign.yaml", 12, 3)


def _host(name: str, headers: dict[str, str] | None = None, ca: str | None = None, proxy: str | None = None) -> Host:
    return Host(name, headers or {}, ca, proxy, _HERE)


def _request(url: str, **more: object) -> WebRequest:
    return WebRequest(Secret(url, url), Text.same("endpoints.csv row 2"), **more)  # type: ignore[arg-type]


def _get(url: str, *hosts: Host, folder: Path = Path(), seconds: float = 5.0, **more: object) -> WebAnswer:
    with Web({host.name: host for host in hosts}, folder) as web:
        return web.ask(_request(url, **more), seconds)


@pytest.fixture
def site() -> Iterator[Site]:
    routes = {
        "/618": Reply("欢迎", headers={"X-Cache": "HIT"}),
        "/moved": Reply(location="/618"),
        "/loop": Reply(location="/loop"),
        "/file": Reply(location="file:///etc/passwd"),
        "/broken": Reply(location="http://[::1"),
        "/big": Reply(b"x" * 5000),
        "/zipped": Reply(gzip.compress(b"y" * 100_000), headers={"Content-Encoding": "gzip"}),
        "/not-zipped": Reply(b"plain", headers={"Content-Encoding": "gzip"}),
        "/slow": Reply(after=3.0),
        "/nothing": Reply(b""),
    }
    with serve({**routes}) as running:
        yield running


def test_an_answer_holds_what_the_server_said(site: Site) -> None:
    """Status, headers in lower case, body and time are those of the answer."""
    answer = _get(site.url("/618"))
    assert answer.failure is None
    assert (answer.status, answer.body.decode(), answer.headers["x-cache"]) == (200, "欢迎", "HIT")
    assert 0 < answer.seconds < 2


def test_redirects_are_followed_to_the_last_url(site: Site) -> None:
    """The answer names where it came from."""
    answer = _get(site.url("/moved"))
    assert (answer.status, answer.url, answer.final_url) == (200, site.url("/moved"), site.url("/618"))


@pytest.mark.parametrize("path", ["/loop", "/file", "/broken"])
def test_a_redirect_that_leads_nowhere_is_a_failure(site: Site, path: str) -> None:
    """An endless redirect, one to a file and one to no URL are faults of the target, and lasting ones."""
    failure = _get(site.url(path)).failure
    assert failure is not None
    assert failure.kind is FailureKind.REDIRECT
    assert failure.lasting


def test_a_session_cookie_lives_along_the_redirects() -> None:
    """A site that sets a cookie and redirects to itself is answered with that cookie, and the next request has none."""

    def door(asked: Asked) -> Reply:
        inside = "visited=1" in asked.headers.get("cookie", "")
        return Reply("in") if inside else Reply(location="/door", headers={"Set-Cookie": "visited=1; Path=/"})

    with serve({"/door": door}) as site, Web({}, Path()) as web:
        assert web.ask(_request(site.url("/door")), 5).body == b"in"
        web.ask(_request(site.url("/door")), 5)
        assert ["cookie" in asked.headers for asked in site.asked] == [False, True, False, True]


def test_a_body_is_read_up_to_its_limit(site: Site) -> None:
    """A body over the limit is cut there, and the answer says so; one of exactly the limit is whole."""
    cut = _get(site.url("/big"), max_body=4999)
    whole = _get(site.url("/big"), max_body=5000)
    assert (len(cut.body), cut.cut) == (4999, True)
    assert (len(whole.body), whole.cut) == (5000, False)


def test_a_packed_body_counts_unpacked(site: Site) -> None:
    """Sizes are of what a browser shows, so a packed bomb is cut at the limit."""
    assert _get(site.url("/zipped")).body == b"y" * 100_000
    assert _get(site.url("/zipped"), max_body=1000).cut


def test_a_body_that_does_not_unpack_is_a_failure(site: Site) -> None:
    """A broken encoding is the target's fault, not an empty answer."""
    failure = _get(site.url("/not-zipped")).failure
    assert failure is not None
    assert failure.kind is FailureKind.BROKEN


def test_head_asks_for_no_body(site: Site) -> None:
    """HEAD gives status and headers."""
    answer = _get(site.url("/618"), method="HEAD")
    assert (answer.status, answer.body, site.asked[0].method) == (200, b"", "HEAD")


def test_a_refused_connection_is_the_targets_fault() -> None:
    """False-GO 9: refused is an observation, never an exception or a pass."""
    failure = _get(f"http://127.0.0.1:{closed_port()}/").failure
    assert failure is not None
    assert failure.kind is FailureKind.REFUSED
    assert "refused" in failure.words.en
    assert "拒绝" in failure.words.zh


def test_an_unknown_name_is_the_targets_fault() -> None:
    """A name that DNS does not know is an observation."""
    failure = _get("http://no-such-host.invalid/", seconds=20).failure
    assert failure is not None
    assert failure.kind is FailureKind.NAME


def test_a_slow_answer_times_out(site: Site) -> None:
    """The limit holds for waiting."""
    started = time.monotonic()
    failure = _get(site.url("/slow"), seconds=0.3).failure
    assert failure is not None
    assert failure.kind is FailureKind.TIMEOUT
    assert time.monotonic() - started < 1.5


@pytest.mark.parametrize("head", [b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Long: "])
def test_a_slow_drip_can_not_exceed_the_limit(head: bytes) -> None:
    """False-GO 12: a server that sends a byte now and then, in headers or body, is late all the same."""

    def drip(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(head)
        for _ in range(100):
            time.sleep(0.05)
            connection.sendall(b"x")

    with raw_server(drip) as port:
        started = time.monotonic()
        failure = _get(f"http://127.0.0.1:{port}/", seconds=0.5).failure
        assert time.monotonic() - started < 1.5
    assert failure is not None
    assert failure.kind is FailureKind.TIMEOUT


def test_the_limit_is_for_all_redirects_together() -> None:
    """Each hop has only what the ones before left of the time."""
    hops: dict[str, Reply] = {f"/{n}": Reply(location=f"/{n + 1}", after=0.3) for n in range(5)}
    with serve({**hops}) as site:
        started = time.monotonic()
        failure = _get(site.url("/0"), seconds=0.7, max_redirects=10).failure
        assert time.monotonic() - started < 1.5
    assert failure is not None
    assert failure.kind is FailureKind.TIMEOUT


@pytest.mark.parametrize(
    "said", [b"", b"SSH-2.0-OpenSSH_9.2\r\n", b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf"]
)
def test_an_answer_that_breaks_off_is_a_failure(said: bytes) -> None:
    """False-GO 7: nothing, another protocol, and half a body are faults, not short answers."""

    def talk(connection: socket.socket) -> None:
        connection.recv(4096)
        connection.sendall(said)

    with raw_server(talk) as port:
        failure = _get(f"http://127.0.0.1:{port}/").failure
    assert failure is not None
    assert failure.kind is FailureKind.BROKEN


def test_secret_headers_go_to_their_host_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """A header paired with one host is sent there, and dropped when it redirects to another."""
    monkeypatch.setenv("TOKEN", "s3cret-value")
    with serve({"/there": Reply()}) as other:
        with serve({"/here": Reply(location=other.url("/there"))}) as paired:
            _get(paired.url("/here"), _host(paired.host, {"Authorization": "Bearer ${TOKEN}"}))
        assert paired.asked[0].headers["authorization"] == "Bearer s3cret-value"
        assert "authorization" not in other.asked[0].headers


def test_a_host_without_a_port_stands_for_all_its_ports(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The entry `host` holds for every port, unless an entry `host:port` is more exact."""
    monkeypatch.setenv("TOKEN", "one")
    _get(site.url("/618"), _host("127.0.0.1", {"X-Key": "${TOKEN}"}))
    _get(site.url("/618"), _host("127.0.0.1", {"X-Key": "${TOKEN}"}), _host(site.host, {"X-Key": "two"}))
    assert [asked.headers["x-key"] for asked in site.asked] == ["one", "two"]


def test_a_missing_variable_is_our_fault(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """False-GO 9: a header whose variable is not set can't be judged; nothing is sent without it."""
    monkeypatch.delenv("TOKEN", raising=False)
    with pytest.raises(CannotJudge, match="TOKEN"):
        _get(site.url("/618"), _host(site.host, {"Authorization": "${TOKEN}"}))
    assert site.asked == []


def test_a_header_that_can_not_be_sent_is_told_without_its_value(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A secret with a line break is refused, and the message does not hold it."""
    monkeypatch.setenv("TOKEN", "s3cret\r\nX-Evil: 1")
    with pytest.raises(CannotJudge) as caught:
        _get(site.url("/618"), _host(site.host, {"Authorization": "${TOKEN}"}))
    assert "s3cret" not in f"{caught.value.message.en}{caught.value.message.zh}{caught.value!r}"


def test_a_host_is_asked_at_the_address_given(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that DNS does not know is asked at its `connect_to`, under its own name."""
    monkeypatch.setenv("BACKUP", site.host)
    host = replace(_host("backup.invalid"), connect_to="${BACKUP}")
    answer = _get("http://backup.invalid/618", host)
    assert (answer.failure, answer.status) == (None, 200)
    assert [asked.headers["host"] for asked in site.asked] == ["backup.invalid"]


@pytest.mark.parametrize("address", ["10.0.0.12", "10.0.0.12:0", "10.0.0.12:65536", "https://10.0.0.12:443", ":443"])
def test_an_address_that_is_none_is_our_fault(address: str) -> None:
    """False-GO 9: what can't be asked at all is told as the campaign's own mistake."""
    host = replace(_host("backup.invalid"), connect_to=address)
    with pytest.raises(CannotJudge, match="connect_to"):
        _get("http://backup.invalid/618", host)


def test_proxies_of_the_environment_are_not_used(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the environment says of proxies sends nothing elsewhere."""
    monkeypatch.setenv("http_proxy", f"http://127.0.0.1:{closed_port()}")
    assert _get(site.url("/618")).status == 200


def test_a_hosts_own_proxy_is_used() -> None:
    """A request to the host goes through its proxy, which sees the whole URL."""
    with serve({"http://shop.invalid/618": Reply("through")}) as proxy:
        answer = _get("http://shop.invalid/618", _host("shop.invalid", proxy=proxy.base))
    assert (answer.failure, answer.body) == (None, b"through")


def test_an_unreachable_proxy_is_our_fault() -> None:
    """False-GO 9: a proxy that is not there is an error of ours, not a fault of the target."""
    proxy = f"http://127.0.0.1:{closed_port()}"
    with pytest.raises(CannotJudge, match="proxy"):
        _get("http://shop.invalid/", _host("shop.invalid", proxy=proxy))


def test_a_proxy_that_wants_a_login_is_our_fault() -> None:
    """407 says that our side may not ask."""
    with serve({"http://shop.invalid/": Reply(status=407)}) as proxy, pytest.raises(CannotJudge, match="login"):
        _get("http://shop.invalid/", _host("shop.invalid", proxy=proxy.base))


@pytest.mark.parametrize("url", ["ftp://shop.example/", "/618", "http://", "shop.example", "http://[::1"])
def test_what_is_no_web_url_can_not_be_asked(url: str) -> None:
    """A URL that can't be asked is told with where it stands."""
    with pytest.raises(CannotJudge, match=r"endpoints\.csv row 2"):
        _get(url)


class _Certificates:
    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.authority = trustme.CA()
        self.authority.cert_pem.write_to_path(str(folder / "company-ca.pem"))

    def server(self, name: str = "127.0.0.1", **more: object) -> ssl.SSLContext:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(name, **more).configure_cert(context)  # type: ignore[arg-type]
        return context


@pytest.fixture
def certificates(tmp_path: Path) -> _Certificates:
    return _Certificates(tmp_path)


def test_a_hosts_own_ca_is_trusted(certificates: _Certificates) -> None:
    """The CA in the campaign's folder lets its host be verified."""
    with serve({"/": Reply("safe")}, certificates.server()) as site:
        answer = _get(site.url("/"), _host(site.host, ca="company-ca.pem"), folder=certificates.folder)
    assert (answer.failure, answer.body) == (None, b"safe")


def test_a_ca_outside_the_folder_is_named_by_a_variable(
    certificates: _Certificates, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The operator's own variable may point anywhere; a path in the file, or a variable within one, may not."""
    campaign = tmp_path / "campaign"
    campaign.mkdir()
    monkeypatch.setenv("COMPANY_CA", str(tmp_path / "company-ca.pem"))
    monkeypatch.setenv("UP", "..")
    with serve({"/": Reply("safe")}, certificates.server()) as site:
        answer = _get(site.url("/"), _host(site.host, ca="${COMPANY_CA}"), folder=campaign)
        for outside in ("../company-ca.pem", "${UP}/company-ca.pem"):
            with pytest.raises(CannotJudge, match="outside"):
                _get(site.url("/"), _host(site.host, ca=outside), folder=campaign)
    assert (answer.failure, answer.body) == (None, b"safe")


@pytest.mark.parametrize(
    ("name", "words"), [("127.0.0.1", "issuer"), ("other.example", "issuer")], ids=["untrusted", "untrusted-name"]
)
def test_an_untrusted_certificate_is_a_failure(certificates: _Certificates, name: str, words: str) -> None:
    """False-GO 25: TLS is always verified; a certificate that the system does not trust is a lasting fault."""
    with serve({"/": Reply()}, certificates.server(name)) as site:
        failure = _get(site.url("/")).failure
    assert failure is not None
    assert failure.kind is FailureKind.TLS
    assert failure.lasting
    assert words in failure.words.en


def test_a_certificate_for_another_name_is_a_failure(certificates: _Certificates) -> None:
    """False-GO 25: the trusted issuer is not enough, the name must be the host's."""
    with serve({"/": Reply()}, certificates.server("other.example")) as site:
        failure = _get(site.url("/"), _host(site.host, ca="company-ca.pem"), folder=certificates.folder).failure
    assert failure is not None
    assert "another" in failure.words.en


def test_an_expired_certificate_is_a_failure(certificates: _Certificates) -> None:
    """False-GO 25: a certificate that has ended is said to be expired."""
    from datetime import UTC, datetime

    ended = datetime(2020, 1, 1, tzinfo=UTC)
    with serve(
        {"/": Reply()}, certificates.server(not_before=datetime(2019, 1, 1, tzinfo=UTC), not_after=ended)
    ) as site:
        failure = _get(site.url("/"), _host(site.host, ca="company-ca.pem"), folder=certificates.folder).failure
    assert failure is not None
    assert "expired" in failure.words.en
    assert "过期" in failure.words.zh


@pytest.mark.parametrize("content", [None, "no certificate"])
def test_a_ca_file_that_can_not_be_read_is_our_fault(tmp_path: Path, content: str | None) -> None:
    """A missing or broken CA file can't be judged: the system's store is never used in its place."""
    if content is not None:
        (tmp_path / "ca.pem").write_text(content)
    with pytest.raises(CannotJudge, match=r"ca\.pem"):
        _get("https://127.0.0.1/", _host("127.0.0.1", ca="ca.pem"), folder=tmp_path)


def test_a_ca_file_outside_the_folder_is_refused(tmp_path: Path) -> None:
    """No file outside the campaign's folder is read."""
    inner = tmp_path / "campaign"
    inner.mkdir()
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with pytest.raises(CannotJudge, match="outside"):
        _get("https://127.0.0.1/", _host("127.0.0.1", ca="../ca.pem"), folder=inner)


def test_secrets_are_not_sent_in_clear_after_a_downgrade(
    certificates: _Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A redirect from https to http of the same host loses the paired header."""
    monkeypatch.setenv("TOKEN", "s3cret-value")
    with (
        serve({"/plain": Reply()}) as plain,
        serve({"/": Reply(location=plain.url("/plain"))}, certificates.server()) as site,
    ):
        host = _host("127.0.0.1", {"Authorization": "${TOKEN}"}, ca="company-ca.pem")
        _get(site.url("/"), host, folder=certificates.folder)
        assert site.asked[0].headers["authorization"] == "s3cret-value"
        assert "authorization" not in plain.asked[0].headers


def test_fresh_requests_ask_caches_to_ask_the_origin(site: Site) -> None:
    """False-GO 24: by default a cache on the way is told not to answer by itself."""
    _get(site.url("/618"))
    _get(site.url("/618"), fresh=False)
    assert [asked.headers.get("cache-control") for asked in site.asked] == ["no-cache", None]
