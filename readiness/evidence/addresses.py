"""The addresses of a host, as the system's resolver has them, within a time limit."""

from __future__ import annotations

import errno
import socket
import threading
from typing import Final

NO_ROUTE: Final = frozenset({errno.ENETUNREACH, errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT})
"""Errors by which this machine says that it has no network for an address: nothing was asked of anybody."""


def addresses_of(host: str, port: int, seconds: float) -> tuple[tuple[str, int], ...] | None:
    """Every address that the system's resolver has for a host; empty where it has none, None where it is silent. The
    system's call knows no time limit, so it runs beside."""
    found: list[tuple[str, int]] = []

    def look() -> None:
        try:
            answers = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (socket.gaierror, UnicodeError):
            return
        found.extend(dict.fromkeys((str(answer[4][0]), port) for answer in answers))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    looking.join(seconds)
    return None if looking.is_alive() else tuple(found)
