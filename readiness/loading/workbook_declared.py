"""What the checklists declare, as far as a workbook must know it: evidence and checks by their titles."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from readiness.evidence.headers import fold as fold_header
from readiness.loading.checklist import check_items, check_nodes
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.nodes import Node, mapping_at, text_at
from readiness.loading.references import texts
from readiness.loading.sources import ChecklistSource
from readiness.loading.workbook_words import fold, sheet_name, sheet_name_with_id
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class Declared:
    """One evidence: `columns` are the headers of a table by which each column is known, `headers` one of each."""

    name: str
    title: Text
    table: bool
    columns: Mapping[str, frozenset[str]]
    headers: tuple[str, ...]

    @property
    def sheet_names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((sheet_name(self.title.zh), sheet_name(self.title.en))))


def declared_in(sources: Iterable[ChecklistSource]) -> dict[str, Declared]:
    """Every evidence of these checklists by name, valid or not."""
    found: dict[str, Declared] = {}
    for source in sources:
        evidence = mapping_at(source.node, "evidence")
        for name, entry in evidence.entries.items() if evidence else ():
            if isinstance(entry.value, MappingNode):
                found.setdefault(name, _declared(name, entry.value))
    return found


def titles_of_checks(sources: Iterable[ChecklistSource]) -> dict[str, Text]:
    """The title of every check by its full id."""
    nodes = [pair for source in sources for pair in check_nodes(source, check_items(source.node)).items()]
    return {check: _title(check, node.get("title")) for check, node in nodes}


def traits_asked(sources: Iterable[ChecklistSource]) -> tuple[str, ...]:
    """Every trait that some check asks about, in their order."""
    items = [item for source in sources for item in check_items(source.node)]
    return tuple(dict.fromkeys(node.text for item in items for node in texts(item.get("when")) if node.text))


def by_title(declared: Mapping[str, Declared]) -> dict[str, str]:
    """Names by all that a person may call the evidence; what two share means neither."""
    return _unique(
        (fold(said), one.name) for one in declared.values() for said in (one.name, one.title.en, one.title.zh)
    )


def by_sheet_name(declared: Mapping[str, Declared]) -> dict[str, str]:
    """Names of tables by what their sheet may be called; what two share means neither."""
    return _unique(
        (said.casefold(), one.name)
        for one in declared.values()
        if one.table
        for title in (one.title.zh, one.title.en)
        for said in (sheet_name(title), sheet_name_with_id(title, one.name), one.name)
    )


def _unique(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for said, name in pairs:
        found.setdefault(said, set()).add(name)
    return {said: next(iter(names)) for said, names in found.items() if len(names) == 1}


def _declared(name: str, node: MappingNode) -> Declared:
    columns = mapping_at(node, "columns")
    words: dict[str, tuple[str, ...]] = {}
    for column, entry in columns.entries.items() if columns else ():
        aliases = entry.value.get("aliases") if isinstance(entry.value, MappingNode) else None
        words[column] = (*(alias.text or "" for alias in texts(aliases)), column)
    table = text_at(node, "sort") in (None, "table") and bool(words)
    folded = {column: frozenset(map(fold_header, said)) for column, said in words.items()}
    return Declared(name, _title(name, node.get("title")), table, folded, tuple(said[0] for said in words.values()))


def _title(name: str, node: Node | None) -> Text:
    if isinstance(node, MappingNode):
        return Text(text_at(node, "en") or name, text_at(node, "zh") or name)
    said = text_at(node)
    return Text.same(said or name)
