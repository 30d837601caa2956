"""Offers from the discounts that a Shopify shop exports.

The export says what a code takes off, but not which products it covers, nor X and Y of "buy X get Y", nor what carriage
costs: those offers are findings. That only some customers get a discount is left out, as fewer customers make no order
cheaper.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from readiness.evidence.cells import fold_word
from readiness.model.text import Text
from readiness.probes.promotion_rules.arithmetic.model import OfferKind
from readiness.probes.promotion_rules.facts import Flaw
from readiness.probes.promotion_rules.foreign import own_row, refuse_nameless, untold
from readiness.probes.promotion_rules.offer_row import OfferRow

_COLUMNS = {
    "kind": "discount_class", "amount": "value", "percent": "value", "threshold": "minimum", "basis": "minimum",
    "scope": "discount_class", "stackable": "combines_order", "per_person": "once", "total": "usage_limit",
    "starts": "starts", "ends": "ends", "cap": "value", "budget": "name",
}  # fmt: skip
_COMBINES = ("combines_order", "combines_product", "combines_shipping")
_NO = frozenset({"", "0", "no", "false", "none", "n"})
_NUMBER = re.compile(r"[0-9]+(\.[0-9]{1,2})?")


def shopify_rows(rows: list[OfferRow], flaws: list[Flaw]) -> Iterator[OfferRow]:
    """The discounts that are, or will be, in force."""
    for row in refuse_nameless(rows, "name", flaws):
        status = fold_word(row.values.get("status", ""))
        if status == "expired":
            continue
        wrong = list(_untold(row, status))
        flaws += wrong
        if not wrong:
            yield own_row(row, _values(row), _COLUMNS)


def _untold(row: OfferRow, status: str) -> Iterator[Flaw]:
    values = row.values
    of_what = fold_word(values.get("discount_class", ""))
    how = fold_word(values.get("value_type", ""))
    if status not in ("active", "scheduled"):
        yield untold(row, "status", values.get("status", ""), Text("its status is none that is known", "状态无法识别"))
    if "buy" in fold_word(values.get("type", "")) or how == "app":
        yield untold(
            row, "type", values.get("type", ""), Text("the export does not say how it works", "导出未写明其规则")
        )
    elif of_what == "shipping":
        yield untold(
            row, "discount_class", of_what, Text("the export does not say what carriage costs", "导出未写明运费")
        )
    elif of_what != "order":
        yield untold(
            row,
            "discount_class",
            values.get("discount_class", ""),
            Text("the export does not say which products it covers", "导出未写明适用的商品"),
        )
    elif how not in ("percentage", "fixed_amount", "fixedamount"):
        yield untold(
            row, "value_type", values.get("value_type", ""), Text("its type of value is unknown", "数值类型无法识别")
        )
    minimum = values.get("minimum", "")
    if minimum and not _NUMBER.fullmatch(minimum) and fold_word(minimum) not in _NO:
        yield untold(row, "minimum", minimum, Text("its minimum is no plain amount", "最低消费不是普通金额"))


def _values(row: OfferRow) -> dict[str, Any]:
    values = row.values
    value = abs(values.get("value", Decimal(0)))
    percent = fold_word(values["value_type"]) == "percentage"
    minimum = values.get("minimum", "")
    threshold = Decimal(minimum) if _NUMBER.fullmatch(minimum) else Decimal(0)
    once = fold_word(values.get("once", "")) not in _NO
    return {
        "kind": OfferKind.COUPON.value,
        "scope": "all",
        "amount": None if percent else value,
        "percent": value / 100 if percent else None,
        "threshold": threshold,
        "basis": "before",
        "stage": row.number,
        "stackable": any(fold_word(values.get(one, "")) not in _NO for one in _COMBINES),
        "per_person": 1 if once else None,
        "total": values.get("usage_limit"),
        "starts": values.get("starts"),
        "ends": values.get("ends"),
    }
