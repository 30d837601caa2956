"""The sheet of the campaign itself: one line an answer, an item beside its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from readiness.loading.naming import nearest
from readiness.loading.nodes import Entry, Node, Scalar
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.problems import Problems
from readiness.loading.workbook_sheet import Cell, Sheet, find_header
from readiness.loading.workbook_values import (
    entry,
    instant,
    joined,
    listing,
    mapping,
    moment,
    one_of,
    parts,
    yes_no,
)
from readiness.loading.workbook_words import (
    CHECKLISTS,
    HEAD,
    ITEM,
    LANGUAGES,
    MOMENT,
    NOTE,
    SELECTIONS,
    VALUE,
    fold,
    meant,
)
from readiness.model.location import Location
from readiness.model.text import Text
from readiness.model.trait_words import question

_REQUIRED = frozenset({"id", "launch", "end", "timezone", "checklists"})
_TRAIT, _OWN_MOMENT = "trait:", "moment:"


@dataclass(frozen=True, slots=True)
class Line:
    """An item and its value; `place` is the value's cell, filled in or not."""

    item: Cell
    value: Cell | None
    place: Location


class CampaignSheet:
    """Reads the sheet in two steps, since the checklists that it names say which traits may be asked about."""

    def __init__(self, sheet: Sheet, problems: Problems) -> None:
        self._sheet = sheet
        self._problems = problems
        sheet.refuse_unreadable(problems)
        self._lines = list(self._read())

    @property
    def zone(self) -> ZoneInfo:
        """The campaign's zone; UTC where none can be read, which is told with the field."""
        line = self._head().get("timezone")
        try:
            return ZoneInfo(line.value.text if line and line.value else "UTC")
        except (ValueError, OSError, KeyError):
            return ZoneInfo("UTC")

    def checklists(self) -> Entry | None:
        line = self._head().get("checklists")
        if line is None:
            return None
        if line.value is None:
            return entry("checklists", line.item.location, Scalar(line.place, None))
        names = [meant(part, CHECKLISTS) or part for part in parts(line.value)]
        return entry("checklists", line.item.location, listing(line.value, names))

    def entries(self, traits: Iterable[str]) -> list[Entry]:
        """`campaign:`, `checklists:` and `selection:`; `traits` are those that the checklists ask about."""
        asked = tuple(traits)
        lines = self._known(asked)
        start = self._sheet.at(1, 1)
        head = mapping(start, [*self._scalars(lines), *self._moments(lines), *_traits(lines, asked)])
        found = [entry("campaign", start, head)]
        if (lists := self.checklists()) is not None:
            found.append(lists)
        if (selection := lines.get("selection")) is not None and selection.value is not None:
            value = selection.value.scalar(one_of(selection.value, SELECTIONS))
            found.append(entry("selection", selection.item.location, value))
        return found

    def _scalars(self, lines: Mapping[str, Line]) -> Iterator[Entry]:
        for key in ("id", "launch", "end", "timezone", "release"):
            line = lines.get(key)
            if line is None or (line.value is None and key not in _REQUIRED):
                continue
            yield entry(key, line.item.location, self._scalar(key, line))
        yield from _name(lines.get("name.zh"), lines.get("name.en"))
        languages = lines.get("languages")
        if languages is not None and languages.value is not None:
            said = [meant(part, LANGUAGES) or part for part in joined(languages.value)]
            yield entry("languages", languages.item.location, listing(languages.value, said))

    def _scalar(self, key: str, line: Line) -> Scalar:
        if line.value is None:
            return Scalar(line.place, None)
        return instant(line.value, self.zone, self._problems) if key in ("launch", "end") else line.value.scalar()

    def _moments(self, lines: Mapping[str, Line]) -> Iterator[Entry]:
        """Those of the template, and the campaign's own."""
        named = {"moments.warm-up": "warm-up", "moments.freeze": "freeze"}
        named |= {key: key.removeprefix(_OWN_MOMENT) for key in lines if key.startswith(_OWN_MOMENT)}
        found = [
            entry(name, line.item.location, moment(line.value, self.zone, self._problems))
            for key, name in named.items()
            if (line := lines.get(key)) is not None and line.value is not None
        ]
        if found:
            yield entry("moments", found[0].location, mapping(found[0].location, found))

    def _read(self) -> Iterator[Line]:
        words = {
            "item": frozenset({fold(ITEM.en), fold(ITEM.zh)}),
            "value": frozenset({fold(VALUE.en), fold(VALUE.zh)}),
        }
        words["note"] = frozenset({fold(NOTE.en), fold(NOTE.zh)})
        header = find_header(self._sheet, words)
        number, columns = header if header is not None and len(header[1]) > 1 else (0, {})
        item, value = columns.get("item", 1), columns.get("value", 2)
        note = columns.get("note", max(item, value) + 1)
        for row, cells in self._sheet.rows.items():
            if row <= number:
                continue
            for column, cell in cells.items():
                if column not in (item, value, note) or (column == value and item not in cells):
                    self._stray(cell)
            if item in cells:
                yield Line(cells[item], cells.get(value), self._sheet.at(row, value))

    def _stray(self, cell: Cell) -> None:
        self._problems.add(
            cell.location,
            Text("This value belongs to no item", "该值不属于任何项目"),
            Text("Delete it, or write its item into the first column", "请删除，或在第一列写明项目"),
        )

    def _head(self) -> dict[str, Line]:
        """The lines whose items every campaign has; of an item that stands twice, the first."""
        words = {fold(said): one.key for one in HEAD for said in (one.title.en, one.title.zh, one.key)}
        found: dict[str, Line] = {}
        for line in self._lines:
            if (key := words.get(fold(line.item.text))) is not None:
                found.setdefault(key, line)
        return found

    def _known(self, traits: Iterable[str]) -> dict[str, Line]:
        """Every line by what it answers. Told are items that nothing is known of, and those that stand twice."""
        words = {fold(said): one.key for one in HEAD for said in (one.title.en, one.title.zh, one.key)}
        for trait in traits:
            asked = question(trait)
            words |= {fold(said): f"{_TRAIT}{trait}" for said in (trait, asked.en, asked.zh)}
        found: dict[str, Line] = {}
        for line in self._lines:
            key = words.get(fold(line.item.text)) or _own_moment(line.item.text)
            if key is None:
                self._unknown(line, [*(one.title.zh for one in HEAD), *(one.title.en for one in HEAD)])
            elif key in found:
                first = found[key].item.location.spot
                self._problems.add(
                    line.item.location,
                    Text(f"This item stands here twice; the first is {first.en}", f"该项目重复；第一处{first.zh}"),
                    Text("Keep one of the two", "请只保留一处"),
                )
            else:
                found[key] = line
        return found

    def _unknown(self, line: Line, known: Iterable[str]) -> None:
        """A line without a value is a heading."""
        if line.value is None:
            return
        near = nearest(line.item.text, known)
        self._problems.add(
            line.item.location,
            Text(f"“{line.item.text}” is no item of a campaign", f"“{line.item.text}”不是活动的项目"),
            Text(f"Did you mean {near}?", f"是否想写“{near}”？")
            if near
            else Text("Delete the row, or write the question as it was", "请删除此行，或恢复原来的问题文字"),
        )


