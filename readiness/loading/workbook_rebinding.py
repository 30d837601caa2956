"""Writes bindings into the list of evidence of a campaign's workbook. Nothing else of it is touched: formulas,
drop-downs, formats, comments, pictures, charts and macros stay to the byte."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as ET

from readiness.evidence.sheet_cells import SheetCells, read_sheets
from readiness.loading.problems import InvalidInput, Problem, Problems
from readiness.loading.rewriting import put
from readiness.loading.sheet_surgery import Place, with_cells
from readiness.loading.workbook_declared import Declared, by_title
from readiness.loading.workbook_places import EVIDENCE_FOLDER
from readiness.loading.workbook_sheet import Row, Sheet, find_header, read_rows
from readiness.loading.workbook_words import EVIDENCE as COLUMNS
from readiness.loading.workbook_words import fold
from readiness.model.campaign import Campaign
from readiness.model.errors import BadValue, CannotJudge
from readiness.model.location import Location
from readiness.model.text import Text
from readiness.model.workbook import EVIDENCE, SHEETS

_OPEN_IN = ("~${name}", ".~lock.{name}#", ".~{name}")
"""What Excel, LibreOffice and WPS leave beside a workbook that is open."""
_OF_SOURCE = ("file", "sheet", "as_at")
"""What is said of the old file alone, and goes with it."""
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_RELATION_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

Changes = Mapping[Place, str | None]


def write_bindings_in_workbook(path: Path, campaign: Campaign, bindings: Mapping[str, Mapping[str, object]]) -> None:
    """Fills in the rows of these evidences; a row that is not there yet is added below the others. What was said of a
    file that is replaced goes; its zone and author stay where none is given.

    Raises InvalidInput when the workbook is open elsewhere, can't be changed safely, or would not be read back as
    meant; OSError when it can't be written. In all cases it is as it was.
    """
    _refuse_open(path)
    before = path.read_bytes()
    try:
        listed = _listed(before, path)
        changes = _changes(listed, campaign, bindings)
        content = _changed(before, listed.name, changes)
        _verify(before, content, listed.name, changes, path)
    except (CannotJudge, BadValue, KeyError, zipfile.BadZipFile, ET.ParseError) as error:
        why = error.message if isinstance(error, BadValue | CannotJudge) else Text.same(str(error))
        raise InvalidInput([Problem(Location(path.as_posix(), 1, 1), why, _by_hand(bindings))]) from error
    put(path, content, before, lambda _: _refuse_open(path))


def _refuse_open(path: Path) -> None:
    for pattern in _OPEN_IN:
        lock = path.with_name(pattern.format(name=path.name))
        if lock.exists():
            raise InvalidInput(
                [
                    Problem(
                        Location(path.as_posix(), 1, 1),
                        Text(
                            f"The workbook is open in another program ({lock.name} is beside it), which would write "
                            "over what is written now",
                            f"工作簿正在其他程序中打开（旁边有 {lock.name}），此时写入的内容会被其覆盖",
                        ),
                        Text(
                            f"Save and close it, and run the command again; if no program has it open, "
                            f"delete {lock.name}",
                            f"请保存并关闭后重新运行命令；若没有程序打开它，请删除 {lock.name}",
                        ),
                    )
                ]
            )


def _listed(content: bytes, path: Path) -> Sheet:
    """The list of evidence. Raises CannotJudge and BadValue."""
    titles = {fold(SHEETS[EVIDENCE].en), fold(SHEETS[EVIDENCE].zh)}
    found = [one for one in read_sheets(content, path.as_posix()) if fold(one.name) in titles]
    if len(found) != 1:
        raise BadValue(Text("the list of evidence was not found", "没有找到资料清单"))
    return Sheet(path.as_posix(), found[0])


@dataclass(frozen=True)
class _List:
    """The list's columns, its rows by evidence, and the first row that is free."""

    columns: Mapping[str, int]
    rows: Mapping[str, Row]
    free: int


def _changes(
    listed: Sheet, campaign: Campaign, bindings: Mapping[str, Mapping[str, object]]
) -> dict[Place, str | None]:
    """What is to be written into which cell. Raises BadValue and InvalidInput."""
    read = _rows(listed, campaign)
    changes: dict[Place, str | None] = {}
    free = read.free
    for name, values in bindings.items():
        row, said = read.rows.get(name), dict(_said(values, campaign))
        number = row.first.line if row is not None else free
        if row is None:
            title = campaign.contracts[name].title
            said |= {"title": title.zh if campaign.languages[:1] == ("zh",) else title.en, "id": name}
            free += 1
        else:
            said = {**{key: None for key in _OF_SOURCE if row.get(key) is not None}, **said}
        for key, text in said.items():
            if key not in read.columns:
                title = next(column.title for column in COLUMNS if column.key == key)
                raise BadValue(
                    Text(f"the list has no column {title.en}", f"资料清单没有“{title.zh}”列"),
                )
            changes[(number, read.columns[key])] = text
    return changes


