"""What the tables must say, and what never passes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness.model.errors import CannotJudge
from readiness.model.finding import FindingKind
from readiness.probes.promotion_rules import Settings, stricter
from tests.probes.promotion_rules.world import ASKED, decide, offers, prices

GOODS = prices(("S1", "100", "60"))
COUPON = {"offer": "coupon", "kind": "券", "threshold": "200", "amount": "20"}


@pytest.mark.parametrize(
    ("change", "required", "observed"),
    [
        ({"kind": "返现"}, "a readable kind", "返现"),
        ({"kind": ""}, "a value of kind", "nothing"),
        ({"amount": "十"}, "a readable amount", "十"),
        ({"amount": "9.999"}, "a readable amount", "9.999"),
        ({"amount": "-5"}, "an amount above 0", "-5"),
        ({"amount": ""}, "either an amount or a percentage", "neither"),
        ({"percent": "5 %"}, "either an amount or a percentage", "both"),
        ({"amount": "", "percent": "120 %"}, "above 0 %, up to 100 %", "120"),
        ({"basis": ""}, "whether the threshold counts", "nothing"),
        ({"scope": ""}, "all, categories or SKUs", "nothing"),
        ({"scope": "S9"}, "all, categories or SKUs of the price list", "S9"),
        ({"scope": "类目：童装"}, "all, categories or SKUs of the price list", "童装"),
        ({"total": "0"}, "above 0", "0"),
        ({"total": "不限"}, "a readable total", "不限"),
        ({"per_person": "1.5"}, "a readable per_person", "1.5"),
        ({"ends": "2026-06-17T00:00:00+08:00"}, "after its start", "2026-06-16"),
        ({"ends": "6月底"}, "a readable ends", "6月底"),
        ({"kind": "每满减", "threshold": "0"}, "an amount above 0", "0.00"),
        ({"kind": "买几送几"}, "1 or more", "-"),
        ({"kind": "第二件半价", "buy": "1", "amount": "", "percent": "50 %"}, "2 or more", "1"),
        ({"kind": "会员价", "amount": ""}, "a percentage, or member_price of S1", "nothing"),
        ({"kind": "会员价", "amount": "20"}, "no amount", "20"),
        ({"kind": "买几送几", "buy": "2", "get": "1"}, "no amount", "20"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_an_offer_that_says_nothing_clear_is_a_finding(
    change: dict[str, str], required: str, observed: str, tmp_path: Path
) -> None:
    """Each is a finding at its cell, and the offer is never taken for harmless."""
    judgement = decide(tmp_path, offers({**COUPON, **change}), GOODS)
    found = [one for one in judgement.findings if required in one.required.en and observed in one.observed.en]
    assert found, judgement.findings
    assert "offers.xlsx" in found[0].where
    assert "row 2" in found[0].where


@pytest.mark.parametrize(
    ("row", "required"),
    [
        (("S2", "100", ""), "a cost"),
        (("S2", "", "60"), "a list_price"),
        (("S2", "100", "0"), "above 0"),
        (("S2", "-1", "60"), "above 0"),
        (("S1", "90", "50"), "one row for each SKU"),
        (("", "90", "50"), "a SKU"),
        (("S2", "NULL", "50"), "a list_price"),
        (("S2", "90元", "#N/A"), "a cost"),
    ],
)
def test_a_price_that_says_nothing_clear_is_a_finding(row: tuple[str, ...], required: str, tmp_path: Path) -> None:
    judgement = decide(tmp_path, offers(COUPON), prices(("S1", "100", "60"), row))
    assert any(required in one.required.en for one in judgement.findings), judgement.findings


@pytest.mark.parametrize(("of_offers", "of_prices"), [(offers(COUPON)[:1], GOODS), (offers(COUPON), GOODS[:1])])
def test_nothing_to_work_out_can_not_be_judged(of_offers: Any, of_prices: Any, tmp_path: Path) -> None:
    """False-GO: an empty table of offers, or of prices, proves nothing."""
    with pytest.raises(CannotJudge):
        decide(tmp_path, of_offers, of_prices)


def test_a_search_without_time_never_passes(tmp_path: Path) -> None:
    """A check whose time is used up is an error, not a pass."""
    with pytest.raises(CannotJudge, match="could not be searched"):
        decide(tmp_path, offers(COUPON), GOODS, seconds=0)


@pytest.mark.parametrize("limits", [{"steps": 1}, {"sums": 1}], ids=str)
def test_a_search_that_is_cut_short_never_passes(limits: dict[str, Any], tmp_path: Path) -> None:
    """Nor is one that reached the steps or sums that the settings allow."""
    close = offers({**COUPON, "threshold": "300", "amount": "43"})
    goods = prices(("S1", "77.77", "66.90"))  # 300.00 can't be met: four pieces leave 67.02 each, no fewer get it
    assert decide(tmp_path, close, goods).total == 0
    (tmp_path / "short").mkdir()
    with pytest.raises(CannotJudge, match="could not be searched"):
        decide(tmp_path / "short", close, goods, **limits)


def test_a_finding_says_what_was_missing_when_the_search_was_cut(tmp_path: Path) -> None:
    """What is surely wrong is told even where not all was searched."""
    judgement = decide(tmp_path, offers({**COUPON, "ends": ""}), GOODS, seconds=0)
    assert [one.kind for one in judgement.findings] == [FindingKind.MISSING]
    assert "Not searched to the end" in judgement.notes[1].en


@pytest.mark.parametrize(
    ("change", "holds"),
    [
        ({}, True),
        ({"min_margin": "5 %"}, True),
        ({"min_margin": "1 %"}, False),
        ({"max_saved_by_adding": "20 %"}, True),
        ({"max_saved_by_splitting": "1 %"}, False),
        ({"lines": 30}, True),
        ({"pieces": 9}, False),
        ({"until": "E-1h"}, True),
        ({"starts": "T-1h"}, False),
        ({"unlimited": ["member-price"]}, False),
        ({"roster": None}, False),
        ({"rounding": "down"}, False),
        ({"form": "shopify"}, False),
        ({"steps": 5}, True),
    ],
    ids=str,
)
def test_what_counts_as_at_least_as_strict(change: dict[str, Any], holds: bool) -> None:
    before = {**ASKED, "min_margin": "2 %", "roster": "promoted"}
    one, two = Settings.model_validate(before), Settings.model_validate({**before, **change})
    assert stricter(one, two) is holds


@pytest.mark.parametrize("ratio", ["100 %", "-1 %"])
def test_a_margin_that_nothing_can_keep_is_refused(ratio: str) -> None:
    with pytest.raises(ValueError, match="no margin"):
        Settings.model_validate({**ASKED, "min_margin": ratio})


HALF = {"kind": "券", "threshold": "0", "amount": "25", "basis": ""}


@pytest.mark.parametrize(
    ("column", "one", "other", "known", "total"),
    [
        ("channels", "门店", "小程序", [], 1),
        ("channels", "门店", "小程序", ["门店", "小程序"], 0),
        ("channels", "门店、小程序", "小程序", ["门店", "小程序"], 1),
        ("channels", "门店", "", ["门店", "小程序"], 1),
        ("regions", "华东", "上海", [], 1),
        ("regions", "华东", "华北", ["华东", "华北"], 0),
    ],
)
def test_places_keep_offers_apart_only_where_all_are_listed(
    column: str, one: str, other: str, known: Any, total: int, tmp_path: Path
) -> None:
    """False-GO: a word for a place that nobody listed keeps nothing apart."""
    places: dict[str, Any] = {column: known}
    given = offers({**HALF, "offer": "A", column: one}, {**HALF, "offer": "B", column: other})
    assert decide(tmp_path, given, GOODS, **places).total == total


def test_a_place_that_is_not_listed_is_a_finding(tmp_path: Path) -> None:
    judgement = decide(tmp_path, offers({**COUPON, "channels": "抖音"}), GOODS, channels=["门店"])
    assert [one.observed.en for one in judgement.findings] == ["抖音"]


def test_offers_that_never_hold_at_once_are_not_added_up(tmp_path: Path) -> None:
    first = {**HALF, "offer": "A", "ends": "2026-06-18T23:59:59+08:00"}
    then = {**HALF, "offer": "B", "starts": "2026-06-19T00:00:00+08:00"}
    assert decide(tmp_path, offers(first, then), GOODS).total == 0
    (tmp_path / "meet").mkdir()
    meets = {**then, "starts": "2026-06-18T23:59:59+08:00"}
    assert decide(tmp_path / "meet", offers(first, meets), GOODS).total == 1


def test_only_a_full_reduction_has_several_rows(tmp_path: Path) -> None:
    """False-GO: of a rule that stands there twice, the second row is never left out in silence."""
    free = {"offer": "free", "kind": "买几送几", "buy": "9", "get": "1", "stage": "1", "basis": ""}
    judgement = decide(tmp_path, offers(free, {**free, "buy": "1", "get": "9"}), GOODS)
    assert any(one.observed.en == "2 rows" for one in judgement.findings)


def test_pieces_that_count_together_need_no_limit_per_order(tmp_path: Path) -> None:
    """Of a SKU of which an order holds one, nobody can say what comes free with others."""
    goods = prices(
        ("S1", "100", "60", "1"), ("S2", "100", "60", ""), columns=("sku", "list_price", "cost", "order_limit")
    )
    free = {"offer": "free", "kind": "买几送几", "buy": "2", "get": "1", "basis": ""}
    judgement = decide(tmp_path, offers(free), goods)
    assert [one.required.en for one in judgement.findings] == ["a rule for each SKU with a limit per order"]
    (tmp_path / "one").mkdir()
    assert decide(tmp_path / "one", offers({**free, "scope": "S2"}), goods).total == 0
