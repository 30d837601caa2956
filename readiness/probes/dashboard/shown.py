"""What a panel's queries show: which series, split by what, and how much time a point stands for. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

from readiness.evidence.promql import PromqlError, parse
from readiness.evidence.promql_reading import selectors
from readiness.evidence.promql_tree import Aggregation, Matcher, Node, Operation, Selector, walk
from readiness.probes.dashboard.facts import Board, Panel, Query
from readiness.probes.dashboard.sql_words import bucket_of, grouped_by, without_comments
from readiness.probes.dashboard.templates import is_open, plain_promql, variables_in

_STEP = re.compile(r">?\s*(?P<count>\d+)(?P<unit>ms|[smhdw])")
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_AUTOMATIC = "__interval"


@dataclass(frozen=True, slots=True)
class Needed:
    """A series that a metric's query asks for. Where the query asks for several of one name, its labels tell it from
    the others: `must` are those that it has, `never` the labels that only others have. `may` are its labels where it
    is alone: another panel may leave them out, but not ask for other values."""

    metric: str
    must: tuple[Matcher, ...] = ()
    never: frozenset[str] = frozenset()
    may: tuple[Matcher, ...] = ()

    def __str__(self) -> str:
        inside = ", ".join(map(str, self.must))
        return f"{self.metric}{{{inside}}}" if inside else self.metric


def needed(query: str) -> tuple[Needed, ...]:
    """What a panel must ask for to show a metric: a success rate is not shown by the count of all. Raises
    PromqlError."""
    found = [selector for selector in selectors(parse(plain_promql(query, {}))) if selector.metric]
    apart = list({selector.series: selector for selector in found}.values())
    wanted: dict[Needed, None] = {}
    for one in apart:
        alike = [other for other in apart if other.metric == one.metric and other is not one]
        if not alike:
            wanted[Needed(one.metric, may=one.matchers)] = None
            continue
        own = {matcher.label for matcher in one.matchers}
        others = {matcher.label for other in alike for matcher in other.matchers}
        shared = {matcher for matcher in one.matchers if all(matcher in other.matchers for other in alike)}
        must = tuple(matcher for matcher in one.matchers if matcher not in shared)
        wanted[Needed(one.metric, must, frozenset(others - own), tuple(shared))] = None
    return tuple(wanted)


def series_of(panel: Panel, board: Board) -> tuple[Selector, ...]:
    """All that the panel's PromQL asks for."""
    return tuple(selector for query in panel.queries for selector in _series(query, board.variables))


def shows(wanted: Needed, asked: tuple[Selector, ...]) -> bool:
    """Whether one of the selectors asks for the series as it is now: those of another label's value are others, and an
    `offset` shows the past."""
    return any(one.metric == wanted.metric and not one.shifted and _agrees(wanted, one) for one in asked)


def text_of(query: Query) -> str:
    """What a query says, without comments, and what its answer is called."""
    words = query.words if query.promql else without_comments(query.words)
    return "\n".join((words, *query.groups, query.legend))


def splits(panel: Panel, board: Board) -> Iterator[str]:
    """What the panel's queries are split by: labels and fields, and the variable that the panel is repeated for."""
    if panel.repeats:
        yield panel.repeats
    for query in panel.queries:
        yield from query.groups
        if query.promql:
            tree = _tree(query, board.variables)
            yield from _labels(tree) if tree is not None else ()
            yield from _labels_of_legend(tree, query) if tree is not None else ()
        else:
            yield from grouped_by(query.words)


def point_of(panel: Panel, board: Board) -> timedelta | None:
    """The time that one point of the panel stands for: the longest of its queries; None where it is not fixed."""
    found = [_point(query, panel, board) for query in panel.queries]
    known = [span for span in found if span is not None]
    return max(known) if known and len(known) == len(found) else None


def step(words: str) -> timedelta | None:
    """`1h`, `>5m` as Grafana writes an interval."""
    match = _STEP.fullmatch(words.strip())
    return timedelta(seconds=int(match["count"]) * _UNITS[match["unit"]]) if match else None


def _point(query: Query, panel: Panel, board: Board) -> timedelta | None:
    least = step(query.step) or step(panel.step)
    if not query.promql:
        buckets = [bucket_of(item) for item in grouped_by(query.words) if _AUTOMATIC not in item]
        known = [span for span in buckets if span is not None]
        return min(known) if known else least
    if any(_AUTOMATIC in name or "__rate_interval" in name for name in variables_in(query.words)):
        return least
    windows = [selector.window for selector in _series(query, board.variables) if selector.window is not None]
    return max(windows) if windows else least


def _tree(query: Query, variables: Mapping[str, str]) -> Node | None:
    try:
        return parse(plain_promql(query.words, variables))
    except PromqlError:
        return None


def _series(query: Query, variables: Mapping[str, str]) -> Iterator[Selector]:
    tree = _tree(query, variables) if query.promql else None
    if tree is not None:
        yield from (part for part in walk(tree) if isinstance(part, Selector))


def _agrees(wanted: Needed, asked: Selector) -> bool:
    """A label that a variable fills can be set to any value."""
    by_label: dict[str, list[Matcher]] = {}
    for matcher in asked.matchers:
        by_label.setdefault(matcher.label, []).append(matcher)
    has_all = all(
        any(one == matcher or is_open(one.value) for one in by_label.get(matcher.label, ())) for matcher in wanted.must
    )
    has_none = all(is_open(one.value) for label in wanted.never for one in by_label.get(label, ()))
    contradicts = any(
        one.operator == matcher.operator == "=" and one.value != matcher.value and not is_open(one.value)
        for matcher in wanted.may
        for one in by_label.get(matcher.label, ())
    )
    return has_all and has_none and not contradicts


def _labels(tree: Node) -> Iterator[str]:
    """The labels that the outermost aggregations keep."""
    match tree:
        case Aggregation():
            yield from () if tree.without else tree.labels
        case Operation():
            yield from _labels(tree.left)
            yield from _labels(tree.right)
        case Selector():
            return
        case _:
            for part in walk(tree):
                if isinstance(part, Aggregation):
                    yield from _labels(part)
                    return


def _labels_of_legend(tree: Node, query: Query) -> Iterator[str]:
    """Series that nothing adds up keep their labels, of which the legend names those that tell them apart."""
    if not any(isinstance(part, Aggregation) for part in walk(tree)):
        yield from re.findall(r"\{\{\s*(\w+)\s*\}\}", query.legend)
