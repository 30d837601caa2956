"""A campaign in a workbook is the campaign that the same words in YAML are."""

from __future__ import annotations

import hashlib
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from readiness.cli.init_basis import from_earlier
from readiness.cli.workbook_template import campaign_workbook
from readiness.engine.moments import times_of
from readiness.evidence.store import EvidenceStore
from readiness.loading.campaign import load_campaign
from readiness.model.campaign import Campaign
from readiness.model.errors import CannotJudge
from readiness.model.location import Location
from tests.loading.books import STORES, Book, new_book, plan
from tests.worlds import EXAMPLES

NOW = datetime(2026, 6, 17, 22, 0, tzinfo=UTC)
NOWHERE = Location("", 1, 1)


def without_places(campaign: Campaign) -> Campaign:
    """The campaign without what names the file that it was read from, and the order of its people."""
    people = [replace(one, roles=tuple(sorted(one.roles))) for one in campaign.people]
    return replace(
        campaign,
        people=tuple(sorted(people, key=lambda one: one.id)),
        signoffs=tuple(replace(one, location=NOWHERE) for one in campaign.signoffs),
        file="",
        folder=Path(),
        digests={},
        bindings={
            name: replace(one, location=NOWHERE, author_location=None)
            for name, one in sorted(campaign.bindings.items())
        },
        not_applicable={name: replace(one, location=NOWHERE) for name, one in campaign.not_applicable.items()},
    )


def go_in_yaml(folder: Path) -> Path:
    """The example that may launch, with a setting and a check that does not apply."""
    shutil.copytree(EXAMPLES / "go", folder)
    file = folder / "campaign.yaml"
    more = (
        "settings:\n"
        "  execution.stock-coverage: {severity: major, due: T-2d, probe: {min_ratio: 130 %}}\n"
        "  planning.legal-signoff: {probe: {by: 2026-06-09T10:00:00+08:00}}\n"
        "not_applicable:\n"
        "  execution.store-display: {reason: stores are open as usual, by: li.wei}\n"
    )
    file.write_text(file.read_text("utf-8") + more, encoding="utf-8")
    return file


def go_in_a_workbook(folder: Path, yaml: Path) -> Path:
    """The same, begun from the other and filled in by hand."""
    shutil.copytree(yaml.parent, folder)
    (folder / "campaign.yaml").unlink()
    file = folder / "campaign.xlsx"
    basis = from_earlier(yaml, NOW, workbook=True)
    file.write_bytes(campaign_workbook(plan(folder, "zh", {}, basis, title="618 门店大促")))
    book = Book(file)
    book.answer("英文名称", "618 sale in stores")
    book.answer("版本", "pos-3.8.1")
    book.answer("预热开始", datetime(2026, 6, 10, 10))  # noqa: DTZ001
    for name, binding in load_campaign(yaml, NOW).bindings.items():
        if binding.as_at is not None:
            book.put_by_id(name, "数据时间", binding.as_at.astimezone(ZoneInfo("Asia/Shanghai")).replace(tzinfo=None))
    return book.save()


def test_it_is_the_same_campaign(tmp_path: Path) -> None:
    """People, traits, moments, bindings, settings and what does not apply are equal, whichever file says them."""
    yaml = go_in_yaml(tmp_path / "yaml" / "2026-618-stores")
    book = go_in_a_workbook(tmp_path / "book" / "2026-618-stores", yaml)
    written, filled = load_campaign(yaml, NOW), load_campaign(book, NOW)
    assert without_places(filled) == without_places(written)
    assert len(filled.loosened) == len(written.loosened) > 1


