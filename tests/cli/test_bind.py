"""`bind`: a folder of exports becomes bindings; what could not be placed is told with its reason."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
import yaml

from tests.cli.conftest import Answer, Readiness
from tests.worlds import EXAMPLES, copy_of


def bind(readiness: Readiness, folder: Path, *arguments: str, dropped: str = "evidence") -> Answer:
    return readiness("bind", folder / dropped, "--campaign", folder, "--lang", "en", *arguments)


def unbound(tmp_path: Path) -> Path:
    """The GO example with nothing bound: campaign.yaml and the dropped files."""
    folder = copy_of("go", tmp_path)
    file = folder / "campaign.yaml"
    head, _, _ = file.read_text("utf-8").partition("evidence:\n")
    file.write_text(head, "utf-8")
    return folder


# A list of cities that is the list of stores, lists of contacts that neither headers nor names tell apart, what test
# tools wrote (two folders, and three files whose names say less than the titles of what is asked), and dashboards.
CONTACTS, REPORTS, DASHBOARDS = (
    {"eu-audience", "audience", "unsubscribes"},
    {"full-flow-rounds", "page-speed", "coupon-device-tests", "api-tests", "load-test-results"},
    {"bi-dashboard", "business-dashboard"},
)
BY_HAND = {"regions"} | CONTACTS | REPORTS | DASHBOARDS


def test_the_dropped_files_of_the_example_make_it_go(tmp_path: Path, readiness: Readiness) -> None:
    """Bound by their headers, content and names alone, the files of the GO example are what the example says they are,
    sheet by sheet; with the few that nobody could tell bound by hand it is GO again."""
    said = yaml.safe_load((EXAMPLES / "go" / "campaign.yaml").read_text("utf-8"))["evidence"]
    folder = unbound(tmp_path)
    told = bind(
        readiness, folder, "--author", "li.wei", "--zone", "Asia/Shanghai", "--as-at", "2026-06-17T23:40:00+08:00"
    )
    assert told.code == 0, told.out + told.err
    assert "EU触达名单.csv" in told.out
    bound = yaml.safe_load((folder / "campaign.yaml").read_text("utf-8"))["evidence"]
    assert bound.keys() == said.keys() - BY_HAND
    for name, binding in bound.items():
        assert binding["file"] == said[name]["file"], name
        assert binding.get("sheet", said[name].get("sheet")) == said[name].get("sheet"), name
    lines = [f"  {name}: {json.dumps(said[name], default=str, ensure_ascii=False)}\n" for name in sorted(BY_HAND)]
    with (folder / "campaign.yaml").open("a", encoding="utf-8") as file:
        file.writelines(line.replace(" 00:", "T00:") for line in lines)
    checked = readiness("check", folder, "--as-of", "T-0h", "--no-record")
    assert checked.code == 0, checked.out + checked.err


def test_what_a_file_can_not_say_is_asked_for(tmp_path: Path, readiness: Readiness) -> None:
    """The stock's age, the zone of times and the author of a document are told to be missing, beside the file."""
    folder = unbound(tmp_path)
    out = bind(readiness, folder).out
    lines = out.splitlines()

    def after(words: str) -> str:
        return lines[next(i for i, line in enumerate(lines) if words in line) + 1]

    assert "--as-at" in after("ERP库存导出.csv")
    assert "--zone" in after("陈列确认.tsv")
    assert "--author" in after("活动条款.md")
    assert "!" not in after("销量预估.csv")


def test_a_dry_run_writes_nothing(tmp_path: Path, readiness: Readiness) -> None:
    """`--dry-run` says what would be bound."""
    folder = unbound(tmp_path)
    before = (folder / "campaign.yaml").read_bytes()
    assert "Would be bound" in bind(readiness, folder, "--dry-run").out
    assert (folder / "campaign.yaml").read_bytes() == before


def test_two_files_for_one_evidence_are_left_to_a_person(tmp_path: Path, readiness: Readiness) -> None:
    """Nobody can tell which export is meant: neither is bound, and each names the other."""
    folder = unbound(tmp_path)
    shutil.copy(folder / "evidence/ERP库存导出.csv", folder / "evidence/ERP库存导出 (1).csv")
    out = bind(readiness, folder).out
    assert "\n  stock: {" not in (folder / "campaign.yaml").read_text("utf-8")
    assert out.count("it could be Stock, and so could") == 2


def test_what_is_bound_already_is_left_alone(tmp_path: Path, readiness: Readiness) -> None:
    """A second time nothing changes."""
    folder = copy_of("go", tmp_path)
    before = (folder / "campaign.yaml").read_bytes()
    told = bind(readiness, folder)
    assert told.code == 0
    assert "Bound before" in told.out
    assert (folder / "campaign.yaml").read_bytes() == before


def test_a_binding_to_a_file_that_is_not_there_is_replaced(tmp_path: Path, readiness: Readiness) -> None:
    """`init` binds evidence/stock.csv before it exists; the export under its own name takes its place."""
    campaign = tmp_path / "618"
    made = readiness("init", campaign, "--launch", "2026-06-18T00:00:00+08:00", "--lang", "en")
    assert made.code == 0, made.err
    shutil.copy(EXAMPLES / "go/evidence/ERP库存导出.csv", campaign / "evidence/ERP库存导出.csv")
    assert bind(readiness, campaign).code == 0
    text = (campaign / "campaign.yaml").read_text("utf-8")
    assert '  stock: {file: "evidence/ERP库存导出.csv"}' in text
    assert "file: evidence/stock.csv" not in text
    assert readiness("validate", campaign).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("nowhere",), "is no folder"),
        (("..",), "outside the campaign's folder"),
        (("evidence", "--author", "li.wie"), "li.wei"),
        (("evidence", "--zone", "Asia/Shanghia"), "Asia/Shanghai"),
        (("evidence", "--as-at", "yesterday"), "--as-at"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, readiness: Readiness, arguments: tuple[str, ...], words: str) -> None:
    """A mistyped folder, person, zone or time binds nothing."""
    folder = unbound(tmp_path)
    before = (folder / "campaign.yaml").read_bytes()
    answer = bind(readiness, folder, *arguments[1:], dropped=arguments[0])
    assert answer.code == 2
    assert words in answer.err
    assert (folder / "campaign.yaml").read_bytes() == before


def test_chinese_words(tmp_path: Path, readiness: Readiness) -> None:
    """In Chinese the evidence is named by its Chinese title, and reasons are Chinese."""
    folder = unbound(tmp_path)
    (folder / "evidence/设备清单.csv").write_text("设备,型号\nA,B\n", "utf-8")
    out = bind(readiness, folder, "--lang", "zh").out
    assert "库存（stock）" in out
    assert "设备清单.csv：其列与任何尚缺的证据都不相符：设备, 型号" in out
