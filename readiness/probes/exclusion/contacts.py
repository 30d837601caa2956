"""Exclusion: a table as contacts that can be compared, one column of SQL for each column that holds some."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
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
NOTHING = Text("it holds no contact", "没有填写任何联系方式")
APART = Text(
    "it holds no contact of a kind that the audience holds too, so it excludes nobody",
    "所填的联系方式在受众中没有同类，因此排除不了任何人",
)


@dataclass(frozen=True)
class Contacts:
    """`relation` is a SELECT in parentheses of the rows that count: `row_number`, `undecided`, and for the contact
    column at place i its text `t<i>` (NULL for a blank cell) and what it is compared by, `v<i>` (also NULL where it
    can't be read). `width` is how many columns that is."""

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
    selected, joins = ["r.row_number"], ""
    for place, (column, meaning) in enumerate(there.items()):
        mapping = _map(table, column, meaning, region)
        text = _text_sql(f"r.{quoted(raw(column))}")
        selected += [
            f"{text} AS t{place}",
            f"coalesce({_plain_sql(meaning, text, region)}, m{place}.value) AS v{place}",
        ]
        joins += f" LEFT JOIN {quoted(mapping)} AS m{place} ON m{place}.text = {text}"
    meant = frame.compiled(where, Use.FILTER) if where else "TRUE"
    counted = f"(SELECT *, {meant} AS meant FROM {frame.relation})"
    select = (
        f"(SELECT {', '.join(selected)}, r.meant IS NULL AS undecided FROM {counted} AS r{joins}"
        " WHERE r.meant IS DISTINCT FROM FALSE)"
    )
    return Contacts(frame, there, region, table.held_once(select, 2 * len(there) + 2), settings.max_findings)


def _map(table: Table, column: str, meaning: Meaning, region: str) -> str:
    """A relation of what each text of the column is compared by, but for the plain ones; made once a run."""
    relation = f"{table.name}.{column} as {meaning} {region}"

    def load() -> None:
        text = _text_sql(f"{quoted('trimmed')}")
        trimmed = f"nullif(trim({quoted(column)}, {literal(_blanks())}), '')"
        found = table.query(
            f"SELECT DISTINCT text FROM (SELECT {text} AS text FROM (SELECT {trimmed} AS trimmed FROM"
            f" {table.relation})) WHERE text IS NOT NULL AND {_plain_sql(meaning, 'text', region)} IS NULL"
        )
        values: dict[str, str] = {}
        for (words,) in found:
            with contextlib.suppress(CellError):
                values[words] = _read(meaning, words, region)
        table.engine.load_mapping(relation, list(values), list(values.values()), "VARCHAR")

    table.engine.once(relation, load)
    return relation


def _blanks() -> str:
    from readiness.evidence.cells import BLANKS

    return BLANKS


def _text_sql(trimmed: str) -> str:
    """A trimmed cell, NULL where it holds what people write for nothing."""
    return f"CASE WHEN lower({trimmed}) NOT IN ({', '.join(map(literal, _BLANK))}) THEN {trimmed} END"


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
