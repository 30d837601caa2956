"""Values against the limit of each, as bars on which all limits stand at the same place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from readiness.model.outcome import Status
from readiness.reporting.pictures.canvas import WIDTH, box, fit, line, mark, text, width_of

MOST = 12
_ROW, _TOP, _BAR, _LEFT = 36, 20, 9, 16
_STRIP = 46
_FURTHEST = Decimal(2)


@dataclass(frozen=True, slots=True)
class Bar:
    """`share` is the value as a part of its limit: 1 stands on the line. `words` say the value."""

    label: str
    share: Decimal
    words: str
    good: bool


def draw(bars: Sequence[Bar], limit: str) -> tuple[str, int]:
    """SVG and height. What is further than twice the limit ends there, since the line is what matters."""
    shown = bars[:MOST]
    scale = _scale([bar.share for bar in shown])
    at = _x(Decimal(1), scale)
    parts = [
        text(at, 12, limit, "mid soft") if at + width_of(limit) / 2 < WIDTH else text(WIDTH, 12, limit, "end soft")
    ]
    for place, bar in enumerate(shown):
        y = _TOP + place * _ROW
        status = Status.PASSED if bar.good else Status.FAILED
        parts += [
            mark(6, y + 9, status),
            text(_LEFT, y + 13, fit(bar.label, WIDTH - _LEFT - width_of(bar.words) - 8)),
            text(WIDTH, y + 13, bar.words, "end soft" if bar.good else "end strong"),
            box(_LEFT, y + 19, WIDTH - _LEFT, _BAR, "track"),
            box(_LEFT, y + 19, max(_x(bar.share, scale) - _LEFT, 1), _BAR, status),
            line(at, y + 17, at, y + 31, "limit"),
        ]
    return "".join(parts), _TOP + len(shown) * _ROW


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
    return _LEFT + float(max(Decimal(0), min(share, scale)) / scale) * (WIDTH - _LEFT)
