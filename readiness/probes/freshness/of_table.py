"""Freshness: the rows of a table."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import raw
from readiness.model.errors import CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.freshness.asking import Entries, Key
from readiness.probes.freshness.facts import Facts, Series
from readiness.probes.freshness.settings import Settings
from readiness.probes.freshness.window import Window, window_until
from readiness.probes.freshness.words import from_future, nothing, repeated, too_small, without_time
from readiness.probes.keys import look
from readiness.probes.tabular.acts import aware
from readiness.probes.tabular.asked import Asked, misspelt, read_roster
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import Flaws, Grouped, key_sql, names_used, need, title_of
from readiness.probes.tabular.limits import instant_sql
from readiness.probes.tabular.scope import Use
from readiness.probes.tabular.words import SEPARATOR


def read_table(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    assert settings.table is not None
    assert settings.at is not None
    needed = [settings.at, *settings.keys, *([settings.size] if settings.size else [])]
    key = context.table(settings.table).contract.key
    names = {*needed, *key, *names_used([settings.where])}
    frame = open_frame(context, settings.table, names, {})
    need(frame.table, needed, "at, size, roster")
    _expect_instant(frame, settings.at)
    reading = _Reading(settings, frame, context)
    asked = reading.asked()
    flaws = reading.grouped.flaws()
    entries = reading.entries()
    window = reading.window(entries)
    found = entries.series(window, settings.limits.longest_gap, settings.max_findings)
    findings, count = reading.findings(window)
    if asked is None and not found and not flaws.count and not count:
        raise nothing(frame.table.use.source)
    series, strangers, spelt = _series(frame, asked, found)
    if asked is not None:
        flaws = flaws + asked.flaws + spelt
    return Facts(
        source=frame.table.use.source,
        series=series,
        window=window,
        findings=tuple(findings),
        finding_count=count,
        flaws=flaws,
        strangers=strangers,
        later=reading.later() if context.times.as_of else 0,
    )


@dataclass(frozen=True)
class _Reading:
    """The questions to one table."""

    settings: Settings
    frame: Frame
    context: Any

    @property
    def at(self) -> str:
        assert self.settings.at is not None
        return self.settings.at

    @property
    def grouped(self) -> Grouped:
        """By which rows that can't be counted are told: a time or a size that is empty or can't be read."""
        counted = f'count("{self.at}")' + (f' + count("{self.settings.size}")' if self.settings.size else "")
        return Grouped(
            self.frame, self.settings.keys, counted, self.settings.where, self.at, frozenset(),
            self.settings.max_findings,
        )  # fmt: skip

    def asked(self) -> Asked | None:
        if self.settings.roster is None:
            return None
        asked = read_roster(self.settings.roster, self.grouped, {}, self.context, once=False)
        if not asked.keys and not asked.flaws.count:
            raise CannotJudge(
                Text(
                    f"The roster `{self.settings.roster.evidence}` names nothing that must be fresh",
                    f"名单 `{self.settings.roster.evidence}` 没有列出任何须保持更新的内容",
                ),
                Text("Complete it, or correct `roster: where`", "请补全名单，或更正 `roster: where`"),
            )
        return asked

    def entries(self) -> Entries:
        """The rows that count, are large enough and were there at the instant judged."""
        keys = [key_sql(self.frame, column) for column in self.settings.keys]
        named = [quoted(f"key {place}") for place in range(len(keys))]
        selected = [f"{key} AS {name}" for key, name in zip(keys, named, strict=True)]
        selected += [f"{quoted(self.at)} AS moment", "row_number AS number"]
        among = [self._counts, f"{quoted(self.at)} <= {instant_sql(self.context.times.seen_until)}"]
        among += [f"({key}) IS NOT NULL" for key in keys]
        if self.settings.size:
            among.append(f"NOT {self._small}")
        select = f"SELECT {', '.join(selected)} FROM {self.frame.relation} WHERE {' AND '.join(among)}"
        relation = self.frame.table.held_once(select, len(selected))
        table = self.frame.table
        return Entries(
            relation if relation != select else f"({select})",
            tuple(named),
            self.frame.query,
            lambda numbers: table.cells(numbers, self.at),
        )

    def window(self, entries: Entries) -> Window | None:
        """Until the evidence's own time, or the newest entry where that is later; else until the instant judged."""
        limits, times = self.settings.limits, self.context.times
        if limits.over is None:
            return None
        ends, time = times.now, self.frame.table.use.time
        if time is not None:
            ends = max(filter(None, (time, entries.newest())))
        return window_until(ends, limits.over, limits.every, times.zone, moving=time is None)

    def findings(self, window: Window | None) -> tuple[list[Finding], int]:
        """Rows without a time, of the future, those that are too small, and things that stand there twice; the first of
        each, and how many there are."""
        begins = "TRUE" if window is None else f"{quoted(self.at)} >= {instant_sql(window.begins)}"
        suspects = [f"({self._meant}) AND {quoted(raw(self.at))} IS NULL", self._of_future, self._too_small(begins)]
        counts = ", ".join(f"count_if({suspect})" for suspect in suspects)
        ((timeless, future, small),) = self.frame.query(f"SELECT {counts} FROM {self.frame.relation}")
        future = 0 if self.context.times.as_of else future
        found = [
            *(self._timeless(suspects[0]) if timeless else []),
            *(self._future() if future else []),
            *(self._small_ones(suspects[2]) if small else []),
        ]
        twice, more = self._twice(begins)
        return [*found, *twice], timeless + future + small + more

    def later(self) -> int:
        ((count,),) = self.frame.query(f"SELECT count(*) FROM {self.frame.relation} WHERE {self._of_future}")
        return int(count)

    def _too_small(self, begins: str) -> str:
        """SQL: a row that was there and holds too little; a size that can't be read is told as that."""
        if self.settings.size is None:
            return "FALSE"
        size = self.settings.size
        there = f"{quoted(self.at)} <= {instant_sql(self.context.times.seen_until)}"
        readable = f"NOT ({quoted(size)} IS NULL AND {quoted(raw(size))} IS NOT NULL)"
        return f"({self._counts} AND {there} AND {begins} AND {readable} AND {self._small})"

    def _timeless(self, condition: str) -> list[Finding]:
        title = " ".join(self.frame.table.headers.get(self.at, self.at).split())
        entry, rows = self.settings.entry, self._rows(condition, "NULL")
        return [without_time(entry, name, title, where) for name, _, where in self._named(rows, self.at)]

    def _future(self) -> list[Finding]:
        times, entry = self.context.times, self.settings.entry
        rows = self._rows(self._of_future, quoted(self.at))
        return [
            from_future(entry, name, aware(value), where, times) for name, value, where in self._named(rows, self.at)
        ]

    def _small_ones(self, condition: str) -> list[Finding]:
        size, least, entry = self.settings.size, self.settings.limits.min_size, self.settings.entry
        assert size is not None
        assert least is not None
        rows = self._rows(condition, quoted(raw(size)))
        return [too_small(entry, name, text, least, where) for name, text, where in self._named(rows, size)]

    def _twice(self, begins: str) -> tuple[list[Finding], int]:
        """A key of the contract that several rows have: one of them is pasted twice, or mistyped."""
        keys = self.frame.table.contract.key
        if not keys or any(name not in self.frame.table.columns for name in keys):
            return [], 0
        columns = ", ".join(key_sql(self.frame, name) for name in keys)
        whole = " AND ".join(f"{quoted(raw(name))} IS NOT NULL" for name in keys)
        shown = ", ".join(f"arg_min({quoted(raw(name))}, row_number)" for name in keys)
        rows = self.frame.query(
            f"SELECT {shown}, count(*) AS rows, min(row_number, 3), count(*) OVER () FROM {self.frame.relation}"
            f" WHERE {self._counts} AND {begins} AND {whole}"
            f" GROUP BY {columns} HAVING count(*) > 1 ORDER BY min(row_number) LIMIT {self.settings.max_findings}"
        )
        told = [
            repeated(SEPARATOR.join(answer[:-3]), answer[-3], self.frame.table.rows_at(answer[-2])) for answer in rows
        ]
        return told, rows[0][-1] if rows else 0

    def _rows(self, condition: str, value: str) -> list[tuple[Any, ...]]:
        """The first rows of a condition: number, value, what names them."""
        names = ", ".join(quoted(raw(name)) for name in self.grouped.naming) or "NULL"
        return self.frame.query(
            f"SELECT row_number, {value}, {names} FROM {self.frame.relation}"
            f" WHERE {condition} ORDER BY row_number LIMIT {self.settings.max_findings}"
        )

    def _named(self, rows: Sequence[tuple[Any, ...]], column: str) -> list[tuple[str, Any, str]]:
        table = self.frame.table
        return [
            (SEPARATOR.join(filter(None, names)) or table.where(number), value, table.cell(number, column))
            for number, value, *names in rows
        ]

    @property
    def _meant(self) -> str:
        return self.frame.compiled(self.settings.where, Use.FILTER) if self.settings.where else "TRUE"

    @property
    def _counts(self) -> str:
        """The row counts and its time can be read."""
        return f"({self._meant}) AND {quoted(self.at)} IS NOT NULL"

    @property
    def _of_future(self) -> str:
        return f"{self._counts} AND {quoted(self.at)} > {instant_sql(self.context.times.seen_until)}"

    @property
    def _small(self) -> str:
        """An empty size, too; one that can't be read is told as that, and is none either."""
        assert self.settings.size is not None
        size = quoted(self.settings.size)
        return f"coalesce({size} < {self.settings.limits.min_size:f}, TRUE)"


