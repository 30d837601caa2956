"""CSV and TSV by all three ways of reading: cell by cell, held by the engine, and read at every query."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from readiness.evidence.limits import Limits
from readiness.model.errors import CannotJudge
from tests.evidence.stores import CELLS, EVERY_TIME, IN_ENGINE, WAY_NAMES, WAYS, rows_of

every_way = pytest.mark.parametrize("limits", WAYS, ids=WAY_NAMES)

Rows = list[tuple[int, dict[str, str | None]]]


def read(folder: Path, text: str, limits: Limits, name: str = "stock.csv", **binding: Any) -> Rows:
    path = folder / name
    path.write_bytes(text.encode())
    return rows_of(path, limits=limits, **binding)


def refusal(folder: Path, text: str, limits: Limits, **binding: Any) -> CannotJudge:
    with pytest.raises(CannotJudge) as caught:
        read(folder, text, limits, **binding)
    return caught.value


@every_way
@pytest.mark.parametrize("mark", [",", "\t", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends(tmp_path: Path, limits: Limits, mark: str, end: str) -> None:
    """The delimiter is known by the header; all three line ends are read, also after blank lines at the end."""
    text = end.join([f"sku{mark}available", f"A{mark}1", f"{mark}2", "", ""])
    assert read(tmp_path, text, limits) == [
        (2, {"sku": "A", "available": "1"}),
        (3, {"sku": None, "available": "2"}),
    ]


@every_way
@pytest.mark.parametrize("declared", ["|", "pipe"])
def test_a_declared_delimiter(tmp_path: Path, limits: Limits, declared: str) -> None:
    """A delimiter that the header does not show is declared, by its sign or its name."""
    assert read(tmp_path, "sku|available\nA,x|1\n", limits, delimiter=declared)[0][1]["sku"] == "A,x"


def test_what_is_no_delimiter_is_refused(tmp_path: Path) -> None:
    """A delimiter is one sign that can't be part of a value."""
    for wrong in ('"', "ab", "1", ""):
        assert "delimiter" in refusal(tmp_path, "sku,available\nA,1\n", CELLS, delimiter=wrong).message.en


def test_two_possible_delimiters_are_not_guessed(tmp_path: Path) -> None:
    """A header that divides alike by two signs asks for `delimiter`."""
    error = refusal(tmp_path, "sku;available,x\nA;1,2\n", CELLS)
    assert "delimiter: comma" in error.hint.en if error.hint else False


@every_way
def test_quoting(tmp_path: Path, limits: Limits) -> None:
    """Quoted cells hold delimiters, quotes and line ends (RFC 4180); rows keep their number across them."""
    text = 'available,sku\n1,"A,""x"""\n2,"B\nb"\n3,C\n'
    assert read(tmp_path, text, limits) == [
        (2, {"sku": 'A,"x"', "available": "1"}),
        (3, {"sku": "B\nb", "available": "2"}),
        (4, {"sku": "C", "available": "3"}),
    ]


@every_way
def test_the_header_is_the_first_row_that_is_not_empty(tmp_path: Path, limits: Limits) -> None:
    """Rows above the header that hold nothing are passed over, and row numbers still count them."""
    assert read(tmp_path, "\n\nsku,available\nA,1\n", limits) == [(4, {"sku": "A", "available": "1"})]


@every_way
def test_wholly_empty_rows_are_left_out(tmp_path: Path, limits: Limits) -> None:
    """Rows without any cell, as spreadsheets export them, are no rows; the others keep their numbers."""
    text = "sku,available,note\nA,1,\n,,\n,,x\n" + '"","",""\n' + "B,2,\n"
    assert [number for number, _ in read(tmp_path, text, limits)] == [2, 4, 6]
    assert [number for number, _ in read(tmp_path, text.replace('"","",""', ",,"), limits)] == [2, 4, 6]


@every_way
def test_cells_are_text_as_written(tmp_path: Path, limits: Limits) -> None:
    """Nothing is cast, trimmed or taken for a missing value."""
    cells = ["007", " x ", "NULL", "null", "NaN", "1e5", "2026-06-18", "true", "#c", "\\N", "-"]
    text = "sku,available\n" + "".join(f"{cell},1\n" for cell in cells)
    assert [row["sku"] for _, row in read(tmp_path, text, limits)] == cells


@every_way
def test_a_last_line_without_its_end_is_refused(tmp_path: Path, limits: Limits) -> None:
    """False-GO 7: a file cut inside its last number would read 12 for 1200."""
    error = refusal(tmp_path, "sku,available\nA,1\nB,12", limits)
    assert "cut off" in error.message.en
    assert "line end" in error.hint.en if error.hint else False


@every_way
@pytest.mark.parametrize(("row", "fields"), [("B", 1), ("B,2", 2), ("B,2,,4", 4)])
def test_a_row_of_another_width_is_named(tmp_path: Path, limits: Limits, row: str, fields: int) -> None:
    """False-GO 7: too few or too many fields are an error with the line, not padded and not dropped."""
    error = refusal(tmp_path, f"sku,available,note\nA,1,\n{row}\nC,3,\n", limits)
    assert f"line 3: {fields} fields where the header has 3" in error.message.en


