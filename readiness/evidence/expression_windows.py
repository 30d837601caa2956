"""The `over (...)` of a window function, written from the parser's tree."""

from __future__ import annotations

from typing import Any, Protocol

from readiness.evidence.expression_parts import Piece, Pieces, Refused


class Writer(Protocol):
    """What writes an expression's parts."""

    def write(self, node: Any) -> Pieces: ...
    def refuse(self, en: str, zh: str) -> Refused: ...


_BOUNDS = {
    "UNBOUNDED_PRECEDING": "UNBOUNDED PRECEDING",
    "UNBOUNDED_FOLLOWING": "UNBOUNDED FOLLOWING",
    "CURRENT_ROW_RANGE": "CURRENT ROW",
    "CURRENT_ROW_ROWS": "CURRENT ROW",
    "EXPR_PRECEDING_ROWS": " PRECEDING",
    "EXPR_PRECEDING_RANGE": " PRECEDING",
    "EXPR_FOLLOWING_ROWS": " FOLLOWING",
    "EXPR_FOLLOWING_RANGE": " FOLLOWING",
}


def over_clause(writer: Writer, node: Any, *, framed: bool) -> Pieces:
    """Partition, order and frame. Raises Refused."""
    if node.get("ignore_nulls") or node.get("exclude_clause") != "NO_OTHER":
        raise writer.refuse("ignore nulls and exclude are not allowed", "不能使用 ignore nulls 与 exclude")
    pieces: list[Piece] = [" OVER ("]
    for place, part in enumerate(node["partitions"]):
        pieces += [", " if place else "PARTITION BY ", *writer.write(part)]
    for place, order in enumerate(node["orders"]):
        down = " DESC" if order["type"] == "DESCENDING" else ""
        nulls = " NULLS FIRST" if "FIRST" in order["null_order"] else " NULLS LAST"
        pieces += [", " if place else " ORDER BY ", *writer.write(order["expression"]), f"{down}{nulls}"]
    if framed:
        pieces += _frame(writer, node)
    return (*pieces, ")")


def _frame(writer: Writer, node: Any) -> list[Piece]:
    start, end = node["start"], node["end"]
    if start not in _BOUNDS or end not in _BOUNDS:
        raise writer.refuse("a window is written in rows or range", "窗口只能用 rows 或 range")
    unit = "ROWS" if start.endswith("ROWS") or end.endswith("ROWS") else "RANGE"
    pieces: list[Piece] = [f" {unit} BETWEEN "]
    for bound, expression, after in ((start, node.get("start_expr"), " AND "), (end, node.get("end_expr"), "")):
        if expression is not None:
            pieces += writer.write(expression)
        pieces += [_BOUNDS[bound], after]
    return pieces
