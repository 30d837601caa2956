"""How a run goes: one line on standard error that is rewritten, where that is a terminal; else nothing."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from readiness.cli.console import is_terminal, width_of
from readiness.cli.language import spoken_lang
from readiness.engine.listener import SILENT, Listener
from readiness.model.check import Check
from readiness.model.outcome import Outcome
from readiness.model.text import Text

_CLEAR = "\r\x1b[2K"


class StatusLine:
    """Tells how many checks are decided and which are being asked, the longest first."""

    def __init__(self, stream: TextIO, width: int) -> None:
        self._stream = stream
        self._width = width
        self._running: dict[str, None] = {}
        self._done = 0

    def started(self, check: Check) -> None:
        self._running[check.id] = None
        self._show()

    def finished(self, check: Check, outcome: Outcome) -> None:  # noqa: ARG002  the listener's signature
        self._running.pop(check.id, None)
        self._done += 1
        self._show()

    def clear(self) -> None:
        self._stream.write(_CLEAR)
        self._stream.flush()

    def _show(self) -> None:
        running = ", ".join(self._running)
        words = Text(f"{self._done} checked; checking {running}", f"已检查 {self._done} 项；正在检查 {running}")
        # Half the width: a Chinese character takes two cells, and a line that wraps can't be rewritten.
        self._stream.write(_CLEAR + words.say(spoken_lang())[: max(20, self._width // 2)])
        self._stream.flush()


@contextmanager
def showing_progress(*, quiet: bool) -> Iterator[Listener]:
    """A listener for the run; the line is gone when the run has ended, however it ended."""
    stream = sys.stderr
    if quiet or stream is None or not is_terminal(stream) or os.environ.get("TERM") == "dumb":
        yield SILENT
        return
    line = StatusLine(stream, width_of(stream, os.environ))
    try:
        yield line
    finally:
        line.clear()
