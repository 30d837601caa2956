"""Which keys a roster or a series asks for, beside those of a table by key, and keys that are written in two ways."""

# ruff: noqa: S608  (the series is made of instants alone)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from readiness.evidence.sql_text import quoted
from readiness.model.errors import CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.keys import spelling
from readiness.probes.tabular.acts import aware
from readiness.probes.tabular.frame import open_frame
from readiness.probes.tabular.grouped import Flaws, Group, Grouped, Key, instant_key, names_used, need
from readiness.probes.tabular.limits import Limit
from readiness.probes.tabular.parts import Roster
from readiness.probes.tabular.roster import SERIES_COLUMN, open_roster
from readiness.probes.tabular.words import SEPARATOR


@dataclass(frozen=True, slots=True)
class AskedKey:
    """What a key is called, and the row that asks for it (empty where none does)."""

    shown: tuple[str, ...]
    where: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a roster asks for, and what is wrong with its own rows."""

    keys: Mapping[Key, AskedKey]
    flaws: Flaws = field(default_factory=Flaws)


def read_roster(
    roster: Roster, value: Grouped, limits: Mapping[str, Limit], context: Any, *, once: bool = True
) -> Asked:
    """`value` is the table whose keys the roster is held against; whether the roster may name each `once` only. Raises
    NotSupplied and CannotJudge."""
    if roster.evidence is None:
        return _series(roster, value, context)
    columns = tuple(roster.matches[column] for column in value.keys)
    frame = open_frame(context, roster.evidence, {*names_used([roster.where]), *columns}, limits)
    need(frame.table, columns, "roster")
    here, there = value.frame.scope.columns, frame.scope.columns
    as_text = frozenset(
        other
        for column, other in zip(value.keys, columns, strict=True)
        if column in value.as_text or there[other].type is not here[column].type
    )
    rows = Grouped(frame, columns, "count(*)", roster.where, columns[0], as_text, value.most)
    groups = rows.groups()
    twice = tuple(_twice(group) for group in groups.values() if once and group.rows > 1)
    keys = {key: AskedKey(group.shown, group.where) for key, group in groups.items()}
    return Asked(keys, rows.flaws() + Flaws(twice[: value.most], count=len(twice)))


def _twice(group: Group) -> Finding:
    subject = SEPARATOR.join(group.shown)
    return Finding(
        subject=subject,
        required=Text("once", "只出现一次"),
        observed=Text(f"{group.rows} rows", f"{group.rows} 行"),
        message=Text(
            f"The roster names {subject} {group.rows} times; take the others out",
            f"名单中 {subject} 出现了 {group.rows} 次，请删除多余行",
        ),
        where=group.where,
    )


def _series(roster: Roster, value: Grouped, context: Any) -> Asked:
    """Every instant of a series."""
    (column,) = value.keys
    kind = value.frame.scope.columns[column].type
    if kind is not ColumnType.INSTANT or column in value.as_text:
        raise CannotJudge(
            Text(
                f"A series asks for instants, so the column `{column}` must be one in each table; here it is {kind}",
                f"序列要求的是时刻，因此各表的 `{column}` 列都必须是 instant 类型；这里是 {kind}",
            ),
            Text("Declare it as `type: instant` in the contracts", "请在声明中写为 `type: instant`"),
        )
    series = open_roster(context, roster, {}).keys
    found = value.frame.query(f"SELECT {quoted(SERIES_COLUMN)} FROM {series} ORDER BY row_number")
    instants = [aware(at) for (at,) in found]
    return Asked({(instant_key(at),): AskedKey((_shown(at, context.times),)) for at in instants})


def _shown(instant: datetime, times: Times) -> str:
    """In the campaign's zone, with the offset that tells the two hours of a clock change apart."""
    return instant.astimezone(times.zone).isoformat(sep=" ", timespec="minutes")


def misspelt(keys: Mapping[Key, str], asked: Mapping[Key, AskedKey]) -> tuple[Finding, ...]:
    """Keys of one spelling that are written in two ways, so that their rows were not added. `keys` says where each
    stands."""
    first: dict[tuple[str, ...], Key] = {}
    findings = []
    for key in (*asked, *(key for key in keys if key not in asked)):
        other = first.setdefault(tuple(map(spelling, key)), key)
        if other != key:
            findings.append(_misspelt(SEPARATOR.join(other), SEPARATOR.join(key), keys.get(key, "")))
    return tuple(findings)


def _misspelt(subject: str, said: str, where: str) -> Finding:
    return Finding(
        subject=subject,
        required=Text("one spelling", "写法一致"),
        observed=Text.same(said),
        message=Text(
            f"{subject} is also written {said!r}, and these rows were not added; make the spelling equal",
            f"{subject} 还有另一种写法“{said}”，这些行未合并计入；请统一写法",
        ),
        where=where,
    )
