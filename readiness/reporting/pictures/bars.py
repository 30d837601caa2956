"""Values against the limit of each, as bars on which all limits stand at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from readiness.model.outcome import Status
from readiness.reporting.pictures.canvas import WIDTH, box, fit, line, mark, text, width_of

MOST = 12
ROW, LEFT = 36, 16
_TOP, _BAR = 20, 9
_STRIP = 46
_FURTHEST = Decimal(2)


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` is the value as a part of its limit: 1 stands on the line. `words` say the value."""

    label: str
    share: Decimal
    words: str
    good: bool


@dataclass(frozen=True, slots=True)
class Limited:
    """How a bar stands to its limit, and where the line of the limit is."""

    status: Status
    at: float


def draw(bars: Sequence[Bar], limit: str) -> tuple[str, int]:
    """SVG and height. What is further than twice the limit ends there, since the line is what matters."""
    shown = bars[:MOST]
    scale = _scale([bar.share for bar in shown])
    at = _x(Decimal(1), scale)
    parts = [
        text(at, 12, limit, "mid soft") if at + width_of(limit) / 2 < WIDTH else text(WIDTH, 12, limit, "end soft")
    ]
    for place, bar in enumerate(shown):
        y = _TOP + place * ROW
        status = Status.PASSED if bar.good else Status.FAILED
        parts.append(row(y, bar.label, bar.words, _x(bar.share, scale), Limited(status, at)))
    return "".join(parts), _TOP + len(shown) * ROW


def row(y: float, label: str, words: str, end: float, limited: Limited | None) -> str:
    """A label and the words of its value, and below them a bar to `end`; without a limit it is neither good nor bad."""
    bad = limited is not None and limited.status is not Status.PASSED
    drawn = [mark(6, y + 9, limited.status)] if limited else []
    drawn += [
        text(LEFT, y + 13, fit(label, WIDTH - LEFT - width_of(words) - 8)),
        text(WIDTH, y + 13, words, "end strong" if bad else "end soft"),
        box(LEFT, y + 19, WIDTH - LEFT, _BAR, "track"),
        box(LEFT, y + 19, max(end - LEFT, 1), _BAR, limited.status if limited else "link"),
    ]
    if limited:
        drawn.append(line(limited.at, y + 17, limited.at, y + 31, "limit"))
    return "".join(drawn)


def strip(bars: Sequence[Bar], top: int, said: str) -> tuple[str, int]:
    """All of them as thin columns in their order, so that hundreds can be seen at once: how many are below the line."""
    scale = _scale([bar.share for bar in bars])
    wide = WIDTH / len(bars)
    floor = top + 18 + _STRIP
    heights = [float(min(bar.share, scale) / scale) * _STRIP for bar in bars]
    columns = [
        box(
            place * wide,
            floor - max(height, 1),
            max(wide - 0.6, 0.4),
            max(height, 1),
            "passed" if bar.good else "failed",
        )
        for place, (bar, height) in enumerate(zip(bars, heights, strict=True))
    ]
    bad = sum(not bar.good for bar in bars)
    edge = [line(bad * wide, floor - _STRIP, bad * wide, floor + 4, "rule")] if 0 < bad < len(bars) else []
    at = floor - float(1 / scale) * _STRIP
    return "".join([text(0, top + 12, said, "soft"), *columns, *edge, line(0, at, WIDTH, at, "limit")]), floor + 8


def _scale(shares: Sequence[Decimal]) -> Decimal:
    """What the right end stands for: a little more than the largest, and the line is never at an edge."""
    return min(max(*shares, Decimal(1), Decimal(0)) * Decimal("1.08"), _FURTHEST)


def _x(share: Decimal, scale: Decimal) -> float:
    return LEFT + float(max(Decimal(0), min(share, scale)) / scale) * (WIDTH - LEFT)
