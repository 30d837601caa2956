"""The sheet of one table: what it is, an example, the header, and cells that help to write it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from readiness.cli.plan_template import header, matrix_words, template_columns
from readiness.cli.workbook_plan import Needed, Needs
from readiness.cli.workbook_styles import AS_TEXT, DATE, INSTANT, Style, below, cells_of, choose, choose_from, lay_out
from readiness.evidence.cells import parse_instant
from readiness.loading.workbook_words import EXAMPLE, NO, YES
from readiness.model.evidence import Column, ColumnType, Contract
from readiness.model.text import Lang, Text
from readiness.model.units import unit_words
from readiness.model.workbook import COVER, SHEETS

_FORMATS = {
    ColumnType.TEXT: AS_TEXT,
    ColumnType.DATE: DATE,
    ColumnType.INSTANT: INSTANT,
    ColumnType.RATIO: "0.##%",
}
_HOW = {
    ColumnType.TEXT: Text("text", "文字"),
    ColumnType.CHOICE: Text("choose one", "从下拉列表中选择"),
    ColumnType.RATIO: Text("a percentage, such as 15 %", "百分数，例如 15%"),
    ColumnType.DECIMAL: Text("a number", "数字"),
    ColumnType.INTEGER: Text("a whole number", "整数"),
    ColumnType.BOOLEAN: Text("yes or no", "填“是”或“否”"),
    ColumnType.DATE: Text("a date, such as 2026-06-15", "日期，例如 2026-06-15"),
    ColumnType.INSTANT: Text("date and time, such as 2026-06-15 20:30", "日期和时间，例如 2026-06-15 20:30"),
}
_NARROW, _WIDE = 12, 40
_OTHERS_SHOWN = 12
_OPEN_ROWS = 25
_ALSO = Text("also known as", "也可以叫")


class Choices:
    """Words that are too many for a drop-down of their own stand in a hidden sheet, a column each."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._columns: dict[tuple[str, ...], int] = {}

    def offer(self, sheet: Worksheet, where: str, words: tuple[str, ...]) -> None:
        if not choose(sheet, where, words):
            column = self._columns.setdefault(words, len(self._columns) + 1)
            choose_from(sheet, where, self._title, column, 1, len(words))

    def write(self, book: Workbook) -> None:
        """The hidden sheet, where one is needed."""
        if not self._columns:
            return
        sheet = book.create_sheet(self._title)
        sheet.sheet_state = "hidden"
        for words, column in self._columns.items():
            for row, word in enumerate(words, 1):
                sheet.cell(row, column, word).data_type = "s"


def write_table(sheet: Worksheet, one: Needed, needs: Needs, choices: Choices, style: Style) -> None:
    """Title, where it comes from and example above, the header, and below it formats and drop-downs."""
    lang, contract = needs.plan.lang, one.contract
    asked = template_columns(contract, needs.plan.checks)
    optional = [column for column in contract.columns if contract.typed and column not in asked]
    columns = (*asked, *optional)
    start = _write_head(sheet, one, needs, columns, style)
    widths: list[float] = []
    for position, column in enumerate(columns, 1):
        words = header(column, lang)
        style.header(sheet.cell(start, position), words, needed=column in asked, note=_note(column, lang))
        _help(sheet, column, position, start, choices, lang)
        if (number_format := _format(column, contract)) is not None:
            dimension: Any = sheet.column_dimensions[get_column_letter(position)]
            dimension.number_format = number_format
        widths.append(_width(words, _shown_example(column, position, needs)))
    for row in range(start + 1, start + 1 + _OPEN_ROWS):
        for position, column in enumerate(columns, 1):
            style.open(sheet.cell(row, position), _format(column, contract) or "General")
    lay_out(sheet, widths, header=start)


def _format(column: Column, contract: Contract) -> str | None:
    """How cells of the column are shown. An export is pasted with columns in an order of its own: a quantity that
    landed in a column of dates would become one, so only what must stay text is given a format there."""
    return _FORMATS.get(column.type) if contract.typed or column.type is ColumnType.TEXT else None


