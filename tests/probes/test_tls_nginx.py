"""Kind `tls` against a real nginx, which tells clients without a certificate so in HTTP, after a handshake."""

from __future__ import annotations

from pathlib import Path

import pytest
import trustme

from readiness.model.outcome import Outcome, Status
from tests.probes.listed_campaign import told
from tests.probes.nginx import Server, nginx
from tests.probes.test_tls import FAR, GATEWAY, PAGE, check

_REST = "return 200 ok;"


def _check(folder: Path, inside: str, host: str, *, gateway: bool = True) -> Outcome:
    """nginx with the CA's certificate, asked by a campaign that has a client certificate of the same CA."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(folder / "ca.pem"))
    client = authority.issue_cert("shop-web", not_after=FAR)
    client.private_key_and_cert_chain_pem.write_to_path(str(folder / "client.pem"))
    server = Server(
        f"{inside} ssl_client_certificate {folder}/ca.pem; {_REST}", authority.issue_cert(host, not_after=FAR)
    )
    with nginx(folder, gw=server) as site:
        settings = {"client_cert": "client.pem"}
        return check(folder, site.ports["gw"], host=host, gateway=gateway, settings=settings)


NOBODY = f"{GATEWAY}: a connection without a client certificate refused / HTTP 200"
STRANGER = f"{GATEWAY}: a client certificate that nobody vouches for refused / HTTP 200"


@pytest.mark.parametrize(
    ("verify", "findings"),
    [("on", []), ("optional", [NOBODY]), ("optional_no_ca", [NOBODY, STRANGER]), ("off", [NOBODY, STRANGER])],
)
@pytest.mark.parametrize("version", ["TLSv1.2", "TLSv1.3"])
def test_only_a_gateway_that_verifies_passes(tmp_path: Path, verify: str, findings: list[str], version: str) -> None:
    """False-GO 25: only `ssl_verify_client on` shuts out those without a certificate and with anybody's."""
    outcome = _check(tmp_path, f"ssl_protocols {version}; ssl_verify_client {verify};", GATEWAY)
    assert told(outcome) == findings, outcome.message.en
    assert outcome.status is (Status.FAILED if findings else Status.PASSED)


def test_a_page_that_asks_for_a_certificate_is_shut(tmp_path: Path) -> None:
    """nginx shakes hands with a customer and then answers 400: the page is of no use."""
    outcome = _check(tmp_path, "ssl_verify_client on;", PAGE, gateway=False)
    assert told(outcome) == [f"{PAGE}: an answer to everybody / HTTP 400"]


def test_old_versions_of_nginx_are_found(tmp_path: Path) -> None:
    """The list of versions that old guides copy: each outdated one is named."""
    versions = "ssl_protocols TLSv1 TLSv1.1 TLSv1.2 TLSv1.3; ssl_ciphers ALL:@SECLEVEL=0; ssl_verify_client on;"
    outcome = _check(tmp_path, versions, GATEWAY)
    assert told(outcome) == [
        f"{GATEWAY}: TLS 1.0 refused / TLS 1.0 accepted",
        f"{GATEWAY}: TLS 1.1 refused / TLS 1.1 accepted",
    ]
