"""How campaigns get it wrong: small changes to a world's files, and to what its sites answer."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from tests.worlds import Rows, World

PROMOTED, STOCK, FORECAST = "evidence/主推商品.xlsx", "evidence/ERP库存导出.csv", "evidence/销量预估.csv"
STORES, DISPLAYS = "evidence/参与门店.csv", "evidence/陈列确认.tsv"
TERMS, PLAN, COPY = "evidence/活动条款.md", "evidence/策划方案.md", "evidence/文案.md"
ENDPOINTS, ASSETS, DYNAMIC = "evidence/接口清单.csv", "evidence/静态资源.csv", "evidence/实时接口.csv"
LINKS = "evidence/渠道链接.csv"
PLANNING, PERSONAS, OFFERS = "evidence/活动策划表.xlsx", "evidence/客群画像.xlsx", "evidence/客群优惠.csv"
TOUCHES, TEMPLATES, PLAYBOOK = "evidence/触达计划.csv", "evidence/消息模板.csv", "evidence/预案动作.csv"
RISKS, REHEARSALS, RESOURCES = "evidence/风险登记册.xlsx", "evidence/预演记录.xlsx", "evidence/资源确认.csv"
PRICES, FOLLOW_UP = "evidence/区域价格.csv", "evidence/新客培育流程.csv"
TESTS, COUPONS = "evidence/测试记录.xlsx", "evidence/券平台导出.csv"
TRACKING, SAMPLES, PAIRS = "evidence/埋点方案.xlsx", "evidence/埋点调试日志.csv", "evidence/用户识别标注样本.csv"
ALERTS, REPLENISHMENT, ANALYSIS = "evidence/BI预警导出.csv", "evidence/补货规则.csv", "evidence/数据分析准备.xlsx"
STOCKTAKE, GIFTS, VENUES = "evidence/盘点表.xlsx", "evidence/赠品清单.xlsx", "evidence/活动场地.xlsx"
TRAINING, STAFF = "evidence/培训记录.csv", "evidence/上岗名单.csv"
PRIZES, LOCAL_RULES = "evidence/抽奖奖品.xlsx", "evidence/各地抽奖规定核对.csv"
CONSENTS, AUDIENCE = "evidence/EU同意记录.csv", "evidence/EU触达名单.csv"
MATERIALS, STOCK_ALERTS, CALENDAR = "evidence/物料到货.xlsx", "evidence/ERP库存预警.csv", "evidence/内容排期.xlsx"
ROSTER, CONTACTS = "evidence/客服排班.csv", "evidence/客服进线预估.xlsx"

EXACT = "HM-01-001"  # its stock is 120 % of its forecast, to the unit
STORE = "CD002"

Change = Callable[[World], None]


def cell(rows: Rows, key: str, column: str, write: Callable[[str], str]) -> Rows:
    """Change a column in the first row that holds `key`."""
    at = rows[0].index(column)
    row = next(row for row in rows[1:] if key in row)
    row[at] = write(row[at])
    return rows


def table(name: str, key: str, column: str, write: Callable[[str], str]) -> Change:
    return lambda world: world.edit_rows(name, lambda rows: cell(rows, key, column, write))


def without(name: str, key: str) -> Change:
    return lambda world: world.edit_rows(name, lambda rows: [row for row in rows if key not in row])


def another(name: str, *row: str) -> Change:
    return lambda world: world.edit_rows(name, lambda rows: [*rows, [*row, *[""] * (len(rows[0]) - len(row))]])


def together(*changes: Change) -> Change:
    """Several changes that only together are the mistake."""

    def change(world: World) -> None:
        for one in changes:
            one(world)

    return change


def _holds(row: tuple[Any, ...], key: str | tuple[str, ...]) -> bool:
    """Whether a row of a sheet holds the key, or all of several."""
    wanted = {key} if isinstance(key, str) else set(key)
    return wanted <= {str(cell.value) for cell in row}


def sheet(
    name: str, title: str, key: str | tuple[str, ...], column: str, value: object, *, every: bool = False
) -> Change:
    """Write into a workbook: the cell under the header `column` in the first row that holds `key` (all of several), or
    in every such. A function is given what stands there."""

    def write(rows: list[tuple[Any, ...]]) -> None:
        header, *others = rows
        at = [cell.value for cell in header].index(column)
        found = [row for row in others if _holds(row, key)]
        assert found, f"{name}, {title}: no row holds {key}"
        for row in found if every else found[:1]:
            row[at].value = value(row[at].value) if callable(value) else value

    return _in_sheet(name, title, lambda sheet: write(list(sheet.iter_rows())))


def sheet_column(name: str, title: str, column: str, value: object) -> Change:
    """Write the same into every cell of a column."""

    def write(sheet: Any) -> None:
        header, *others = sheet.iter_rows()
        at = [cell.value for cell in header].index(column)
        for row in others:
            row[at].value = value

    return _in_sheet(name, title, write)


def clock(words: str) -> datetime:
    """A time as a workbook holds it: without a zone, which the binding gives."""
    return datetime.fromisoformat(words)


def sheet_another(name: str, title: str, *row: object) -> Change:
    return _in_sheet(name, title, lambda sheet: sheet.append(row))


def sheet_without(name: str, title: str, *keys: str | tuple[str, ...]) -> Change:
    """Take the rows that hold one of the keys (all of several) out of a sheet."""

    def cut(sheet: Any) -> None:
        numbers = [row[0].row for row in sheet.iter_rows() if any(_holds(row, key) for key in keys)]
        assert numbers, f"{name}, {title}: no row holds {keys}"
        for number in reversed(numbers):
            sheet.delete_rows(number)

    return _in_sheet(name, title, cut)


def rows(name: str, keys: tuple[str, ...], column: str, value: str) -> Change:
    """Write into every row of a CSV or TSV that holds all of the keys."""

    def write(table: Rows) -> Rows:
        at = table[0].index(column)
        found = [row for row in table[1:] if set(keys) <= set(row)]
        assert found, f"{name}: no row holds {keys}"
        for row in found:
            row[at] = value
        return table

    return lambda world: world.edit_rows(name, write)


def _in_sheet(name: str, title: str, edit: Callable[[Any], None]) -> Change:
    def change(world: World) -> None:
        from openpyxl import load_workbook

        book = load_workbook(world.path(name))
        edit(book[title])
        book.save(world.path(name))

    return change


def settings(check: str, limits: str) -> Change:
    """The campaign sets limits of its own for a check."""

    def change(world: World) -> None:
        path = world.path("campaign.yaml")
        content = path.read_text("utf-8")
        assert "\nsettings:" not in content
        path.write_text(f"{content}settings:\n  {check}: {{probe: {{limits: {{{limits}}}}}}}\n", "utf-8")

    return change


def text(name: str, old: str, new: str) -> Change:
    return lambda world: world.edit_text(name, old, new)


def entry(world: World, subject: str, role: str) -> str:
    """One sign-off as it stands in signoffs.yaml."""
    content = world.path("signoffs.yaml").read_text("utf-8")
    entries = re.split(r"(?=^  - )", content, flags=re.MULTILINE)
    return next(e for e in entries if f"subject: {subject}\n" in e and f"role: {role}\n" in e)


def signoff(subject: str, role: str, write: Callable[[str], str]) -> Change:
    def change(world: World) -> None:
        old = entry(world, subject, role)
        world.edit_text("signoffs.yaml", old, write(old))

    return change


def unmarked(world: World) -> None:
    """No reviewer marks the plan's risk control."""
    path = world.path("signoffs.yaml")
    path.write_text(re.sub(r"risk-control: \d, ", "", path.read_text("utf-8")), "utf-8")


