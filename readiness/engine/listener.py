"""Who wants to know how a run goes."""

from __future__ import annotations

from typing import Protocol

from readiness.model.check import Check
from readiness.model.outcome import Outcome


class Listener(Protocol):
    """Told how many checks are probed, then of each, from the thread that called `run_checks`. What it raises is
    ignored."""

    def planned(self, total: int) -> None: ...

    def started(self, check: Check) -> None: ...

    def finished(self, check: Check, outcome: Outcome) -> None: ...


class _Silent:
    def planned(self, total: int) -> None:
        """Tells nobody."""

    def started(self, check: Check) -> None:
        """Tells nobody."""

    def finished(self, check: Check, outcome: Outcome) -> None:
        """Tells nobody."""


SILENT: Listener = _Silent()
