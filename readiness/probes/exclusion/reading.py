"""Exclusion: from the audience and the lists to `Facts`."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from readiness.model.errors import CannotJudge, NoRows
from readiness.model.text import Text
from readiness.probes.exclusion.contacts import APART, NOTHING, Contacts, open_contacts
from readiness.probes.exclusion.facts import Facts, Hit, ListSeen, Seen, Side, Twice, Unread
from readiness.probes.exclusion.settings import Excluded, Meaning, Settings
from readiness.probes.tabular.facts import Aged

_ROWS_SHOWN = 3


def read_exclusion(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    asked = settings.audience
    audience = open_contacts(asked.evidence, asked.columns, asked.where, settings, context)
    side = _side(audience)
    if not side.rows:
        raise _nobody(audience, asked.where)
    lists = tuple(_list(audience, side, one, settings, context) for one in settings.excluded)
    return Facts(side, _twice(audience), lists)


def _side(of: Contacts) -> Side:
    places = range(len(of.columns))
    bad = [f"(b{i} IS NOT NULL)::BIGINT" for i in places]
    none = " AND ".join(_blank(i) for i in places)
    counts = ["count(*)", "count_if(undecided)", f"sum({' + '.join(bad)})", f"count_if({none})"]
    counts += [f"count(v{i})" for i in places]
    rows, undecided, unread, empty, *read = (
        int(count or 0) for count in of.query(f"SELECT {', '.join(counts)} FROM {of.relation}")[0]
    )
    readable: Counter[Meaning] = Counter()
    for meaning, count in zip(of.columns.values(), read, strict=True):
        readable[meaning] += count
    return Side(
        table=of.aged,
        rows=rows,
        readable=dict(readable),
        unread=Seen(tuple(_unread(of)) if unread else (), unread),
        empty=of.unread(none, NOTHING) if empty else Seen(),
        undecided=undecided,
    )


def _unread(of: Contacts) -> Iterator[Unread]:
    places = range(len(of.columns))
    cells, bad = ", ".join(f"b{i}" for i in places), " OR ".join(f"b{i} IS NOT NULL" for i in places)
    answers = of.query(f"SELECT row_number, {cells} FROM {of.relation} WHERE {bad} ORDER BY 1 LIMIT {of.most}")
    for number, *texts in answers:
        for place, text in enumerate(texts):
            if text is not None:
                yield Unread(of.table.where(number), of.cell(number, place), of.title(place), of.why(place, text))


def _list(audience: Contacts, side: Side, asked: Excluded, settings: Settings, context: Any) -> ListSeen:
    try:
        listed = open_contacts(asked.evidence, asked.columns, asked.where, settings, context)
    except NoRows:
        use = context.document(asked.evidence).use  # the file has a header and no row: it is still of a time
        return ListSeen(Aged(use.name, use.source, use.time), None, asked.may_be_empty)
    there = _side(listed)
    if not there.rows:
        return ListSeen(there.table, None, asked.may_be_empty)
    shared = tuple(meaning for meaning in Meaning if side.readable.get(meaning) and there.readable.get(meaning))
    return ListSeen(
        table=there.table,
        side=there,
        may_be_empty=asked.may_be_empty,
        shared=shared,
        hits=_hits(audience, listed, shared) if shared else Seen(),
        apart=_apart(listed, shared) if shared else Seen(),
        beyond=_without(audience, shared) if shared else side.rows,
    )


def _hits(audience: Contacts, listed: Contacts, shared: tuple[Meaning, ...]) -> Seen[Hit]:
    """Rows of the audience of which any contact stands in the list, each once."""
    by_meaning = {meaning: f"l_{meaning}" for meaning in shared}
    tables = ", ".join(f"{name} AS ({_values(listed, meaning)})" for meaning, name in by_meaning.items())
    places = audience.places(shared)
    joins = "".join(f" LEFT JOIN {by_meaning[m]} AS h{i} ON h{i}.value = a.v{i}" for i, m in places)
    found = ", ".join(f"h{i}.first, h{i}.place" for i, _ in places)
    any_of = " OR ".join(f"h{i}.first IS NOT NULL" for i, _ in places)
    answers = audience.query(
        f"WITH {tables} SELECT a.row_number, {found}, count(*) OVER () FROM {audience.relation} AS a{joins}"
        f" WHERE {any_of} ORDER BY 1 LIMIT {audience.most}"
    )
    return Seen(
        tuple(_hit(audience, listed, places, answer) for answer in answers), int(answers[0][-1]) if answers else 0
    )


def _values(listed: Contacts, meaning: Meaning) -> str:
    """Each contact of the list with the first row, and column, in which it stands."""
    columns = " UNION ALL ".join(
        f"SELECT v{i} AS value, row_number, {i} AS place FROM {listed.relation} WHERE v{i} IS NOT NULL"
        for i, _ in listed.places((meaning,))
    )
    return (
        f"SELECT value, min(row_number) AS first, arg_min(place, row_number) AS place FROM ({columns}) GROUP BY value"
    )


def _hit(audience: Contacts, listed: Contacts, places: list[tuple[int, Meaning]], answer: tuple[Any, ...]) -> Hit:
    number, found = int(answer[0]), answer[1:-1]
    at = next(n for n in range(len(places)) if found[2 * n] is not None)
    place, meaning = places[at]
    where = listed.cell(int(found[2 * at]), int(found[2 * at + 1]))
    return Hit(audience.table.where(number), meaning, audience.cell(number, place), where)


def _apart(listed: Contacts, shared: tuple[Meaning, ...]) -> Seen[Unread]:
    """Rows that hold a contact, and none that could be in the audience."""
    others = [i for i, meaning in enumerate(listed.columns.values()) if meaning not in shared]
    if not others:
        return Seen()
    none = [_blank(i) for i, _ in listed.places(shared)]
    some = " OR ".join(f"v{i} IS NOT NULL" for i in others)
    return listed.unread(" AND ".join([*none, f"({some})"]), APART)


def _without(audience: Contacts, shared: tuple[Meaning, ...]) -> int:
    none = " AND ".join(f"v{i} IS NULL" for i, _ in audience.places(shared))
    return int(audience.query(f"SELECT count(*) FROM {audience.relation} WHERE {none}")[0][0])


def _blank(place: int) -> str:
    return f"(v{place} IS NULL AND b{place} IS NULL)"


def _twice(audience: Contacts) -> Seen[Twice]:
    listed: list[Twice] = []
    count = 0
    for meaning in dict.fromkeys(audience.columns.values()):
        places = [i for i, _ in audience.places((meaning,))]
        several = " UNION ".join(f"SELECT row_number, v{i} AS value FROM {audience.relation}" for i in places)
        one = f"SELECT row_number, v{places[0]} AS value FROM {audience.relation}"
        groups = (
            f"SELECT min(row_number) AS first, count(*) AS times, list_sort(list(row_number))[:{_ROWS_SHOWN}] AS rows"
            f" FROM ({several if len(places) > 1 else one}) WHERE value IS NOT NULL GROUP BY value HAVING count(*) > 1"
        )
        answers = audience.query(
            f"SELECT rows, times, count(*) OVER () FROM ({groups}) ORDER BY first LIMIT {audience.most}"
        )
        column = [*audience.columns][places[0]]
        for rows, times, _ in answers:
            where = audience.table.cells(rows, column, int(times) - len(rows))
            listed.append(Twice(audience.table.where(rows[0]), where, meaning, int(times)))
        count += int(answers[0][2]) if answers else 0
    return Seen(tuple(listed), count)


def _nobody(audience: Contacts, where: str | None) -> CannotJudge:
    source = audience.table.use.source
    return CannotJudge(
        Text(
            f"No row of {source} is meant by `where: {where}`, so nobody was compared with any list",
            f"{source} 中没有一行符合 `where: {where}`，因此没有与任何名单比对",
        ),
        Text(
            "Export the whole audience of the campaign, and look whether `where` asks for the right words",
            "请导出本次活动的完整受众名单，并确认 where 的写法正确",
        ),
    )
