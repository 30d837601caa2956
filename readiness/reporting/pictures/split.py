"""How a whole is split, such as the budget: a bar a part, with a line where the part has a least share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from readiness.model.finding import Measure
from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.reporting.cleaning import clean_line
from readiness.reporting.numbers import say_measure
from readiness.reporting.pictures.bars import LEFT, MOST, ROW, Limited, row
from readiness.reporting.pictures.canvas import WIDTH, Picture
from readiness.reporting.wording import Wording

SHARE = "share"


def draw_splits(run: Run, wording: Wording) -> Iterable[Picture]:
    """A picture a check whose measures are shares of a whole; a whole of one part is no split."""
    for outcome in run.outcomes:
        parts = [measure for measure in outcome.measures if measure.group == SHARE and measure.value >= 0]
        if len(parts) > 1:
            yield _picture(outcome, parts, wording)


def _picture(outcome: Outcome, parts: Sequence[Measure], wording: Wording) -> Picture:
    shown = sorted(parts, key=lambda measure: -measure.value)[:MOST]
    widest = max([part.value for part in shown] + [part.limit for part in shown if part.limit is not None])
    scale = max(widest, Decimal("0.01")) * Decimal("1.08")
    body = "".join(_row(place * ROW, part, scale, wording) for place, part in enumerate(shown))
    return Picture(
        wording.text(outcome.title),
        _summary(shown, len(parts), wording),
        clean_line(outcome.check),
        len(shown) * ROW,
        body,
    )


def _row(y: int, part: Measure, scale: Decimal, wording: Wording) -> str:
    value, limit = say_measure(part)
    words = wording.say("picture.least", value=value, limit=limit) if limit else value
    limited = None
    if part.limit is not None:
        status = Status.PASSED if part.value >= part.limit else Status.FAILED
        limited = Limited(status, _x(part.limit, scale))
    return row(y, clean_line(part.subject), words, _x(part.value, scale), limited)


def _x(share: Decimal, scale: Decimal) -> float:
    return LEFT + float(share / scale) * (WIDTH - LEFT)


def _summary(shown: Sequence[Measure], total: int, wording: Wording) -> str:
    """The parts in words, and how many are not drawn."""
    named = [f"{clean_line(part.subject)} {say_measure(part)[0]}" for part in shown]
    words = wording.say("picture.split", parts=wording.say("list.people").join(named))
    if total > len(shown):
        words = wording.say("list.sentence").join([words, wording.say("picture.cut", n=f"{len(shown):,}")])
    return words
