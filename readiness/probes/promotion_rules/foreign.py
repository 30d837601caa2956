"""What the imports share: an offer of another system that can't be told in our words is a finding, never left out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from readiness.model.text import Text
from readiness.probes.promotion_rules.facts import Flaw, FlawKind
from readiness.probes.promotion_rules.offer_row import OfferRow

_ENTER = Text(
    "enter this offer in a table of your own (`form: own`) with what the export leaves out",
    "请把该优惠连同导出缺少的内容填入自有格式的表（`form: own`）",
)


def untold(row: OfferRow, column: str, observed: str, why: Text) -> Flaw:
    """What the export does not say, or says in a way that this tool does not know."""
    return Flaw(
        FlawKind.UNTOLD,
        row.offer or "-",
        Text("an offer that can be worked out", "可计算的优惠"),
        Text.same(observed or "-"),
        Text(
            f"{row.offer or '-'} can't be told: {why.en}; {_ENTER.en}",
            f"{row.offer or '-'} 无法判断：{why.zh}；{_ENTER.zh}",
        ),
        row.at(column),
    )


def own_row(row: OfferRow, values: Mapping[str, Any], columns: Mapping[str, str]) -> OfferRow:
    """The row in our words; `columns` says which of the export's columns a value came from, so that findings lead
    there."""
    cells = {ours: row.at(theirs) for ours, theirs in columns.items()}
    kept = {name: value for name, value in values.items() if value is not None}
    return OfferRow(row.number, row.offer, kept, cells, row.where, row.sound)


def refuse_nameless(rows: Iterable[OfferRow], column: str, flaws: list[Flaw]) -> list[OfferRow]:
    """The rows that have a name; the others are findings."""
    named = []
    for row in rows:
        if row.offer:
            named.append(row)
        else:
            flaws.append(untold(row, column, "", Text("it has no name", "没有名称")))
    return named
