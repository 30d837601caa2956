"""Load test: the two tables beside the tool's files: which release each file tested, and the daily traffic."""

# ruff: noqa: S608  (names are quoted)

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from readiness.evidence.sql_text import quoted
from readiness.evidence.typed import BadCell, raw
from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.load_test.facts import TestRow, Visits
from readiness.probes.load_test.settings import TEST_COLUMNS, TRAFFIC_COLUMNS, Settings
from readiness.probes.tabular.acts import aware
from readiness.probes.tabular.frame import Frame, open_frame
from readiness.probes.tabular.grouped import need

_MOST_ROWS = 1_000
Cells = dict[str, Any]


def read_tests(settings: Settings, context: Any) -> tuple[tuple[TestRow, ...], tuple[Finding, ...], str]:
    """What the owners say of each file. Raises NotSupplied and CannotJudge."""
    frame = open_frame(context, settings.tests, {*TEST_COLUMNS, "started_at"}, {})
    need(frame.table, TEST_COLUMNS, "tests")
    found, table = [], frame.table
    rows, flaws = _rows(frame, (*TEST_COLUMNS, "started_at"))
    for number, cells, texts in rows:
        found.append(
            TestRow(
                file=texts["file"],
                release=texts["release"] or None,
                environment=cells["environment"],
                shown_environment=texts["environment"],
                started_at=aware(cells["started_at"]),
                where=table.cell(number, "file"),
                release_where=table.cell(number, "release"),
                environment_where=table.cell(number, "environment"),
                started_where=table.cell(number, "started_at"),
            )
        )
    return tuple(found), flaws, table.use.source


def read_traffic(settings: Settings, context: Any) -> tuple[tuple[Visits, ...], tuple[Finding, ...], str]:
    """The traffic of each site. Raises NotSupplied and CannotJudge."""
    frame = open_frame(context, settings.traffic, TRAFFIC_COLUMNS, {})
    need(frame.table, TRAFFIC_COLUMNS, "traffic")
    rows, flaws = _rows(frame, TRAFFIC_COLUMNS)
    found = tuple(
        Visits(
            site=texts["site"] or frame.table.where(number),
            daily_visits=_exact(cells["daily_visits"]),
            peak_share=_exact(cells["peak_share"]),
            visit_seconds=_exact(cells["visit_seconds"]),
            forecast_peak=_exact(cells["forecast_peak"]),
            until=cells["until"],
            where={name: frame.table.cell(number, name) for name in TRAFFIC_COLUMNS},
        )
        for number, cells, texts in rows
    )
    return found, flaws, frame.table.use.source


def _exact(number: int | Decimal | None) -> Decimal | None:
    return None if number is None else Decimal(number)


def _rows(frame: Frame, names: Sequence[str]) -> tuple[list[tuple[int, Cells, dict[str, str]]], tuple[Finding, ...]]:
    """Number, values and trimmed texts of each row, and the cells that are not what their column is."""
    columns = [name for name in names if name in frame.scope.columns]
    selected = ", ".join(["row_number", *(quoted(n) for n in columns), *(quoted(raw(n)) for n in columns)])
    rows: list[tuple[int, Cells, dict[str, str]]] = []
    for number, *rest in frame.query(f"SELECT {selected} FROM {frame.relation} ORDER BY row_number LIMIT {_MOST_ROWS}"):
        values, texts = dict(zip(columns, rest, strict=False)), rest[len(columns) :]
        said = {name: text or "" for name, text in zip(columns, texts, strict=True)}
        rows.append((number, {name: values.get(name) for name in names}, {**dict.fromkeys(names, ""), **said}))
    bad, _ = frame.typed.bad_cells(columns)
    keys = {number: said[names[0]] for number, _, said in rows}
    return rows, tuple(_unread(frame, one, keys.get(one.row_number, "")) for one in bad)


def _unread(frame: Frame, bad: BadCell, key: str) -> Finding:
    title = " ".join(frame.table.headers.get(bad.column, bad.column).split())
    where = frame.table.cell(bad.row_number, bad.column)
    return Finding(
        subject=key or where,
        required=Text(f"a readable {title}", f"可读取的“{title}”"),
        observed=Text.same(bad.text),
        message=Text(f"{key}: {title}: {bad.why.en}", f"{key}：{title}：{bad.why.zh}"),
        where=where,
        kind=FindingKind.UNREADABLE,
    )
