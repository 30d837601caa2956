"""One row of offers, or of prices, with the values of its cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

PLACES = 2  # decimals of an amount


@dataclass(frozen=True, slots=True)
class OfferRow:
    """A row as read: typed values by column (absent where the cell is empty), and where its cells stand."""

    number: int
    offer: str
    values: Mapping[str, Any]
    cells: Mapping[str, str]
    where: str
    sound: bool = True

    def at(self, column: str) -> str:
        return self.cells.get(column, self.where)


def cents(amount: Decimal) -> int:
    """Raises ValueError for an amount that is no whole number of cents."""
    scaled = amount.scaleb(PLACES)
    if scaled != scaled.to_integral_value():
        raise ValueError
    return int(scaled)
