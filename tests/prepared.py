"""Monitoring servers that are started before a test needs them.

Prometheus looks for its Alertmanager every five seconds only. Dozens of worlds ask both, so the next ones are started
while the present test runs; each pair is fresh, is used by one test and is stopped with it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

_AHEAD = 5


class Prepared:
    """A system (see examples/storefront/systems) that has the example's monitoring servers ready."""

    def __init__(self, monitoring: ModuleType, folder: Path) -> None:
        self.NAME, self.CHECKS = monitoring.NAME, monitoring.CHECKS
        self.PROGRAMS, self.PACKAGES = monitoring.PROGRAMS, monitoring.PACKAGES
        self._monitoring = monitoring
        self._folder = folder
        self._pool = ThreadPoolExecutor(_AHEAD + 1)
        self._begun: deque[Future[tuple[ExitStack, Any]]] = deque()
        self._taken = 0

    @contextmanager
    def running(self, folder: Path, shop_url: str) -> Iterator[dict[str, str]]:
        """The next servers, told of a shop; the given folder is not used, since they run in one of their own."""
        stack, both = self._next().result()
        with stack, self._monitoring.watching(both, shop_url) as variables:
            yield variables

    def close(self) -> None:
        """Stop those that nobody took."""
        for begun in self._begun:
            begun.result()[0].close()
        self._pool.shutdown()

    def _next(self) -> Future[tuple[ExitStack, Any]]:
        """One test alone needs none to be ready; the more have asked, the more are begun ahead."""
        self._taken += 1
        while len(self._begun) < min(self._taken, _AHEAD + 1):
            self._begun.append(self._pool.submit(self._start, self._folder / f"{self._taken}-{len(self._begun)}"))
        return self._begun.popleft()

    def _start(self, folder: Path) -> tuple[ExitStack, Any]:
        stack = ExitStack()
        return stack, stack.enter_context(self._monitoring.servers(folder))


def prepared_among(systems: Sequence[Any], ready: Prepared) -> list[Any]:
    """The systems, with the one that is ready in its place."""
    return [ready if system.NAME == ready.NAME else system for system in systems]
