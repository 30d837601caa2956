"""The checks of its own that the guide shows a team: they are loaded, pass on good evidence and find what is bad."""

from __future__ import annotations

import csv
import io
import re

import pytest
import yaml

from tests.test_docs import FENCE
from tests.worlds import ROOT, World, form_of

GUIDES = {"docs/guide.md": "en", "docs/guide.zh-CN.md": "zh"}
CHECKS = ("live-products.running-order", "store-shifts.trained-person", "live-script.prize-rules")
PRODUCTS, SHIFTS, SCRIPT = "evidence/直播商品.csv", "evidence/首日排班.csv", "evidence/直播脚本.md"
GOOD_PRODUCTS = """\
商品编码,主播,日常价,直播价,开始时间,结束时间
HM-01-020,林悦,129,99,2026-06-18 20:00,2026-06-18 20:15
HM-03-028,林悦,59,49,2026-06-18 20:15,2026-06-18 20:30
"""
GOOD_SCRIPT = """\
# 直播脚本

开奖时间：6 月 18 日 21:00。奖品为野餐垫，共 20 份。
中奖名单于 6 月 19 日在公众号公布。
"""


def section(page: str) -> str:
    text = (ROOT / page).read_text("utf-8")
    found = re.search(r"^## (?:Checks of your own|编写自己的检查项)\n(.*?)(?=^## )", text, re.MULTILINE | re.DOTALL)
    assert found, f"{page} has no section on checks of your own"
    return found[1]


def yaml_blocks(page: str) -> list[str]:
    return [str(block) for block in re.findall(r"^```yaml\n(.*?)^```", section(page), re.MULTILINE | re.DOTALL)]


def shown_output(page: str) -> list[str]:
    """What the page shows of the report, check by check."""
    (block,) = [text for text in FENCE.findall(section(page)) if "✗" in text]
    return str(block).split("\n\n")


def unbroken(text: str) -> str:
    """Without blanks and line breaks, which follow from the width of the terminal."""
    return "".join(text.split())


def store_numbers(world: World) -> list[str]:
    path = world.path("evidence/参与门店.csv")
    encoding, delimiter = form_of(path)
    rows = csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=delimiter)
    return [row[0] for row in rows][1:]


