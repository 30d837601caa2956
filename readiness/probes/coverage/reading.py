"""Coverage: from the tables to `Facts`."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import raw
from readiness.model.errors import CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.coverage.facts import Facts, Line, Shift
from readiness.probes.coverage.settings import Known, Settings
from readiness.probes.keys import look, spelling
from readiness.probes.tabular.acts import aware, midnight
from readiness.probes.tabular.asked import Asked, misspelt, read_roster
from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import Flaws, Grouped, key_sql, names_used, need, title_of
from readiness.probes.tabular.people import Persons, names_of, people_in
from readiness.probes.tabular.scope import Use
from readiness.probes.tabular.words import SEPARATOR

MOST_ROWS = 200_000
_DAY = timedelta(days=1)


def read_coverage(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    person = [settings.person] if settings.person else []
    columns = [settings.starts, settings.ends, *settings.keys, *person]
    shows = [settings.shows] if settings.shows else []
    frame = open_frame(context, settings.table, {*columns, *shows, *names_used([settings.where])}, settings.limits)
    need(frame.table, columns, "starts, ends, person, roster")
    for column in (settings.starts, settings.ends):
        _expect_time(frame, column)
    counted = f'count("{settings.starts}") + count("{settings.ends}")'  # a cell of these that can't be read is a flaw
    grouped = Grouped(
        frame, settings.keys, counted, settings.where, settings.starts, frozenset(), settings.max_findings
    )
    asked = read_roster(settings.roster, grouped, settings.limits, context) if settings.roster else None
    known = _known(settings, context)
    shifts = list(_Rows(settings, frame, known, context.times.zone).shifts())
    flaws = grouped.flaws()
    if not shifts and not flaws.count:
        raise _nothing(frame)
    return _facts(frame, settings, asked, _each_once(shifts), flaws, known)


@dataclass(frozen=True, slots=True)
class _KnownPeople:
    """Every name by which a known person may stand in a cell, in one spelling, and where they stand."""

    names: frozenset[str]
    source: str


def _known(settings: Settings, context: Any) -> _KnownPeople | None:
    if isinstance(settings.people, Known):
        column = settings.people.column
        frame = open_frame(context, settings.people.evidence, [column], settings.limits)
        need(frame.table, [column], "people")
        cells = frame.query(f"SELECT DISTINCT {quoted(raw(column))} FROM {frame.relation}")
        items = [item for (cell,) in cells for item in people_in(cell)]
        if not items:
            source = frame.table.use.source
            raise CannotJudge(
                Text(f"{source} names nobody in `{column}`", f"{place_words(source).zh} 的 `{column}` 列没有任何人员"),
                Text("List the people who may be named", "请列出可以安排的人员"),
            )
        return _KnownPeople(
            frozenset(spelling(name) for item in items for name in names_of(item)), frame.table.use.source
        )
    if not settings.people:
        return None
    people = context.campaign.people
    names = {spelling(word) for person in people for word in (person.id, person.name, person.contact) if word}
    return _KnownPeople(frozenset(names), "")


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows that count, as shifts."""

    settings: Settings
    frame: Frame
    known: _KnownPeople | None
    zone: ZoneInfo

    def shifts(self) -> Iterator[Shift]:
        asked, frame = self.settings, self.frame
        keys = [key_sql(frame, name) for name in asked.keys]
        shown = quoted(raw(asked.shows)) if asked.shows else "NULL"
        who = quoted(raw(asked.person)) if asked.person else "NULL"
        selected = ", ".join(["row_number", quoted(asked.starts), quoted(asked.ends), who, shown, *keys])
        meant = frame.compiled(asked.where, Use.FILTER) if asked.where else "TRUE"
        readable = [
            f"NOT ({quoted(name)} IS NULL AND {quoted(raw(name))} IS NOT NULL)" for name in (asked.starts, asked.ends)
        ]
        among = " AND ".join([meant, *readable, *(f"({key}) IS NOT NULL" for key in keys)])
        found = frame.query(
            f"SELECT {selected} FROM {frame.relation} WHERE {among} ORDER BY row_number LIMIT {MOST_ROWS + 1}"
        )
        if len(found) > MOST_ROWS:
            raise _too_many(frame)
        yield from map(self._shift, found)

    def _shift(self, answer: Sequence[Any]) -> Shift:
        number, starts, ends, who, shown, *key = answer
        table, asked = self.frame.table, self.settings
        named = people_in(who)
        people = named
        if self.known is not None:
            people = tuple(item for item in named if self.known.names & set(map(spelling, names_of(item))))
        return Shift(
            starts=self._instant(starts, days=timedelta()),
            ends=self._instant(ends, days=_DAY),
            shown=shown or who or table.where(number),
            where=table.where(number) if asked.person is None else table.cell(number, asked.person),
            starts_where=table.cell(number, asked.starts),
            ends_where=table.cell(number, asked.ends),
            key=tuple(map(str, key)),
            people=people,
            stranger=bool(named) and not people,
            nobody=asked.person is not None and not named,
        )

    def _instant(self, value: Any, *, days: timedelta) -> datetime | None:
        """An instant; a day without a time begins at its midnight, and ends at the next."""
        if value is None or isinstance(value, datetime):
            return None if value is None else aware(value)
        return midnight(value + days, self.zone)


