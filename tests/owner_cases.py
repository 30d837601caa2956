"""Cells of the owner's workbook, each with the check that it decides: the examples' mutations, and cells beside them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import to_excel

from tests.owner import LIST, WORKBOOK, Owner, Place, Shown, single_cell_mutations

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True)
class Case:
    """One cell changed, and what the report must say: parts of a finding's place, subject, requirement, observation."""

    check: str
    what: str
    place: Place
    value: Any
    where: tuple[str, ...]
    said: tuple[str, str, str]


@dataclass(frozen=True)
class Beside:
    """A case that no mutation of the examples gives: `cell` finds the place in the owner's workbook."""

    what: str
    cell: Callable[[Owner], Place]
    value: Callable[[Owner], Any]
    said: tuple[str, str, str]
    where: str | None = None
    """Part of the finding's place; None for the cell's own, with sheet, row and column."""


def of_table(evidence: str, row: int, header: str) -> Callable[[Owner], Place]:
    return lambda owner: owner.place(evidence, row, header)


def of_list(evidence: str, column: str) -> Callable[[Owner], Place]:
    """A cell in the list of evidence."""

    def find(owner: Owner) -> Place:
        (row,) = [cell.row for cell in owner.book[LIST][owner.letter(LIST, "编号")] if cell.value == evidence]
        return Place(LIST, row, owner.book.header(LIST, column)[1], column)

    return find


def of_campaign(item: str) -> Callable[[Owner], Place]:
    return lambda owner: Place("活动", owner.book.row("活动", item), 2, item)


def just(value: Any) -> Callable[[Owner], Any]:
    return lambda _: value


def another_file(evidence: str, file: str, subject: str, required: str = "", observed: str = "") -> Beside:
    """The list names the wrong one of the files that are there."""
    said = (subject, required, observed)
    return Beside(f"{file} instead", of_list(evidence, "文件"), just(file), said, where=file)


def author(evidence: str, name: str, said: tuple[str, str, str]) -> Beside:
    return Beside("the approver wrote it", of_list(evidence, "作者"), just(name), said, where="")


def case_of(check: str, owner: Owner, folder: Path) -> Case:
    """The case of a check: its own beside the mutations, else the first mutation that is one cell of a table."""
    if check in BESIDE:
        one = BESIDE[check]
        place = one.cell(owner)
        where = place.told if one.where is None else (one.where,)
        return Case(check, one.what, place, one.value(owner), where, one.said)
    found = next(single_cell_mutations(check, folder), None)
    assert found is not None, f"{check} has no cell in the owner's workbook that decides it: add one to BESIDE"
    mutation, cell = found
    place = owner.place(cell.evidence, cell.row, cell.header)
    said = (mutation.subject, mutation.required, mutation.observed)
    return Case(check, mutation.what, owner.said(cell.evidence, cell.header, cell.value), place.told, said)


def change_cell(folder: Path, place: Place, value: Any) -> None:
    """Write one cell and leave all else of the workbook as it is, its format included."""
    path = folder / WORKBOOK
    with ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    part = _part_of(parts, place.sheet)
    parts[part] = _with_cell(parts[part], place, value)
    with ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)


def _part_of(parts: dict[str, bytes], sheet: str) -> str:
    book = ElementTree.fromstring(parts["xl/workbook.xml"])
    (relation,) = [one.get(_ID) for one in book.iter(f"{{{_MAIN}}}sheet") if one.get("name") == sheet]
    relations = ElementTree.fromstring(parts["xl/_rels/workbook.xml.rels"])
    (target,) = [
        str(one.get("Target")) for one in relations.iter(f"{{{_RELATIONS}}}Relationship") if one.get("Id") == relation
    ]
    return target.removeprefix("/")


def _with_cell(content: bytes, place: Place, value: Any) -> bytes:
    sheet = ElementTree.fromstring(content)
    (row,) = [one for one in sheet.iter(f"{{{_MAIN}}}row") if one.get("r") == str(place.row)]
    reference = f"{get_column_letter(place.position)}{place.row}"
    cell = next((one for one in row if one.get("r") == reference), None)
    if cell is None:
        before = [one for one in row if _position(one) < place.position]
        cell = ElementTree.Element(f"{{{_MAIN}}}c", {"r": reference})
        row.insert(len(before), cell)
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    said = value.value if isinstance(value, Shown) else value
    if isinstance(said, str):
        cell.set("t", "inlineStr")
        ElementTree.SubElement(ElementTree.SubElement(cell, f"{{{_MAIN}}}is"), f"{{{_MAIN}}}t").text = said
    elif said is not None:
        number = said if isinstance(said, int | float) else to_excel(said)
        ElementTree.SubElement(cell, f"{{{_MAIN}}}v").text = repr(number)
    return ElementTree.tostring(sheet, encoding="utf-8", xml_declaration=True)


def _position(cell: ElementTree.Element) -> int:
    from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

    return column_index_from_string(coordinate_from_string(str(cell.get("r")))[0])


BESIDE: dict[str, Beside] = {
    "analysis.redemption-alert": Beside(
        "nobody is told", of_table("metric-alerts", 11, "通知对象"), just(None), ("", "", "")
    ),
    "planning.duration": Beside(
        "it lasts a year", of_table("phases", 1, "结束时间"), just("2027-06-18 00:00"), ("", "", "")
    ),
    "execution.static-fallback": Beside(
        "the emergency page is one of the shop's",
        of_list("fallback-page", "网址"),
        lambda owner: owner.sites["STOREFRONT_URL"] + "/618",
        ("", "", ""),
        where="",
    ),
    "technical.cdn-cache": Beside(
        "a page stands among the assets",
        of_table("static-assets", 0, "地址"),
        lambda owner: owner.sites["STOREFRONT_URL"] + "/618",
        ("", "", ""),
    ),
    "technical.dynamic-not-cached": Beside(
        "an asset that is cached is called an API",
        of_table("dynamic-apis", 0, "地址"),
        lambda owner: owner.sites["STOREFRONT_URL"] + "/static/app.3f9c.css",
        ("", "", ""),
    ),
    "execution.privacy-pipl": Beside(
        "a field is collected that the policy does not name",
        of_table("collected-fields", 0, "收集字段"),
        just("身份证号码"),
        ("身份证号码", "", ""),
    ),
    "planning.rule-clauses": Beside(
        "the launch is another day than the terms say",
        of_campaign("上线时间"),
        just("2026-06-17 00:00"),
        ("", "", ""),
        where="活动条款.md",
    ),
    "execution.faq-kb": another_file("faq", "文案.md", ""),
    "execution.cs-scripts": another_file("cs-scripts", "文案.md", ""),
    "execution.no-final-interpretation": another_file("terms", "旧版条款.md", "最终解释权"),
    "execution.lottery-announcement": another_file("terms", "文案.md", ""),
    "execution.gdpr-policy": another_file("privacy-policy", "文案.md", ""),
    "execution.ad-words": another_file("copy", "旧版文案.md", ""),
    "execution.pr-crisis-plan": another_file("pr-plan", "文案.md", ""),
    "execution.anti-cheat-procedure": another_file("anti-cheat-procedure", "文案.md", ""),
    "planning.offer-content": another_file("copy", "活动条款.md", ""),
    "planning.legal-signoff": author("terms", "王芳", ("legal", "", "")),
    "planning.plan-review": author("plan", "许宏", ("executive", "", "")),
    "planning.brand-fit": author("copy", "周琳", ("brand", "", "")),
}
