"""Kind `tls` against real servers, through the real gate, from loading to redaction."""

from __future__ import annotations

import socket
import ssl
import struct
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import trustme

from readiness.model.outcome import Outcome, Status
from tests.evidence.servers import closed_port, raw_server
from tests.evidence.tls_servers import (
    NOT_FOUND,
    asking_for_client,
    https,
    self_signed,
    serving,
    under_an_intermediate,
    versions,
)
from tests.probes.listed_campaign import ListedCampaign, told

PAGE, GATEWAY = "pay.shop.example", "gateway.shop.example"
PROBE = {
    "kind": "tls",
    "hosts": "secure",
    "limits": {"min_version": "1.2", "valid_until": "E+7d", "client_valid_until": "E"},
    "timeout": "2s",
    "retries": 0,
}
FAR = datetime(2046, 1, 1, tzinfo=UTC)
TLS10, TLS11, TLS12, TLS13 = (
    ssl.TLSVersion.TLSv1,
    ssl.TLSVersion.TLSv1_1,
    ssl.TLSVersion.TLSv1_2,
    ssl.TLSVersion.TLSv1_3,
)


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    """The company's own CA, its certificate in the campaign's folder."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    return authority


def check(folder: Path, port: int, *, host: str = PAGE, gateway: bool = False, **more: Any) -> Outcome:
    """One host of the list, reached at a local port under its own name."""
    settings = {"ca": "ca.pem", "connect_to": f"127.0.0.1:{port}", **more.pop("settings", {})}
    rows = [{"host": host, "client_certificate": "yes" if gateway else "no"}]
    seconds = more.pop("seconds", 20.0)
    campaign = ListedCampaign(folder, {"secure": rows}, {host: settings}, **more)
    return campaign.check(PROBE, seconds)


def test_a_good_page_passes(tmp_path: Path, authority: trustme.CA) -> None:
    """A trusted chain with its intermediate, the right name, TLS 1.2 and 1.3 only, and years to go."""
    cert = authority.create_child_ca().issue_cert(PAGE, not_after=FAR)
    with https(serving(cert)) as port:
        outcome = check(tmp_path, port)
    assert outcome.status is Status.PASSED, told(outcome)
    assert (outcome.examined.count, outcome.examined.unit) == (1, "hosts")


@pytest.mark.parametrize("name", ["*.shop.example", PAGE])
def test_a_name_may_be_covered_by_a_wildcard(tmp_path: Path, authority: trustme.CA, name: str) -> None:
    """The certificate's name is the host's, or its wildcard."""
    with https(serving(authority.issue_cert(name, not_after=FAR))) as port:
        assert check(tmp_path, port).status is Status.PASSED


def test_a_name_in_chinese_is_asked_as_dns_has_it(tmp_path: Path, authority: trustme.CA) -> None:
    """The list may hold 支付.中国; DNS and certificates have its xn-- form."""
    with https(serving(authority.issue_cert("支付.中国", not_after=FAR))) as port:
        settings = {"ca": "ca.pem", "connect_to": f"127.0.0.1:{port}"}
        rows = [{"host": "支付.中国", "client_certificate": "no"}]
        outcome = ListedCampaign(tmp_path, {"secure": rows}, {"xn--bnq875c.xn--fiqs8s": settings}).check(PROBE)
    assert outcome.status is Status.PASSED, told(outcome)


def test_an_address_is_a_name_too(tmp_path: Path, authority: trustme.CA) -> None:
    """A certificate may be for an IP address, and a pasted URL names host and port."""
    with https(serving(authority.issue_cert("127.0.0.1", not_after=FAR))) as port:
        rows = [{"host": f"https://127.0.0.1:{port}/pay", "client_certificate": "否"}]
        outcome = ListedCampaign(tmp_path, {"secure": rows}, {"127.0.0.1": {"ca": "ca.pem"}}).check(PROBE)
    assert outcome.status is Status.PASSED, told(outcome)


def _long_past(authority: trustme.CA) -> ssl.SSLContext:
    ended = datetime(2025, 6, 1, tzinfo=UTC)
    return serving(authority.issue_cert(PAGE, not_before=ended - timedelta(days=365), not_after=ended))


def _not_yet(authority: trustme.CA) -> ssl.SSLContext:
    return serving(authority.issue_cert(PAGE, not_before=datetime(2040, 1, 1, tzinfo=UTC), not_after=FAR))


def _for_another(authority: trustme.CA) -> ssl.SSLContext:
    return serving(authority.issue_cert("shop.example", "www.shop.example", not_after=FAR))


def _alone(authority: trustme.CA) -> ssl.SSLContext:
    between = authority.create_child_ca()
    return serving(between.issue_cert(PAGE, not_after=FAR), leaf_only=True)


def _of_a_stranger(authority: trustme.CA) -> ssl.SSLContext:
    return serving(trustme.CA(organization_name="Unknown").create_child_ca().issue_cert(PAGE, not_after=FAR))


@pytest.mark.parametrize(
    ("context", "required", "observed", "remedy"),
    [
        (_long_past, "valid now", "ended Sun 1 June 2025, 08:00", "install a new one"),
        (_not_yet, "valid now", "begins Sun 1 January 2040, 08:00", "install a new one"),
        (_for_another, PAGE, "for shop.example, www.shop.example", "install the one for this name"),
        (_alone, "those between it and a trusted root", "only its own", "does not send the intermediate"),
        (_of_a_stranger, "trusted", "which is not trusted", "set `ca` of the host"),
    ],
    ids=["expired", "not-yet", "another-name", "no-intermediate", "unknown-root"],
)
def test_a_certificate_that_clients_refuse_is_a_finding(
    tmp_path: Path,
    authority: trustme.CA,
    context: Callable[[trustme.CA], ssl.SSLContext],
    required: str,
    observed: str,
    remedy: str,
) -> None:
    """False-GO 25: what browsers refuse is told in plain words, with dates in the campaign's zone and what to do."""
    with https(context(authority)) as port:
        outcome = check(tmp_path, port)
    assert outcome.status is Status.FAILED
    (found,) = outcome.findings
    assert (required in found.required.en, observed in found.observed.en) == (True, True), told(outcome)
    assert remedy in found.message.en


