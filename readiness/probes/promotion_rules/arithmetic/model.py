"""What a shop declares: its SKUs, its offers, and how large an order may be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from fractions import Fraction


class OfferKind(StrEnum):
    """What an offer does. The values are those of the column `kind` of the evidence."""

    PERCENT_OFF = "percent-off"
    AMOUNT_OFF = "amount-off"
    FULL_REDUCTION = "full-reduction"
    EVERY_FULL = "every-full"
    COUPON = "coupon"
    GIFT = "gift"
    BUY_GET = "buy-x-get-y"
    NTH_ITEM = "nth-item"
    MEMBER_PRICE = "member-price"
    FLASH_PRICE = "flash-price"
    SHIPPING = "shipping"


class Section(StrEnum):
    """Where in an order's price an offer comes: the four are worked through in this order."""

    PRICE = "price"
    PIECES = "pieces"
    ORDER = "order"
    LAST = "last"


class Rounding(StrEnum):
    """How the price of one piece becomes whole cents."""

    HALF_UP = "half-up"
    DOWN = "down"
    UP = "up"


@dataclass(frozen=True, slots=True, eq=False)
class Sku:
    """`floor` is the least that the shop must keep of one piece; `most` is how many pieces one order may hold."""

    id: str
    price: int
    floor: Fraction
    category: str = ""
    cost: int = 0
    member: int | None = None
    flash: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """From `threshold` on, `off` cents or `percent` of the amount are taken off: one of the two."""

    threshold: int
    off: int | None = None
    percent: Fraction | None = None

    @property
    def cents(self) -> int:
        return self.off or 0


@dataclass(frozen=True, slots=True, eq=False)
class Offer:
    """One promotion rule. `skus` is its scope, spelled out. `place` puts offers of one section in their order."""

    id: str
    kind: OfferKind
    skus: frozenset[str]
    place: tuple[int, int] = (0, 0)
    steps: tuple[Step, ...] = ()
    fixed: Mapping[str, int] = field(default_factory=dict)
    buy: int = 0
    get: int = 0
    before: bool = False
    cap: int | None = None
    group: str = ""
    stackable: bool = True
    per_person: int | None = None
    total: int | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    channels: frozenset[str] = frozenset()
    regions: frozenset[str] = frozenset()

    section: Section = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "section", self._section())

    def _section(self) -> Section:
        if self.kind in (OfferKind.GIFT, OfferKind.SHIPPING):
            return Section.LAST
        if self.kind in (OfferKind.BUY_GET, OfferKind.NTH_ITEM):
            return Section.PIECES
        if self.kind in (OfferKind.MEMBER_PRICE, OfferKind.FLASH_PRICE):
            return Section.PRICE
        if self.kind in (OfferKind.PERCENT_OFF, OfferKind.AMOUNT_OFF) and self.each_piece:
            return Section.PRICE
        return Section.ORDER

    @property
    def each_piece(self) -> bool:
        """Whether it lowers the price of every piece: nothing must be reached first, and no cap ends it."""
        return self.cap is None and all(step.threshold == 0 for step in self.steps)

    @property
    def every(self) -> bool:
        return self.kind is OfferKind.EVERY_FULL


@dataclass(frozen=True, slots=True)
class Bounds:
    """How large an order the search looks at."""

    lines: int
    pieces: int
    rounding: Rounding = Rounding.HALF_UP

    def most(self, sku: Sku) -> int:
        return self.pieces if sku.most is None else min(self.pieces, sku.most)


Basket = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Shop:
    """All that is declared. Ids are unique."""

    skus: Mapping[str, Sku]
    offers: tuple[Offer, ...]
    bounds: Bounds
