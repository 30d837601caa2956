"""What was due when: due times from the first to the last, now and the launch among them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.reporting.pictures.canvas import WIDTH, Picture, fit, line, mark, text, width_of
from readiness.reporting.pictures.phases import ORDER, signs
from readiness.reporting.wording import Wording

_ROW, _NOTE, _AXIS, _LEFT = 23, 17, 7, 20
_MOST_ROWS = 14


@dataclass(frozen=True, slots=True)
class _Step:
    """Checks that are due at one instant, or at several on end that have nothing open: `until` is the last of them."""

    until: datetime
    counts: Counter[Status]
    open: tuple[str, ...]
    merged: bool = False


def draw_timeline(run: Run, wording: Wording) -> Iterable[Picture]:
    """A row a due time. Those with nothing open are drawn together, and the launch is a row of its own."""
    asked = sorted((o for o in run.outcomes if o.status in ORDER), key=lambda o: o.due)
    if not asked:
        return
    steps = list(_merged(_steps(asked, wording), run))
    left_out = max(0, len(steps) - _MOST_ROWS)
    body, height = _rows(steps[left_out:], run, wording)
    late = sum(o.due <= run.now and o.status is not Status.PASSED for o in asked)
    ahead = sum(o.due > run.now and o.status is not Status.PASSED for o in asked)
    say = wording.say
    parts = [say.count("picture.overdue", late), say.count("picture.ahead", ahead)]
    if left_out:
        parts.append(say("picture.earlier", n=f"{left_out:,}"))
    yield Picture(say("picture.timeline"), say("list.sentence").join(parts), "", height, body)


def _steps(asked: list[Outcome], wording: Wording) -> Iterator[_Step]:
    for due, together in groupby(asked, key=lambda o: o.due):
        outcomes = list(together)
        counts = Counter(outcome.status for outcome in outcomes)
        titles = tuple(
            wording.text(outcome.title)
            for outcome in sorted(outcomes, key=lambda o: ORDER.index(o.status))
            if outcome.status is not Status.PASSED
        )
        yield _Step(due, counts, titles)


def _merged(steps: Iterable[_Step], run: Run) -> Iterator[_Step]:
    """Due times on end with nothing open, on the same side of now and of the launch, as one."""

    def place(step: _Step) -> tuple[object, ...]:
        side = (step.until <= run.now, step.until <= run.campaign.launch)
        return (*side, step.until if step.open else None)

    for _, together in groupby(steps, key=place):
        some = list(together)
        counts = sum((step.counts for step in some), Counter[Status]())
        yield _Step(some[-1].until, counts, some[-1].open, merged=len(some) > 1)


def _rows(steps: list[_Step], run: Run, wording: Wording) -> tuple[str, int]:
    parts: list[str] = []
    y = 4
    marks = [(run.now, "now", "picture.now"), (run.campaign.launch, "rule", "picture.launch")]
    marks.sort(key=lambda one: one[0])
    for step in steps:
        while marks and marks[0][0] < step.until:
            parts.append(_moment(y, *marks.pop(0), wording))
            y += _ROW
        parts.append(_step(y, step, wording))
        y += _ROW + (_NOTE if step.open else 0)
    for moment in marks:
        parts.append(_moment(y, *moment, wording))
        y += _ROW
    return line(_AXIS, 0, _AXIS, y, "rule") + "".join(parts), y + 2


def _moment(y: float, instant: datetime, style: str, key: str, wording: Wording) -> str:
    shown = "strong link" if style == "now" else "strong"
    return (
        line(0, y + 18, WIDTH, y + 18, style)
        + text(_LEFT, y + 13, wording.say(key), shown)
        + text(WIDTH, y + 13, wording.calendar.start(instant), f"end {shown}")
    )


def _step(y: float, step: _Step, wording: Wording) -> str:
    until = wording.calendar.limit(step.until)
    worst = next(status for status in ORDER if step.counts[status])
    parts = [
        mark(_AXIS, y + 10, worst),
        text(_LEFT, y + 14, wording.say("picture.until", moment=until) if step.merged else until, "soft"),
        text(WIDTH, y + 14, signs(step.counts), "end strong" if step.open else "end soft"),
    ]
    if step.open:
        more = f" +{len(step.open) - 1}" if len(step.open) > 1 else ""
        parts.append(text(_LEFT, y + 14 + _NOTE, fit(step.open[0], WIDTH - _LEFT - width_of(more)) + more))
    return "".join(parts)