def test_a_self_signed_certificate_is_a_finding(tmp_path: Path, authority: trustme.CA) -> None:
    """False-GO 25: nobody vouches for it."""
    with https(self_signed(tmp_path, PAGE)) as port:
        outcome = check(tmp_path, port)
    assert [found.observed.en for found in outcome.findings] == ["self-signed"]
    assert [found.observed.zh for found in outcome.findings] == ["自签名"]


END = FAR - timedelta(days=7)


@pytest.mark.parametrize(
    ("end", "status"), [(END, Status.PASSED), (END + timedelta(seconds=1), Status.FAILED)], ids=["at", "one-second"]
)
def test_a_certificate_lasts_a_week_beyond_the_end(
    tmp_path: Path, authority: trustme.CA, end: datetime, status: Status
) -> None:
    """False-GO 25: ending exactly at E+7d is enough, a second earlier is not."""
    with https(serving(authority.issue_cert(PAGE, not_after=FAR))) as port:
        outcome = check(tmp_path, port, end=end.isoformat())
    assert outcome.status is status, told(outcome)
    if status is Status.FAILED:
        assert "1 s too early" in outcome.findings[0].message.en


def test_every_certificate_of_the_chain_must_last(tmp_path: Path) -> None:
    """False-GO 25: an intermediate that ends within the week breaks the chain, though the host's own lasts."""
    with https(under_an_intermediate(tmp_path, PAGE, ends=END + timedelta(days=3))) as port:
        outcome = check(tmp_path, port, end=END.isoformat())
    (found,) = outcome.findings
    assert "Shop Issuing CA above that of" in found.message.en


@pytest.mark.parametrize(("least", "most", "version"), [(TLS10, TLS12, "1.0"), (TLS11, TLS13, "1.1")])
def test_an_old_version_that_is_still_accepted_is_a_finding(
    tmp_path: Path, authority: trustme.CA, least: ssl.TLSVersion, most: ssl.TLSVersion, version: str
) -> None:
    """Beside TLS 1.2 the server takes an outdated version, too: it is asked with each by itself."""
    with https(versions(serving(authority.issue_cert(PAGE, not_after=FAR)), least, most)) as port:
        outcome = check(tmp_path, port)
    assert f"{PAGE}: TLS {version} refused / TLS {version} accepted" in told(outcome)


