"""A campaign that is still to come, in a workbook, by commands alone: init, Excel, bind, sign, check, GO."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from readiness.cli.init_basis import built_in
from readiness.model.evidence import ColumnType, Sort
from tests.cli.conftest import Readiness
from tests.mutations import SHIPPED
from tests.owner import CONTRACTS, RELEASE, Owner, Shown, bindings, column_of

ID = "sale-to-come"
ZONE = ZoneInfo("Asia/Shanghai")
LAUNCHED = datetime(2026, 6, 18, tzinfo=ZONE)
TRAITS = [f"{trait}={'yes' if trait == 'offline-stores' else 'no'}" for trait in built_in().asked]
ASKED = {
    name: check
    for name, check in SHIPPED.items()
    if check.starter and (not check.when or "offline-stores" in check.when)
}
ACTS = {"displays", "rehearsals"}
"""What people have done by now; all else is dated from the launch, as in the example."""


class OwnerToCome(Owner):
    """Fills in the example's tables as of today, for a launch in ten days whose freeze has begun."""

    def __init__(self, folder: Path, now: datetime) -> None:
        super().__init__(folder)
        self.now = now.astimezone(ZONE).replace(tzinfo=None, microsecond=0)
        self.launch = self.now.replace(minute=0, second=0) + timedelta(days=10)

    def fill_campaign(self) -> None:
        self.book.answer("版本", RELEASE)
        self.book.answer("封版时间", self.now - timedelta(days=2))

    def approve(self, names: object) -> None:
        """Nobody has signed anything yet."""

    def said(self, name: str, header: str, value: Any) -> Any:
        column = column_of(CONTRACTS[name], header)
        said = super().said(name, header, value)
        plain = said.value if isinstance(said, Shown) else said
        if not isinstance(plain, date) or column is None:
            return said
        if name in ACTS and column.type is ColumnType.INSTANT:
            return self.now - timedelta(days=1)
        if name == "offers" and isinstance(plain, datetime):
            return self.launch + (plain - LAUNCHED.replace(tzinfo=None))  # they hold from the launch to the second
        return plain + timedelta(days=(self.launch.date() - LAUNCHED.date()).days)


def test_a_workbook_is_go_by_commands_alone(readiness: Readiness, tmp_path: Path) -> None:
    """Nothing but the commands and the owner's cells: not GO before the document is signed, GO after, and not any more
    once it is edited."""
    now = datetime.now(UTC)
    folder = tmp_path / ID
    launch = (now.astimezone(ZONE).replace(minute=0, second=0, microsecond=0) + timedelta(days=10)).isoformat()
    end = (datetime.fromisoformat(launch) + timedelta(days=3)).isoformat()
    init = [
        "--title",
        "618 大促",
        "--launch",
        launch,
        "--end",
        end,
        "--timezone",
        ZONE.key,
        "--lang",
        "zh",
        "--starter",
    ]
    made = readiness("init", ID, "--workbook", *init, *(word for trait in TRAITS for word in ("--trait", trait)))
    assert made.code == 0, made.err
    asked = {name for check in ASKED.values() for name in check.probe.evidence}
    fill_in(folder, now, asked)
    decided = check(readiness, folder)
    assert {name for name, status in decided.items() if status != "passed"} == {"planning.legal-signoff"}
    signed = readiness("sign", "terms", "--role", "legal", "--as", "wang.fang", "--campaign", folder)
    assert signed.code == 0, signed.err
    decided = check(readiness, folder, 0)
    assert decided.keys() == ASKED.keys()
    assert set(decided.values()) == {"passed"}
    with (folder / "evidence/活动条款.md").open("a", encoding="utf-8") as terms:
        terms.write("\n另有规定的除外。\n")
    assert check(readiness, folder)["planning.legal-signoff"] != "passed"


def fill_in(folder: Path, now: datetime, asked: set[str]) -> None:
    """Every table in its sheet, as of an hour ago, and the document."""
    owner = OwnerToCome(folder, now)
    tables = [name for name in asked if CONTRACTS[name].sort is Sort.TABLE]
    owner.fill({*tables, "terms"})
    for name in tables:
        if "as_at" in bindings()[name][1]:
            owner.note(name, "数据时间", owner.now - timedelta(hours=1))
    owner.book.save()


def check(readiness: Readiness, folder: Path, code: int | None = None) -> dict[str, str]:
    """The status of each check that applies, by the machine's own clock."""
    answer = readiness("check", folder, "--report", "json", "--no-record")
    assert code is None or answer.code == code, answer.out
    assert code == 0 or answer.code != 0
    return {one["check"]: one["status"] for one in json.loads(answer.out)["outcomes"] if one["check"] in ASKED}
