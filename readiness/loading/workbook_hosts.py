"""The sheet of hosts: what a campaign pairs with each, a row for each. A workbook may do without it."""

from __future__ import annotations

from readiness.loading.nodes import Entry
from readiness.loading.problems import Problems
from readiness.loading.workbook_changes import refuse_twice
from readiness.loading.workbook_sheet import Row, Sheet, read_rows
from readiness.loading.workbook_values import entry, mapping, yes_no
from readiness.loading.workbook_words import HOSTS, NOT_READ
from readiness.model.text import Text

_HOST, _YES_NO = "host", frozenset({"refusal_tests"})


def read_hosts(sheet: Sheet, problems: Problems) -> Entry | None:
    """`hosts:`; each row is one host."""
    sheet.refuse_unreadable(problems)
    found: dict[str, Entry] = {}
    for row in read_rows(sheet, HOSTS, (_HOST,), problems):
        cell = row.get(_HOST)
        if cell is None:
            problems.add(
                row.places[_HOST],
                Text("This row names no host", "此行没有写明主机"),
                Text("Write it as shop.example, or delete the row", "请写成 shop.example，或删除此行"),
            )
            continue
        name = cell.text.lower()
        if name in found:
            refuse_twice(row.first, found[name].location, problems)
            continue
        found[name] = entry(name, cell.location, mapping(cell.location, _settings(row)))
    start = sheet.at(1, 1)
    return entry("hosts", start, mapping(start, list(found.values()))) if found else None


def _settings(row: Row) -> list[Entry]:
    return [
        entry(key, cell.location, cell.scalar(yes_no(cell) if key in _YES_NO else None))
        for key, cell in row.cells.items()
        if key != _HOST and key not in NOT_READ
    ]
