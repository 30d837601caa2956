"""Looks settings over beside the contracts, before anything is read: expressions, columns, limits, words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from readiness.evidence.expressions import parse_expression
from readiness.model.errors import BadValue
from readiness.model.evidence import Column, ColumnType
from readiness.model.text import Text
from readiness.probes.kind import SettingProblem, Surroundings
from readiness.probes.tabular.limits import Limit
from readiness.probes.tabular.parts import Join, Roster
from readiness.probes.tabular.rules import Rule, Total
from readiness.probes.tabular.scope import Scope, Use, constants_for
from readiness.probes.tabular.templates import placeholders

Path = tuple[str | int, ...]
_TIMES = (ColumnType.DATE, ColumnType.INSTANT)


@dataclass
class Checker:
    """Collects what is wrong, and which names were used, so that a limit that nothing names can be told."""

    surroundings: Surroundings
    limits: Mapping[str, Limit]
    used: set[str] = field(default_factory=set)

    def scope(self, evidence: str, joins: Mapping[str, Join] | None = None) -> Scope | None:
        """What expressions over a table may name; None where a contract is not known, which is told elsewhere."""
        contracts = self.surroundings.contracts
        aliases = {alias: join.evidence for alias, join in (joins or {}).items()}
        if any(name not in contracts for name in (evidence, *aliases.values())):
            return None
        columns: dict[str, Column] = {column.name: column for column in contracts[evidence].columns}
        for alias, name in aliases.items():
            columns |= {f"{alias}.{column.name}": column for column in contracts[name].columns}
        return Scope.of(columns, self.limits, constants_for(self.surroundings.moments))

    def expression(
        self, scope: Scope | None, path: Path, text: str | None, use: Use, group: Iterable[str] = ()
    ) -> Iterator[SettingProblem]:
        if text is None:
            return
        try:
            self.used.update(name.words for name in parse_expression(text).names)
            if scope is not None:
                scope.compiled(text, use, group)
        except BadValue as problem:
            yield SettingProblem(path, problem.message)

    def column(
        self, scope: Scope | None, path: Path, name: str | None, types: Iterable[ColumnType] = ()
    ) -> Iterator[SettingProblem]:
        """A column that must be there, of one of these types if any are given."""
        if scope is None or name is None:
            return
        column = scope.columns.get(name)
        if column is None:
            near = _nearest(name, scope.columns)
            yield SettingProblem(path, Text(f"There is no column {name!r}; {near.en}", f"没有列 {name!r}；{near.zh}"))
            return
        wanted = tuple(types)
        if wanted and column.type not in wanted:
            listed = ", ".join(wanted)
            yield SettingProblem(
                path,
                Text(
                    f"Column {name!r} is {column.type}, where {listed} is needed",
                    f"列 {name!r} 的类型是 {column.type}，而这里需要 {listed}",
                ),
            )

    def words(
        self, scope: Scope | None, path: Path, template: Text, group: Iterable[str] | None = None,
        extra: Iterable[str] = (),
    ) -> Iterator[SettingProblem]:  # fmt: skip
        """A template: over a row, or over a group by these columns, in which `{=expression}` may stand. `extra` are
        names that the kind gives itself."""
        try:
            places = placeholders(template)
        except BadValue as problem:
            yield SettingProblem(path, problem.message)
            return
        for place in places:
            if place.computed:
                yield from self._computed(scope, path, place.words, group)
            elif place.words not in extra:
                self.used.add(place.words)
                yield from self._named(scope, path, place.words, group)

    def _computed(
        self, scope: Scope | None, path: Path, text: str, group: Iterable[str] | None
    ) -> Iterator[SettingProblem]:
        if group is None:
            yield SettingProblem(
                path,
                Text(
                    f"{{={text}}}: an expression in words is for totals only",
                    f"{{={text}}}：文字中的表达式只能用于 totals",
                ),
            )
        else:
            yield from self.expression(scope, path, text, Use.SHOWN, group)

    def _named(
        self, scope: Scope | None, path: Path, name: str, group: Iterable[str] | None
    ) -> Iterator[SettingProblem]:
        if scope is None:
            return
        try:
            scope.expect(name)
        except BadValue as problem:
            yield SettingProblem(path, problem.message)
            return
        if group is not None and name in scope.columns and name not in group:
            yield SettingProblem(
                path,
                Text(
                    f"{{{name}}} has a value in each row, where rows are told together; write {{=max({name})}}",
                    f"{{{name}}} 每行各有其值，而这里是多行一起说明；请写 {{=max({name})}}",
                ),
            )

    def rules(self, scope: Scope | None, rules: Iterable[Rule], at: Path = ("rules",)) -> Iterator[SettingProblem]:
        for place, rule in enumerate(rules):
            path = (*at, place)
            yield from self.expression(scope, (*path, "must"), rule.must, Use.ROW)
            yield from self.expression(scope, (*path, "when"), rule.when, Use.ROW)
            for index, name in enumerate(rule.filled or ()):
                yield from self.column(scope, (*path, "filled", index), name)
            yield from self.column(scope, (*path, "done"), rule.done, _TIMES)
            yield from self.column(scope, (*path, "fresh"), rule.fresh, _TIMES)
            yield from self.column(scope, (*path, "shows"), rule.shows)
            for key, template in rule.templates:
                yield from self.words(scope, (*path, key), template)

    def totals(self, scope: Scope | None, totals: Iterable[Total]) -> Iterator[SettingProblem]:
        for place, total in enumerate(totals):
            path: Path = ("totals", place)
            columns = [name for name in total.per if scope is None or name in scope.columns]
            for index, name in enumerate(total.per):
                yield from self.column(scope, (*path, "per", index), name)
            yield from self.expression(scope, (*path, "must"), total.must, Use.TOTAL, columns)
            yield from self.column(scope, (*path, "shows"), total.shows)
            yield from self.blames(scope, (*path, "blames"), total.blames)
            for key, template in total.templates:
                yield from self.words(scope, (*path, key), template, columns)

    def blames(self, scope: Scope | None, path: Path, blames: Mapping[str, str]) -> Iterator[SettingProblem]:
        """Each column, and the condition of a row that blames its cell."""
        for column, condition in blames.items():
            yield from self.column(scope, (*path, column), column)
            yield from self.expression(scope, (*path, column), condition, Use.ROW)

    def joins(self, scope: Scope | None, joins: Mapping[str, Join], setting: str = "join") -> Iterator[SettingProblem]:
        for alias, join in joins.items():
            other = self.scope(join.evidence)
            yield from self._matches(scope, other, (setting, alias, "on"), join.on)
            yield from self.expression(_of_pair(scope, alias), (setting, alias, "matching"), join.matching, Use.FILTER)
            yield from self.expression(other, (setting, alias, "where"), join.where, Use.FILTER)
            yield from self.expression(other, (setting, alias, "prefers"), join.prefers, Use.FILTER)

    def roster(self, scope: Scope | None, roster: Roster | None) -> Iterator[SettingProblem]:
        if roster is None:
            return
        if isinstance(roster.on, str):
            yield from self.column(scope, ("roster", "on"), roster.on, (ColumnType.INSTANT,))
            return
        of_roster = self.scope(roster.evidence or "")
        yield from self._matches(scope, of_roster, ("roster", "on"), roster.on)
        yield from self.expression(of_roster, ("roster", "where"), roster.where, Use.FILTER)

    def _matches(
        self, here: Scope | None, there: Scope | None, path: Path, matches: Mapping[str, str]
    ) -> Iterator[SettingProblem]:
        for one, other in matches.items():
            yield from self.column(here, (*path, one), one)
            yield from self.column(there, (*path, one), other)

    def unused_limits(self, scope: Scope | None) -> Iterator[SettingProblem]:
        """A limit that nothing names changes nothing: it is mistyped."""
        known = {} if scope is None else {**scope.columns, **scope.constants}
        for name in self.limits:
            if name not in self.used:
                near = _nearest(name, self.used - known.keys())
                yield SettingProblem(
                    ("limits", name),
                    Text(
                        f"Nothing in this check names the limit {name!r}; {near.en}",
                        f"本检查项没有用到限值 {name!r}；{near.zh}",
                    ),
                )

    def clashes(self, scope: Scope | None) -> Iterator[SettingProblem]:
        """A limit of the name of a column or a constant."""
        for name in self.limits if scope is not None else ():
            taken = scope is not None and (name in scope.columns or name in scope.constants)
            if taken:
                yield SettingProblem(
                    ("limits", name),
                    Text(
                        f"{name!r} is a column or a constant already; give the limit another name",
                        f"{name!r} 已是列或常量的名称；请给限值另取名称",
                    ),
                )


def _of_pair(scope: Scope | None, alias: str) -> Scope | None:
    """The columns of the table and of one joined evidence alone: what the condition of a join may name."""
    if scope is None:
        return None
    return replace(scope, columns={n: c for n, c in scope.columns.items() if n.partition(".")[0] in (n, alias)})


def _nearest(name: str, names: Iterable[str]) -> Text:
    from difflib import get_close_matches

    pool = sorted(names)
    near = get_close_matches(name, pool, n=1)
    if near:
        return Text(f"did you mean {near[0]}?", f"是否想写 {near[0]}？")
    return Text(f"known here: {', '.join(pool)}", f"这里可以写：{'、'.join(pool)}")
