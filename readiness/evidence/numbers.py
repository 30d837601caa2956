"""SQL that reads a number out of a text cell, by the same rules as `cells.parse_decimal`."""

from __future__ import annotations

import re

from readiness.evidence.cells import ASCII_OF_FULL_WIDTH, BLANKS, FULL_WIDTH
from readiness.evidence.sql_text import literal
from readiness.evidence.units import unit_words

_TYPE = "DECIMAL(18,6)"
_FRACTION = "[0-9]{0,6}0*"


def decimal_of_text(column: str, thousands: str | None, unit: str = "") -> str:
    """An expression giving DECIMAL(18,6), NULL where the text is no number that this type holds exactly.

    A cast of its own would round, and take `1e5` and `1_000`. Plain integers, nearly all cells of an export, are known
    by reading the same when written back, which is five times cheaper than a pattern. The expensive branch names its
    input once: the engine would compute a repeated part for every row, also for rows that never come here.
    """
    whole = f"TRY_CAST({column} AS BIGINT)"
    return (
        f"CASE WHEN {whole}::VARCHAR = {column} THEN TRY_CAST({whole} AS {_TYPE}) "
        f"WHEN {column} IS NOT NULL THEN {_from_any_spelling(column, thousands, unit)} END"
    )


def _from_any_spelling(column: str, thousands: str | None, unit: str) -> str:
    blanks = "".join(BLANKS)
    words = f"translate(trim({column}, {literal(blanks)}), '{FULL_WIDTH}', '{ASCII_OF_FULL_WIDTH}')"
    if unit:
        ends = "|".join(re.escape(word) for word in unit_words(unit))
        words = f"regexp_replace({words}, {literal(f'(?i)[{blanks}]*(?:{ends})$')}, '')"
    if not thousands:
        pattern = rf"^[+-]?(?:[0-9]+(?:\.{_FRACTION})?|\.[0-9]{{1,6}}0*)$"
        return f"TRY_CAST(regexp_extract({words}, '{pattern}') AS {_TYPE})"
    mark = "," if thousands == "." else "."
    group, point = re.escape(thousands), re.escape(mark)
    digits = f"(?:[0-9]{{1,3}}(?:{group}[0-9]{{3}})+|[0-9]+)"
    pattern = rf"^[+-]?(?:{digits}(?:{point}{_FRACTION})?|{point}[0-9]{{1,6}}0*)$"
    number = f"replace(regexp_extract({words}, {literal(pattern)}), {literal(thousands)}, '')"
    return f"TRY_CAST(replace({number}, {literal(mark)}, '.') AS {_TYPE})"
