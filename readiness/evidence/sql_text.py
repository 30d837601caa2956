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
    """A cell without outer blanks, empty for none. Most keys begin and end with a visible ASCII character, which is
    seen at a fraction of the cost of trimming (measured over 10 million rows); the beginning is compared as a whole,
    which costs least."""
    edges = f"{expression} >= '!' AND {expression} < chr(127) AND right({expression}, 1) BETWEEN '!' AND '~'"
    return f"CASE WHEN {edges} THEN {expression} ELSE coalesce(trim({expression}, {literal(BLANKS)}), '') END"
