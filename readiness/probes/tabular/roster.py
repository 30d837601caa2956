"""What a roster asks for: the rows of other evidence, or a series of instants."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import raw
from readiness.model.errors import CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.keys import look, spelling_sql
from readiness.probes.tabular.facts import BadSeen, RowSeen
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.limits import Limit, instant_sql
from readiness.probes.tabular.parts import MOST_FINDINGS, Roster
from readiness.probes.tabular.scope import Use, names_in
from readiness.probes.tabular.seeing import Seer, subject_of

SERIES_COLUMN = "at"
_LONGEST_SERIES = 100_000


@dataclass(frozen=True, slots=True)
class Missing:
    """A key that the roster has and no judged row: as typed, or an instant of a series. `alike` is a key of no roster
    row that looks like it."""

    subject: str
    instant: datetime | None
    where: str
    alike: str = ""


@dataclass(frozen=True, slots=True)
class RosterSeen:
    """What is wrong with the roster itself, and what it asks for that is not there. Lists are cut, counts are whole."""

    rows: int
    missing: tuple[Missing, ...] = ()
    missing_count: int = 0
    bad: tuple[BadSeen, ...] = ()
    bad_count: int = 0
    without_key: tuple[RowSeen, ...] = ()
    without_key_count: int = 0
    undecided: tuple[RowSeen, ...] = ()
    undecided_count: int = 0


@dataclass(frozen=True)
class RosterRows:
    """`keys` is a SELECT of the different keys, under the names of the roster's columns, with `row_number` (of a
    series: a running number). `matches` says which column of the judged table each is held against."""

    matches: Mapping[str, str]
    keys: str
    frame: Frame | None
    seen_rows: RosterSeen

    def marked(self, judged: Frame) -> str:
        """The judged table's relation with `on roster`."""
        j = quoted("of roster")
        equal = " AND ".join(self._equal(judged, here, there, "t", j) for here, there in self.matches.items())
        return (
            f'(SELECT t.*, {j}.row_number IS NOT NULL AS "on roster" FROM {judged.relation} AS t'
            f" LEFT JOIN {self.keys} AS {j} ON {equal})"
        )

    def misspelt(self, marked: str) -> str | None:
        """SQL over the rows of `marked` that are not on the roster: their key is one of it in another spelling. Left
        unjudged, a wrong row would hide behind a right one of the same thing."""
        if self.frame is None:
            return None
        here = ", ".join(spelling_sql(quoted(raw(name))) for name in self.matches)
        there = ", ".join(spelling_sql(quoted(raw(name))) for name in self.matches.values())
        row = ", ".join(quoted(raw(name)) for name in self.matches)
        filled = " AND ".join(f"{quoted(raw(name))} IS NOT NULL" for name in self.matches)
        off = f'(SELECT DISTINCT {row} FROM {marked} WHERE NOT "on roster" AND {filled})'
        return f"(({row}) IN (SELECT ({row}) FROM {off} WHERE ({here}) IN (SELECT ({there}) FROM {self.keys})))"

    def missing(self, judged: Frame, rows: str, most: int = MOST_FINDINGS) -> tuple[tuple[Missing, ...], int]:
        """The keys that none of the judged `rows` has."""
        here = ", ".join(self._column(judged, name, there) for name, there in self.matches.items())
        equal = " AND ".join(self._equal(judged, name, there, "j", "w") for name, there in self.matches.items())
        first = self._column(judged, *next(iter(self.matches.items())))
        texts = ", ".join(f"w.{quoted(raw(there))}" for there in self.matches.values())
        answers = judged.query(
            f"SELECT w.row_number, count(*) OVER (), {texts} FROM {self.keys} AS w"
            f" LEFT JOIN (SELECT DISTINCT {here} FROM {rows}) AS j ON {equal}"
            f" WHERE j.{first} IS NULL ORDER BY w.row_number LIMIT {most}"
        )
        found = tuple(self._missing(answer[0], answer[2:]) for answer in answers)
        return found, int(answers[0][1]) if answers else 0

    def _missing(self, row_number: int, texts: tuple[Any, ...]) -> Missing:
        if self.frame is None:
            return Missing(str(texts[0]), datetime.fromisoformat(f"{texts[0]}+00:00"), "")
        first = next(iter(self.matches.values()))
        return Missing(subject_of(self.frame.typed, texts, row_number), None, self.frame.table.cell(row_number, first))

    def _column(self, judged: Frame, here: str, there: str) -> str:
        return quoted(here if self._by_value(judged, here, there) else raw(here))

    def _by_value(self, judged: Frame, here: str, there: str) -> bool:
        """Whether both columns are of one type; otherwise keys are compared as they are written."""
        wanted = self.frame.typed.types[there] if self.frame else ColumnType.INSTANT
        return judged.scope.columns[here].type is wanted

    def _equal(self, judged: Frame, here: str, there: str, t: str, j: str) -> str:
        if self._by_value(judged, here, there):
            return f"{t}.{quoted(here)} = {j}.{quoted(there)}"
        return f"{t}.{quoted(raw(here))} = {j}.{quoted(raw(there))}"


