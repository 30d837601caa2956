"""Matrix: from the tables to `Facts`."""

# ruff: noqa: S608  (names are quoted; conditions are written by `Scope.compiled`)

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from readiness.evidence.cell_words import items_of
from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import raw
from readiness.model.errors import CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.text import Text
from readiness.probes.keys import look
from readiness.probes.matrix.axes import ReadAxis, read_axis
from readiness.probes.matrix.facts import Axis, AxisValue, Facts, Row
from readiness.probes.matrix.settings import Settings
from readiness.probes.tabular.acts import aware
from readiness.probes.tabular.facts import Aged
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import Flaws, key_sql, names_used, need, title_of
from readiness.probes.tabular.people import names_of
from readiness.probes.tabular.row_rules import see_rows
from readiness.probes.tabular.scope import Use
from readiness.probes.tabular.templates import placeholders

_NAMED = 5


def read_matrix(settings: Settings, context: Any) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    frame = open_frame(context, settings.table, _names(settings), settings.limits)
    done = settings.done.column if settings.done else None
    need(frame.table, settings.axes, "axes")
    need(frame.table, [done] if done else [], "done")
    _expect_time(frame, done)
    read = [read_axis(name, source, frame, settings, context) for name, source in settings.axes.items()]
    places = _Places(read, frozenset(settings.several or ()))
    rows = list(_rows(settings, frame, places))
    table = frame.table
    return Facts(
        table=Aged(table.name, table.use.source, table.use.time),
        title=title_of(table),
        axes=tuple(places.axes()),
        rows=tuple(rows),
        rules=see_rows(
            frame,
            frame.relation,
            settings.rules,
            tuple(settings.axes),
            context.times,
            context.due,
            settings.max_findings,
        ),
        flaws=sum((axis.flaws for axis in read), Flaws()),
        strangers=places.strangers,
        strangers_named=tuple(places.named)[:_NAMED],
    )


def _names(settings: Settings) -> set[str]:
    """All names that the check uses of its table; limits among them are no matter."""
    rules = settings.rules
    expressions = [settings.counts, *(text for rule in rules for text in rule.expressions)]
    words = [text for rule in rules for _, text in rule.templates]
    names = {place.words for text in words for place in placeholders(text) if not place.computed}
    demanded = {name for rule in rules for name in rule.demanded}
    done = {settings.done.column} if settings.done else set()
    return {*settings.axes, *names_used(expressions), *names, *demanded, *done}


def _expect_time(frame: Frame, column: str | None) -> None:
    kind = frame.scope.columns[column].type if column else ColumnType.INSTANT
    if kind not in (ColumnType.DATE, ColumnType.INSTANT):
        raise CannotJudge(
            Text(
                f"The column `{column}` is of type {kind}; an act needs a date or an instant",
                f"`{column}` 列的类型是 {kind}；动作需要 date 或 instant 类型",
            ),
            Text("Correct the contract, or name another column in `done`", "请更正声明，或在 `done` 中写其他列"),
        )


@dataclass
class _Places:
    """Which rows stand on the matrix; those that do not are counted, with the first values that no axis has. The cells
    of `several` hold more than one value."""

    read: Sequence[ReadAxis]
    several: frozenset[str] = frozenset()
    strangers: int = 0

    def __post_init__(self) -> None:
        self._known = [{value.key for value in axis.values} for axis in self.read]
        self._astray: list[dict[str, str]] = [{} for _ in self.read]
        self.named: dict[str, None] = {}

    def of(self, place: Sequence[str | None], texts: Sequence[str | None]) -> tuple[tuple[str, ...], ...]:
        """The places at which a row stands: one, or one for each value of cells that hold several; none for a row that
        no cell of the matrix asks for."""
        here: list[list[str]] = []
        for axis, key, text, known, astray in zip(self.read, place, texts, self._known, self._astray, strict=True):
            values = _values(key, text, several=axis.name in self.several)
            here.append([key for key in dict.fromkeys(key for keys, _ in values for key in keys) if key in known])
            unknown = [(keys, shown) for keys, shown in values if known.isdisjoint(keys)]
            for keys, shown in unknown:
                for word in (shown, *keys):
                    astray.setdefault(look(word), shown)
            if not here[-1]:
                self.named.update((shown, None) for _, shown in unknown)
        found = tuple(product(*here))
        self.strangers += not found
        return found

    def axes(self) -> Iterator[Axis]:
        """The axes, each value with the spelling that a row without a place has for it."""
        for axis, astray in zip(self.read, self._astray, strict=True):
            values = [
                AxisValue(
                    value.key,
                    value.shown,
                    astray.get(look(value.shown)) or astray.get(look(value.key), ""),
                    value.where,
                )
                for value in axis.values
            ]
            yield Axis(axis.name, axis.title, tuple(values))


def _rows(settings: Settings, frame: Frame, places: _Places) -> Iterator[Row]:
    done = settings.done.column if settings.done else None
    counts = f"coalesce({frame.compiled(settings.counts, Use.ROW)}, FALSE)" if settings.counts else "TRUE"
    fails, decisive = _fails(settings, frame)
    shown = frame.columns_among([*sorted(names_used([settings.counts])), *([done] if done else [])])
    shown = tuple(name for name in shown if name in frame.table.columns and name not in settings.axes)
    keys = [key_sql(frame, axis.name, as_text=axis.as_text) for axis in places.read]
    texts = [quoted(raw(axis.name)) for axis in places.read]
    act_sql = quoted(done) if done else "NULL"
    selected = ", ".join(["row_number", counts, fails, act_sql, *keys, *texts, *(quoted(raw(name)) for name in shown)])
    size = len(keys)
    for number, good, failed, act, *rest in frame.query(f"SELECT {selected} FROM {frame.relation} ORDER BY row_number"):
        for place in places.of(rest[:size], rest[size : 2 * size]):
            column = shown[0] if failed is None and shown else decisive[failed] if failed is not None else None
            where = frame.table.cell(number, column) if column else frame.table.where(number)
            at = frame.table.cell(number, done) if done else ""
            yield Row(place, bool(good), aware(act), _said(frame, shown, rest[2 * size :]), where, at)


def _values(key: str | None, text: str | None, *, several: bool) -> list[tuple[tuple[str, ...], str]]:
    """What a cell holds: for each value all that it is called (`李伟 <li.wei@shop.example>` is also 李伟), and how it
    is written."""
    if not several or key is None:
        return [((() if key is None else (key,)), text)] if text else []
    return [(names_of(item), item) for item in items_of(text)]


def _fails(settings: Settings, frame: Frame) -> tuple[str, list[str | None]]:
    """SQL for the place of the first part of `counts` that does not hold, and the column of the table that each part
    looks at first: where a row does not count, that cell is the one to be looked at."""
    parts = frame.scope.parts(settings.counts) if settings.counts else []
    decisive: list[str | None] = []
    for _, names in parts:
        columns = [one for one in frame.columns_among(names) if one in frame.table.columns]
        decisive.append(next((one for one in columns if one not in settings.axes), columns[0] if columns else None))
    cases = " ".join(f"WHEN NOT coalesce({sql}, FALSE) THEN {place}" for place, (sql, _) in enumerate(parts))
    return (f"CASE {cases} END" if cases else "NULL"), decisive


def _said(frame: Frame, names: Iterable[str], texts: Iterable[str | None]) -> str:
    """`状态 草稿, 测试时间 -`: the cells that decide, as typed."""
    headers = frame.table.headers
    return ", ".join(
        f"{headers.get(name, name).strip()} {text or '-'}" for name, text in zip(names, texts, strict=True)
    )
