"""Load test: from daily visits to users at once, with the calculation written out. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal

from readiness.model.text import Text
from readiness.probes.load_test.facts import Visits
from readiness.probes.numbers import plain

_HOUR = Decimal(3600)
_SHOWN = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Demand:
    """How many users at once are asked for, how many visits a second they begin, how that was reckoned, and the cells
    that it stands on."""

    users: int
    pace: Decimal
    words: Text
    where: str


def demand(traffic: tuple[Visits, ...], min_times: Decimal) -> Demand | None:
    """The greater of so many times the daily traffic and the forecast peak; None where a number is missing."""
    parts: list[tuple[str, Decimal]] = []
    forecast = per_second = Decimal(0)
    for row in traffic:
        numbers = (row.daily_visits, row.peak_share, row.visit_seconds, row.forecast_peak)
        if any(number is None for number in numbers):
            return None
        visits, share, seconds, peak = (number for number in numbers if number is not None)
        parts.append((_said(visits, share, seconds), visits * share * seconds / _HOUR))
        forecast += peak
        per_second += visits * share / _HOUR
    daily = sum((amount for _, amount in parts), Decimal(0))
    if not parts or daily <= 0:
        return None
    users = int(max(min_times * daily, forecast, Decimal(1)).to_integral_value(ROUND_CEILING))
    reckoned = " + ".join(words for words, _ in parts)
    reckoned = reckoned if len(parts) == 1 else f"({reckoned})"
    many, at_once = plain(min_times), plain(daily.quantize(_SHOWN, ROUND_CEILING))
    times_daily = plain((min_times * daily).quantize(_SHOWN, ROUND_CEILING))
    words = Text(
        f"{many} × {reckoned} = {many} × {at_once} users at once = {times_daily}; forecast peak {plain(forecast)}; "
        f"the greater is asked for: {users:,}",
        f"{many} × {reckoned} = {many} × {at_once} 个并发用户 = {times_daily}；预估峰值 {plain(forecast)}；"
        f"取较大者：{users:,}",
    )
    return Demand(users, users * per_second / daily, words, "; ".join(_cells(row) for row in traffic))


def _said(visits: Decimal, share: Decimal, seconds: Decimal) -> str:
    """`24,000 × 12 % ÷ 3,600 s × 180 s`: visits a day, their share in the peak hour, the length of a visit."""
    return f"{plain(visits)} × {plain(share * 100)} % ÷ 3,600 s × {plain(seconds)} s"


def _cells(row: Visits) -> str:
    return row.where["daily_visits"]
