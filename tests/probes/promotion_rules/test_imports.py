"""Offers as other systems export them: told in our words, or a finding."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.field_data import FIELD_DATA, needs_field_data
from tests.probes.promotion_rules.world import decide, prices

GOODS = prices(("S1", "100", "60", "12"), ("S2", "60", "30", "7"), columns=("sku", "list_price", "cost", "category"))

SHOPIFY = (
    "Name", "Value", "Value Type", "Type", "Discount Class", "Minimum Purchase Requirements",
    "Combines with Order Discounts", "Combines with Product Discounts", "Combines with Shipping Discounts",
    "Customer Selection", "Times Used In Total", "Applies Once Per Customer", "Usage Limit Per Code", "Status", "Start",
    "End",
)  # fmt: skip
TEN = {
    "Name": "TEN", "Value": "-10.0", "Value Type": "fixed_amount", "Type": "Amount off order",
    "Discount Class": "order", "Minimum Purchase Requirements": "50.0", "Customer Selection": "all",
    "Times Used In Total": "0", "Applies Once Per Customer": "1", "Usage Limit Per Code": "500", "Status": "Active",
    "Start": "2026-06-18 00:00:00 +0800", "End": "2026-06-20 23:59:59 +0800",
}  # fmt: skip
MAGENTO = (
    "rule_id", "name", "is_active", "simple_action", "discount_amount", "discount_qty", "discount_step",
    "apply_to_shipping", "simple_free_shipping", "stop_rules_processing", "sort_order", "coupon_type",
    "uses_per_customer", "uses_per_coupon", "from_date", "to_date", "conditions_serialized", "actions_serialized",
)  # fmt: skip
RULE = {
    "rule_id": "7", "name": "summer", "is_active": "1", "simple_action": "by_percent", "discount_amount": "10.0000",
    "discount_step": "0", "apply_to_shipping": "0", "simple_free_shipping": "0", "stop_rules_processing": "0",
    "sort_order": "1", "coupon_type": "2", "uses_per_customer": "1", "uses_per_coupon": "500",
    "from_date": "2026-06-18", "to_date": "2026-06-20",
}  # fmt: skip


def rows(header: tuple[str, ...], *given: dict[str, str]) -> list[list[str]]:
    return [list(header), *([one.get(column, "") for column in header] for one in given)]


def condition(attribute: str, operator: str, value: object, aggregator: str = "all") -> str:
    one = {"type": "Magento\\SalesRule\\Model\\Rule\\Condition\\Address", "attribute": attribute, "operator": operator}
    return json.dumps({"aggregator": aggregator, "value": "1", "conditions": [{**one, "value": value}]})


def told(folder: Path, form: str, table: list[list[str]]) -> dict[str, list[str]]:
    """What is found of each offer: required and observed."""
    found: dict[str, list[str]] = {}
    for one in decide(folder, table, GOODS, form=form).findings:
        found.setdefault(one.subject.split()[0], []).append(f"{one.required.en}: {one.observed.en}")
    return found


def test_shopify_codes_are_coupons(tmp_path: Path) -> None:
    """A sound code lacks only a budget, which Shopify does not know; a deep one is worked out."""
    assert told(tmp_path, "shopify", rows(SHOPIFY, TEN)) == {"TEN": ["a budget: none"]}
    (tmp_path / "deep").mkdir()
    deep = {**TEN, "Name": "DEEP", "Value": "-41.0"}
    found = told(tmp_path / "deep", "shopify", rows(SHOPIFY, TEN, deep))
    assert "DEEP takes 41.00 off" in found["S1"][0] or "DEEP takes 41.00 off" in found["S2"][0]
    assert "TEN takes" not in found["S2"][0]  # neither says that it combines


def test_shopify_codes_that_combine_stack(tmp_path: Path) -> None:
    mark = {"Combines with Order Discounts": "1"}
    both = rows(SHOPIFY, {**TEN, "Value": "-20.0", **mark}, {**TEN, "Name": "TOO", "Value": "-20.0", **mark})
    assert "TOO takes" in told(tmp_path, "shopify", both)["S2"][0]


def test_a_shopify_export_as_it_comes_lacks_limits(tmp_path: Path) -> None:
    """No end, no limits, combines with everything: each is a finding."""
    bare = {**TEN, "Applies Once Per Customer": "0", "Usage Limit Per Code": "", "End": ""}
    found = told(tmp_path, "shopify", rows(SHOPIFY, bare))["TEN"]
    assert {one.split(":")[0] for one in found} >= {"an end", "a limit per person", "a total limit"}


@pytest.mark.parametrize(
    "change",
    [
        {"Discount Class": "product"},
        {"Discount Class": "shipping"},
        {"Type": "Buy X get Y"},
        {"Value Type": "app"},
        {"Minimum Purchase Requirements": "Minimum quantity of 2"},
        {"Status": "Paused"},
    ],
    ids=str,
)
def test_what_shopify_does_not_say_is_a_finding(change: dict[str, str], tmp_path: Path) -> None:
    assert any("can be worked out" in one for one in told(tmp_path, "shopify", rows(SHOPIFY, {**TEN, **change}))["TEN"])


def test_expired_shopify_codes_are_left_out(tmp_path: Path) -> None:
    table = rows(SHOPIFY, TEN, {**TEN, "Name": "OLD", "Value": "-99.0", "Status": "Expired"})
    assert set(told(tmp_path, "shopify", table)) == {"TEN"}


def test_magento_rules_are_told(tmp_path: Path) -> None:
    """A percentage of each piece, an amount of the cart with a minimum, pieces for free, goods by SKU and category."""
    cart = {
        **RULE, "name": "cart", "simple_action": "cart_fixed", "discount_amount": "60", "sort_order": "2",
        "conditions_serialized": condition("base_subtotal", ">=", "100"), "coupon_type": "1",
    }  # fmt: skip
    free = {
        **RULE, "name": "free", "simple_action": "buy_x_get_y", "discount_step": "1", "discount_amount": "1.0000",
        "actions_serialized": condition("sku", "()", ["S2"]),
    }  # fmt: skip
    found = told(tmp_path, "magento", rows(MAGENTO, RULE, cart, free))
    assert "cart takes 60.00 off" in found["S1"][0]
    assert "free takes 120.00 off 240.00" in found["S2"][0]
    (tmp_path / "category").mkdir()
    deep = {**RULE, "discount_amount": "41", "actions_serialized": condition("category_ids", "==", "12")}
    found = told(tmp_path / "category", "magento", rows(MAGENTO, deep))
    assert "59.00 CNY a piece" in found["S1"][0]
    assert "S2" not in found


def test_magento_rules_that_end_the_processing_stand_alone(tmp_path: Path) -> None:
    table = rows(
        MAGENTO,
        {**RULE, "discount_amount": "25", "stop_rules_processing": "1", "coupon_type": "1"},
        {**RULE, "name": "two", "discount_amount": "25", "sort_order": "2", "coupon_type": "1"},
    )
    assert "S1" not in told(tmp_path, "magento", table)
    (tmp_path / "on").mkdir()
    goes_on = [[("0" if cell == "1" and at == 9 else cell) for at, cell in enumerate(row)] for row in table]
    assert "S1" in told(tmp_path / "on", "magento", goes_on)


@pytest.mark.parametrize(
    "change",
    [
        {"simple_action": "to_percent"},
        {"discount_qty": "3"},
        {"apply_to_shipping": "1"},
        {"simple_free_shipping": "2"},
        {"conditions_serialized": condition("total_qty", ">=", "3")},
        {"conditions_serialized": condition("base_subtotal", ">=", "100", "any")},
        {"conditions_serialized": "a:7:{s:4:"},
        {"conditions_serialized": condition("base_subtotal", ">=", "100").replace("{", '{"aggregator": "any", ', 1)},
        {"actions_serialized": condition("color", "==", "red")},
        {"simple_action": "by_fixed", "conditions_serialized": condition("base_subtotal", ">=", "100")},
    ],
    ids=lambda change: str(change)[:60],
)
def test_what_magento_says_otherwise_is_a_finding(change: dict[str, str], tmp_path: Path) -> None:
    found = told(tmp_path, "magento", rows(MAGENTO, {**RULE, **change}))["summer"]
    assert any("can be worked out" in one for one in found)


def test_inactive_magento_rules_are_left_out(tmp_path: Path) -> None:
    table = rows(MAGENTO, RULE, {**RULE, "name": "off", "is_active": "0", "discount_amount": "90"})
    assert "off" not in told(tmp_path, "magento", table)


@needs_field_data
def test_a_real_fixture_of_another_shop_is_bound_as_it_says(tmp_path: Path) -> None:
    """Saleor's sale of ten percent has no end and no limits: told in our words, each is a finding."""
    fixture = FIELD_DATA / "promo-rules" / "saleor-discount-fixtures.json"
    records: list[dict[str, Any]] = json.loads(fixture.read_text("utf-8"))
    (sale,) = [one["fields"] for one in records if one["model"] == "discount.sale"]
    value = next(one["fields"]["discount_value"] for one in records if "channellisting" in one["model"])
    scope = "、".join(map(str, sale["products"]))
    goods = prices(*((str(one), "100", "91") for one in sale["products"]))
    header = ["offer", "kind", "percent", "scope", "stage", "starts", "ends"]
    row = [sale["name"], "折扣", f"{value} %", scope, "1", sale["start_date"], sale["end_date"] or ""]
    judgement = decide(tmp_path, [header, row], goods)
    found = {one.required.en for one in judgement.findings}
    assert {"an end", "a total limit", "a limit per person", "a budget"} <= found
    assert "at least 91.00 CNY a piece" in found
