"""The beginning of a dropped file: enough to recognise what it is, and no more."""

from __future__ import annotations

import contextlib
import csv
import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from readiness.evidence.decoding import candidates, decode
from readiness.evidence.engine import Engine
from readiness.evidence.files import open_regular, refuse_empty, refuse_larger, snapshot
from readiness.evidence.json_rows import first_rows, parse_json
from readiness.evidence.limits import Limits
from readiness.evidence.parquet import open_parquet
from readiness.evidence.problems import cannot_judge
from readiness.evidence.sniffing import CALENDAR, DELIMITED, JSON, PARQUET, YAML, form_of_table
from readiness.evidence.xlsx import refuse_bomb
from readiness.evidence.xlsx_cells import cell_text
from readiness.evidence.yaml_value import parse_yaml
from readiness.model.errors import CannotJudge

MOST_ROWS = 30
_START = 256_000
_MARKS = (",", "\t", ";", "|")
_SECONDS = 20.0

Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Peek:
    """The first rows of one table as text; `sheet` is None where the file holds only one. All calendars have one
    header, so that only its name says what a `calendar` is."""

    file: str
    sheet: str | None
    rows: tuple[Row, ...]
    calendar: bool = False

    @property
    def shown(self) -> str:
        return f"{self.file}, sheet {self.sheet}" if self.sheet else self.file


def peek(path: Path, shown: str) -> tuple[Peek, ...]:
    """The tables of a file: of a workbook each visible sheet. Raises CannotJudge for what is no table."""
    with open_regular(path, shown) as stream:
        start = stream.read(_START)
        size = stream.seek(0, io.SEEK_END)
    refuse_empty(start, shown)
    form = form_of_table(shown, start[:4096], shown)
    if form == DELIMITED:
        return (Peek(shown, None, _delimited(start, whole=size <= len(start), shown=shown)),)
    if form in (JSON, YAML):
        text = decode(snapshot(path, shown, Limits().whole).data, None, shown).text
        parse = parse_json if form == JSON else parse_yaml
        return (Peek(shown, None, first_rows(text, parse, shown, MOST_ROWS)),)
    if form == CALENDAR:
        from readiness.evidence.calendar import first_events

        text = decode(snapshot(path, shown, Limits().whole).data, None, shown).text
        return (Peek(shown, None, first_events(text, shown, MOST_ROWS), calendar=True),)
    if form == PARQUET:
        return (Peek(shown, None, (_parquet_header(path, shown),)),)
    return _workbook(path, shown)


def _delimited(start: bytes, *, whole: bool, shown: str) -> tuple[Row, ...]:
    """Of a longer file the whole lines of its beginning."""
    data = start if whole else start[: start.rfind(b"\n") + 1]
    text = _decoded(data, shown)
    delimiter = max(_MARKS, key=lambda mark: max(line.count(mark) for line in [*text.splitlines()[:MOST_ROWS], ""]))
    try:
        return tuple(tuple(row) for row in islice(csv.reader(io.StringIO(text), delimiter=delimiter), MOST_ROWS))
    except csv.Error:
        raise cannot_judge(f"{shown} is damaged", f"{shown} 已损坏") from None


def _decoded(data: bytes, shown: str) -> str:
    """The text of a file's beginning, which may end inside a character of some encodings."""
    problem: CannotJudge | None = None
    for codec in candidates(data[:4], None, shown):
        for cut in range(4):
            try:
                return decode(data[: len(data) - cut], codec, shown).text
            except CannotJudge as error:
                problem = problem or error
    assert problem is not None
    raise problem


def _parquet_header(path: Path, shown: str) -> Row:
    with contextlib.closing(Engine([path])) as engine:
        return open_parquet(engine, path, shown, _SECONDS).header


def _workbook(path: Path, shown: str) -> tuple[Peek, ...]:
    from openpyxl import load_workbook

    refuse_larger(path.stat().st_size, Limits().whole, shown)
    data = path.read_bytes()
    refuse_bomb(data, shown)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with contextlib.closing(load_workbook(io.BytesIO(data), read_only=True, data_only=True)) as book:
                sheets = [s for s in book.worksheets if s.sheet_state == "visible"]
                found = [(str(sheet.title), tuple(_sheet_rows(sheet))) for sheet in sheets]
        except Exception as error:
            raise cannot_judge(f"{shown} is damaged", f"{shown} 已损坏") from error
    filled = [(name, rows) for name, rows in found if any(any(row) for row in rows)]
    return tuple(Peek(shown, name if len(found) > 1 else None, rows) for name, rows in filled)


def _sheet_rows(sheet: object) -> Iterator[Row]:
    sheet.reset_dimensions()  # type: ignore[attr-defined]
    for row in islice(sheet.iter_rows(), MOST_ROWS):  # type: ignore[attr-defined]
        yield tuple(cell_text(cell.value, cell.number_format) or "" for cell in row)
