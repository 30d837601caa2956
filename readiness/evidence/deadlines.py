"""Ends what takes too long: one thread watches all queries of a run, since a timer each would cost more than most."""

from __future__ import annotations

import contextlib
import math
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

# an interrupt that comes before a query has really begun is lost, so it is said again
_AGAIN = 0.05


@dataclass(slots=True, eq=False)
class _Deadline:
    at: float
    interrupt: Callable[[], None]


class Deadlines:
    """Thread-safe. The watching thread starts with the first deadline and ends with `close`."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._running: set[_Deadline] = set()
        self._wakes_at = math.inf
        self._started = False
        self._closed = False

    @contextlib.contextmanager
    def within(self, seconds: float, interrupt: Callable[[], None]) -> Iterator[None]:
        """Call `interrupt` when the block takes longer than `seconds`, and again until it ends."""
        deadline = _Deadline(time.monotonic() + max(seconds, 0.0), interrupt)
        with self._changed:
            self._running.add(deadline)
            self._start()
            if deadline.at < self._wakes_at:
                self._changed.notify()
        try:
            yield
        finally:
            with self._changed:
                self._running.discard(deadline)

    def close(self) -> None:
        with self._changed:
            self._closed = True
            self._changed.notify()

    def _start(self) -> None:
        if not self._started:
            self._started = True
            threading.Thread(target=self._watch, name="readiness-deadlines", daemon=True).start()

    def _watch(self) -> None:
        with self._changed:
            while not self._closed:
                now = time.monotonic()
                for deadline in self._running:
                    if deadline.at <= now:
                        deadline.interrupt()
                        deadline.at = now + _AGAIN
                self._wakes_at = min((deadline.at for deadline in self._running), default=math.inf)
                self._changed.wait(None if math.isinf(self._wakes_at) else self._wakes_at - now)
