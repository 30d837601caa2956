"""`promotion-rules`: no order that the offers allow leaves less of a SKU than its floor, or is cheaper in parts."""

from __future__ import annotations

from typing import Any

from readiness.model.moments import never_later
from readiness.model.text import Text
from readiness.probes.promotion_rules.facts import Facts
from readiness.probes.promotion_rules.judging import judge
from readiness.probes.promotion_rules.settings import Settings

__all__ = ["NAME", "SUMMARY", "Settings", "gather", "judge", "stricter"]

NAME = "promotion-rules"
SUMMARY = Text(
    "The worst order that the offers allow, proved: no SKU below its floor, no tier, stack or split that pays",
    "在优惠规则允许范围内求出并证明最坏的一单：没有商品低于底价，没有可套利的档位、叠加或拆单",
)

_COMPARED = {"min_margin", "max_saved_by_adding", "max_saved_by_splitting", "lines", "pieces", "starts", "until"}
_OF_SEARCH = {"steps", "sums", "max_findings"}  # how long is searched: what is not found out in that never passes


def gather(settings: Settings, context: Any) -> Facts:
    """Reads the offers and prices, and searches as long as the check's time lasts. Raises NotSupplied, CannotJudge."""
    from readiness.probes.promotion_rules.reading import read_shop
    from readiness.probes.promotion_rules.searching import search

    return search(settings, read_shop(settings, context), context.stopwatch.left)


def stricter(before: Settings, after: Settings) -> bool:
    """Whether `after` passes nothing that `before` would not have passed."""
    changeable = _COMPARED | _OF_SEARCH | {"roster", "unlimited"}
    return (
        before.model_dump(exclude=changeable) == after.model_dump(exclude=changeable)
        and (before.roster is None or after.roster == before.roster)
        and set(after.unlimited) <= set(before.unlimited)
        and after.min_margin >= before.min_margin
        and after.max_saved_by_adding <= before.max_saved_by_adding
        and after.max_saved_by_splitting <= before.max_saved_by_splitting
        and after.lines >= before.lines
        and after.pieces >= before.pieces
        and never_later(before.starts, after.starts)
        and never_later(after.until, before.until)
    )
