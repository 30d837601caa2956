"""A company's own certificate authority, made anew at each start: a root, an intermediate below it, and what it signs.

Made with the library `cryptography`, which readiness brings.
"""

from __future__ import annotations

import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

BEGINS, ENDS = datetime(2026, 1, 1, tzinfo=UTC), datetime(2046, 1, 1, tzinfo=UTC)
_USES = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH, ExtendedKeyUsageOID.CLIENT_AUTH])


@dataclass(frozen=True)
class Certificate:
    """A certificate with its key, and those above it up to the one below the root."""

    signed: x509.Certificate
    key: ec.EllipticCurvePrivateKey
    above: tuple[x509.Certificate, ...] = ()

    def write(self, certificate: Path, key: Path, *, whole: bool = True) -> None:
        """Both files in PEM; `whole` with the certificates above, as a server must send them."""
        chain = (self.signed, *(self.above if whole else ()))
        certificate.write_bytes(b"".join(one.public_bytes(serialization.Encoding.PEM) for one in chain))
        pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
        key.write_bytes(self.key.private_bytes(pem, form, serialization.NoEncryption()))
        key.chmod(0o600)


class Authority:
    """Signs certificates through its intermediate. Its root is what others trust."""

    def __init__(self, name: str, *, ends: datetime = ENDS) -> None:
        self.root = _signed(f"{name} Root CA", None, ends=ENDS, authority=True)
        self._intermediate = _signed(f"{name} Issuing CA", self.root, ends=ends, authority=True)

    def issue(self, *names: str, begins: datetime = BEGINS, ends: datetime = ENDS) -> Certificate:
        """A certificate for these host names and addresses, good for servers and clients."""
        signed = _signed(names[0], self._intermediate, names, begins=begins, ends=ends)
        return Certificate(signed.signed, signed.key, (self._intermediate.signed,))

    def write_root(self, path: Path) -> None:
        path.write_bytes(self.root.signed.public_bytes(serialization.Encoding.PEM))


def self_signed(*names: str, begins: datetime = BEGINS, ends: datetime = ENDS) -> Certificate:
    """A certificate that nobody vouches for."""
    return _signed(names[0], None, names, begins=begins, ends=ends)


def _signed(
    name: str,
    by: Certificate | None,
    names: Sequence[str] = (),
    *,
    begins: datetime = BEGINS,
    ends: datetime = ENDS,
    authority: bool = False,
) -> Certificate:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, "禾木优选"), _common(name)])
    issuing = by.key if by else key
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(by.signed.subject if by else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuing.public_key()), critical=False)
        .add_extension(_usage(authority), critical=True)
    )
    if not authority:
        builder = builder.add_extension(_USES, critical=False)
        builder = builder.add_extension(x509.SubjectAlternativeName([_general(one) for one in names]), critical=False)
    return Certificate(builder.sign(issuing, hashes.SHA256()), key)


def _common(name: str) -> x509.NameAttribute[str]:
    return x509.NameAttribute(NameOID.COMMON_NAME, name)


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _usage(authority: bool) -> x509.KeyUsage:  # noqa: FBT001
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )
