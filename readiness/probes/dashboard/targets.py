"""Queries of a panel: which of them are seen, and what they ask. Grafana keeps them in one shape for every source."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from readiness.model.text import Text
from readiness.probes.dashboard.facts import Query

_EXPRESSION = "__expr__"
_ANOTHER_PANEL = ("-- dashboard --", "dashboard")
_MIXED = "-- mixed --"
_INVENTED = frozenset({"testdata", "grafana-testdata-datasource", "grafana", "-- grafana --", "datasource"})
_PROMQL = frozenset({"prometheus", "grafana-amazonprometheus-datasource", "grafana-azureprometheus-datasource"}) | {
    "victoriametrics-datasource",
    "victoriametrics-metrics-datasource",
}
_WORDS = ("expr", "rawSql", "sql", "query", "rawQuery", "queryText", "statement", "target", "measurement", "metricName")
_REFERENCE = re.compile(r"\$\{?([A-Za-z]\w*)\}?")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a query is sent: the kind of source and its id; both empty for the default one."""

    kind: str
    uid: str

    @property
    def invented(self) -> bool:
        return self.kind.lower() in _INVENTED or self.uid.lower() in _INVENTED

    @property
    def another_panel(self) -> bool:
        return self.uid.lower() == _ANOTHER_PANEL[0] or self.kind.lower() == _ANOTHER_PANEL[1]

    @property
    def mixed(self) -> bool:
        return self.uid.lower() == _MIXED or self.kind.lower() == "mixed"


@dataclass(frozen=True, slots=True)
class Target:
    """One query as it is kept, its source already found (None where it names an empty one)."""

    ref: str
    hidden: bool
    source: Source | None
    spec: Mapping[str, Any]

    @property
    def computes(self) -> bool:
        return self.source is not None and _EXPRESSION in (self.source.uid, self.source.kind)


def source_of(written: Any, otherwise: Source | None) -> Source | None:
    """The source that a panel or query names; None for one that is there and empty. What says nothing (null, or no
    key) takes the one above it."""
    if written is None:
        return otherwise
    if isinstance(written, str):
        return Source("", written) if written.strip() else None
    if isinstance(written, Mapping):
        kind, uid = (str(written.get(key) or "") for key in ("type", "uid"))
        uid = uid or str(written.get("name") or "")
        return Source(kind, uid) if kind or uid else None
    return None


def seen(targets: Sequence[Target]) -> tuple[tuple[Query, ...], Text | None]:
    """The queries whose answers a panel shows, and where there are none, why. A hidden query is seen where one that is
    shown computes from it."""
    if not targets:
        return (), Text("it has no query", "没有任何查询")
    used = _used(targets)
    shown = [one for one in targets if not one.hidden or one.ref in used]
    if not shown:
        return (), Text("its queries are hidden", "查询均已隐藏")
    problems: list[Text] = []
    queries: list[Query] = []
    for one in shown:
        if one.computes:
            continue
        query, problem = _query(one)
        if query is not None:
            queries.append(query)
        elif problem is not None:
            problems.append(problem)
    if queries:
        return tuple(queries), None
    return (), problems[0] if problems else Text("its query is empty", "查询内容为空")


def _used(targets: Sequence[Target]) -> frozenset[str]:
    """The references from which what is shown computes, through other computations too."""
    by_ref = {one.ref: one for one in targets}
    waiting = [one for one in targets if one.computes and not one.hidden]
    used: set[str] = set()
    while waiting:
        one = waiting.pop()
        for ref in _references(one.spec):
            if ref in by_ref and ref not in used:
                used.add(ref)
                if by_ref[ref].computes:
                    waiting.append(by_ref[ref])
    return frozenset(used)


def _references(spec: Mapping[str, Any]) -> Iterator[str]:
    words = str(spec.get("expression") or "")
    yield from _REFERENCE.findall(words)
    yield words.strip()


def _query(target: Target) -> tuple[Query | None, Text | None]:
    if target.source is None:
        return None, Text("its data source is empty", "数据源为空")
    if target.source.invented:
        return None, Text("its data are made up by Grafana", "数据由 Grafana 自行生成，并非真实数据")
    if target.source.another_panel:
        return None, Text("it shows what another panel asks, which is not there", "引用的面板不存在")
    words = _words(target.spec)
    groups = tuple(_fields(target.spec))
    if not words and not groups:
        return None, Text("its query is empty", "查询内容为空")
    kind = target.source.kind.lower()
    promql = "expr" in target.spec and (kind in _PROMQL or not kind or kind.startswith("$"))
    legend = str(target.spec.get("legendFormat") or target.spec.get("alias") or "")
    step = str(target.spec.get("interval") or "")
    return Query(words, promql, groups, step or _histogram_step(target.spec), legend), None


def _words(spec: Mapping[str, Any]) -> str:
    found = (spec.get(key) for key in _WORDS)
    return "\n".join(value.strip() for value in found if isinstance(value, str) and value.strip())


def _fields(spec: Mapping[str, Any]) -> Iterator[str]:
    """What a search engine's query groups by and measures."""
    for key in ("bucketAggs", "metrics"):
        listed = spec.get(key)
        for item in listed if isinstance(listed, list) else ():
            if isinstance(item, Mapping) and item.get("field"):
                yield str(item["field"])


def _histogram_step(spec: Mapping[str, Any]) -> str:
    listed = spec.get("bucketAggs")
    for item in listed if isinstance(listed, list) else ():
        if isinstance(item, Mapping) and item.get("type") == "date_histogram":
            settings = item.get("settings")
            return str(settings.get("interval") or "") if isinstance(settings, Mapping) else ""
    return ""
