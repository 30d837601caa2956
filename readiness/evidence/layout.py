"""From a sheet as people make it to a table: header, data rows, and what is none of them. Pure.

What stands between the header and the end is a row of data unless it is certainly something else; what can't be told is
refused with its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.evidence.grid import Cells, Grid, Sheet
from readiness.evidence.header_search import Header, find_header, refuse_spread_header, several_tables
from readiness.evidence.headers import fits, match_columns
from readiness.evidence.merged import merged_in_data
from readiness.evidence.problems import cannot_judge, no_rows, only_a_header
from readiness.evidence.row_sorts import RowSorter, Sort
from readiness.evidence.row_words import header_words, is_error, is_note, is_number, unit_in
from readiness.evidence.units import unit_words
from readiness.evidence.wide import names_in, narrow_form_of
from readiness.model.evidence import Binding, Column, Contract
from readiness.model.text import Text

_MOST_NAMED = 8
_SCALES = ("万", "千", "百", "亿", "k", "million", "thousand")


def lay_out(sheet: Sheet, contract: Contract, binding: Binding) -> Grid:
    """The table of a sheet; of a wide one as it stands there, with its names in `spread`. Raises CannotJudge for what
    could be read in two ways, naming the row or the cell."""
    form = narrow_form_of(sheet, contract, binding)
    contract = form or contract
    header = find_header(sheet, contract, binding)
    refuse_spread_header(sheet, header, contract, binding)
    positions = match_columns(header.texts, contract, binding, sheet.place, header.row)
    _refuse_other_units(sheet.place, header.units, positions, contract, header.last)
    names = names_in(sheet, header, positions) if form else {}
    return _Body(sheet, header, positions, contract, binding, names).grid()


@dataclass(frozen=True, slots=True)
class _Block:
    """The columns of the table: of tables beside each other, those up to an empty column."""

    left: int
    right: int

    def of(self, cells: Cells, width: int) -> Cells:
        if len(cells) == width and self.left == 0 and self.right == width:
            return cells
        row = (cells + (None,) * (width - len(cells)))[:width]
        if self.left == 0 and self.right == width:
            return row
        return tuple(cell if self.left <= i < self.right else None for i, cell in enumerate(row))


class _Body:
    """One pass over the rows below the header."""

    def __init__(
        self,
        sheet: Sheet,
        header: Header,
        positions: Mapping[str, int],
        contract: Contract,
        binding: Binding,
        names: Mapping[int, str],
    ) -> None:
        self._sheet, self._header, self._names = sheet, header, names
        self._positions, self._contract, self._binding = positions, contract, binding
        self._width = len(header.texts)
        self._start = next((i for i, (row, _) in enumerate(sheet.rows) if row > header.last), len(sheet.rows))
        self._block = self._own_columns()
        self._keys = tuple(positions[name] for name in contract.key if name in positions)
        required = tuple(positions[c.name] for c in contract.columns if c.required and c.name in positions)
        filled = tuple(i for i, text in enumerate(header.texts) if text.strip())
        self._sorter = RowSorter(self._keys, required, filled)
        self._left_out: dict[Sort, list[int]] = {}
        self._errors: list[int] = []
        self._unread: Text | None = None
        self._repeats = [header.texts[i] for i in positions.values()]
        self._repeated = max(1, sum(1 for c in contract.columns if c.required))

    def grid(self) -> Grid:
        rows = tuple(self._rows())
        if not rows:
            raise no_rows(self._sheet.place) if self._left_out else only_a_header(self._sheet.place)
        texts = self._block.of(self._header.texts, self._width)
        return Grid(
            tuple(text or "" for text in texts),
            self._header.row,
            rows,
            notes=tuple(self._notes(self._merged.notes)),
            spread=self._names,
        )

    def _rows(self) -> Iterator[tuple[int, Cells]]:
        columns = {**self._positions, **{text: i for i, text in self._names.items()}}
        self._merged = merged_in_data(
            self._sheet, self._header.last, columns, self._contract, headings=bool(self._names)
        )
        fills = self._merged.fills
        after_note, first = False, True
        for number, cells, gap in self._below_header():
            if number in fills:
                cells = tuple(fills[number].get(j, cell) for j, cell in enumerate(cells))  # noqa: PLW2901
            sort = self._sorter.sort_of(cells, gap=gap, after_note=after_note)
            if first and sort is Sort.DATA and self._is_units_row(number, cells):
                sort = Sort.UNITS
            if sort is Sort.DOUBTFUL:
                raise doubtful_total(self._sheet.place, number)
            after_note, first = sort is Sort.NOTE, False
            if sort is Sort.DATA:
                yield number, self._without_error_keys(number, cells)
            else:
                self._left_out.setdefault(sort, []).append(number)

    def _below_header(self) -> Iterator[tuple[int, Cells, bool]]:
        """The rows up to another table's header, as wide as the header, and whether an empty row stands before each."""
        names, previous = frozenset(self._repeats), self._header.last
        for i in range(self._start, len(self._sheet.rows)):
            number, whole = self._sheet.rows[i]
            held = any(whole)
            gap = held and number > previous + 1
            if gap and self._ends_here(whole, i):
                return
            if len(whole) != self._width and self._sheet.lines and not is_note(whole):
                raise wrong_width(self._sheet.place, self._sheet.lines[i], len(whole), self._width)
            if held and not names.isdisjoint(whole) and sum(cell in names for cell in whole) >= self._repeated:
                self._refuse_header_again(number, whole)
            previous = number if held else previous
            cells = self._block.of(whole, self._width) if held else ()
            if cells is whole or any(cells):
                yield number, cells, gap

    def _without_error_keys(self, number: int, cells: Cells) -> Cells:
        """A failed formula names nothing: two of them would join."""
        if not any(is_error(cells[i]) for i in self._keys):
            return cells
        broken = [i for i in self._keys if is_error(cells[i])]
        self._errors.append(number)
        return tuple(None if i in broken else cell for i, cell in enumerate(cells))

    def _own_columns(self) -> _Block:
        """Between the empty columns around the matched ones; the whole header where these stand apart, and of a wide
        table, where a name beyond an empty column may be one of it."""
        texts = self._header.texts
        whole = _Block(0, self._width)
        if self._names:
            return whole
        empty = [i for i, text in enumerate(texts) if not text.strip()]
        if not empty or not self._positions:
            return whole
        used = {i for _, cells in self._sheet.rows[self._start :] for i in empty if i < len(cells) and cells[i]}
        first, last = min(self._positions.values()), max(self._positions.values())
        walls = [i for i in empty if i not in used]
        if any(first < wall < last for wall in walls):
            return whole
        return _Block(
            max((wall + 1 for wall in walls if wall < first), default=0),
            min((wall for wall in walls if wall > last), default=self._width),
        )

    def _ends_here(self, cells: Cells, i: int) -> bool:
        """Whether, after an empty row, the header of another table stands."""
        filled = [cell for cell in cells if cell and cell.strip()]
        if len(filled) < 2 or i + 1 >= len(self._sheet.rows) or is_note(cells):  # noqa: PLR2004  (one cell is a title)
            return False
        if any(is_number(cell) for cell in filled) or header_words(cells) < max(2, len(filled) - 1):
            return False
        number, last = self._sheet.rows[i][0], self._sheet.rows[-1][0]
        if fits(tuple(cell or "" for cell in cells), self._contract, self._binding) and self._binding.header is None:
            raise several_tables(self._sheet.place, [self._header.row, number])
        self._unread = Text(
            f"rows {number} to {last} not read: after an empty row, row {number} is the header of another table",
            f"未读取第 {number} 至 {last} 行：空行之后的第 {number} 行是另一个表格的表头",
        )
        return True

    def _refuse_header_again(self, number: int, cells: Cells) -> None:
        if fits(tuple(cell or "" for cell in cells), self._contract, self._binding):
            raise several_tables(self._sheet.place, [self._header.row, number])

    def _is_units_row(self, number: int, cells: Cells) -> bool:
        """A row right below the header that only says units."""
        units = {i: unit_in(cell) for i, cell in enumerate(cells) if cell and cell.strip()}
        if not all(units.values()) or all(cells[i] for i in self._keys):
            return False
        _refuse_other_units(self._sheet.place, units, self._positions, self._contract, number)
        return True

    def _notes(self, merged: Sequence[Text]) -> Iterator[Text]:
        above = [number for number, _ in self._sheet.rows[: self._start] if number < self._header.row]
        if above:
            yield above_note(self._header.row, len(above))
        if self._block != _Block(0, self._width):
            apart = [
                text.strip()
                for i, text in enumerate(self._header.texts)
                if text.strip() and not self._block.left <= i < self._block.right
            ]
            yield Text(
                f"not read, since an empty column stands between: {', '.join(apart)}",
                f"未读取（中间隔有空列）：{'、'.join(apart)}",
            )
        for sort, en, zh in (
            (Sort.TOTALS, "left out as totals", "作为合计行未计入"),
            (Sort.NOTE, "left out as notes", "作为说明行未计入"),
            (Sort.UNITS, "left out as units", "作为单位行未计入"),
        ):
            if sort in self._left_out:
                yield rows_note(self._left_out[sort], en, zh)
        if self._errors:
            yield rows_note(self._errors, "name nothing: their key is a formula error", "的主键是公式错误，不作为主键")
        yield from merged
        if self._unread:
            yield self._unread


