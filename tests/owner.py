"""A campaign owner who has Excel and no YAML: the workbook of `init`, filled in as people fill it in.

What is filled in are the examples' tables, cell by cell under the headers that `init` wrote, found by their aliases.
Which cell then decides a check is learnt from the check's own mutations: each changes one thing in the examples' files.
"""

from __future__ import annotations

import csv
import io
import os
import re
import shutil
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from readiness.cli.init_basis import built_in
from readiness.evidence import calendar
from readiness.evidence.headers import fold
from readiness.evidence.variables import names_in
from readiness.loading.shipped import BUILT_IN, shipped_checklists
from readiness.loading.workbook_words import HOSTS, sheet_names
from readiness.model.evidence import Column, ColumnType, Contract, Sort
from readiness.model.times import Times
from readiness.model.vocabulary import role_words
from readiness.model.workbook import SHEETS
from tests.changes import Change
from tests.checklists import Mutation
from tests.loading.books import Book
from tests.mutations import MUTATIONS, ONLINE
from tests.worlds import EXAMPLES, World, form_of

PACKS = tuple(name for name in shipped_checklists() if name not in BUILT_IN)
BASIS = built_in(PACKS)
CONTRACTS: Mapping[str, Contract] = BASIS.contracts
LAUNCH, END, ZONE = "2026-06-18T00:00:00+08:00", "2026-06-20T23:59:59+08:00", "Asia/Shanghai"
ID, RELEASE, SHOP_RELEASE = "2026-618-stores", "pos-3.8.1", "shop-web-4.12.0"
WORKBOOK, LIST = "campaign.xlsx", "资料清单"
_NUMBERS = frozenset({ColumnType.DECIMAL, ColumnType.INTEGER})

OLD_FILES = {
    "旧版条款.md": "# 活动条款\n\n## 其他\n\n本活动最终解释权归主办方所有。\n",
    "旧版文案.md": "# 全网最低价\n\n全国第一品牌，百分之百有效。\n",
}
"""Files of last year that lie among the evidence, named by nobody."""

Grid = list[list[Any]]
"""The rows of a table, its header first."""


@dataclass(frozen=True)
class Cell:
    """One cell of an example's table: of which evidence, in which row of data (from 0), under which header."""

    evidence: str
    row: int
    header: str
    value: Any


@dataclass(frozen=True)
class Place:
    """Where a cell of a table stands in the workbook."""

    sheet: str
    row: int
    position: int
    column: str

    @property
    def told(self) -> tuple[str, str]:
        """What a finding's place must hold: the sheet and the row, and the column."""
        return f"{WORKBOOK}, sheet {self.sheet}, row {self.row}", f"column {self.column}"

    @property
    def as_cell(self) -> str:
        """How the place of a cell is named that is none of a table of evidence."""
        return f"{WORKBOOK}, sheet {self.sheet}, cell {get_column_letter(self.position)}{self.row}"


@cache
def campaign(example: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((EXAMPLES / example / "campaign.yaml").read_text("utf-8"))
    return loaded


ANSWERED_BY_SHOP = {"dynamic-apis"}


@cache
def bindings() -> dict[str, tuple[str, dict[str, Any]]]:
    """Example and binding of each evidence: as the stores have it, and what only the shop has."""
    found = {name: ("storefront", one) for name, one in campaign("storefront")["evidence"].items()}
    stores = {name: ("go", one) for name, one in campaign("go")["evidence"].items() if name not in ANSWERED_BY_SHOP}
    return {**found, **stores}


def tables() -> Iterator[str]:
    """The evidence that are tables."""
    yield from (name for name in bindings() if CONTRACTS[name].sort is Sort.TABLE)


@dataclass(frozen=True)
class Shown:
    """A number as its cell shows it: a format goes with the cell that is copied."""

    value: Any
    number_format: str


def read_table(folder: Path, binding: Mapping[str, Any]) -> Grid:
    """The cells of an example's table as they stand there."""
    path = folder / binding["file"]
    if path.suffix == ".xlsx":
        book = load_workbook(path)
        sheet = book[binding["sheet"]] if "sheet" in binding else book.worksheets[0]
        rows = [[_shown(cell) for cell in row] for row in sheet.iter_rows()]
        return [row for row in rows if any(cell is not None for cell in row)]
    if path.suffix == ".ics":
        return read_calendar(path)
    encoding, delimiter = form_of(path)
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=delimiter))