@pytest.fixture(params=GUIDES)
def guide(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def guided(guide: str, stores_world: World) -> World:
    """examples/go with everything that a guide shows, and small evidence that is good."""
    *checklists, hooked = yaml_blocks(guide)
    for text in checklists:
        name = yaml.safe_load(text)["checklist"]
        stores_world.path(f"{name}.yaml").write_text(text, "utf-8")
    named, bindings = hooked.split("evidence:\n")
    campaign = stores_world.path("campaign.yaml").read_text("utf-8")
    with_packs = named.replace("analysis,", "analysis, crm, channel,", 1)
    campaign = re.sub(r"^checklists: .*\n", lambda _: with_packs, campaign, count=1, flags=re.MULTILINE)
    campaign = campaign.replace("\nevidence:\n", f"\nevidence:\n{bindings}", 1)
    stores_world.path("campaign.yaml").write_text(campaign, "utf-8")
    shifts = [
        f"{store},{shift},店员,2026-06-12\n" for store in store_numbers(stores_world) for shift in ("早班", "晚班")
    ]
    stores_world.path(PRODUCTS).write_text(GOOD_PRODUCTS, "utf-8")
    stores_world.path(SHIFTS).write_text("门店编码,班次,姓名,培训通过日期\n" + "".join(shifts), "utf-8")
    stores_world.path(SCRIPT).write_text(GOOD_SCRIPT, "utf-8")
    return stores_world


def test_both_languages_show_the_same_files() -> None:
    """The YAML of both guides is the same, letter by letter: three checklists and what hooks them into a campaign."""
    english, chinese = (yaml_blocks(page) for page in GUIDES)
    assert english == chinese
    probes = [check["probe"]["kind"] for text in english[:-1] for check in yaml.safe_load(text)["checks"]]
    assert probes == ["rows", "matrix", "document"]


def test_the_campaign_is_valid(guided: World) -> None:
    """`readiness validate` has nothing to say against the files as the guide shows them."""
    from readiness.cli.main import main

    assert main(["validate", str(guided.folder)]) == 0, guided.capture()


def test_good_evidence_passes(guided: World) -> None:
    """With good evidence each of the three checks passes, and the campaign is GO."""
    checked = guided.check()
    assert checked.code == 0, checked.out + checked.err
    assert {check: checked.outcome(check)["status"] for check in CHECKS} == dict.fromkeys(CHECKS, "passed")


@pytest.mark.parametrize(
    ("file", "old", "new", "check", "finding"),
    [
        (PRODUCTS, "59,49,", "59,53.11,", CHECKS[0], ("HM-03-028", "wrong", f"{PRODUCTS}, row 3, column 直播价")),
        (PRODUCTS, "59,49,", "59,,", CHECKS[0], ("HM-03-028", "wrong", f"{PRODUCTS}, row 3, column 直播价")),
        (PRODUCTS, "020,林悦", "020,", CHECKS[0], ("HM-01-020", "missing", f"{PRODUCTS}, row 2, column 主播")),
        (
            PRODUCTS,
            "06-18 20:00",
            "06-17 23:59",
            CHECKS[0],
            ("HM-01-020", "wrong", f"{PRODUCTS}, row 2, column 开始时间"),
        ),
        (SHIFTS, "SH001,早班,店员,2026-06-12\n", "", CHECKS[1], ("SH001 × 早班", "missing", None)),
        (SHIFTS, "SH001,早班,店员", "SH001,早班,", CHECKS[1], ("SH001 × 早班", "missing", None)),
        (
            SHIFTS,
            "SH001,早班,店员,2026-06-12",
            "SH001,早班,店员,2026-06-16",
            CHECKS[1],
            ("SH001 × 早班", "late", f"{SHIFTS}, row 2, column 培训通过日期"),
        ),
        (SCRIPT, "共 20 份", "若干", CHECKS[2], ("直播脚本.md", "missing", SCRIPT)),
        (SCRIPT, "中奖名单于", "人人有奖，中奖名单于", CHECKS[2], ("直播脚本.md", "wrong", f"{SCRIPT}, line 4")),
        (SCRIPT, "21:00", "待定", CHECKS[2], ("直播脚本.md", "wrong", f"{SCRIPT}, line 3")),
    ],
)
def test_bad_evidence_is_found(
    guided: World, file: str, old: str, new: str, check: str, finding: tuple[str, str, str | None]
) -> None:
    """One thing that is not right fails the one check that asks for it, with a finding that names it and its place."""
    guided.edit_text(file, old, new)
    checked = guided.check("--only", ",".join(CHECKS))
    assert [name for name in CHECKS if checked.outcome(name)["status"] == "failed"] == [check]
    (found,) = checked.outcome(check)["findings"]
    subject, kind, where = finding
    assert (found["subject"], found["kind"]) == (subject, kind)
    assert where is None or found["where"] == where


def test_the_output_is_real(guide: str, guided: World) -> None:
    """What a guide shows of the report is what is printed when that is wrong which its text says is wrong."""
    guided.edit_text(PRODUCTS, "129,99,", "129,119,")
    guided.edit_text(PRODUCTS, "HM-03-028,林悦", "HM-03-028,")
    guided.edit_text(SHIFTS, "SH001,晚班,店员,2026-06-12\n", "")
    guided.edit_text(SCRIPT, "中奖名单于", "人人有奖，中奖名单于")
    checked = guided.check("--lang", GUIDES[guide], "--verbose")
    assert checked.code == 1
    shown = shown_output(guide)
    assert len(shown) == len(CHECKS)
    assert [text for text in shown if unbroken(text) not in unbroken(checked.out)] == []
