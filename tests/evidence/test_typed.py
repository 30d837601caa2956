"""Typed columns of a table: each cell by its contract's type, and those that are not of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from readiness.evidence.limits import Limits
from readiness.evidence.store import EvidenceStore
from readiness.evidence.typed import Typed, raw, typed
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Column, ColumnType
from tests.evidence.stores import AT, STOCK, TIMES, WAY_NAMES, WAYS

COLUMNS = {
    "name": Column("name", ColumnType.TEXT, required=False),
    "n": Column("n", ColumnType.DECIMAL, required=False),
    "boxes": Column("boxes", ColumnType.INTEGER, required=False),
    "share": Column("share", ColumnType.RATIO, ("比例（%）",), required=False),
    "ok": Column("ok", ColumnType.BOOLEAN, required=False),
    "day": Column("day", ColumnType.DATE, required=False),
    "at": Column("at", ColumnType.INSTANT, required=False),
    "status": Column(
        "status", ColumnType.CHOICE, required=False, values={"confirmed": ("已确认", "All OK"), "open": ("未确认",)}
    ),
}  # fmt: skip


@contextmanager
def table(
    folder: Path, columns: Mapping[str, list[str]], limits: Limits | None = None, **binding: Any
) -> Iterator[Typed]:
    """A CSV file with these columns, typed."""
    headers = list(columns)
    lines = [",".join(headers), *(",".join(row) for row in zip(*columns.values(), strict=True))]
    (folder / "t.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    contract = replace(STOCK, name="t", key=(), columns=tuple(COLUMNS.values()))
    store = EvidenceStore(
        folder, {"t": contract}, {"t": Binding("t", AT, file="t.csv", **binding)}, {}, TIMES, limits=limits or Limits()
    )
    try:
        yield typed(store.table("t"))
    finally:
        store.close()


def values(found: Typed, column: str) -> list[Any]:
    return [row[0] for row in found.query(f'SELECT "{column}" FROM {found.relation} ORDER BY row_number')]


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
def test_each_type_means_what_its_contract_says(tmp_path: Path, limits: Limits) -> None:
    """Every type of column gives its exact value, however large the file is and however it is read."""
    cells = {
        "name": [" 茶 ", "x"],
        "n": ["1.10", "１２"],
        "boxes": ["12.0", "7"],
        "share": ["15 %", "0.15"],
        "ok": ["是", "No"],
        "day": ["2026年6月15日", "2026/6/15"],
        "at": ["2026-06-15 20:00", "2026-06-15T20:00:00Z"],
        "status": ["已确认 ", "ＯＰＥＮ"],
    }
    with table(tmp_path, cells, limits, zone="Asia/Shanghai") as found:
        assert values(found, "name") == ["茶", "x"]
        assert values(found, "n") == [Decimal("1.1"), Decimal(12)]
        assert values(found, "boxes") == [12, 7]
        assert values(found, "share") == [Decimal("0.15"), Decimal("0.15")]
        assert values(found, "ok") == [True, False]
        assert values(found, "day") == [date(2026, 6, 15)] * 2
        assert values(found, "at") == [datetime(2026, 6, 15, 12), datetime(2026, 6, 15, 20)]  # noqa: DTZ001
        assert values(found, "status") == ["confirmed", "open"]
        assert found.bad_cells() == ((), 0)


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("n", "not stocked"), ("n", "1e5"), ("n", "-"), ("n", "0.1234567"), ("n", "15 %"), ("boxes", "1.5"),
        ("boxes", "99999999999999999999"), ("share", "15"), ("share", "0.12345678"), ("ok", "1"), ("ok", "maybe"),
        ("day", "06/07/2026"), ("day", "2026-06-15 10:00"), ("at", "2026-06-15"), ("at", "soon"), ("status", "sent"),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_of_its_type_is_null_and_is_told(
    tmp_path: Path, limits: Limits, column: str, cell: str
) -> None:
    """False-GO 11, 14, 15: what does not cast exactly is NULL, and is told with its row and both languages."""
    good = {"n": "1", "boxes": "1", "share": "1 %", "ok": "是", "day": "2026-06-15", "at": "2026-06-15T00:00Z"}
    with table(tmp_path, {column: [good.get(column, "open"), cell], "name": ["x", "y"]}, limits) as found:
        assert values(found, column)[1] is None
        (bad,), total = found.bad_cells()
        assert (bad.row_number, bad.column, bad.text, total) == (3, column, cell, 1)
        assert bad.why.en
        assert bad.why.zh


def test_blank_cells_are_null_and_not_bad(tmp_path: Path) -> None:
    """False-GO 10: blank is NULL, never 0 or an empty text, and nothing is wrong with the cell itself."""
    with table(
        tmp_path, {"name": ["x", " "], "n": [" ", "1"], "ok": ["", "是"], "status": ["\u200b", "open"]}
    ) as found:
        assert [values(found, name)[0] for name in ("n", "ok", "status")] == [None] * 3
        assert values(found, "name")[1] is None
        assert found.bad_cells() == ((), 0)


def test_a_column_that_the_file_lacks_is_null(tmp_path: Path) -> None:
    """An optional column that is not there is NULL throughout: no condition over it can hold."""
    with table(tmp_path, {"name": ["x"]}) as found:
        assert values(found, "n") == [None]
        assert values(found, raw("n")) == [None]


def test_a_header_with_a_percent_sign_makes_bare_numbers_percentages(tmp_path: Path) -> None:
    """False-GO 15: `15` under 比例（%） is 15 %, while under a plain header it is refused."""
    with table(tmp_path, {"比例（%）": ["15", "15 %", "0.5"]}) as found:
        assert values(found, "share") == [Decimal("0.15"), Decimal("0.15"), Decimal("0.005")]


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
@pytest.mark.parametrize("said", ["2026-06-15 20:00", "2026-06-15 20:00:00"])
def test_times_that_all_lack_only_the_zone_are_one_message(tmp_path: Path, said: str, limits: Limits) -> None:
    """False-GO 28: a column without zones is no list of unreadable cells but one error that names `zone:`."""
    cells = {"at": [said, ""], "name": ["", "x"]}
    with pytest.raises(CannotJudge, match="says its zone") as told, table(tmp_path, cells, limits):
        pass
    assert "zone: Asia/Shanghai" in (told.value.hint.en if told.value.hint else "")


def test_the_zone_local_says_what_to_write_instead(tmp_path: Path) -> None:
    """`zone: local` is for rows that name their own zone; a typed column can't use it and says so."""
    with pytest.raises(CannotJudge) as told, table(tmp_path, {"at": ["2026-06-15 20:00"]}, zone="local"):
        pass
    assert "zone: local" in (told.value.hint.en if told.value.hint else "")


