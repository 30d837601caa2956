"""What the shop refuses: queries that look like an attack, signed requests that were used before, second claims.

A stand-in for a firewall and for the coupon service's own rules; both remember what the security test has used.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

ATTACKS = re.compile(r"'\s*or\s|union\s+select|<script|\.\./|;\s*drop\s", re.IGNORECASE)
CLAIM = "/api/coupons/claim"
USED, DEVICE = "20260613-7f3a91", "HM-TEST-0001"


@dataclass
class Guard:
    """A test may take rules away: `used` are nonces, `claimed` devices; `status` is how an attack is refused."""

    attacks: bool = True
    status: int = 403
    used: set[str] | None = field(default_factory=lambda: {USED})
    claimed: set[str] | None = field(default_factory=lambda: {DEVICE})

    def refuses(self, path: str, query: str, body: bytes) -> tuple[int, str] | None:
        """Status and reason, or None for a request that the shop answers."""
        if self.attacks and ATTACKS.search(unquote_plus(query)):
            return self.status, "blocked by the firewall"
        return self._claim(body) if path == CLAIM else None

    def _claim(self, body: bytes) -> tuple[int, str] | None:
        try:
            asked = json.loads(body)
            nonce, device = str(asked["nonce"]), str(asked["device"])
        except (ValueError, KeyError, TypeError):
            return 400, "nonce and device are needed"
        for known, one, reason in (
            (self.used, nonce, "this signed request was used before"),
            (self.claimed, device, "this device has its coupon"),
        ):
            if known is not None:
                if one in known:
                    return 409, reason
                known.add(one)
        return None
