"""A cell as a calendar day, in the engine."""

from __future__ import annotations

from readiness.probes.keys import literal


def day_sql(column: str) -> str:
    """A cell as a calendar day, NULL where it is none.

    A day that reads the same when written back is known at a fraction of a pattern's cost. The engine's own cast also
    takes words such as `infinity`, which have not ten characters, and times with an offset, hence the patterns.
    """
    day = f"TRY_CAST({column} AS DATE)"
    usual = literal(r"\d{4}([-/])\d{1,2}[-/]\d{1,2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?)?")
    others = literal(r"\d{4}年\d{1,2}月\d{1,2}日|\d{4}\.\d{1,2}\.\d{1,2}|(19|20)\d{6}")
    forms = "['%Y年%m月%d日', '%Y.%m.%d', '%Y%m%d']"
    return f"""CASE WHEN {day}::VARCHAR = {column} AND length({column}) = 10 THEN {day}
        WHEN regexp_full_match({column}, {usual}) THEN {day}
        WHEN regexp_full_match({column}, {others}) THEN TRY_STRPTIME({column}, {forms})::DATE END"""
