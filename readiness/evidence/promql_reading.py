"""What a PromQL expression asks: its series, its scale, and whether it can answer without any series."""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta
from decimal import Decimal, DivisionByZero, InvalidOperation, Overflow

from readiness.evidence.promql_tree import (
    COMPARISONS,
    Aggregation,
    Call,
    Negative,
    Node,
    Number,
    Operation,
    Selector,
    Subquery,
    children,
    walk,
)
from readiness.model.text import Text

_SETS = ("and", "or", "unless")
# They give 1, or what was told, where there is no series.
_OF_ABSENCE = ("absent", "absent_over_time")
# Aggregations whose value is not in the unit of what they are over, functions whose value is, and those with a unit of
# their own: seconds, or that of a histogram's bounds. Of any other function the unit can't be told.
_OTHER_UNIT_AGGREGATIONS = ("count", "count_values", "group", "stdvar")
_SAME_UNIT_FUNCTIONS = frozenset(
    {
        "abs", "avg_over_time", "ceil", "clamp", "clamp_max", "clamp_min", "delta", "deriv",
        "double_exponential_smoothing", "first_over_time", "floor", "holt_winters", "idelta", "increase", "irate",
        "label_join", "label_replace", "last_over_time", "mad_over_time", "max_over_time", "min_over_time",
        "predict_linear", "quantile_over_time", "rate", "round", "scalar", "sort", "sort_by_label",
        "sort_by_label_desc", "sort_desc", "stddev_over_time", "sum_over_time", "vector",
    }
)  # fmt: skip
_OWN_UNIT_FUNCTIONS = (
    *("time", "timestamp", "histogram_avg", "histogram_count", "histogram_fraction", "histogram_quantile"),
    *("histogram_stddev", "histogram_sum"),
)


def selectors(node: Node) -> tuple[Selector, ...]:
    """Every selector, each once, in order."""
    return tuple(dict.fromkeys(part for part in walk(node) if isinstance(part, Selector)))


def metrics(node: Node) -> tuple[str, ...]:
    """The names of all metrics that are asked for by name, each once."""
    return tuple(dict.fromkeys(selector.metric for selector in selectors(node) if selector.metric))


def reach(node: Node) -> tuple[tuple[Selector, timedelta], ...]:
    """How far back each selector looks, subqueries around it included; nothing for the newest sample alone."""
    match node:
        case Selector():
            return ((node, node.window or timedelta()),)
        case Subquery():
            return tuple((selector, span + (node.window or timedelta())) for selector, span in reach(node.inside))
        case _:
            return tuple(dict.fromkeys(found for child in children(node) for found in reach(child)))


def over_time(node: Node) -> tuple[str, ...]:
    """The functions that take a span of time of the series, each once: `increase`, `max_over_time`."""
    calls = (part for part in walk(node) if isinstance(part, Call) and any(map(_has_span, part.arguments)))
    return tuple(dict.fromkeys(call.function for call in calls))


def number(node: Node) -> Decimal | None:
    """The value of arithmetic over numbers alone (`14.4 * 0.001`), else None."""
    match node:
        case Number():
            return node.value
        case Negative():
            inside = number(node.inside)
            return None if inside is None else -inside
        case Operation(operator="+" | "-" | "*" | "/") as operation:
            left, right = number(operation.left), number(operation.right)
            return None if left is None or right is None else _calculated(operation.operator, left, right)
        case _:
            return None


def scale(node: Node) -> Decimal | None:
    """By how much the value is multiplied: 100 for a fraction shown as a percentage, 1 for series as they are; None
    where the sides of a sum differ or a function changes the unit."""
    match node:
        case Selector():
            return Decimal(1)
        case Negative() | Subquery():
            return scale(node.inside)
        case Aggregation():
            return None if node.operator in _OTHER_UNIT_AGGREGATIONS else scale(node.inside)
        case Call():
            return _scale_of_call(node)
        case Operation():
            return _scale_of_operation(node)
        case _:
            return None


