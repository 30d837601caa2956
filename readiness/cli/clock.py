"""The clock. It is read here, once a command, and passed down; nothing in the environment can replace it."""

from __future__ import annotations

from datetime import UTC, datetime


def read_clock() -> datetime:
    """The present instant, in UTC."""
    return datetime.now(UTC)
