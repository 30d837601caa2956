"""From a file to a Table: small sources are read whole and held, large ones are read by the engine where they lie."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from readiness.evidence.decoding import decode, note_of
from readiness.evidence.delimited import read_delimited
from readiness.evidence.engine import Engine
from readiness.evidence.files import Identity, digest, open_regular, refuse_change, refuse_empty, snapshot
from readiness.evidence.grid import Grid
from readiness.evidence.headers import match_columns, not_read, other_columns
from readiness.evidence.json_rows import parse_json, read_objects
from readiness.evidence.large_csv import NO_ODD_ROWS, LargeCsv, look_through
from readiness.evidence.large_totals import OddRows, odd_rows
from readiness.evidence.layout import above_note
from readiness.evidence.limits import Limits
from readiness.evidence.parquet import open_parquet
from readiness.evidence.problems import cannot_judge, only_a_header
from readiness.evidence.sniffing import CALENDAR, DELIMITED, JSON, PARQUET, YAML, form_of_table
from readiness.evidence.sql_text import quoted
from readiness.evidence.table import Held, Table
from readiness.evidence.watching import WatchedFile, looks_like_pattern
from readiness.evidence.wide import Spot, unpivoted
from readiness.evidence.yaml_value import parse_yaml
from readiness.model.evidence import Binding, Contract, EvidenceUse
from readiness.model.text import Text
from readiness.model.times import Times

_START = 4096
# A table of so many cells is held in Python as well: its typed rows are made of them, once for each set of columns.
_MOST_CELLS = 200_000
# Every property of a calendar is read by Python; years of a rota take a tenth of it.
_MOST_CALENDAR = 20_000_000


@dataclass(frozen=True)
class _Request:
    """What is to be read; `shown` is how messages call it, `relation` its name in the engine."""

    engine: Engine
    path: Path
    binding: Binding
    contract: Contract
    left: Callable[[], float]
    limits: Limits
    times: Times

    @property
    def shown(self) -> str:
        return self.binding.file or ""

    @property
    def relation(self) -> str:
        return self.binding.name

    def positions(self, header: tuple[str, ...], header_row: int, shown: str) -> dict[str, int]:
        return match_columns(header, self.contract, self.binding, shown, header_row)


def read_table(
    engine: Engine,
    path: Path,
    binding: Binding,
    contract: Contract,
    left: Callable[[], float],
    limits: Limits,
    times: Times,
) -> Table:
    """Read, digest and match a bound file; of a calendar, what takes place around the campaign. Raises CannotJudge."""
    request = _Request(engine, path, binding, contract, left, limits, times)
    with open_regular(path, request.shown) as stream:
        start = stream.read(_START)
        size = stream.seek(0, 2)
    refuse_empty(start, request.shown)
    form = form_of_table(request.shown, start, request.shown)
    if form in (PARQUET, JSON, YAML, CALENDAR) and binding.header is not None:
        raise cannot_judge(
            f"{request.shown} has no header row, so `header:` means nothing",
            f"{request.shown} 没有表头行，`header:` 无意义",
            Text("Delete it from the binding", "请从绑定中删除"),
        )
    if form == PARQUET:
        return _parquet(request, size)
    if form == DELIMITED and size > limits.cells:
        return _large(request, size)
    return _whole(request, form)


def _whole(request: _Request, form: str) -> Table:
    """Read a small file's bytes once, and hold its cells."""
    shown = request.shown
    whole = snapshot(
        request.path, shown, min(request.limits.whole, _MOST_CALENDAR) if form == CALENDAR else request.limits.whole
    )
    notes: tuple[Text, ...] = ()
    if form in (DELIMITED, JSON, YAML, CALENDAR):
        decoded = decode(whole.data, request.binding.encoding, shown)
        notes = (decoded.note,)
        grid = _grid_of_text(decoded.text, form, request)
    else:
        from readiness.evidence.xlsx import read_xlsx

        grid = read_xlsx(whole.data, request.contract, request.binding, shown)
        shown = f"{shown}, sheet {grid.sheet}"
        if request.binding.sheet is None:
            notes = (Text(f"read from the sheet {grid.sheet}", f"读取工作表“{grid.sheet}”"),)
    places: Mapping[int, Spot] = {}
    if grid.spread:
        _refuse_unknown(grid, {text: i for i, text in grid.spread.items()}, shown)
        grid, places = unpivoted(grid, request.contract, request.binding, shown)
    positions = request.positions(grid.header, grid.header_row, shown)
    _refuse_unknown(grid, positions, shown)
    named = {**positions, **other_columns(grid.header, positions)}
    columns = {name: [cells[i] for _, cells in grid.rows] for name, i in named.items()}
    held = Held([number for number, _ in grid.rows], columns)
    small = held.cells <= _MOST_CELLS
    put = request.engine.offer if small else request.engine.load
    put(request.relation, held.numbers, held.columns)
    notes += grid.notes
    notes += not_read(grid.header, positions, request.contract)
    use = _use(request, shown, whole.sha256, whole.identity, notes)
    table = _table(request, use, positions, grid.header, first_number=grid.first_number)
    return replace(table, held=held if small else None, lines=grid.lines, places=places)


