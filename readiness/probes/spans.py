"""How instants and the time between two of them are shown, in the campaign's zone."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo


def span(begins: datetime, ends: datetime, zone: ZoneInfo) -> str:
    """`2026-06-17 03:00 - 2026-06-17 04:00`."""
    return f"{clock(begins, zone)} - {clock(ends, zone, after=begins)}"


def clock(instant: datetime, zone: ZoneInfo, after: datetime | None = None) -> str:
    """To the second where that says something. Where the clock changes between two instants, the offset tells which of
    two equal hours is meant."""
    local = instant.astimezone(zone)
    odd = local.second or local.microsecond
    said = local.replace(tzinfo=None).isoformat(sep=" ", timespec="seconds" if odd else "minutes")
    twice = local.replace(fold=1).utcoffset() != local.replace(fold=0).utcoffset()
    if twice or (after is not None and after.astimezone(local.tzinfo).utcoffset() != local.utcoffset()):
        said += f"{local:%z}"
    return said
