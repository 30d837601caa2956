"""What the names in an expression mean: columns, joined columns, limits and the campaign's constants."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto
from typing import Any

from readiness.evidence.expressions import Expression, Name, parse_expression, render
from readiness.evidence.sql_text import literal, quoted
from readiness.evidence.typed import SQL_TYPES
from readiness.model.errors import BadValue
from readiness.model.evidence import Column, ColumnType
from readiness.model.text import Text
from readiness.probes.tabular.limits import Limit, instant_sql, limit_sql, limit_type

_INSTANTS = ("launch", "campaign_end", "now", "due")
_TEXTS = ("release", "campaign_id")
_LISTS = ("people", "people_names", "traits")
_CLOSE = 0.6


class Use(Enum):
    """What an expression is asked for. ROW is a condition of one row, FILTER says which rows are meant, TOTAL is a
    condition of a group of rows, NUMBER a number of a group and SHOWN anything of a group."""

    ROW = auto()
    FILTER = auto()
    TOTAL = auto()
    NUMBER = auto()
    SHOWN = auto()


@dataclass(frozen=True, slots=True)
class Constant:
    """A name with one value for all rows."""

    sql_type: str
    sql: str


def constants_for(moments: Iterable[str]) -> dict[str, Constant]:
    """The constants of a campaign with these moments, without their values: to look an expression over."""
    instants = (*_INSTANTS, *(moment.replace("-", "_") for moment in moments if moment not in ("T", "E")))
    types = {
        **dict.fromkeys(instants, "TIMESTAMP"),
        **dict.fromkeys(_TEXTS, "VARCHAR"),
        **dict.fromkeys(_LISTS, "VARCHAR[]"),
    }
    return {name: Constant(sql_type, f"NULL::{sql_type}") for name, sql_type in types.items()}


def constants_of(context: Any) -> dict[str, Constant]:
    """The constants with their values, from a probe's context."""
    campaign, times = context.campaign, context.times
    instants = {
        **{name.replace("-", "_"): at for name, at in times.moments.items()},
        "launch": times.launch,
        "campaign_end": times.end,
        "now": times.now,
        "due": context.due,
    }
    people = _names_by_word(campaign.people)
    traits = {trait for trait, holds in campaign.traits.items() if holds}
    return {
        **{name: Constant("TIMESTAMP", instant_sql(at)) for name, at in instants.items()},
        "release": Constant("VARCHAR", literal(campaign.release)),
        "campaign_id": Constant("VARCHAR", literal(campaign.id)),
        "people": _listed(sorted(people)),
        "people_names": _listed(people[word] for word in sorted(people)),
        "traits": _listed(sorted(traits)),
    }


def _names_by_word(people: Iterable[Any]) -> dict[str, str | None]:
    """What people may be called, ids and names, with the name of the one who is meant; None where it may be two."""
    found: dict[str, str | None] = {}
    for person in people:
        for word in {person.id, person.name}:
            found[word] = None if word in found else person.name
    return found


def _listed(words: Iterable[str | None]) -> Constant:
    written = ("NULL" if word is None else literal(word) for word in words)
    return Constant("VARCHAR[]", f"[{', '.join(written)}]::VARCHAR[]")


