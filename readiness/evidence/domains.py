"""Host names as DNS and TLS have them. The only home of idna."""

from __future__ import annotations

import functools
import ipaddress
import re

# Names of services and of mail have underscores (_dmarc), which idna's own rules refuse.
_ASCII = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.ASCII)
_LONGEST = 253


@functools.lru_cache(maxsize=4096)
def ascii_name(name: str) -> str:
    """A host name in lower case and without its last dot, other scripts as `xn--...`. Raises ValueError."""
    import idna

    words = name.strip().rstrip(".\u3002").lower()
    if not words.isascii():
        words = idna.encode(words, uts46=True).decode("ascii").lower()  # IDNAError is a ValueError
    if not _ASCII.fullmatch(words) or len(words) > _LONGEST:
        raise ValueError(name)
    return words


def is_address(host: str) -> bool:
    """Whether a host is an IP address and no name."""
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
