"""The signals that end a command, and the memory of the first that came.

A signal raises its exception wherever the program happens to be. Libraries in C turn an exception in their midst into
one of their own, or drop it: the memory lets the boundary tell an interrupted run from a bug or a decision."""

from __future__ import annotations

import signal
from types import FrameType
from typing import NoReturn

from readiness.cli.errors import Terminated
from readiness.model.exit_codes import ExitCode

_CODES = {signal.SIGTERM: ExitCode.TERMINATED, signal.SIGINT: ExitCode.INTERRUPTED}
_came: list[ExitCode] = []


def heed() -> None:
    """Let SIGTERM and SIGINT end the command with their codes. A signal that the caller ignores stays ignored."""
    for number in _CODES:
        if signal.getsignal(number) is not signal.SIG_IGN:
            signal.signal(number, _end)


def ended_by() -> ExitCode | None:
    """The code of the signal that came, if any; asking forgets it."""
    code = _came[0] if _came else None
    _came.clear()
    return code


def _end(number: int, frame: FrameType | None) -> NoReturn:  # noqa: ARG001  the signature is the interpreter's
    _came.append(_CODES[signal.Signals(number)])
    raise Terminated if number == signal.SIGTERM else KeyboardInterrupt
