"""One row of offers in our own words, whatever form it was read in; rows of one offer become one `Offer`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from readiness.model.text import Text
from readiness.probes.promotion_rules.arithmetic.model import Offer, OfferKind, Sku, Step
from readiness.probes.promotion_rules.facts import Flaw, FlawKind, Written
from readiness.probes.promotion_rules.offer_row import PLACES, OfferRow, cents
from readiness.probes.promotion_rules.scope import Scope, everything, parts, scope_skus

# What all rows of one offer say alike; the others are its steps.
SHARED = (
    "kind", "basis", "scope", "stage", "group", "stackable", "cap", "per_person", "total", "budget", "starts", "ends",
    "channels", "regions",
)  # fmt: skip
_PRICED = {OfferKind.MEMBER_PRICE: "member_price", OfferKind.FLASH_PRICE: "flash_price"}


@dataclass
class Read:
    """What became of the rows."""

    offers: list[Offer] = field(default_factory=list)
    written: dict[str, Written] = field(default_factory=dict)
    budgets: dict[str, int] = field(default_factory=dict)
    flaws: list[Flaw] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Known:
    """What the cells of offers may name. Channels and regions keep offers apart only where all there are were listed:
    else two words for one place would."""

    skus: Mapping[str, Sku]
    channels: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()


def offers_of(rows: Sequence[OfferRow], known: Known) -> Read:
    """The offers that the rows say. An offer with a row that can't be read, or that contradicts itself, is left out:
    its flaws are findings, so nothing passes on what it would have done."""
    read, by_offer = Read(), dict[str, list[OfferRow]]()
    for row in rows:
        by_offer.setdefault(row.offer, []).append(row)
    for name, of_offer in by_offer.items():
        flaws = [*_disagreements(name, of_offer)]
        first = of_offer[0]
        rows_at = tuple(row.where for row in of_offer)
        read.written[name] = Written(first.where, first.cells, rows_at)
        if not flaws and all(row.sound for row in of_offer):
            made = _Making(name, of_offer, known)
            offer = made.offer()
            flaws += made.flaws
            if offer is not None:
                read.offers.append(offer)
            if (budget := first.values.get("budget")) is not None:
                read.budgets[name] = cents(budget)
        read.flaws += flaws
    return read


def _disagreements(name: str, rows: Sequence[OfferRow]) -> Iterator[Flaw]:
    """Rows of one offer that say different things of what it has once."""
    first = rows[0]
    for row in rows[1:]:
        for column in SHARED:
            one, other = first.values.get(column), row.values.get(column)
            if one != other and column in {**first.cells, **row.cells}:
                yield Flaw(
                    FlawKind.WRONG,
                    name,
                    Text(f"the same {column} in all rows of one offer", f"同一优惠的各行“{column}”一致"),
                    Text.same(f"{_said(one)} / {_said(other)}"),
                    Text(
                        f"{name}: its rows contradict each other in {column}: {_said(one)} and {_said(other)}; "
                        "write the same in each, or give the second rule an id of its own",
                        f"{name}：各行的 {column} 互相矛盾：{_said(one)} 与 {_said(other)}；"
                        "请写成一致，或为第二条规则另设编号",
                    ),
                    f"{first.at(column)}; {row.at(column)}",
                )


def _said(value: Any) -> str:
    return "-" if value is None else value.isoformat() if isinstance(value, datetime) else str(value)


class _Making:
    """One offer from its rows."""

    def __init__(self, name: str, rows: Sequence[OfferRow], known: Known) -> None:
        self.name, self.rows, self.first, self.skus, self.known = name, rows, rows[0], known.skus, known
        self.values = rows[0].values
        self.flaws: list[Flaw] = []

    def offer(self) -> Offer | None:
        kind = OfferKind(self.values["kind"])
        scope = self._scope()
        self._alone(kind)
        fixed, steps = self._fixed(kind, scope), self._steps(kind)
        buy, get = self._counts(kind)
        self._enough_pieces(kind, scope, buy + get)
        self._needs_basis(kind)
        for column in ("cap", "per_person", "total", "budget"):
            self._above_zero(column)
        self._window()
        channels, regions = self._places("channels", self.known.channels), self._places("regions", self.known.regions)
        if self.flaws:
            return None
        return Offer(
            self.name,
            kind,
            scope,
            place=(self.values.get("stage", 0), self.first.number),
            steps=() if fixed else steps,
            fixed=fixed,
            buy=buy,
            get=get,
            before=self.values.get("basis") == "before",
            cap=self._cents("cap"),
            group=self.values.get("group", ""),
            stackable=self.values.get("stackable", True),
            per_person=self.values.get("per_person"),
            total=self.values.get("total"),
            starts=self.values.get("starts"),
            ends=self.values.get("ends"),
            channels=channels,
            regions=regions,
        )

    def _flaw(self, kind: FlawKind, column: str, required: Text, observed: Text, row: OfferRow | None = None) -> None:
        at = (row or self.first).at(column)
        message = Text(
            f"{self.name}: {column} is {observed.en}; needed is {required.en}",
            f"{self.name}：{column} 为 {observed.zh}，须为{required.zh}",
        )
        self.flaws.append(Flaw(kind, self.name, required, observed, message, at))

    def _scope(self) -> frozenset[str]:
        scope: Scope = scope_skus(self.values.get("scope"), self.skus)
        if scope.unknown:
            self._flaw(
                FlawKind.WRONG,
                "scope",
                Text("all, categories or SKUs of the price list", "全场，或价格表中的类目、商品编码"),
                Text(f"not in the price list: {', '.join(scope.unknown)}", f"价格表中没有：{'、'.join(scope.unknown)}"),
            )
        elif not scope.skus:
            self._flaw(
                FlawKind.MISSING,
                "scope",
                Text("all, categories or SKUs", "全场、类目或商品编码"),
                Text("nothing", "空"),
            )
        return scope.skus

    def _fixed(self, kind: OfferKind, scope: frozenset[str]) -> dict[str, int]:
        """The price that each SKU has in the price list; an amount here might be a price as well as a reduction."""
        if kind not in _PRICED or "percent" in self.values:
            return {}
        fixed: dict[str, int] = {}
        for id_ in sorted(scope):
            price = self.skus[id_].member if kind is OfferKind.MEMBER_PRICE else self.skus[id_].flash
            if price is None:
                required = Text(
                    f"a percentage, or {_PRICED[kind]} of {id_} in the price list",
                    f"比例，或价格表中 {id_} 的 {_PRICED[kind]}",
                )
                self._flaw(FlawKind.MISSING, "percent", required, Text("nothing", "空"))
                break
            fixed[id_] = price
        return fixed

    def _alone(self, kind: OfferKind) -> None:
        """Only a full reduction has several rows; and no amount stands where it would be left out."""
        if len(self.rows) > 1 and kind is not OfferKind.FULL_REDUCTION:
            required = Text("one row, as only a full reduction has tiers", "只有一行（仅满减可分档）")
            many = Text(f"{len(self.rows)} rows", f"{len(self.rows)} 行")
            self._flaw(FlawKind.WRONG, "offer", required, many, self.rows[1])
        unused = ("amount",) if kind in _PRICED else ("amount", "percent") if kind is OfferKind.BUY_GET else ()
        for column in unused:
            if column in self.values:
                required = Text(f"no {column}, which a {kind} does not have", f"没有 {column}（{kind} 不使用它）")
                self._flaw(FlawKind.WRONG, column, required, Text.same(str(self.values[column])))

    def _steps(self, kind: OfferKind) -> tuple[Step, ...]:
        if kind is OfferKind.BUY_GET or (kind in _PRICED and "percent" not in self.values):
            return ()
        steps = [self._step(kind, row) for row in self.rows]
        return tuple(step for step in steps if step is not None)

    def _step(self, kind: OfferKind, row: OfferRow) -> Step | None:
        amount: Decimal | None = row.values.get("amount")
        percent: Decimal | None = row.values.get("percent")
        threshold = cents(row.values.get("threshold", Decimal(0)))
        if threshold < 0 or (kind in (OfferKind.EVERY_FULL, OfferKind.FULL_REDUCTION) and threshold == 0):
            self._flaw(FlawKind.WRONG, "threshold", Text("an amount above 0", "大于 0 的金额"), _yuan(threshold), row)
            return None
        if (amount is None) == (percent is None):
            self._flaw(
                FlawKind.MISSING if amount is None else FlawKind.WRONG,
                "amount",
                Text("either an amount or a percentage", "金额或比例二者之一"),
                Text("neither", "都没有") if amount is None else Text("both", "两者都有"),
                row,
            )
            return None
        if percent is not None:
            return self._percent_step(kind, row, threshold, percent)
        assert amount is not None
        if amount <= 0 or kind is OfferKind.PERCENT_OFF:
            needed = Text("an amount above 0", "大于 0 的金额")
            needed = Text("a percentage", "比例") if kind is OfferKind.PERCENT_OFF else needed
            self._flaw(FlawKind.WRONG, "amount", needed, Text.same(str(amount)), row)
            return None
        return Step(threshold, off=cents(amount))

    def _percent_step(self, kind: OfferKind, row: OfferRow, threshold: int, percent: Decimal) -> Step | None:
        amounts = (OfferKind.AMOUNT_OFF, OfferKind.EVERY_FULL, OfferKind.GIFT, OfferKind.SHIPPING)
        if kind in amounts or not 0 < percent <= 1:
            needed = (
                Text("an amount", "金额")
                if kind in amounts
                else Text("above 0 %, up to 100 %", "大于 0 %、不超过 100 %")
            )
            self._flaw(FlawKind.WRONG, "percent", needed, Text.same(f"{percent * 100:f} %"), row)
            return None
        return Step(threshold, percent=Fraction(percent))

    def _counts(self, kind: OfferKind) -> tuple[int, int]:
        buy, get = self.values.get("buy"), self.values.get("get")
        if kind is OfferKind.BUY_GET:
            for column, count in (("buy", buy), ("get", get)):
                if count is None or count < 1:
                    self._flaw(FlawKind.WRONG, column, Text("1 or more", "1 或以上"), Text.same(_said(count)))
        if kind is OfferKind.NTH_ITEM and (buy is None or buy < 2):  # noqa: PLR2004  (the first piece is every piece)
            self._flaw(
                FlawKind.WRONG,
                "buy",
                Text("2 or more: which piece is for less", "2 或以上：第几件优惠"),
                Text.same(_said(buy)),
            )
        return buy or 0, get or 0

    def _enough_pieces(self, kind: OfferKind, scope: frozenset[str], needed: int) -> None:
        """Pieces of several SKUs that count together take no greater part off than so many of one SKU do, unless an
        order may not hold so many of it."""
        few = [id_ for id_ in sorted(scope) if (self.skus[id_].most or needed) < needed]
        if kind in (OfferKind.BUY_GET, OfferKind.NTH_ITEM) and len(scope) > 1 and few:
            required = Text("a rule for each SKU with a limit per order", "有单笔限购的商品单独设规则")
            self._flaw(FlawKind.UNTOLD, "scope", required, Text.same(", ".join(few[:5])))

    def _needs_basis(self, kind: OfferKind) -> None:
        """What a threshold is held against must be said, where there is one."""
        some = any(row.values.get("threshold") for row in self.rows)
        if some and "basis" not in self.values and kind not in (*_PRICED, OfferKind.BUY_GET, OfferKind.NTH_ITEM):
            self._flaw(
                FlawKind.MISSING,
                "basis",
                Text(
                    "whether the threshold counts before or after other offers of the order",
                    "门槛按其他优惠前还是优惠后的金额计算",
                ),
                Text("nothing", "空"),
            )

    def _above_zero(self, column: str) -> None:
        value = self.values.get(column)
        if value is not None and value <= 0:
            self._flaw(FlawKind.WRONG, column, Text("above 0", "大于 0"), Text.same(str(value)))

    def _window(self) -> None:
        starts, ends = self.values.get("starts"), self.values.get("ends")
        if starts is not None and ends is not None and ends <= starts:
            self._flaw(FlawKind.WRONG, "ends", Text("after its start", "晚于开始时间"), Text.same(ends.isoformat()))

    def _places(self, column: str, known: Sequence[str]) -> frozenset[str]:
        """The channels or regions that an offer names, where they count."""
        named = [] if everything(text := self.values.get(column, "")) else parts(text)
        unknown = [name for name in named if known and name not in known]
        if unknown:
            self._flaw(
                FlawKind.WRONG,
                column,
                Text(f"one of {', '.join(known)}", f"{'、'.join(known)} 之一"),
                Text.same(", ".join(unknown)),
            )
        return frozenset(named) if known else frozenset()

    def _cents(self, column: str) -> int | None:
        value = self.values.get(column)
        return None if value is None else cents(value)


def _yuan(amount: int) -> Text:
    return Text.same(f"{Decimal(amount).scaleb(-PLACES):.2f}")