@dataclass(frozen=True, slots=True)
class Scope:
    """`columns` by name, those of joined evidence as `alias.column`; `limits` and `constants` have SQL values. `zone`
    is the campaign's."""

    columns: Mapping[str, Column]
    limits: Mapping[str, Constant]
    constants: Mapping[str, Constant]
    zone: str = "UTC"
    looks_at_types: bool = True

    @classmethod
    def of(
        cls,
        columns: Mapping[str, Column],
        limits: Mapping[str, Limit],
        constants: Mapping[str, Constant],
        times: Any = None,
    ) -> Scope:
        """With `times` the limits have their values, and the scope is one to ask with: types were looked at when the
        files were loaded (of shipped checks in the tests), and to do so again would cost more than most questions."""
        valued = {
            name: Constant(limit_type(limit), limit_sql(limit, times) if times else f"NULL::{limit_type(limit)}")
            for name, limit in limits.items()
        }
        return cls(columns, valued, constants, times.zone.key if times else "UTC", looks_at_types=times is None)

    @property
    def names(self) -> tuple[str, ...]:
        return (*self.columns, *self.limits, *self.constants)

    def expect(self, name: str) -> None:
        """Raises BadValue for a name that means nothing here (with the nearest that does), or two things."""
        meant = [kind for kind in (self.columns, self.limits, self.constants) if name in kind]
        if not meant:
            near = get_close_matches(name, self.names, n=1, cutoff=_CLOSE)
            listed = ", ".join(sorted((*self.columns, *self.limits)))
            hint = Text(f"did you mean {near[0]}?", f"是否想写 {near[0]}？") if near else None
            hint = hint or Text(f"known here: {listed}", f"这里可以写：{listed}")
            raise BadValue(
                Text(f"{name!r} is no column, limit or constant; {hint.en}", f"{name!r} 不是列、限值或常量；{hint.zh}")
            )
        if len(meant) > 1:
            raise BadValue(
                Text(
                    f"{name!r} is the name of two things among columns, limits and constants; give one another name",
                    f"{name!r} 同时是列、限值或常量中两者的名称；请给其中一个改名",
                )
            )

    def resolve(self, name: Name) -> str:
        """Its SQL. Raises BadValue."""
        self.expect(name.words)
        constant = self.limits.get(name.words) or self.constants.get(name.words)
        return constant.sql if constant else quoted(name.words)

    def parts(self, text: str) -> list[tuple[str, tuple[str, ...]]]:
        """What `and` joins in a condition: the SQL of each part in parentheses, and the names that it holds. Raises
        BadValue."""
        return [
            (f"({render(pieces, self.resolve, self.zone)})", tuple(dict.fromkeys(name.words for name in names)))
            for pieces, names in parse_expression(text).parts
        ]

    def sql_types(self) -> dict[str, str]:
        return {name: SQL_TYPES[column.type] for name, column in self.columns.items()}

    def compiled(self, text: str, use: Use, group: Iterable[str] = ()) -> str:
        """The SQL of an expression, in parentheses, after a look at its names and types. `group` are the columns by
        which rows are grouped, and which a TOTAL may name bare. Raises BadValue."""
        expression = parse_expression(text)
        _expect_use(expression, use)
        sql = expression.sql(self.resolve, self.zone)
        if self.looks_at_types:
            _expect_types(self, expression, sql, use, tuple(group))
        return sql


def names_in(texts: Iterable[str]) -> frozenset[str]:
    """The names that expressions use. Raises BadValue for one that can't be read."""
    return frozenset(name.words for text in texts for name in parse_expression(text).names)


def _expect_use(expression: Expression, use: Use) -> None:
    grouped = use in (Use.TOTAL, Use.NUMBER, Use.SHOWN)
    if expression.aggregates and not grouped:
        raise BadValue(
            Text(
                f"{expression.text!r} counts over many rows, where one row is judged; put it under totals, or add "
                "over (partition by ...)",
                f"“{expression.text}”跨多行汇总，而这里逐行判断；请放到 totals，或加上 over (partition by ...)",
            )
        )
    if grouped and not expression.aggregates:
        raise BadValue(
            Text(
                f"{expression.text!r} has no aggregate such as count(*) or sum(x), where many rows are judged together",
                f"“{expression.text}”没有聚合函数（如 count(*)、sum(x)），而这里对多行一起判断",
            )
        )
    if expression.windows and use is not Use.ROW:
        raise BadValue(
            Text(
                f"{expression.text!r}: a window (over) is for conditions of rows only",
                f"“{expression.text}”：窗口（over）只能用于逐行条件",
            )
        )


def _family(sql_type: str) -> str:
    """Types that may be compared with one another."""
    if sql_type.endswith("[]"):
        return "list"
    if sql_type.startswith("DECIMAL") or sql_type.endswith(("INT", "INTEGER", "INT64", "INT32")):
        return "number"
    known = {"VARCHAR": "text", "TIMESTAMP": "instant", "DATE": "day", "BOOLEAN": "yes or no", "INTERVAL": "length"}
    return known.get(sql_type, "" if "NULL" in sql_type else sql_type.lower())


