"""Exclusion: a table as contacts that can be compared, one column of SQL for each column that holds some."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

import contextlib
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.evidence.cells import CellError
from readiness.evidence.contacts import parse_email, parse_phone, plain_email_sql, plain_phone_sql, visible
from readiness.evidence.sql_text import literal, quoted
from readiness.evidence.table import Table
from readiness.evidence.typed import raw
from readiness.model.errors import CannotJudge
from readiness.model.places import place_words
from readiness.model.text import Text
from readiness.probes.exclusion.facts import Seen, Unread
from readiness.probes.exclusion.settings import Meaning, Settings
from readiness.probes.keys import NO_KEY, spelling
from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import names_used
from readiness.probes.tabular.scope import Use

# a lookup that failed is no empty cell: somebody meant to write a contact there
_BLANK = tuple(word for word in NO_KEY if not word.startswith("#"))
_PLAIN_ID = "[A-Za-z1-9][A-Za-z0-9_-]*"
_NUMBERS = itertools.count(1)
NOTHING = Text("it holds no contact", "没有填写任何联系方式")
APART = Text(
    "it holds no contact of a kind that the audience holds too, so it excludes nobody",
    "所填的联系方式在受众中没有同类，因此排除不了任何人",
)


@dataclass(frozen=True)
class Contacts:
    """`relation` holds the rows that count, each once read: `row_number`, `undecided`, and for the contact column at
    place i what it is compared by, `v<i>`: NULL for a blank cell and for one that can't be read, whose text is `b<i>`.
    """

    frame: Frame
    columns: Mapping[str, Meaning]
    region: str
    relation: str
    most: int

    @property
    def table(self) -> Table:
        return self.frame.table

    @property
    def aged(self) -> Aged:
        use = self.table.use
        return Aged(use.name, use.source, use.time)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        return self.frame.query(sql)

    def places(self, meanings: Sequence[Meaning]) -> list[tuple[int, Meaning]]:
        """The places of the columns that hold one of these."""
        return [(i, meaning) for i, meaning in enumerate(self.columns.values()) if meaning in meanings]

    def cell(self, row_number: int, place: int) -> str:
        return self.table.cell(row_number, [*self.columns][place])

    def title(self, place: int) -> str:
        column = [*self.columns][place]
        return " ".join(self.table.headers.get(column, column).split())

    def why(self, place: int, text: str) -> Text:
        """Why a cell can't be compared; its text is not told."""
        try:
            _read([*self.columns.values()][place], text, self.region)
        except CellError as error:
            return error.text
        return NOTHING

    def unread(self, condition: str, why: Text) -> Seen[Unread]:
        """The rows of a condition, as rows that hold nothing to compare."""
        answers = self.query(
            f"SELECT row_number, count(*) OVER () FROM {self.relation} WHERE {condition} ORDER BY 1 LIMIT {self.most}"
        )
        rows = tuple(self._row(int(number), why) for number, _ in answers)
        return Seen(rows, int(answers[0][1]) if answers else 0)

    def _row(self, number: int, why: Text) -> Unread:
        place = self.table.where(number)
        titles = ", ".join(self.title(i) for i in range(len(self.columns)))
        return Unread(place, self.table.cell(number, next(iter(self.columns))), titles, why)


