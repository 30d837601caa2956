"""One function over many things at once, on daemon threads: blocking I/O that must not keep the process alive."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


def in_parallel(function: Callable[[Item], Result], items: Sequence[Item], at_once: int) -> list[Result]:
    """`[function(item) for item in items]`, at most `at_once` at a time.

    After the first exception no further item is begun; when the running ones are done, the exception of the earliest
    item is raised. The threads are daemons (those of concurrent.futures are waited for when Python ends).
    """
    results: dict[int, Result] = {}
    errors: dict[int, BaseException] = {}
    queue = iter(enumerate(items))
    lock = threading.Lock()

    def work() -> None:
        while not errors:
            with lock:
                turn = next(queue, None)
            if turn is None:
                return
            position, item = turn
            try:
                results[position] = function(item)
            except BaseException as error:  # noqa: BLE001  (handed to the caller, who raises it)
                errors[position] = error

    threads = [threading.Thread(target=work, daemon=True) for _ in range(min(at_once, len(items)))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[min(errors)]
    return [results[position] for position in range(len(items))]
