"""What people hand over about people, permits and drills, and how it could look right without being so."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.changes import Change, put, rows, sheet, table, text
from tests.checklists.drills import BREAKERS, DRILLS
from tests.checklists.people import BOARD, CALLS, LEAVE, TEAM, column, header, letters
from tests.checklists.permits import PCI, PERMITS
from tests.worlds import World


def judged(world: World, check: str) -> dict[str, Any]:
    return world.check("--only", f"{check},planning.plan-review", "--accept", "partial").outcome(check)


def findings(world: World, check: str) -> list[tuple[str, str]]:
    return [(finding["kind"], finding["subject"]) for finding in judged(world, check)["findings"]]


@pytest.mark.parametrize(
    ("check", "change"),
    [
        ("execution.fire-permit", sheet(PERMITS, "许可证", "消防", "有效期至", date(2025, 12, 31), every=True)),
        ("execution.mass-event-licence", sheet(PERMITS, "许可证", "大型群众性活动", "有效期至", date(2025, 12, 31))),
        ("technical.pci-dss", rows(PCI, ("合规证明",), "签发日期", "2024-02-12")),
    ],
)
def test_what_has_ended_attests_nothing(check: str, change: Change, stores_world: World) -> None:
    """False-GO 35: permits and attestations of an earlier year, all else in order."""
    change(stores_world)
    assert judged(stores_world, check)["status"] == "failed"


@pytest.mark.parametrize("line", ["", "拱墅区消防救援大队"])
def test_a_permit_says_who_gave_it(line: str, stores_world: World) -> None:
    """False-GO 34: nobody gave it, or somebody the campaign does not know has seen it."""
    sheet(PERMITS, "许可证", "消防", "原件核验人", line or None)(stores_world)
    assert findings(stores_world, "execution.fire-permit")


def test_calls_without_a_zone_are_not_read_in_any(stores_world: World) -> None:
    """False-GO 28: the binding says no zone, so nobody can tell when the calls were."""
    text("campaign.yaml", "呼叫演练记录.csv, zone: Asia/Shanghai}", "呼叫演练记录.csv}")(stores_world)
    assert judged(stores_world, "execution.emergency-call-drill")["status"] == "error"


def test_an_answer_in_another_zone_is_compared_as_an_instant(stores_world: World) -> None:
    """False-GO 28: 13:16 in London is 20:16 in Shanghai, before the call."""
    table(CALLS, "C3", "应答时间", put("2026-06-12T13:16:08+01:00"))(stores_world)
    assert findings(stores_world, "execution.emergency-call-drill")
    table(CALLS, "C3", "应答时间", put("2026-06-12T14:16:08+01:00"))(stores_world)
    assert not findings(stores_world, "execution.emergency-call-drill")


@pytest.mark.parametrize("held", ["2026-06-17 23:00", "2027-06-13 01:00"])
def test_a_drill_too_late_or_to_come_is_none(held: str, shop_world: World) -> None:
    """False-GO 29 and 30: one on the eve of the launch, and one of next year."""
    sheet(DRILLS, "演练", "YL-11", "演练时间", held)(shop_world)
    assert judged(shop_world, "technical.circuit-breaker-drill")["status"] == "failed"


@pytest.mark.parametrize(
    ("check", "file"),
    [
        ("planning.task-plan", BOARD),
        ("execution.leave-calendar", LEAVE),
        ("execution.emergency-call-drill", CALLS),
        ("technical.pci-dss", PCI),
    ],
)
@pytest.mark.parametrize("left", [0, 1])
def test_an_export_of_nothing_proves_nothing(left: int, check: str, file: str, stores_world: World) -> None:
    """False-GO 5 and 7: an empty file, and a header alone."""
    stores_world.edit_rows(file, lambda table: table[:left])
    assert judged(stores_world, check)["status"] in ("error", "failed")


def test_breakers_of_no_api_protect_nothing(shop_world: World) -> None:
    """False-GO 21: the list of APIs decides what needs a breaker, not the list of breakers."""
    shop_world.edit_rows(BREAKERS, lambda table: [table[0], table[3]])
    assert {kind for kind, _ in findings(shop_world, "technical.circuit-breaker")} == {"missing"}


def test_tasks_and_raci_hold_each_other_complete(stores_world: World) -> None:
    """False-GO 21: whoever leaves a task out of one list is told by the other."""
    stores_world.edit_rows(BOARD, lambda table: table[:-1])
    assert findings(stores_world, "planning.task-plan") == [("missing", "数据清洗与复盘报告")]


def test_a_hidden_column_of_the_matrix_counts(stores_world: World) -> None:
    """The second A in a column that Excel hides is a second A."""
    column("沈岚", {"核定活动价": "A"})(stores_world)
    book = load_workbook(stores_world.path(TEAM))
    book["RACI"].column_dimensions["P"].hidden = True
    book.save(stores_world.path(TEAM))
    assert ("wrong", "核定活动价") in findings(stores_world, "planning.raci")


def test_two_columns_of_one_name_are_no_person(stores_world: World) -> None:
    """An A in each would be two of one name, in which nobody could see two people."""
    header("赵敏", "高 云")(stores_world)
    outcome = judged(stores_world, "planning.raci")
    assert outcome["status"] == "error"
    assert re.search(r"columns \w and \w are both called", outcome["message"]["en"])


def test_a_finding_names_the_cell_of_the_matrix(stores_world: World) -> None:
    """Sheet, row and the person's column."""
    letters("核定活动价", "赵敏", "X")(stores_world)
    (finding,) = judged(stores_world, "planning.raci")["findings"]
    assert finding["where"] == "evidence/项目分工表.xlsx, sheet RACI, row 6, column 赵敏"


def test_headings_of_the_matrix_are_noted(stores_world: World) -> None:
    """A heading without letters may be a task that was forgotten: the report names it."""
    (use,) = [one for one in judged(stores_world, "planning.raci")["evidence"] if one["name"] == "raci"]
    assert any("taken as headings" in note["en"] and "row 2 策划" in note["en"] for note in use["notes"])
