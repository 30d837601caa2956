"""Patterns that can't run, in settings that a campaign changed: a checklist that ships is not compiled to be loaded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.model.errors import BadValue
from readiness.model.text import Text
from readiness.probes.document.settings import Settings


@dataclass(frozen=True, slots=True)
class PatternProblem:
    """What is wrong with a pattern, and where it stands: `("must_contain", 0, "any", 1)`."""

    path: tuple[str | int, ...]
    message: Text
    hint: Text | None = None


def pattern_problems(settings: Settings) -> Iterator[PatternProblem]:
    from readiness.evidence.patterns import check_pattern

    for path, pattern in settings.patterns():
        try:
            check_pattern(pattern)
        except BadValue as error:
            yield PatternProblem(path, error.message)
