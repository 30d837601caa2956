"""From the table to queries. A row that can't be asked, or asks what another asks, is a finding with its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from readiness.evidence.cell_words import items_of
from readiness.evidence.cells import BLANKS, CellError, fold_word, parse_choice
from readiness.evidence.promql import PromqlError, parse
from readiness.evidence.promql_tree import Node
from readiness.evidence.table import Row, Table
from readiness.model.errors import CannotJudge
from readiness.model.evidence import ColumnType
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.prometheus_query.facts import Asked
from readiness.probes.prometheus_query.settings import Settings
from readiness.probes.prometheus_query.units import UNITS


@dataclass(frozen=True, slots=True)
class Listed:
    """The rows of concern: what is asked, what can't be, and the keys of both."""

    asked: tuple[Asked, ...]
    unusable: tuple[Finding, ...]
    keys: tuple[str, ...]


class _RowProblem(Exception):
    def __init__(self, column: str, required: Text, observed: str, message: Text) -> None:
        super().__init__(column)
        self.column = column
        self.required = required
        self.observed = observed
        self.message = message


def listed(settings: Settings, table: Table) -> Listed:
    """The rows of concern. Raises CannotJudge where the table has no row at all."""
    named = {fold_word(name): rule.key for rule in reversed(settings.rules) for name in rule.names}
    asked: list[Asked] = []
    unusable: list[Finding] = []
    keys: list[str] = []
    seen: dict[str, str] = {}
    rows = 0
    for row in table.rows():
        rows += 1
        key = _key(table, row)
        if settings.only_named and key not in named:
            continue
        key = named.get(key, key)
        keys.append(key)
        try:
            one = _asked(table, row, key)
        except _RowProblem as problem:
            unusable.append(_unusable(table, row, problem))
            continue
        unusable.extend(_repeated(table, row, one, seen))
        asked.append(one)
    if not rows:
        raise CannotJudge(*_no_rows(table))
    return Listed(tuple(asked), tuple(unusable), tuple(keys))


def _key(table: Table, row: Row) -> str:
    """What a row's metric is compared by; of a choice the value that its word stands for."""
    text = row.cells.get("metric") or ""
    column = table.contract.column("metric")
    if column is not None and column.type is ColumnType.CHOICE:
        try:
            return fold_word(parse_choice(text, column.values))
        except CellError:
            return fold_word(text)
    return fold_word(text)


def _asked(table: Table, row: Row, key: str) -> Asked:
    metric = (row.cells.get("metric") or "").strip(BLANKS)
    if not metric:
        raise _RowProblem(
            "metric", Text("a metric", "指标名称"), "", Text("The row names no metric", "该行没有写指标名称")
        )
    query = (row.cells.get("query") or "").strip(BLANKS)
    return Asked(
        metric,
        key,
        query,
        table.cell(row.number, "query"),
        _unit(table, row),
        _place(table, row, "unit"),
        items_of(row.cells.get("members")),
        _place(table, row, "members"),
        _tree(query, metric),
    )


def _tree(query: str, metric: str) -> Node:
    try:
        return parse(query)
    except PromqlError as error:
        raise _RowProblem(
            "query",
            Text("a PromQL query", "一条 PromQL 查询语句"),
            query,
            Text(
                f"The query of {metric} can't be asked: {error.text.en}",
                f"“{metric}”的查询语句无法执行：{error.text.zh}",
            ),
        ) from None


def _unit(table: Table, row: Row) -> str:
    text = row.cells.get("unit")
    if text is None:
        return ""
    column = table.contract.column("unit")
    values = column.values if column is not None and column.values else dict.fromkeys(UNITS, ())
    try:
        return parse_choice(text, values)
    except CellError as error:
        said = error.text
        raise _RowProblem("unit", Text("a unit", "单位"), text, said) from None


def _place(table: Table, row: Row, column: str) -> str:
    return table.cell(row.number, column if column in table.columns else "query")


def _repeated(table: Table, row: Row, one: Asked, seen: dict[str, str]) -> Iterator[Finding]:
    """A metric that stands there twice, and a query under two names: either way one of the twelve is missing."""
    for kind, column, what in (("metric", "metric", one.key), ("query", "query", repr(one.tree))):
        where = table.cell(row.number, column)
        first = seen.setdefault(f"{kind} {what}", where)
        if first != where:
            yield Finding(
                subject=one.metric,
                required=Text(f"each {kind} once", "每个指标只写一次" if kind == "metric" else "每条查询语句只用一次"),
                observed=Text(f"also in {first}", f"与 {first} 重复"),
                message=Text(
                    f"The {kind} stands there twice, so another metric is probably missing",
                    f"{'指标' if kind == 'metric' else '查询语句'}重复，可能漏掉了另一项指标",
                ),
                where=where,
            )


def _unusable(table: Table, row: Row, problem: _RowProblem) -> Finding:
    where = _place(table, row, problem.column)
    return Finding(
        subject=(row.cells.get("metric") or "").strip(BLANKS) or where,
        required=problem.required,
        observed=Text.same(problem.observed) if problem.observed else Text("empty", "空"),
        message=problem.message,
        where=where,
        kind=FindingKind.UNREADABLE,
    )


def _no_rows(table: Table) -> tuple[Text, Text]:
    return (
        Text(f"{table.use.source} has no rows, so nothing could be asked", f"{table.use.source} 没有数据行，无从检查"),
        Text("List each metric with its PromQL query, one in a row", "请逐行列出每项指标及其 PromQL 查询语句"),
    )