def _rows(listed: Sheet, campaign: Campaign) -> _List:
    words = {label.key: frozenset({fold(label.title.en), fold(label.title.zh), fold(label.key)}) for label in COLUMNS}
    header = find_header(listed, words)
    problems = Problems()
    rows = read_rows(listed, COLUMNS, ("title",), problems)
    problems.raise_if_any()
    if header is None:
        raise BadValue(Text("the list of evidence has no header", "资料清单没有表头"))
    names = by_title(
        {
            name: Declared(name, one.title, table=True, columns={}, headers=())
            for name, one in campaign.contracts.items()
        }
    )
    found: dict[str, Row] = {}
    for row in rows:
        said = row.text("id") or row.text("title")
        if (name := names.get(fold(said))) is not None:
            found.setdefault(name, row)
    return _List(header[1], found, max(listed.rows) + 1)


def _said(values: Mapping[str, object], campaign: Campaign) -> dict[str, str | None]:
    """The cells of a binding as people write them."""
    said: dict[str, str | None] = {}
    for key, value in values.items():
        match key:
            case "file":
                said[key] = _short(str(value), campaign.folder)
            case "as_at":
                said[key] = _local(datetime.fromisoformat(str(value)), campaign)
            case "author":
                assert isinstance(value, list)
                said[key] = "、".join(_called(person, campaign) for person in value)
            case _:
                said[key] = str(value)
    return said


def _short(file: str, folder: Path) -> str:
    """A file among the evidence by its bare name, where that names no other."""
    bare = file.removeprefix(f"{EVIDENCE_FOLDER}/")
    return file if "/" in bare or (folder / bare).exists() else bare


def _local(instant: datetime, campaign: Campaign) -> str:
    """In the campaign's zone, as all times of the workbook; one that a clock change makes ambiguous with its offset."""
    local = instant.astimezone(campaign.zone)
    plain = local.replace(tzinfo=None)
    both = {plain.replace(tzinfo=campaign.zone, fold=fold_).utcoffset() for fold_ in (0, 1)}
    shown = local if len(both) > 1 else plain
    whole = shown.second == 0 and shown.microsecond == 0
    return shown.isoformat(sep=" ", timespec="minutes" if whole else "auto")


def _called(person: str, campaign: Campaign) -> str:
    name = next(one.name for one in campaign.people if one.id == person)
    return name if sum(one.name == name for one in campaign.people) == 1 else person


def _changed(content: bytes, sheet: str, changes: Changes) -> bytes:
    """The workbook with its one sheet changed; every other part is copied. Raises BadValue."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(written, "w") as copy:
        part = _part_of(book, sheet)
        copy.comment = book.comment
        for info in book.infolist():
            data = book.read(info)
            fresh = zipfile.ZipInfo(info.filename, info.date_time)
            fresh.compress_type, fresh.external_attr = info.compress_type, info.external_attr
            copy.writestr(fresh, with_cells(data, changes) if info.filename == part else data)
    return written.getvalue()


def _part_of(book: zipfile.ZipFile, sheet: str) -> str:
    """The part of the archive that holds a sheet. Raises KeyError and BadValue."""
    found = [one for one in ET.fromstring(book.read("xl/workbook.xml")).iter() if one.get("name") == sheet]  # noqa: S314
    relation = next((one.get(_RELATION) or one.get(_RELATION_STRICT) for one in found if _is(one, "sheet")), None)
    for one in ET.fromstring(book.read("xl/_rels/workbook.xml.rels")):  # noqa: S314
        if one.get("Id") == relation:
            return posixpath.normpath(posixpath.join("/xl", str(one.get("Target")))).removeprefix("/")
    raise BadValue(Text(f"the sheet {sheet} was not found", f"没有找到工作表 {sheet}"))


def _is(element: ET.Element, local: str) -> bool:
    return element.tag.rpartition("}")[2] == local


def _verify(before: bytes, content: bytes, sheet: str, changes: Changes, path: Path) -> None:
    """Raises BadValue unless what is read back is what was there, with exactly these cells changed."""
    was, is_ = (_all_cells(read_sheets(data, path.as_posix())) for data in (before, content))
    meant = {(sheet, *place): text for place, text in changes.items()}
    was |= {place: text for place, text in meant.items() if text is not None}
    for place in [place for place, text in meant.items() if text is None]:
        was.pop(place, None)
    if was != is_:
        raise BadValue(
            Text("what was to be written would not be read back as it was meant", "写入的内容读回后与原意不同")
        )


def _all_cells(sheets: tuple[SheetCells, ...]) -> dict[tuple[str, int, int], str]:
    return {
        (sheet.name, number, column): text
        for sheet in sheets
        for number, cells in sheet.rows
        for column, text in enumerate(cells, 1)
        if text
    }


def _by_hand(bindings: Mapping[str, Mapping[str, object]]) -> Text:
    named = "; ".join(f"{name}: {values['file']}" for name, values in bindings.items())
    return Text(f"Write the files into the list of evidence by hand: {named}", f"请手动把文件名填入资料清单：{named}")
