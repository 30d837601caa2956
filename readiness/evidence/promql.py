"""PromQL expressions, parsed. The only home of promql-parser."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Final

from readiness.evidence.promql_tree import (
    NAME_LABEL,
    Aggregation,
    Call,
    Matcher,
    Negative,
    Node,
    Number,
    Operation,
    Selector,
    String,
    Subquery,
)
from readiness.model.text import Text

_LONGEST: Final = 20_000
# The parser recurses as deep as an expression nests, and ends the process where its stack does: some 3,000 levels.
_MOST_PARTS: Final = 400
_NO_CODE = re.compile(r"""#[^\n]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`[^`]*`""", re.DOTALL)
_PART = re.compile(r"[-+*/%^(<>=!\[{]|\b(?:and|or|unless|atan2)\b", re.IGNORECASE)
_lock = threading.Lock()
_known_functions: list[str] = []


class PromqlError(ValueError):
    """An expression that can't be parsed: why, in both languages (`text`)."""

    def __init__(self, en: str, zh: str) -> None:
        super().__init__(en)
        self.text = Text(en, zh)


@dataclass(frozen=True, slots=True)
class _Time:
    """Whether what is around a part looks at another time."""

    shifted: bool


def parse(expression: str) -> Node:
    """The tree of an expression; parentheses are gone, since the tree has their meaning. Raises PromqlError."""
    import promql_parser

    if not expression.strip():
        raise PromqlError("the expression is empty", "表达式为空")
    if len(expression) > _LONGEST or len(_PART.findall(_NO_CODE.sub(" ", expression))) > _MOST_PARTS:
        raise PromqlError(
            f"the expression is too long to be parsed (over {_LONGEST:,} characters or {_MOST_PARTS} operators)",
            f"表达式过长，无法解析（超过 {_LONGEST:,} 个字符或 {_MOST_PARTS} 个运算符）",
        )
    _know_former_functions(promql_parser)
    try:
        parsed = promql_parser.parse(expression)
    except ValueError as error:
        said = " ".join(str(error).split())
        raise PromqlError(f"not valid PromQL: {said}", f"不是有效的 PromQL：{said}") from None
    return _node(parsed, _Time(shifted=False))


def _know_former_functions(library: Any) -> None:
    """`holt_winters` is what servers before 3.0 call double_exponential_smoothing."""
    with _lock:
        if not _known_functions:
            kinds = library.ValueType
            arguments = [kinds.Matrix, kinds.Scalar, kinds.Scalar]
            library.register_extra_functions([library.Function("holt_winters", arguments, kinds.Vector)])
            _known_functions.append("holt_winters")


def _node(part: Any, time: _Time) -> Node:
    return _READERS.get(type(part).__name__, _operation)(part, time)


def _subquery(part: Any, time: _Time) -> Node:
    shifted = _shifts(part)
    return Subquery(
        _node(part.expr, _Time(shifted=shifted or time.shifted)), shifted, part.range, part.step, _shift(part)
    )


def _call(part: Any, time: _Time) -> Node:
    return Call(part.func.name, tuple(_node(argument, time) for argument in part.args))


def _selector(part: Any, time: _Time, window: timedelta | None = None) -> Selector:
    matchers = [_matcher(one) for one in part.matchers.matchers]
    named = [one for one in matchers if one.label == NAME_LABEL and one.operator == "="]
    metric = part.name or (named[0].value if len(named) == 1 else "")
    return Selector(
        metric,
        tuple(one for one in matchers if not (metric and one in named)),
        tuple(tuple(_matcher(one) for one in group) for group in part.matchers.or_matchers),
        window is not None,
        time.shifted or _shifts(part),
        window,
        _shift(part),
    )


def _shifts(part: Any) -> bool:
    return bool(part.offset) or part.at is not None


def _shift(part: Any) -> str:
    return f"{part.offset or ''} {part.at or ''}".strip()


def _matcher(matcher: Any) -> Matcher:
    operators = {"Equal": "=", "NotEqual": "!=", "Re": "=~", "NotRe": "!~"}
    return Matcher(matcher.name, operators[str(matcher.op).rpartition(".")[2]], matcher.value)


def _aggregation(part: Any, time: _Time) -> Aggregation:
    parameter: Node | None
    match part.param:
        case None:
            parameter = None
        case str() as words:
            parameter = String(words)
        case other:
            parameter = _node(other, time)
    labels = tuple(part.modifier.labels) if part.modifier is not None else ()
    without = part.modifier is not None and str(part.modifier.type).endswith("Without")
    return Aggregation(str(part.op), _node(part.expr, time), parameter, labels, without)


def _operation(part: Any, time: _Time) -> Operation:
    modifier = part.modifier
    fills = modifier.fill_values if modifier is not None else None
    return Operation(
        str(part.op),
        _node(part.lhs, time),
        _node(part.rhs, time),
        as_bool=modifier is not None and modifier.return_bool,
        filled=fills is not None and (fills.lhs is not None or fills.rhs is not None),
        matching=_matching(modifier) if modifier is not None else "",
    )


def _matching(modifier: Any) -> str:
    """`on (x) group_left (y)`; servers leave out an `ignoring` of nothing where they write an expression anew."""
    by = modifier.matching
    only = by is not None and str(by.type).endswith("Include")
    labels = f"{'on' if only else 'ignoring'} {by.labels}" if by is not None and (only or by.labels) else ""
    card = str(modifier.card).rpartition(".")[2]
    return f"{labels} {card} {modifier.group_labels or []}" if card in ("ManyToOne", "OneToMany") else labels


_READERS: Final[dict[str, Callable[[Any, _Time], Node]]] = {
    "NumberLiteral": lambda part, _: Number(Decimal(repr(part.val))),
    "StringLiteral": lambda part, _: String(part.val),
    "VectorSelector": _selector,
    "MatrixSelector": lambda part, time: _selector(part.vector_selector, time, part.range),
    "SubqueryExpr": _subquery,
    "ParenExpr": lambda part, time: _node(part.expr, time),
    "UnaryExpr": lambda part, time: Negative(_node(part.expr, time)),
    "Call": _call,
    "AggregateExpr": _aggregation,
}
