"""What part of a whole each group of rows has: numbers to show, which decide nothing."""

# ruff: noqa: S608  (names are quoted; expressions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Context, Decimal

from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import raw
from readiness.model.finding import Measure
from readiness.probes.tabular.frame import Frame
from readiness.probes.tabular.parts import ColumnName, Condition, Part
from readiness.probes.tabular.scope import Use

MOST_SHOWN = 20
GROUP = "share"
_SHOWN = Decimal("0.000001")
_EXACT = Context(prec=80, rounding=ROUND_FLOOR)


class Shares(Part):
    """The sum of the column `of` for each value of the column `by`; `limit` is an expression over each group, or NULL
    for one that has none."""

    of: ColumnName
    by: ColumnName
    limit: Condition | None = None


@dataclass(frozen=True, slots=True)
class ShareSeen:
    """`amount` is None where a cell that it needs can't be read."""

    label: str
    amount: Decimal | None
    limit: Decimal | None


def see_shares(frame: Frame, judged: str, shares: Shares) -> tuple[ShareSeen, ...]:
    """`judged` is a SELECT in parentheses over the frame's relation. Raises CannotJudge."""
    group = (shares.by,)
    amount = frame.compiled(f"sum({shares.of})", Use.NUMBER, group)
    limit = frame.compiled(shares.limit, Use.NUMBER, group) if shares.limit else "NULL"
    answers = frame.query(
        f"SELECT min({quoted(raw(shares.by))}), {amount} AS amount, {limit} FROM {judged}"
        f" GROUP BY {quoted(shares.by)} ORDER BY amount DESC NULLS FIRST LIMIT {MOST_SHOWN + 1}"
    )
    return tuple(ShareSeen((label or "").strip(), _decimal(sum_), _decimal(least)) for label, sum_, least in answers)


def measure_shares(seen: Sequence[ShareSeen]) -> Iterator[Measure]:
    """The largest first. Nothing where a part is not known, has no name, is below zero, or is one of too many: parts of
    an unknown whole would mislead."""
    amounts = [one.amount for one in seen if one.amount is not None and one.amount >= 0 and one.label]
    whole = sum(amounts, Decimal(0))
    if len(amounts) < len(seen) or len(seen) > MOST_SHOWN or not whole:
        return
    for one, amount in zip(seen, amounts, strict=True):
        share = _EXACT.divide(amount, whole).quantize(_SHOWN, ROUND_FLOOR)
        yield Measure(one.label, share, one.limit, "ratio", GROUP)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))
