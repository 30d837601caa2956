"""Where something was read, as each language says it."""

from __future__ import annotations

import pytest

from readiness.model.places import place_words


@pytest.mark.parametrize(
    ("where", "zh"),
    [
        ("evidence/stock.csv", "evidence/stock.csv"),
        ("stock.xlsx, sheet 清单, row 17", "stock.xlsx，工作表 清单，第 17 行"),
        ("stock.csv, row 3, 4, 5 (+2); forecast.csv, row 9", "stock.csv，第 3、4、5 行 (+2)；forecast.csv，第 9 行"),
        ("stock.json, item 16", "stock.json，第 16 项"),
        ("stock.xlsx, sheet Stock, East, row 2", "stock.xlsx，工作表 Stock, East，第 2 行"),
        ("stock.xlsx, sheet 清单, row 17, column 可用库存", "stock.xlsx，工作表 清单，第 17 行，“可用库存”列"),
        ("stock.csv, row 2, column on hand; b.csv, row 3", "stock.csv，第 2 行，“on hand”列；b.csv，第 3 行"),
        ("signoffs.yaml:66:5", "signoffs.yaml:66:5"),
        ("看板.json, panel 支付回调超时率（%）", "看板.json，面板 支付回调超时率（%）"),
    ],
)
def test_rows_sheets_and_items_are_said_in_chinese(where: str, zh: str) -> None:
    """English keeps the notation of the sources; Chinese names sheet and rows with its own words and marks."""
    assert (place_words(where).en, place_words(where).zh) == (where, zh)
