"""Which row of a sheet is the header: the one whose cells fit the contract, wherever it stands. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from readiness.evidence.grid import Area, Cells, Sheet
from readiness.evidence.headers import best_match, fits, match_columns
from readiness.evidence.problems import cannot_judge, no_rows
from readiness.evidence.row_words import is_blank, is_labelled, is_number, unit_in
from readiness.model.evidence import Binding, ColumnType, Contract
from readiness.model.text import Advice, Text

MOST_ABOVE = 60
MOST_DEPTH = 3
NUMBERS = (ColumnType.DECIMAL, ColumnType.INTEGER, ColumnType.RATIO)


@dataclass(frozen=True, slots=True)
class Header:
    """The texts of a header that stands in the rows `row` to `last`; `units` are those written in it, by position."""

    texts: tuple[str, ...]
    row: int
    last: int
    units: dict[int, str] = field(default_factory=dict)


def headers_in(sheet: Sheet, contract: Contract, binding: Binding) -> list[Header]:
    """Every row near the top that fits the contract; where none does alone, two rows of which the upper is merged."""
    top = sheet.rows[:MOST_ABOVE]
    found: list[Header] = []
    for i, (number, cells) in enumerate(top):
        if found and number <= found[-1].last:
            continue
        header = next((h for h in _readings(sheet, top, i) if fits(h.texts, contract, binding)), None)
        if header is None and _is_spread(sheet, number) and _uses_names(cells, contract, binding):
            header = next((h for h in _two_rows(sheet, top, i) if fits(h.texts, contract, binding)), None)
        found += [header] if header else []
    return found


def find_header(sheet: Sheet, contract: Contract, binding: Binding) -> Header:
    """The only header. Raises CannotJudge where there is none or several, and where it may stand among the data."""
    if not sheet.rows:
        raise no_rows(sheet.place)
    if binding.header is not None:
        return _declared(sheet, contract, binding, binding.header)
    found = headers_in(sheet, contract, binding)
    if len(found) > 1:
        raise several_tables(sheet.place, [header.row for header in found])
    if found:
        _refuse_data_above(sheet, found[0], match_columns(found[0].texts, contract, binding, sheet.place), contract)
        return found[0]
    number, texts = best_match(
        [(number, _texts(cells)) for number, cells in sheet.rows[:MOST_ABOVE]], contract, binding
    )
    match_columns(texts, contract, binding, sheet.place, number)
    return Header(texts, number, number)


def several_tables(place: str, rows: Sequence[int]) -> Exception:
    """The error where two rows can both be the header."""
    numbers = [str(row) for row in rows]
    return cannot_judge(
        f"{place}: rows {', '.join(numbers[:-1])} and {numbers[-1]} can each be the header: it may hold several tables",
        f"{place}：第 {'、'.join(numbers)} 行都可以是表头，其中可能有多个表格",
        Advice(
            f"Keep one table on the sheet, or write `header: {numbers[0]}` in the binding; delete headers "
            "that are repeated between the rows",
            f"请在工作表中只保留一个表格，或在绑定中写明 `header: {numbers[0]}`；夹在数据行之间的重复表头须删除",
            Text(
                "Keep one table on the sheet, with one header; delete headers that are repeated between the rows",
                "请在工作表中只保留一个表格、一行表头；夹在数据行之间的重复表头须删除",
            ),
        ),
    )


def refuse_spread_header(sheet: Sheet, header: Header, contract: Contract, binding: Binding) -> None:
    """A header cell over several columns names none of them. Raises CannotJudge."""
    positions = match_columns(header.texts, contract, binding, sheet.place, header.row)
    for name, position in positions.items():
        for area in sheet.merged:
            covers = area.top <= header.last <= area.bottom and area.left <= position <= area.right
            if covers and area.left != area.right:
                raise cannot_judge(
                    f"{sheet.place}: the header cell {area.name} (`{name}`) spans several columns, so it is not known "
                    "which of them is meant",
                    f"{sheet.place}：表头单元格 {area.name}（`{name}`）跨多列，无法确定是哪一列",
                    Text("Unmerge it and give each column a header", "请取消合并，并给每一列写上表头"),
                )


def _declared(sheet: Sheet, contract: Contract, binding: Binding, row: int) -> Header:
    place = next((i for i, (number, _) in enumerate(sheet.rows) if number == row), None)
    if place is None:
        raise cannot_judge(
            f"{sheet.place}: row {row}, which the binding names as the header, is empty",
            f"{sheet.place}：绑定中指定为表头的第 {row} 行是空行",
            Text("Correct `header:` in the binding", "请修正绑定中的 `header:`"),
        )
    readings = [*_readings(sheet, sheet.rows, place), *_two_rows(sheet, sheet.rows, place)]
    fitting = [header for header in readings if fits(header.texts, contract, binding)]
    header = fitting[0] if fitting else Header(_texts(sheet.rows[place][1]), row, row)
    match_columns(header.texts, contract, binding, sheet.place, row)
    return header


def _readings(sheet: Sheet, rows: Sequence[tuple[int, Cells]], i: int) -> Iterator[Header]:
    """The row with those that its vertically merged cells reach into, then the row alone."""
    number, cells = rows[i]
    bottom = max((area.bottom for area in sheet.merged if area.top == number), default=number)
    if number < bottom < number + MOST_DEPTH:
        yield _combined(sheet, rows, i, bottom)
    yield Header(_texts(cells), number, number)


def _two_rows(sheet: Sheet, rows: Sequence[tuple[int, Cells]], i: int) -> Iterator[Header]:
    """The row with the one below it, where a cell of it spans several columns."""
    number = rows[i][0]
    if _is_spread(sheet, number) and i + 1 < len(rows) and rows[i + 1][0] == number + 1:
        yield _combined(sheet, rows, i, number + 1)


def _is_spread(sheet: Sheet, number: int) -> bool:
    return any(area.top == number and area.right > area.left for area in sheet.merged)


def _combined(sheet: Sheet, rows: Sequence[tuple[int, Cells]], i: int, bottom: int) -> Header:
    """Several rows as one: what stands lowest in a column, with the group above it where that alone is not unique."""
    top = rows[i][0]
    parts = [(number, cells) for number, cells in rows[i : i + MOST_DEPTH] if number <= bottom]
    width = max(len(cells) for _, cells in parts)
    columns: list[list[str]] = [[] for _ in range(width)]
    units: dict[int, str] = {}
    for number, cells in parts:
        for position in range(width):
            text = _seen_at(sheet.merged, parts, number, position, cells)
            if number > top and unit_in(text) and columns[position]:
                units[position] = unit_in(text)
            elif text and text not in columns[position]:
                columns[position].append(text)
    lowest = [names[-1] if names else "" for names in columns]
    texts = (" ".join(names) if lowest.count(low) > 1 else low for names, low in zip(columns, lowest, strict=True))
    return Header(tuple(texts), top, bottom, units)


def _seen_at(
    merged: Sequence[Area], rows: Sequence[tuple[int, Cells]], number: int, position: int, cells: Cells
) -> str:
    """What people see at a place: of a merged range, its first cell."""
    for area in merged:
        if area.top <= number <= area.bottom and area.left <= position <= area.right:
            above = next((row for at, row in rows if at == area.top), ())
            return (above[area.left] or "").strip() if area.left < len(above) else ""
    return (cells[position] or "").strip() if position < len(cells) else ""


def _uses_names(cells: Cells, contract: Contract, binding: Binding) -> bool:
    """Whether a row holds any header at all: a merged title over the real header must not be taken for its group."""
    return best_match([(0, _texts(cells))], contract, binding, least=1)[0] == 0


def _texts(cells: Cells) -> tuple[str, ...]:
    last = max((i for i, cell in enumerate(cells) if cell), default=-1)
    return tuple(cell or "" for cell in cells[: last + 1])


def _refuse_data_above(sheet: Sheet, header: Header, positions: dict[str, int], contract: Contract) -> None:
    """A table that was sorted with its header has rows above it. Raises CannotJudge."""
    needed = [column for column in contract.columns if column.required and column.name in positions]
    alone = sum(bool(text.strip()) for text in header.texts) == 1
    below = header.row
    for number, cells in reversed([row for row in sheet.rows[:MOST_ABOVE] if row[0] < header.row]):
        if number < below - 1:
            return
        below = number
        held = [(cells[i] if i < len(cells) else None) for i in (positions[column.name] for column in needed)]
        data = all(not is_blank(cell) and not is_labelled(cell or "") for cell in held) and all(
            is_number(cell or "") for cell, column in zip(held, needed, strict=True) if column.type in NUMBERS
        )
        if data and (alone or len(needed) > 1 or sum(not is_blank(cell) for cell in cells) > 1):
            raise cannot_judge(
                f"{sheet.place}: row {header.row} is the header, but row {number} above it looks like data",
                f"{sheet.place}：第 {header.row} 行是表头，但其上方第 {number} 行像是数据",
                Advice(
                    f"Move the header above the data; if only titles stand above it, write `header: {header.row}` in "
                    "the binding",
                    f"请把表头移到数据上方；如果其上方只是标题，请在绑定中写明 `header: {header.row}`",
                    Text(
                        "Move the header above the data; delete titles that look like data",
                        "请把表头移到数据上方；请删除看起来像数据的标题行",
                    ),
                ),
            )
