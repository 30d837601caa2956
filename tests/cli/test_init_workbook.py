"""`init --workbook` and `init --from`, and the commands over a workbook, as people run them."""

from __future__ import annotations

import json
import shutil
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.cli.campaigns import write_small
from tests.cli.conftest import Readiness
from tests.loading.books import Book
from tests.worlds import EXAMPLES

LAUNCH = (datetime.now(UTC) + timedelta(days=60)).replace(microsecond=0).isoformat()
STORES = ("--trait", "online=no", "--launch", LAUNCH, "--timezone", "Asia/Shanghai")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_workbook_is_made_and_valid(lang: str, tmp_path: Path, readiness: Readiness) -> None:
    """Two things are made, the workbook and the folder for files; every command takes the folder or the workbook."""
    made = readiness("init", "618", "--workbook", "--lang", lang, *STORES)
    assert made.code == 0, made.err
    assert sorted(path.name for path in (tmp_path / "618").iterdir()) == ["campaign.xlsx", "evidence"]
    for place in ("618", "618/campaign.xlsx"):
        assert readiness("validate", place).code == 0
    assert readiness("explain", "execution.stock-coverage", "--campaign", "618").code == 0
    answer = readiness("validate", cwd=tmp_path / "618")
    assert answer.code == 0, answer.err
    assert "campaign.xlsx" in answer.out


def test_a_new_workbook_waits_and_says_where_to_fill_in(readiness: Readiness) -> None:
    """False-GO 8: nothing is supplied, so nothing is GO; what is missing is told in the words of sheets."""
    readiness("init", "618", "--workbook", "--lang", "zh", *STORES)
    answer = readiness("check", "618", "--report", "json")
    assert answer.code in (4, 5)
    assert {outcome["status"] for outcome in json.loads(answer.out)["outcomes"]} <= {"pending", "not-applicable"}
    assert "campaign.yaml" not in answer.out
    todo = readiness("todo", "618", "--lang", "zh")
    assert "请填写工作表“库存”" in todo.out
    assert "编号为 terms" in todo.out
    assert "evidence:" not in todo.out + answer.out
    assert "`" not in todo.out


def test_two_campaign_files_are_not_chosen_between(tmp_path: Path, readiness: Readiness) -> None:
    """A folder that holds both is wrong use, and both are named; naming one of them is enough."""
    readiness("init", "618", "--workbook", *STORES)
    shutil.copy(EXAMPLES / "go" / "campaign.yaml", tmp_path / "618" / "campaign.yaml")
    answer = readiness("check", "618")
    assert answer.code == 2
    assert "618/campaign.yaml" in answer.err
    assert "618/campaign.xlsx" in answer.err
    assert readiness("validate", "618/campaign.xlsx").code == 0


def test_init_does_not_put_a_workbook_beside_a_yaml_campaign(tmp_path: Path, readiness: Readiness) -> None:
    """Nothing is overwritten, and no second campaign file is written beside the first."""
    readiness("init", "618", *STORES)
    before = sorted(tmp_path.rglob("*"))
    assert readiness("init", "618", "--workbook", *STORES).code == 2
    assert sorted(tmp_path.rglob("*")) == before


def test_a_problem_is_told_with_sheet_and_cell(tmp_path: Path, readiness: Readiness) -> None:
    """Invalid input is 6, and the place is one that a person finds in Excel, in their language."""
    readiness("init", "618", "--workbook", "--lang", "zh", *STORES)
    book = Book(tmp_path / "618" / "campaign.xlsx")
    cell = book.answer("上线时间", "2026-06-18")
    book.save()
    answer = readiness("check", "618", "--lang", "zh")
    assert answer.code == 6
    assert f"618/campaign.xlsx，工作表 活动，单元格 {cell}" in answer.err


def test_a_damaged_workbook_is_6(tmp_path: Path, readiness: Readiness) -> None:
    """A workbook that can't be read is invalid input, never a traceback and never a decision."""
    (tmp_path / "campaign.xlsx").write_bytes(b"PK\x03\x04 and then nothing")
    answer = readiness("check", ".")
    assert answer.code == 6
    assert "damaged" in answer.err


