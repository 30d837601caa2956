"""The sheets of what does not apply and of changed settings: a row for each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from readiness.loading.nodes import Entry, Node
from readiness.loading.problems import Problems
from readiness.loading.workbook_people import People, people_ids
from readiness.loading.workbook_scope import Scope
from readiness.loading.workbook_sheet import Cell, Row, Sheet, read_rows
from readiness.loading.workbook_values import as_written, entry, listing, mapping, moment, one_of
from readiness.loading.workbook_words import NOT_APPLICABLE, SETTING_WORDS, SETTINGS, SEVERITIES, meant
from readiness.model.location import Location
from readiness.model.text import Text

_PROBE = "probe"


def read_not_applicable(sheet: Sheet, titles: Mapping[str, Text], people: People, problems: Problems) -> Entry | None:
    """`not_applicable:`; each row is one check."""
    sheet.refuse_unreadable(problems)
    found: dict[str, Entry] = {}
    for row in read_rows(sheet, NOT_APPLICABLE, ("check", "reason", "by"), problems):
        check = _check(row, titles, problems)
        if check is None:
            continue
        if check in found:
            refuse_twice(row.first, found[check].location, problems)
            continue
        keys = [entry("reason", row.places["reason"], row.scalar("reason"))]
        keys.append(entry("by", row.places["by"], _person(row, people, problems)))
        found[check] = entry(check, row.first, mapping(row.first, keys))
    start = sheet.at(1, 1)
    return entry("not_applicable", start, mapping(start, list(found.values()))) if found else None


def read_settings(sheet: Sheet, titles: Mapping[str, Text], scope: Scope, problems: Problems) -> Entry | None:
    """`settings:`; each row is one setting of one check."""
    sheet.refuse_unreadable(problems)
    tree: dict[str, Any] = {}
    seen: dict[tuple[str, ...], Location] = {}
    for row in read_rows(sheet, SETTINGS, ("check", "setting", "value"), problems):
        check = _check(row, titles, problems)
        if check is None:
            continue
        setting = row.get("setting")
        if setting is None:
            problems.add(
                row.places["setting"],
                Text("This row names no setting", "此行没有写明设置项"),
                Text("Write its name, such as due or probe.min_ratio", "请填写名称，例如 截止 或 probe.min_ratio"),
            )
            continue
        path = (check, *_path(setting))
        if path in seen:
            refuse_twice(row.first, seen[path], problems)
        elif not _put(tree, path, (setting.location, _value(path, row, scope, problems))):
            _refuse_clash(setting, problems)
        seen.setdefault(path, row.first)
    start = sheet.at(1, 1)
    return entry("settings", start, _tree(tree, start)) if tree else None


def _check(row: Row, titles: Mapping[str, Text], problems: Problems) -> str | None:
    """The id of the check: the first word of `execution.stock-coverage Stock covers ...`, or what its title means."""
    cell = row.get("check")
    if cell is None:
        problems.add(
            row.first,
            Text("This row names no check", "此行没有写明检查项"),
            Text("Choose the check, or delete the row", "请选择检查项，或删除此行"),
        )
        return None
    return meant(cell.text, titles) or cell.text.split()[0]


def _person(row: Row, people: People, problems: Problems) -> Node:
    """Who says so; whoever can't be told has been told about, and the cell stands for them."""
    cell = row.get("by")
    if cell is None:
        return row.scalar("by")
    ids = people_ids(cell, people, problems)
    return cell.scalar(ids[0] if ids else next(iter(people.ids), "nobody"))


def _path(setting: Cell) -> tuple[str, ...]:
    """`due`, `probe.min_ratio`; a bare name is a setting of the probe."""
    known = meant(setting.text, SETTING_WORDS)
    if known is not None:
        return (known,)
    steps = tuple(step.strip() for step in setting.text.split(".") if step.strip())
    return steps if steps[:1] == (_PROBE,) else (_PROBE, *steps)


def _value(path: tuple[str, ...], row: Row, scope: Scope, problems: Problems) -> Node:
    cell = row.get("value")
    if cell is None:
        return row.scalar("value")
    if path[1:] == ("severity",):
        return cell.scalar(one_of(cell, SEVERITIES))
    if cell.text.startswith("[") and cell.text.endswith("]"):
        return listing(cell, [part.strip() for part in cell.text[1:-1].split(",") if part.strip()])
    return moment(cell, scope.zone, problems) if path[1:] == ("due",) else cell.scalar(as_written(cell, scope.zone))


def _put(tree: dict[str, Any], path: tuple[str, ...], leaf: tuple[Location, Node]) -> bool:
    """Whether the leaf found its place: not below another leaf, nor in the place of a branch."""
    for step in path[:-1]:
        below = tree.setdefault(step, {})
        if not isinstance(below, dict):
            return False
        tree = below
    if path[-1] in tree:
        return False
    tree[path[-1]] = leaf
    return True


def _tree(tree: Mapping[str, Any], start: Location) -> Node:
    entries: list[Entry] = []
    for key, below in tree.items():
        if isinstance(below, dict):
            node = _tree(below, start)
            entries.append(entry(key, node.location, node))
        else:
            entries.append(entry(key, *below))
    return mapping(entries[0].location if entries else start, entries)


def refuse_twice(place: Location, first: Location, problems: Problems) -> None:
    """Told of a row whose subject stands in an earlier one."""
    problems.add(
        place,
        Text(f"This stands here twice; the first is {first.spot.en}", f"此项重复；第一处{first.spot.zh}"),
        Text("Keep one of the two rows", "请只保留一行"),
    )


def _refuse_clash(setting: Cell, problems: Problems) -> None:
    problems.add(
        setting.location,
        Text(f"“{setting.text}” contradicts another row of this check", f"“{setting.text}”与该检查项的另一行矛盾"),
        Text("Name each setting in full, once", "请完整写出每个设置项，且只写一次"),
    )
