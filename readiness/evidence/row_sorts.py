"""Whether a row below the header is data, a total or a note. Pure.

Both mistakes are grave: a total read as data counts everything twice, and data left out as a total is not checked.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from enum import Enum, auto

from readiness.evidence.cells import CellError, parse_decimal
from readiness.evidence.grid import Cells
from readiness.evidence.row_words import (
    LATIN_TOTALS,
    is_blank,
    is_error,
    is_note,
    is_number,
    is_subtotal,
    may_be_odd,
    totals_word,
)

# each costs a look at all rows
_MOST_MISSES = 20


class Sort(Enum):
    """What a row is; `DOUBTFUL` may be a total or data."""

    DATA = auto()
    TOTALS = auto()
    NOTE = auto()
    UNITS = auto()
    DOUBTFUL = auto()


class RowSorter:
    """Sorts the rows of one table in their order; `filled` are the positions of columns that have a header."""

    def __init__(self, keys: Sequence[int], required: Sequence[int], filled: Sequence[int]) -> None:
        self._keys, self._required, self._filled = keys, required, filled
        self._one_column = len(filled) == 1
        self._data: list[Cells] = []
        self._group = 0  # where the rows since the last total begin
        self._misses = 0

    def sort_of(self, cells: Cells, *, gap: bool, after_note: bool) -> Sort:
        """What a row is; `gap`: an empty row stands before it."""
        plain = self._keys and not any(may_be_odd(cells[i]) for i in self._keys)
        sort = Sort.DATA if plain else self._sort(cells, gap=gap, after_note=after_note)
        if sort is Sort.DATA:
            self._data.append(cells)
        elif sort is Sort.TOTALS:
            self._group = len(self._data)
        return sort

    def sort_alone(self, cells: Cells) -> Sort:
        """What a row is, where the rows before it are not at hand: whether it adds up can't be seen."""
        keys = [cells[i] for i in self._keys]
        sort = self._sort(cells, gap=False, after_note=False)
        others = [cell for i, cell in enumerate(cells) if i not in self._keys]
        numbers = any(cell is not None and is_number(cell) for cell in others)
        if sort is Sort.DATA and any(map(is_subtotal, keys)) and numbers and not self._says_more((None, *others)):
            return Sort.DOUBTFUL
        return sort

    def _sort(self, cells: Cells, *, gap: bool, after_note: bool) -> Sort:
        keys = [cells[i] for i in self._keys]
        if (
            (gap or after_note or not self._one_column)
            and _may_be_note(cells)
            and is_note(cells, after_note=after_note)
        ):
            return Sort.NOTE
        word = next((found for found in map(totals_word, keys) if found), "")
        if word:
            return self._with_totals_word(cells, word)
        if all(key is None or not key.strip() for key in keys):
            return self._without_key(cells)
        if any(map(is_subtotal, keys)) and self._adds_up(cells):
            return Sort.TOTALS
        return Sort.DATA

    def _with_totals_word(self, cells: Cells, word: str) -> Sort:
        if self._says_more(cells):
            # something may really be called Total; nothing is called 合计
            whole = all(not is_blank(cells[i]) for i in self._filled)
            return Sort.DATA if whole and word in LATIN_TOTALS else Sort.DOUBTFUL
        numbers = any(cell is not None and (is_number(cell) or is_error(cell)) for cell in cells)
        return Sort.DATA if word in LATIN_TOTALS and not numbers else Sort.TOTALS

    def _without_key(self, cells: Cells) -> Sort:
        """`合计` under another column than the key, such as a running number."""
        said = any(totals_word(cell) for cell in cells) or any(map(is_subtotal, cells))
        return Sort.TOTALS if said and not self._says_more(cells, subtotals=True) else Sort.DATA

    def _says_more(self, cells: Cells, *, subtotals: bool = False) -> bool:
        """Whether a row holds other words than those of a total."""
        return any(
            not (is_blank(cell) or is_number(cell or "") or is_error(cell) or totals_word(cell))
            and not (subtotals and is_subtotal(cell))
            for cell in cells
        )

    def _adds_up(self, cells: Cells) -> bool:
        """Whether a row is the sum of those since the last total, or of all."""
        words = [i for i, cell in enumerate(cells) if not is_blank(cell) and not is_number(cell or "")]
        if any(i not in self._keys for i in words) or self._misses >= _MOST_MISSES:
            return False
        numbers = {i: _number(cell) for i, cell in enumerate(cells) if i not in words and not is_blank(cell)}
        equal = bool(numbers) and any(
            len(rows) > 0 and all(number is not None and number == _sum(rows, i) for i, number in numbers.items())
            for rows in (self._data[self._group :], self._data)
        )
        self._misses += not equal
        return equal


def _may_be_note(cells: Cells) -> bool:
    """Rows of data begin with a code or a name; this is what most of them are spared."""
    first = next((cell for cell in cells if cell), "")
    return ":" in first or "：" in first or first[:1] in "（(0123456789①②③④⑤⑥⑦⑧⑨*※•·-"


def _number(cell: str | None) -> Decimal | None:
    try:
        return parse_decimal(cell)
    except CellError:
        return None


def _sum(rows: Sequence[Cells], position: int) -> Decimal:
    return sum((_number(row[position]) or Decimal() for row in rows), Decimal())
