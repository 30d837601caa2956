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
from readiness.model.outcome import Outcome, Status
from readiness.model.text import Text
from readiness.reporting.wrapping import cut

_CLEAR = "\r\x1b[2K"


class StatusLine:
    """Tells how many of the checks are decided, how many of these did not pass, and which are being asked, the longest
    first."""

    def __init__(self, stream: TextIO, width: int) -> None:
        self._stream = stream
        self._width = width
        self._running: dict[str, None] = {}
        self._done = 0
        self._total = 0
        self._not_passed = 0

    def planned(self, total: int) -> None:
        self._total = total

    def started(self, check: Check) -> None:
        self._running[check.id] = None
        self._show()

    def finished(self, check: Check, outcome: Outcome) -> None:
        self._running.pop(check.id, None)
        self._done += 1
        self._not_passed += outcome.status is not Status.PASSED
        self._show()

    def clear(self) -> None:
        self._stream.write(_CLEAR)
        self._stream.flush()

    def _show(self) -> None:
        running, done, total, open_ = ", ".join(self._running), self._done, self._total, self._not_passed
        words = Text(
            f"{done} of {total} checked, {open_} not passed · checking {running}",
            f"已检查 {done}/{total} 项，{open_} 项未通过 · 正在检查 {running}",
        )
        # A line that wraps can't be rewritten, so it stays a little shorter than the terminal is wide.
        self._stream.write(_CLEAR + cut(words.say(spoken_lang()), max(20, self._width - 1), 1)[0])
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
