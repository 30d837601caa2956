"""The pictures of a run, drawn from its record alone and told in words beside each."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain

from readiness.model.run import Run
from readiness.reporting.markup import Markup
from readiness.reporting.pictures.canvas import Picture, figure
from readiness.reporting.pictures.measured import draw_measured
from readiness.reporting.pictures.phases import draw_phases
from readiness.reporting.pictures.split import draw_splits
from readiness.reporting.pictures.timeline import draw_timeline
from readiness.reporting.pictures.trend import draw_trend
from readiness.reporting.story import Story
from readiness.reporting.wording import Wording


def figures(run: Run, en: Story, zh: Story) -> Iterable[Markup]:
    """Each picture in both languages; none is drawn of nothing."""
    told = zip(_pictures(run, en, Wording(run, "en")), _pictures(run, zh, Wording(run, "zh")), strict=True)
    for number, both in enumerate(told, start=1):
        yield figure(*both, number)


def _pictures(run: Run, story: Story, wording: Wording) -> Iterable[Picture]:
    return chain(
        draw_timeline(run, wording),
        draw_phases(run, wording),
        draw_trend(story.trend, wording),
        draw_measured(run, wording),
        draw_splits(run, wording),
    )
