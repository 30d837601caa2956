"""The exit codes, frozen from the first release."""

from __future__ import annotations

from enum import IntEnum


class ExitCode(IntEnum):
    GO = 0
    NO_GO = 1
    USAGE = 2
    CONDITIONAL_GO = 3
    NOT_YET = 4
    CANNOT_TELL = 5
    INVALID_INPUT = 6
    BUG = 70
    NOT_WRITTEN = 74
    INTERRUPTED = 130
    TERMINATED = 143
