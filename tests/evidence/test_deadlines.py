"""One thread ends what takes too long."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from readiness.evidence.deadlines import Deadlines


@pytest.fixture
def deadlines() -> Iterator[Deadlines]:
    made = Deadlines()
    yield made
    made.close()


def test_what_ends_in_time_is_not_interrupted(deadlines: Deadlines) -> None:
    """A block that ends before its time is over is left alone, also afterwards."""
    said = threading.Event()
    with deadlines.within(0.1, said.set):
        pass
    assert not said.wait(0.3)


def test_what_takes_too_long_is_interrupted_until_it_ends(deadlines: Deadlines) -> None:
    """An interrupt that came before the query had begun is said again, and no more once the block has ended."""
    times: list[float] = []
    with deadlines.within(0.0, lambda: times.append(time.monotonic())):
        time.sleep(0.4)
    ended = len(times)
    time.sleep(0.2)
    assert len(times) == ended > 1


def test_a_nearer_deadline_does_not_wait_for_a_farther_one(deadlines: Deadlines) -> None:
    """A short time is kept while a long one runs."""
    said = threading.Event()
    with deadlines.within(60, lambda: None), deadlines.within(0.05, said.set):
        assert said.wait(2)
