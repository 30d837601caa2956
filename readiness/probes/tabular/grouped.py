"""A table grouped by its keys: a number for each, where its rows stand, and which rows can't be counted."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from readiness.evidence.expressions import parse_expression
from readiness.evidence.sql_text import quoted
from readiness.evidence.table import Table
from readiness.evidence.typed import raw
from readiness.model.errors import BadValue, CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.finding import Finding, FindingKind
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.keys import no_key_sql
from readiness.probes.tabular.blaming import Blamed, Blaming
from readiness.probes.tabular.facts import RowSeen
from readiness.probes.tabular.frame import Frame
from readiness.probes.tabular.partners import Unjoined
from readiness.probes.tabular.parts import MOST_FINDINGS
from readiness.probes.tabular.scope import Use, names_in
from readiness.probes.tabular.seeing import Seer
from readiness.probes.tabular.telling import undecided_row
from readiness.probes.tabular.words import EMPTY, tell_bad

Key = tuple[str, ...]

_ROWS_SHOWN = 3
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one key. `shown` is the key as its first row writes it; `amount` is None where the aggregate came out
    empty: then `where` is the first empty cell of those that it names."""

    key: Key
    shown: tuple[str, ...]
    amount: Decimal | None
    where: str
    rows: int


@dataclass(frozen=True, slots=True)
class Flaws:
    """Rows that can't be counted: `findings` of them, those of which a filter says neither yes nor no, with that
    filter, and those that join nothing. Lists are cut, the count is whole."""

    findings: tuple[Finding, ...] = ()
    undecided: tuple[tuple[RowSeen, str], ...] = ()
    unjoined: tuple[Unjoined, ...] = ()
    count: int = 0

    def __add__(self, other: Flaws) -> Flaws:
        """Both; what both tell is told once, as where one table is read twice."""
        findings = tuple(dict.fromkeys((*self.findings, *other.findings)))
        twice = len(self.findings) + len(other.findings) - len(findings)
        undecided, unjoined = (*self.undecided, *other.undecided), (*self.unjoined, *other.unjoined)
        return Flaws(findings, undecided, unjoined, self.count + other.count - twice)

    def told(self, situation: Situation) -> tuple[Finding, ...]:
        undecided = (undecided_row(row, where, situation) for row, where in self.undecided)
        lone = (one.told(situation) for one in self.unjoined)
        return (*self.findings, *undecided, *lone)


