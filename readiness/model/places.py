"""Where something was read, in both languages. Sources say it in one notation: `a.xlsx, sheet 清单, row 17, 18`."""

from __future__ import annotations

import re

from readiness.model.text import Text

_SHEET = re.compile(r", sheet ([^,;]+?)(?=[,;\s]|$)")
_COLUMN = re.compile(r", column ([^,;]+?)(?=[,;]|$)")
_ROWS = re.compile(r", row (\d+(?:, \d+)*)( \(\+\d+\))?")
_ITEM = re.compile(r", item (\d+(?:, \d+)*)( \(\+\d+\))?")


def place_words(where: str) -> Text:
    """`stock.xlsx, sheet 清单, row 17, column SKU` and `stock.xlsx，工作表 清单，第 17 行，“SKU”列`."""
    words = _SHEET.sub(r"，工作表 \1", where)
    words = _COLUMN.sub(r"，“\1”列", words)
    words = _ROWS.sub(lambda found: f"，第 {_listed(found)} 行{found[2] or ''}", words)
    words = _ITEM.sub(lambda found: f"，第 {_listed(found)} 项{found[2] or ''}", words)
    return Text(where, words.replace("; ", "；"))


def _listed(found: re.Match[str]) -> str:
    return found[1].replace(", ", "、")
