"""A table in the form in which people keep it: a column for each name, a cell for what is said of it. Pure.

Of it the table of the contract is made, a row for each cell that holds something. Every column that the contract does
not know is a name: one that was passed over could hold what nobody may overlook.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from readiness.evidence.grid import Cells, Grid, Sheet
from readiness.evidence.header_search import Header, find_header, headers_in
from readiness.evidence.headers import calls, fold, match_columns
from readiness.evidence.problems import cannot_judge
from readiness.evidence.sheet_xml import column_letters
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Binding, Contract
from readiness.model.text import Text

_NOTHING = frozenset({"", "-", "--", "/"})
_DASHES = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212", "-"))
_MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a row of the table stands in the wide form: the row of its cell, and the header over it."""

    row: int
    header: str


def narrow(contract: Contract) -> Contract | None:
    """What a wide table has under headers that the contract knows; None where it has no such form."""
    wide = contract.wide
    if wide is None:
        return None
    columns = tuple(column for column in contract.columns if column.name not in (wide.names, wide.values))
    return replace(contract, columns=columns, key=tuple(name for name in contract.key if name != wide.names))


def headers_of_form(sheet: Sheet, contract: Contract, binding: Binding) -> list[Header]:
    """The rows that can be the header, of either form; none of the wide one where one of the other is there."""
    return headers_in(sheet, contract, binding) or _wide_headers(sheet, contract, binding)


def narrow_form_of(sheet: Sheet, contract: Contract, binding: Binding) -> Contract | None:
    """The contract of the claimed columns, where the sheet has the wide form."""
    form = narrow(contract)
    if form is None or (binding.header is None and headers_in(sheet, contract, binding)):
        return None
    if binding.header is None:
        return form if _wide_headers(sheet, contract, binding) else None
    try:
        header = find_header(sheet, form, binding)
    except CannotJudge:
        return None
    return form if spreads(header.texts, contract, binding) else None


def spreads(header: tuple[str, ...], contract: Contract, binding: Binding) -> bool:
    """Whether a header that holds the claimed columns is that of the wide form: it names neither of the two that make
    the other, so that a list whose header has a slip is not taken for a matrix, and has a column left."""
    form = narrow(contract)
    if form is None or contract.wide is None:
        return False
    apart = [contract.column(contract.wide.names), contract.column(contract.wide.values)]
    if any(column is not None and (column.name in binding.columns or calls(header, column)) for column in apart):
        return False
    try:
        claimed = set(match_columns(header, form, binding, "").values())
    except CannotJudge:
        return False
    return any(text.strip() for i, text in enumerate(header) if i not in claimed)


def names_in(sheet: Sheet, header: Header, positions: Mapping[str, int]) -> dict[int, str]:
    """The columns that are names, by position. Raises CannotJudge for one without a header, and for two of one name."""
    claimed, found, places = set(positions.values()), dict[int, str](), dict[str, int]()
    filled = _first_filled(sheet, header.last)
    for i in range(max(len(header.texts), *(at + 1 for at in filled), 0)):
        text = header.texts[i].strip() if i < len(header.texts) else ""
        if i in claimed or (not text and i not in filled):
            continue
        if not text:
            raise _nameless(sheet.place, f"{column_letters(i)}{filled[i]}", column_letters(i))
        other = places.setdefault(_spelling(text), i)
        if other != i:
            raise _named_twice(sheet.place, text, (column_letters(other), column_letters(i)))
        found[i] = text
    return found


def unpivoted(grid: Grid, contract: Contract, binding: Binding, shown: str) -> tuple[Grid, dict[int, Spot]]:
    """The table of a wide one, its rows numbered from 1, with the place of each. Raises CannotJudge where no cell under
    a name holds anything."""
    form = narrow(contract)
    assert form is not None
    assert contract.wide is not None
    positions = match_columns(grid.header, form, binding, shown, grid.header_row)
    kept = tuple(positions.values())
    rows, places, headings = list[tuple[int, Cells]](), dict[int, Spot](), list[tuple[int, str]]()
    for number, cells in grid.rows:
        said = [(text, cells[i]) for i, text in grid.spread.items() if not says_nothing(cells[i])]
        if not said:
            headings.append((number, _called(cells)))
        for name, value in said:
            places[len(rows) + 1] = Spot(number, name)
            rows.append((len(rows) + 1, (*(cells[i] for i in kept), name, value)))
    if not rows:
        raise _empty(shown, grid)
    header = (*(grid.header[i] for i in kept), *(_header_of(contract, name) for name in _made(contract)))
    unknown = {new: grid.unknown[old] for new, old in enumerate(kept) if old in grid.unknown}
    notes = (*grid.notes, *_notes(grid, headings))
    return replace(grid, header=header, rows=tuple(rows), unknown=unknown, notes=notes, spread={}), places


