"""Stock coverage: what is asked (`Settings`) and what was seen (`Facts`)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import Enum, auto
from typing import Annotated

from pydantic import Field, field_validator

from readiness.model.evidence import Sort
from readiness.probes.fields import Duration, Names, Ratio, YesNo
from readiness.probes.kind import KindSettings

# What the engine's exact decimals can hold: forecast DECIMAL(22,6) times ratio DECIMAL(12,9) is DECIMAL(34,15).
LARGEST_RATIO = Decimal(100)
RATIO_DIGITS = 9
WORST_SHOWN = 20


class Settings(KindSettings):
    """`warehouses` and `statuses` name what counts as stock; without them every row does. `undated_lots` says that an
    empty expiry cell means goods that do not expire."""

    promoted: Annotated[str, Names((Sort.TABLE,), ("sku",))]
    stock: Annotated[str, Names((Sort.TABLE,), ("sku",), aged=True)]
    forecast: Annotated[str, Names((Sort.TABLE,), ("sku", "units"))]
    min_ratio: Ratio
    max_age: Duration = timedelta(hours=24)
    warehouses: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    statuses: Annotated[tuple[str, ...], Field(min_length=1)] | None = None
    undated_lots: YesNo = False
    max_findings: Annotated[int, Field(ge=1, le=10_000)] = 200

    @field_validator("min_ratio")
    @classmethod
    def _exactly_comparable(cls, ratio: Decimal) -> Decimal:
        exponent = ratio.normalize().as_tuple().exponent
        if not 0 < ratio <= LARGEST_RATIO or not isinstance(exponent, int) or -exponent > RATIO_DIGITS:
            raise ValueError(
                f"{ratio} is no coverage ratio; write one above 0, at most {LARGEST_RATIO}, such as 1.2 or 120 %"
            )
        return ratio

    @field_validator("max_age")
    @classmethod
    def _some_age(cls, age: timedelta) -> timedelta:
        if age <= timedelta():
            raise ValueError("max_age must be longer than nothing; write a duration such as 24h")
        return age


class TroubleKind(Enum):
    """What is wrong with rows of a table, whatever the sums are."""

    ROSTER_WITHOUT_SKU = auto()
    ROSTER_TWICE = auto()
    QUANTITY_UNREAD = auto()
    QUANTITY_NEGATIVE = auto()
    EXPIRY_UNREAD = auto()
    SNAPSHOT_UNREAD = auto()
    SNAPSHOT_IN_FUTURE = auto()
    STOCK_REPEATED = auto()
    STOCK_TWICE = auto()
    UNITS_UNREAD = auto()
    UNITS_NEGATIVE = auto()
    FORECAST_TWICE = auto()
    FORECAST_WITHOUT_SKU = auto()
    FORECAST_SPELLED_OTHERWISE = auto()


@dataclass(frozen=True, slots=True)
class Trouble:
    """One bad row, or one group of rows that say the same thing `count` times. `text` is the cell as it stands."""

    kind: TroubleKind
    sku: str
    text: str
    where: str
    count: int = 1


@dataclass(frozen=True, slots=True)
class SkuStock:
    """A promoted SKU. `available` is the sum of what counts (None: no row in the stock); `forecast` is None when no
    forecast row holds a number. Whether some rows were not counted: `unread` ones since a cell did not parse, `expired`
    and `elsewhere` ones for their expiry, and for their warehouse or status. Hints are other spellings that the files
    hold."""

    sku: str
    name: str
    available: Decimal | None
    forecast: Decimal | None
    unread: bool = False
    expired: bool = False
    elsewhere: bool = False
    where: str = ""
    stock_hint: str = ""
    forecast_hint: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`short` are the SKUs that the engine did not find covered (the gravest `max_findings` of `short_total`), `worst`
    the lowest ratios among those that it did; `troubles_total` counts what `troubles` cuts. `time` is the oldest time
    of the stock. `expired_skus` and `elsewhere_skus` count those with rows left out. `readable` is False when no
    quantity of the whole stock file is a number."""

    promoted: int
    short: tuple[SkuStock, ...]
    short_total: int
    worst: tuple[SkuStock, ...]
    troubles: tuple[Trouble, ...]
    troubles_total: int
    stock_name: str
    stock_source: str
    stock_rows: int
    readable: bool
    time: datetime | None
    other_stock_rows: int = 0
    other_forecast_rows: int = 0
    expired_skus: int = 0
    elsewhere_skus: int = 0
    statuses_unjudged: bool = False
