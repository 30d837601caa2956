"""What orders the promotion rules allow: requirement and worlds of `planning.rule-arithmetic`."""

from __future__ import annotations

from tests.changes import Change, clock, sheet, sheet_another, sheet_without, table, together
from tests.checklists import Asked, Limit, Mutation

CHECK = "planning.rule-arithmetic"
ASKED = {CHECK: Asked("promotion-rules", "blocker", "T-7d", starter=True)}

RULES, COSTS = "evidence/促销规则.xlsx", "evidence/商品成本价.csv"
EVERY, COUPON, GIFT, MEMBER, FLASH = "每满 300 减 40", "新客体验券 10 元", "满 599 赠野餐垫", "会员折扣", "活动价"
ENDS = clock("2026-06-20 23:59:59")
STARTS = clock("2026-06-18 00:00:00")


def rule(offer: str, column: str, value: object) -> Change:
    return sheet(RULES, "优惠规则", offer, column, value)


def another(offer: str, kind: str, threshold: object, amount: object, stage: int, **other: object) -> Change:
    """One more rule: covers everything, counts before others, ends with the campaign."""
    row = {
        "percent": None, "scope": "全场", "group": None, "stackable": "是", "cap": None, "once": 1, "total": 1000,
        "budget": 10_000_000, "basis": "优惠前", **other,
    }  # fmt: skip
    return sheet_another(
        RULES, "优惠规则", offer, kind, threshold, row["basis"], amount, row["percent"], row["scope"], stage,
        row["group"], row["stackable"], row["cap"], row["once"], row["total"], row["budget"], STARTS, ENDS,
    )  # fmt: skip


def cost(sku: str, column: str, value: str) -> Change:
    return table(COSTS, sku, column, lambda _: value)


RICE = "HM-01-001"  # list price 39, flash price 35.10


def found(what: str, change: Change, subject: str, required: str, observed: str) -> Mutation:
    return Mutation(CHECK, what, change, subject, required, observed)


MUTATIONS = [
    found(
        "a coupon lost its threshold",
        together(rule(COUPON, "门槛金额", 0), rule(COUPON, "优惠金额", 30)),
        RICE, "at least", f"{COUPON} takes 30.00 off",
    ),
    found(
        "a large coupon stacks with the full reduction",
        together(rule(COUPON, "优惠金额", 90), rule(COUPON, "预算上限", 450_000)),
        "HM-", "a piece", f"{EVERY} takes 40.00 off",
    ),
    found(
        "a SKU costs a cent more than the worst order leaves",
        cost(RICE, "成本价", "29.26"), RICE, "at least 29.26", "29.25 CNY a piece. Order: 1 x",
    ),
    found(
        "the member price is taken off the flash price, deeper than the goods bear",
        together(
            rule(MEMBER, "可叠加", "是"), rule(MEMBER, "计算顺序", 2), rule(MEMBER, "优惠比例", 0.3),
            rule(MEMBER, "预算上限", 9_000_000),
        ),
        "HM-", "a piece", "CNY a piece",
    ),
    found("a cap is left out", rule(EVERY, "封顶金额", None), EVERY, "a cap", "none"),
    found("no limit per person", rule(GIFT, "每人限用次数", None), GIFT, "a limit per person", "none"),
    found("no limit in all", rule(COUPON, "总限量", None), COUPON, "a total limit", "none"),
    found("no end", rule(COUPON, "失效时间", None), COUPON, "an end", "none"),
    found("no start", rule(COUPON, "生效时间", None), COUPON, "a start", "none"),
    found("no budget", rule(GIFT, "预算上限", None), GIFT, "a budget", "none"),
    found(
        "a rule holds a second longer than the campaign",
        rule(EVERY, "失效时间", clock("2026-06-21 00:00:00")), EVERY, "not after", "24:00",
    ),
    found(
        "a rule holds before the campaign",
        rule(FLASH, "生效时间", clock("2026-06-17 23:59:59")), FLASH, "not before", "Wed 17 June",
    ),
    found("more coupons than the budget pays for", rule(COUPON, "总限量", 5001), COUPON, "50,000.00", "50,010.00"),
    found(
        "tiers that fall",
        together(
            another("阶梯满减", "满减", 500, 30, 5, basis="优惠后"),
            another("阶梯满减", "满减", 800, 20, 5, basis="优惠后"),
        ),
        "阶梯满减", "a higher threshold takes off more", "500.00: 30.00, 800.00: 20.00",
    ),
    found(
        "the full reduction may be used again and again, and pays more in two orders",
        rule(EVERY, "每人限用次数", 9), EVERY, "ordering apart", "in two",
    ),
    found(
        "a piece added makes the order much cheaper",
        together(another("满 200 减 60", "满减", 200, 60, 5, group="券")),
        "满 200 减 60", "adding a piece", "added",
    ),
    found(
        "two rules of one stage, and nobody says which comes first",
        rule(COUPON, "计算顺序", 2), EVERY, "a stage each", "both stage 2",
    ),
    found(
        "two coupons promise different things for the same",
        another("另一张券", "优惠券", 100, 8, 6, group="券", basis="优惠后"), COUPON, "one benefit", "two",
    ),
    found(
        "rows of one rule contradict each other",
        together(
            another("阶梯满减", "满减", 500, 20, 5, basis="优惠后"),
            another("阶梯满减", "满减", 900, 40, 5, basis="优惠前"),
        ),
        "阶梯满减", "the same basis", "after / before",
    ),
    found("nobody says what a threshold counts", rule(COUPON, "门槛口径", None), COUPON, "before or after", "nothing"),
    found("a scope that means nothing", rule(COUPON, "适用范围", "类目：童装"), COUPON, "price list", "童装"),
    found("an amount that can't be read", rule(COUPON, "优惠金额", "十元"), COUPON, "a readable amount", "十元"),
    found("a kind that nobody knows", rule(COUPON, "优惠类型", "返现"), COUPON, "a readable kind", "返现"),
    found("neither amount nor percentage", rule(GIFT, "优惠金额", None), GIFT, "either an amount", "neither"),
    found("a cost is missing", cost(RICE, "成本价", ""), RICE, "a cost", "nothing"),
    found("a cost of nothing", cost(RICE, "成本价", "0"), RICE, "above 0", "0"),
    found(
        "a promoted SKU has no price",
        lambda world: world.edit_rows(COSTS, lambda rows: [row for row in rows if RICE not in row]),
        RICE, "a price in offer-prices", "none",
    ),
]  # fmt: skip

LIMITS: list[Limit] = [
    (CHECK, "a SKU costs exactly what the worst order leaves", cost(RICE, "成本价", "29.25")),
    (CHECK, "a coupon less than the budget pays for", rule(COUPON, "总限量", 4999)),
    (CHECK, "no gift at all", sheet_without(RULES, "优惠规则", GIFT)),
]
