"""Conditions over rows together: the groups for which one does not hold, and how that is told."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import raw
from readiness.model.finding import Finding
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.tabular.acts import aware
from readiness.probes.tabular.blaming import Blamed, Blaming, blamed_where, blamed_words
from readiness.probes.tabular.facts import Cell
from readiness.probes.tabular.frame import Frame
from readiness.probes.tabular.limits import Limit
from readiness.probes.tabular.parts import MOST_FINDINGS
from readiness.probes.tabular.rules import Total
from readiness.probes.tabular.scope import Use
from readiness.probes.tabular.seeing import cell_of
from readiness.probes.tabular.words import EMPTY, SEPARATOR, fill_in, told, value_words

_UNSURE = Text(
    ", which is not sure: a cell that it needs is empty or unreadable", "，但不能确定：所需的单元格为空或无法读取"
)


@dataclass(frozen=True, slots=True)
class GroupSeen:
    """A group of rows for which the condition is FALSE, or can't be told (`holds` is None). `cells` are its columns,
    `values` what the `{=expressions}` give, `where` the cell or row of its first row, `blamed` the rows that count
    against it."""

    holds: bool | None
    rows: int
    cells: Mapping[str, Cell]
    values: Mapping[str, Any]
    where: str
    blamed: tuple[Blamed, ...] = ()


@dataclass(frozen=True, slots=True)
class TotalSeen:
    """Of `groups`, so many `failing`, the first of which are listed."""

    groups: int
    failing: int
    listed: tuple[GroupSeen, ...]


def see_total(frame: Frame, judged: str, total: Total, most: int = MOST_FINDINGS) -> TotalSeen:
    """`judged` is a SELECT in parentheses over the frame's relation. Raises CannotJudge."""
    holds = frame.compiled(total.must, Use.TOTAL, total.per)
    shown = [frame.compiled(text, Use.SHOWN, total.per) for text in total.shown]
    grouped = f" GROUP BY {', '.join(quoted(name) for name in total.per)}" if total.per else ""
    texts = [f"min({quoted(raw(name))})" for name in total.per]
    parts = ["min(row_number)", "count(*)", *texts, *shown]
    selected = ", ".join(f"{part} AS {quoted(f'part {place}')}" for place, part in enumerate(parts))
    answers = frame.query(
        f"SELECT *, count(*) OVER () AS groups_in_all, count_if(coalesce(holds, FALSE)) OVER () AS good FROM"
        f" (SELECT {holds} AS holds, {selected} FROM {judged}{grouped})"
        f" ORDER BY coalesce(holds, FALSE), {quoted('part 0')} LIMIT {most}"
    )
    if not answers:
        return TotalSeen(0, 0, ())
    groups, good = int(answers[0][-2]), int(answers[0][-1])
    listed = [_group(frame, total, answer) for answer in answers if answer[0] is not True]
    if listed and total.blames:
        blamed = _blamed(frame, judged, total, most)
        numbers = [answer[1] for answer in answers if answer[0] is not True]
        listed = [replace(one, blamed=blamed.get(number, ())) for one, number in zip(listed, numbers, strict=True)]
    return TotalSeen(groups, groups - good, tuple(listed))


def _blamed(frame: Frame, judged: str, total: Total, most: int) -> dict[int, tuple[Blamed, ...]]:
    """Which rows count against each group that does not hold, by the number of its first row."""
    blaming = Blaming(frame, total.blames)
    grouped = f" GROUP BY {', '.join(quoted(name) for name in total.per)}" if total.per else ""
    answers = frame.query(
        f"SELECT min(row_number) AS first, {', '.join(blaming.selected)} FROM {blaming.marked(judged)}{grouped}"
        f" HAVING NOT coalesce({frame.compiled(total.must, Use.TOTAL, total.per)}, FALSE) ORDER BY first LIMIT {most}"
    )
    return {answer[0]: blaming.read(answer[1:]) for answer in answers}


def _group(frame: Frame, total: Total, answer: Sequence[Any]) -> GroupSeen:
    number, rows, size = answer[1], int(answer[2] or 0), len(total.per)
    cells = {
        name: cell_of(frame.typed, name, text, number)
        for name, text in zip(total.per, answer[3 : 3 + size], strict=True)
    }
    values = {text: aware(value) for text, value in zip(total.shown, answer[3 + size : -2], strict=True)}
    place = _place(frame, total, number)
    return GroupSeen(answer[0], rows, cells, values, place)


def _place(frame: Frame, total: Total, number: int) -> str:
    """The first row of a group; of a whole table no single row, since which one is wrong is not known."""
    table = frame.table
    if total.per:
        return table.cell(number, total.shows) if total.shows else table.where(number)
    return table.column(total.shows) if total.shows else table.use.source


def tell_totals(
    total: Total, seen: TotalSeen, limits: Mapping[str, Limit], situation: Situation, name: str
) -> Iterator[Finding]:
    """Each listed group as a finding; `name` is the table's, for rows that are not in groups."""
    for group in seen.listed:
        subject = SEPARATOR.join(cell.text or EMPTY.en for cell in group.cells.values()) or name
        values = {text: value_words(value, situation) for text, value in group.values.items()}

        def filled(template: Text, group: GroupSeen = group, values: Mapping[str, Text] = values) -> Text:
            return fill_in(template, situation, limits, group.cells, values)

        required = filled(total.required)
        observed = filled(total.observed) if total.observed else Text(f"{group.rows:,} rows", f"{group.rows:,} 行")
        if group.holds is None:
            observed = Text(f"{observed.en}{_UNSURE.en}", f"{observed.zh}{_UNSURE.zh}")
        message = filled(total.message) if total.message else told(subject, required, observed)
        where = blamed_where(group.blamed, group.where)
        yield Finding(subject, required, observed, blamed_words(group.blamed, message), where=where)