def open_contacts(
    evidence: str, columns: Mapping[str, Meaning], where: str | None, settings: Settings, context: Any
) -> Contacts:
    """Raises NotSupplied and CannotJudge, also where the file has none of the columns."""
    frame = open_frame(context, evidence, {*columns, *names_used([where])}, settings.limits)
    table, region = frame.table, settings.region or ""
    there = {name: meaning for name, meaning in columns.items() if name in table.columns}
    if not there:
        raise _no_column(table, columns)
    meant = frame.compiled(where, Use.FILTER) if where else "TRUE"
    texts = ", ".join(f"{_text_sql(quoted(raw(name)))} AS t{i}" for i, name in enumerate(there))
    plain = ", ".join(f"{_plain_sql(meaning, f't{i}', region)} AS p{i}" for i, meaning in enumerate(there.values()))
    read = (
        f"(SELECT *, {plain} FROM (SELECT row_number, {meant} AS meant, {texts} FROM {frame.relation})"
        " WHERE meant IS DISTINCT FROM FALSE)"
    )
    selected, joins = ["r.row_number", "r.meant IS NULL AS undecided"], ""
    for i, mapping in enumerate(_map(frame, there, region, read)):
        selected += [f"coalesce(r.p{i}, m{i}.value) AS v{i}"]
        selected += [f"CASE WHEN r.p{i} IS NULL AND m{i}.value IS NULL THEN r.t{i} END AS b{i}"]
        joins += f" LEFT JOIN {quoted(mapping)} AS m{i} ON r.p{i} IS NULL AND m{i}.text = r.t{i}"
    # asked some ten times: read anew each time, a million rows cost four times as much as they do held
    held = table.engine.hold(
        f"SELECT {', '.join(selected)} FROM {read} AS r{joins}", seconds=table.left(), shown=table.use.source
    )
    return Contacts(frame, there, region, held, settings.max_findings)


def _map(frame: Frame, columns: Mapping[str, Meaning], region: str, read: str) -> Iterator[str]:
    """For each column a relation of what its texts are compared by, but for the plain ones."""
    table, places = frame.table, range(len(columns))
    distinct = ", ".join(f"list(DISTINCT t{i}) FILTER (WHERE p{i} IS NULL AND t{i} IS NOT NULL)" for i in places)
    answers = frame.query(f"SELECT {distinct} FROM {read}")[0]
    for (column, meaning), texts in zip(columns.items(), answers, strict=True):
        values: dict[str, str] = {}
        for text in texts or ():
            with contextlib.suppress(CellError):
                values[text] = _read(meaning, text, region)
        relation = f"{table.name}.{column} as {meaning} {next(_NUMBERS)}"
        table.engine.load_mapping(relation, list(values), list(values.values()), "VARCHAR")
        yield relation


def _text_sql(trimmed: str) -> str:
    """A trimmed cell, NULL where it holds what people write for nothing."""
    longest = max(len(word.encode()) for word in _BLANK)
    nothing = f"lower({trimmed}) IN ({', '.join(map(literal, _BLANK))})"
    return f"CASE WHEN strlen({trimmed}) > {longest} OR NOT {nothing} THEN {trimmed} END"


def _plain_sql(meaning: Meaning, text: str, region: str) -> str:
    match meaning:
        case Meaning.PHONE:
            return plain_phone_sql(text, region)
        case Meaning.EMAIL:
            return plain_email_sql(text)
    return f"CASE WHEN regexp_full_match({text}, {literal(_PLAIN_ID)}) THEN lower({text}) END"


def _read(meaning: Meaning, text: str, region: str) -> str:
    """What a cell is compared by. Raises CellError."""
    match meaning:
        case Meaning.PHONE:
            return parse_phone(text, region)
        case Meaning.EMAIL:
            return parse_email(text)
    words = visible(text)
    if text.lower() in NO_KEY or not words:
        raise CellError("this is no id but what a failed lookup leaves", "不是编号，而是查找失败留下的内容")
    return spelling(words) or "0"


def _no_column(table: Table, columns: Mapping[str, Meaning]) -> CannotJudge:
    wanted, shown = ", ".join(columns), place_words(table.use.source)
    return CannotJudge(
        Text(
            f"{shown.en} has none of the columns {wanted}, so nobody in it could be compared",
            f"{shown.zh} 没有 {wanted.replace(', ', '、')} 中的任何一列，无法比对",
        ),
        Text(
            f"Bind them under `evidence: {table.name}: columns:`",
            f"请在 `evidence: {table.name}: columns:` 中绑定这些列",
        ),
    )