def says_nothing(cell: str | None) -> bool:
    """Whether a cell under a name is empty, or holds a sign that stands for nothing."""
    return cell is None or cell.strip().translate(_DASHES) in _NOTHING or set(cell.strip().translate(_DASHES)) == {"-"}


def _wide_headers(sheet: Sheet, contract: Contract, binding: Binding) -> list[Header]:
    form = narrow(contract)
    if form is None:
        return []
    return [header for header in headers_in(sheet, form, binding) if spreads(header.texts, contract, binding)]


def _first_filled(sheet: Sheet, header_last: int) -> dict[int, int]:
    """The first row below the header in which each column holds something."""
    found: dict[int, int] = {}
    for number, cells in sheet.rows:
        if number > header_last:
            for i, cell in enumerate(cells):
                if cell and cell.strip():
                    found.setdefault(i, number)
    return found


def _spelling(text: str) -> str:
    return "".join(fold(unicodedata.normalize("NFKC", text)).split())


def _called(cells: tuple[str | None, ...]) -> str:
    return next((cell.strip() for cell in cells if cell and cell.strip()), "")


def _made(contract: Contract) -> tuple[str, str]:
    assert contract.wide is not None
    return contract.wide.names, contract.wide.values


def _header_of(contract: Contract, name: str) -> str:
    """What a column of the contract is called where the source has no header for it."""
    column = contract.column(name)
    return column.aliases[0] if column is not None and column.aliases else name


def _notes(grid: Grid, headings: list[tuple[int, str]]) -> Iterator[Text]:
    names = list(grid.spread.values())
    yield Text(
        f"read as a matrix of {len(names)} columns: {_listed(names, ', ')}",
        f"按矩阵读取，共 {len(names)} 列：{_listed(names, '、')}",
    )
    if headings:
        yield Text(
            f"taken as headings, since no cell of the row is filled: {_listed(_told(headings, 'row '), ', ')}",
            f"整行未填，视为小标题：{_listed([f'第 {number} 行 {text}' for number, text in headings], '、')}",
        )


def _told(headings: list[tuple[int, str]], word: str) -> list[str]:
    return [f"{word}{number} {text}" for number, text in headings]


def _listed(words: list[str], comma: str) -> str:
    more = f" (+{len(words) - _MOST_NAMED})" if len(words) > _MOST_NAMED else ""
    return comma.join(words[:_MOST_NAMED]) + more


def _nameless(place: str, cell: str, letters: str) -> Exception:
    return cannot_judge(
        f"{place}: column {letters} has no header, but cell {cell} is filled, so it is not known whose it is",
        f"{place}：{letters} 列没有表头，但单元格 {cell} 有内容，无法确定属于谁",
        Text(
            "Write the name into the header of the column (of a merged header, unmerge it first), or empty the column",
            "请在该列表头写上名称（合并的表头请先取消合并），或清空该列",
        ),
    )


def _named_twice(place: str, text: str, letters: tuple[str, str]) -> Exception:
    return cannot_judge(
        f"{place}: columns {letters[0]} and {letters[1]} are both called {text!r}",
        f"{place}：{letters[0]} 列与 {letters[1]} 列的表头都是“{text}”",
        Text(
            "Give two different people different headers; put what belongs to one of them into one column",
            "如为两个人，请用不同的表头区分；如为同一人，请合并为一列",
        ),
    )


def _empty(shown: str, grid: Grid) -> Exception:
    return cannot_judge(
        f"{shown}: no cell is filled under {_listed(list(grid.spread.values()), ', ')}",
        f"{shown}：{_listed(list(grid.spread.values()), '、')}各列下都没有内容",
        Text("Fill in the matrix", "请填写该矩阵"),
    )
