"""Exports that other people's systems made, dropped beside a campaign: bound, or refused as their content demands."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Readiness
from tests.field_data import FIELD_DATA, needs_field_data
from tests.worlds import copy_of

pytestmark = needs_field_data

# What a person sees in each file, against what the checklists ask. None of them is an evidence as it stands: numbers
# are those on hand, not those for sale; the forecast is by month, the suppliers are nobody's resource plan.
REFUSED = [
    ("inventory/aws-inventory_levels.csv", "those of no evidence still needed: inventory_id, material_id"),
    ("inventory/aws-materials.csv", "those of no evidence still needed: material_id, name"),
    ("inventory/saleor-stock-fixtures.json", "only the column `url` says so"),
    ("forecast/aws-demand_forecast.csv", "those of no evidence still needed: forecast_id, material_id"),
    ("forecast/aws-holiday_calendar.csv", "those of no evidence still needed: date, holiday_name"),
    ("raci/aws-suppliers.csv", "those of no evidence still needed: supplier_id, name"),
    ("promo-rules/saleor-discount-fixtures.json", "those of no evidence still needed: model, pk, fields.name"),
    ("tracking-plan/segment-typewriter-plan-v1.json", "holds 0 lists at its top"),
    ("grafana/otel-demo-dashboard.json", "holds 3 lists at its top"),
    ("k6/taurus-k6-out.csv", "only the column `url` says so"),
]


@pytest.mark.parametrize(("file", "why"), REFUSED, ids=lambda value: Path(value).name[:30])
def test_an_export_of_other_columns_is_not_placed(tmp_path: Path, readiness: Readiness, file: str, why: str) -> None:
    """It is named with what it holds, nothing is bound to it, and what to do is said."""
    folder = _unbound(tmp_path)
    shutil.copy(FIELD_DATA / file, folder / "evidence")
    before = (folder / "campaign.yaml").read_bytes()
    told = readiness("bind", folder / "evidence", "--campaign", folder, "--lang", "en")
    assert told.code == 0, told.err
    (line,) = [line for line in told.out.splitlines() if Path(file).name in line]
    assert why in line
    assert "`columns: {" in told.out
    assert (folder / "campaign.yaml").read_bytes() == before


def test_a_real_privacy_notice_is_placed_by_its_name_only(tmp_path: Path, readiness: Readiness) -> None:
    """Under the export's own name nobody can tell; called as the evidence is, it is bound, and its author is asked."""
    folder = _unbound(tmp_path)
    notice = FIELD_DATA / "privacy" / "en-basecamp-privacy.md"
    shutil.copy(notice, folder / "evidence")
    told = readiness("bind", folder / "evidence", "--campaign", folder, "--lang", "en")
    assert "its name is that of no document still needed" in told.out
    (folder / "evidence" / notice.name).rename(folder / "evidence" / "privacy-policy.md")
    told = readiness("bind", folder / "evidence", "--campaign", folder, "--lang", "en")
    assert "evidence/privacy-policy.md: " in told.out
    assert "--author" in told.out
    assert "privacy-policy.md" in (folder / "campaign.yaml").read_text("utf-8")


def test_bound_by_hand_ids_that_do_not_join_are_no_go(tmp_path: Path, readiness: Readiness) -> None:
    """False-GO: 18 materials are on stock and the forecast has 18, under other numbers (`MAT-BAT-001`, `MAT001`): each
    of them is a finding with the row that it was read from."""
    folder = copy_of("go", tmp_path)
    for name in ("inventory/aws-inventory_levels.csv", "forecast/aws-demand_forecast.csv"):
        shutil.copy(FIELD_DATA / name, folder / "evidence")
    with (FIELD_DATA / "inventory" / "aws-inventory_levels.csv").open(encoding="utf-8", newline="") as stream:
        numbers = [row["material_id"] for row in csv.DictReader(stream)]
    lines = "".join(f"{number},{number}\n" for number in numbers)
    (folder / "evidence" / "promoted.csv").write_text(f"sku,name\n{lines}", "utf-8")
    _bind(folder, "promoted", "{file: evidence/promoted.csv}")
    stock = "{file: evidence/aws-inventory_levels.csv, as_at: 2026-06-17T20:00:00+08:00, "
    _bind(folder, "stock", stock + "columns: {sku: material_id, available: current_stock}}")
    forecast = "{file: evidence/aws-demand_forecast.csv, "
    _bind(folder, "forecast", forecast + "columns: {sku: material_id, units: predicted_demand}}")
    check = (
        "check",
        folder,
        "--as-of",
        "T-0h",
        "--only",
        "execution.stock-coverage",
        "--no-record",
        "--lang",
        "en",
        "--verbose",
    )
    told = readiness(*check)
    said = " ".join(told.out.split())
    assert told.code == 1, told.err
    assert "18 findings; 18 SKUs examined" in said
    assert (
        "MAT-BAT-001 (MAT-BAT-001) [missing]: required a forecast above 0 units; observed no forecast "
        "(evidence/aws-inventory_levels.csv, row 2, column current_stock)" in said
    )


def _unbound(tmp_path: Path) -> Path:
    """The GO example with nothing bound and nothing dropped."""
    folder = copy_of("go", tmp_path)
    file = folder / "campaign.yaml"
    head, _, _ = file.read_text("utf-8").partition("evidence:\n")
    file.write_text(head, "utf-8")
    shutil.rmtree(folder / "evidence")
    (folder / "evidence").mkdir()
    return folder


def _bind(folder: Path, name: str, binding: str) -> None:
    file = folder / "campaign.yaml"
    lines = file.read_text("utf-8").splitlines(keepends=True)
    (index,) = [i for i, line in enumerate(lines) if line.startswith(f"  {name}: {{file:")]
    lines[index] = f"  {name}: {binding}\n"
    file.write_text("".join(lines), "utf-8")
