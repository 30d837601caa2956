"""Dashboards from files, and the metrics of a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from readiness.evidence.context import ProbeContext
from readiness.evidence.decoding import decode
from readiness.evidence.extract import ExtractError, parse_json
from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.dashboard.facts import Board, Facts, Row
from readiness.probes.dashboard.grafana import NoDashboard, read_board
from readiness.probes.dashboard.settings import Settings

_EXPORT = Text(
    "Export the dashboard from Grafana (Export, as JSON) and put the file there",
    "请在 Grafana 中将看板导出为 JSON，并放入该位置",
)
_MOST_NAMED = 5


def gather_facts(settings: Settings, context: ProbeContext) -> Facts:
    """Raises NotSupplied and CannotJudge."""
    rows = tuple(_rows(settings, context))
    if context.store.binding(settings.dashboards).url is not None:
        from readiness.probes.dashboard.asking import ask_grafana

        return ask_grafana(settings, context, rows)
    boards, notes = _boards(settings, context)
    return Facts(context.times.seen_until, boards, context.document(settings.dashboards).use.source, rows, notes=notes)


def _boards(settings: Settings, context: ProbeContext) -> tuple[tuple[Board, ...], tuple[Text, ...]]:
    document = context.document(settings.dashboards)
    folder = document.binding.folder is not None
    boards: list[Board] = []
    others: list[str] = []
    for file in document.files(_is_json if folder else lambda _: True):
        if file.data is None:
            others.append(file.path)
            continue
        try:
            content = parse_json(decode(file.data, document.binding.encoding, file.path).text.removeprefix("\ufeff"))
        except ExtractError as error:
            raise cannot_judge(f"{file.path}: {error.text.en}", f"{file.path}：{error.text.zh}", _EXPORT) from None
        try:
            boards.append(read_board(content, file.path))
        except NoDashboard:
            if not folder:
                raise _no_dashboard(file.path) from None
            others.append(file.path)
    if not boards:
        raise _no_dashboard(document.use.source)
    return tuple(boards), tuple(_note(others))


def _is_json(path: str) -> bool:
    return PurePosixPath(path).suffix.lower() == ".json" and not PurePosixPath(path).name.startswith(".")


def _rows(settings: Settings, context: ProbeContext) -> Iterator[Row]:
    listed = settings.metrics
    if listed is None:
        return
    table = context.table(listed.evidence)
    for row in table.rows():
        metric, query, panel = (
            (row.cells.get(column) or "").strip() for column in (listed.metric, listed.query, listed.panel)
        )
        told = listed.query if listed.query in table.columns else listed.metric
        yield Row(metric, query, panel, table.cell(row.number, told))


def _note(others: list[str]) -> Iterator[Text]:
    if others:
        names = [PurePosixPath(path).name for path in others[:_MOST_NAMED]]
        more = "…" if len(others) > _MOST_NAMED else ""
        yield Text(
            f"No dashboards are {', '.join(names)}{more} ({len(others)})",
            f"以下文件不是看板：{'、'.join(names)}{more}（{len(others)} 个）",
        )


def _no_dashboard(shown: str) -> CannotJudge:
    return cannot_judge(f"{shown} holds no dashboard of Grafana", f"{shown} 中没有 Grafana 看板", _EXPORT)
