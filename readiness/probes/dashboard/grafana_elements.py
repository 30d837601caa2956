"""Dashboards of Grafana in their second schema: elements by name, and a layout that says which of them are shown."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from readiness.model.text import Text
from readiness.probes.dashboard.facts import Board, Panel
from readiness.probes.dashboard.targets import Target, seen, source_of


def is_of_elements(document: Any) -> bool:
    spec = _spec(document)
    return isinstance(spec.get("elements"), Mapping) and isinstance(spec.get("layout"), Mapping)


def board_of_elements(document: Any, where: str) -> Board:
    """The elements that the layout shows, in the layout's order."""
    spec = _spec(document)
    times = _inside(spec, "timeSettings")
    elements = _inside(spec, "elements")
    shown = dict.fromkeys(_references(spec["layout"]))
    return Board(
        str(spec.get("title") or ""),
        where,
        tuple(_panel(elements[name], where, repeats) for name, repeats in shown if name in elements),
        dict(_variables(spec)),
        str(times.get("from") or ""),
        str(times.get("to") or ""),
        str(times.get("autoRefresh") or ""),
    )


def _spec(document: Any) -> Mapping[str, Any]:
    if not isinstance(document, Mapping):
        return {}
    return document["spec"] if isinstance(document.get("spec"), Mapping) else document


def _inside(raw: Any, *keys: str) -> Mapping[str, Any]:
    for key in keys:
        raw = raw.get(key) if isinstance(raw, Mapping) else None
    return raw if isinstance(raw, Mapping) else {}


def _references(layout: Any, repeats: str = "") -> Iterator[tuple[str, str]]:
    """The names of elements in grids, rows and tabs, however nested, each with the variable it repeats for."""
    if isinstance(layout, list):
        for part in layout:
            yield from _references(part, repeats)
    elif isinstance(layout, Mapping):
        repeat = layout.get("repeat")
        if isinstance(repeat, Mapping):
            repeats = str(repeat.get("value") or "")
        if layout.get("kind") == "ElementReference":
            yield str(layout.get("name") or ""), repeats
        for part in layout.values():
            yield from _references(part, repeats)


def _panel(element: Any, where: str, repeats: str) -> Panel:
    spec = _inside(element, "spec")
    title = str(spec.get("title") or "")
    where = f"{where}, panel {title or spec.get('id', '')}"
    if not isinstance(element, Mapping) or element.get("kind") != "Panel":
        return Panel(
            title,
            where,
            nothing=Text("it is a library panel, whose content is not in the file", "它是库面板，文件中没有其内容"),
        )
    config = _inside(spec, "vizConfig")
    kind = str(config.get("group") or config.get("kind") or "")
    if kind == "text":
        return Panel(title, where, nothing=Text("it is a panel of the sort text", "它是 text 类面板，不显示数据"))
    options = _inside(spec, "data", "spec", "queryOptions")
    queries, nothing = seen(tuple(_targets(_inside(spec, "data", "spec"))))
    return Panel(
        title,
        where,
        queries,
        nothing,
        repeats,
        str(options.get("interval") or ""),
        str(options.get("timeShift") or ""),
    )


def _targets(group: Mapping[str, Any]) -> Iterator[Target]:
    listed = group.get("queries")
    for one in listed if isinstance(listed, list) else ():
        spec = _inside(one, "spec")
        query = _inside(spec, "query")
        kind = str(query.get("group") or query.get("kind") or "")
        written = {"uid": "", **_inside(spec, "datasource"), **_inside(query, "datasource"), "type": kind}
        yield Target(
            str(spec.get("refId") or ""), bool(spec.get("hidden")), source_of(written, None), _inside(query, "spec")
        )


def _variables(spec: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    listed = spec.get("variables")
    for one in listed if isinstance(listed, list) else ():
        inside = _inside(one, "spec")
        value = _inside(inside, "current").get("value")
        value = value[0] if isinstance(value, list) and value else value
        if inside.get("name"):
            yield str(inside["name"]), value if isinstance(value, str) else ""
