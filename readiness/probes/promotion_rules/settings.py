"""Promotion rules: what is asked."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from pydantic import Field, field_validator

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.moments import Moment
from readiness.model.text import Text
from readiness.probes.fields import MomentField, Names, Ratio
from readiness.probes.kind import KindSettings
from readiness.probes.promotion_rules.arithmetic.model import OfferKind, Rounding
from readiness.probes.tabular.parts import MOST_FINDINGS, MaxFindings, TableName

Prices = Annotated[str, Names((Sort.TABLE,), ("sku", "list_price", "cost"))]
Roster = Annotated[str, Names((Sort.TABLE,), ("sku",))]


class Form(StrEnum):
    """Whose table of offers it is."""

    OWN = "own"
    SHOPIFY = "shopify"
    MAGENTO = "magento"


class Settings(KindSettings):
    """The offers of `offers`, at the prices of `prices`; see docs/probes/promotion-rules.md."""

    offers: TableName
    form: Form = Form.OWN
    prices: Prices
    roster: Roster | None = None
    min_margin: Ratio
    max_saved_by_adding: Ratio
    max_saved_by_splitting: Ratio
    lines: Annotated[int, Field(ge=1, le=100)]
    pieces: Annotated[int, Field(ge=1, le=10_000)]
    rounding: Rounding = Rounding.HALF_UP
    starts: MomentField = Moment.parse("T")
    until: MomentField = Moment.parse("E")
    unlimited: tuple[OfferKind, ...] = ()
    channels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    steps: Annotated[int, Field(ge=1, le=10**9)]
    sums: Annotated[int, Field(ge=1, le=10**11)]
    max_findings: MaxFindings = MOST_FINDINGS

    @field_validator("min_margin")
    @classmethod
    def _below_all(cls, ratio: object) -> object:
        if not 0 <= ratio < 1:  # type: ignore[operator]
            raise BadValue(
                Text(
                    f"{ratio} is no margin; write a part of the price from 0 up to, but not, 100 %",
                    f"{ratio} 不是有效的毛利率；请写 0 至 100 %（不含 100 %）之间的比率",
                )
            )
        return ratio

    @field_validator("max_saved_by_adding", "max_saved_by_splitting")
    @classmethod
    def _a_part(cls, ratio: object) -> object:
        if not 0 <= ratio <= 1:  # type: ignore[operator]
            raise BadValue(
                Text(f"{ratio} is no part of a price; write 0 % to 100 %", f"{ratio} 不是比例；请写 0 % 至 100 %")
            )
        return ratio
