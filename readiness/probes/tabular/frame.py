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


@dataclass(frozen=True)
class Joined:
    """Joined evidence: its rows, and what the wide relation calls their numbers and how many partners a row has.
    `meant` is SQL that says which of its rows are meant, `preferred` which of several is the partner (empty: none, so
    that several are too many)."""

    alias: str
    typed: Typed
    join: Join
    meant: str = "TRUE"
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
    used, joined = frozenset(names), {}
    table = context.table(evidence)
    keys = [key for join in (joins or {}).values() for key in join.on]
    own = typed(table, _used(table, {*used, *keys}))
    columns = _declared(own)
    for alias, join in (joins or {}).items():
        of_alias = {name.partition(".")[2] for name in used if name.startswith(f"{alias}.")}
        texts = [text for text in (join.where, join.prefers) if text]
        other = open_frame(context, join.evidence, {*of_alias, *join.on.values(), *names_in(texts)}, limits)
        meant = other.compiled(join.where, Use.FILTER) if join.where else "TRUE"
        preferred = other.compiled(join.prefers, Use.FILTER) if join.prefers else ""
        joined[alias] = Joined(alias, other.typed, join, meant, preferred)
        columns |= {f"{alias}.{name}": column for name, column in other.scope.columns.items()}
    scope = Scope.of(columns, limits, constants_of(context), context.times)
    return Frame(own, scope, _wide(own, joined) if joined else own.relation, joined)


def _used(table: Table, names: Iterable[str]) -> list[str]:
    wanted = frozenset(names)
    return [column.name for column in table.contract.columns if column.name in wanted]


def _declared(of: Typed) -> dict[str, Column]:
    return {column.name: column for column in of.table.contract.columns if column.name in of.types}


def _wide(own: Typed, joined: Mapping[str, Joined]) -> str:
    selected, joins = ["t.*"], ""
    for alias, one in joined.items():
        j, keys = quoted(f"j {alias}"), ", ".join(quoted(there) for there in one.join.on.values())
        for name in one.typed.types:
            selected += [f"{j}.{quoted(name)} AS {quoted(f'{alias}.{name}')}"]
            selected += [f"{j}.{quoted(raw(name))} AS {quoted(raw(f'{alias}.{name}'))}"]
        selected += [f"{j}.row_number AS {quoted(one.row)}", f"{j}.partners AS {quoted(one.partners)}"]
        # a row of which nobody can tell whether it is meant counts twice: so it is never the one partner
        counted = "1" if one.preferred else f"count(*) OVER (PARTITION BY {keys})"
        order = f"NOT coalesce({one.preferred}, FALSE), row_number" if one.preferred else "row_number"
        first = (
            f"(SELECT *, {counted}"
            f' + count_if("is meant" IS NULL) OVER (PARTITION BY {keys}) AS partners,'
            f" row_number() OVER (PARTITION BY {keys} ORDER BY {order}) AS nth"
            f' FROM (SELECT *, {one.meant} AS "is meant" FROM {one.typed.relation}) WHERE "is meant" IS NOT FALSE)'
        )
        equal = " AND ".join(_equal("t", own, here, j, one.typed, there) for here, there in one.join.on.items())
        joins += f" LEFT JOIN {first} AS {j} ON {j}.nth = 1 AND {equal}"
        if one.join.optional:
            s = quoted(f"s {alias}")
            selected += [f"CASE WHEN {j}.row_number IS NULL THEN {s}.shown END AS {quoted(one.alike)}"]
            joins += f" LEFT JOIN {_spelt(one)} AS {s} ON {_spelt_alike(one, s)}"
    return f"(SELECT {', '.join(selected)} FROM {own.relation} AS t{joins})"


def _spelt(one: Joined) -> str:
    """The keys of joined evidence by their spelling, each with how its first row writes it."""
    texts = [quoted(raw(there)) for there in one.join.on.values()]
    keys = [f"{spelling_sql(text)} AS {quoted(f'key {place}')}" for place, text in enumerate(texts)]
    shown = f"arg_min(concat_ws(' · ', {', '.join(texts)}), row_number) AS shown"
    by = ", ".join(quoted(f"key {place}") for place in range(len(texts)))
    meant = f"({one.meant}) IS NOT FALSE AND {' AND '.join(f'{text} IS NOT NULL' for text in texts)}"
    return f"(SELECT {', '.join([*keys, shown])} FROM {one.typed.relation} WHERE {meant} GROUP BY {by})"


def _spelt_alike(one: Joined, s: str) -> str:
    return " AND ".join(
        f"{spelling_sql(f't.{quoted(raw(here))}')} = {s}.{quoted(f'key {place}')}"
        for place, here in enumerate(one.join.on)
    )


def _equal(t: str, own: Typed, here: str, j: str, other: Typed, there: str) -> str:
    """Two key cells are equal: by value where both columns are of one type, else as they are written."""
    if own.types[here] is other.types[there]:
        return f"{t}.{quoted(here)} = {j}.{quoted(there)}"
    return f"{t}.{quoted(raw(here))} = {j}.{quoted(raw(there))}"