@dataclass(frozen=True)
class Grouped:
    """`keys` are the key columns, `amount` an aggregate, `where` says which rows count, and `shows` is the column that
    findings point at. A key column among `as_text` is compared as it is written, since what it is held against has
    another type."""

    frame: Frame
    keys: tuple[str, ...]
    amount: str
    where: str | None
    shows: str | None = None
    as_text: frozenset[str] = frozenset()
    most: int = MOST_FINDINGS

    @property
    def table(self) -> Table:
        return self.frame.table

    @property
    def naming(self) -> tuple[str, ...]:
        """The columns that name a single row: the keys, or where all rows are one group the table's own key, as far as
        it was read."""
        return self.keys or self.frame.columns_among(self.table.contract.key)

    def groups(self) -> dict[Key, Group]:
        """Each key with rows that count, in the order of their first rows; without key columns one group, where any row
        counts. Raises CannotJudge."""
        keys = [key_sql(self.frame, column, as_text=column in self.as_text) for column in self.keys]
        shown = [  # a text is its own key
            "NULL" if self._is_text(column) else f"arg_min({quoted(raw(column))}, row_number)" for column in self.keys
        ]
        amount = self.frame.compiled(self.amount, Use.NUMBER, self.keys)
        numbers = f"min(row_number, {_ROWS_SHOWN})" if keys else "NULL"
        empty = [
            f"min({quoted(self.frame.source(column)[2])}) FILTER (WHERE {quoted(column)} IS NULL)"
            for column in self._named
        ]
        selected = ", ".join([*keys, *shown, amount, "count(*)", numbers, *empty])
        among = " AND ".join([self._filter, *(f"({key}) IS NOT NULL" for key in keys)])
        by = f" GROUP BY {', '.join(keys)} ORDER BY min(row_number)" if keys else ""
        found = self.frame.query(f"SELECT {selected} FROM {self.frame.relation} WHERE {among}{by}")
        groups = [self._group(answer) for answer in found]
        return {group.key: group for group in groups if group.rows}

    def _group(self, answer: Sequence[Any]) -> Group:
        size = len(self.keys)
        key = tuple(map(str, answer[:size]))
        shown = tuple(text or one for one, text in zip(key, answer[size : 2 * size], strict=True))
        amount, count, numbers, *empty = answer[2 * size :]
        where = self._rows_at(numbers or (), int(count))
        lacking = [(number, column) for number, column in zip(empty, self._named, strict=True) if number is not None]
        if amount is None and lacking:
            number, column = min(lacking)
            typed, name, _ = self.frame.source(column)
            where = typed.table.cell(number, name)
        return Group(key, shown, None if amount is None else Decimal(amount), where, int(count))

    def _rows_at(self, numbers: Sequence[int], count: int) -> str:
        """`venues.csv, row 3, 7, 9 (+2), column kits`; without keys `venues.csv, column kits`."""
        own = (name for name in self._named if name in self.table.columns)
        column = self.shows if self.shows in self.table.columns else next(own, None)
        named = "" if column is None else f", column {self.table.headers.get(column, column).strip()}"
        if not numbers:
            return f"{self.table.use.source}{named}"
        more = f" (+{count - len(numbers)})" if count > len(numbers) else ""
        return f"{self.table.rows_at(numbers)}{more}{named}"

    def blamed(self, blames: Mapping[str, str]) -> dict[Key, tuple[Blamed, ...]]:
        """Which of the rows that count are to be looked at for each key."""
        keys = [key_sql(self.frame, column, as_text=column in self.as_text) for column in self.keys]
        blaming = Blaming(self.frame, blames)
        by = f" GROUP BY {', '.join(keys)}" if keys else ""
        counted = f"(SELECT * FROM {self.frame.relation} WHERE {self._filter})"
        found = self.frame.query(f"SELECT {', '.join([*keys, *blaming.selected])} FROM {blaming.marked(counted)}{by}")
        size = len(keys)
        return {tuple(map(str, answer[:size])): blaming.read(answer[size:]) for answer in found}

    def unsound(self) -> set[Key]:
        """Keys with a row of which nobody can say what it counts; without key columns the empty key."""
        keys = ", ".join(key_sql(self.frame, column, as_text=column in self.as_text) for column in self.keys)
        faulty = f"{self.frame.relation} WHERE ({self._bad} OR {self._filter} IS NULL OR {self._lone})"
        if not keys:
            return {()} if self.frame.query(f"SELECT count(*) FROM {faulty}")[0][0] else set()
        found = self.frame.query(f"SELECT DISTINCT {keys} FROM {faulty}")
        return {tuple(map(str, answer)) for answer in found if None not in answer}

    def flaws(self) -> Flaws:
        """Cells that can't be read, filters that come out empty, and rows without their key."""
        bad, bad_count = self._rows(self._bad, " + ".join(f"{one}::BIGINT" for one in self._bad_cells) or "0")
        undecided, undecided_count = self._rows(f"{self._filter} IS NULL AND NOT {self._bad}")
        keyless, keyless_count = self._rows(f"{self._filter} AND NOT {self._bad} AND ({self._keyless})")
        seer = Seer(self.frame, self.naming)
        findings = (*(tell_bad(found) for row in bad for found in seer.bad(row)), *map(self._without_key, keyless))
        unjoined, unjoined_count = self._unjoined()
        count = max(bad_count, len(findings) - len(keyless)) + undecided_count + keyless_count + unjoined_count
        return Flaws(findings, tuple((row, self.where or "") for row in undecided), unjoined, count)

    def _unjoined(self) -> tuple[tuple[Unjoined, ...], int]:
        """The first rows that lack a partner, or have several, for each joined evidence, and how many there are."""
        seer, found, total = Seer(self.frame, self.naming), [], 0
        for joined in self.frame.joined.values():
            answers = self.frame.query(
                f"SELECT {seer.selected}, {quoted(joined.alike) if joined.spelt else 'NULL'},"
                f" coalesce({quoted(joined.partners)}, 0), count(*) OVER ()"
                f" FROM {self.frame.relation} WHERE {joined.lacking} AND {self._filter} IS DISTINCT FROM FALSE"
                f" ORDER BY row_number LIMIT {self.most}"
            )
            source = joined.typed.table.use.source
            found += [
                Unjoined(seer.row(answer), source, joined.join, int(answer[-2]), answer[-3]) for answer in answers
            ]
            total += int(answers[0][-1]) if answers else 0
        return tuple(found), total

    def _rows(self, condition: str, weight: str = "1") -> tuple[list[RowSeen], int]:
        """The first rows of a condition, and how much they and all others weigh."""
        seer = Seer(self.frame, self.naming)
        answers = self.frame.query(
            f"SELECT {seer.selected}, sum({weight}) OVER () FROM {self.frame.relation} WHERE {condition}"
            f" ORDER BY row_number LIMIT {self.most}"
        )
        return [seer.row(answer) for answer in answers], int(answers[0][-1]) if answers else 0

    def _is_text(self, column: str) -> bool:
        return column in self.as_text or self.frame.scope.columns[column].type is ColumnType.TEXT

    @cached_property
    def _named(self) -> tuple[str, ...]:
        """The columns that the aggregate names, in its order."""
        names = [name.words for name in parse_expression(self.amount).names]
        sources = {name: self.frame.source(name) for name in self.frame.columns_among(names)}
        return tuple(name for name, (typed, column, _) in sources.items() if column in typed.table.columns)

    @cached_property
    def _filter(self) -> str:
        return self.frame.compiled(self.where, Use.FILTER) if self.where else "TRUE"

    @cached_property
    def _bad_cells(self) -> list[str]:
        used = names_in([self.amount, *([self.where] if self.where else [])])
        return Seer(self.frame, self.naming).bad_sql(sorted({*used, *self.keys}))

    @cached_property
    def _bad(self) -> str:
        """A cell that is needed can't be read, in a row that counts or may count."""
        return f"(({' OR '.join(self._bad_cells) or 'FALSE'}) AND {self._filter} IS DISTINCT FROM FALSE)"

    @cached_property
    def _lone(self) -> str:
        """A row that counts or may count has not one partner in each joined evidence."""
        lacking = " OR ".join(joined.lacking for joined in self.frame.joined.values()) or "FALSE"
        return f"(({lacking}) AND {self._filter} IS DISTINCT FROM FALSE)"

    @cached_property
    def _keyless(self) -> str:
        blank = (f"({key_sql(self.frame, one, as_text=one in self.as_text)}) IS NULL" for one in self.keys)
        return " OR ".join(blank) or "FALSE"

    def _without_key(self, row: RowSeen) -> Finding:
        cells = [row.cells[column] for column in self.keys]
        cell = next((one for one in cells if one.text is None), cells[0])
        place = place_words(row.where)
        return Finding(
            subject=row.where,
            required=Text(f"{cell.title} filled in", f"填写“{cell.title}”"),
            observed=EMPTY if cell.text is None else Text.same(cell.text),
            message=Text(
                f"{place.en} has no {cell.title}, so nobody knows what it is about; fill it in, or take the row out "
                "(a total, for instance)",
                f"{place.zh} 没有填写“{cell.title}”，不知道它指什么；请填写，若为合计行请删除",
            ),
            where=cell.where,
            kind=FindingKind.MISSING,
        )


