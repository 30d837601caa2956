"""The starter selection: few files, few cells, and a verdict that says how much was not asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from openpyxl import Workbook, load_workbook

from readiness.cli.init_basis import built_in
from readiness.model.evidence import Sort
from tests.cli.conftest import Readiness
from tests.mutations import SHIPPED
from tests.owner import CONTRACTS, END, ID, LAUNCH, LIST, WORKBOOK, ZONE, Owner, read_table, write
from tests.worlds import World, load_storefront

STARTER = {
    "execution.stock-coverage",
    "execution.store-display",
    "planning.legal-signoff",
    "planning.rule-arithmetic",
    "execution.privacy-pipl",
    "technical.load-test-5x",
    "technical.endpoint-health",
    "technical.dba-oncall",
    "execution.static-fallback",
    "analysis.tracking-complete",
    "crm.blacklist-exclusion",
    "planning.dress-rehearsal",
}
TO_COME: set[str] = set()
"""Those whose kinds do not ship yet. Whoever adds one takes it out here and marks it."""
MOST_FILES, MOST_CELLS = 8, 120
OPTIONAL = ("status", "also", "name")  # how a finding ended, what else a field is called, what a page is
ONLINE, STORES = {"online", "personal-data"}, {"offline-stores", "personal-data"}
HELD = ONLINE | STORES
UNASKED = (("压测记录", "全链路压测.jtl"), ("预演记录与问题", "Y1"))
"""What the example has beyond these checks: a test that others ask for, and a rehearsal of an earlier release."""
PLAN, PLANNED = "活动计划.xlsx", {"promoted", "forecast", "offers", "offer-prices", "stores"}
"""What the campaign's own planning workbook holds, a sheet for each."""
ASKED_OF = [
    (ONLINE, MOST_FILES),
    (STORES, MOST_FILES),
    (HELD, MOST_FILES),
    (
        ONLINE | {"direct-messages"},
        MOST_FILES + 2,
    ),  # and the audience, and the lists of those who must not get a message
]
INIT = ("--title", "618 大促", "--launch", LAUNCH, "--end", END, "--timezone", ZONE, "--lang", "zh")


def answers(held: set[str]) -> list[str]:
    return [word for trait in built_in().asked for word in ("--trait", f"{trait}={'yes' if trait in held else 'no'}")]


TRAITS = answers(HELD)


def test_the_starter_selection_is_the_dozen_that_was_asked() -> None:
    """What is marked is the selection of the requirement, but for checks that do not ship yet."""
    marked = {check.id for check in SHIPPED.values() if check.starter}
    assert marked == STARTER - TO_COME
    assert not TO_COME & set(SHIPPED), "it ships: mark it `starter: yes`, and take it out of TO_COME"


def cells(file: Path) -> dict[tuple[str, str], object]:
    return {
        (sheet.title, cell.coordinate): cell.value
        for sheet in load_workbook(file).worksheets
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None
    }


class Planner(Owner):
    """An owner whose lists and prices are sheets of one planning workbook."""

    def drop(self, name: str, folder: Path, binding: Mapping[str, Any]) -> None:
        super().drop(name, folder, binding)
        if name not in PLANNED:
            return
        file = self.folder / "evidence" / PLAN
        book = load_workbook(file) if file.exists() else Workbook()
        sheet = book.create_sheet(name)
        for number, row in enumerate(read_table(folder, binding), 1):
            for place, said in enumerate(row, 1):
                write(sheet.cell(number, place), said)
        book.save(file)
        self.note(name, "文件", PLAN)
        self.note(name, "工作表", name)

    @property
    def files(self) -> set[str]:
        """The files that the list names."""
        named = {str(cell.value) for cell in self.book[LIST][self.letter(LIST, "文件")] if cell.value}
        return {one for one in named if (self.folder / "evidence" / one).is_file()}


def take_out(file: Path, sheet: str, named: str) -> None:
    """Empty the rows of a sheet that begin with a name."""
    book = load_workbook(file)
    for row in book[sheet].iter_rows() if sheet in book.sheetnames else ():
        for cell in row if row[0].value == named else ():
            cell.value = None
    book.save(file)


@pytest.mark.parametrize(("held", "files"), ASKED_OF)
def test_a_starter_campaign_asks_for_few_files_and_few_cells(
    held: set[str], files: int, readiness: Readiness, tmp_path: Path, capture: Callable[[], tuple[str, str]]
) -> None:
    """GO with at most 8 files (10 where messages are sent) and 120 typed cells; the verdict says how many checks were
    not asked."""
    assert readiness("init", ID, "--workbook", "--starter", *INIT, *answers(held)).code == 0
    folder = tmp_path / ID
    new = cells(folder / WORKBOOK)
    meant = [check for check in SHIPPED.values() if check.starter and (not check.when or held & set(check.when))]
    asked = {name for check in meant for name in check.probe.evidence}
    exports = {name for name in asked if CONTRACTS[name].sort is Sort.TABLE and not CONTRACTS[name].typed}
    module = load_storefront()
    with module.running() as (shop, fallback), module.started(shop.url) as systems:
        owner = Planner(folder, {**module.variables(shop, fallback), **systems.variables}, OPTIONAL)
        owner.fill(asked, exports - {"endpoints"})
        for sheet, named in UNASKED:
            take_out(folder / WORKBOOK, sheet, named)
        filled = World(folder, capture)
        checked = filled.check("--lang", "en")
    assert checked.code == 0, checked.out + checked.err
    assert re.search(r"GO \(starter, \d+ checks not asked", checked.out)
    assert 0 < len(owner.files) <= files, owner.files
    typed = {place for place, value in cells(folder / WORKBOOK).items() if new.get(place) != value}
    assert len(typed) <= MOST_CELLS


def test_a_starter_workbook_holds_no_more_than_it_asks(readiness: Readiness, tmp_path: Path) -> None:
    """Roles, evidence and sheets are those of the starter checks; it is valid, and all else is told as not asked."""
    assert readiness("init", ID, "--workbook", "--starter", *INIT, *TRAITS).code == 0
    book = load_workbook(tmp_path / ID / WORKBOOK)
    assert "库存" in book.sheetnames
    assert not {"活动预算表", "风险登记册", "客群画像"} & set(book.sheetnames)
    assert readiness("validate", ID).code == 0


def test_a_pack_comes_with_its_starter_check(readiness: Readiness, tmp_path: Path) -> None:
    """The starter selection loads the pack crm, of which it asks one check; without it nobody chose that pack."""
    assert readiness("init", ID, "--starter", *INIT, *answers(HELD | {"direct-messages"})).code == 0
    assert readiness("init", "whole", *INIT, *answers(HELD | {"direct-messages"})).code == 0
    starter, whole = (yaml.safe_load((tmp_path / name / "campaign.yaml").read_text("utf-8")) for name in (ID, "whole"))
    assert set(starter["checklists"]) - set(whole["checklists"]) == {"crm"}
    assert {"audience", "unsubscribes", "blacklist"} <= set(starter["evidence"])
    assert "segment-members" not in starter["evidence"]


def test_a_starter_campaign_in_yaml(readiness: Readiness, tmp_path: Path) -> None:
    """Without --workbook the campaign file says `selection: starter`, and is valid."""
    assert readiness("init", ID, "--starter", *INIT, *TRAITS).code == 0
    written = yaml.safe_load((tmp_path / ID / "campaign.yaml").read_text("utf-8"))
    assert written["selection"] == "starter"
    assert "budget" not in (written.get("evidence") or {})
    assert readiness("validate", ID).code == 0
