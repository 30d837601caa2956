"""What all casts of a cell share: blanks, full-width characters, and how a refusal is said."""

from __future__ import annotations

import re

from readiness.model.errors import BadValue
from readiness.model.text import Text

# Blanks that exports leave around a cell: ASCII, no-break, ideographic, zero-width, byte-order mark.
BLANKS = " \t\r\n\v\f\u00a0\u3000\u200b\ufeff"
FULL_WIDTH = "０１２３４５６７８９．＋－，：／"
ASCII_OF_FULL_WIDTH = "0123456789.+-,:/"

SEPARATORS = "[,，、;；/|\r\n]+"
"""A pattern for what parts the items of one cell, as people write lists."""

_TO_ASCII = str.maketrans(FULL_WIDTH, ASCII_OF_FULL_WIDTH)
_LONGEST_SHOWN = 40
_ITEMS = re.compile(SEPARATORS)


class CellError(BadValue):
    """A cell that does not cast: `text` says what was found and what was expected, in both languages."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(Text(en, zh))

    @property
    def text(self) -> Text:
        return self.message


def plain(text: str | None, en: str, zh: str) -> str:
    """The cell without surrounding blanks and with ASCII digits. Raises CellError when nothing is there."""
    words = "" if text is None else text.strip(BLANKS).translate(_TO_ASCII)
    if not words:
        raise CellError(f"the cell is empty; {en} is needed", f"单元格为空，需要{zh}")
    return words


def short(words: str) -> str:
    """A cell's text as messages show it."""
    return words if len(words) <= _LONGEST_SHOWN else words[:_LONGEST_SHOWN] + "..."


def items_of(text: str | None) -> tuple[str, ...]:
    """What stands in a cell between its separators, as `items(text)` in expressions has it."""
    return tuple(item for part in _ITEMS.split(text or "") if (item := part.strip(BLANKS)))