def is_constant(node: Node) -> bool:
    """Whether the value is the same whatever the series say: no selector decides it."""
    match node:
        case Selector():
            return False
        case Aggregation(operator="group"):
            return True
        case Operation(operator="*") if Decimal(0) in (number(node.left), number(node.right)):
            return True
        case Operation(operator="and" | "unless"):
            return is_constant(node.left)
        case _:
            return all(is_constant(child) for child in _deciding(node))


def _deciding(node: Node) -> tuple[Node, ...]:
    """The parts that decide a value; the parameter of an aggregation does not by itself."""
    return (node.inside,) if isinstance(node, Aggregation) else children(node)


def hides_absence(node: Node) -> tuple[Text, ...]:
    """Why the expression gives a value where there is no series; nothing where it does not."""
    found: list[Text] = []
    if is_constant(node):
        found.append(Text("no series decides its value", "其值不由任何序列决定"))
    for part in walk(node):
        match part:
            case Call() if part.function in _OF_ABSENCE:
                found.append(
                    Text(f"{part.function}() gives 1 for what is not there", f"{part.function}() 在没有序列时返回 1")
                )
            case Operation(operator="or") if _always_there(part.left) or _always_there(part.right):
                found.append(Text("`or` puts a constant where there is no series", "`or` 在没有序列时以常数代替"))
            case Operation(filled=True):
                found.append(Text("`fill` gives a value to series that are not there", "`fill` 为缺少的序列补值"))
            case _:
                continue
    return tuple(dict.fromkeys(found))


def unanswered(node: Node, empty: Collection[str]) -> tuple[Selector, ...]:
    """Which selectors without any sample (`empty`, as `series` writes them) leave the value without its ground. One
    side of an `or` is enough, and what `unless` takes away need not be there."""
    match node:
        case Selector():
            return (node,) if node.series in empty else ()
        case Operation(operator="or"):
            left, right = unanswered(node.left, empty), unanswered(node.right, empty)
            return (*left, *right) if left and right else ()
        case Operation(operator="unless"):
            return unanswered(node.left, empty)
        case _:
            found = (one for child in children(node) for one in unanswered(child, empty))
            return tuple(dict.fromkeys(found))


def in_the_past(node: Node) -> tuple[Selector, ...]:
    """The selectors that look at another time than now, of series that nothing in the expression looks at now."""
    found = selectors(node)
    now = {selector.series for selector in found if not selector.shifted}
    return tuple(selector for selector in found if selector.series not in now)


def _has_span(node: Node) -> bool:
    return isinstance(node, Subquery) or (isinstance(node, Selector) and node.ranged)


def _always_there(node: Node) -> bool:
    """Whether there is a value even without any series; `x * 0` is not there without x."""
    return is_constant(node) and not selectors(node)


def _scale_of_call(call: Call) -> Decimal | None:
    if call.function not in _SAME_UNIT_FUNCTIONS:
        return Decimal(1) if call.function in _OWN_UNIT_FUNCTIONS else None
    scales = [scale(argument) for argument in call.arguments if selectors(argument)]
    return scales[0] if scales else None


def _scale_of_operation(operation: Operation) -> Decimal | None:
    if operation.as_bool:
        return Decimal(1)
    if operation.operator in COMPARISONS or operation.operator in _SETS:
        return scale(operation.left) if selectors(operation.left) else scale(operation.right)
    factors = [_factor(operation.left), _factor(operation.right)]
    if operation.operator in ("+", "-"):
        # `100 - x * 100` is a percentage, `1 - x` a fraction: the number says nothing of its own
        known = [scale(side) for side in (operation.left, operation.right) if number(side) is None]
        return known[0] if known and all(one == known[0] for one in known) else None
    if operation.operator not in ("*", "/") or factors[0] is None or factors[1] is None:
        return None
    return _calculated(operation.operator, factors[0], factors[1])


def _factor(node: Node) -> Decimal | None:
    value = number(node)
    return scale(node) if value is None else value


def _calculated(operator: str, left: Decimal, right: Decimal) -> Decimal | None:
    try:
        match operator:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case _:
                return left / right
    except (DivisionByZero, InvalidOperation, Overflow):
        return None