def _each_once(shifts: Sequence[Shift]) -> tuple[Shift, ...]:
    """The shifts with one name for each person, whether they stand there by name or by address."""
    persons = Persons(item for shift in shifts for item in shift.people)
    return tuple(
        replace(shift, people=tuple(dict.fromkeys(persons.of(item) for item in shift.people))) for shift in shifts
    )


def _facts(
    frame: Frame, settings: Settings, asked: Asked | None, shifts: tuple[Shift, ...], flaws: Flaws,
    known: _KnownPeople | None,
) -> Facts:  # fmt: skip
    table, title = frame.table, title_of(frame.table)
    lines: tuple[Line, ...] = (Line((), title),)
    strangers = 0
    if asked is not None:
        there = {shift.key: shift.where for shift in shifts}
        astray = {_look(key): SEPARATOR.join(key) for key in there if key not in asked.keys}
        lines = tuple(
            Line(key, SEPARATOR.join(one.shown), one.where, "" if key in there else astray.get(_look(key), ""))
            for key, one in asked.keys.items()
        )
        strangers = sum(1 for shift in shifts if shift.key not in asked.keys)
        spelt = misspelt(there, asked.keys)
        flaws = flaws + asked.flaws + Flaws(spelt[: settings.max_findings], count=len(spelt))
    return Facts(
        lines=lines,
        shifts=shifts,
        table=Aged(table.name, table.use.source, table.use.time),
        title=title,
        starts=_title(frame, settings.starts),
        ends=_title(frame, settings.ends),
        known=known.source if known else "",
        flaws=flaws,
        strangers=strangers,
    )


def _title(frame: Frame, column: str) -> str:
    return " ".join(frame.table.headers.get(column, column).split())


def _look(key: tuple[str, ...]) -> str:
    return SEPARATOR.join(map(look, key))


def _expect_time(frame: Frame, column: str) -> None:
    kind = frame.scope.columns[column].type
    if kind not in (ColumnType.DATE, ColumnType.INSTANT):
        raise CannotJudge(
            Text(
                f"The column `{column}` is of type {kind}; a beginning and an end are dates or instants",
                f"`{column}` 列的类型是 {kind}；开始与结束应为 date 或 instant 类型",
            ),
            Text("Correct the contract, or name another column", "请更正声明，或写明其他列"),
        )


def _nothing(frame: Frame) -> CannotJudge:
    source = frame.table.use.source
    return CannotJudge(
        Text(f"No row of {source} counts", f"{place_words(source).zh} 中没有计入的行"),
        Text(
            "Look whether the table holds what this check is about, and whether `where` asks for the right words",
            "请确认表中包含本检查项所需的行，且 `where` 中的写法正确",
        ),
    )


def _too_many(frame: Frame) -> CannotJudge:
    source = frame.table.use.source
    return CannotJudge(
        Text(
            f"More than {MOST_ROWS:,} rows of {source} count",
            f"{place_words(source).zh} 中计入的行超过 {MOST_ROWS:,} 行",
        ),
        Text("Supply only the time around the campaign", "请只提供活动前后的数据"),
    )
