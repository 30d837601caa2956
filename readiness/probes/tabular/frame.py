"""A table of evidence as expressions see it: typed columns, joined evidence, limits and constants, by name."""

# ruff: noqa: S608  (names are quoted; values are written by the limits, constants and expressions themselves)

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.evidence.sql_text import quoted
from readiness.evidence.table import Table
from readiness.evidence.typed import Typed, raw, typed
from readiness.model.errors import BadValue, CannotJudge
from readiness.model.evidence import Column
from readiness.model.text import Text
from readiness.probes.keys import spelling_sql
from readiness.probes.tabular.limits import Limit
from readiness.probes.tabular.parts import Join
from readiness.probes.tabular.scope import Scope, Use, constants_of, names_in

_UNSURE = '"is meant" IS NULL'


@dataclass(frozen=True)
class Joined:
    """Joined evidence: its rows, and what the wide relation calls their numbers and how many partners a row has.
    `meant` is SQL that says which of its rows are meant, `matching` what must hold of a row and its partner,
    `preferred` which of several is the partner (empty: none, so that several are too many)."""

    alias: str
    typed: Typed
    join: Join
    meant: str = "TRUE"
    matching: str | None = None
    preferred: str = ""

    @property
    def row(self) -> str:
        return f"{self.alias} row"

    @property
    def partners(self) -> str:
        return f"{self.alias} partners"

    @property
    def alike(self) -> str:
        return f"{self.alias} alike"

    @property
    def spelt(self) -> bool:
        """Whether a partner may be missing, and so must not be there in another spelling either."""
        return self.join.optional and bool(self.join.on)

    @property
    def lacking(self) -> str:
        """SQL: it has no partner and needs one, has one that is written otherwise, or has several."""
        alone = "FALSE" if self.join.optional else f"{quoted(self.row)} IS NULL"
        otherwise = f"{quoted(self.alike)} IS NOT NULL" if self.spelt else "FALSE"
        return f"({alone} OR {otherwise} OR coalesce({quoted(self.partners)} > 1, FALSE))"


