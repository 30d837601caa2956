"""The files of a new campaign."""

from __future__ import annotations

import csv
import io

import pytest

from readiness.cli.plan_template import header, table_template
from readiness.model.evidence import Column, ColumnType, Contract, Sort
from readiness.model.location import Location
from readiness.model.text import Text

SKU = Column("sku", ColumnType.TEXT, ("商品编码", "SKU code"))
EXPIRES = Column("expires", ColumnType.DATE, ("到期日",), required=False)
AVAILABLE = Column("available", ColumnType.DECIMAL, ("可用库存", "Available"), unit="unit", required=False)
ON_HAND = Column("on_hand", ColumnType.DECIMAL, ("现存量",), unit="unit", required=False)
UNITS = Column("units", ColumnType.DECIMAL, ("预估销量",), unit="unit")


def contract(*columns: Column) -> Contract:
    words = Text("Stock", "库存")
    return Contract("stock", Sort.TABLE, words, words, "it", ("sku",), columns, "ours", Location("x", 1, 1))


def headers(template: bytes) -> list[str]:
    return next(csv.reader(io.StringIO(template.decode("utf-8-sig"))))


def test_a_template_opens_in_excel_with_its_chinese_right() -> None:
    """The file begins with the mark of UTF-8, holds one row, and its headers are the language's own."""
    template = table_template(contract(SKU, UNITS), (), "zh")
    assert template.startswith(b"\xef\xbb\xbf")
    assert template.count(b"\n") == 1
    assert headers(template) == ["商品编码", "预估销量"]


def test_english_headers_are_names_that_are_recognised() -> None:
    """Without an English alias the logical name stands, which every contract recognises."""
    assert headers(table_template(contract(SKU, UNITS), (), "en")) == ["SKU code", "units"]
    assert header(EXPIRES, "en") == "expires"


def test_optional_columns_are_left_out() -> None:
    """An empty optional cell would be judged, so a template asks for what must be there alone."""
    assert headers(table_template(contract(SKU, EXPIRES, UNITS), (), "zh")) == ["商品编码", "预估销量"]


def test_of_alternative_quantities_the_first_is_asked() -> None:
    """Available units, or units on hand and reserved: a template that asked for both would contradict itself."""
    assert headers(table_template(contract(SKU, AVAILABLE, ON_HAND), (), "zh")) == ["商品编码", "可用库存"]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_header_with_a_comma_stays_one_header(lang: str) -> None:
    """Headers are written as CSV, not joined."""
    odd = Column("sku", ColumnType.TEXT, ("a, b", "商品,编码"))
    assert len(headers(table_template(contract(odd), (), "zh" if lang == "zh" else "en"))) == 1
