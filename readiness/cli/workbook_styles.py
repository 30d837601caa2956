"""How the sheets of a new campaign's workbook look: calm, and plain where something is to be filled in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl.cell.cell import Cell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.page import PageMargins
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from readiness.model.text import Lang

DATE, INSTANT, AS_TEXT = "yyyy-mm-dd", "yyyy-mm-dd hh:mm", "@"
LAST_ROW = 2_000
"""Down to here drop-downs and formats reach."""

_INK, _QUIET, _LINE = "1F2937", "6B7280", "D1D5DB"
_ACCENT, _NEEDED, _HEADER, _INPUT, _CLOSED = "2F5D8A", "DCE8F4", "F1F3F5", "FFFDF3", "F3F4F6"
_FONTS = {"zh": "Microsoft YaHei", "en": "Calibri"}
_A4 = 9
_ROW_HEIGHT, _LINE_HEIGHT = 20.0, 15.0
_LONGEST_LIST = 250


class Style:
    """The looks of one workbook, in the font of its language."""

    def __init__(self, lang: Lang) -> None:
        self._font = _FONTS[lang]

    def font(self, *, size: float = 10.5, bold: bool = False, colour: str = _INK, link: bool = False) -> Font:
        return Font(name=self._font, size=size, bold=bold, color=colour, underline="single" if link else None)

    def put(self, cell: Any, words: object, **font: Any) -> Cell:
        """A value in a cell. A text is a text whatever it begins with: `=1` is no formula."""
        cell.value = words
        if isinstance(words, str):
            cell.data_type = "s"
        cell.font = self.font(**font)
        cell.alignment = Alignment(vertical="center", wrap_text=False)
        return cell  # type: ignore[no-any-return]

    def title(self, cell: Any, words: str) -> None:
        self.put(cell, words, size=15, bold=True, colour=_ACCENT)

    def quiet(self, cell: Any, words: str) -> None:
        self.put(cell, words, size=9.5, colour=_QUIET)

    def link(self, cell: Any, words: str, sheet: str) -> None:
        self.put(cell, words, colour=_ACCENT, link=True)
        quoted = sheet.replace("'", "''")
        cell.hyperlink = f"#'{quoted}'!A1"

    def header(self, cell: Any, words: str, *, needed: bool = True, note: str = "") -> None:
        self.put(cell, words, bold=needed)
        cell.fill = _fill(_NEEDED if needed else _HEADER)
        cell.border = Border(bottom=Side(style="medium" if needed else "thin", color=_ACCENT if needed else _LINE))
        cell.alignment = Alignment(vertical="center", wrap_text=True)
        if note:
            cell.comment = Comment(note, "readiness", width=300, height=150)

    def open(self, cell: Any, number_format: str = "General") -> None:
        """A cell to be filled in."""
        cell.fill = _fill(_INPUT)
        cell.border = _box()
        cell.font = self.font()
        cell.number_format = number_format
        cell.alignment = Alignment(horizontal="left", vertical="center", wrap_text=True)

    def closed(self, cell: Any) -> None:
        """A cell that has no meaning in this row."""
        cell.fill = _fill(_CLOSED)
        cell.border = _box()

    def line(self, cells: Iterable[Any]) -> None:
        """Cells of a list that is only read."""
        for cell in cells:
            cell.border = Border(bottom=Side(style="hair", color=_LINE))
            cell.alignment = Alignment(vertical="center", wrap_text=True)


def lay_out(sheet: Worksheet, widths: Sequence[float], *, header: int = 0, repeat: int = 0, grid: bool = True) -> None:
    """Widths, what stays in sight, and how it prints: landscape, as wide as the page, the header on each."""
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.sheet_view.showGridLines = grid
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    footer: Any = sheet.oddFooter
    footer.center.text = "&A  &P / &N"
    sheet.print_options.horizontalCentered = True
    sheet.sheet_format.defaultRowHeight = _ROW_HEIGHT
    sheet.sheet_format.customHeight = True
    sheet.page_margins = PageMargins(left=0.4, right=0.4, top=0.5, bottom=0.8)
    for row in range(1, sheet.max_row + 1):
        if sheet.row_dimensions[row].height is None:
            sheet.row_dimensions[row].height = _height(sheet, row, widths)
    if header:
        sheet.freeze_panes = f"A{header + 1}"
    if header or repeat:
        sheet.print_title_rows = f"{header or repeat}:{header or repeat}"


def _height(sheet: Worksheet, row: int, widths: Sequence[float]) -> float:
    """High enough for the cells that wrap: Excel does not make a row higher that a program has written."""
    lines = 1
    for cell, width in zip(sheet[row], widths, strict=False):
        if isinstance(cell.value, str) and cell.alignment.wrap_text:
            lines = max(lines, -(-int(cells_of(cell.value)) // max(int(width) - 1, 1)))
    return _ROW_HEIGHT + (lines - 1) * _LINE_HEIGHT


def cells_of(words: str) -> float:
    """How wide a text is, in the width of a digit."""
    return sum(1.1 if character.isascii() else 2.1 for character in words)


def choose(sheet: Worksheet, where: str, words: Sequence[str], *, strict: bool = False) -> bool:
    """A drop-down of these words; not strict, it only suggests them. False where they are too long for one."""
    listed = ",".join(words)
    if len(listed) > _LONGEST_LIST or any("," in word or '"' in word for word in words):
        return False
    _validate(sheet, where, f'"{listed}"', strict=strict)
    return True


def choose_from(sheet: Worksheet, where: str, other: str, column: int, first: int, last: int) -> None:
    """A drop-down of the cells of another sheet; other words may be written."""
    letter, quoted = get_column_letter(column), other.replace("'", "''")
    _validate(sheet, where, f"'{quoted}'!${letter}${first}:${letter}${last}", strict=False)


def below(column: int, header: int) -> str:
    """The cells of a column below its header, as far as formats reach."""
    letter = get_column_letter(column)
    return f"{letter}{header + 1}:{letter}{LAST_ROW}"


def _validate(sheet: Worksheet, where: str, formula: str, *, strict: bool) -> None:
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=strict)
    rule.add(where)
    sheet.add_data_validation(rule)


def _fill(colour: str) -> PatternFill:
    return PatternFill("solid", fgColor=colour)


def _box() -> Border:
    side = Side(style="thin", color=_LINE)
    return Border(left=side, right=side, top=side, bottom=side)
