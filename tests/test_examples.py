"""The examples: complete campaigns, decided by the real command as their readers run it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.worlds import EXAMPLES, ROOT, Checked, Rows, World, copy_of, environment, form_of

NAMES = sorted(path.name for path in EXAMPLES.iterdir() if (path / "campaign.yaml").exists())


def readiness(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "readiness", *arguments],
        cwd=cwd,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )


def rows_of(path: Path) -> Rows:
    encoding, delimiter = form_of(path)
    return list(csv.reader(io.StringIO(path.read_bytes().decode(encoding), newline=""), delimiter=delimiter))


def test_there_are_three() -> None:
    """One that may launch, one that may not, one with a storefront."""
    assert NAMES == ["go", "no-go", "storefront"]


def test_the_go_example_is_go() -> None:
    """`readiness check examples/go/campaign.yaml --as-of T-0h` exits 0, from files alone."""
    ran = readiness("check", "examples/go/campaign.yaml", "--as-of", "T-0h", "--no-record", "--lang", "en")
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "GO (as of T-0h)" in ran.stdout
    assert "NO-GO" not in ran.stdout


def test_an_example_does_not_depend_on_where_it_is_run(tmp_path: Path) -> None:
    """The same campaign, copied elsewhere and run from its own folder, is decided alike."""
    ran = readiness("check", "--as-of", "T-0h", "--no-record", cwd=copy_of("go", tmp_path))
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_the_no_go_example_is_no_go_for_several_reasons(tmp_path: Path) -> None:
    """It exits 1; the reasons name short stock, a SKU that is not there, an export too old, a late and a silent store,
    an approval of an earlier version, and a department that asked for changes."""
    report = tmp_path / "run.json"
    ran = readiness("check", "examples/no-go", "--as-of", "T-0h", "--no-record", "--report", f"json={report}")
    assert ran.returncode == 1, ran.stdout + ran.stderr
    run = json.loads(report.read_text("utf-8"))
    assert run["decision"]["verdict"] == "no-go"
    found = {
        (outcome["check"], finding["subject"].split(" ")[0], finding["kind"])
        for outcome in run["outcomes"]
        if not outcome["after_launch"]
        for finding in outcome["findings"]
    }
    assert found == {
        ("planning.legal-signoff", "legal", "wrong"),
        ("planning.plan-review", "logistics", "wrong"),
        ("execution.stock-coverage", "stock", "stale"),
        ("execution.stock-coverage", "HM-01-020", "wrong"),
        ("execution.stock-coverage", "HM-03-028", "wrong"),
        ("execution.stock-coverage", "HM-06-027", "missing"),
        ("execution.store-display", "CD002", "late"),
        ("execution.store-display", "WH003", "missing"),
    }


@pytest.fixture
def no_go_world(tmp_path: Path, capture: object) -> World:
    return World(copy_of("no-go", tmp_path), capture)  # type: ignore[arg-type]


def mend(world: World) -> None:
    """Follow every remedy of the no-go example, as late as the eve of the launch."""
    stock = "evidence/ERP库存导出.csv"
    header = rows_of(world.path(stock))[0]
    promoted = {"HM-01-020": "2000", "HM-03-028": "2000", "HM-06-027": "500"}

    def replenish(rows: Rows) -> Rows:
        blank = dict.fromkeys(header, "")
        fixed = {"仓库": "上海嘉定仓", "批次号": "B270001A", "到期日": "2027-04-01", "占用量": "0", "单位": "件"}
        more = [{**blank, **fixed, "商品编码": sku, "现存量": units} for sku, units in promoted.items()]
        return [*rows, *([row[name] for name in header] for row in more)]

    world.edit_rows(stock, replenish)
    world.edit_text("campaign.yaml", "as_at: 2026-04-29T18:00:00+08:00", "as_at: 2026-04-30T18:00:00+08:00")
    late_row = ["WH003", "武汉街道口店", "2026-04-29 10:00:00", "WH003_20260429_1000.jpg", "何静"]
    world.edit_rows("evidence/陈列确认.tsv", lambda rows: [*rows, late_row])
    signed = {"terms": ("legal", "wang.fang", "活动条款.md"), "plan": ("logistics", "zhao.min", "策划方案.md")}
    entries = world.path("signoffs.yaml").read_text("utf-8")
    for subject, (role, person, name) in signed.items():
        sha256 = hashlib.sha256(world.path(f"evidence/{name}").read_bytes()).hexdigest()
        entries += (
            f"  - subject: {subject}\n    role: {role}\n    person: {person}\n    verdict: approved\n"
            f"    sha256: {sha256}\n    at: 2026-04-30T11:00:00+08:00\n"
        )
    world.path("signoffs.yaml").write_text(entries, "utf-8")


def waive(world: World, *checks: str) -> None:
    lines = ["waivers:"]
    for check in checks:
        lines += [f"  - subject: {check}", "    person: xu.hong", "    reason: 门店照片已核,物流已口头确认"]
        lines += ["    at: 2026-04-30T20:00:00+08:00", "    expires: 2026-05-05T23:59:59+08:00"]
    world.path("waivers.yaml").write_text("\n".join(lines) + "\n", "utf-8")


def statuses(checked: Checked) -> dict[str, str]:
    assert checked.run is not None, checked.out + checked.err
    asked = (o for o in checked.run["outcomes"] if o["status"] != "not-applicable" and not o["after_launch"])
    return {o["check"]: o["status"] for o in asked}


def test_remedies_mend_states_but_not_late_acts(no_go_world: World) -> None:
    """Following every remedy makes states pass, though late; acts done too late stay failed. Legal had approved in
    time and approved again before launch, so that one is in time."""
    mend(no_go_world)
    checked = no_go_world.check()
    assert checked.code == 1
    assert {check: status for check, status in statuses(checked).items() if status != "passed"} == {
        "planning.plan-review": "failed",
        "execution.store-display": "failed",
    }
    assert {"planning.legal-signoff", "execution.stock-coverage"} <= statuses(checked).keys()


def test_what_is_late_can_be_waived_and_stays_visible(no_go_world: World) -> None:
    """False-GO 37: the named waivers make the late acts waived, the decision CONDITIONAL GO, and the findings stay."""
    mend(no_go_world)
    waive(no_go_world, "planning.plan-review", "execution.store-display")
    checked = no_go_world.check("--verbose")
    assert checked.code == 3, checked.out + checked.err
    assert statuses(checked)["planning.plan-review"] == statuses(checked)["execution.store-display"] == "waived"
    assert {f["subject"].split(" ")[0] for f in checked.outcome("execution.store-display")["findings"]} == {
        "CD002",
        "WH003",
    }
    assert "CD002" in checked.out


def test_a_waiver_by_someone_without_the_right_changes_nothing(no_go_world: World) -> None:
    """A blocker's waiver by a person who may not waive blockers does not hold."""
    mend(no_go_world)
    waive(no_go_world, "planning.plan-review", "execution.store-display")
    waivers = no_go_world.path("waivers.yaml")
    waivers.write_text(waivers.read_text("utf-8").replace("xu.hong", "chen.jing"), "utf-8")
    assert no_go_world.check().code in {1, 6}


