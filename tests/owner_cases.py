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

from tests.owner import LIST, RELEASE, SHOP_RELEASE, WORKBOOK, Owner, Place, Shown, single_cell_mutations

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
    """Part of the finding's place; None for the cell's own: with sheet, row and column, or as cells are named where it
    is none of a table."""
    beside: str = ""
    """What the place names, too."""


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


def another_file(evidence: str, file: str, required: str, observed: str, line: str = "") -> Beside:
    """The list names the wrong one of the files that are there. The finding leads to that cell, or, where something
    stands in the file that must not, to its line."""
    said = (file, required, observed)
    return Beside(f"{file} instead", of_list(evidence, "文件"), just(file), said, where=line or None, beside=file)


def report(evidence: str, said: tuple[str, str, str], file: str = "回归测试.xml") -> Beside:
    """The list names another report than the one of these tests; the finding names the file."""
    return Beside(f"{file} instead", of_list(evidence, "文件"), just(file), said, where=file)


def author(evidence: str, name: str, said: tuple[str, str, str]) -> Beside:
    """The list names as the author who has approved; the finding leads to that cell, and to the approval."""
    return Beside("the approver wrote it", of_list(evidence, "作者"), just(name), said, beside="signoffs.yaml:")


def case_of(check: str, what: str, owner: Owner, folder: Path) -> Case:
    """The case of a check: the mutation `what`; else its own beside the mutations, else the first mutation that is one
    cell of a table."""
    if check in BESIDE and not what:
        one = BESIDE[check]
        place = one.cell(owner)
        own = place.told if place.sheet in owner.sheet_of.values() else (place.as_cell,)
        where = (*(own if one.where is None else (one.where,)), one.beside)
        return Case(check, one.what, place, one.value(owner), where, one.said)
    several = single_cell_mutations(check, folder)
    wanted = what or CHOSEN.get(check, "")
    found = next(((one, cell) for one, cell in several if wanted in ("", one.what)), None)
    assert found is not None, f"{check} has no cell in the owner's workbook that decides it: add one to BESIDE"
    mutation, cell = found
    place = owner.place(cell.evidence, cell.row, cell.header)
    required = mutation.required.replace(cell.header, place.column)  # the sheet calls the column otherwise
    required = required.replace(SHOP_RELEASE, RELEASE)  # the owner's campaign is one, in stores and in the shop
    said = (mutation.subject, required, mutation.observed)
    return Case(check, mutation.what, place, owner.said(cell.evidence, cell.header, cell.value), place.told, said)


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
    "planning.budget-categories": "a line has no category",
    "analysis.kpi-alerts": "an alert has no owner",
    "analysis.reach-ab-test": "not assigned at random",
    "analysis.attribution-weights": "a weight is missing",
    "planning.kpi-baseline": "it has no value",
    "planning.budget-split": "a line is for nothing",
    "planning.budget-elastic-margin": "nobody knows the cost",
    "planning.budget-worst-case": "a price is in words",
    "planning.prizes-in-budget": "nobody says how many there are",
    "planning.original-price": "one sale of the week was cheaper",
    "planning.prior-price-eu": "a price is empty",
    "crm.data-archiving-consent": "kept for three years and a day",
    "execution.warmup-scheduled": "it is scheduled for the launch itself",
    "planning.channel-plan": "a channel has no 负责人",
    "planning.touch-cadence": "the template is still being reviewed",
    "technical.entry-points-8": "a result is no result",
    "technical.test-metrics-23": "a metric failed",
}
"""The mutation that is one cell, where the first one is a thing that is nowhere: of that a finding can name no cell."""

OLD_COPY, BY_ANOTHER = "文案.md", "approval by someone who did not write it"

ALSO = (
    ("analysis.tracking-complete", "the plan of an event lacks channel"),
    ("execution.staff-training", "a shift lead failed a module"),
    ("execution.staff-training", "a shift lead finished a second too late"),
    ("execution.staff-training", "one person less has passed, and fewer than 95 % are trained"),
    ("execution.gift-packing", "fewer than no orders are expected"),
    ("analysis.kpi-alerts", "an alert is switched off"),
    ("technical.entry-points-8", "a case was run on a simulator only"),
    ("technical.entry-points-8", "a case was run with another release"),
    ("technical.entry-points-8", "a case was run a second too late"),
)
"""Further cells of checks that watch several columns: each leads to its own."""

