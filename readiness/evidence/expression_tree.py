"""From the parser's tree to SQL that may run: what is not listed here is refused, and nothing is passed through."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any

from readiness.evidence import expression_own as own
from readiness.evidence.cells import CellError, parse_date
from readiness.evidence.expression_aggregates import three_valued
from readiness.evidence.expression_parts import (
    AGGREGATES,
    ARGUMENTS,
    ARITHMETIC,
    COMPARISONS,
    DEEPEST,
    DIVISIONS,
    FUNCTIONS,
    IN_WINDOWS,
    INSTANT,
    LIKE,
    MAY_BE_DISTINCT,
    MOST_DIGITS,
    NOWHERE,
    NUMBER,
    OWN,
    SPAN,
    SPANS,
    Comparison,
    Name,
    Piece,
    Pieces,
    Refused,
    joined,
)
from readiness.evidence.expression_windows import over_clause
from readiness.evidence.sql_text import literal


class Writer:
    """Writes one expression; `names`, `comparisons` and the two flags tell what it holds."""

    def __init__(self, text: str, offset: int) -> None:
        self._bytes = text.encode()
        self._offset = offset
        self._at = 1
        self._depth = 0
        self._inside_aggregate = False
        self.names: list[Name] = []
        self.comparisons: list[Comparison] = []
        self.patterns: list[tuple[int, str]] = []
        self.aggregates = False
        self.windows = False

    def write(self, node: Any) -> Pieces:
        """SQL for a node, in parentheses where it has parts. Raises Refused."""
        before, self._at = self._at, self._place(node)
        self._depth += 1
        if self._depth > DEEPEST:
            raise self.refuse("this is nested too deeply; write several rules", "嵌套过深，请分成几条规则")
        write = getattr(self, f"_{str(node.get('class', '')).lower()}", None)
        if write is None or node.get("alias"):
            raise self._not_allowed(node)
        pieces: Pieces = write(node)
        self._depth -= 1
        self._at = before
        return pieces

    def refuse(self, en: str, zh: str) -> Refused:
        return Refused(self._at, en, zh)

    def _place(self, node: Any) -> int:
        found = node.get("query_location", NOWHERE)
        if not isinstance(found, int) or found >= NOWHERE:
            return self._at  # the parser made this node up: it stands where its parent does
        return len(self._bytes[: max(0, found - self._offset)].decode(errors="ignore")) + 1

    def _not_allowed(self, node: Any) -> Refused:
        what = str(node.get("alias") or node.get("type") or node.get("class")).lower().replace("_", " ")
        return self.refuse(
            f"{what} is not allowed in an expression; it may hold names, numbers, texts, comparisons, and, or, not, "
            f"+ - *, between, in, like, is null, case and the functions {', '.join(FUNCTIONS)}",
            f"表达式中不能使用 {what}；可以使用名称、数字、文本、比较、and、or、not、+ - *、between、in、like、"
            f"is null、case 以及函数 {'、'.join(FUNCTIONS)}",
        )

    def _constant(self, node: Any) -> Pieces:
        kind, text = node["literal"]["kind"], str(node["literal"].get("text", ""))
        match kind:
            case "STRING":
                return (literal(text),)
            case "NULL_LITERAL":
                return ("NULL",)
            case "BOOLEAN":
                return ("TRUE" if text == "true" else "FALSE",)
            case "INTEGER" | "NUMERIC" if NUMBER.fullmatch(text) and len(text) <= MOST_DIGITS:
                return (f"({text})",)
        raise self.refuse(
            f"{text} is not written as plain digits; write 0.001 or 1200", f"{text} 不是普通数字，请写成 0.001 或 1200"
        )

    def _column_ref(self, node: Any) -> Pieces:
        path = tuple(str(part).lower() for part in node["column_names"])
        if len(path) > 2:  # noqa: PLR2004  (a column, or a column of a joined evidence)
            words = ".".join(path)
            raise self.refuse(f"{words} has too many parts; write alias.column", f"{words} 段数过多，请写 别名.列名")
        name = Name(path, self._at)
        self.names.append(name)
        return (name,)

    def _comparison(self, node: Any) -> Pieces:
        sign = COMPARISONS.get(node["type"])
        if sign is None:
            raise self.refuse(
                "`is distinct from` and `is true` let NULL pass; compare with =, <>, < or >, or write `x is null`",
                "`is distinct from` 与 `is true` 会放过 NULL；请用 =、<>、<、> 比较，或写 `x is null`",
            )
        left, right = self._compared((node["left"], node["right"]))
        return ("(", *left, f" {sign} ", *right, ")")

    def _compared(self, nodes: Sequence[Any]) -> list[Pieces]:
        """Parts whose types must agree."""
        at, sides = self._at, [self.write(node) for node in nodes]
        texts = tuple(
            str(node["literal"].get("text", ""))
            for node in nodes
            if node.get("class") == "CONSTANT" and node["literal"]["kind"] == "STRING"
        )
        self.comparisons.append(Comparison(at, tuple(sides), texts))
        return sides

    def _conjunction(self, node: Any) -> Pieces:
        word = " AND " if node["type"] == "CONJUNCTION_AND" else " OR "
        return ("(", *joined([self.write(child) for child in node["children"]], word), ")")

    def _between(self, node: Any) -> Pieces:
        value, lower, upper = self._compared((node["input"], node["lower"], node["upper"]))
        return ("(", *value, " BETWEEN ", *lower, " AND ", *upper, ")")

    def _operator(self, node: Any) -> Pieces:
        kind, children = node["type"], node["children"]
        match kind:
            case "OPERATOR_NOT":
                return ("(NOT ", *self.write(children[0]), ")")
            case "OPERATOR_IS_NULL" | "OPERATOR_IS_NOT_NULL":
                return ("(", *self.write(children[0]), " IS NULL)" if kind == "OPERATOR_IS_NULL" else " IS NOT NULL)")
            case "OPERATOR_COALESCE":
                return ("coalesce(", *joined(self._compared(children), ", "), ")")
            case "COMPARE_IN" | "COMPARE_NOT_IN":
                value, *others = self._compared(children)
                word = " IN (" if kind == "COMPARE_IN" else " NOT IN ("
                return ("(", *value, word, *joined(others, ", "), "))")
        raise self._not_allowed(node)

    def _case(self, node: Any) -> Pieces:
        pieces: list[Piece] = ["(CASE"]
        for check in node["case_checks"]:
            pieces += [" WHEN ", *self.write(check["when_expr"]), " THEN ", *self.write(check["then_expr"])]
        if node.get("else_expr") is not None:
            pieces += [" ELSE ", *self.write(node["else_expr"])]
        return (*pieces, " END)")

    def _cast(self, node: Any) -> Pieces:
        """`date '2026-06-18'` and `interval '2 days'`: literals, to the parser casts of a text."""
        child = node["child"]
        of_text = child.get("class") == "CONSTANT" and child["literal"]["kind"] == "STRING"
        text = str(child["literal"].get("text", "")) if of_text else ""
        wanted = str((node.get("type_expr") or {}).get("type_name", "")).upper()
        if of_text and wanted == "DATE":
            try:
                return (f"DATE {literal(parse_date(text).isoformat())}",)
            except CellError as error:
                raise self.refuse(error.text.en, error.text.zh) from None
        if of_text and wanted == "INTERVAL" and (span := SPAN.fullmatch(text)):
            return (f"INTERVAL '{span[1]} {span[2].lower()}'",)
        raise self.refuse(
            "a cast is not allowed; columns have the type of their contract, a day is written date '2026-06-18', a "
            "length interval '2 days' (weeks, days, hours, minutes, seconds)",
            "不允许类型转换；列的类型由其声明决定，日期写成 date '2026-06-18'，时长写成 interval '2 days'"
            "（week、day、hour、minute、second）",
        )

    def _function(self, node: Any) -> Pieces:
        name = str(node["function_name"]).lower()
        arguments = self._arguments(node)
        if node.get("is_operator"):
            return self._sign(name, arguments)
        if name in SPANS:
            return self._span(name, arguments[0] if arguments else {})
        self._expect_known(name, len(arguments))
        if name in AGGREGATES:
            return self._aggregate(name, arguments, node, ())
        if name in IN_WINDOWS:
            raise self.refuse(
                f"{name} needs a window: {name}(...) over (...)", f"{name} 需要窗口：{name}(...) over (...)"
            )
        if node.get("filter") is not None or node.get("distinct"):
            raise self.refuse(f"{name} is no aggregate", f"{name} 不是聚合函数")
        if name in OWN:
            return self._own(name, arguments)
        if name == "regexp_matches":
            self._note_pattern(arguments[1])
        written = self._compared(arguments) if name == "nullif" else [self.write(one) for one in arguments]
        return (f"{name}(", *joined(written, ", "), ")")

    def _arguments(self, node: Any) -> list[Any]:
        found = node.get("arguments", ())
        plain = not any(one.get("name") for one in found)
        orders = (node.get("order_bys") or {}).get("orders") or node.get("arg_orders")
        if node.get("schema") or node.get("catalog") or orders or node.get("export_state") or not plain:
            raise self._not_allowed({"type": f"{node['function_name']} called so"})
        return [one["expression"] for one in found]

    def _expect_known(self, name: str, count: int) -> None:
        if name not in ARGUMENTS:
            near = get_close_matches(name, FUNCTIONS, n=1, cutoff=0.7)
            listed = ", ".join(FUNCTIONS)
            hint_en = f"did you mean {near[0]}?" if near else f"there are {listed}"
            hint_zh = f"是否想写 {near[0]}？" if near else f"可用函数：{listed}"
            if name in DIVISIONS:
                raise self._no_division()
            raise self.refuse(f"there is no function {name}; {hint_en}", f"没有函数 {name}；{hint_zh}")
        least, most = ARGUMENTS[name]
        if not least <= count <= most:
            wanted = str(least) if least == most else f"{least} to {most}"
            raise self.refuse(
                f"{name} takes {wanted} arguments, not {count}", f"{name} 需要 {wanted} 个参数，实际 {count} 个"
            )

    def _sign(self, sign: str, arguments: list[Any]) -> Pieces:
        if sign in ARITHMETIC:
            parts = [self.write(one) for one in arguments]
            return (
                ("(", *parts[0], f" {sign} ", *parts[1], ")") if len(parts) > 1 else ("(", f"{sign} ", *parts[0], ")")
            )
        if sign in LIKE:
            text, pattern = (self.write(one) for one in arguments)
            return ("(", *text, f" {LIKE[sign]} ", *pattern, ")")
        if sign in DIVISIONS:
            raise self._no_division()
        raise self._not_allowed({"type": f"the sign {sign}"})

    def _no_division(self) -> Refused:
        return self.refuse(
            "a division would leave exact numbers; multiply instead: a <= 0.02 * b, not a / b <= 0.02",
            "除法会失去精确性；请改用乘法：写 a <= 0.02 * b，而不是 a / b <= 0.02",
        )

    def _span(self, name: str, argument: Any) -> Pieces:
        """`interval 2 day`: to the parser a function over nested casts of a number."""
        while argument.get("class") == "CAST" or argument.get("function_name") == "trunc":
            argument = argument.get("child") or argument["arguments"][0]["expression"]
        text = str((argument.get("literal") or {}).get("text", ""))
        if not re.fullmatch(r"\d{1,9}", text):
            raise self.refuse("the length of an interval is a number: interval 2 day", "时长必须是数字：interval 2 day")
        return (f"INTERVAL '{text} {SPANS[name]}'",)

    def _note_pattern(self, node: Any) -> None:
        if node.get("class") != "CONSTANT" or node["literal"]["kind"] != "STRING":
            raise self.refuse("the pattern must be a text in quotes", "模式必须是引号中的文本")
        self.patterns.append((self._place(node), str(node["literal"].get("text", ""))))

    def _own(self, name: str, arguments: list[Any]) -> Pieces:
        if name in ("greatest", "least"):
            return own.extreme(name, self._compared(arguments))
        value = self.write(arguments[0])
        if name == "items":
            return own.items(value)
        if name == "person_name":
            self.comparisons.append(Comparison(self._at, (value, ("''",))))
            return own.person_name(value, self._at)
        self.comparisons.append(Comparison(self._at, (value, (INSTANT,))))
        return own.local(name, value)

    def _window(self, node: Any) -> Pieces:
        name = "count_star" if node["function_name"] == "count" and not node["arguments"] else node["function_name"]
        name = str(name).lower()
        arguments = self._arguments(node)
        known = AGGREGATES if name in AGGREGATES else IN_WINDOWS
        if name not in known:
            raise self.refuse(
                f"{name} is no function for a window; there are {', '.join({**AGGREGATES, **IN_WINDOWS})}",
                f"{name} 不能用于窗口；可用：{'、'.join({**AGGREGATES, **IN_WINDOWS})}",
            )
        self._expect_known(name, len(arguments))
        if self._inside_aggregate:
            raise self.refuse("a window can't stand inside an aggregate", "聚合函数内不能使用窗口")
        self.windows = True
        over = over_clause(self, node, framed=name in AGGREGATES)
        if name in AGGREGATES:
            return self._aggregate(name, arguments, {**node, "filter": node.get("filter_expr")}, over)
        return (f"{name}(", *joined([self.write(one) for one in arguments], ", "), ")", *over)

    def _aggregate(self, name: str, arguments: list[Any], node: Any, over: Pieces) -> Pieces:
        """An aggregate in which NULL is not left out: what can't be known of a row can't be known of all."""
        if self._inside_aggregate:
            raise self.refuse("an aggregate can't stand inside an aggregate", "聚合函数不能嵌套")
        if node.get("distinct") and name not in MAY_BE_DISTINCT:
            raise self.refuse(f"{name} takes no distinct", f"{name} 不能使用 distinct")
        self.aggregates = self.aggregates or not over
        self._inside_aggregate = True
        value = self.write(arguments[0]) if arguments else ()
        among = self.write(node["filter"]) if node.get("filter") is not None else ()
        self._inside_aggregate = False
        return three_valued(name, value, among, over, distinct=bool(node.get("distinct")))