def signed_at(moment: str) -> Callable[[str], str]:
    return lambda entry: re.sub(r"at: \S+", f"at: {moment}", entry)


def promoted_too(sku: str) -> Change:
    def change(world: World) -> None:
        from openpyxl import load_workbook

        book = load_workbook(world.path(PROMOTED))
        book["清单"].append([97, sku, "临时加推商品", "休闲零食", 20, 15, "堆头"])
        book.save(world.path(PROMOTED))

    return change


def page(site: str, path: str, **changes: Any) -> Change:
    """Change what a path of the running shop or emergency page answers."""

    def change(world: World) -> None:
        answer = world.sites[site].pages[path]
        for name, value in changes.items():
            setattr(answer, name, value)

    return change


def gone(site: str, path: str) -> Change:
    return lambda world: world.sites[site].pages.pop(path)


def body(site: str, path: str, old: str, new: str) -> Change:
    def change(world: World) -> None:
        answer = world.sites[site].pages[path]
        assert old in answer.body
        answer.body = answer.body.replace(old, new)

    return change


def to_login(world: World) -> None:
    """A page that answers 200 with a login form, after a redirect."""
    pages = world.sites["shop"].pages
    pages["/login"] = dataclasses.replace(pages["/618/stores"], body="<h1>12 家门店</h1>")
    pages["/618/stores"].status = 302
    pages["/618/stores"].headers["Location"] = "/login"


def fallback_on_the_shop(world: World) -> None:
    """The emergency page is served by the shop that it must stand in for."""
    world.sites["shop"].pages["/sorry"] = world.sites["fallback"].pages["/"]
    world.edit_text("campaign.yaml", "${FALLBACK_URL}/", "${STOREFRONT_URL}/sorry")


def number(change: int) -> Callable[[str], str]:
    return lambda cell: str(int(cell) + change)


def put(value: Any) -> Callable[[Any], Any]:
    return lambda cell: value
