"""Aggregates in which NULL is not left out: what can't be known of a row can't be known of all."""

from __future__ import annotations

from readiness.evidence.expression_parts import Pieces, joined


def three_valued(name: str, value: Pieces, among: Pieces, over: Pieces, *, distinct: bool) -> Pieces:
    clauses: Pieces = (*((" FILTER (WHERE ", *among, ")") if among else ()), *over)
    unknown: list[Pieces] = []
    if value and name != "count":
        unknown.append(("bool_or(", *value, " IS NULL)", *clauses))
    if among:
        unknown.append(("bool_or(", *among, " IS NULL)", *over))
    sure: Pieces = ()
    if name == "bool_and":
        sure = (" WHEN bool_or(NOT ", *value, ")", *clauses, " THEN FALSE")
    elif name == "bool_or":
        sure = (" WHEN bool_or(", *value, ")", *clauses, " THEN TRUE")
    called = "count(*)" if name == "count_star" or (name == "count" and not value) else ""
    whole: Pieces = (called, *clauses) if called else (f"{name}({'DISTINCT ' * distinct}", *value, ")", *clauses)
    if not unknown:
        return ("(", *whole, ")")
    guard = joined(unknown, " OR ")
    return ("(CASE", *sure, " WHEN ", *guard, " THEN NULL ELSE ", *whole, " END)")
