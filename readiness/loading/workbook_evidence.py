"""The list of evidence, and the sheets that hold tables: what each logical name is bound to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from readiness.evidence.headers import fold as fold_header
from readiness.loading.naming import nearest
from readiness.loading.nodes import Entry, Scalar
from readiness.loading.problems import Problems
from readiness.loading.workbook_declared import Declared, by_sheet_name, by_title
from readiness.loading.workbook_people import People, people_ids
from readiness.loading.workbook_places import find_file
from readiness.loading.workbook_scope import Scope
from readiness.loading.workbook_sheet import Cell, Row, Sheet, find_header, read_rows, refuse_above
from readiness.loading.workbook_values import entry, instant, listing, mapping
from readiness.loading.workbook_words import EVIDENCE, fold
from readiness.model.location import Location
from readiness.model.text import Text

_OPTIONS = ("as_at", "zone", "author")


@dataclass(frozen=True, slots=True)
class Filled:
    """A sheet of a table that holds rows of data below its header."""

    sheet: Sheet
    header: int


class EvidenceSheets:
    """Turns the list and the tables' sheets into `evidence:`. Everything filled in is bound or told."""

    def __init__(self, scope: Scope, people: People, declared: Mapping[str, Declared], problems: Problems) -> None:
        self._scope = scope
        self._people = people
        self._declared = declared
        self._problems = problems

    def entry(self, listed: Sheet, tables: Iterable[Sheet]) -> Entry | None:
        listed.refuse_unreadable(self._problems)
        rows = self._rows(read_rows(listed, EVIDENCE, ("title",), self._problems))
        by_name = {sheet.name.casefold(): sheet for sheet in tables}
        filled = self._filled(by_name, rows)
        found: list[Entry] = []
        for name, row in rows.items():
            found += self._bound_by_row(name, row, filled.pop(name, None))
        for name, table in filled.items():
            found.append(self._bound_sheet(name, table, table.sheet.at(1, 1), []))
        if not found:
            return None
        return entry("evidence", listed.at(1, 1), mapping(listed.at(1, 1), found))

    def _rows(self, rows: Iterable[Row]) -> dict[str, Row]:
        found: dict[str, Row] = {}
        for row in rows:
            name = self._named(row)
            if name is not None and name in found:
                first = found[name].first.spot
                self._problems.add(
                    row.first,
                    Text(f"This evidence stands here twice; the first is {first.en}", f"该资料重复；第一处{first.zh}"),
                    Text("Keep one of the two rows", "请只保留一行"),
                )
            elif name is not None:
                found[name] = row
        return found

    def _named(self, row: Row) -> str | None:
        """Which evidence the row is about, by its title or its id."""
        titles = by_title(self._declared)
        title, stated = row.get("title"), row.get("id")
        names = {cell.text: titles.get(fold(cell.text)) for cell in (title, stated) if cell is not None}
        known = {name for name in names.values() if name is not None}
        if len(known) == 1 and None not in names.values():
            return next(iter(known))
        if not names:
            self._problems.add(
                row.first,
                Text("This row names no evidence", "此行没有写明是哪一项资料"),
                Text("Write its title, or delete the row", "请填写资料名称，或删除此行"),
            )
        elif len(known) > 1:
            self._problems.add(
                row.first,
                Text("Title and id are of different evidence", "资料名称与编号不是同一项"),
                Text("Correct one of them", "请更正其中之一"),
            )
        else:
            self._refuse_unknown(next(cell for cell in (title, stated) if cell and names[cell.text] is None))
        return None

    def _refuse_unknown(self, cell: Cell) -> None:
        titles = [title for one in self._declared.values() for title in (one.title.zh, one.title.en, one.name)]
        near = nearest(cell.text, titles)
        self._problems.add(
            cell.location,
            Text(f"No checklist asks for evidence “{cell.text}”", f"没有检查清单需要资料“{cell.text}”"),
            Text(f"Did you mean {near}?", f"是否想写“{near}”？") if near else _DELETE_ROW,
        )

    def _filled(self, sheets: Mapping[str, Sheet], rows: Mapping[str, Row]) -> dict[str, Filled]:
        """The sheets with data, by the evidence that they are for: as a row says, else by their names."""
        owners = {
            cell.text.casefold(): name
            for name, row in rows.items()
            if (cell := row.get("sheet")) is not None and row.get("file") is None
        }
        known = by_sheet_name(self._declared)
        found: dict[str, Filled] = {}
        for folded, sheet in sheets.items():
            name = owners.get(folded) or known.get(folded)
            if name is None:
                self._refuse_sheet(sheet)
            elif (filled := self._data(sheet, self._declared[name])) is not None:
                self._enter(found, name, filled)
        for row in rows.values():
            if (cell := row.get("sheet")) is not None and row.get("file") is None:
                self._refuse_missing(cell, sheets)
        return found

    def _enter(self, found: dict[str, Filled], name: str, filled: Filled) -> None:
        if name not in found:
            found[name] = filled
            return
        other = found[name].sheet.name
        self._problems.add(
            filled.sheet.at(1, 1),
            Text(
                f"Sheet {other} holds rows of the same evidence ({name})",
                f"工作表“{other}”已有同一资料（{name}）的数据",
            ),
            Text("Keep one of the two sheets", "请只保留一张工作表"),
        )

    def _refuse_missing(self, cell: Cell, sheets: Mapping[str, Sheet]) -> None:
        if cell.text.casefold() in sheets:
            return
        near = nearest(cell.text, [sheet.name for sheet in sheets.values()])
        self._problems.add(
            cell.location,
            Text(f"This workbook has no sheet “{cell.text}”", f"本工作簿没有工作表“{cell.text}”"),
            Text(f"Did you mean {near}?", f"是否想写“{near}”？")
            if near
            else Text("Name the file that has it in the column File", "若在其他文件中，请在“文件”列写明文件"),
        )

    def _refuse_sheet(self, sheet: Sheet) -> None:
        cells = [cell for row in sheet.rows.values() for cell in row.values()]
        if not cells:
            return
        titles = [title for one in self._declared.values() if one.table for title in one.sheet_names]
        near = nearest(sheet.name, titles)
        self._problems.add(
            cells[0].location,
            Text(f"No checklist knows a table “{sheet.name}”", f"没有检查清单需要表格“{sheet.name}”"),
            Text(f"Rename the sheet to “{near}” if that is meant", f"若指“{near}”，请改用该工作表名称")
            if near
            else Text(
                "Delete the sheet, or name it in the column Sheet of the list of evidence",
                "请删除该工作表，或在资料清单的“工作表”列写明它属于哪项资料",
            ),
        )

    def _data(self, sheet: Sheet, declared: Declared) -> Filled | None:
        """The sheet where it holds rows; told where rows can't be read for want of a header, or stand above it."""
        header = find_header(sheet, declared.columns, fold_header)
        if header is None:
            wide = [row for row in sheet.rows.values() if len(row) > 1]
            if wide:
                titles = ", ".join(declared.headers)
                self._problems.add(
                    wide[0][min(wide[0])].location,
                    Text("This sheet has rows but no header", "本工作表有数据，但没有表头"),
                    Text(f"Write the header above the rows: {titles}", f"请在数据上方写上表头：{titles}"),
                )
            return None
        refuse_above(sheet, header[0], self._problems)
        return Filled(sheet, header[0]) if any(number > header[0] for number in sheet.rows) else None

    def _bound_by_row(self, name: str, row: Row, filled: Filled | None) -> Iterator[Entry]:
        file, url = row.get("file"), row.get("url")
        place = row.first
        if file is None and url is None:
            if filled is not None:
                yield self._bound_sheet(name, filled, place, list(self._options(row)))
            else:
                self._refuse_idle(name, row)
            return
        if filled is not None:
            self._refuse_both(file or url, filled)
        named = file or url
        assert named is not None
        place = named.location  # where findings about the source itself lead
        source = list(self._source(name, file, row)) + ([entry("url", url.location, url.scalar())] if url else [])
        yield entry(name, place, mapping(place, [*source, *self._options(row)]))

    def _source(self, name: str, file: Cell | None, row: Row) -> Iterator[Entry]:
        if file is None:
            return
        form, path = find_file(self._scope.folder, file, self._declared[name], self._problems)
        yield entry(form, file.location, file.scalar(path))
        if (sheet := row.get("sheet")) is not None:
            yield entry("sheet", sheet.location, sheet.scalar())

    def _options(self, row: Row) -> Iterator[Entry]:
        if (as_at := row.get("as_at")) is not None:
            yield entry("as_at", as_at.location, instant(as_at, self._scope.zone, self._problems))
        if (zone := row.get("zone")) is not None:
            yield entry("zone", zone.location, zone.scalar())
        if (author := row.get("author")) is not None and (ids := people_ids(author, self._people, self._problems)):
            yield entry("author", author.location, listing(author, ids))

    def _bound_sheet(self, name: str, filled: Filled, place: Location, options: list[Entry]) -> Entry:
        """A table in its own sheet. Its times are the campaign's, as the sheet says, unless the row says otherwise."""
        said = {one.key for one in options}
        own = {"file": self._scope.file, "sheet": filled.sheet.name, "header": str(filled.header)}
        if "zone" not in said:
            own["zone"] = self._scope.zone.key
        nodes = [entry(key, place, Scalar(place, text)) for key, text in own.items()]
        return entry(name, place, mapping(place, [*nodes, *options]))

    def _refuse_both(self, cell: Cell | None, filled: Filled) -> None:
        assert cell is not None
        sheet = filled.sheet.name
        self._problems.add(
            cell.location,
            Text(
                f"This evidence is given twice: here, and in the sheet {sheet}",
                f"该资料提供了两份：此处，以及工作表“{sheet}”",
            ),
            Text(
                f"Keep one: empty this cell, or the rows of {sheet}",
                f"请只保留一份：清空此单元格，或清空“{sheet}”中的数据",
            ),
        )

    def _refuse_idle(self, name: str, row: Row) -> None:
        """A time or an author of nothing: somebody meant to supply it."""
        stray = next((cell for key in _OPTIONS if (cell := row.get(key)) is not None), None)
        if stray is None:
            return
        title = self._declared[name].title
        where = (
            Text(", and its sheet holds no rows", "，其工作表也没有数据")
            if self._declared[name].table
            else Text("", "")
        )
        self._problems.add(
            stray.location,
            Text(
                f"This is said of “{title.en}”, but no file is named{where.en}",
                f"此处填写了“{title.zh}”的信息，但没有写明文件{where.zh}",
            ),
            Text("Supply the evidence, or empty this cell", "请提供资料，或清空此单元格"),
        )


_DELETE_ROW = Text("Write the title as it was, or delete the row", "请恢复原来的名称，或删除此行")