def read(file: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(file.read_text("utf-8"))
    return loaded


@pytest.mark.parametrize("source", ["go", "go/campaign.yaml"])
def test_the_next_campaign_begins_from_an_earlier_one(source: str, tmp_path: Path, readiness: Readiness) -> None:
    """People, traits and the places of files are taken over; no approval, file, date of an export or release is."""
    shutil.copytree(EXAMPLES / "go", tmp_path / "go")
    made = readiness("init", "619", "--from", source, "--launch", LAUNCH)
    assert made.code == 0, made.err
    assert readiness("validate", "619").code == 0
    old, new = read(tmp_path / "go" / "campaign.yaml"), read(tmp_path / "619" / "campaign.yaml")
    assert sorted(person["id"] for person in new["people"]) == sorted(person["id"] for person in old["people"])
    assert new["campaign"]["traits"] == old["campaign"]["traits"]
    assert new["evidence"]["stock"] == {"file": "evidence/ERP库存导出.csv"}
    assert "as_at" in old["evidence"]["stock"]
    assert "release" not in new["campaign"]
    assert not list((tmp_path / "619").glob("signoffs.yaml"))
    assert not (tmp_path / "619" / "evidence" / "ERP库存导出.csv").exists()
    assert "pos-3.8.1" in made.out


def test_what_does_not_apply_is_told_again(tmp_path: Path, readiness: Readiness) -> None:
    """False-GO 38: a check that was not applicable stays a loosening of the new campaign, told and not approved; the
    earlier campaign's approvals and waivers are not taken over."""
    shutil.copytree(EXAMPLES / "go", tmp_path / "go")
    file = tmp_path / "go" / "campaign.yaml"
    more = "not_applicable:\n  execution.store-display: {reason: no displays, by: li.wei}\n"
    more += "settings:\n  execution.stock-coverage: {probe: {min_ratio: 110 %}}\n"
    file.write_text(file.read_text("utf-8") + more, encoding="utf-8")
    for name, options in (("619", ()), ("620", ("--workbook",))):
        made = readiness("init", name, "--from", "go", "--launch", LAUNCH, "--lang", "en", *options)
        assert "not applicable: execution.store-display (no displays)" in made.out
        assert "changed settings: execution.stock-coverage" in made.out
        run = json.loads(readiness("check", name, "--report", "json").out)
        loosened = {(one["subject"], one["kind"]) for one in run["loosened"]}
        assert loosened == {
            ("execution.store-display", "not-applicable"),
            ("execution.stock-coverage", "setting"),
        }
        assert all(one["approved_by"] is None for one in run["loosened"])


def test_own_checklists_are_copied(tmp_path: Path, readiness: Readiness) -> None:
    """A checklist of the campaign's own stands beside the new one too; an address and a sheet's date do not."""
    write_small(tmp_path / "small")
    for name, options in (("619", ()), ("620", ("--workbook",)), ("621", ("--workbook",))):
        source = "620" if name == "621" else "small"
        made = readiness("init", name, "--from", source, "--launch", LAUNCH, "--lang", "en", *options)
        assert made.code == 0, made.err
        copied, original = tmp_path / name / "ours.yaml", tmp_path / "small" / "ours.yaml"
        assert copied.read_bytes() == original.read_bytes()
        assert readiness("validate", name).code == 0
    assert "page" not in read(tmp_path / "619" / "campaign.yaml")["evidence"]


def test_what_no_workbook_can_hold_is_refused(tmp_path: Path, readiness: Readiness) -> None:
    """Signatures that were required are not lost on the way into a workbook."""
    small = write_small(tmp_path / "small")
    text = small.file.read_text("utf-8")
    small.file.write_text(text + "waiving: {minor: sponsor}\n", encoding="utf-8")
    answer = readiness("init", "619", "--from", "small", "--launch", LAUNCH, "--workbook")
    assert answer.code == 2
    assert "waiving" in answer.err
    assert readiness("init", "619", "--from", "small", "--launch", LAUNCH).code == 0
    assert read(tmp_path / "619" / "campaign.yaml")["waiving"] == {"minor": "sponsor"}
