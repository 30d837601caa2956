"""What certificates say. The only home of cryptography; keys are never read here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from readiness.model.text import Text

if TYPE_CHECKING:
    from cryptography import x509

_PEM = re.compile(rb"-----BEGIN CERTIFICATE-----.+?-----END CERTIFICATE-----", re.DOTALL)
_LEAST_RSA_BITS = 2048
_LEAST_EC_BITS = 224
_BROKEN_HASHES = frozenset({"md5", "sha1"})


@dataclass(frozen=True, slots=True)
class Certificate:
    """`name` and `issuer` as people call them, `names` the hosts that it is for; `weak` what is outdated in it.
    `ends` is its last good second."""

    name: str
    issuer: str
    names: tuple[str, ...]
    begins: datetime
    ends: datetime
    own_issuer: bool
    weak: tuple[Text, ...] = ()


def read_der(content: bytes) -> Certificate | None:
    """None where it can't be read as a certificate."""
    from cryptography import x509

    try:
        return _certificate(x509.load_der_x509_certificate(content))
    except ValueError:  # also of the parts that are read only when they are asked for
        return None


def read_pem(content: bytes) -> tuple[Certificate, ...] | None:
    """The certificates of a PEM file, in its order, whatever else it holds; None where one can't be read."""
    from cryptography import x509

    try:
        return tuple(_certificate(x509.load_pem_x509_certificate(pem)) for pem in _PEM.findall(content))
    except ValueError:
        return None


def strangers_pem(now: datetime) -> bytes:
    """A certificate that nobody vouches for, with its key, made for this one question: would they let it in?"""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec
    from cryptography.x509.oid import ExtendedKeyUsageOID

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "readiness: unknown client")])
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CLIENT_AUTH]), critical=False)
    )
    pem = builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    form = serialization.PrivateFormat.PKCS8
    return pem + key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


def _certificate(read: x509.Certificate) -> Certificate:
    names = tuple(_names(read))
    return Certificate(
        name=_called(read.subject) or (names[0] if names else "?"),
        issuer=_called(read.issuer) or "?",
        names=names,
        begins=read.not_valid_before_utc.astimezone(UTC),
        ends=read.not_valid_after_utc.astimezone(UTC),
        own_issuer=read.issuer == read.subject,
        weak=tuple(_weaknesses(read)),
    )


def _names(read: x509.Certificate) -> Iterator[str]:
    from cryptography import x509

    try:
        found = read.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return
    yield from found.get_values_for_type(x509.DNSName)
    yield from map(str, found.get_values_for_type(x509.IPAddress))


def _called(name: x509.Name) -> str:
    """The common name, else the whole distinguished name."""
    from cryptography import x509

    common = name.get_attributes_for_oid(x509.NameOID.COMMON_NAME)
    words = str(common[0].value) if common else name.rfc4514_string()
    return " ".join(words.split())


def _weaknesses(read: x509.Certificate) -> Iterator[Text]:
    from cryptography.hazmat.primitives.asymmetric import ec, rsa

    key = read.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size < _LEAST_RSA_BITS:
        yield Text(f"an RSA key of {key.key_size} bits", f"RSA 密钥仅 {key.key_size} 位")
    if isinstance(key, ec.EllipticCurvePublicKey) and key.key_size < _LEAST_EC_BITS:
        yield Text(f"an EC key of {key.key_size} bits", f"EC 密钥仅 {key.key_size} 位")
    used = read.signature_hash_algorithm  # none with Ed25519
    # A root is trusted because it is there, not for its signature on itself.
    if used is not None and used.name in _BROKEN_HASHES and read.issuer != read.subject:
        yield Text(f"a signature with {used.name.upper()}", f"使用 {used.name.upper()} 签名")
