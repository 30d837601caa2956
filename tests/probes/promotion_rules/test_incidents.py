"""Rule sets of the kind that shops were emptied with, and sound ones beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from readiness.model.finding import Finding, Judgement
from tests.probes.promotion_rules.world import decide, offers, prices

GOODS = prices(("S1", "100", "60"), ("S2", "60", "40"), ("S3", "19.90", "12"))
FULL = {"offer": "full", "kind": "满减", "threshold": "300", "amount": "50"}
COUPON = {"offer": "coupon", "kind": "券", "threshold": "200", "amount": "20"}


def the(judgement: Judgement, subject: str) -> Finding:
    (found,) = [one for one in judgement.findings if one.subject.split()[0] == subject]
    return found


def test_a_sound_rule_set_passes(tmp_path: Path) -> None:
    """Full reduction and coupon, one after the other, leave every SKU above its cost."""
    judgement = decide(tmp_path, offers(FULL, COUPON), GOODS)
    assert judgement.findings == ()
    assert judgement.examined.count == 3
    assert "proved for 3 of 3 SKUs" in judgement.notes[0].en


def test_a_coupon_without_threshold(tmp_path: Path) -> None:
    """A coupon of 20 that asks for nothing gives a piece of 19.90 away; the cheapest order there is shows it."""
    judgement = decide(tmp_path, offers({**COUPON, "threshold": "0"}), GOODS)
    finding = the(judgement, "S3")
    assert finding.required.en == "at least 12.00 CNY a piece"
    assert finding.observed.en.startswith(
        "0.00 CNY a piece. Order: 1 x S3 at 19.90 = 19.90. (1) coupon takes 19.90 off"
    )
    assert "Change coupon (without it 19.90)" in finding.observed.en


def test_a_coupon_that_stacks_with_the_full_reduction(tmp_path: Path) -> None:
    """Each alone is sound; together they leave less than the cost, until a group keeps them apart."""
    coupon = {**COUPON, "amount": "60"}
    assert decide(tmp_path, offers(FULL), GOODS).total == 0
    apart = offers({**FULL, "group": "g"}, {**coupon, "group": "g"})
    (tmp_path / "apart").mkdir()
    assert decide(tmp_path / "apart", apart, GOODS).total == 0
    (tmp_path / "both").mkdir()
    finding = the(decide(tmp_path / "both", offers(FULL, coupon), GOODS), "S2")
    assert "full takes 50.00 off" in finding.observed.en
    assert "coupon takes 60.00 off" in finding.observed.en
    assert "full 从" in finding.observed.zh


@pytest.mark.parametrize(
    "offer",
    [
        {"offer": "ten", "kind": "coupon", "threshold": "100", "percent": "10 %"},
        {"offer": "ten", "kind": "every-full", "threshold": "300", "amount": "30"},
    ],
    ids=["a percentage", "each time"],
)
def test_a_cap_left_out(offer: dict[str, str], tmp_path: Path) -> None:
    """What grows with the order needs an end."""
    finding = the(decide(tmp_path, offers(offer), GOODS), "ten")
    assert (finding.required.en, finding.observed.en) == ("a cap", "none")


def test_member_and_flash_price_together(tmp_path: Path) -> None:
    """A member price and a flash price, each above the cost, are both taken off; with a group the lower one holds."""
    member = {"offer": "member", "kind": "会员价", "basis": ""}
    flash = {"offer": "flash", "kind": "秒杀价", "basis": ""}
    goods = prices(
        ("S1", "100", "60", "75", "80"), columns=("sku", "list_price", "cost", "member_price", "flash_price")
    )
    finding = the(decide(tmp_path, offers(member, flash), goods), "S1")
    assert finding.observed.en.startswith("55.00 CNY a piece. Order: 1 x S1 at 100.00 = 100.00. (1) member takes 25.00")
    assert "Change member (without it 80.00), flash (without it 75.00)" in finding.observed.en
    (tmp_path / "group").mkdir()
    grouped = offers({**member, "group": "price"}, {**flash, "group": "price"})
    assert decide(tmp_path / "group", grouped, goods).total == 0


def test_a_declared_margin_is_a_higher_floor(tmp_path: Path) -> None:
    """The floor is exact: what is kept at exactly the margin passes, and a basis point more does not."""
    goods = prices(("S1", "100", "60"))
    offer = {"offer": "off", "kind": "直降", "amount": "20", "basis": ""}
    assert decide(tmp_path, offers(offer), goods, min_margin="25 %").total == 0
    (tmp_path / "more").mkdir()
    finding = the(decide(tmp_path / "more", offers(offer), goods, min_margin="25.01 %"), "S1")
    assert finding.required.en == "at least 80.02 CNY a piece"


def test_a_carriage_and_a_gift_count(tmp_path: Path) -> None:
    """What the shop pays beside is taken off what it keeps, not off what thresholds look at."""
    goods = prices(("S1", "100", "60"))
    gift = {"offer": "gift", "kind": "满赠", "threshold": "100", "amount": "30"}
    post = {"offer": "post", "kind": "包邮", "threshold": "100", "amount": "10"}
    assert decide(tmp_path, offers(gift, post), goods).total == 0
    (tmp_path / "dear").mkdir()
    finding = the(decide(tmp_path / "dear", offers(gift, {**post, "amount": "10.01"}), goods), "S1")
    assert "to pay 100.00" in finding.observed.en
    assert finding.observed.en.startswith("59.99 CNY a piece")


@pytest.mark.parametrize(("most", "total"), [("0 %", 1), ("11.11 %", 1), ("11.12 %", 0)])
def test_two_orders_for_the_price_of_less_than_one(most: str, total: int, tmp_path: Path) -> None:
    """What may be used twice takes 40 off two orders and 20 off one: a ninth of 180 is saved."""
    offer = {"offer": "full", "kind": "满减", "threshold": "100", "amount": "20", "per_person": "2"}
    judgement = decide(tmp_path, offers(offer), prices(("S1", "100", "10")), max_saved_by_splitting=most)
    assert judgement.total == total
    if total:
        told = judgement.findings[0].observed.en
        assert "1 x S1 (100.00) and 1 x S1 (100.00) cost 180.00 in one order, and 160.00 in two" in told


@pytest.mark.parametrize(("most", "total"), [("0 %", 1), ("11.11 %", 1), ("11.12 %", 0)])
def test_a_piece_that_makes_the_order_cheaper(most: str, total: int, tmp_path: Path) -> None:
    """90 costs 90, and with 10 added 80: a ninth less."""
    offer = {"offer": "full", "kind": "满减", "threshold": "100", "amount": "20"}
    goods = prices(("S1", "90", "10"), ("S2", "10", "1"))
    judgement = decide(tmp_path, offers(offer), goods, max_saved_by_adding=most, pieces=1)
    assert judgement.total == total
    if total:
        assert "1 x S1 (90.00) costs 90.00, and with 1 x S2 (10.00) added 80.00" in judgement.findings[0].observed.en
