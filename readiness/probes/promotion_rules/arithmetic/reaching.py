"""Which amounts the lines of an order can come to: all sums of at most so many lines, as bits of a whole number."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from math import gcd


class GaveUp(Exception):
    """A question was not answered."""


class OutOfTime(GaveUp):
    """The time, or the number of steps, that a search may take is used up."""


class TooLarge(GaveUp):
    """The amounts need more memory than a search may use."""


class Reach:
    """`tables` gives the amount of a line by SKU: of 1 piece, 2 pieces, ... Sums up to `limit` are known; each is made
    of at most `lines` lines. Bit n of `layers[j]` says that j lines or fewer come to n units of `unit` cents. Raises
    TooLarge where there are more than `most_cells` such bits."""

    def __init__(
        self,
        tables: Mapping[str, Sequence[int]],
        lines: int,
        limit: int,
        *,
        most_cells: int,
        alive: Callable[[], None],
    ) -> None:
        self.unit = gcd(*(amount for table in tables.values() for amount in table)) or 1
        self.tables = {
            id_: tuple(amount // self.unit for amount in table if amount <= limit) for id_, table in tables.items()
        }
        self.size = limit // self.unit + 1
        self.lines = max(0, min(lines, len(self.tables)))
        if self.size * (self.lines + 1) > most_cells:
            raise TooLarge
        self.alive = alive

    @cached_property
    def layers(self) -> list[int]:
        layers = [1] * (self.lines + 1)
        for table in self.tables.values():
            self._add(layers, table)
        return layers

    def _add(self, layers: list[int], table: Sequence[int]) -> None:
        """One more SKU: every sum of a line fewer, with each number of its pieces."""
        self.alive()
        mask = (1 << self.size) - 1
        amounts = sorted(set(table))
        for count in range(len(layers) - 1, 0, -1):
            fewer, more = layers[count - 1], layers[count]
            for amount in amounts:
                more |= fewer << amount
            layers[count] = more & mask

    def least(self, at_least: int, lines: int) -> int | None:
        """The smallest sum of `lines` lines or fewer that is not below `at_least`."""
        layer = self.layers[max(0, min(lines, self.lines))]
        start = max(0, -(-at_least // self.unit))
        rest = layer >> start
        return (start + (rest & -rest).bit_length() - 1) * self.unit if rest else None

    def most(self, at_most: int, lines: int) -> int | None:
        """The largest sum of `lines` lines or fewer that is not above `at_most`."""
        if at_most < 0:
            return None
        layer = self.layers[max(0, min(lines, self.lines))] & ((1 << (at_most // self.unit + 1)) - 1)
        return (layer.bit_length() - 1) * self.unit

    def from_(self, at_least: int, lines: int) -> Iterator[int]:
        """The sums of `lines` lines or fewer from `at_least` on, ascending."""
        now = self.least(at_least, lines)
        while now is not None:
            yield now
            now = self.least(now + 1, lines)

    def fewest(self, amount: int) -> int:
        """How many lines a sum needs."""
        return next(count for count, layer in enumerate(self.layers) if layer >> (amount // self.unit) & 1)

    def basket(self, amount: int) -> dict[str, int]:
        """Lines, as few as can be, that come to a sum."""
        lines, left, basket = self.fewest(amount), amount // self.unit, {}
        names = list(self.tables)
        before: list[list[int]] = []
        layers = [1] * (lines + 1)
        for name in names:
            before.append(list(layers))
            self._add(layers, self.tables[name])
        for place in range(len(names) - 1, -1, -1):
            if before[place][lines] >> left & 1:
                continue
            pieces = self._pieces(self.tables[names[place]], before[place][lines - 1], left)
            basket[names[place]] = pieces
            left -= self.tables[names[place]][pieces - 1]
            lines -= 1
        return basket

    @staticmethod
    def _pieces(table: Sequence[int], layer: int, left: int) -> int:
        return next(pieces for pieces, amount in enumerate(table, 1) if amount <= left and layer >> (left - amount) & 1)
