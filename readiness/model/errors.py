"""What can go wrong that a user can mend. Anything else is a bug in readiness."""

from __future__ import annotations

from readiness.model.text import Text


class ReadinessError(Exception):
    """A user's problem: what was found and expected (`message`) and what to do next (`hint`)."""

    def __init__(self, message: Text, hint: Text | None = None) -> None:
        super().__init__(message.en)
        self.message = message
        self.hint = hint


class NotSupplied(ReadinessError):
    """Nothing is bound to the evidence name, or what is bound does not exist (yet)."""


class CannotJudge(ReadinessError):
    """The evidence is there but can't be judged: unreadable, of another form, without a time."""
