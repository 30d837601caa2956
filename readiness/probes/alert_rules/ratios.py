"""Which quantity an expression compares: a share of errors in all that was asked, found through recording rules, and
what was done to it (times 100, taken from 1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal, DivisionByZero, InvalidOperation

from readiness.evidence.promql_tree import (
    Aggregation,
    Call,
    Negative,
    Node,
    Number,
    Operation,
    Selector,
    Subquery,
    walk,
)
from readiness.model.moments import tell_duration
from readiness.model.text import Text
from readiness.probes.alert_rules.counting import counts_errors, counts_good, names_errors, problem_of
from readiness.probes.alert_rules.records import MOST_RECORDS, Records

_SAME = frozenset({"sort", "sort_desc", "label_replace", "label_join"})
_ALTERS = frozenset({"round", "clamp_min", "clamp_max", "clamp"})
_PER_SECOND = frozenset({"rate", "irate", "deriv"})
_PER_WINDOW = frozenset({"increase", "delta", "idelta", "sum_over_time", "count_over_time"})
_OVER_TIME = frozenset({"avg_over_time", "max_over_time", "last_over_time"})
_ACROSS = frozenset({"max", "avg", "sum"})


@dataclass(frozen=True, slots=True)
class ErrorRate:
    """A quantity that is `offset + scale * rate`, where the rate is the share of errors. `window` is the longest time
    it looks back over; `metrics` are those it is made of, and `whole` the series of all that was asked; `rounded` is
    the step of the rate to which it is rounded, and `problem` why it does not measure what it seems to."""

    scale: Decimal
    offset: Decimal
    window: timedelta
    metrics: frozenset[str]
    whole: frozenset[str]
    problem: Text | None = None
    rounded: Decimal = Decimal(0)


def error_rate(node: Node, records: Records, depth: int = 0) -> ErrorRate | None:  # noqa: PLR0911  (a case a form)
    """What share of errors a quantity is; None where it is something else."""
    if depth > MOST_RECORDS:
        return None
    match node:
        case Operation(operator="/"):
            return _divided(node, records, depth)
        case Operation():
            return _moved(node, records, depth)
        case Negative():
            inner = error_rate(node.inside, records, depth)
            return _scaled(inner, Decimal(-1))
        case Aggregation() if node.operator in _ACROSS:
            return error_rate(node.inside, records, depth)
        case Call() if node.function in _SAME and node.arguments:
            return error_rate(node.arguments[0], records, depth)
        case Call() if node.function in _ALTERS and node.arguments:
            return _altered(node, records, depth)
        case Call() if node.function in _OVER_TIME and node.arguments:
            return _over_time(node.arguments[-1], records, depth)
        case Selector():
            return _recorded(node, records, depth)
        case _:
            return None


def constant(node: Node, records: Records, depth: int = 0) -> Decimal | None:  # noqa: PLR0911  (a case a form)
    """The number that an expression always is; a recording rule of a constant too."""
    if depth > MOST_RECORDS:
        return None
    match node:
        case Number():
            return node.value if node.value.is_finite() else None
        case Negative():
            inner = constant(node.inside, records, depth)
            return None if inner is None else -inner
        case Call(function="vector" | "scalar") if node.arguments:
            return constant(node.arguments[0], records, depth)
        case Aggregation() if node.operator in {"max", "min", "avg"}:
            return constant(node.inside, records, depth)
        case Selector():
            chosen = {constant(one, records, depth + 1) for one in records.chosen(node)}
            return chosen.pop() if len(chosen) == 1 else None
        case Operation():
            sides = constant(node.left, records, depth), constant(node.right, records, depth)
            return None if sides[0] is None or sides[1] is None else _reckoned(node.operator, sides[0], sides[1])
        case _:
            return None


def _reckoned(operator: str, left: Decimal, right: Decimal) -> Decimal | None:
    try:
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "/":
                return left / right
            case _:
                return None
    except (DivisionByZero, InvalidOperation):
        return None


def _moved(node: Operation, records: Records, depth: int) -> ErrorRate | None:
    """A rate with a number added, taken from a number, or multiplied by one."""
    for inside, other, turned in ((node.left, node.right, False), (node.right, node.left, True)):
        by = constant(other, records)
        rate = None if by is None else error_rate(inside, records, depth)
        if by is None or rate is None:
            continue
        match node.operator:
            case "*":
                return _scaled(rate, by)
            case "+":
                return _shifted(rate, by)
            case "-":
                return _shifted(_scaled(rate, Decimal(-1)), by) if turned else _shifted(rate, -by)
    return None


def _divided(node: Operation, records: Records, depth: int) -> ErrorRate | None:
    """Errors by all, however multiplied; or a rate by a number."""
    if (by := constant(node.right, records)) is not None:
        return _scaled(error_rate(node.left, records, depth), 1 / by) if by else None
    (above, up), (below, down) = _plain(node.left, records), _plain(node.right, records)
    if not down:
        return None
    if isinstance(above, Operation) and above.operator == "-" and above.left == below:
        share = _share(above.right, below, records)
        return _scaled(_complement(share), up / down)
    return _scaled(_share(above, below, records), up / down)


def _plain(node: Node, records: Records) -> tuple[Node, Decimal]:
    """A side of a quotient without the numbers that it is multiplied by."""
    if not isinstance(node, Operation) or node.operator not in {"*", "/"}:
        return node, Decimal(1)
    left, right = constant(node.left, records), constant(node.right, records)
    if node.operator == "*" and left is not None:
        inside, factor = _plain(node.right, records)
        return inside, factor * left
    if right:
        inside, factor = _plain(node.left, records)
        return inside, factor * right if node.operator == "*" else factor / right
    return node, Decimal(1)


def _share(above: Node, below: Node, records: Records) -> ErrorRate | None:
    """What one side is of the other: errors of all, or good ones of all, which is the rest."""
    upper, lower = tuple(_leaves(above, records)), tuple(_leaves(below, records))
    if not upper or not lower:
        return None
    whole = ErrorRate(
        Decimal(1),
        Decimal(0),
        max((leaf.window or timedelta() for leaf in (*upper, *lower)), default=timedelta()),
        frozenset(leaf.metric for leaf in (*upper, *lower)),
        frozenset(leaf.series for leaf in lower),
        problem_of((*upper, *lower)) or _times_apart(above, below, records),
    )
    if all(map(counts_errors, upper)) and not all(map(counts_errors, lower)):
        return whole
    if all(map(counts_good, upper)) and not all(map(counts_good, lower)):
        return _complement(whole)
    return None


def _leaves(node: Node, records: Records, depth: int = 0) -> Iterator[Selector]:
    """The selectors within, those of recording rules in place of their names."""
    for part in walk(node):
        if isinstance(part, Selector):
            chosen = records.chosen(part) if depth <= MOST_RECORDS else ()
            if not chosen:
                yield part
            for one in chosen:
                yield from _leaves(one, records, depth + 1)


def _times_apart(above: Node, below: Node, records: Records) -> Text | None:
    """Why a quotient is too small or too large: its sides count over different times."""
    upper, lower = frozenset(_counted_over(above, records)), frozenset(_counted_over(below, records))
    if upper == lower or not upper or not lower:
        return None
    (one, one_zh), (other, other_zh) = (
        (" and ".join(sorted(text.en for text in side)), "与".join(sorted(text.zh for text in side)))
        for side in (upper, lower)
    )
    return Text(f"it divides what is counted {one} by what is counted {other}", f"分子{one_zh}计数，分母{other_zh}计数")


def _counted_over(node: Node, records: Records, depth: int = 0) -> Iterator[Text]:
    """The times over which a side of a quotient counts."""
    for part in walk(node):
        if isinstance(part, Call) and part.function in _PER_SECOND:
            yield Text("a second", "按秒")
        elif isinstance(part, Call) and part.function in _PER_WINDOW:
            for argument in part.arguments:
                if isinstance(argument, Selector | Subquery) and argument.window is not None:
                    span = tell_duration(argument.window)
                    yield Text(f"over {span.en}", f"按 {span.zh}")
        elif isinstance(part, Selector) and depth <= MOST_RECORDS:
            for one in records.chosen(part):
                yield from _counted_over(one, records, depth + 1)


def _altered(node: Call, records: Records, depth: int) -> ErrorRate | None:
    """A rate that is rounded, or held within bounds: they change nothing where no share of errors lies beyond them."""
    rate = error_rate(node.arguments[0], records, depth)
    if rate is None:
        return None
    written = [constant(one, records) for one in node.arguments[1:]]
    numbers = [one for one in written if one is not None]
    if len(numbers) == len(written) and node.function == "round":
        step = abs(numbers[0] / rate.scale) if numbers else abs(1 / rate.scale)
        return replace(rate, rounded=max(rate.rounded, step))
    low, high = sorted((rate.offset, rate.offset + rate.scale))
    least = numbers[0] if numbers and node.function != "clamp_max" else low
    most = numbers[-1] if numbers and node.function != "clamp_min" else high
    if len(numbers) == len(written) and least <= low and high <= most:
        return rate
    changes = Text(
        f"`{node.function}` changes the rate before it is compared", f"`{node.function}` 在比较之前改变了错误率"
    )
    return replace(rate, problem=rate.problem or changes)


def _recorded(node: Selector, records: Records, depth: int) -> ErrorRate | None:
    chosen = [error_rate(one, records, depth + 1) for one in records.chosen(node)]
    if not chosen or None in chosen or len(set(chosen)) != 1:
        return _unloaded(node) if not chosen else None
    return chosen[0]


def _unloaded(node: Selector) -> ErrorRate | None:
    """A recording rule that by its name is a rate of errors, and that is not there."""
    name = node.metric
    if ":" not in name or not names_errors(name) or not re.search("rat(e|io)|percent", name):
        return None
    return ErrorRate(Decimal(1), Decimal(0), timedelta(), frozenset({node.metric}), frozenset(), problem_of((node,)))


def _over_time(body: Node, records: Records, depth: int) -> ErrorRate | None:
    if isinstance(body, Subquery):
        rate, window = error_rate(body.inside, records, depth), body.window
    elif isinstance(body, Selector) and body.window is not None:
        rate, window = _recorded(body, records, depth), body.window
    else:
        return None
    if rate is None:
        return None
    return replace(rate, window=rate.window + (window or timedelta()))


def _scaled(rate: ErrorRate | None, by: Decimal) -> ErrorRate | None:
    if rate is None or not by:
        return None
    return replace(rate, scale=rate.scale * by, offset=rate.offset * by)


def _shifted(rate: ErrorRate | None, by: Decimal) -> ErrorRate | None:
    if rate is None:
        return None
    return replace(rate, offset=rate.offset + by)


def _complement(rate: ErrorRate | None) -> ErrorRate | None:
    return _shifted(_scaled(rate, Decimal(-1)), Decimal(1))
