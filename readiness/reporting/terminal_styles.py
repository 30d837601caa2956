"""How the terminal reports look: colours, margins, and words laid out as lines."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text as Line

from readiness.model.changes import Direction
from readiness.model.decision import Answer
from readiness.model.outcome import Status
from readiness.reporting.story import ReasonStory
from readiness.reporting.wrapping import indented

MARGIN = "    "

ANSWER_STYLES = {
    Answer.GO: "bold green",
    Answer.CONDITIONAL_GO: "bold yellow",
    Answer.NOT_YET: "bold blue",
    Answer.CANNOT_TELL: "bold magenta",
    Answer.NO_GO: "bold red",
}
STATUS_STYLES = {
    Status.PASSED: "green",
    Status.PENDING: "blue",
    Status.FAILED: "red",
    Status.ERROR: "magenta",
    Status.WAIVED: "yellow",
    Status.NOT_APPLICABLE: "dim",
    Status.SKIPPED: "dim",
}

DIRECTION_STYLES = {Direction.BETTER: "green", Direction.WORSE: "red", Direction.OTHER: "dim"}


def words(text: str, width: int, first: str, rest: str, style: str = "") -> Iterator[Line]:
    """The text on as many lines as it takes."""
    for line in indented(text, width, first, rest):
        yield Line(line, style)


def reason_style(reason: ReasonStory) -> str:
    return STATUS_STYLES[reason.outcome.status] if reason.outcome else "yellow"
