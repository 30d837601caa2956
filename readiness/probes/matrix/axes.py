"""Matrix: the values of an axis, listed in the check or read from other evidence."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from readiness.evidence.cells import CellError, parse_choice
from readiness.model.errors import CannotJudge
from readiness.model.evidence import Column, ColumnType
from readiness.model.text import Text
from readiness.probes.matrix.facts import AxisValue
from readiness.probes.matrix.settings import AxisSource, Settings
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import Flaws, Group, Grouped, both, instant_key, names_used, need


@dataclass(frozen=True, slots=True)
class ReadAxis:
    """An axis as it was read. With `as_text` the table's cells are compared as they are written."""

    name: str
    title: str
    values: tuple[AxisValue, ...]
    as_text: bool
    flaws: Flaws = field(default_factory=Flaws)


def read_axis(
    name: str, source: AxisSource | Sequence[str], frame: Frame, settings: Settings, context: Any
) -> ReadAxis:
    """`frame` is of the table whose column the axis is. Raises NotSupplied and CannotJudge."""
    column = frame.scope.columns[name]
    title = both(column.title) if column.title else frame.table.headers.get(name, name).strip()
    if not isinstance(source, AxisSource):
        values = (_listed(name, word, frame, column) for word in source)
        return ReadAxis(name, title, _different(values), as_text=False)
    other = open_frame(context, source.evidence, {source.column, *names_used([source.where])}, settings.limits)
    need(other.table, [source.column], f"axes: {name}")
    same = other.scope.columns[source.column].type is column.type
    as_text = frozenset() if same else frozenset({source.column})
    grouped = Grouped(other, (source.column,), "count(*)", source.where, source.column, as_text, settings.max_findings)
    values = (_read(group, column, same=same) for group in grouped.groups().values())
    # a word of the other evidence is looked up among the choice's own, all else is compared as it is written
    as_written = not same and column.type is not ColumnType.CHOICE
    return ReadAxis(name, title, _different(values), as_text=as_written, flaws=grouped.flaws())


def _different(values: Iterable[AxisValue]) -> tuple[AxisValue, ...]:
    return tuple({value.key: value for value in reversed(list(values))}.values())[::-1]


def _read(group: Group, column: Column, *, same: bool) -> AxisValue:
    (key,), (shown,) = group.key, group.shown
    if column.type is ColumnType.CHOICE:
        with contextlib.suppress(CellError):  # a word that the choice does not know is a cell that nothing fills
            key = key if same else parse_choice(shown, column.values)
        shown = _word(column, key) or shown
    return AxisValue(key, shown, where=group.where)


def _listed(name: str, word: str, frame: Frame, column: Column) -> AxisValue:
    """A listed value as the table's cells are compared. Raises CannotJudge for one that the column can't hold."""
    value = frame.typed.value(name, word)
    if value is None:
        why = frame.typed.why(name, word)
        raise CannotJudge(
            Text(
                f"The axis {name} lists {word!r}, which its column can't hold: {why.en}",
                f"轴 {name} 列出的“{word}”不是该列的取值：{why.zh}",
            ),
            Text("Correct the axis in the checklist or in the campaign's settings", "请在检查清单或活动设置中更正该轴"),
        )
    return AxisValue(_key(value), _word(column, str(value)) or word)


def _key(value: Any) -> str:
    """A value as `key_sql` gives it."""
    match value:
        case bool():
            return "true" if value else "false"
        case datetime():
            return instant_key(value)
        case date():
            return value.isoformat()
        case Decimal():
            return f"{value:.6f}"
    return str(value)


def _word(column: Column, value: str) -> str:
    """The first Chinese word for a choice's value, else its first word."""
    words = column.values.get(value, ())
    return next((word for word in words if not word.isascii()), next(iter(words), ""))
