"""Offers from Magento's cart price rules: rows of its table `salesrule`, or records of `/V1/salesRules/search`.

Conditions are read where they are an amount of the cart, SKUs or categories; all others make the rule a finding.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.extract import ExtractError, parse_json
from readiness.model.text import Text
from readiness.probes.promotion_rules.arithmetic.model import OfferKind
from readiness.probes.promotion_rules.facts import Flaw
from readiness.probes.promotion_rules.foreign import own_row, refuse_nameless, untold
from readiness.probes.promotion_rules.offer_row import OfferRow

_COLUMNS = {
    "kind": "simple_action", "amount": "discount_amount", "percent": "discount_amount", "threshold": "conditions",
    "basis": "conditions", "scope": "actions", "stage": "sort_order", "stackable": "stop_rules_processing",
    "per_person": "uses_per_customer", "total": "uses_per_coupon", "starts": "from_date", "ends": "to_date",
    "buy": "discount_step", "get": "discount_amount", "cap": "discount_amount", "budget": "name",
}  # fmt: skip
_KINDS = {
    "by_percent": OfferKind.PERCENT_OFF,
    "by_fixed": OfferKind.AMOUNT_OFF,
    "cart_fixed": OfferKind.COUPON,
    "buy_x_get_y": OfferKind.BUY_GET,
}
_NO_COUPON = ("", "1", "NO_COUPON")
_ONE_OF = ("==", "()")
_LAST = time(23, 59, 59)
_FREE_SHIPPING = ("", "0", "no", "false")


@dataclass(frozen=True, slots=True)
class _Conditions:
    """An amount of the cart, and the goods, that a rule asks for."""

    threshold: Decimal = Decimal(0)
    scope: str = "all"


def magento_rows(rows: list[OfferRow], flaws: list[Flaw], zone: ZoneInfo) -> Iterator[OfferRow]:
    """The active rules. A rule that ends the processing keeps out those after it; it stands alone where none that
    goes on comes before it."""
    active = [
        row for row in refuse_nameless(rows, "name", flaws) if row.values.get("is_active", "1") not in ("0", "false")
    ]
    ordered = sorted(active, key=lambda row: (row.values.get("sort_order", 0), row.number))
    goes_on_before = False
    for row in ordered:
        stops = row.values.get("stop_rules_processing", "0") in ("1", "true")
        alone = stops and not goes_on_before
        goes_on_before = goes_on_before or not stops
        wrong = list(_untold(row))
        flaws += wrong
        if not wrong:
            yield own_row(row, _values(row, zone, alone=alone), _COLUMNS)


def _untold(row: OfferRow) -> Iterator[Flaw]:
    values = row.values
    action = values.get("simple_action", "")
    if action not in _KINDS:
        yield untold(row, "simple_action", action, Text("its action is none that is known", "动作类型无法识别"))
    if values.get("discount_qty"):
        shown = str(values["discount_qty"])
        yield untold(row, "discount_qty", shown, Text("it ends after so many pieces", "它只适用于一定件数"))
    for column in ("apply_to_shipping", "simple_free_shipping"):
        if values.get(column, "").lower() not in _FREE_SHIPPING:
            yield untold(
                row,
                column,
                values[column],
                Text("it lowers carriage, whose cost is not said", "它减免运费，而运费未写明"),
            )
    if action == "by_fixed" and _threshold(row):
        yield untold(
            row,
            "conditions",
            values.get("conditions", "")[:80],
            Text("it lowers each piece from an amount on", "满额后每件减价"),
        )
    if _threshold(row) is None or _scope(row) is None:
        column = "conditions" if _threshold(row) is None else "actions"
        yield untold(
            row, column, values.get(column, "")[:80], Text("its conditions are not understood", "其条件无法理解")
        )


def _values(row: OfferRow, zone: ZoneInfo, *, alone: bool) -> dict[str, Any]:
    values, kind = row.values, _KINDS[row.values["simple_action"]]
    amount = values.get("discount_amount", Decimal(0))
    pieces = kind is OfferKind.BUY_GET
    return {
        "kind": kind.value,
        "scope": _scope(row),
        "amount": amount if kind in (OfferKind.AMOUNT_OFF, OfferKind.COUPON) else None,
        "percent": amount / 100 if kind is OfferKind.PERCENT_OFF else None,
        "threshold": _threshold(row),
        "basis": "before",
        "buy": values.get("discount_step") if pieces else None,
        "get": int(amount) if pieces and amount == int(amount) else None,
        "stage": values.get("sort_order", 0) * 1000 + row.number,
        "stackable": not alone,
        "group": None if str(values.get("coupon_type", "")) in _NO_COUPON else "coupon",
        "per_person": values.get("uses_per_customer") or None,
        "total": values.get("uses_per_coupon") or None,
        "starts": _at(values.get("from_date"), time.min, zone),
        "ends": _at(values.get("to_date"), _LAST, zone),
    }


def _at(day: date | None, clock: time, zone: ZoneInfo) -> datetime | None:
    """Rules hold for whole days of the shop, the last one too."""
    return None if day is None else datetime.combine(day, clock, zone)


def _threshold(row: OfferRow) -> Decimal | None:
    """The amount of the cart that the conditions ask for; None where they ask for something else."""
    listed = _listed(row.values.get("conditions", ""))
    if listed is None or len(listed) > 1:
        return None
    if not listed:
        return Decimal(0)
    attribute, operator, value = _parts(listed[0])
    if attribute not in ("base_subtotal", "base_subtotal_with_discount") or operator not in (">=", ">"):
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def _scope(row: OfferRow) -> str | None:
    """The goods that the actions name; None where they are told in another way."""
    listed = _listed(row.values.get("actions", ""))
    if listed is None or len(listed) > 1:
        return None
    if not listed:
        return "all"
    attribute, operator, value = _parts(listed[0])
    if operator not in _ONE_OF or attribute not in ("sku", "category_ids"):
        return None
    named = ", ".join(value) if isinstance(value, list) else str(value)
    return named if attribute == "sku" else f"category: {named}"


def _listed(text: str) -> list[Mapping[str, Any]] | None:
    """The single conditions that must all hold; None where they can't be read, or any of them is enough."""
    if not text:
        return []
    try:
        tree = parse_json(text)
    except ExtractError:
        return None
    if not isinstance(tree, dict):
        return None
    every = tree.get("aggregator", tree.get("aggregator_type", "all")) == "all"
    holds = str(tree.get("value", "1")).lower() in ("1", "true")
    listed = [one for one in tree.get("conditions") or [] if one]
    plain = all(isinstance(one, dict) and not one.get("conditions") for one in listed)
    return listed if not listed or (every and holds and plain) else None


def _parts(condition: Mapping[str, Any]) -> tuple[str, str, Any]:
    attribute = condition.get("attribute") or condition.get("attribute_name") or ""
    return str(attribute), str(condition.get("operator", "")), condition.get("value", "")
