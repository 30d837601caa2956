"""Limits: how they are written, what they are in SQL and for people, and when a change asks more."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from readiness.model.errors import BadValue
from readiness.model.moments import Moment
from readiness.probes.tabular.limits import Number, limit_sql, limit_words, not_looser, parse_limit
from tests.probes.tables import times


def test_each_sort_of_limit() -> None:
    """Ratio, number, length, moment and list of texts are told apart by how they are written."""
    assert parse_limit("2 %") == Number(Decimal("0.02"), "")
    assert parse_limit("1.2") == Number(Decimal("1.2"), "")
    assert parse_limit("14d") == timedelta(days=14)
    assert parse_limit("T-72h") == Moment.parse("T-72h")
    assert parse_limit(["a", "b"]) == ("a", "b")


@pytest.mark.parametrize("wrong", ["", "1e3", "2 %%", "14 days", "a b", [], [""], ["a", ["b"]], "0.0000001"])
def test_a_malformed_limit_is_refused(wrong: Any) -> None:
    """False-GO 4, 16: an empty or malformed limit is no limit, and is said in both languages."""
    with pytest.raises(BadValue) as told:
        parse_limit(wrong)
    assert told.value.message.zh


def test_a_limit_is_said_as_it_was_written() -> None:
    """`2 %` stays `2 %` for people and is exactly 0.02 in SQL; a moment is said in the campaign's zone."""
    assert limit_words(parse_limit("2 %"), times()).en == "2 %"
    assert limit_sql(parse_limit("2 %"), times()) == "CAST(0.02 AS DECIMAL(18,6))"
    assert limit_words(parse_limit("T-72h"), times()).en == "Sun 14 June 2026, 24:00"
    assert limit_sql(parse_limit("T-72h"), times()) == "TIMESTAMP '2026-06-14 16:00:00'"
    assert limit_words(parse_limit("14d"), times()).zh == "14 天"
    assert limit_sql(parse_limit(["it's"]), times()) == "['it''s']"


@pytest.mark.parametrize(
    ("name", "before", "after", "kept"),
    [
        ("max_difference", "2 %", "1 %", True),
        ("max_difference", "2 %", "2 %", True),
        ("max_difference", "2 %", "3 %", False),
        ("min_rows", "5", "6", True),
        ("min_rows", "5", "4", False),
        ("max_age", "24h", "12h", True),
        ("max_age", "24h", "2d", False),
        ("latest", "T-72h", "T-96h", False),
        ("difference", "2 %", "1 %", False),
        ("max_difference", "2 %", "14d", False),
    ],
)
def test_what_asks_at_least_as_much(name: str, before: str, after: str, kept: bool) -> None:
    """False-GO 38: only a lower `max_*` and a higher `min_*` are shown to be stricter."""
    assert not_looser({name: parse_limit(before)}, {name: parse_limit(after)}) is kept


def test_a_limit_that_went_or_came_is_a_loosening() -> None:
    """False-GO 38: other names are other limits."""
    assert not not_looser({"max_a": parse_limit("1")}, {})
    assert not not_looser({"max_a": parse_limit("1")}, {"max_b": parse_limit("1")})
