"""How keys are compared, in Python and in the engine."""

from __future__ import annotations

import re

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.probes.keys import BLANKS, literal, look, look_sql, spelling, spelling_sql, trimmed, trimmed_sql

KEYS = st.text(st.sampled_from("aA1 0.-_'\"%１Ａ　é中" + BLANKS), max_size=12)


def _ask(expression: str, text: str | None) -> str:
    with duckdb.connect() as connection:
        row = connection.execute(f"SELECT {expression} FROM (SELECT ?::VARCHAR AS k)", [text]).fetchone()
    assert row is not None
    return str(row[0])


@pytest.mark.parametrize("padded", [" A1", "A1\t", "\u3000A1\u3000", "\u00a0A1", "\ufeffA1", "A1\r\n", "\u200bA1"])
def test_outer_blanks_of_any_sort_do_not_tell_keys_apart(padded: str) -> None:
    """False-GO 18: a key with blanks around it is the same key."""
    assert trimmed(padded) == _ask(trimmed_sql("k"), padded) == "A1"


@pytest.mark.parametrize(
    ("one", "other"), [("00123", "123"), ("００１２３", "123"), ("sku-1", "SKU_1"), ("12.0", "12")]
)
def test_near_misses_look_alike(one: str, other: str) -> None:
    """False-GO 18: another id form looks alike, which only a hint may use, and is not equal."""
    assert look(one) == look(other)
    assert trimmed(one) != trimmed(other)


@settings(deadline=None)  # each example opens an engine
@given(KEYS)
def test_python_and_engine_agree(text: str) -> None:
    """The same key comes out whether Python or the engine trims it, or compares its look."""
    assert _ask(trimmed_sql("k"), text) == trimmed(text)
    assert _ask(look_sql("k"), text) == look(text)


@settings(deadline=None)
@given(KEYS)
def test_a_spelling_keeps_dashes_and_little_else(text: str) -> None:
    """False-GO 18: the short way for plain keys gives what the long way would: no case, width, blank, leading zero or
    trailing `.0`; Python and engine agree."""
    half = text.translate({code + 0xFEE0: chr(code) for code in range(0x21, 0x7F)}).lower()
    whole = re.sub(rf"[{BLANKS}]+|\.0+$", "", half).lstrip("0")
    assert _ask(spelling_sql("k"), text) == spelling(text) == whole


def test_keys_that_dashes_tell_apart_are_two() -> None:
    """`A-1-11` and `A-11-1` look alike, and are not one thing written in two ways."""
    assert look("A-1-11") == look("A-11-1")
    assert _ask(spelling_sql("k"), "A-1-11") != _ask(spelling_sql("k"), "A-11-1")


def test_an_empty_cell_is_an_empty_key() -> None:
    """A NULL key is empty text, so that it can't slip through a comparison."""
    assert _ask(trimmed_sql("k"), None) == trimmed(None) == ""


@settings(deadline=None)
@given(st.text(max_size=20).filter(lambda text: "\x00" not in text and text.isprintable()))
def test_a_literal_is_only_ever_text(text: str) -> None:
    """Whatever a cell or setting holds, it can't leave its quotes in SQL."""
    assert _ask(literal(text), None) == text