def _grid_of_text(text: str, form: str, request: _Request) -> Grid:
    if form in (JSON, YAML):
        parse = parse_json if form == JSON else parse_yaml
        return read_objects(text, parse, request.contract, request.binding, request.shown)
    if form == CALENDAR:
        from readiness.evidence.calendar import Around, read_calendar

        return read_calendar(text, request.binding.zone, Around.of(request.times), request.left, request.shown)
    return read_delimited(text, request.contract, request.binding, request.shown)


def _large(request: _Request, size: int) -> Table:
    """Look a large CSV through once; up to a limit hold its rows, beyond it read it again at every query."""
    binding, shown, engine, relation = request.binding, request.shown, request.engine, request.relation
    copy = engine.new_file(".csv")
    large = look_through(request.path, shown, copy, contract=request.contract, binding=binding, left=request.left)
    positions = request.positions(large.head.cells, large.head.row, shown)
    odd = _odd_rows(request, large, positions)
    select = large.select({**positions, **other_columns(large.head.cells, positions)}, odd)
    identity = None if large.copied else large.identity
    if size > request.limits.engine:
        engine.define(relation, select, WatchedFile(request.path, identity, shown))
    else:
        engine.store(relation, select, shown, request.left())
        refuse_change(request.path, large.identity, shown)
        copy.unlink(missing_ok=True)
    if not engine.has_rows(relation, shown, request.left()):
        raise only_a_header(shown)
    above = (above_note(large.head.row, large.head.above),) if large.head.above else ()
    notes = (note_of(large.encoding), *above, *odd.notes, *not_read(large.head.cells, positions, request.contract))
    use = _use(request, shown, large.sha256, large.identity, notes)
    return _table(request, use, positions, large.head.cells)


def _odd_rows(request: _Request, large: LargeCsv, positions: Mapping[str, int]) -> OddRows:
    if not large.odd_rows:
        return NO_ODD_ROWS

    def ask(sql: str) -> list[tuple[Any, ...]]:
        return request.engine.query(sql, seconds=request.left(), shown=request.shown)

    return odd_rows(large.numbered(), large.head.cells, positions, request.contract, ask, request.shown)


def _parquet(request: _Request, size: int) -> Table:
    """Read Parquet where it lies, of a small file a private copy of the bytes digested."""
    shown, engine, relation = request.shown, request.engine, request.relation
    copied = size <= request.limits.engine or looks_like_pattern(request.path)
    path = engine.new_file(".parquet") if copied else request.path
    sha256, identity = digest(request.path, shown, request.left, path if copied else None)
    file = open_parquet(engine, path, shown, request.left())
    positions = request.positions(file.header, 1, shown)
    select = file.select(positions, shown)
    # the engine checks every page that it reads, so no damage lies beyond what a query has seen
    engine.define(relation, select, WatchedFile(path, None if copied else identity, shown, whole_seen=True))
    if not file.count:
        raise only_a_header(shown)
    notes = not_read(file.header, positions, request.contract)
    return _table(request, _use(request, shown, sha256, identity, notes), positions, file.header, first_number=1)


def _refuse_unknown(grid: Grid, positions: Mapping[str, int], shown: str) -> None:
    for name, position in positions.items():
        if position in grid.unknown:
            cell = grid.unknown[position]
            raise cannot_judge(
                f"{shown}, cell {cell} (`{name}`): the formula's result is not saved in the file",
                f"{shown} 单元格 {cell}(`{name}`)：文件中没有保存公式的结果",
                Text(
                    "Open it in Excel or WPS and save it, then supply it again",
                    "请在 Excel 或 WPS 中打开并保存后重新提供",
                ),
            )


def _use(request: _Request, shown: str, sha256: str, identity: Identity, notes: tuple[Text, ...]) -> EvidenceUse:
    binding = request.binding
    return EvidenceUse(binding.name, shown, sha256, binding.as_at, identity.modified, path=binding.file, notes=notes)


def _table(
    request: _Request,
    use: EvidenceUse,
    positions: Mapping[str, int],
    header: Sequence[str],
    *,
    first_number: int = 0,
) -> Table:
    return Table(
        name=request.binding.name,
        use=use,
        binding=request.binding,
        contract=request.contract,
        columns=frozenset(positions),
        relation=quoted(request.relation),
        engine=request.engine,
        left=request.left,
        first_number=first_number,
        headers={name: header[position] for name, position in positions.items()},
    )
