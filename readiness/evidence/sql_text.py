"""Names, texts and trimmed cells as SQL, without the engine."""

from __future__ import annotations

from readiness.evidence.cells import BLANKS


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as an SQL literal."""
    return "'" + text.replace("'", "''") + "'"


def trimmed_sql(expression: str) -> str:
    """A cell without outer blanks, empty for none. Most cells begin and end with no blank, which is seen at a fraction
    of the cost of trimming; for visible ASCII at half of that again (measured over millions of rows). The beginning is
    compared as a whole, which costs least."""
    edges = f"{expression} >= '!' AND {expression} < chr(127) AND right({expression}, 1) BETWEEN '!' AND '~'"
    blanks = literal(BLANKS)
    bare = " AND ".join(f"NOT contains({blanks}, {edge}({expression}, 1))" for edge in ("left", "right"))
    return f"CASE WHEN ({edges}) OR ({bare}) THEN {expression} ELSE coalesce(trim({expression}, {blanks}), '') END"
