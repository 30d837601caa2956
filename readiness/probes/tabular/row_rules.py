"""Asks the engine which rows fail which rule, with their cells: the facts of `rules`."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from readiness.evidence.sql_text import literal, quoted
from readiness.evidence.typed import raw
from readiness.model.errors import CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.keys import UNFILLED
from readiness.probes.tabular.acts import Window, after_sql, aware, before_sql
from readiness.probes.tabular.facts import BadSeen, RowSeen
from readiness.probes.tabular.frame import Frame
from readiness.probes.tabular.rules import Rule
from readiness.probes.tabular.scope import Use, names_in
from readiness.probes.tabular.seeing import Seer

OK, UNDECIDED, COVERED = 0, -1, -2
"""States of a rule in a row; above OK is how many findings there are, and COVERED is told by another finding."""


@dataclass(frozen=True, slots=True)
class Failing:
    """A row in which something is wrong: the state of each rule, the cells that can't be read, of each joined
    evidence how many partners it has, where that is not one, and by rule the columns of the table that the first part
    of its `must` names that does not hold. `alike` are partners that are missing and written otherwise."""

    row: RowSeen
    states: tuple[int, ...]
    bad: tuple[BadSeen, ...] = ()
    partners: tuple[tuple[str, int], ...] = ()
    at_fault: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    alike: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class RowsSeen:
    """All judged rows: how many, how many have no finding, how many findings there are (notes aside), the first rows
    with any, and by rule: how many rows its note is about, the earliest time of a `fresh` one, and the columns that
    its expressions look at."""

    judged: int
    in_order: int
    findings: int
    failing: tuple[Failing, ...]
    noted: tuple[int, ...]
    earliest: tuple[Any, ...]
    looked_at: tuple[tuple[str, ...], ...]


def see_rows(
    frame: Frame, judged: str, rules: Sequence[Rule], key: Sequence[str], times: Times, due: datetime, most: int,
    *, repeated: bool = False,
) -> RowsSeen:  # fmt: skip
    """`judged` is a SELECT in parentheses over the frame's relation; `repeated` says that some keys repeat, and so are
    not in order. Raises CannotJudge."""
    keys = ", ".join(quoted(name) for name in key)
    copies = f"count(*) OVER (PARTITION BY {keys})" if repeated and keys else "1"
    with_copies = f"(SELECT *, {copies} AS copies FROM {judged})"
    return _Asking(frame, with_copies, tuple(rules), key, times, due, most).seen()


class _Asking:
    def __init__(
        self, frame: Frame, judged: str, rules: tuple[Rule, ...], key: Sequence[str], times: Times, due: datetime,
        most: int,
    ) -> None:  # fmt: skip
        self._frame = frame
        self._rules = rules
        self._seer = Seer(frame, key)
        self._times = times
        self._due = due
        self._most = most
        self._looked_at = tuple(frame.columns_among(sorted(names_in(rule.expressions))) for rule in rules)
        self._parts = {
            place: parts
            for place, rule in enumerate(self._rules)
            if rule.must is not None and len(parts := frame.scope.parts(rule.must)) > 1
        }
        self._alike = {one.alias: one.alike for one in frame.joined.values() if one.spelt}
        self._states = frame.held_once(self._states_sql(judged), more=3 * len(self._rules) + 6)

    def seen(self) -> RowsSeen:
        counts = self._counts()
        judged, in_order, findings = (int(count or 0) for count in counts[:3])
        size = len(self._rules)
        noted = tuple(int(count or 0) for count in counts[3 : 3 + size])
        earliest = tuple(aware(value) for value in counts[3 + size :])
        failing = self._failing() if findings or any(noted) else ()
        return RowsSeen(judged, in_order, findings, failing, noted, earliest, self._looked_at)

    def _counts(self) -> tuple[Any, ...]:
        noted = [
            f"count_if({self._state(place)} NOT IN ({OK}, {COVERED}))" if rule.note else "0"
            for place, rule in enumerate(self._rules)
        ]
        earliest = [
            f"min(CASE WHEN {self._state(place)} <> {UNDECIDED} AND {quoted(f'applies {place}')} THEN"
            f" {quoted(rule.fresh)} END)" if rule.fresh else "NULL"
            for place, rule in enumerate(self._rules)
        ]  # fmt: skip
        counts = ["count(*)", "count_if(findings = 0 AND copies = 1)", "sum(findings)", *noted, *earliest]
        return self._frame.query(f"SELECT {', '.join(counts)} FROM {self._states}")[0]

    def _failing(self) -> tuple[Failing, ...]:
        size = len(self._rules)
        states = ", ".join(self._state(place) for place in range(size)) or "NULL"
        partners = ", ".join(quoted(joined.partners) for joined in self._frame.joined.values()) or "NULL"
        more = [*map(quoted, self._alike.values()), *map(_part, self._parts)]
        notes = [
            f"{self._state(place)} NOT IN ({OK}, {COVERED})" for place, rule in enumerate(self._rules) if rule.note
        ]
        answers = self._frame.query(
            f"SELECT {', '.join([self._seer.selected, states, partners, *more])} FROM {self._states}"
            f" WHERE {' OR '.join(['findings > 0', *notes])}"
            f" ORDER BY late DESC, findings > 0 DESC, row_number LIMIT {self._most}"
        )
        return tuple(self._row(answer) for answer in answers)

    def _row(self, answer: Sequence[Any]) -> Failing:
        row, width, size = self._seer.row(answer), self._seer.width, len(self._rules)
        partners = zip(self._frame.joined.values(), answer[width + max(size, 1) :], strict=False)
        last = answer[len(answer) - len(self._parts) - len(self._alike) :]
        failed = zip(self._parts, last[len(self._alike) :], strict=True)
        counted = [(joined, int(count or 0)) for joined, count in partners]
        return Failing(
            row,
            tuple(int(state) for state in answer[width : width + size]),
            self._seer.bad(row),
            tuple(
                (joined.alias, count)
                for joined, count in counted
                if count != 1 and not (count == 0 and joined.join.optional)
            ),
            {place: self._own_columns(place, part) for place, part in failed if part is not None},
            tuple((alias, text) for alias, text in zip(self._alike, last, strict=False) if text is not None),
        )

    def _own_columns(self, place: int, part: int) -> tuple[str, ...]:
        return tuple(name for name in self._frame.columns_among(self._parts[place][part][1]) if "." not in name)

    def _failed(self, place: int) -> str:
        """SQL for the first part of a condition that does not hold."""
        cases = [f"WHEN NOT coalesce({sql}, FALSE) THEN {part}" for part, (sql, _) in enumerate(self._parts[place])]
        return f"CASE {' '.join(cases)} END AS {_part(place)}"

    @staticmethod
    def _state(place: int) -> str:
        return quoted(f"rule {place}")

    def _states_sql(self, judged: str) -> str:
        """The judged rows with the state of each rule, how many findings there are, and whether an act is late."""
        states = [f"{self._rule(rule)} AS {self._state(place)}" for place, rule in enumerate(self._rules)]
        applies = [
            f"coalesce({self._applies(rule)}, FALSE) AS {quoted(f'applies {place}')}"
            for place, rule in enumerate(self._rules)
        ]
        failed = [self._failed(place) for place in self._parts]
        with_states = f"(SELECT *, {', '.join([*states, *applies, *failed, '0 AS nothing'])} FROM {judged})"
        found = [
            f"CASE WHEN {self._state(place)} = {UNDECIDED} THEN 1 ELSE greatest({self._state(place)}, 0) END"
            for place, rule in enumerate(self._rules)
            if not rule.note
        ]
        found += [f"{bad}::INTEGER" for bad in self._seer.bad_sql()]
        found += [f"{joined.lacking}::INTEGER" for joined in self._frame.joined.values()]
        late = [
            f"({self._state(place)} > 0 AND {self._late(rule, rule.done)})"
            for place, rule in enumerate(self._rules)
            if rule.done and not rule.note
        ]
        whether_late = f"coalesce({' OR '.join(late) or 'FALSE'}, FALSE) AS late"
        return f"(SELECT *, {' + '.join(found) or '0'} AS findings, {whether_late} FROM {with_states})"

    def _late(self, rule: Rule, column: str) -> str:
        return self._window(rule).late_sql(quoted(column), days=self._days(column))

    def _lacks(self, alias: str) -> str:
        return f"({quoted(self._frame.joined[alias].row)} IS NULL)"

    def _applies(self, rule: Rule) -> str:
        return self._frame.compiled(rule.when, Use.ROW) if rule.when else "TRUE"

    def _rule(self, rule: Rule) -> str:
        inner = self._demand(rule)
        if rule.when is None:
            return inner
        when = self._applies(rule)
        covered = self._covered(names_in([rule.when]))
        undecided = f"CASE WHEN {covered} THEN {COVERED} ELSE {UNDECIDED} END"
        return f"(CASE WHEN {when} THEN {inner} WHEN NOT {when} THEN {OK} ELSE {undecided} END)"

    def _demand(self, rule: Rule) -> str:
        if rule.must is not None:
            holds = self._frame.compiled(rule.must, Use.ROW)
            covered = self._covered(names_in([rule.must]))
            return f"(CASE WHEN {holds} THEN {OK} WHEN {holds} IS NULL AND {covered} THEN {COVERED} ELSE 1 END)"
        if rule.filled is not None:
            empty = " + ".join(f"{self._empty(name)}::INTEGER" for name in rule.filled)
            return f"(CASE WHEN {self._lacking(rule.filled)} THEN {COVERED} ELSE {empty} END)"
        column = rule.done or rule.fresh or ""
        days, name = self._days(column), quoted(column)
        if rule.done is not None:
            suspect = self._window(rule).suspect_sql(name, days=days)
        else:
            assert rule.max_age is not None
            zone, oldest = self._times.zone, self._times.now - rule.max_age
            suspect = (
                f"({name} IS NULL OR {before_sql(name, oldest, zone, days=days)}"
                f" OR {after_sql(name, self._times.seen_until, zone, days=days)})"
            )
        return f"(CASE WHEN {self._covered([column])} THEN {COVERED} WHEN {suspect} THEN 1 ELSE {OK} END)"

    def _empty(self, name: str) -> str:
        text = quoted(raw(name))
        return f"({text} IS NULL OR lower({text}) IN ({', '.join(map(literal, UNFILLED))}))"

    def _covered(self, names: Sequence[str] | frozenset[str]) -> str:
        """SQL: a cell among these can't be read, or its row in joined evidence is missing, which is told already."""
        columns = self._frame.columns_among(sorted(names))
        return f"({' OR '.join([*self._seer.bad_sql(columns), self._lacking(columns)])})"

    def _lacking(self, names: Sequence[str]) -> str:
        """SQL: a row of joined evidence that must be there, and that one of these columns is of, is not."""
        aliases = dict.fromkeys(name.partition(".")[0] for name in names if "." in name)
        needed = [self._lacks(alias) for alias in aliases if not self._frame.joined[alias].join.optional]
        return f"({' OR '.join(needed)})" if needed else "FALSE"

    def _window(self, rule: Rule) -> Window:
        return Window.of(rule.by, rule.not_before, self._times, self._due)

    def _days(self, column: str) -> bool:
        """Whether a column holds days; acts and states have an instant or a day. Raises CannotJudge for others."""
        kind = self._frame.scope.columns[column].type
        if kind not in (ColumnType.DATE, ColumnType.INSTANT):
            raise CannotJudge(
                Text(
                    f"Column {column} is {kind}, where a date or an instant is needed",
                    f"列 {column} 的类型是 {kind}，而这里需要 date 或 instant",
                ),
                Text("Correct the contract or the rule in the checklist", "请更正检查清单中的声明或规则"),
            )
        return kind is ColumnType.DATE


def _part(place: int) -> str:
    return quoted(f"part {place}")
