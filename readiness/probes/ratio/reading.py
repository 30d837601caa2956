"""Ratio: from the tables to `Facts`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from readiness.evidence.table import Table
from readiness.model.evidence import ColumnType
from readiness.probes.keys import look
from readiness.probes.ratio.bounds import bounds_of
from readiness.probes.ratio.facts import Facts, Line, Side
from readiness.probes.ratio.settings import Settings
from readiness.probes.tabular.asked import Asked, AskedKey, misspelt, read_roster
from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import Flaws, Group, Grouped, Key, names_used, need, title_of
from readiness.probes.tabular.words import SEPARATOR

_NAMED = 5

Groups = Mapping[Key, Group]


def read_ratio(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    value, base = _sides(settings, context)
    values, bases = value.groups(), base.groups()
    asked = read_roster(settings.roster, value, settings.limits, context) if settings.roster else None
    judged = dict(asked.keys) if asked else _keys_of_tables(value, values, bases)
    lines = _lines(value, judged, values, bases, value.unsound() | base.unsound())
    strangers = [key for key in dict.fromkeys((*values, *bases)) if key not in judged]
    return Facts(
        lines=tuple(_blamed(settings, value, lines)),
        flaws=_flaws(value, base, asked, values, bases),
        value_source=_aged(value.table),
        base_source=_aged(base.table),
        rows=sum(group.rows for group in bases.values()),
        strangers=len(strangers),
        strangers_named=tuple(SEPARATOR.join(_name(key, values, bases)) for key in strangers[:_NAMED]),
    )


def _sides(settings: Settings, context: Any) -> tuple[Grouped, Grouped]:
    here, there = tuple(settings.keys), tuple(settings.keys.values())
    value, base = _frames(settings, context)
    need(value.table, here, "per")
    need(base.table, there, "per")
    differ = [
        (one, other)
        for one, other in zip(here, there, strict=True)
        if value.scope.columns[one].type is not base.scope.columns[other].type
    ]
    as_text = [frozenset(pair[place] for pair in differ) for place in (0, 1)]
    most = settings.max_findings
    return (
        Grouped(value, here, settings.value, settings.where, settings.shows, as_text[0], most),
        Grouped(base, there, settings.base, settings.base_where, None, as_text[1], most),
    )


def _frames(settings: Settings, context: Any) -> tuple[Frame, Frame]:
    names = {
        *settings.keys,
        *names_used([settings.value, settings.where]),
        *([settings.shows] if settings.shows else []),
        *settings.blames,
        *names_used(settings.blames.values()),
    }
    base_names = {*settings.keys.values(), *names_used([settings.base, settings.base_where])}
    if settings.base_name == settings.table:
        both = open_frame(context, settings.table, names | base_names, settings.limits, settings.join)
        return both, both
    return (
        open_frame(context, settings.table, names, settings.limits, settings.join),
        open_frame(context, settings.base_name, base_names, settings.limits, settings.base_join),
    )


def _keys_of_tables(value: Grouped, values: Groups, bases: Groups) -> dict[Key, AskedKey]:
    """Where nothing else asks, each key of either table must be in both; in total there is one."""
    if not value.keys:
        return {(): AskedKey(())}
    return {key: AskedKey(_name(key, values, bases)) for key in dict.fromkeys((*values, *bases))}


def _name(key: Key, values: Groups, bases: Groups) -> tuple[str, ...]:
    group = values.get(key) or bases.get(key)
    return group.shown if group else key


def _lines(
    value: Grouped, judged: Mapping[Key, AskedKey], values: Groups, bases: Groups, unsound: set[Key]
) -> Iterator[Line]:
    alike = [_alike(judged, one, other) for one, other in ((values, bases), (bases, values))]
    for key, asked in judged.items():
        here, there = values.get(key), bases.get(key)
        yield Line(
            subject=SEPARATOR.join(asked.shown) if value.keys else title_of(value.table),
            value=_side(here),
            base=_side(there),
            sound=key not in unsound,
            cells=dict(zip(value.keys, asked.shown, strict=True)) if value.keys else {},
            value_hint="" if here else alike[0].get(_look(key), ""),
            base_hint="" if there else alike[1].get(_look(key), ""),
            where=asked.where,
            key=key,
        )


def _blamed(settings: Settings, value: Grouped, lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, each that is out of bounds with the rows that count against it; asked only where there is one."""
    lines = tuple(lines)
    outside = {line.key for line in lines if settings.blames and _outside(settings, line)}
    blamed = value.blamed(settings.blames) if outside else {}
    for line in lines:
        yield replace(line, blamed=blamed.get(line.key, ())) if line.key in outside else line


def _outside(settings: Settings, line: Line) -> bool:
    if line.value is None or line.base is None or line.value.amount is None or line.base.amount is None:
        return False
    value, base = line.value.amount, line.base.amount
    return not all(bound.holds_for(value, base, whole=settings.whole) for bound in bounds_of(settings))


def _side(group: Group | None) -> Side | None:
    return None if group is None else Side(group.amount, group.where)


def _alike(judged: Mapping[Key, AskedKey], groups: Groups, others: Groups) -> dict[str, str]:
    """Keys of a table that join nothing, by what they look like: one of them may be a missing one, misspelt."""
    alone = (key for key in groups if key and (key not in judged or key not in others))
    return {_look(key): SEPARATOR.join(groups[key].shown) for key in alone}


def _look(key: Key) -> str:
    return SEPARATOR.join(map(look, key))


def _flaws(value: Grouped, base: Grouped, asked: Asked | None, values: Groups, bases: Groups) -> Flaws:
    flaws = value.flaws() + base.flaws()
    if asked is not None:
        flaws += asked.flaws
    if _of_words(value):
        at = {key: group.where for groups in (bases, values) for key, group in groups.items()}
        spelt = misspelt(at, asked.keys if asked else {})
        flaws += Flaws(spelt[: value.most], count=len(spelt))
    return flaws


def _of_words(value: Grouped) -> bool:
    """Whether a key is a text, which people may write in two ways."""
    columns = value.frame.scope.columns
    return any(column in value.as_text or columns[column].type is ColumnType.TEXT for column in value.keys)


def _aged(table: Table) -> Aged:
    return Aged(table.name, table.use.source, table.use.time)
