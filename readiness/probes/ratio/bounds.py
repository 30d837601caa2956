"""Ratio: the limits, and what keeps them. Multiplied, never divided, so that nothing is rounded to a pass."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, Context, Decimal

from readiness.probes.ratio.settings import Settings

# Wide enough for every product of a limit and a sum that the engine can hold.
EXACT = Context(prec=200)


@dataclass(frozen=True, slots=True)
class Bound:
    """One of the two limits: `least` says whether it is the lower one."""

    limit: Decimal
    least: bool

    def holds_for(self, value: Decimal, base: Decimal, *, whole: bool) -> bool:
        return self.holds(value, self.needed(base, whole=whole))

    def needed(self, base: Decimal, *, whole: bool) -> Decimal:
        needed = EXACT.multiply(self.limit, base)
        return needed.to_integral_value(ROUND_CEILING, EXACT) if whole and self.least else needed

    def holds(self, value: Decimal, needed: Decimal) -> bool:
        return value >= needed if self.least else value <= needed


def bounds_of(settings: Settings) -> Iterator[Bound]:
    """The limits that are asked for."""
    if settings.min is not None:
        yield Bound(settings.min, least=True)
    if settings.max is not None:
        yield Bound(settings.max, least=False)