def test_its_digest_is_of_its_bytes(tmp_path: Path) -> None:
    """The record names the workbook with the SHA-256 of what was read."""
    file = new_book(tmp_path / "618")
    digests = load_campaign(file, NOW).digests
    assert digests["campaign.xlsx"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert "builtin:execution.yaml" in digests


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_filled_sheet_is_bound(lang: Any, tmp_path: Path) -> None:
    """A table's own sheet with rows below its header is its evidence, in the campaign's zone; an empty one is not."""
    book = Book(new_book(tmp_path / "618", lang))
    titles = {"zh": ("销量预估", "SKU编号"), "en": ("Sales forecast for the campaign", "SKU")}
    sheet = next(name for name in book.book.sheetnames if titles[lang][0] in name)
    header = book.row(sheet, "e.g." if lang == "en" else "例：") + 1
    book[sheet].cell(header + 1, 1).value = "A-1"
    book[sheet].cell(header + 1, 2).value = 100
    campaign = load_campaign(book.save(), NOW)
    assert set(campaign.bindings) == {"forecast"}
    bound = campaign.bindings["forecast"]
    assert (bound.file, bound.sheet, bound.zone) == ("campaign.xlsx", sheet, "Asia/Shanghai")
    assert bound.header == header


def test_headers_may_be_renamed_to_any_that_is_known(tmp_path: Path) -> None:
    """A sheet whose header somebody wrote anew, in other words that exports use, is still read by it."""
    book = Book(new_book(tmp_path / "618"))
    row = book.row("活动期间销量预估", "例：") + 1
    book["活动期间销量预估"].cell(row, 1).value = "sku_code"
    book["活动期间销量预估"].cell(row + 1, 1).value = "A-1"
    assert "forecast" in load_campaign(book.save(), NOW).bindings


def test_a_dropped_file_is_found_by_its_bare_name(tmp_path: Path) -> None:
    """A file in the evidence folder needs no path; a folder of documents is bound as one; a zone is never guessed for
    an export, since the wrong one would make a late act look in time."""
    book = Book(new_book(tmp_path / "618"))
    evidence = tmp_path / "618" / "evidence"
    (evidence / "文案").mkdir(parents=True)
    (evidence / "库存.csv").write_text("sku,available\nA,1\n", encoding="utf-8")
    book.put("资料清单", "库存", "文件", "库存.csv")
    book.put("资料清单", "促销文案", "文件", "evidence\\文案")
    book.put("资料清单", "参与活动的门店", "文件", "门店.csv")
    bindings = load_campaign(book.save(), NOW).bindings
    assert bindings["stock"].file == "evidence/库存.csv"
    assert bindings["stock"].zone is None
    assert bindings["copy"].folder == "evidence/文案"
    assert bindings["stores"].file == "evidence/门店.csv"


def test_one_person_may_hold_several_roles(tmp_path: Path) -> None:
    """Rows of one name are one person: the id is the contact's local part, else stated, else the first role."""
    book = Book(new_book(tmp_path / "618"))
    book.person("活动负责人", "李伟", "li.wei@shop.example")
    book.person("市场", "李伟")
    book.person("法务", "王芳")
    row = book.person("供应链", "赵敏", "电话 123")
    book["人员"].cell(row, book.header("人员", "人员编号")[1]).value = "zhao.min"
    people = {person.id: person.roles for person in load_campaign(book.save(), NOW).people}
    assert people == {
        "li.wei": ("campaign-owner", "marketing"),
        "legal": ("legal",),
        "zhao.min": ("supply-chain",),
    }


def test_roles_are_known_in_either_language(tmp_path: Path) -> None:
    """An id, a Chinese word, and both together mean the same role."""
    book = Book(new_book(tmp_path / "618"))
    book.append("人员", "角色", [("legal", "甲"), ("财务", "乙"), ("品牌（brand）", "丙"), ("our-own-role", "丁")])
    people = load_campaign(book.save(), NOW).people
    assert [person.roles for person in people] == [("legal",), ("finance",), ("brand",), ("our-own-role",)]


def test_times_are_the_campaigns(tmp_path: Path) -> None:
    """A date cell, a text without offset and a text with one are exact instants in the campaign's zone."""
    book = Book(new_book(tmp_path / "618"))
    book.answer("时区", "Europe/Paris")
    book.answer("上线时间", "2026-06-18 00:00")
    book.answer("结束时间", "2026-06-20T23:59:59+08:00")
    book.answer("预热开始", "上线前 2 天")
    book.answer("封版时间", "5 days before the launch")
    campaign = load_campaign(book.save(), NOW)
    assert campaign.launch == datetime(2026, 6, 17, 22, tzinfo=UTC)
    assert campaign.end == datetime(2026, 6, 20, 15, 59, 59, tzinfo=UTC)
    assert campaign.moments["warm-up"] == datetime(2026, 6, 15, 22, tzinfo=UTC)
    assert campaign.moments["freeze"] == datetime(2026, 6, 12, 22, tzinfo=UTC)


def test_cells_are_what_they_show(tmp_path: Path) -> None:
    """A number, a truth value and a list in the other language's words are read as the texts that people see."""
    book = Book(new_book(tmp_path / "618"))
    book.answer("编号", 618)
    book.answer("版本", 4.1)
    book.answer("是否有线上销售", True)
    book.answer("报告语言", "English and Chinese")
    book.answer("检查范围", "starter")
    book.answer("检查清单", "planning，执行准备、technical;数据准备")
    campaign = load_campaign(book.save(), NOW)
    assert (campaign.id, campaign.release, campaign.traits["online"]) == ("618", "4.1", True)
    assert (campaign.languages, campaign.starter) == (("en", "zh"), True)
    assert {check.phase for check in campaign.checks} == {"planning", "execution", "technical", "analysis"}


def test_a_workbook_saved_after_it_was_loaded_is_not_judged(tmp_path: Path) -> None:
    """False-GO 7: tables are judged from the very bytes that the campaign was read from, or not at all."""
    book = Book(new_book(tmp_path / "618"))
    book.book.create_sheet("门店").append(["门店编码", "门店名称"])
    book["门店"].append(["SH001", "徐汇店"])
    book.put("资料清单", "参与活动的门店", "工作表", "门店")
    campaign = load_campaign(book.save(), NOW)
    assert campaign.bindings["stores"].sha256 == campaign.digests["campaign.xlsx"]
    book["门店"].append(["SH002", "静安店"])
    book.save()
    store = EvidenceStore(
        campaign.folder, campaign.contracts, campaign.bindings, campaign.hosts, times_of(campaign, NOW, None)
    )
    with closing(store), pytest.raises(CannotJudge, match="changed"):
        store.table("stores")


def test_settings_are_the_words_that_a_file_would_hold(tmp_path: Path) -> None:
    """A number, a list, a moment and a nested setting reach their check as typed; a time
    without offset is the campaign's."""
    book = Book(new_book(tmp_path / "618"))
    rows = [
        ("execution.stock-coverage", "min_ratio", 1.3),
        ("execution.stock-coverage  主推商品库存", "严重程度", "一般"),
        ("execution.stock-coverage", "截止", "上线前 3 天"),
        ("planning.legal-signoff", "probe.by", "2026-06-09 10:00"),
        ("planning.plan-review", "roles", "[legal, finance]"),
    ]
    book.append("设置", "检查项", rows)
    campaign = load_campaign(book.save(), NOW)
    checks = {check.id: check for check in campaign.checks}
    stock, legal = checks["execution.stock-coverage"], checks["planning.legal-signoff"]
    assert (stock.severity, stock.due.words) == ("minor", "T-3d")
    assert stock.probe.settings_for_people()["min_ratio"] == "1.3"
    assert legal.probe.settings_for_people()["by"] == "2026-06-09T10:00:00+08:00"
    assert checks["planning.plan-review"].probe.settings_for_people()["roles"] == ["legal", "finance"]


def test_nothing_is_bound_in_a_new_workbook(tmp_path: Path) -> None:
    """False-GO 8: examples, titles and empty rows are no evidence."""
    campaign = load_campaign(new_book(tmp_path / "618", "zh", STORES), NOW)
    assert campaign.bindings == {}
    assert campaign.people == ()
    assert campaign.not_applicable == {}


def test_a_sheet_may_be_named_by_the_row(tmp_path: Path) -> None:
    """A sheet with a name of the owner's own is the evidence of the row that names it."""
    book = Book(new_book(tmp_path / "618"))
    book.book.create_sheet("仓库导出").append(["sku", "available"])
    book["仓库导出"].append(["A-1", 3])
    book.put("资料清单", "库存", "工作表", "仓库导出")
    assert load_campaign(book.save(), NOW).bindings["stock"].sheet == "仓库导出"
