"""Words for one unit: who counts in units may write 件 or pcs."""

from __future__ import annotations

PIECES = ("unit", "units", "pcs", "pc", "件", "个")
YUAN = ("yuan", "cny", "rmb", "元", "人民币")

_SAME = {word: words for words in (PIECES, YUAN) for word in words}


def unit_words(unit: str) -> tuple[str, ...]:
    """All words, in lower case, for the unit of a column; none for a column without one."""
    return _SAME.get(unit.casefold(), (unit.casefold(),)) if unit else ()