def test_the_storefront_example_is_go(tmp_path: Path) -> None:
    """`make demo` runs this script: it starts the shop, decides GO, writes the HTML, says where, and ends with 0."""
    ran = subprocess.run(
        [sys.executable, str(EXAMPLES / "storefront" / "storefront.py"), "--lang", "en"],
        cwd=tmp_path,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert ran.returncode == 0, ran.stdout + ran.stderr
    assert "GO (as of T-0h)" in ran.stdout
    page = tmp_path / "out" / "storefront" / "report.html"
    assert page.as_uri() in ran.stdout
    assert "618 online sale" in page.read_text("utf-8")
    assert list((tmp_path / "out" / "storefront" / "record").glob("*.json"))


def test_a_broken_storefront_ends_with_the_decision(shop_world: World) -> None:
    """The script's exit code is the decision's: nothing hides a shop that answers with its maintenance page."""
    shop_world.sites["shop"].pages["/618"].body = "<h1>618 把夏天搬回家</h1><p>系统维护中</p>"
    assert shop_world.check().code == 1


@pytest.mark.parametrize("name", ["go", "no-go"])
def test_evidence_is_as_teams_have_it(name: str) -> None:
    """Hundreds of SKUs over several warehouses in a GB18030 export, dozens of stores, Chinese headers everywhere."""
    folder = EXAMPLES / name / "evidence"
    stock = rows_of(folder / "ERP库存导出.csv")
    assert form_of(folder / "ERP库存导出.csv") == ("gb18030", ",")
    assert len({row[1] for row in stock[1:]}) >= 300
    assert len({row[0] for row in stock[1:]}) >= 3
    assert form_of(folder / "销量预估.csv") == ("utf-8-sig", ",")
    assert form_of(folder / "陈列确认.tsv")[1] == "\t"
    assert len(rows_of(folder / "参与门店.csv")) > 40
    for table in folder.glob("*.[ct]sv"):
        assert all(re.search(r"[一-鿿]", header) for header in rows_of(table)[0]), table.name


@pytest.mark.parametrize("name", NAMES)
def test_nobody_real_is_named(name: str) -> None:
    """Contacts are of a reserved domain and the hotline is no number of a company."""
    folder = EXAMPLES / name
    campaign = (folder / "campaign.yaml").read_text("utf-8")
    contacts = re.findall(r"contact: (\S+?)\}", campaign)
    assert contacts
    assert all(contact.endswith("@hemu.example") for contact in contacts)
    for document in (folder / "evidence").glob("*.md"):
        assert set(re.findall(r"\d{3}-\d{3}-\d{4}", document.read_text("utf-8"))) <= {"400-000-0618"}
