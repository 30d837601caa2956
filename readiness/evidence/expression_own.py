"""SQL of the functions that conditions have of their own, beside those of the engine. Pure."""

from __future__ import annotations

from readiness.evidence.cell_words import BLANKS, SEPARATORS
from readiness.evidence.expression_parts import PEOPLE, PEOPLE_NAMES, LocalZone, Name, Pieces, joined
from readiness.evidence.sql_text import literal


def extreme(name: str, parts: list[Pieces]) -> Pieces:
    """`greatest` and `least`, in which NULL is not left out."""
    empty = joined([(*part, " IS NULL") for part in parts], " OR ")
    return ("(CASE WHEN ", *empty, f" THEN NULL ELSE {name}(", *joined(parts, ", "), ") END)")


def items(value: Pieces) -> Pieces:
    """What stands in a cell between commas and the like."""
    trimmed = f"lambda one: trim(one, {literal(BLANKS)})"
    split = ("regexp_split_to_array(", *value, f", {literal(SEPARATORS)})")
    return ("list_filter(list_transform(", *split, f", {trimmed}), lambda one: one <> '')")


def person_name(value: Pieces, at: int) -> Pieces:
    """The name of the one person of the campaign who is called so, by id or by name."""
    names, words = Name((PEOPLE_NAMES,), at), Name((PEOPLE,), at)
    return ("(", names, ")[list_position(", words, ", ", *value, ")]")


def local(name: str, value: Pieces) -> Pieces:
    """`local_day` and `local_hour` of an instant, in the campaign's zone."""
    there: Pieces = ("timezone(", LocalZone(), ", timezone('UTC', ", *value, "))")
    return ("CAST(", *there, " AS DATE)") if name == "local_day" else ("hour(", *there, ")")
