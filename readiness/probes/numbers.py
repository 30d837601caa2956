"""Numbers as findings show them."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Context, Decimal


def plain(number: Decimal) -> str:
    """The exact number as people write it: no exponent, no zeros that say nothing, thousands apart."""
    words = f"{number:,f}"
    return words.rstrip("0").rstrip(".") if "." in words else words


def percent(ratio: Decimal, limit: Decimal, *, up: bool) -> str:
    """One digit more than the limit shows, cut or raised away from it."""
    exponent = (limit * 100).normalize().as_tuple().exponent
    digits = max(1, 1 - exponent) if isinstance(exponent, int) else 1
    context = Context(prec=200, rounding=ROUND_CEILING if up else ROUND_FLOOR)
    return f"{plain((ratio * 100).quantize(Decimal(1).scaleb(-digits), context=context))} %"