def rows_note(numbers: Sequence[int], en: str, zh: str) -> Text:
    """`row 17 left out as totals`; `rows 5, 9 (+120) ...`."""
    named = [str(number) for number in numbers[:_MOST_NAMED]]
    more = f" (+{len(numbers) - _MOST_NAMED})" if len(numbers) > _MOST_NAMED else ""
    noun = "row" if len(numbers) == 1 else "rows"
    return Text(f"{noun} {', '.join(named)}{more} {en}", f"第 {'、'.join(named)}{more} 行{zh}")


def above_note(header_row: int, rows: int) -> Text:
    """What is recorded of a title over the table."""
    few = "1 other row" if rows == 1 else f"{rows} other rows"
    return Text(
        f"the header is row {header_row}; not read: {few} above it",
        f"表头为第 {header_row} 行，其上方的 {rows} 行未读取",
    )


def doubtful_total(place: str, number: int) -> Exception:
    """The error for a row that may be a totals row or data."""
    return cannot_judge(
        f"{place}, row {number} may be a totals row or a row of data",
        f"{place} 第 {number} 行可能是合计行，也可能是数据行",
        Text(
            "Delete it if it is a total; if it is data, fill all its cells or write its key in another way",
            "如果是合计行，请删除；如果是数据行，请填全各列，或换一种主键写法",
        ),
    )