INSTANTS = st.datetimes(datetime(2026, 10, 30), datetime(2026, 11, 3)).map(lambda at: at.replace(microsecond=0))  # noqa: DTZ001
ZONES = st.sampled_from(["America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Asia/Shanghai"])


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
@settings(deadline=None, max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(instants=st.lists(INSTANTS, min_size=1, max_size=20), zone=ZONES)
def test_many_times_are_read_as_one_is(tmp_path: Path, instants: list[datetime], zone: str, limits: Limits) -> None:
    """False-GO 28, 31: the fast reading of a column gives what the reading of each cell gives, clock changes and half
    hours of a zone included."""
    with table(tmp_path, {"at": ["2026-06-15T00:00Z", *map(str, instants)]}, limits, zone=zone) as found:
        for text, value in zip(map(str, instants), values(found, "at")[1:], strict=True):
            expected = found.value("at", text)
            assert value == (expected and expected.replace(tzinfo=None))


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
@pytest.mark.parametrize("said", ["2026-06-15 20:00", "2026-06-15 20:00:00"])
def test_one_time_with_its_zone_makes_the_others_bad_cells(tmp_path: Path, said: str, limits: Limits) -> None:
    """False-GO 28: where some times say their zone, each that does not is a bad cell of its own."""
    with table(tmp_path, {"at": [said, "2026-06-15T20:00+08:00"]}, limits) as found:
        (bad,), total = found.bad_cells()
        assert (bad.row_number, total) == (2, 1)
        assert "zone" in bad.why.en


@pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)
def test_a_time_that_comes_twice_is_a_bad_cell_beside_usual_ones(tmp_path: Path, limits: Limits) -> None:
    """False-GO 31: the one time that the clock change leaves open does not speak for a column that has its zone."""
    with table(tmp_path, {"at": ["2026-06-15 20:00:00", "2026-10-25 02:30:00"]}, limits, zone="Europe/Berlin") as found:
        (bad,), total = found.bad_cells()
        assert (bad.row_number, total) == (3, 1)


def test_bad_cells_are_cut_and_counted_whole(tmp_path: Path) -> None:
    """False-GO 44: the list is short, the count is not; `among` says in which rows to look."""
    with table(tmp_path, {"n": ["x"] * 300, "name": [str(i) for i in range(300)]}) as found:
        bad, total = found.bad_cells(most=5)
        assert (len(bad), total) == (5, 300)
        assert found.bad_cells(among="name = '7'")[1] == 1


def test_large_products_stay_exact(tmp_path: Path) -> None:
    """False-GO 14: twelve digits before the point times twelve after it do not overflow and do not round."""
    with table(tmp_path, {"n": ["123456789012.123456"]}) as found:
        assert found.query(f"SELECT n * 0.000001 FROM {found.relation}") == [(Decimal("123456.789012123456"),)]


def test_a_calculation_beyond_all_digits_is_an_error_in_plain_words(tmp_path: Path) -> None:
    """An overflow is said, and is no traceback."""
    with table(tmp_path, {"n": ["123456789012.123456"]}) as found, pytest.raises(CannotJudge, match="38 digits"):
        found.query(f"SELECT n * n * n * n FROM {found.relation}")


def test_a_run_that_holds_enough_asks_as_of_a_large_table(tmp_path: Path) -> None:
    """Where no more cells may be held, the typed rows are asked anew and say the same: memory is bounded."""
    cells = {"n": ["1,5", "0.5", "x"], "status": ["已确认", "nein", ""], "at": ["2026-06-10T10:00:00+08:00", "?", ""]}
    cells["n"][0] = "1.5"
    with table(tmp_path, cells) as held:
        said = [values(held, name) for name in cells]
        full = held.table
        assert not full.engine.has_room(10**9)
        assert full.engine.has_room(full.engine.cells_left)
        anew = typed(full, cells)
        assert anew.relation.startswith("(SELECT")
        assert [values(anew, name) for name in cells] == said
        assert full.held_once("(SELECT 1)", 1) == "(SELECT 1)"
