"""Files that queries read again where they lie: what must be looked at so that none is taken for another."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from readiness.evidence.files import Identity, refuse_change

_LIMIT = re.compile(r"\blimit\b|\bsample\b")
_ORDER = re.compile(r"\border\s+by\b")


@dataclass(frozen=True, slots=True)
class WatchedFile:
    """A file behind a view. `identity` is None for a private copy, which nobody else changes; `whole_seen` says that
    no line of it can be damaged."""

    path: Path
    identity: Identity | None
    shown: str
    whole_seen: bool = False

    def refuse_change(self) -> None:
        """Raises CannotJudge when the file is not the one that was digested."""
        if self.identity is not None:
            refuse_change(self.path, self.identity, self.shown)


def may_stop_early(sql: str) -> bool:
    """Whether a query may be answered before all of its input was read: rows are limited without being sorted."""
    words = sql.lower()
    return "exists" in words or len(_LIMIT.findall(words)) > len(_ORDER.findall(words))


def looks_like_pattern(path: Path) -> bool:
    """Whether the engine would take a path for a pattern, and could read another file than the one that is meant."""
    return not frozenset("*?[]{}").isdisjoint(str(path))
