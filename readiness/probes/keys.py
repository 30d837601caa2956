"""Keys of tables: how they are compared (exactly, after trimming), and which unequal ones look alike.

A near miss (`００１２３`, `123` and `00123`, `sku-1` and `SKU-1`) is told to the reader as a hint; it never joins.
"""

from __future__ import annotations

import re

from readiness.evidence.cells import BLANKS
from readiness.evidence.sql_text import literal, trimmed_sql

__all__ = [
    "BLANKS",
    "NO_KEY",
    "UNFILLED",
    "literal",
    "look",
    "look_sql",
    "no_key_sql",
    "spelling",
    "spelling_sql",
    "trimmed",
    "trimmed_sql",
]

_FULL_WIDTH = "".join(chr(code + 0xFEE0) for code in range(0x21, 0x7F))
_HALF_WIDTH = "".join(chr(code) for code in range(0x21, 0x7F))
_TO_HALF_WIDTH = str.maketrans(_FULL_WIDTH, _HALF_WIDTH)
_NOISE = f"[{BLANKS}_-]+|\\.0+$"
_BLANK_NOISE = f"[{BLANKS}]+|\\.0+$"
# The engine's `$` is the very end; Python's also matches before a last line break.
_BLANK_NOISE_AT_ITS_END = re.compile(_BLANK_NOISE.replace("$", r"\Z"))
_NOISE_AT_ITS_END = re.compile(_NOISE.replace("$", r"\Z"))
# What stands in a cell that has no key: what people type, and what a failed lookup leaves.
NO_KEY = ("", "-", "--", "—", "/", "n/a", "na", "null", "none", "无", "#n/a", "#ref!", "#value!", "#name?", "#null!")
# What stands in a cell that somebody meant to fill in later.
UNFILLED = (
    *NO_KEY, "待定", "待补", "待补充", "待确认", "待填", "待填写", "待签", "待签约", "待拍", "暂无", "未定", "未确定",
    "tbd", "tbc", "tba", "todo", "?", "？", "??", "？？", "…", "……", "...", "xx", "xxx",
)  # fmt: skip


def trimmed(text: str | None) -> str:
    """The key without outer blanks; empty for an empty cell."""
    return "" if text is None else text.strip(BLANKS)


def look(text: str) -> str:
    """What two spellings of one key share: case, width, blanks, dashes, leading zeros and a trailing `.0` aside."""
    words = text.translate(_TO_HALF_WIDTH).lower()
    return _NOISE_AT_ITS_END.sub("", words).lstrip("0")


def spelling(text: str) -> str:
    """What is left of a key without case, width, blanks, leading zeros and a trailing `.0`. Narrower than `look`: the
    dashes of `A-1-11` and `A-11-1` tell two keys apart, so keys of one spelling are one thing written in two ways."""
    words = text.translate(_TO_HALF_WIDTH).lower()
    return _BLANK_NOISE_AT_ITS_END.sub("", words).lstrip("0")


def look_sql(expression: str) -> str:
    """The SQL of `look`."""
    return f"ltrim(regexp_replace({_half_sql(expression)}, {literal(_NOISE)}, '', 'g'), '0')"


def spelling_sql(expression: str) -> str:
    """The SQL of `spelling`."""
    plain = [f"strlen({expression}) = length({expression})", f"NOT contains({expression}, '.0')"]
    plain += [f"NOT contains({expression}, {literal(blank)})" for blank in BLANKS if blank.isascii()]
    whole = f"regexp_replace({_half_sql(expression)}, {literal(_BLANK_NOISE)}, '', 'g')"
    # nearly all keys of an export are plain ASCII, for which a pattern costs ten times as much as these
    return f"ltrim(CASE WHEN {' AND '.join(plain)} THEN lower({expression}) ELSE {whole} END, '0')"


def no_key_sql(expression: str) -> str:
    """Whether a trimmed key is none."""
    return f"lower({expression}) IN ({', '.join(map(literal, NO_KEY))})"


def _half_sql(expression: str) -> str:
    return f"lower(translate({expression}, {literal(_FULL_WIDTH)}, {literal(_HALF_WIDTH)}))"