def wrong_width(place: str, line: int, found: int, width: int) -> Exception:
    """The error for a line that has lost its end, or has one too many."""
    return cannot_judge(
        f"{place}, line {line}: {found} fields where the header has {width}",
        f"{place} 第 {line} 行：有 {found} 个字段，而表头有 {width} 个",
        Text(
            "Export it again: the file may be cut off, or a text holds the delimiter without quotes",
            "请重新导出：文件可能不完整，或文字中含有未加引号的分隔符",
        ),
    )


def _refuse_other_units(
    place: str, units: Mapping[int, str], positions: Mapping[str, int], contract: Contract, row: int
) -> None:
    """A thousand pieces are not a piece. Raises CannotJudge."""
    for name, position in positions.items():
        column = contract.column(name)
        unit = units.get(position, "")
        if column is None or not unit or _is_its_unit(unit, column):
            continue
        wanted = column.unit or "units without a scale"
        raise cannot_judge(
            f"{place}, row {row}, column {name}: its unit is {unit}; expected {wanted}",
            f"{place} 第 {row} 行 `{name}` 列：单位是“{unit}”，应为“{column.unit or '不带万、千等倍数的单位'}”",
            Text("Convert the numbers, and write the unit that is expected", "请换算数值，并写上应有的单位"),
        )


def _is_its_unit(unit: str, column: Column) -> bool:
    if column.unit:
        return unit in unit_words(column.unit)
    return not any(scale in unit for scale in _SCALES) and "%" not in unit
