from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.evidence.cells import CellError, parse_decimal
from readiness.evidence.engine import Engine
from readiness.evidence.numbers import decimal_of_text
from readiness.evidence.sql_text import quoted
from tests.evidence.stores import WAY_NAMES, WAYS, opened

SPELLINGS = st.text(alphabet="0123456789.,-+eE_ ０１５．\u3000nNaAiIfF%'", max_size=14) | st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**11), max_value=10**11
).map(lambda n: format(n, "f"))


def asked(texts: list[str], thousands: str | None, unit: str = "") -> list[Decimal | None]:
    engine = Engine()
    try:
        engine.load("cells", range(len(texts)), {"n": texts})
        sql = f"SELECT {decimal_of_text(quoted('n'), thousands, unit)} FROM cells ORDER BY row_number"
        return [number for (number,) in engine.query(sql, seconds=20, shown="cells")]
    finally:
        engine.close()


def expected(text: str, thousands: str | None, unit: str = "") -> Decimal | None:
    """What the engine must say: the exact number where DECIMAL(18,6) holds it, else nothing."""
    try:
        number = parse_decimal(text, thousands=thousands, unit=unit)
    except CellError:
        return None
    fits = abs(number) < 10**12 and number == number.quantize(Decimal("0.000001"))
    return number if fits else None


@settings(deadline=None)
@given(st.lists(SPELLINGS, min_size=1, max_size=40), st.sampled_from([None, ",", ".", " ", "'"]))
def test_the_engine_reads_a_number_as_python_does(texts: list[str], thousands: str | None) -> None:
    """SQL and Python agree on every spelling: the same exact number, or none. Nothing is rounded."""
    assert asked(texts, thousands) == [expected(text, thousands) for text in texts]


WITH_UNITS = st.builds("".join, st.tuples(SPELLINGS, st.sampled_from(["", " ", "\u3000"]), st.sampled_from(
    ["", "件", "个", "箱", "unit", "Units", "PCS", "元", "件件"])))  # fmt: skip


@settings(deadline=None)
@given(st.lists(WITH_UNITS, min_size=1, max_size=40), st.sampled_from([None, ","]), st.sampled_from(["", "unit", "ms"]))
def test_the_engine_reads_a_unit_as_python_does(texts: list[str], thousands: str | None, unit: str) -> None:
    """SQL and Python agree on which words behind a number are its unit."""
    assert asked(texts, thousands, unit) == [expected(text, thousands, unit) for text in texts]


@pytest.mark.parametrize("text", ["1.0000001", "1e5", "1_000", "inf", "nan", "1,200", "9" * 13, "-", "0x1F", "1.2.3"])
def test_what_the_engine_would_guess_gives_nothing(text: str) -> None:
    """False-GO 11: what a plain cast would round, expand or accept gives NULL."""
    assert asked([text], None) == [None]


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
def test_a_table_sums_exactly(tmp_path: Path, limits: object) -> None:
    """Ten cells of 0.1 sum to 1, however the file is read, and an unreadable one is counted apart."""
    (tmp_path / "stock.csv").write_text("sku,available\n" + "A,0.1\n" * 10 + "A,n/a\nA,１\n", encoding="utf-8")
    with opened(tmp_path, {"stock": {"file": "stock.csv"}}, limits=limits) as store:
        table = store.table("stock")
        number = table.decimal("available", "t")
        sql = f"SELECT sum({number}), count(*) FILTER (WHERE {number} IS NULL) FROM {table.relation} t"
        assert table.query(sql) == [(Decimal(2), 1)]
