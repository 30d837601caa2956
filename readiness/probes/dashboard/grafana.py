"""Dashboards of Grafana as it exports them: panels in a list, in rows (as old versions kept them), in collapsed rows;
the newer form with elements and a layout is `grafana_elements`'s."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from readiness.model.text import Text
from readiness.probes.dashboard.facts import Board, Panel
from readiness.probes.dashboard.grafana_elements import board_of_elements, is_of_elements
from readiness.probes.dashboard.targets import Source, Target, seen, source_of

_NO_QUERIES = frozenset({"text", "row", "news", "dashlist", "alertlist", "annolist", "welcome", "gettingstarted"})


class NoDashboard(Exception):
    """JSON that is no dashboard of Grafana."""


def read_board(document: Any, where: str) -> Board:
    """A dashboard of a file or of the API's answer. Raises NoDashboard."""
    inner = _unwrapped(document)
    if is_of_elements(inner):
        return board_of_elements(inner, where)
    if not isinstance(inner, Mapping) or not ("panels" in inner or "rows" in inner):
        raise NoDashboard
    if not ({"schemaVersion", "templating", "uid", "title"} & inner.keys()):
        raise NoDashboard
    written = inner.get("time")
    time: Mapping[str, Any] = written if isinstance(written, Mapping) else {}
    title = str(inner.get("title") or "")
    return Board(
        title,
        where,
        tuple(_Reader(inner, title, where).panels()),
        dict(_variables(inner)),
        str(time.get("from") or ""),
        str(time.get("to") or ""),
        str(inner.get("refresh") or ""),
    )


def _unwrapped(document: Any) -> Any:
    """The dashboard inside what the API answers, and inside a resource that holds the old form."""
    if isinstance(document, Mapping) and isinstance(document.get("dashboard"), Mapping):
        return document["dashboard"]
    if isinstance(document, Mapping) and isinstance(document.get("spec"), Mapping) and "panels" in document["spec"]:
        return document["spec"]
    return document


def _variables(board: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    templating = board.get("templating")
    listed = templating.get("list") if isinstance(templating, Mapping) else None
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, Mapping) and one.get("name"):
            value = one.get("current")
            value = value.get("value") if isinstance(value, Mapping) else one.get("query")
            value = value[0] if isinstance(value, list) and value else value
            yield str(one["name"]), value if isinstance(value, str) else ""


@dataclass(frozen=True, slots=True)
class _Reader:
    board: Mapping[str, Any]
    title: str
    where: str

    def panels(self) -> Iterator[Panel]:
        for raw in self._raw():
            yield self._panel(raw)

    def _raw(self) -> Iterator[Mapping[str, Any]]:
        """Every panel, those of rows included, open or collapsed."""
        waiting = _listed(self.board, "panels")
        for row in _listed(self.board, "rows"):
            waiting.extend(_listed(row, "panels"))
        while waiting:
            one = waiting.pop(0)
            if one.get("type") == "row":
                waiting[:0] = _listed(one, "panels")
            else:
                yield one

    def _panel(self, raw: Mapping[str, Any]) -> Panel:
        title = str(raw.get("title") or "")
        where = f"{self.where}, panel {title or raw.get('id', '')}"
        queries, nothing = self._queries(raw)
        return Panel(
            title,
            where,
            queries,
            nothing,
            str(raw.get("repeat") or ""),
            str(raw.get("interval") or ""),
            str(raw.get("timeShift") or ""),
        )

    def _queries(self, raw: Mapping[str, Any]) -> Any:
        if isinstance(raw.get("libraryPanel"), Mapping):
            model = self._library(str(raw["libraryPanel"].get("uid") or ""))
            if model is None:
                return (), Text(
                    "it is a library panel, whose content is not in the file",
                    "它是库面板，文件中没有其内容",
                )
            raw = model
        if raw.get("type") in _NO_QUERIES:
            return (), Text(
                f"it is a panel of the sort {raw.get('type')}", f"它是 {raw.get('type')} 类面板，不显示数据"
            )
        return seen(tuple(self._targets(raw, set())))

    def _library(self, uid: str) -> Mapping[str, Any] | None:
        """The content of a library panel, which an export for others carries with it."""
        elements = self.board.get("__elements")
        listed = elements.values() if isinstance(elements, Mapping) else elements if isinstance(elements, list) else ()
        for one in listed:
            if isinstance(one, Mapping) and one.get("uid") == uid and isinstance(one.get("model"), Mapping):
                model: Mapping[str, Any] = one["model"]
                return model
        return None

    def _targets(self, raw: Mapping[str, Any], asked: set[Any]) -> Iterator[Target]:
        above = source_of(raw.get("datasource"), Source("", ""))
        for spec in _listed(raw, "targets"):
            source = source_of(spec.get("datasource"), above)
            if source is not None and source.mixed:
                source = None
            if source is not None and source.another_panel:
                yield from self._of_another(spec.get("panelId"), asked)
            else:
                yield Target(str(spec.get("refId") or ""), bool(spec.get("hide")), source, spec)

    def _of_another(self, number: Any, asked: set[Any]) -> Iterator[Target]:
        if number in asked:
            return
        asked.add(number)
        for raw in self._raw():
            if raw.get("id") == number:
                yield from self._targets(raw, asked)


def _listed(raw: Mapping[str, Any], key: str) -> list[Mapping[str, Any]]:
    found = raw.get(key)
    return [item for item in found if isinstance(item, Mapping)] if isinstance(found, list) else []
