"""One TLS conversation, told as what was seen: who answered, with which certificates, or how it was refused.

The standard library's ssl speaks over memory, and this module moves the bytes: so every wait has the same deadline, and
it is known what was really sent and received. A refusal by our own library must not look like one by the server.
"""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from readiness.evidence.addresses import NO_ROUTE

_CHUNK = 65_536
_MOST_RECEIVED = 1_000_000
_ALERT, _HANDSHAKE = 21, 22  # the first byte of a TLS record
_STATUS = re.compile(rb"HTTP/[0-9.]+ ([1-5][0-9]{2})\b")
_LONGEST_STATUS_LINE = 64
_OTHER_VERSION = ("UNSUPPORTED_PROTOCOL", "WRONG_SSL_VERSION", "WRONG_VERSION_NUMBER")


class Outcome(StrEnum):
    """How a conversation ended. `REFUSED` is the server's own word; `BROKEN` that our library could not go on with what
    it was shown; `OURS` and `NO_ROUTE` that our side could not ask at all."""

    ANSWERED = "answered"
    UNTRUSTED = "untrusted"
    REFUSED = "refused"
    BROKEN = "broken"
    CLOSED = "closed"
    SILENT = "silent"
    UNREACHABLE = "unreachable"
    PLAIN_HTTP = "plain-http"
    NOT_TLS = "not-tls"
    NO_ROUTE = "no-route"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class Spoken:
    """What came of one conversation. `chain` are the certificates as the server sent them, `path` those through which
    they are trusted, up to the root; `why` is OpenSSL's own word; `status` is of the answer to a request (0: what came
    was no HTTP); `verify_code` says why a certificate is not trusted."""

    outcome: Outcome
    version: str = ""
    chain: tuple[bytes, ...] = ()
    path: tuple[bytes, ...] = ()
    verify_code: int = 0
    status: int = 0
    why: str = ""


def talk(address: tuple[str, int], name: str, context: ssl.SSLContext, seconds: float, request: bytes = b"") -> Spoken:
    """Connects, shakes hands under `name`, and with a `request` sends it and reads until a status line: under TLS 1.3 a
    server's refusal of the client comes only there."""
    until = time.monotonic() + seconds
    try:
        with socket.create_connection(address, timeout=max(seconds, 0.001)) as connection:
            return _Conversation(connection, name, context, until).run(request)
    except TimeoutError:
        return Spoken(Outcome.SILENT)
    except ConnectionResetError:
        return Spoken(Outcome.CLOSED)
    except OSError as error:
        return Spoken(Outcome.NO_ROUTE if error.errno in NO_ROUTE else Outcome.UNREACHABLE)


def asking_only(version: ssl.TLSVersion) -> ssl.SSLContext:
    """A client of exactly one old version. What it is told is never used, so it verifies nothing; with the usual
    security level our own library would refuse to ask."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    context.maximum_version = version
    context.minimum_version = version
    return context


class _Ended(Exception):
    """The peer closed, reset or said nothing in time."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome)
        self.outcome = outcome


class _Conversation:
    def __init__(self, connection: socket.socket, name: str, context: ssl.SSLContext, until: float) -> None:
        self._connection = connection
        self._until = until
        self._in, self._out = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._in, self._out, server_hostname=name)
        self._verifies = context.verify_mode is not ssl.CERT_NONE
        self._first_sent = self._first_received = b""
        self._received = 0
        self._closed = False

    def run(self, request: bytes) -> Spoken:
        try:
            self._step(self._tls.do_handshake)
        except ssl.SSLCertVerificationError as error:
            return self._seen(Outcome.UNTRUSTED, verify_code=error.verify_code, why=str(error.verify_message))
        except ssl.SSLError as error:
            return self._refused(error)
        except _Ended as end:
            return self._seen(end.outcome)
        return self._ask(request) if request else self._seen(Outcome.ANSWERED)

    def _ask(self, request: bytes) -> Spoken:
        answer = b""
        try:
            self._step(lambda: self._tls.write(request))
            while not _STATUS.match(answer) and len(answer) < _LONGEST_STATUS_LINE:
                part = self._step(lambda: self._tls.read(_CHUNK))
                if not part:
                    break
                answer += part
        except ssl.SSLError as error:
            if not answer:
                return self._refused(error)
        except _Ended as end:
            if not answer:
                return self._seen(end.outcome)
        if not answer:
            return self._seen(Outcome.CLOSED)
        status = _STATUS.match(answer)
        return self._seen(Outcome.ANSWERED, status=int(status[1]) if status else 0)

    def _step(self, act: Callable[[], Any]) -> Any:
        """One act of the protocol, with as many bytes to and fro as it takes."""
        while True:
            try:
                done = act()
            except ssl.SSLWantReadError:
                self._send()
                self._receive()
            except ssl.SSLError:
                self._send()
                raise
            else:
                self._send()
                return done

    def _send(self) -> None:
        waiting = self._out.read()
        self._first_sent = self._first_sent or waiting[:1]
        try:
            self._connection.settimeout(self._left())
            self._connection.sendall(waiting)
        except TimeoutError:
            raise _Ended(Outcome.SILENT) from None
        except OSError:
            return  # a server that closed may have said why: that is still to be read

    def _receive(self) -> None:
        if self._closed:
            raise _Ended(Outcome.CLOSED)
        try:
            self._connection.settimeout(self._left())
            part = self._connection.recv(_CHUNK)
        except TimeoutError:
            raise _Ended(Outcome.SILENT) from None
        except OSError:
            part = b""
        self._first_received = self._first_received or part[:5]
        self._received += len(part)
        if self._received > _MOST_RECEIVED:
            raise _Ended(Outcome.NOT_TLS)
        if part:
            self._in.write(part)
        else:
            self._closed = True
            self._in.write_eof()

    def _left(self) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise _Ended(Outcome.SILENT)
        return left

    def _refused(self, error: ssl.SSLError) -> Spoken:
        """Whose fault an error of our TLS library is."""
        why = error.reason or str(error)
        if self._first_sent[:1] != bytes((_HANDSHAKE,)):
            return self._seen(Outcome.OURS, why=why)
        if self._first_received and self._first_received[0] not in (_ALERT, _HANDSHAKE):
            plain = self._first_received.startswith(b"HTTP/")
            return self._seen(Outcome.PLAIN_HTTP if plain else Outcome.NOT_TLS)
        if isinstance(error, ssl.SSLEOFError | ssl.SSLZeroReturnError):
            return self._seen(Outcome.CLOSED)
        refused = "ALERT" in why or why in _OTHER_VERSION
        return self._seen(Outcome.REFUSED if refused else Outcome.BROKEN, why=why)

    def _seen(self, outcome: Outcome, *, verify_code: int = 0, status: int = 0, why: str = "") -> Spoken:
        inner = self._tls._sslobj  # type: ignore[attr-defined]  # noqa: SLF001  (public only from Python 3.13)
        return Spoken(
            outcome,
            version=self._tls.version() or "",
            chain=_der(inner.get_unverified_chain()),
            path=_der(inner.get_verified_chain()) if self._verifies and outcome is not Outcome.UNTRUSTED else (),
            verify_code=verify_code,
            status=status,
            why=why.lower().replace("_", " "),
        )


def _der(chain: Iterable[Any] | None) -> tuple[bytes, ...]:
    """Certificates of Python's own type as DER."""
    return tuple(one if isinstance(one, bytes) else ssl.PEM_cert_to_DER_cert(one.public_bytes()) for one in chain or ())
