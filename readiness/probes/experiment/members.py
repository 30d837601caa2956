"""Experiment: who is in which arm, counted by the engine. People are told by their rows alone."""

# ruff: noqa: S608  (names are quoted)

from __future__ import annotations

from typing import Any

from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import raw
from readiness.probes.experiment.facts import MembersSeen
from readiness.probes.experiment.settings import Members, Settings
from readiness.probes.keys import no_key_sql, spelling_sql
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import need


def read_members(asked: Members, settings: Settings, context: Any) -> MembersSeen:
    """Raises NotSupplied and CannotJudge."""
    names = (asked.test, asked.arm, asked.member)
    frame = open_frame(context, asked.evidence, names, settings.limits)
    need(frame.table, names, "members")
    # an arm may be called `none`
    test, arm, member = quoted(raw(asked.test)), quoted(raw(asked.arm)), _key(asked.member)
    most = settings.max_findings
    rows = f"(SELECT row_number, {test} AS test, {arm} AS arm, {member} AS member FROM {frame.relation})"
    whole = f"(SELECT *, {spelling_sql('member')} AS person FROM {rows} WHERE test IS NOT NULL AND arm IS NOT NULL"
    whole += " AND member IS NOT NULL)"
    counts = frame.query(f"SELECT test, arm, count(DISTINCT person) FROM {whole} GROUP BY 1, 2")
    incomplete = _rows(frame, f"{rows} WHERE test IS NULL OR arm IS NULL OR member IS NULL", most)
    several = f"SELECT test, person FROM {whole} GROUP BY 1, 2 HAVING count(DISTINCT arm) > 1"
    twice = _rows(
        frame,
        f"(SELECT min(w.row_number) AS row_number FROM {whole} AS w SEMI JOIN ({several}) AS s"
        " ON s.test = w.test AND s.person = w.person GROUP BY w.test, w.person)",
        most,
    )
    return MembersSeen(
        source=frame.table.use.source,
        counts={(str(one), str(other)): int(count) for one, other, count in counts},
        twice=twice[0],
        twice_count=twice[1],
        incomplete=incomplete[0],
        incomplete_count=incomplete[1],
    )


def _key(column: str) -> str:
    text = quoted(raw(column))
    return f"CASE WHEN NOT {no_key_sql(text)} THEN {text} END"


def _rows(frame: Frame, among: str, most: int) -> tuple[tuple[str, ...], int]:
    answers = frame.query(f"SELECT row_number, count(*) OVER () FROM {among} ORDER BY 1 LIMIT {most}")
    return tuple(frame.table.where(int(number)) for number, _ in answers), int(answers[0][1]) if answers else 0
