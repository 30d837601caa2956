"""Conditions that checklists write: SQL expressions of the embedded engine, of which only what is listed is let
through. The engine's parser reads the text; what runs is written anew from its tree, so that nothing else can.

NULL never passes: where SQL's aggregates, `greatest` and `least` would leave a NULL out, they give NULL here.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from readiness.evidence.expression_parts import FUNCTIONS, Comparison, LocalZone, Name, Pieces, Refused
from readiness.evidence.expression_tree import Writer
from readiness.evidence.sql_text import literal
from readiness.model.errors import BadValue
from readiness.model.text import Text

__all__ = ["FUNCTIONS", "Comparison", "Expression", "Name", "parse_expression", "render"]

LONGEST = 2_000
_SELECT = "SELECT "
_SHOWN = 60
_NOTHING_ELSE = ("where_clause", "having", "qualify", "sample")
_EMPTY = ("modifiers", "group_expressions", "group_sets")

Resolve = Callable[[Name], str]


@dataclass(frozen=True, slots=True)
class Expression:
    """A parsed expression. `aggregates` says that it holds an aggregate outside of a window, `windows` that it holds a
    window function; `text` is what was written; `parts` are what `and` joins at its top, each as it is written
    anew, with its names."""

    text: str
    pieces: Pieces
    names: tuple[Name, ...]
    comparisons: tuple[Comparison, ...]
    aggregates: bool
    windows: bool
    parts: tuple[tuple[Pieces, tuple[Name, ...]], ...] = ()

    def sql(self, resolve: Resolve, zone: str = "UTC") -> str:
        """The SQL in parentheses: `resolve` gives it for each name, `zone` is the campaign's IANA zone. Raises what
        `resolve` raises."""
        return f"({render(self.pieces, resolve, zone)})"


def render(pieces: Pieces, resolve: Resolve, zone: str = "UTC") -> str:
    """Pieces of an expression as SQL."""
    return "".join(_said(piece, resolve, zone) for piece in pieces)


def _said(piece: str | Name | LocalZone, resolve: Resolve, zone: str) -> str:
    if isinstance(piece, Name):
        return resolve(piece)
    return literal(zone) if isinstance(piece, LocalZone) else piece


@functools.lru_cache(maxsize=1_000)
def parse_expression(text: str) -> Expression:
    """The expression that `text` is. Raises BadValue for anything that is not one, or that may not be asked: it says
    what, where, and the nearest function where there is one. Names are not looked up here."""
    from readiness.evidence.engine import parse_select

    if len(text) > LONGEST:
        raise _bad(text, LONGEST, Text(f"is longer than {LONGEST} characters", f"超过 {LONGEST} 个字符"))
    try:
        node = _single(text, parse_select(_SELECT + text))
        writer = Writer(text, len(_SELECT))
        pieces = writer.write(node)
        _try_patterns(writer.patterns)
        parts = tuple(_part(text, child) for child in _joined_by_and(node))
    except Refused as refused:
        raise _bad(text, refused.at, refused.text) from None
    except RecursionError:
        raise _bad(text, 1, Text("is nested too deeply", "嵌套过深")) from None
    names, comparisons = tuple(writer.names), tuple(writer.comparisons)
    return Expression(text, pieces, names, comparisons, writer.aggregates, writer.windows, parts)


def _joined_by_and(node: Any) -> list[Any]:
    """The conditions that all must hold; one that is no conjunction is its own only part."""
    if node.get("type") != "CONJUNCTION_AND":
        return [node]
    return [part for child in node["children"] for part in _joined_by_and(child)]


def _part(text: str, node: Any) -> tuple[Pieces, tuple[Name, ...]]:
    writer = Writer(text, len(_SELECT))
    return writer.write(node), tuple(writer.names)


def _try_patterns(patterns: list[tuple[int, str]]) -> None:
    """Raises Refused for a pattern that RE2 does not take."""
    from readiness.evidence.engine import pattern_problem

    for at, pattern in patterns:
        if problem := pattern_problem(pattern):
            raise Refused(at, f"{pattern!r} is no pattern: {problem}", f"“{pattern}”不是有效的模式：{problem}")


def _single(text: str, answer: dict[str, Any]) -> Any:
    """The one expression of the SELECT that the text was put into. Raises Refused."""
    if answer.get("error"):
        said = str(answer.get("error_message", "")).strip()
        at = len(text.encode()[: max(0, int(answer.get("position") or 0) - len(_SELECT))].decode(errors="ignore")) + 1
        raise Refused(at, f"this can't be read: {said}", f"无法解析：{said}")
    statements = answer.get("statements", ())
    node = statements[0]["node"] if len(statements) == 1 else {}
    selected = node.get("select_list", ())
    plain = (
        node.get("type") == "SELECT_NODE"
        and len(selected) == 1
        and (node.get("from_table") or {}).get("type") == "EMPTY"
        and not any(node.get(key) for key in (*_NOTHING_ELSE, *_EMPTY))
        and not (node.get("cte_map") or {}).get("map")
    )
    if not plain:
        raise Refused(
            1,
            "this is more than one expression; write a single condition",
            "这不是单个表达式；请只写一个条件",
        )
    return selected[0]


def _bad(text: str, at: int, why: Text) -> BadValue:
    shown = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}..."
    return BadValue(
        Text(f"{shown!r}, character {at}: {why.en}", f"“{shown}”第 {at} 个字符：{why.zh}"),
    )
