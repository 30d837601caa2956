"""Numbers as people read them. Exact decimals throughout; what is shown is cut, never rounded up."""

from __future__ import annotations

from decimal import ROUND_FLOOR, Context, Decimal

from readiness.model.finding import Measure

RATIO = "ratio"
_MOST_DIGITS = 8
_WIDE = Context(prec=200)  # the default of 28 digits would refuse a number that evidence may well hold


def say_decimal(value: Decimal, digits: int) -> str:
    """`1,234.5`: with separators, at most `digits` after the point, cut towards minus infinity."""
    if not value.is_finite():
        return str(value)
    cut = value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_FLOOR, context=_WIDE)
    words = f"{cut:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def say_value(value: Decimal, unit: str, digits: int) -> str:
    """A ratio as a percentage, anything else with its unit."""
    if unit == RATIO:
        return f"{say_decimal(value * 100, digits)} %"
    return f"{say_decimal(value, digits)} {unit}".strip()


def say_measure(measure: Measure) -> tuple[str, str]:
    """Value and limit (empty: none), with as many digits as it takes to tell the two apart, so that 119.996 % never
    reads as the 120 % that it does not reach."""
    if measure.limit is None:
        return say_value(measure.value, measure.unit, _digits(measure.unit)), ""
    value, limit = "", ""
    for digits in range(_digits(measure.unit), _MOST_DIGITS + 1):
        value = say_value(measure.value, measure.unit, digits)
        limit = say_value(measure.limit, measure.unit, digits)
        if measure.value == measure.limit or value != limit:
            break
    return value, limit


def _digits(unit: str) -> int:
    return 1 if unit == RATIO else 3
