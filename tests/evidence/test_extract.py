"""Values out of JSON answers."""

from __future__ import annotations

from decimal import Decimal

import pytest

from readiness.evidence.extract import ABSENT, ExtractError, check_path, extract, parse_json


@pytest.mark.parametrize("path", ["missing", "stock.missing", "items[9].sku", "nothing", "stock.free.deeper"])
def test_what_is_not_there_is_absent(path: str) -> None:
    """False-GO 10: a missing path, and null, are ABSENT, never 0 or empty."""
    document = parse_json('{"stock": {"free": 0}, "items": [], "nothing": null}')
    assert extract(document, path) is ABSENT


def test_values_keep_their_type_and_digits() -> None:
    """False-GO 14: decimals are exact; true, 1 and "1" stay three different values."""
    document = parse_json('{"ratio": 1.19999999999999999999, "yes": true, "one": 1, "text": "1", "zero": 0}')
    assert extract(document, "ratio") == Decimal("1.19999999999999999999")
    assert extract(document, "ratio") < Decimal("1.2")
    assert extract(document, "yes") is True
    assert extract(document, "one") == 1
    assert extract(document, "text") == "1"
    assert extract(document, "zero") == 0


def test_functions_work_over_decimals() -> None:
    """sum() and length() of a path are answered, though JMESPath knows no Decimal."""
    document = parse_json('{"rows": [{"n": 0.5}, {"n": 1.5}]}')
    assert extract(document, "sum(rows[].n)") == Decimal("2.0")
    assert extract(document, "length(rows)") == 2


def test_a_function_over_nothing_is_an_error() -> None:
    """False-GO 10: length() of what is not there is an error, not 0."""
    with pytest.raises(ExtractError, match="can't be applied"):
        extract(parse_json("{}"), "length(rows)")


def test_chinese_names_are_reached_in_quotes() -> None:
    """Names outside ASCII stand in double quotes."""
    assert extract(parse_json('{"库存": {"可售": 7}}'), '"库存"."可售"') == 7


@pytest.mark.parametrize(
    "text", ["", "<html>", '{"a": 1', '{"a": NaN}', '{"a": Infinity}', '{"a": 1, "a": 2}', "{} {}", "[" * 100_000]
)
def test_what_is_no_single_json_document_is_refused(text: str) -> None:
    """False-GO 6, 7, 11: broken JSON, NaN, and a key that stands twice are errors."""
    with pytest.raises(ExtractError):
        parse_json(text)


@pytest.mark.parametrize("number", ["1e400", "1e999999999", "-1e99999999999999999999", "1e-999999999"])
def test_a_number_beyond_all_others_is_refused(number: str) -> None:
    """False-GO 6: other readers take it for infinity or for 0, and written out it would fill the memory."""
    with pytest.raises(ExtractError, match="larger or smaller"):
        parse_json(f'{{"a": {number}}}')


def test_a_sum_beyond_all_numbers_is_an_error() -> None:
    """False-GO 6: an infinite sum would be at least anything."""
    with pytest.raises(ExtractError, match="inf is no number"):
        extract(parse_json('{"rows": [{"n": 1.5e308}, {"n": 1.5e308}]}'), "sum(rows[].n)")


@pytest.mark.parametrize("path", ["", "a[", "a..b", "库存", "a-b("])
def test_a_bad_path_is_found_before_anything_is_asked(path: str) -> None:
    """A path that is no JMESPath is refused with the way to write it."""
    with pytest.raises(ExtractError) as caught:
        check_path(path)
    assert "double quotes" in caught.value.text.en
    assert "双引号" in caught.value.text.zh
