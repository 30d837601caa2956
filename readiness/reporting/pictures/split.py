"""How a whole is split, such as the budget: a bar a part, with a line where the part has a least share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from readiness.model.finding import Measure
from readiness.model.outcome import Outcome, Status
from readiness.model.run import Run
from readiness.reporting.cleaning import clean_line
from readiness.reporting.numbers import say_measure
from readiness.reporting.pictures.canvas import WIDTH, Picture, box, fit, line, mark, text, width_of
from readiness.reporting.wording import Wording

SHARE = "share"
_MOST = 12
_ROW, _BAR, _LEFT = 36, 9, 16


def draw_splits(run: Run, wording: Wording) -> Iterable[Picture]:
    """A picture a check whose measures are shares of a whole; a whole of one part is no split."""
    for outcome in run.outcomes:
        parts = [measure for measure in outcome.measures if measure.group == SHARE and measure.value >= 0]
        if len(parts) > 1:
            yield _picture(outcome, parts, wording)


def _picture(outcome: Outcome, parts: Sequence[Measure], wording: Wording) -> Picture:
    shown = sorted(parts, key=lambda measure: -measure.value)[:_MOST]
    widest = max([part.value for part in shown] + [part.limit for part in shown if part.limit is not None])
    scale = max(widest, Decimal("0.01")) * Decimal("1.08")
    body = "".join(_row(place * _ROW, part, scale, wording) for place, part in enumerate(shown))
    return Picture(
        wording.text(outcome.title),
        _summary(parts, wording),
        clean_line(outcome.check),
        len(shown) * _ROW,
        body,
    )


def _row(y: int, part: Measure, scale: Decimal, wording: Wording) -> str:
    value, limit = say_measure(part)
    words = wording.say("picture.least", value=value, limit=limit) if limit else value
    label = fit(clean_line(part.subject), WIDTH - _LEFT - width_of(words) - 8)
    drawn = [text(_LEFT, y + 13, label), box(_LEFT, y + 19, WIDTH - _LEFT, _BAR, "track")]
    high = max(_x(part.value, scale) - _LEFT, 1)
    if part.limit is None:
        drawn += [box(_LEFT, y + 19, high, _BAR, "link"), text(WIDTH, y + 13, words, "end soft")]
        return "".join(drawn)
    status = Status.PASSED if part.value >= part.limit else Status.FAILED
    at = _x(part.limit, scale)
    drawn += [
        mark(6, y + 9, status),
        box(_LEFT, y + 19, high, _BAR, status),
        line(at, y + 17, at, y + 31, "limit"),
        text(WIDTH, y + 13, words, "end soft" if status is Status.PASSED else "end strong"),
    ]
    return "".join(drawn)


def _x(share: Decimal, scale: Decimal) -> float:
    return _LEFT + float(share / scale) * (WIDTH - _LEFT)


def _summary(parts: Sequence[Measure], wording: Wording) -> str:
    """The parts in words, and how many are not drawn."""
    named = [f"{clean_line(part.subject)} {say_measure(part)[0]}" for part in parts[:_MOST]]
    words = wording.say("picture.split", parts=wording.say("list.people").join(named))
    if len(parts) > _MOST:
        words = wording.say("list.sentence").join([words, wording.say("picture.cut", n=f"{_MOST:,}")])
    return words