BESIDE: dict[str, Beside] = {
    "technical.business-metrics-12": Beside(
        "a query shows the hour before",
        of_table("business-metrics", 10, "查询语句"),
        just("sum(shop_active_sessions offset 1h)"),
        ("在线人数", "the present", "with offset or @"),
    ),
    "crm.blacklist-exclusion": Beside(
        "a number is masked, so nobody can compare it",
        of_table("audience", 0, "手机号"),
        just("139****0000"),
        ("触达受众名单", "手机号", "asterisks"),
    ),
    "crm.coupon-redeem-test": Beside(
        "a coupon is issued that nobody tested",
        of_table("coupons", 3, "券批次号"),
        just("CP618-99"),
        ("CP618-99", "a row in campaign.xlsx, sheet 券核销测试记录", "none"),
    ),
    "analysis.report-done": Beside(
        "it was finished a day late",
        of_table("after-tasks", 3, "实际完成时间"),
        just("2026-06-24 23:59"),
        ("完整分析报告", "by Tue 23 June 2026, 23:59:59", "Wed 24 June 2026, 23:59"),
    ),
    "analysis.raw-clean-done": Beside(
        "it was finished a day late",
        of_table("after-tasks", 0, "实际完成时间"),
        just("2026-06-23 23:59"),
        ("原始数据清洗", "by Mon 22 June 2026, 23:59:59", "Tue 23 June 2026, 23:59"),
    ),
    "execution.staff-training": Beside(
        "nobody says who leads a shift",
        of_table("staff", 0, "是否值班长"),
        just(None),
        ("HM20303", "cells that say whether the rule applies", "是否值班长 an empty cell"),
    ),
    "analysis.redemption-alert": Beside(
        "nobody is told",
        of_table("metric-alerts", 11, "通知对象"),
        just(None),
        ("A-12", "通知对象: filled in", "an empty cell"),
    ),
    "planning.duration": Beside(
        "it lasts a year",
        of_table("phases", 1, "结束时间"),
        just("2027-06-18 00:00"),
        ("正式期", "at most 21 d after", "Thu 17 June 2027, 24:00"),
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
        ("样式", "max-age >= 3600", "no Cache-Control"),
    ),
    "technical.dynamic-not-cached": Beside(
        "an asset that is cached is called an API",
        of_table("dynamic-apis", 0, "地址"),
        lambda owner: owner.sites["STOREFRONT_URL"] + "/static/app.3f9c.css",
        ("库存接口", "no-store or max-age <= 5", "max-age=86400"),
    ),
    "execution.privacy-pipl": Beside(
        "a field is collected that the policy does not name",
        of_table("collected-fields", 0, "收集字段"),
        just("身份证号码"),
        ("隐私政策.md", "names 身份证号码", "not named"),
    ),
    "planning.rule-clauses": Beside(
        "the launch is another day than the terms say",
        of_campaign("上线时间"),
        just("2026-06-17 00:00"),
        ("活动条款.md", "17 June 2026, 00:00 to 20 June 2026", "2026年6月18日"),
        where="活动条款.md, line 7",
    ),
    "execution.faq-kb": another_file("faq", OLD_COPY, "delivery", "not found"),
    "execution.cs-scripts": another_file("cs-scripts", OLD_COPY, "a payment fails", "not found"),
    "execution.no-final-interpretation": another_file(
        "terms", "旧版条款.md", "nothing of: a reserved interpretation", "最终解释权", "旧版条款.md, line 5"
    ),
    "execution.lottery-announcement": another_file("terms", OLD_COPY, "conditions of taking part", "not found"),
    "execution.gdpr-policy": another_file("privacy-policy", OLD_COPY, "legal basis", "not found"),
    "execution.ad-words": another_file(
        "copy", "旧版文案.md", "or this version approved by legal", "全网最低", "旧版文案.md, line 1"
    ),
    "execution.pr-crisis-plan": another_file("pr-plan", OLD_COPY, "a statement to start from", "not found"),
    "execution.anti-cheat-procedure": another_file("anti-cheat-procedure", OLD_COPY, "appeal", "not found"),
    "planning.offer-content": another_file("copy", "活动条款.md", "what makes it worth it", "not found"),
    "planning.legal-signoff": author("terms", "王芳", ("legal", BY_ANOTHER, "its author wang.fang alone")),
    "planning.plan-review": author("plan", "许宏", ("executive", BY_ANOTHER, "its author xu.hong alone")),
    "planning.brand-fit": author("copy", "周琳", ("brand", BY_ANOTHER, "its author zhou.lin alone")),
    "planning.kick-off": another_file("kick-off", OLD_COPY, "", "not found"),
    "technical.alert-tiers": Beside(
        "the address of Alertmanager is that of Prometheus",
        of_list("alertmanager", "网址"),
        lambda owner: owner.sites["PROMETHEUS_URL"],
        ("http://", "Alertmanager answers its API", "HTTP 404"),
        where=f"sheet {LIST}, cell",
    ),
    "crm.bi-hourly-dashboard": report(
        "bi-dashboard", ("conversion rate", "a panel of conversion rate", "on no panel"), "业务监控看板.json"
    ),
    "technical.dr-two-plans": another_file("dr-plans", OLD_COPY, "", "not found"),
    "crm.archiving-notice": another_file("archiving-notice", OLD_COPY, "", "not found"),
    "execution.payment-order-sync-rounds": report("full-flow-rounds", ("回归测试.xml", "3 rounds", "1")),
    "technical.release-tests": report(
        "release-tests", ("优惠券机型测试.xml", "at least 20", "16"), "优惠券机型测试.xml"
    ),
    "technical.coupon-old-os": report("coupon-device-tests", ("iOS 12 × redeem", "", "")),
    "technical.coupon-api-crypto": report("api-tests", ("", "a repeated request is refused", "")),
    "technical.oversell-guard": report("api-tests", ("", "concurrent orders do not oversell", "")),
    "crm.automation-flow-test": report("automation-tests", ("", "coupon reminder", "no such case")),
}