def test_a_server_of_old_versions_only_is_told_as_such(tmp_path: Path, authority: trustme.CA) -> None:
    """A server that speaks at most TLS 1.1 is told so, and is not just one that refuses."""
    with https(versions(serving(authority.issue_cert(PAGE, not_after=FAR)), TLS11, TLS11)) as port:
        outcome = check(tmp_path, port)
    assert told(outcome) == [
        f"{PAGE}: TLS 1.1 refused / TLS 1.1 accepted",
        f"{PAGE}: TLS 1.2 or later / at most TLS 1.1",
    ]


def _reset(connection: socket.socket) -> None:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def _hang(connection: socket.socket) -> None:
    while connection.recv(4096):
        time.sleep(0.01)


def _drip(connection: socket.socket) -> None:
    """A server hello that never ends: a byte at a time."""
    connection.recv(4096)
    for byte in b"\x16\x03\x03\x40\x00\x02\x00\x3f\xfc" + b"\x03" * 1000:
        connection.sendall(bytes((byte,)))
        time.sleep(0.3)


def _plain(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


def _noise(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"220 mail.shop.example ESMTP\r\n" * 50)


def _endless(connection: socket.socket) -> None:
    connection.recv(4096)
    while True:
        connection.sendall(b"\x16\x03\x03\x40\x00" + b"\x00" * 0x4000)


@pytest.mark.parametrize(
    ("talk", "observed"),
    [
        (_reset, "the connection was closed without a word"),
        (_hang, "no answer in time"),
        (_drip, "no answer in time"),
        (_plain, "it speaks plain HTTP, without TLS"),
        (_noise, "what it speaks is no TLS"),
        (_endless, "what it speaks is no TLS"),
    ],
    ids=["reset", "hanging", "byte-by-byte", "plain-http", "mail", "endless"],
)
def test_a_server_that_misbehaves_is_a_finding_in_time(
    tmp_path: Path, authority: trustme.CA, talk: Callable[[socket.socket], None], observed: str
) -> None:
    """False-GO 12: whatever a server does, it is an observation within the limit of a request."""
    started = time.monotonic()
    with raw_server(talk) as port:
        outcome = check(tmp_path, port)
        took = time.monotonic() - started
    assert outcome.status is Status.FAILED
    assert observed in outcome.findings[-1].observed.en
    assert took < 9


def test_a_closed_port_is_a_finding(tmp_path: Path, authority: trustme.CA) -> None:
    """Nobody listens: the target's fault."""
    outcome = check(tmp_path, closed_port())
    assert told(outcome) == [f"{PAGE}: a TLS connection / no connection could be made"]


def test_a_name_without_an_address_is_a_finding(tmp_path: Path, authority: trustme.CA) -> None:
    """A name that DNS does not know can't be what customers pay at."""
    rows = [{"host": "no-such-name.invalid", "client_certificate": "no"}]
    outcome = ListedCampaign(tmp_path, {"secure": rows}).check(PROBE)
    assert told(outcome) == ["no-such-name.invalid: a name with an address in DNS / none"]


def test_our_own_time_that_ends_first_is_an_error(tmp_path: Path, authority: trustme.CA) -> None:
    """False-GO 12: where the check's own time is up before the server's, nothing is known of the server."""
    with raw_server(_hang) as port:
        outcome = check(tmp_path, port, seconds=1.2)
    assert outcome.status is Status.ERROR
    assert "Time was up" in outcome.message.en


def _client(folder: Path, cert: trustme.LeafCert) -> dict[str, str]:
    cert.private_key_and_cert_chain_pem.write_to_path(str(folder / "client.pem"))
    return {"client_cert": "client.pem"}


@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["1.2", "1.3"])
def test_a_gateway_that_knows_its_clients_passes(
    tmp_path: Path, authority: trustme.CA, version: ssl.TLSVersion
) -> None:
    """It lets in the campaign's certificate and refuses nobody and a stranger, by handshake or, under 1.3, at the first
    read after it."""
    context = asking_for_client(serving(authority.issue_cert(GATEWAY, not_after=FAR)), authority)
    context.minimum_version = context.maximum_version = version
    settings = _client(tmp_path, authority.issue_cert("shop-web", not_after=FAR))
    with https(context, NOT_FOUND) as port:
        outcome = check(tmp_path, port, host=GATEWAY, gateway=True, settings=settings)
    assert outcome.status is Status.PASSED, told(outcome)