def _series(frame: Frame, asked: Asked | None, found: Mapping[Key, Series]) -> tuple[tuple[Series, ...], int, Flaws]:
    """A series for each key that is asked, the entries of others, and keys that are written in two ways."""
    if asked is None:
        return (replace(found.get((), Series((), "")), subject=title_of(frame.table)),), 0, Flaws()
    astray = {_look(key): SEPARATOR.join(key) for key in found if key not in asked.keys}
    series = [
        replace(
            found.get(key, Series(key, "")),
            subject=SEPARATOR.join(one.shown),
            where=one.where,
            hint="" if key in found else astray.get(_look(key), ""),
        )
        for key, one in asked.keys.items()
    ]
    strangers = sum(one.count for key, one in found.items() if key not in asked.keys)
    spelt = misspelt({key: one.newest.where if one.newest else "" for key, one in found.items()}, asked.keys)
    return tuple(series), strangers, Flaws(spelt, count=len(spelt))


def _look(key: Key) -> str:
    return SEPARATOR.join(map(look, key))


def _expect_instant(frame: Frame, column: str) -> None:
    kind = frame.scope.columns[column].type
    if kind is not ColumnType.INSTANT:
        raise CannotJudge(
            Text(
                f"The column `{column}` is of type {kind}; freshness is judged by instants",
                f"`{column}` 列的类型是 {kind}；判断更新须用 instant 类型",
            ),
            Text("Correct the contract, or name another column", "请更正声明，或写明其他列"),
        )
