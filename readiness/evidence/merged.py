"""Merged cells among the data: what they say is said of each row that they span; a quantity can't be. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.evidence.grid import Area, Sheet
from readiness.evidence.header_search import NUMBERS
from readiness.evidence.problems import cannot_judge
from readiness.evidence.row_words import is_note, totals_word
from readiness.model.evidence import Contract
from readiness.model.text import Text

_MOST_FILLED = 2_000_000
_MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class Merged:
    """`fills` are the cells that merged ranges give to further rows: row -> position -> text."""

    fills: Mapping[int, Mapping[int, str]]
    notes: tuple[Text, ...]


def merged_in_data(
    sheet: Sheet, header_last: int, positions: Mapping[str, int], contract: Contract, *, headings: bool = False
) -> Merged:
    """What the merged ranges below the header say. Raises CannotJudge for a merged quantity, and for a cell that spans
    several columns of the table, unless `headings` may stand between the rows and it is all that its row holds."""
    areas = [area for area in sheet.merged if area.bottom > header_last]
    if not areas:
        return Merged({}, ())
    cells = dict(sheet.rows)
    names = {position: name for name, position in positions.items()}
    fills: dict[int, dict[int, str]] = {}
    named: list[str] = []
    filled = 0
    for area in areas:
        row = cells.get(area.top, ())
        text = row[area.left] if area.left < len(row) else None
        covered = [names[i] for i in range(area.left, area.right + 1) if i in names]
        if not covered or text is None or not text.strip() or totals_word(text) or is_note((text,)):
            continue
        if headings and area.top == area.bottom and sum(bool(cell and cell.strip()) for cell in row) == 1:
            continue
        if len(covered) > 1:
            raise _over_columns(sheet.place, area, text)
        if area.top == area.bottom or area.left not in names:
            continue
        _refuse_quantity(sheet.place, area, covered[0], contract)
        filled += area.bottom - area.top
        if filled > _MOST_FILLED:
            raise cannot_judge(f"{sheet.place} has too many merged cells", f"{sheet.place} 的合并单元格过多")
        for number in range(area.top, area.bottom + 1):
            if number in cells:
                fills.setdefault(number, {})[area.left] = text
        named.append(area.name)
    return Merged(fills, _note(named))


def _note(named: list[str]) -> tuple[Text, ...]:
    if not named:
        return ()
    more = f" (+{len(named) - _MOST_NAMED})" if len(named) > _MOST_NAMED else ""
    listed = named[:_MOST_NAMED]
    return (
        Text(
            f"merged cells stand for each row that they span: {', '.join(listed)}{more}",
            f"合并单元格的内容用于其跨越的每一行：{'、'.join(listed)}{more}",
        ),
    )


def _refuse_quantity(place: str, area: Area, name: str, contract: Contract) -> None:
    column = contract.column(name)
    if column is not None and column.type in NUMBERS:
        raise cannot_judge(
            f"{place}: {area.name} is one merged cell of `{name}` over several rows, so it is not known how much of it "
            "belongs to each",
            f"{place}：{area.name} 是 `{name}` 列跨多行的合并单元格，无法确定每一行各是多少",
            Text("Unmerge it and give each row its own number", "请取消合并，并给每一行填上各自的数值"),
        )


def _over_columns(place: str, area: Area, text: str) -> Exception:
    return cannot_judge(
        f"{place}: the merged cell {area.name} ({text.strip()[:30]}) spans several columns of the table",
        f"{place}：合并单元格 {area.name}（{text.strip()[:30]}）跨表格的多列",
        Text(
            "Delete it if it is only a heading, or unmerge it and fill each cell",
            "如果只是小标题，请删除；否则请取消合并并填写每个单元格",
        ),
    )