def read_calendar(path: Path) -> Grid:
    """What a calendar holds around the campaign, as somebody types it into a sheet: a row for each meeting or shift."""
    launch, end = (datetime.fromisoformat(words) for words in (LAUNCH, END))
    times = Times(launch, launch, False, launch, end, ZoneInfo(ZONE), {})
    grid = calendar.read_calendar(
        path.read_bytes().decode("utf-8"), None, calendar.Around.of(times), lambda: 1.0, path.name
    )
    return [list(grid.header), *(list(cells) for _, cells in grid.rows)]


def _shown(cell: Any) -> Any:
    plain = cell.value is None or isinstance(cell.value, str)
    return cell.value if plain else Shown(cell.value, cell.number_format)


def column_of(contract: Contract, header: Any) -> Column | None:
    """The column that a header means, by its name or one of its aliases."""
    said = fold(str(header or ""))
    return next((one for one in contract.columns if said in {fold(one.name), *map(fold, one.aliases)}), None)


def typed(value: Any, column: Column | None) -> Any:
    """What Excel makes of the words that somebody pastes or types: a number, a time; a code stays text."""
    if not isinstance(value, str) or column is None:
        return value
    if column.type in _NUMBERS:
        with suppress(ValueError):
            return int(value)
    if column.type is ColumnType.INSTANT:
        with suppress(ValueError):
            moment = datetime.fromisoformat(value.strip())
            return moment if moment.tzinfo is None else value
    if column.type is ColumnType.DATE:
        with suppress(ValueError):
            return date.fromisoformat(value.strip())
    return value or None


def write(cell: Any, said: Any) -> None:
    """Put what somebody typed or pasted into a cell."""
    cell.value = said.value if isinstance(said, Shown) else said
    if isinstance(said, Shown):
        cell.number_format = said.number_format
    elif isinstance(said, str):
        cell.data_type = "s"
    elif isinstance(said, int):
        cell.number_format = "General"


