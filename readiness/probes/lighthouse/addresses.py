"""Addresses of pages as they are compared. Pure."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

_PORTS = {"http": 80, "https": 443}


def is_web(url: str) -> bool:
    """Whether it is an address of the web, with a host."""
    parts = _split(url)
    return parts is not None and parts.scheme.lower() in _PORTS and bool(parts.hostname)


def same_page(one: str, other: str) -> bool:
    """Whether two addresses are of one page: the fragment and an empty path aside."""
    return is_web(one) and is_web(other) and _page(one) == _page(other)


def stayed(requested: str, final: str) -> bool:
    """Whether a browser ended where it was sent: at the same host and path. What it adds behind `?`, and a change from
    http to https, lead to no other page."""
    if not is_web(requested) or not is_web(final):
        return False
    (_, *here, _), (_, *there, _) = _page(requested), _page(final)
    return here == there


def _page(url: str) -> tuple[str, str, int | None, str, str]:
    parts = _split(url)
    assert parts is not None
    scheme = parts.scheme.lower()
    port = None if parts.port in (None, _PORTS.get(scheme)) else parts.port
    return scheme, (parts.hostname or "").lower(), port, parts.path.rstrip("/"), parts.query


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url.strip())
        _ = parts.port
    except ValueError:
        return None
    return parts
