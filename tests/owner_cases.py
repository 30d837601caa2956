"""Cells of the owner's workbook, each with the check that it decides: the examples' mutations, and some more."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET
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
    several = single_cell_mutations(check, folder)
    found = next(((one, cell) for one, cell in several if CHOSEN.get(check, one.what) == one.what), None)
    assert found is not None, f"{check} has no cell in the owner's workbook that decides it: add one to BESIDE"
    mutation, cell = found
    place = owner.place(cell.evidence, cell.row, cell.header)
    where = place.told_of_total if check in TOTALS else place.told
    said = (mutation.subject, "", mutation.observed)  # what is required names the headers of the example's files
    return Case(check, mutation.what, place, owner.said(cell.evidence, cell.header, cell.value), where, said)


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
    book = ET.fromstring(parts["xl/workbook.xml"])
    (relation,) = [one.get(_ID) for one in book.iter(f"{{{_MAIN}}}sheet") if one.get("name") == sheet]
    relations = ET.fromstring(parts["xl/_rels/workbook.xml.rels"])
    (target,) = [
        str(one.get("Target")) for one in relations.iter(f"{{{_RELATIONS}}}Relationship") if one.get("Id") == relation
    ]
    return target.removeprefix("/")


def _with_cell(content: bytes, place: Place, value: Any) -> bytes:
    sheet = ET.fromstring(content)
    (row,) = [one for one in sheet.iter(f"{{{_MAIN}}}row") if one.get("r") == str(place.row)]
    reference = f"{get_column_letter(place.position)}{place.row}"
    cell = next((one for one in row if one.get("r") == reference), None)
    if cell is None:
        before = [one for one in row if _position(one) < place.position]
        cell = ET.Element(f"{{{_MAIN}}}c", {"r": reference})
        row.insert(len(before), cell)
    for child in list(cell):
        cell.remove(child)
    cell.attrib.pop("t", None)
    said = value.value if isinstance(value, Shown) else value
    if isinstance(said, str):
        cell.set("t", "inlineStr")
        ET.SubElement(ET.SubElement(cell, f"{{{_MAIN}}}is"), f"{{{_MAIN}}}t").text = said
    elif said is not None:
        number = said if isinstance(said, int | float) else to_excel(said)  # type: ignore[no-untyped-call]
        ET.SubElement(cell, f"{{{_MAIN}}}v").text = repr(number)
    written: bytes = ET.tostring(sheet, encoding="utf-8", xml_declaration=True)
    return written


def _position(cell: ET.Element) -> int:
    from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

    return column_index_from_string(coordinate_from_string(str(cell.get("r")))[0])


CHOSEN = {
    "analysis.kpi-alerts": "an alert has no owner",
    "analysis.attribution-weights": "a weight is missing",
    "execution.warmup-scheduled": "it is scheduled for the launch itself",
    "planning.channel-plan": "a channel has no 负责人",
    "planning.touch-cadence": "the template is still being reviewed",
    "technical.entry-points-8": "a result is no result",
    "technical.test-metrics-23": "a metric failed",
}
"""The mutation that is one cell, where the first one is a thing that is nowhere: of that a finding can name no cell."""

TOTALS = {"channel.dealer-stock-sync", "crm.profile-quality", "crm.profile-duplicates"}
"""Checks of nothing but a share of all rows: a finding of it names sheet and column."""

BESIDE: dict[str, Beside] = {
    "crm.coupon-redeem-test": Beside(
        "a coupon is issued that nobody tested",
        of_table("coupons", 3, "券批次号"),
        just("CP618-99"),
        ("CP618-99", "", ""),
    ),
    "analysis.report-done": Beside(
        "it was finished a day late",
        of_table("after-tasks", 3, "实际完成时间"),
        just("2026-06-24 23:59"),
        ("完整分析报告", "", ""),
    ),
    "analysis.raw-clean-done": Beside(
        "it was finished a day late",
        of_table("after-tasks", 0, "实际完成时间"),
        just("2026-06-23 23:59"),
        ("原始数据清洗", "", ""),
    ),
    "analysis.tracking-complete": Beside(
        "an event arrived without the campaign",
        of_table("event-samples", 4, "活动ID"),
        just(None),
        ("", "", ""),
    ),
    "planning.lifecycle-followup": Beside(
        "nobody can read when the welcome comes",
        of_table("followup-flow", 0, "延迟（小时）"),
        just("尽快"),
        ("", "", "尽快"),
    ),
    "execution.staff-training": Beside(
        "nobody says who leads a shift", of_table("staff", 0, "是否值班长"), just(None), ("HM20303", "", "")
    ),
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
        ("/618", "shows one of: 抱歉", "not shown"),
        where=f"sheet {LIST}, cell H",
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
        ("", "身份证号码", ""),
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
    "execution.no-final-interpretation": another_file("terms", "旧版条款.md", "", observed="最终解释权"),
    "execution.lottery-announcement": another_file("terms", "文案.md", ""),
    "execution.gdpr-policy": another_file("privacy-policy", "文案.md", ""),
    "execution.ad-words": another_file("copy", "旧版文案.md", ""),
    "execution.pr-crisis-plan": another_file("pr-plan", "文案.md", ""),
    "execution.anti-cheat-procedure": another_file("anti-cheat-procedure", "文案.md", ""),
    "planning.offer-content": another_file("copy", "活动条款.md", ""),
    "execution.payment-order-sync-rounds": another_file(
        "full-flow-rounds", "回归测试.xml", "回归测试.xml", "3 rounds", "1"
    ),
    "technical.release-tests": another_file(
        "release-tests", "优惠券机型测试.xml", "优惠券机型测试.xml", "at least 20", "16"
    ),
    "technical.coupon-old-os": another_file("coupon-device-tests", "回归测试.xml", "iOS 12 × redeem"),
    "technical.coupon-api-crypto": another_file("api-tests", "回归测试.xml", "", "a repeated request is refused"),
    "technical.oversell-guard": another_file("api-tests", "回归测试.xml", "", "concurrent orders do not oversell"),
    "crm.automation-flow-test": another_file("automation-tests", "回归测试.xml", "", "coupon reminder", "no such case"),
    "planning.legal-signoff": author("terms", "王芳", ("legal", "", "")),
    "planning.plan-review": author("plan", "许宏", ("executive", "", "")),
    "planning.brand-fit": author("copy", "周琳", ("brand", "", "")),
}