@dataclass(frozen=True)
class Frame:
    """`relation` is a SELECT in parentheses. Its columns: `row_number`; each column of the table under its name and its
    trimmed text under `raw(name)`; those of joined evidence as `alias.column` and `raw("alias.column")`; and for each
    joined evidence `Joined.row` (NULL without a partner), `Joined.partners` and, where a partner may be missing,
    `Joined.alike`: the key of a row that would be one if it were written alike."""

    typed: Typed
    scope: Scope
    relation: str
    joined: Mapping[str, Joined]

    @property
    def table(self) -> Table:
        return self.typed.table

    def compiled(self, text: str, use: Use, group: Iterable[str] = ()) -> str:
        """SQL of an expression over `relation`. Raises CannotJudge, where `validate` did not look before."""
        try:
            return self.scope.compiled(text, use, group)
        except BadValue as problem:
            raise CannotJudge(
                Text(
                    f"An expression of this check can't be asked: {problem.message.en}",
                    f"本检查项的表达式无法使用：{problem.message.zh}",
                ),
                Text("Correct it in the checklist, or in the campaign's settings", "请在检查清单或活动设置中更正"),
            ) from None

    def query(self, sql: str, parameters: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        return self.typed.query(sql, parameters)

    def held_once(self, select: str, more: int) -> str:
        """A SELECT of the frame's rows, with `more` columns, for several questions: held where the table is small."""
        return self.table.held_once(select, 2 * len(self.scope.columns) + 3 * len(self.joined) + 1 + more)

    def source(self, name: str) -> tuple[Typed, str, str]:
        """Whose column a name is: its table, its name there, and the column of `relation` that numbers its row."""
        alias, _, column = name.rpartition(".")
        if not alias:
            return self.typed, column, "row_number"
        return self.joined[alias].typed, column, self.joined[alias].row

    def columns_among(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those names that are columns, of the table or joined, each once."""
        return tuple(name for name in dict.fromkeys(names) if name in self.scope.columns)


def open_frame(
    context: Any,
    evidence: str,
    names: Iterable[str],
    limits: Mapping[str, Limit],
    joins: Mapping[str, Join] | None = None,
) -> Frame:
    """Reads the evidence and types the columns among `names` (`book`, `plan.budget`; limits and constants among them
    are no matter). Raises NotSupplied and CannotJudge."""
    joins = joins or {}
    matched = names_in(join.matching for join in joins.values() if join.matching)
    used, joined = frozenset(names) | matched, {}
    table = context.table(evidence)
    keys = [key for join in joins.values() for key in join.on]
    own = typed(table, _used(table, {*used, *keys}))
    columns = mine = _declared(own)
    constants = constants_of(context)
    for alias, join in joins.items():
        of_alias = {name.partition(".")[2] for name in used if name.startswith(f"{alias}.")}
        texts = [text for text in (join.where, join.prefers) if text]
        other = open_frame(context, join.evidence, {*of_alias, *join.on.values(), *names_in(texts)}, limits)
        meant = other.compiled(join.where, Use.FILTER) if join.where else "TRUE"
        theirs = {f"{alias}.{name}": column for name, column in other.scope.columns.items()}
        pair = Frame(own, Scope.of({**mine, **theirs}, limits, constants, context.times), "", {})
        matching = pair.compiled(join.matching, Use.FILTER) if join.matching else None
        preferred = other.compiled(join.prefers, Use.FILTER) if join.prefers else ""
        joined[alias] = Joined(alias, other.typed, join, meant, matching, preferred)
        columns = {**columns, **theirs}
    scope = Scope.of(columns, limits, constants, context.times)
    return Frame(own, scope, _wide(own, joined) if joined else own.relation, joined)


def columns_here(join: Join) -> tuple[str, ...]:
    """The columns of the judged table by which a partner is found."""
    matching = names_in([join.matching]) if join.matching else ()
    return (*join.on, *sorted(name for name in matching if "." not in name))


def _used(table: Table, names: Iterable[str]) -> list[str]:
    wanted = frozenset(names)
    return [column.name for column in table.contract.columns if column.name in wanted]


def _declared(of: Typed) -> dict[str, Column]:
    return {column.name: column for column in of.table.contract.columns if column.name in of.types}


def _wide(own: Typed, joined: Mapping[str, Joined]) -> str:
    selected, joins = ["t.*"], ""
    for alias, one in joined.items():
        j = quoted(f"j {alias}")
        selected += [f"{j}.{quoted(name)}" for name in _named_wide(one)]
        selected += [f"{j}.{quoted(one.row)}", f"{j}.{quoted(one.partners)}"]
        if one.matching is None:
            equal = " AND ".join(_equal("t", own, here, j, one, there) for here, there in one.join.on.items())
            joins += f" LEFT JOIN {_by_key(one)} AS {j} ON {j}.nth = 1 AND {equal}"
        else:
            joins += f" LEFT JOIN {_by_condition(own, one)} AS {j} ON {j}.nth = 1 AND {j}.own_number = t.row_number"
        if one.spelt:
            s = quoted(f"s {alias}")
            here = _said_together(f"t.{quoted(raw(name))}" for name in one.join.on)
            written = f"CASE WHEN {s}.least <> {here} THEN {s}.least WHEN {s}.most <> {here} THEN {s}.most END"
            selected += [f"CASE WHEN {j}.{quoted(one.row)} IS NULL THEN {written} END AS {quoted(one.alike)}"]
            joins += f" LEFT JOIN {_spelt(one)} AS {s} ON {_spelt_alike(one, s)}"
    return f"(SELECT {', '.join(selected)} FROM {own.relation} AS t{joins})"


def _named_wide(one: Joined) -> list[str]:
    """What the columns of a joined evidence are called in the wide relation."""
    names = [f"{one.alias}.{name}" for name in one.typed.types]
    return [*names, *map(raw, names)]


def _partners_of(one: Joined) -> str:
    """A SELECT in parentheses of the rows of a joined evidence that are meant, or may be, in names of the wide
    relation."""
    columns = [f"{quoted(name)} AS {quoted(f'{one.alias}.{name}')}" for name in one.typed.types]
    columns += [f"{quoted(raw(name))} AS {quoted(raw(f'{one.alias}.{name}'))}" for name in one.typed.types]
    columns += [f"row_number AS {quoted(one.row)}", f'{one.meant} AS "is meant"']
    columns += [f'coalesce({one.preferred}, FALSE) AS "is preferred"'] if one.preferred else []
    return f'(SELECT * FROM (SELECT {", ".join(columns)} FROM {one.typed.relation}) WHERE "is meant" IS NOT FALSE)'


def _counted(one: Joined, by: str, unsure: str) -> str:
    """How many partners there are, one where the preferred is chosen; a row of which nobody can tell whether it is one
    counts twice: so it is never the one partner."""
    count = "1" if one.preferred else f"count(*) OVER (PARTITION BY {by})"
    first = f'NOT "is preferred", {quoted(one.row)}' if one.preferred else quoted(one.row)
    return (
        f"{count} + count_if({unsure}) OVER (PARTITION BY {by}) AS {quoted(one.partners)},"
        f" row_number() OVER (PARTITION BY {by} ORDER BY {first}) AS nth"
    )


def _by_key(one: Joined) -> str:
    """The rows of a joined evidence, of which the first of each key is the partner."""
    keys = ", ".join(quoted(f"{one.alias}.{there}") for there in one.join.on.values())
    return f"(SELECT *, {_counted(one, keys, _UNSURE)} FROM {_partners_of(one)})"


def _by_condition(own: Typed, one: Joined) -> str:
    """Each row of the table beside its partners by a condition over both."""
    equal = " AND ".join(_equal("t", own, here, "o", one, there) for here, there in one.join.on.items()) or "TRUE"
    pairs = (
        f'(SELECT t.row_number AS own_number, o.*, {one.matching} AS "is matching" FROM {own.relation} AS t'
        f" JOIN {_partners_of(one)} AS o ON {equal})"
    )
    unsure = f'{_UNSURE} OR "is matching" IS NULL'
    return f'(SELECT *, {_counted(one, "own_number", unsure)} FROM {pairs} WHERE "is matching" IS NOT FALSE)'


def _spelt(one: Joined) -> str:
    """The keys of joined evidence by their spelling, each with the first and the last way of writing it."""
    texts = [quoted(raw(there)) for there in one.join.on.values()]
    keys = [f"{spelling_sql(text)} AS {quoted(f'key {place}')}" for place, text in enumerate(texts)]
    written = _said_together(texts)
    by = ", ".join(quoted(f"key {place}") for place in range(len(texts)))
    meant = f"({one.meant}) IS NOT FALSE AND {' AND '.join(f'{text} IS NOT NULL' for text in texts)}"
    shown = [f"min({written}) AS least", f"max({written}) AS most"]
    return f"(SELECT {', '.join([*keys, *shown])} FROM {one.typed.relation} WHERE {meant} GROUP BY {by})"


def _said_together(texts: Iterable[str]) -> str:
    return f"concat_ws(' · ', {', '.join(texts)})"


def _spelt_alike(one: Joined, s: str) -> str:
    return " AND ".join(
        f"{spelling_sql(f't.{quoted(raw(here))}')} = {s}.{quoted(f'key {place}')}"
        for place, here in enumerate(one.join.on)
    )


def _equal(t: str, own: Typed, here: str, j: str, one: Joined, there: str) -> str:
    """Two key cells are equal: by value where both columns are of one type, else as they are written."""
    other = f"{one.alias}.{there}"
    if own.types[here] is one.typed.types[there]:
        return f"{t}.{quoted(here)} = {j}.{quoted(other)}"
    return f"{t}.{quoted(raw(here))} = {j}.{quoted(raw(other))}"