def _own_moment(words: str) -> str | None:
    """`Moment: announcement` or 时点：announcement."""
    head, colon, name = words.replace("：", ":").partition(":")
    if colon and fold(head) in (fold(MOMENT.en), fold(MOMENT.zh)) and name.strip():
        return f"{_OWN_MOMENT}{name.strip()}"
    return None


def _name(zh: Line | None, en: Line | None) -> Iterator[Entry]:
    """A name in one language serves both."""
    given = [line for line in (zh, en) if line is not None]
    filled = [line for line in given if line.value is not None]
    if not given:
        return
    if not filled:
        yield entry("name", given[0].item.location, Scalar(given[0].place, None))
        return
    first = filled[0]
    both: list[Entry] = []
    for lang, line in (("en", en), ("zh", zh)):
        said = line if line is not None and line.value is not None else first
        assert said.value is not None
        both.append(entry(lang, said.item.location, said.value.scalar()))
    yield entry("name", first.item.location, mapping(first.item.location, both))


def _traits(lines: Mapping[str, Line], asked: Iterable[str]) -> Iterator[Entry]:
    """An asked trait that is left empty is an empty value, and so told; one that nobody asks about is just absent."""
    wanted = set(asked)
    found: list[Entry] = []
    for key, line in lines.items():
        if not key.startswith(_TRAIT):
            continue
        trait = key.removeprefix(_TRAIT)
        if line.value is None and trait not in wanted:
            continue
        value: Node = Scalar(line.place, None) if line.value is None else line.value.scalar(yes_no(line.value))
        found.append(entry(trait, line.item.location, value))
    if found:
        yield entry("traits", found[0].location, MappingNode(found[0].location, {one.key: one for one in found}))
