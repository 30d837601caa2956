"""Where something was read, in both languages. Sources say it in one notation: `a.xlsx, sheet 清单, row 17, 18`."""

from __future__ import annotations

import re

from readiness.model.text import Text

_SHEET = re.compile(r", sheet ([^,;]+?)(?=[,;\s]|$)")
_COLUMN = re.compile(r", column ([^,;]+?)(?=[,;]|$)")
_PANEL = re.compile(r", panel ([^,;]+?)(?=[,;]|$)")
_CELL = re.compile(r", cell ([A-Z]+\d+)")
_ROWS = re.compile(r", row (\d+(?:, \d+)*)( \(\+\d+\))?")
_LINE = re.compile(r", line (\d+)")
_PARAGRAPH = re.compile(r", paragraph (\d+)")
_PARTS_ZH = {
    "header": "页眉",
    "footer": "页脚",
    "footnote": "脚注",
    "endnote": "尾注",
    "comment": "批注",
    "diagram": "图示",
}
_PART = re.compile(rf", ({'|'.join(_PARTS_ZH)})(?=，|, |$)")
_ITEM = re.compile(r", item (\d+(?:, \d+)*)( \(\+\d+\))?")


def place_words(where: str) -> Text:
    """`stock.xlsx, sheet 清单, row 17, column SKU` and `stock.xlsx，工作表 清单，第 17 行，“SKU”列`."""
    words = _SHEET.sub(r"，工作表 \1", where)
    words = _COLUMN.sub(r"，“\1”列", words)
    words = _LINE.sub(r"，第 \1 行", words)
    words = _PARAGRAPH.sub(r"，第 \1 段", words)
    words = _PART.sub(lambda found: f"，{_PARTS_ZH[found[1]]}", words)
    words = _PANEL.sub(r"，面板 \1", words)
    words = _CELL.sub(r"，单元格 \1", words)
    words = _ROWS.sub(lambda found: f"，第 {_listed(found)} 行{found[2] or ''}", words)
    words = _ITEM.sub(lambda found: f"，第 {_listed(found)} 项{found[2] or ''}", words)
    return Text(where, words.replace("; ", "；"))


def _listed(found: re.Match[str]) -> str:
    return found[1].replace(", ", "、")