class Owner:
    """Fills in the workbook of a folder that `init --workbook --lang zh` has made."""

    def __init__(self, folder: Path, sites: Mapping[str, str] | None = None, lean: Collection[str] = ()) -> None:
        """`lean` are the optional columns that are typed where no others are."""
        self.folder = folder
        self.book = Book(folder / WORKBOOK)
        self.sites = sites or {}
        self.lean = lean
        self._headers: dict[str, int] = {}
        titles = {name: one.title.zh for name, one in CONTRACTS.items() if one.sort is Sort.TABLE}
        self.sheet_of = sheet_names(titles, [one.say(lang) for one in SHEETS.values() for lang in ("en", "zh")])

    def fill(self, names: Collection[str] | None = None, exports: Collection[str] = ()) -> Path:
        """The sheets, the documents and the approvals: of all evidence, or of these names. Those tables that are
        `exports` are dropped as files."""
        self.fill_campaign()
        self.fill_people()
        if names is None:
            self.fill_hosts()
        for name, (example, binding) in bindings().items():
            if names is not None and name not in names:
                continue
            match CONTRACTS[name].sort:
                case Sort.TABLE if name in exports:
                    self.drop(name, EXAMPLES / example, binding)
                case Sort.TABLE:
                    self.fill_table(name, read_table(EXAMPLES / example, binding))
                    if "as_at" in binding:
                        self.note(name, "数据时间", binding["as_at"].replace(tzinfo=None))
                case Sort.DOCUMENT:
                    self.hand_in(name, EXAMPLES / example / (binding.get("file") or binding["folder"]))
                    self.note(name, "时区", binding.get("zone"))
                    self.note(name, "作者", "、".join(map(self.name_of, binding.get("author", ()))) or None)
                case Sort.URL:
                    self.note(name, "网址", self.address(binding["url"]))
        self.approve(names)
        for name, content in OLD_FILES.items():
            (self.folder / "evidence" / name).write_text(content, "utf-8")
        return self.book.save()

    def fill_campaign(self) -> None:
        self.book.answer("版本", RELEASE)
        self.book.answer("预热开始", datetime(2026, 6, 10, 10))  # noqa: DTZ001 - a cell has no zone

    def fill_hosts(self) -> None:
        """What the shop's campaign pairs with hosts; variables stay variables."""
        sheet, (top, _) = self.book["主机"], self.book.header("主机", "连接地址")
        for row, (host, said) in enumerate(campaign("storefront")["hosts"].items(), top + 1):
            sheet.cell(row, 1).value = host
            for label in HOSTS[1:]:
                value = said.get(label.key)
                sheet.cell(row, self.book.header("主机", label.title.zh)[1]).value = "是" if value is True else value

    def fill_people(self) -> None:
        for person in campaign("go")["people"]:
            for role in set(person["roles"]) & self.roles:
                self.book.person(f"{role_words(role).zh}（{role}）", person["name"], person["contact"])

    def approve(self, names: Collection[str] | None) -> None:
        """The approvals of the documents, as `sign` has written them; their texts are the same to the byte."""
        given = yaml.safe_load((EXAMPLES / "go" / "signoffs.yaml").read_text("utf-8"))["signoffs"]
        kept = [one for one in given if names is None or one["subject"] in names]
        for one in kept:
            one["at"] = one["at"].isoformat()
        text = yaml.safe_dump({"signoffs": kept}, allow_unicode=True)
        (self.folder / "signoffs.yaml").write_text(text, "utf-8")

    @property
    def roles(self) -> set[str]:
        """The roles that `init` asks for, by what stands in brackets behind their words."""
        return set(re.findall(r"（([a-z-]+)）", " ".join(str(cell.value) for cell in self.book["人员"]["A"])))

    def fill_table(self, name: str, grid: Grid) -> None:
        """Each row below the header, each cell under the header that means its column. An export is pasted with its own
        header over the one that is there."""
        contract, sheet = CONTRACTS[name], self.book[self.sheet_of[name]]
        if self.lean and contract.wide is None:
            grid = self.needed_columns(contract, grid)
        elif not contract.typed:
            self.paste_header(name, grid[0])
        places = [self.place(name, 0, header) for header in grid[0]]
        for number, row in enumerate(grid[1:], places[0].row):
            for header, value, place in zip(grid[0], row, places, strict=True):
                write(sheet.cell(number, place.position), self.said(name, header, value))

    def said(self, name: str, header: str, value: Any) -> Any:
        """A value of the examples as it is typed or pasted below the sheet's header."""
        column, base = column_of(CONTRACTS[name], header), bindings()[name][1].get("base", "")
        said = typed(value, column)
        if column is not None and column.type is ColumnType.RATIO and "%" in header:
            return f"{said.value if isinstance(said, Shown) else said}%"  # the sheet's header says no percent
        if said == SHOP_RELEASE:
            return RELEASE  # the owner's campaign is one, in stores and in the shop
        if base and isinstance(said, str) and said.startswith("/"):
            return self.address(base) + said.replace("utm_campaign=2026-618", f"utm_campaign={ID}")
        if said == SHOP_RELEASE:
            return RELEASE  # what the shop's tables say of its release
        return said

    def needed_columns(self, contract: Contract, grid: Grid) -> Grid:
        """What somebody types who types no more than is asked."""
        columns = [column_of(contract, header) for header in grid[0]]
        kept = [column is not None and (column.required or column.name in self.lean) for column in columns]
        return [[value for value, keep in zip(row, kept, strict=True) if keep] for row in grid]

    def place(self, name: str, row: int, header: Any) -> Place:
        """Where a cell belongs; a column that the sheet does not have yet is added behind the last."""
        contract, title = CONTRACTS[name], self.sheet_of[name]
        sheet = self.book[title]
        top = self.header_row(name)
        column = column_of(contract, header)
        there = {cell.column: cell.value for cell in sheet[top] if cell.value}
        for position, words in there.items():
            if fold(words) == fold(str(header)) or (column is not None and column_of(contract, words) is column):
                return Place(title, top + 1 + row, position, words)
        position = max(there) + 1
        sheet.cell(top, position).value = str(header)
        return Place(title, top + 1 + row, position, str(header))

    def header_row(self, name: str) -> int:
        """Where `init` wrote the header; an export's own may begin with a column that no check knows."""
        if name not in self._headers:
            sheet, contract = self.book[self.sheet_of[name]], CONTRACTS[name]
            held = {row[0].row: sum(bool(column_of(contract, cell.value)) for cell in row) for row in sheet.iter_rows()}
            self._headers[name] = max(held, key=lambda row: (held[row], row))  # a title may be a header's word too
        return self._headers[name]

    def paste_header(self, name: str, header: list[Any]) -> None:
        sheet, top = self.book[self.sheet_of[name]], self.header_row(name)
        for position in range(1, max(sheet.max_column, len(header)) + 1):
            sheet.cell(top, position).value = str(header[position - 1]) if position <= len(header) else None

    def hand_in(self, name: str, file: Path) -> None:
        """Drop a file, or a folder of files, among the evidence and write its name."""
        place = self.folder / "evidence"
        place.mkdir(exist_ok=True)
        if file.is_dir():
            shutil.copytree(file, place / file.name, dirs_exist_ok=True)
        else:
            shutil.copy(file, place)
        self.note(name, "文件", file.name)

    def drop(self, name: str, folder: Path, binding: Mapping[str, Any]) -> None:
        """Name an exported file, its sheet, its time and the zone of its times."""
        self.hand_in(name, folder / binding["file"])
        self.note(name, "工作表", binding.get("sheet"))
        self.note(name, "时区", binding.get("zone"))
        if "as_at" in binding:
            self.note(name, "数据时间", binding["as_at"].replace(tzinfo=None))

    def note(self, name: str, column: str, value: Any) -> str:
        """Fill in a cell of the list of evidence; its coordinate."""
        sheet = self.book[LIST]
        (row,) = [cell.row for cell in sheet[self.letter(LIST, "编号")] if cell.value == name]
        cell = sheet.cell(row, self.book.header(LIST, column)[1])
        cell.value = value
        return str(cell.coordinate)

    def letter(self, sheet: str, column: str) -> str:
        return get_column_letter(self.book.header(sheet, column)[1])

    def name_of(self, person: str) -> str:
        return next(str(one["name"]) for one in campaign("go")["people"] if one["id"] == person)

    def address(self, url: str) -> str:
        for name, value in self.sites.items():
            url = url.replace(f"${{{name}}}", value)
        return url


