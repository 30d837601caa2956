"""Real TLS servers for tests, with the certificates that a test wants."""

from __future__ import annotations

import socket
import ssl
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

import trustme

from tests.evidence.servers import raw_server
from tests.worlds import load_storefront

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
NOT_FOUND = OK.replace(b"200 OK", b"404 Not Found")


def serving(cert: trustme.LeafCert, *, leaf_only: bool = False) -> ssl.SSLContext:
    """A server's context that shows this certificate."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    if leaf_only:
        with cert.cert_chain_pems[0].tempfile() as chain, cert.private_key_pem.tempfile() as key:
            context.load_cert_chain(chain, key)
    else:
        cert.configure_cert(context)
    return context


def versions(context: ssl.SSLContext, least: ssl.TLSVersion, most: ssl.TLSVersion) -> ssl.SSLContext:
    """The context with these versions only, however old."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.set_ciphers("ALL:@SECLEVEL=0")
        context.minimum_version, context.maximum_version = least, most
    return context


def asking_for_client(context: ssl.SSLContext, authority: trustme.CA) -> ssl.SSLContext:
    """The context that lets in only clients of this authority."""
    context.verify_mode = ssl.CERT_REQUIRED
    authority.configure_trust(context)
    return context


def self_signed(folder: Path, name: str) -> ssl.SSLContext:
    """A server whose certificate nobody vouches for."""
    return _showing(folder, _certificates().self_signed(name))


def under_an_intermediate(folder: Path, name: str, ends: datetime) -> ssl.SSLContext:
    """A server whose own certificate lasts and the one above it ends then; the root is put into `ca.pem`."""
    authority = _certificates().Authority("Shop", ends=ends)
    authority.write_root(folder / "ca.pem")
    return _showing(folder, authority.issue(name))


def _certificates() -> Any:
    load_storefront()  # puts the example's folder where Python looks
    return import_module("systems.certificates")


def _showing(folder: Path, certificate: Any) -> ssl.SSLContext:
    certificate.write(folder / "server.pem", folder / "server.key")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem", folder / "server.key")
    return context


@contextmanager
def https(context: ssl.SSLContext, answer: bytes = OK) -> Iterator[int]:
    """A server that answers every request the same; gives its port."""

    def talk(connection: socket.socket) -> None:
        with context.wrap_socket(connection, server_side=True) as tls:
            asked = b""
            while b"\r\n\r\n" not in asked and (part := tls.recv(4096)):
                asked += part
            if asked:
                tls.sendall(answer)

    with raw_server(talk) as port:
        yield port