def key_sql(frame: Frame, column: str, *, as_text: bool = False) -> str:
    """SQL for a key cell as it is compared: NULL where there is none."""
    kind = frame.scope.columns[column].type
    if as_text or kind is ColumnType.TEXT:
        text = quoted(raw(column))
        return f"CASE WHEN NOT {no_key_sql(text)} THEN {text} END"
    if kind is ColumnType.INSTANT:
        return f"epoch_us({quoted(column)})::VARCHAR"
    return f"{quoted(column)}::VARCHAR"


def instant_key(instant: datetime) -> str:
    """An instant as `key_sql` gives it: microseconds since 1970, in UTC."""
    span = instant.astimezone(UTC) - _EPOCH
    return str((span.days * 86_400 + span.seconds) * 1_000_000 + span.microseconds)


def need(table: Table, columns: Iterable[str], setting: str) -> None:
    """Raises CannotJudge where the file lacks one of these columns, which `setting` names."""
    lacking = next((column for column in columns if column not in table.columns), None)
    if lacking is None:
        return
    there = ", ".join(f"`{name}`" for name in sorted(table.columns))
    raise CannotJudge(
        Text(
            f"{table.use.source} has no column `{lacking}` (setting `{setting}`); it has {there}",
            f"{place_words(table.use.source).zh} 没有 `{lacking}` 列（设置 `{setting}`）；现有列：{there}",
        ),
        Text(
            f"Bind it under `evidence: {table.name}: columns:`, or name another column in `{setting}`",
            f"请在 `evidence: {table.name}: columns:` 中绑定该列，或在 `{setting}` 中写明其他列",
        ),
    )


def names_used(expressions: Iterable[str | None]) -> frozenset[str]:
    """The names that expressions use. Raises CannotJudge for one that can't be read, where `validate` did not look."""
    try:
        return names_in(text for text in expressions if text)
    except BadValue as problem:
        raise CannotJudge(
            Text(
                f"An expression of this check can't be read: {problem.message.en}",
                f"本检查项的表达式无法解析：{problem.message.zh}",
            ),
            Text("Correct it in the checklist, or in the campaign's settings", "请在检查清单或活动设置中更正"),
        ) from None


def title_of(table: Table) -> str:
    """What people call the evidence, in both languages: `Venues (场地)`."""
    return both(table.contract.title)


def both(title: Text) -> str:
    return title.en if title.en == title.zh else f"{title.en} ({title.zh})"