@contextmanager
def out_of_reach() -> Iterator[None]:
    """What a change of the examples says of files is learnt without the systems that an owner's campaign asks: it would
    reload them, or put another address in their place."""
    before = dict(os.environ)
    for name in {name for host in campaign("storefront")["hosts"].values() for name in names_in(str(host))}:
        os.environ.pop(name, None)
    try:
        yield
    finally:
        os.environ.clear()
        os.environ.update(before)


def cells_changed(change: Change, check: str, folder: Path) -> list[Cell] | None:
    """The cells that a change of the examples writes; None where it does anything else: rows that come or go, a text,
    an approval, an answer of the shop."""
    example = "storefront" if check in ONLINE else "go"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(EXAMPLES / example, folder, ignore=shutil.ignore_patterns("*.py", "__pycache__"))
    try:
        with out_of_reach():
            change(World(folder, lambda: ("", "")))
    except KeyError:  # it asks for the running shop or one of its systems
        return None
    found: dict[tuple[str, str], list[Cell]] = {}
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = path.relative_to(folder).as_posix()
        if path.read_bytes() == (EXAMPLES / example / name).read_bytes():
            continue
        touched = [one for one in tables() if bindings()[one][1].get("file") == name and bindings()[one][0] == example]
        if not touched:
            return None
        for one in touched:
            cells = _differences(one, example, folder)
            if cells is None:
                return None
            found.setdefault((name, str(bindings()[one][1].get("sheet"))), cells)
    return [cell for cells in found.values() for cell in cells]


def _differences(name: str, example: str, folder: Path) -> list[Cell] | None:
    binding = bindings()[name][1]
    before, after = read_table(EXAMPLES / example, binding), read_table(folder, binding)
    if len(before) != len(after) or before[0] != after[0]:
        return None
    return [
        Cell(name, row, str(before[0][position]), value)
        for row, (old, new) in enumerate(zip(before[1:], after[1:], strict=True))
        for position, (was, value) in enumerate(zip(old, new, strict=True))
        if was != value
    ]


def single_cell_mutations(check: str, folder: Path) -> Iterator[tuple[Mutation, Cell]]:
    """The mutations of a check that change exactly one cell of a table."""
    for mutation in MUTATIONS:
        if mutation.check == check:
            cells = cells_changed(mutation.change, check, folder)
            if cells is not None and len(cells) == 1:
                yield mutation, cells[0]
