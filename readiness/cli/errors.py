"""What ends a command early, beside the errors of the layers below."""

from __future__ import annotations

from readiness.model.errors import ReadinessError


class UsageProblem(ReadinessError):
    """The command line asks for something that does not exist or can't be done: exit code 2."""


class NotWritten(ReadinessError):
    """A document, the record or the standard output could not be written: exit code 74."""


class Terminated(BaseException):
    """SIGTERM arrived. A BaseException, so that no handler of ordinary errors takes it for a failed probe."""