def _write_head(sheet: Worksheet, one: Needed, needs: Needs, columns: Iterable[Column], style: Style) -> int:
    """The lines above the header; the number of the header's row. Each line is one cell, but for the example."""
    lang, contract = needs.plan.lang, one.contract
    style.title(sheet.cell(1, 1), contract.title.say(lang))
    sheet.row_dimensions[1].height = 26
    lines = [_about(one, needs).say(lang), _legend(contract, columns, needs).say(lang)]
    others = [header(column, lang) for column in contract.columns if column not in tuple(columns)]
    if others:
        lines.append(_may_have(others).say(lang))
    if (matrix := matrix_words(contract)) is not None:
        lines.append(matrix.say(lang))
    for row, line in enumerate(lines, 2):
        style.quiet(sheet.cell(row, 1), line)
    row = len(lines) + 2
    style.link(sheet.cell(row, 1), Text("← back to the list", "← 返回清单").say(lang), SHEETS[COVER].say(lang))
    row += 1
    for position, column in enumerate(columns, 1):
        style.put(sheet.cell(row, position), _shown_example(column, position, needs) or None, size=9.5, colour="9CA3AF")
    return row + 1


def _about(one: Needed, needs: Needs) -> Text:
    contract = one.contract
    who, due = needs.who(contract.owner), needs.say(one.due)
    return Text(
        f"From: {contract.source.en}. Who has it: {who}. Due: {due}.",
        f"来源：{contract.source.zh}。由{who}提供，{due}。",
    )


def _legend(contract: Contract, columns: Iterable[Column], needs: Needs) -> Text:
    zone = needs.plan.zone.key
    timed = any(column.type is ColumnType.INSTANT for column in columns)
    times = Text(f" Times are read in {zone}.", f"时间按 {zone} 时区读取。") if timed else Text("", "")
    light = Text(" Columns in grey may stay empty.", "灰底列可以留空。") if contract.typed else Text("", "")
    return Text(
        f"One row for each, below the header; columns in blue must be filled in.{light.en}{times.en}",
        f"表头下方每行一条；蓝底列必填。{light.zh}{times.zh}",
    )


def _may_have(others: list[str]) -> Text:
    shown, more = others[:_OTHERS_SHOWN], len(others) > _OTHERS_SHOWN
    return Text(
        f"May be added, where you have them: {', '.join(shown)}{', ...' if more else ''}",
        f"如果有，还可以添加这些列：{'、'.join(shown)}{'等' if more else ''}",
    )


def _shown_example(column: Column, position: int, needs: Needs) -> str:
    words = _example(column, needs.plan.lang, needs.plan.zone)
    return f"{EXAMPLE.say(needs.plan.lang)}{words}" if position == 1 else words


def _example(column: Column, lang: Lang, zone: ZoneInfo) -> str:
    """As people type it into a cell: a time in the campaign's zone, as the sheet says that it is read."""
    match column.type:
        case ColumnType.INSTANT if column.example:
            return parse_instant(column.example, zone).astimezone(zone).strftime("%Y-%m-%d %H:%M")
        case ColumnType.CHOICE:
            return next(iter(choice_words(column, lang)), "")
        case ColumnType.BOOLEAN:
            return YES.say(lang)
        case _:
            return column.example


def choice_words(column: Column, lang: Lang) -> tuple[str, ...]:
    """For each value of a choice, the first word in the language by which it is known, else the value itself."""
    return tuple(
        next((word for word in words if word.isascii() is (lang == "en")), value)
        for value, words in column.values.items()
    )


def _help(sheet: Worksheet, column: Column, position: int, row: int, choices: Choices, lang: Lang) -> None:
    where = below(position, row)
    if column.type is ColumnType.BOOLEAN:
        choices.offer(sheet, where, (YES.say(lang), NO.say(lang)))
    elif column.type is ColumnType.CHOICE:
        choices.offer(sheet, where, choice_words(column, lang))


def _note(column: Column, lang: Lang) -> str:
    """What stands behind a header: what it is, how it is written, in which unit, and what else it may be called."""
    unit = unit_words(column.unit).say(lang) if column.unit else ""
    colon = "：" if lang == "zh" else ": "
    said = [
        column.title.say(lang) if column.title else "",
        _HOW[column.type].say(lang),
        f"{Text('unit', '单位').say(lang)}{colon}{unit}" if unit else "",
        f"{_ALSO.say(lang)}{colon}{('、' if lang == 'zh' else ', ').join(column.aliases[:6])}"
        if column.aliases
        else "",
    ]
    return "\n".join(part for part in said if part)


def _width(words: str, example: str) -> float:
    """Wide enough for the header, which is bold and has its mark for a comment, and for the example above it."""
    return min(_WIDE, max(_NARROW, cells_of(words) + 4, cells_of(example) + 1))
