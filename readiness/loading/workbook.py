"""A campaign that is one Excel workbook, as the located nodes that a YAML file would give: every rule, message and
model behind them is the same."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from readiness.evidence.sheet_cells import read_sheets
from readiness.loading.nodes import Entry, Listing
from readiness.loading.nodes import Mapping as MappingNode
from readiness.loading.problems import Problems
from readiness.loading.reading import Reader
from readiness.loading.sources import ChecklistSource, Folder, read_checklists
from readiness.loading.workbook_campaign import CampaignSheet
from readiness.loading.workbook_changes import read_not_applicable, read_settings
from readiness.loading.workbook_declared import Declared, declared_in, titles_of_checks, traits_asked
from readiness.loading.workbook_evidence import EvidenceSheets
from readiness.loading.workbook_hosts import read_hosts
from readiness.loading.workbook_people import read_people
from readiness.loading.workbook_scope import Scope
from readiness.loading.workbook_sheet import Sheet
from readiness.loading.workbook_values import mapping
from readiness.loading.workbook_words import fold
from readiness.model.errors import CannotJudge
from readiness.model.location import Location
from readiness.model.text import Text
from readiness.model.workbook import CAMPAIGN, EVIDENCE, HOSTS, NOT_APPLICABLE, PEOPLE, SETTINGS, SHEETS

_NEEDED = (CAMPAIGN, PEOPLE, EVIDENCE, NOT_APPLICABLE, SETTINGS)


def read_workbook(path: Path, shown: str, folder: Folder, reader: Reader, absent: Text) -> MappingNode | None:
    """The nodes of the campaign in a workbook; None when they can't be made, and problems were recorded."""
    content = reader.content(path, shown, path.name, absent)
    if content is None:
        return None
    try:
        cells = read_sheets(content, shown)
    except CannotJudge as error:
        reader.problems.add(Location(shown, 1, 1), error.message, error.hint)
        return None
    sheets = [Sheet(shown, one) for one in cells]
    for sheet in sheets:
        reader.problems.reading(shown, sheet.name)
    forms, tables = _sorted(sheets, reader.problems)
    missing = [form for form in _NEEDED if form not in forms]
    for form in missing:
        _refuse_missing(form, shown, reader.problems)
    return None if missing else _Workbook(path, forms, tables, folder, reader).node()


def _sorted(sheets: list[Sheet], problems: Problems) -> tuple[dict[str, Sheet], list[Sheet]]:
    """The sheets that every workbook has by what they are, in either language, and the rest."""
    titles = {fold(said): form for form, title in SHEETS.items() for said in (title.en, title.zh)}
    forms: dict[str, Sheet] = {}
    tables: list[Sheet] = []
    for sheet in sheets:
        form = titles.get(fold(sheet.name))
        if form is None:
            tables.append(sheet)
        elif form in forms:
            problems.add(
                sheet.at(1, 1),
                Text(
                    f"This sheet and {forms[form].name} are for the same", f"本工作表与“{forms[form].name}”是同一用途"
                ),
                Text("Keep one of the two", "请只保留一张"),
            )
        else:
            forms[form] = sheet
    return forms, tables


def _refuse_missing(form: str, shown: str, problems: Problems) -> None:
    title = SHEETS[form]
    problems.add(
        Location(shown, 1, 1),
        Text(f"The sheet {title.en} ({title.zh}) is missing", f"缺少工作表“{title.zh}”"),
        Text(
            "Give the sheet its name back, or copy it from a workbook that `readiness init NAME --workbook` makes",
            "请恢复该工作表的名称，或从 `readiness init 名称 --workbook` 新建的工作簿中复制",
        ),
    )


class _Workbook:
    """One workbook on its way to nodes."""

    def __init__(
        self, path: Path, forms: Mapping[str, Sheet], tables: list[Sheet], folder: Folder, reader: Reader
    ) -> None:
        self._path = path
        self._forms = forms
        self._tables = tables
        self._folder = folder
        self._reader = reader
        self._problems = reader.problems

    def node(self) -> MappingNode:
        head = CampaignSheet(self._forms[CAMPAIGN], self._problems)
        sources = self._sources(head.checklists())
        scope = Scope(self._folder.path, self._path.name, head.zone)
        people = read_people(self._forms[PEOPLE], self._problems)
        titles = titles_of_checks(sources)
        evidence = EvidenceSheets(scope, people, self._declared(sources), self._problems)
        entries = [
            *head.entries(traits_asked(sources)),
            people.entry,
            evidence.entry(self._forms[EVIDENCE], self._tables),
            read_hosts(self._forms[HOSTS], self._problems) if HOSTS in self._forms else None,
            read_settings(self._forms[SETTINGS], titles, scope, self._problems),
            read_not_applicable(self._forms[NOT_APPLICABLE], titles, people, self._problems),
        ]
        start = self._forms[CAMPAIGN].at(1, 1)
        return mapping(start, [one for one in entries if one is not None])

    def _sources(self, listed: Entry | None) -> list[ChecklistSource]:
        if listed is None or not isinstance(listed.value, Listing):
            return []
        return read_checklists(listed.value, self._folder, self._reader)[0]

    def _declared(self, sources: list[ChecklistSource]) -> dict[str, Declared]:
        """What the campaign's checklists declare, and whatever they may borrow from those that ship."""
        loaded = {source.name for source in sources}
        # only looked at: what the campaign does not load is no part of what it was decided from
        aside = Reader(Problems())
        shipped = [
            ChecklistSource(name, node, shipped=True, listed=node.location)
            for name, path in self._folder.shipped.items()
            if name not in loaded and (node := aside.read(path, name, name)) is not None
        ]
        return declared_in([*sources, *shipped])