_FAMILIES = {
    "list": Text("a list", "列表"),
    "number": Text("a number", "数字"),
    "text": Text("a text", "文本"),
    "instant": Text("an instant", "时刻"),
    "day": Text("a day", "日期"),
    "yes or no": Text("a yes or no", "是否"),
    "length": Text("a length of time", "时长"),
}
_WANTED = {Use.ROW: "yes or no", Use.FILTER: "yes or no", Use.TOTAL: "yes or no", Use.NUMBER: "number"}


def _words(family: str) -> Text:
    return _FAMILIES.get(family, Text.same(family))


def _expect_types(scope: Scope, expression: Expression, sql: str, use: Use, group: tuple[str, ...]) -> None:
    from readiness.evidence.engine import bound_types

    sides = [
        [render(side, scope.resolve, scope.zone) for side in comparison.sides] for comparison in expression.comparisons
    ]
    families = _families(scope, [side for some in sides for side in some], group)
    for comparison, some in zip(expression.comparisons, sides, strict=True):
        _expect_one_family(expression, comparison.at, [families[side] for side in some])
        _expect_known_words(scope, expression, comparison)
    try:
        found = _family(bound_types([sql], scope.sql_types(), group)[0])
    except ValueError as error:
        raise BadValue(
            Text(f"{expression.text!r} does not fit together: {error}", f"“{expression.text}”类型不符：{error}")
        ) from None
    wanted = _WANTED.get(use)
    if wanted and found != wanted:
        is_, needed = _words(found), _words(wanted)
        raise BadValue(
            Text(
                f"{expression.text!r} is {is_.en}, where {needed.en} is needed",
                f"“{expression.text}”是{is_.zh}，而这里需要{needed.zh}",
            )
        )


def _families(scope: Scope, sides: list[str], group: tuple[str, ...]) -> dict[str, str]:
    """The family of each side. All are asked at once; where some don't fit together, or stand inside an aggregate and
    so are no group's, each alone. One that does not fit together itself has none, and the whole tells why."""
    from readiness.evidence.engine import bound_types

    if not sides:
        return {}
    with contextlib.suppress(ValueError):
        return dict(zip(sides, map(_family, bound_types(sides, scope.sql_types(), group)), strict=True))
    if len(sides) > 1:
        return {side: _families(scope, [side], group)[side] for side in sides}
    return _families(scope, sides, ()) if group else {sides[0]: ""}


def _expect_one_family(expression: Expression, at: int, families: list[str]) -> None:
    different = sorted({family for family in families if family})
    if len(different) < 2:  # noqa: PLR2004
        return
    one, other = different[:2]
    hint, hint_zh = "", ""
    if {one, other} == {"day", "instant"}:
        hint, hint_zh = "; take the day of an instant with local_day(...)", "；可用 local_day(...) 取时刻的日期"
    elif {one, other} == {"day", "text"}:
        hint, hint_zh = "; write a day as date '2026-06-18'", "；日期请写 date '2026-06-18'"
    raise BadValue(
        Text(
            f"{expression.text!r}, character {at}: {_words(one).en} is compared with {_words(other).en}{hint}",
            f"“{expression.text}”第 {at} 个字符：{_words(one).zh}与{_words(other).zh}不能比较{hint_zh}",
        )
    )


def _expect_known_words(scope: Scope, expression: Expression, comparison: Any) -> None:
    """A choice compared with a word that it can't be would be unequal for ever."""
    for side in comparison.sides:
        if len(side) != 1 or not isinstance(side[0], Name):
            continue
        column = scope.columns.get(side[0].words)
        if column is None or column.type is not ColumnType.CHOICE:
            continue
        unknown = [word for word in comparison.literals if word not in column.values]
        if unknown:
            listed = ", ".join(column.values)
            raise BadValue(
                Text(
                    f"{expression.text!r}, character {comparison.at}: {side[0].words} can't be {unknown[0]!r}; "
                    f"it is one of {listed}",
                    f"“{expression.text}”第 {comparison.at} 个字符：{side[0].words} 不会是“{unknown[0]}”；"
                    f"可取 {listed}",
                )
            )
