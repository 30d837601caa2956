"""How campaigns get it wrong: small changes to a world's files, and to what its sites answer."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import Any

from tests.worlds import Rows, World

PROMOTED, STOCK, FORECAST = "evidence/主推商品.xlsx", "evidence/ERP库存导出.csv", "evidence/销量预估.csv"
STORES, DISPLAYS = "evidence/参与门店.csv", "evidence/陈列确认.tsv"
TERMS, PLAN, COPY = "evidence/活动条款.md", "evidence/策划方案.md", "evidence/文案.md"
ENDPOINTS, ASSETS, DYNAMIC = "evidence/接口清单.csv", "evidence/静态资源.csv", "evidence/实时接口.csv"
LINKS = "evidence/渠道链接.csv"

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


def put(value: str) -> Callable[[str], str]:
    return lambda cell: value
