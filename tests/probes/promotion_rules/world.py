"""A small shop in real files, read through the real evidence store under the shipped contracts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import yaml

from readiness.evidence.context import Stopwatch
from readiness.loading.checklist import shipped_checklist
from readiness.model.evidence import Column, ColumnType, Contract, Sort
from readiness.model.finding import Judgement
from readiness.model.text import Text
from readiness.probes.promotion_rules import Settings, gather, judge
from tests.probes.tables import HERE, Evidence, Rows, situation, times

CONTRACTS: Mapping[str, Contract] = {one.name: one for one in shipped_checklist("planning").contracts}
PAGES = Path(__file__).parents[3] / "docs/probes/promotion-rules"
ASKED: dict[str, Any] = {
    "offers": "offers",
    "prices": "offer-prices",
    "min_margin": "0 %",
    "max_saved_by_adding": "100 %",
    "max_saved_by_splitting": "0 %",
    "lines": 20,
    "pieces": 99,
    "steps": 100_000,
    "sums": 10**9,
}
STARTS, ENDS = "2026-06-18T00:00:00+08:00", "2026-06-20T23:59:59+08:00"
SOUND = {
    "basis": "after", "scope": "all", "stage": "1", "per_person": "1", "total": "100", "budget": "10000000",
    "starts": STARTS, "ends": ENDS,
}  # fmt: skip


def offers(*given: Mapping[str, str]) -> Rows:
    """Rows of offers: what is not given is sound."""
    rows = [{**SOUND, "stage": str(number), **one} for number, one in enumerate(given, 1)]
    columns = list(dict.fromkeys(column for row in rows for column in row))
    return [columns, *([row.get(column, "") for column in columns] for row in rows)]


def prices(*rows: Sequence[str], columns: Sequence[str] = ("sku", "list_price", "cost")) -> Rows:
    return [list(columns), *map(list, rows)]


def foreign(form: str) -> Contract:
    """The contract that the page's checklist for an import gives."""
    words = yaml.safe_load((PAGES / f"{form}.yaml").read_text("utf-8"))
    ((name, one),) = words["evidence"].items()
    columns = tuple(
        Column(column, ColumnType(said["type"]), tuple(said["aliases"]), required=said.get("required", True))
        for column, said in one["columns"].items()
    )
    return Contract(name, Sort.TABLE, Text.same(name), Text.same(name), "marketing", ("name",), columns, "own", HERE)


def decide(
    folder: Path, of_offers: Rows, of_prices: Rows, *, seconds: float = 60, form: str = "own", **settings: Any
) -> Judgement:
    """The judgement over these files."""
    evidence = Evidence(folder, times())
    contract = CONTRACTS["offers"] if form == "own" else foreign(form)
    evidence.bind(replace(contract, name="offers"), of_offers, suffix=".xlsx", zone="Asia/Shanghai")
    evidence.bind(CONTRACTS["offer-prices"], of_prices)
    evidence.stopwatch = Stopwatch(seconds)  # type: ignore[attr-defined]
    asked = Settings.model_validate({**ASKED, "form": form, **settings})
    try:
        return judge(asked, gather(asked, evidence), situation(times()))
    finally:
        evidence.close()
