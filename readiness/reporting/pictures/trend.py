"""The last runs: how many checks passed and how many were open, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from readiness.model.outcome import Status
from readiness.reporting.pictures.canvas import WIDTH, Picture, box, line, number, text
from readiness.reporting.pictures.phases import ORDER
from readiness.reporting.story import TrendPoint
from readiness.reporting.wording import Wording

_MOST = 12
_HIGH, _TOP, _GAP = 96, 22, 6
_WIDEST = 44


def draw_trend(points: Sequence[TrendPoint], wording: Wording) -> Iterable[Picture]:
    """A column a run, the oldest first; one run alone is no trend. A run of a part, or of another instant, is narrower,
    since its height can't be compared."""
    shown = points[-_MOST:]
    if len(shown) < 2:  # noqa: PLR2004
        return
    most = max(_asked(point.counts) for point in shown)
    if not most:
        return
    step = WIDTH / len(shown)
    wide = min(step - _GAP, _WIDEST)
    parts = [line(0, _TOP + _HIGH, WIDTH, _TOP + _HIGH, "rule")]
    for place, point in enumerate(shown):
        middle = step * place + step / 2
        parts.append(text(middle, 14, point.symbol, f"mid strong {point.answer}"))
        parts += _column(middle, wide if point.whole else wide / 2, point.counts, most)
        if point.current:
            base = _TOP + _HIGH + 3
            parts.append(f'<path d="M{number(middle - 5)} {base + 7}l5-6l5 6z" class="link"/>')
    y = _TOP + _HIGH + 24
    parts += [text(0, y, shown[0].when, "soft"), text(WIDTH, y, shown[-1].when, "end strong")]
    yield Picture(wording.say("picture.trend"), _summary(shown, wording), "", y + 6, "".join(parts))


def _column(middle: float, wide: float, counts: Mapping[Status, int], most: int) -> Iterable[str]:
    """What is open stands on top of what has passed, the gravest highest."""
    y = float(_TOP + _HIGH)
    for status in reversed(ORDER):
        if counts.get(status):
            high = counts[status] / most * _HIGH
            y -= high
            yield box(middle - wide / 2, y, wide, max(high - 1, 1), status)


def _asked(counts: Mapping[Status, int]) -> int:
    return sum(counts.get(status, 0) for status in ORDER)


def _open(point: TrendPoint) -> int:
    return _asked(point.counts) - point.counts.get(Status.PASSED, 0)


def _summary(shown: Sequence[TrendPoint], wording: Wording) -> str:
    first, last = shown[0], shown[-1]
    say = wording.say
    parts = [
        say("picture.open-then", when=first.when, verdict=first.verdict, n=f"{_open(first):,}"),
        say("picture.open-now", verdict=last.verdict, n=f"{_open(last):,}"),
    ]
    if not all(point.whole for point in shown):
        parts.append(say("picture.narrow"))
    return say("list.sentence").join(parts)