@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["1.2", "1.3"])
def test_a_gateway_that_lets_in_everybody_is_a_finding(
    tmp_path: Path, authority: trustme.CA, version: ssl.TLSVersion
) -> None:
    """False-GO 25: without its verification the gateway answers, with a certificate of ours, of a stranger, or none."""
    context = serving(authority.issue_cert(GATEWAY, not_after=FAR))
    context.minimum_version = context.maximum_version = version
    settings = _client(tmp_path, authority.issue_cert("shop-web", not_after=FAR))
    with https(context) as port:
        outcome = check(tmp_path, port, host=GATEWAY, gateway=True, settings=settings)
    assert told(outcome) == [
        f"{GATEWAY}: a connection without a client certificate refused / HTTP 200",
        f"{GATEWAY}: a client certificate that nobody vouches for refused / HTTP 200",
    ]


def test_a_gateway_that_asks_and_does_not_insist_is_a_finding(tmp_path: Path, authority: trustme.CA) -> None:
    """False-GO 25: it asks for a client certificate and accepts none."""
    context = asking_for_client(serving(authority.issue_cert(GATEWAY, not_after=FAR)), authority)
    context.verify_mode = ssl.CERT_OPTIONAL
    settings = _client(tmp_path, authority.issue_cert("shop-web", not_after=FAR))
    with https(context) as port:
        outcome = check(tmp_path, port, host=GATEWAY, gateway=True, settings=settings)
    assert told(outcome) == [f"{GATEWAY}: a connection without a client certificate refused / HTTP 200"]


@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["1.2", "1.3"])
def test_a_gateway_that_does_not_know_us_is_a_finding(
    tmp_path: Path, authority: trustme.CA, version: ssl.TLSVersion
) -> None:
    """A refusal of everybody is no protection but an outage: the campaign's own certificate must be let in."""
    context = asking_for_client(serving(authority.issue_cert(GATEWAY, not_after=FAR)), trustme.CA())
    context.minimum_version = context.maximum_version = version
    settings = _client(tmp_path, authority.issue_cert("shop-web", not_after=FAR))
    with https(context) as port:
        outcome = check(tmp_path, port, host=GATEWAY, gateway=True, settings=settings)
    assert told(outcome) == [
        f"{GATEWAY}: an answer to the campaign's client certificate / refused (tlsv1 alert unknown ca)"
    ]


@pytest.mark.parametrize(
    ("end", "status"), [(FAR, Status.PASSED), (FAR + timedelta(seconds=1), Status.FAILED)], ids=["at", "one-second"]
)
def test_a_client_certificate_lasts_until_the_end(
    tmp_path: Path, authority: trustme.CA, end: datetime, status: Status
) -> None:
    """The campaign's own certificate must be valid at the last second of the campaign."""
    late = datetime(2050, 1, 1, tzinfo=UTC)
    context = asking_for_client(serving(authority.issue_cert(GATEWAY, not_after=late)), authority)
    settings = _client(tmp_path, authority.issue_cert("shop-web", not_after=FAR))
    with https(context) as port:
        outcome = check(tmp_path, port, host=GATEWAY, gateway=True, settings=settings, end=end.isoformat())
    assert outcome.status is status, told(outcome)
    assert all("client certificate" in found.required.en for found in outcome.findings)