def open_roster(context: Any, roster: Roster, limits: Mapping[str, Limit], most: int = MOST_FINDINGS) -> RosterRows:
    """Reads the roster. Raises NotSupplied, and CannotJudge for one that asks for nothing."""
    if roster.evidence is None:
        return _series(roster, context.times)
    texts = [roster.where] if roster.where else []
    frame = open_frame(context, roster.evidence, {*roster.matches.values(), *names_in(texts)}, limits)
    columns = list(roster.matches.values())
    meant = frame.compiled(roster.where, Use.FILTER) if roster.where else "TRUE"
    blank = " OR ".join(f"{quoted(raw(name))} IS NULL" for name in columns)
    seen = _flaws(frame, meant, blank, columns, most)
    grouped = ", ".join(quoted(name) for name in columns)
    texts_of = ", ".join(f"min({quoted(raw(name))}) AS {quoted(raw(name))}" for name in columns)
    there = " AND ".join(f"{quoted(name)} IS NOT NULL" for name in columns)
    keys = (
        f"(SELECT {grouped}, {texts_of}, min(row_number) AS row_number FROM {frame.relation}"
        f" WHERE {meant} AND {there} GROUP BY {grouped})"
    )
    if not seen.rows:
        source = frame.table.use.source
        raise CannotJudge(
            Text(f"The roster in {source} asks for nothing", f"{place_words(source).zh} 中的名单没有任何要求"),
            Text(
                f"List what must be there in it{', and look at `where`' if roster.where else ''}",
                f"请在其中列出必须具备的项目{'，并检查 `where`' if roster.where else ''}",
            ),
        )
    return RosterRows(roster.matches, keys, frame, seen)


def _flaws(frame: Frame, meant: str, blank: str, columns: list[str], most: int) -> RosterSeen:
    """Rows of the roster that can't be held against anything."""
    seer = Seer(frame, columns)
    bad = " OR ".join(seer.bad_sql()) or "FALSE"
    kind = f"CASE WHEN {bad} THEN 3 WHEN {meant} IS NULL THEN 2 WHEN NOT {meant} THEN 0 WHEN {blank} THEN 4 ELSE 1 END"
    marked = f"(SELECT *, {kind} AS kind FROM {frame.relation})"
    counts = dict(frame.query(f"SELECT kind, count(*) FROM {marked} GROUP BY 1"))

    def rows(of: int) -> tuple[RowSeen, ...]:
        if not counts.get(of):
            return ()
        select = f"SELECT {seer.selected} FROM {marked} WHERE kind = {of} ORDER BY row_number LIMIT {most}"
        return tuple(seer.row(answer) for answer in frame.query(select))

    unreadable = tuple(found for row in rows(3) for found in seer.bad(row))
    return RosterSeen(
        rows=counts.get(1, 0),
        bad=unreadable,
        bad_count=max(counts.get(3, 0), len(unreadable)),
        undecided=rows(2),
        undecided_count=counts.get(2, 0),
        without_key=rows(4),
        without_key_count=counts.get(4, 0),
    )


def _series(roster: Roster, times: Times) -> RosterRows:
    assert roster.every is not None
    assert roster.starts is not None
    assert roster.until is not None
    first, last = times.resolve(roster.starts), times.resolve(roster.until)
    if roster.every.total_seconds() <= 0 or last < first or (last - first) / roster.every > _LONGEST_SERIES:
        raise CannotJudge(
            Text("The series of the roster is empty, or too long", "名单的时间序列为空或过长"),
            Text("Correct every, from and until", "请更正 every、from 与 until"),
        )
    size = (last - first) // roster.every + 1
    values = ", ".join(f"({n}, {instant_sql(first + n * roster.every)})" for n in range(size))
    name, text = quoted(SERIES_COLUMN), quoted(raw(SERIES_COLUMN))
    keys = f"(SELECT row_number, {name}, {name}::VARCHAR AS {text} FROM (VALUES {values}) AS v(row_number, {name}))"
    return RosterRows(roster.matches, keys, None, RosterSeen(rows=size))


def alike(missing: tuple[Missing, ...], strangers: tuple[tuple[str, ...], ...]) -> tuple[Missing, ...]:
    """The missing keys with a stranger that looks the same, where there is one; only for keys of one column."""
    looks = {look(key[0]): key[0] for key in strangers if len(key) == 1 and key[0]}
    return tuple(
        Missing(one.subject, one.instant, one.where, looks.get(look(one.subject), "")) if one.instant is None else one
        for one in missing
    )
