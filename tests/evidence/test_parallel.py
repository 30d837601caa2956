"""One function over many things at once."""

from __future__ import annotations

import threading
import time

import pytest

from readiness.evidence.parallel import in_parallel


def test_results_keep_the_order_of_the_items() -> None:
    """Whatever is done first, results stand in the order of the items."""

    def slow_first(number: int) -> int:
        time.sleep(0.05 if number == 0 else 0)
        return number * 2

    assert in_parallel(slow_first, list(range(20)), 5) == [number * 2 for number in range(20)]


def test_no_more_run_at_once_than_allowed() -> None:
    """The bound holds, and it is reached."""
    lock = threading.Lock()
    running = most = 0

    def work(_: int) -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        time.sleep(0.01)
        with lock:
            running -= 1

    in_parallel(work, list(range(30)), 4)
    assert most == 4


def test_an_exception_reaches_the_caller() -> None:
    """False-GO 12: what one item raises, SystemExit included, is raised, never swallowed."""

    def quit_at_three(number: int) -> int:
        if number == 3:
            raise SystemExit(0)
        return number

    with pytest.raises(SystemExit):
        in_parallel(quit_at_three, list(range(10)), 2)


def test_nothing_to_do_is_nothing_done() -> None:
    """No item, no thread, no result."""
    assert in_parallel(str, [], 10) == []
