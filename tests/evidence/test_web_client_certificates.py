"""Client certificates: shown to their own host, and their keys to nobody."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from pathlib import Path

import pytest
import trustme
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    load_pem_private_key,
)

from readiness.evidence.web import Web
from readiness.evidence.web_answers import FailureKind, WebAnswer, WebRequest
from readiness.model.campaign import ClientCertificate, Host
from readiness.model.errors import CannotJudge
from readiness.model.location import Location
from readiness.model.secret import Secret
from readiness.model.text import Text
from tests.evidence.servers import Asked, Reply, serve

_HERE = Location("campaign.yaml", 12, 3)
_PASSPHRASE = "correct horse battery"


@dataclass(frozen=True)
class _Papers:
    """A campaign's folder with a CA, a client's certificate and key, and the key once more under a passphrase."""

    folder: Path
    authority: trustme.CA

    def server(self, *, asks: bool) -> ssl.SSLContext:
        trust = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert("127.0.0.1", "localhost").configure_cert(trust)
        if asks:
            trust.verify_mode = ssl.CERT_REQUIRED
            self.authority.configure_trust(trust)
        return trust


@pytest.fixture
def papers(tmp_path: Path) -> _Papers:
    authority = trustme.CA()
    client, other = authority.issue_cert("client@shop.example"), authority.issue_cert("other@shop.example")
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    client.cert_chain_pems[0].write_to_path(str(tmp_path / "client.pem"))
    client.private_key_pem.write_to_path(str(tmp_path / "client.key"))
    client.private_key_and_cert_chain_pem.write_to_path(str(tmp_path / "both.pem"))
    other.private_key_pem.write_to_path(str(tmp_path / "other.key"))
    key = load_pem_private_key(client.private_key_pem.bytes(), None)
    locked = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(_PASSPHRASE.encode()))
    (tmp_path / "locked.key").write_bytes(locked)
    return _Papers(tmp_path, authority)


def _ask(papers: _Papers, url: str, *hosts: Host) -> WebAnswer:
    with Web({host.name: host for host in hosts}, papers.folder) as web:
        return web.ask(WebRequest(Secret(url, url), Text.same("gateways.csv row 2")), 5.0)


def _host(name: str, client: ClientCertificate | None = None) -> Host:
    return Host(name, {}, "ca.pem", None, _HERE, client)


@pytest.mark.parametrize(
    "client",
    [
        ClientCertificate("client.pem", "client.key"),
        ClientCertificate("both.pem"),
        ClientCertificate("client.pem", "locked.key", "${GATEWAY_PASSPHRASE}"),
    ],
)
def test_a_host_that_asks_for_a_certificate_gets_it(
    papers: _Papers, client: ClientCertificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Key beside the certificate, within its file, or under a passphrase that a variable holds."""
    monkeypatch.setenv("GATEWAY_PASSPHRASE", _PASSPHRASE)
    with serve({"/": Reply("paid")}, papers.server(asks=True)) as gateway:
        answer = _ask(papers, gateway.url("/"), _host(gateway.host, client))
    assert (answer.failure, answer.body) == (None, b"paid")


def test_without_a_certificate_the_refusal_is_the_answer(papers: _Papers) -> None:
    """False-GO 25: a host that wants a certificate and gets none refuses, and that is a finding, never a pass."""
    with serve({"/": Reply("paid")}, papers.server(asks=True)) as gateway:
        answer = _ask(papers, gateway.url("/"), _host(gateway.host))
    assert answer.failure is not None
    assert answer.failure.kind in (FailureKind.TLS, FailureKind.BROKEN)


def test_a_redirect_takes_the_certificate_nowhere(papers: _Papers) -> None:
    """Another host that asks for a certificate along a redirect is shown none, and the host itself is shown its own."""
    shown: list[Asked] = []

    def note(asked: Asked) -> Reply:
        shown.append(asked)
        return Reply()

    client = ClientCertificate("client.pem", "client.key")
    with serve({"/": note}, papers.server(asks=True)) as other:
        away = Reply(location=other.url("/", host="localhost"))
        with serve({"/": away}, papers.server(asks=True)) as gateway:
            paired = (_host(gateway.host, client), _host(f"localhost:{other.port}"))
            answer = _ask(papers, gateway.url("/"), *paired)
    assert (len(gateway.asked), shown) == (1, [])
    assert answer.failure is not None


@pytest.mark.parametrize(
    ("client", "words"),
    [
        (ClientCertificate("nothing.pem", "client.key"), "can't be used"),
        (ClientCertificate("ca.pem", "client.key"), "can't be used"),
        (ClientCertificate("client.pem", "other.key"), "can't be used"),
        (ClientCertificate("client.pem"), "can't be used"),
        (ClientCertificate("client.pem", "locked.key"), "can't be used"),
        (ClientCertificate("client.pem", "locked.key", "${WRONG_PASSPHRASE}"), "can't be used"),
        (ClientCertificate("client.pem", "locked.key", "${NO_PASSPHRASE}"), "NO_PASSPHRASE"),
        (ClientCertificate("client.pem", "../client.key"), "outside"),
    ],
)
def test_a_certificate_that_can_not_be_shown_is_our_fault(
    papers: _Papers, client: ClientCertificate, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A missing file, a key of another certificate or outside the folder, a wrong passphrase: nothing is asked, nobody
    is prompted, and the message holds neither key nor passphrase."""
    monkeypatch.setenv("WRONG_PASSPHRASE", "hunter2-hunter2")
    monkeypatch.delenv("NO_PASSPHRASE", raising=False)
    with serve({"/": Reply()}, papers.server(asks=False)) as gateway:
        with pytest.raises(CannotJudge, match=words) as caught:
            _ask(papers, gateway.url("/"), _host(gateway.host, client))
        assert gateway.asked == []
    told = f"{caught.value.message.en}{caught.value.message.zh}{caught.value.hint}{caught.value!r}"
    assert "hunter2" not in told
    assert "PRIVATE KEY" not in told
