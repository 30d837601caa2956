"""The pictures of a run, drawn from its record alone and told in words beside each."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from readiness.model.run import Run
from readiness.reporting.pictures.canvas import figure
from readiness.reporting.pictures.measured import draw_measured
from readiness.reporting.pictures.phases import draw_phases
from readiness.reporting.pictures.timeline import draw_timeline
from readiness.reporting.wording import Wording

_PICTURES = (draw_timeline, draw_phases, draw_measured)


def figures(run: Run, en: Wording, zh: Wording) -> Iterable[Markup]:
    """Each picture in both languages; none is drawn of nothing."""
    number = 0
    for draw in _PICTURES:
        for told in zip(draw(run, en), draw(run, zh), strict=True):
            number += 1
            yield figure(*told, number)
