"""Sheets of a campaign's workbook as located cells, and the rows below a header that knows both languages."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from readiness.evidence.sheet_cells import MOST_ROWS, SheetCells
from readiness.loading.naming import nearest
from readiness.loading.nodes import Scalar
from readiness.loading.problems import Problems
from readiness.loading.workbook_words import EXAMPLE_STARTS, NOT_READ, Label, fold
from readiness.model.location import Location
from readiness.model.text import Text

_BLANKS = " \t\r\n\u00a0\u3000"


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that holds something; `text` is without blanks around it."""

    text: str
    location: Location

    def scalar(self, text: str | None = None) -> Scalar:
        """The node of this cell, saying `text` where the cell's own words are not the file's."""
        return Scalar(self.location, self.text if text is None else text)


@dataclass(frozen=True)
class Sheet:
    """One sheet; `file` is how problems show the workbook."""

    file: str
    cells: SheetCells

    @property
    def name(self) -> str:
        return self.cells.name

    def at(self, row: int, column: int) -> Location:
        return Location(self.file, row, column, self.name)

    @cached_property
    def rows(self) -> dict[int, dict[int, Cell]]:
        """By row and column, the cells that hold anything."""
        return {
            number: {
                column: Cell(text, self.at(number, column))
                for column, cell in enumerate(cells, 1)
                if (text := (cell or "").strip(_BLANKS))
            }
            for number, cells in self.cells.rows
        }

    def refuse_unreadable(self, problems: Problems) -> None:
        """What can't be read as a form: too many rows, and formulas that give nothing."""
        if self.cells.cut:
            problems.add(
                self.at(MOST_ROWS + 1, 1),
                Text(f"This sheet has more than {MOST_ROWS} rows", f"本工作表超过 {MOST_ROWS} 行"),
                Text("Delete what does not belong here", "请删除不属于这里的内容"),
            )
        for row, column in sorted(self.cells.unknown):
            problems.add(
                self.at(row, column),
                Text("The formula's result is not saved in the file", "文件中没有保存公式的结果"),
                Text("Open the workbook in Excel or WPS and save it", "请在 Excel 或 WPS 中打开并保存"),
            )


@dataclass(frozen=True)
class Row:
    """One row of a form, by the keys of its columns; `first` is where it begins."""

    first: Location
    cells: Mapping[str, Cell]
    places: Mapping[str, Location]

    def get(self, key: str) -> Cell | None:
        return self.cells.get(key)

    def text(self, key: str) -> str:
        cell = self.cells.get(key)
        return cell.text if cell else ""

    def scalar(self, key: str) -> Scalar:
        """The node of a value that must be there; an empty cell is told as such."""
        cell = self.cells.get(key)
        return cell.scalar() if cell else Scalar(self.places.get(key, self.first), None)


def read_rows(sheet: Sheet, labels: Iterable[Label], needed: Iterable[str], problems: Problems) -> list[Row]:
    """The rows below the header. What stands outside of its columns, or above it, is told: nobody would read it."""
    known = tuple(labels)
    header = find_header(sheet, {label.key: _words(label) for label in known})
    missing = [label for label in known if label.key in set(needed) and (header is None or label.key not in header[1])]
    if header is None or missing:
        problems.add(
            sheet.at(header[0] if header else 1, 1),
            Text(
                f"The header lacks {', '.join(label.title.en for label in missing)}",
                f"表头缺少：{'、'.join(label.title.zh for label in missing)}",
            ),
            _restore(known),
        )
        return []
    number, columns = header
    refuse_above(sheet, number, problems)
    names = {column: key for key, column in columns.items()}
    found: list[Row] = []
    for row, cells in sheet.rows.items():
        if row <= number:
            continue
        strays = [cell for column, cell in cells.items() if column not in names]
        for stray in strays:
            _refuse_stray(stray, sheet.rows[number].get(stray.location.column), known, problems)
        said = {names[column]: cell for column, cell in cells.items() if column in names}
        if said.keys() - NOT_READ:
            places = {key: sheet.at(row, column) for key, column in columns.items()}
            found.append(Row(sheet.at(row, min(names)), said, places))
    return found


def find_header(
    sheet: Sheet, words: Mapping[str, frozenset[str]], folding: Callable[[str], str] = fold
) -> tuple[int, dict[str, int]] | None:
    """The row that names the most columns, the first of such, and where each key's column is. Of a header that stands
    twice in the row, the first counts."""
    best: tuple[int, dict[str, int]] | None = None
    for number, cells in sheet.rows.items():
        columns: dict[str, int] = {}
        for column, cell in cells.items():
            said = folding(cell.text)
            key = next((key for key, known in words.items() if said in known), None)
            if key is not None:
                columns.setdefault(key, column)
        if columns and (best is None or len(columns) > len(best[1])):
            best = number, columns
    return best


def refuse_above(sheet: Sheet, header: int, problems: Problems) -> None:
    """Titles and examples may stand above a header; a row of values there was meant to be read, and would not be."""
    for number, cells in sheet.rows.items():
        if number >= header or len(cells) == 1:
            continue
        first = cells[min(cells)]
        if not first.text.casefold().replace(":", "：").startswith(EXAMPLE_STARTS):
            problems.add(
                first.location,
                Text(
                    f"This row stands above the header (row {header}), so it would not be read",
                    f"此行在表头（第 {header} 行）之上，不会被读取",
                ),
                Text("Move it below the header, or delete it", "请移到表头下方，或删除"),
            )


def _words(label: Label) -> frozenset[str]:
    return frozenset({fold(label.title.en), fold(label.title.zh), fold(label.key)})


def _restore(labels: Iterable[Label]) -> Text:
    titles = [label.title for label in labels]
    return Text(
        f"Write the header again: {', '.join(title.en for title in titles)}",
        f"请恢复表头：{'、'.join(title.zh for title in titles)}",
    )


def _refuse_stray(stray: Cell, header: Cell | None, labels: Iterable[Label], problems: Problems) -> None:
    known = {title: label for label in labels for title in (label.title.en, label.title.zh)}
    near = nearest(header.text, known) if header else None
    message = (
        Text(f"Column “{header.text}” is not known here", f"这里没有“{header.text}”列")
        if header
        else Text("This cell is in no column of the header", "该单元格不在表头的任何一列中")
    )
    hint = (
        Text(f"Did you mean {near}?", f"是否想写“{near}”？")
        if near
        else Text(
            "Delete it, or move it under a header; remarks have a column Notes",
            "请删除，或移到相应的列下；备注可写在“备注”列",
        )
    )
    problems.add(stray.location, message, hint)