def test_a_gateway_without_our_certificate_is_an_error(tmp_path: Path, authority: trustme.CA) -> None:
    """False-GO 9: a gateway that refuses us without a certificate may refuse everybody: nobody has tried."""
    context = asking_for_client(serving(authority.issue_cert(GATEWAY, not_after=FAR)), authority)
    with https(context) as port:
        outcome = check(tmp_path, port, host=GATEWAY, gateway=True)
    assert outcome.status is Status.ERROR
    assert "no client certificate" in outcome.message.en
    assert outcome.hint is not None
    assert "client_cert" in outcome.hint.en


def test_a_key_is_told_nowhere(tmp_path: Path, authority: trustme.CA) -> None:
    """Whatever is wrong, no line of the key stands in the outcome."""
    cert = authority.issue_cert("shop-web", not_after=FAR)
    context = serving(authority.issue_cert(GATEWAY, not_after=FAR))
    with https(context) as port:
        outcome = check(tmp_path, port, host=GATEWAY, gateway=True, settings=_client(tmp_path, cert))
    lines = [line for line in cert.private_key_pem.bytes().decode().splitlines() if not line.startswith("---")]
    assert outcome.findings
    assert not any(line in repr(outcome) for line in lines)


@pytest.mark.parametrize("version", [TLS12, TLS13], ids=["1.2", "1.3"])
def test_a_page_that_asks_customers_for_a_certificate_is_a_finding(
    tmp_path: Path, authority: trustme.CA, version: ssl.TLSVersion
) -> None:
    """Customers have none, so a page that insists is shut, even where the handshake itself goes well."""
    context = asking_for_client(serving(authority.issue_cert(PAGE, not_after=FAR)), authority)
    context.minimum_version = context.maximum_version = version
    with https(context) as port:
        outcome = check(tmp_path, port)
    assert [found.required.en for found in outcome.findings] == ["an answer to everybody"]


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ({"host": "", "client_certificate": "no"}, "host"),
        ({"host": "${SECRET}", "client_certificate": "no"}, "host"),
        ({"host": "http://pay.shop.example", "client_certificate": "no"}, "host"),
        ({"host": "pay shop.example", "client_certificate": "no"}, "host"),
        ({"host": PAGE, "client_certificate": ""}, "client_certificate"),
        ({"host": PAGE, "client_certificate": "maybe"}, "client_certificate"),
        ({"host": PAGE, "client_certificate": "no", "port": "70000"}, "port"),
        ({"host": PAGE, "client_certificate": "no", "path": "health"}, "path"),
    ],
)
def test_a_row_that_can_not_be_asked_is_a_finding(tmp_path: Path, row: dict[str, str], column: str) -> None:
    """False-GO 11: a row is never left out in silence, and names no variable of the operator's."""
    outcome = ListedCampaign(tmp_path, {"secure": [row]}).check(PROBE)
    assert outcome.status is Status.FAILED
    assert [found.required.en.split(":")[0] for found in outcome.findings] == [column]


def test_a_host_listed_twice_is_a_finding(tmp_path: Path, authority: trustme.CA) -> None:
    """The second row is probably another host's."""
    with https(serving(authority.issue_cert(PAGE, not_after=FAR))) as port:
        rows = [{"host": PAGE, "client_certificate": "no"}, {"host": PAGE.upper(), "client_certificate": "no"}]
        settings = {"ca": "ca.pem", "connect_to": f"127.0.0.1:{port}"}
        outcome = ListedCampaign(tmp_path, {"secure": rows}, {PAGE: settings}).check(PROBE)
    assert [found.required.en for found in outcome.findings] == ["each one once"]


def test_a_list_without_a_gateway_is_a_finding_where_one_is_asked_for(tmp_path: Path, authority: trustme.CA) -> None:
    """False-GO 5: none of no gateways lets strangers in."""
    limits = {**PROBE["limits"], "min_gateways": 1}  # type: ignore[dict-item]
    with https(serving(authority.issue_cert(PAGE, not_after=FAR))) as port:
        settings = {"ca": "ca.pem", "connect_to": f"127.0.0.1:{port}"}
        rows = [{"host": PAGE, "client_certificate": "no"}]
        campaign = ListedCampaign(tmp_path, {"secure": rows}, {PAGE: settings})
        assert told(campaign.check({**PROBE, "limits": limits})) == [
            "secure: >= 1 gateways with client certificates / 0 gateways"
        ]
