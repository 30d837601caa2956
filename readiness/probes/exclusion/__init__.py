"""`exclusion`: nobody of an audience stands in a list of those who must not be contacted."""

from __future__ import annotations

from typing import Any

from readiness.model.text import Text
from readiness.probes.exclusion.checking import problems, stricter
from readiness.probes.exclusion.facts import Facts
from readiness.probes.exclusion.judging import judge
from readiness.probes.exclusion.settings import Settings

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "problems", "stricter"]

NAME = "exclusion"
SUMMARY = Text(
    "Nobody who will be contacted stands in a list of those who must not be (unsubscribed, blocked, complained)",
    "将要触达的人都不在免触达名单（退订、黑名单、投诉）中",
)


def gather(settings: Settings, context: Any) -> Facts:
    """Compares audience and lists in the engine. Raises NotSupplied and CannotJudge."""
    from readiness.probes.exclusion.reading import read_exclusion

    return read_exclusion(settings, context)
