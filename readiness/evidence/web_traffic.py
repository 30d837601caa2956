"""How much one run may ask of each host: so many requests at once, and further tries only as a share of the first ones.

All checks of a run share this, so that a shop which is down is not asked three times by every check that names it.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from readiness.evidence.web_answers import TimeUp

AT_ONCE: Final = 100
"""Requests at once to one host, where the campaign says nothing: as many as the kind `http` asks by default."""

_FREE_TRIES = 10  # a few endpoints are tried again as often as their check says
_SHARE = 5  # beyond these, one further try for every five endpoints asked


class Span:
    """The time of one request: `allowed` seconds for the target. What our own side lets it wait does not count, but
    nothing goes on after `own_end` (monotonic seconds; None: there is no such end)."""

    def __init__(self, allowed: float, own_end: float | None = None) -> None:
        self._started = time.monotonic()
        self._allowed = allowed
        self._own_end = own_end
        self._waited = 0.0

    def left(self) -> float:
        """Seconds in which the target may still answer."""
        end = self._started + self._allowed + self._waited
        return (end if self._own_end is None else min(end, self._own_end)) - time.monotonic()

    def used(self) -> float:
        """Seconds that the target has taken so far."""
        return time.monotonic() - self._started - self._waited

    @property
    def ours_is_shorter(self) -> bool:
        """Whether our own end comes before the target's time is over, so that silence until then says nothing of it."""
        return self._own_end is not None and self._own_end < self._started + self._allowed + self._waited

    @contextmanager
    def waiting(self) -> Iterator[float | None]:
        """Around what our own side waits for; gives the seconds it may take."""
        began = time.monotonic()
        yield None if self._own_end is None else max(0.0, self._own_end - began)
        self._waited += time.monotonic() - began


class HostTraffic:
    """One host's requests under way and its further tries. Thread-safe."""

    def __init__(self, at_once: int) -> None:
        self._turns = threading.BoundedSemaphore(at_once)
        self._lock = threading.Lock()
        self._first = 0
        self._further = 0

    @contextmanager
    def turn(self, span: Span) -> Iterator[None]:
        """Waits until fewer than `at_once` requests are under way. Raises TimeUp where our own time ends before."""
        if not self._turns.acquire(blocking=False):
            with span.waiting() as patience:
                if not self._turns.acquire(timeout=patience):
                    raise TimeUp
        try:
            yield
        finally:
            self._turns.release()

    def first_try(self) -> None:
        with self._lock:
            self._first += 1

    def further_try(self) -> bool:
        """Whether the host may be asked once more than each endpoint once; counts it if so."""
        with self._lock:
            if self._further >= _FREE_TRIES + self._first // _SHARE:
                return False
            self._further += 1
            return True


class Traffic:
    """The traffic of one run, by host. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._hosts: dict[str, HostTraffic] = {}

    def of(self, name: str, at_once: int | None) -> HostTraffic:
        """`name` as the campaign pairs settings with it, else `host:port`."""
        with self._lock:
            if name not in self._hosts:
                self._hosts[name] = HostTraffic(at_once or AT_ONCE)
            return self._hosts[name]