@every_way
@pytest.mark.parametrize("cell", ['"B', '"B"x'])
def test_broken_quotes_are_refused(tmp_path: Path, limits: Limits, cell: str) -> None:
    """False-GO 7: an open quote would swallow the rows after it."""
    assert "line 3" in refusal(tmp_path, f"sku,available\nA,1\n{cell},2\nC,3\n", limits).message.en


@every_way
@pytest.mark.parametrize("text", ["sku,available\n", "sku,available\n\n\n", "sku,available\n,\n", "\n \n"])
def test_no_rows_is_an_error(tmp_path: Path, limits: Limits, text: str) -> None:
    """False-GO 5: a header alone is no table about which "all" could hold."""
    message = refusal(tmp_path, text, limits).message.en
    assert "no rows" in message or "is empty" in message


@every_way
@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\0" * 4096])
def test_an_empty_file_is_an_error(tmp_path: Path, limits: Limits, data: bytes) -> None:
    """False-GO 7: nothing, blanks, a lone byte order mark or zeroes are an empty file."""
    path = tmp_path / "stock.csv"
    path.write_bytes(data)
    with pytest.raises(CannotJudge, match="empty"):
        rows_of(path, limits=limits)


def test_a_broken_line_is_found_by_a_query_that_could_stop_before_it(tmp_path: Path) -> None:
    """False-GO 7: damage far down a file is seen also by a query that needs the first row only."""
    from tests.evidence.stores import opened

    (tmp_path / "stock.csv").write_text("sku,available\n" + "A,1\n" * 400_000 + "B\n" + "C,3\n" * 400_000)
    with opened(tmp_path, {"stock": {"file": "stock.csv"}}, limits=EVERY_TIME) as store:
        table = store.table("stock")
        with pytest.raises(CannotJudge, match="line 400002"):
            table.query(f"SELECT sku FROM {table.relation} LIMIT 1")


def test_rows_of_a_large_file_keep_their_order(tmp_path: Path) -> None:
    """Row numbers are those of the file, though several threads read it."""
    from tests.evidence.stores import opened

    count = 700_000
    body = "".join(f"S{i:07},{i}\n" for i in range(count))
    (tmp_path / "stock.csv").write_text("sku,available\n" + body)
    for limits in (IN_ENGINE, EVERY_TIME):
        with opened(tmp_path, {"stock": {"file": "stock.csv"}}, limits=limits) as store:
            table = store.table("stock")
            sql = f"SELECT count(*), bool_and(available::BIGINT + 2 = row_number) FROM {table.relation}"
            assert table.query(sql) == [(count, True)]


def test_a_file_name_is_no_pattern(tmp_path: Path) -> None:
    """`stock[1].csv` is read itself, not the `stock1.csv` that a pattern would find."""
    (tmp_path / "stock1.csv").write_text("sku,available\nWRONG,1\n")
    for limits in WAYS:
        assert read(tmp_path, "sku,available\nRIGHT,1\n", limits, "stock[1].csv")[0][1]["sku"] == "RIGHT"


CELL = st.text(alphabet=st.sampled_from(list("ab1 ,;\"'\n仓é.-\t")), max_size=6)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(CELL, CELL, CELL), min_size=1, max_size=12), st.sampled_from(["\n", "\r\n"]))
def test_all_ways_of_reading_agree(rows: list[tuple[str, str, str]], end: str) -> None:
    """Whatever a CSV writer writes, the three ways read the same cells under the same row numbers."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("sku", "available", "warehouse"), *rows])
    kept = [
        (number, dict(zip(("available", "sku", "warehouse"), (b or None, a or None, c or None), strict=True)))
        for number, (a, b, c) in enumerate(rows, 2)
        if a or b or c
    ]
    with TemporaryDirectory() as folder:
        for limits in WAYS:
            if kept:
                assert read(Path(folder), out.getvalue(), limits, delimiter=",") == kept
            else:
                assert "no rows" in refusal(Path(folder), out.getvalue(), limits, delimiter=",").message.en


@pytest.mark.parametrize("limits", [CELLS, EVERY_TIME], ids=["cells", "every-time"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_cut_never_changes_a_value(tmp_path: Path, limits: Limits, end: str) -> None:
    """False-GO 7: cut at any byte, a file is refused, or read as a number of its first rows, each one whole."""
    text = end.join(["商品编码,available,仓库", "A-1,1200,东", '"B,2",345.75,"W ""1"""', "C,7,", ""])
    data = text.encode()
    path = tmp_path / "stock.csv"
    path.write_bytes(data)
    whole = rows_of(path, limits=limits)
    assert len(whole) == 3
    for length in range(len(data)):
        path.write_bytes(data[:length])
        try:
            rows = rows_of(path, limits=limits)
        except CannotJudge:
            continue
        assert rows == whole[: len(rows)]
