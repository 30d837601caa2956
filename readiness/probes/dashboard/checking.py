"""Patterns that can't run, in settings that a campaign changed: a checklist that ships is not compiled to be loaded."""

from __future__ import annotations

from collections.abc import Iterator

from readiness.model.errors import BadValue
from readiness.probes.dashboard.settings import Settings
from readiness.probes.kind import SettingProblem


def pattern_problems(settings: Settings) -> Iterator[SettingProblem]:
    from readiness.evidence.patterns import check_pattern

    for path, pattern in settings.patterns():
        try:
            check_pattern(pattern)
        except BadValue as error:
            yield SettingProblem(path, error.message)
