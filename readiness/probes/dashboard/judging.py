"""Judging dashboards: every metric is on a panel that is seen, as it is asked. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.evidence.folding import fold_text
from readiness.evidence.patterns import found as pattern_found
from readiness.evidence.promql import PromqlError
from readiness.model.finding import Examined, Finding, FindingKind, Judgement
from readiness.model.moments import tell_duration
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.dashboard.facts import Board, Facts, Panel, Row
from readiness.probes.dashboard.settings import Axis, Listed, Settings, Shown
from readiness.probes.dashboard.shown import Needed, needed, point_of, series_of, shows, splits, step, text_of

_MOST_NAMED = 4
_PRESENT = frozenset({"now", "now/h", "now/d"})


@dataclass(frozen=True, slots=True)
class Place:
    """A panel on its dashboard."""

    board: Board
    panel: Panel


def judge_dashboards(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """Every metric of the table, every panel that must be there, and the dashboards on which they were found."""
    del situation  # what a dashboard shows does not depend on the instant
    places = tuple(Place(board, panel) for board in facts.boards for panel in board.panels)
    findings = [*facts.faults]
    used: dict[str, Board] = {}
    examined = 0
    if facts.boards or not facts.faults:
        if settings.metrics is not None:
            findings.extend(_enough(settings.metrics, facts))
        for row in facts.rows:
            examined += 1
            findings.extend(_row(row, places, facts, used))
        for shown in settings.shows or ():
            examined += 1
            findings.extend(_shown(shown, places, facts, used))
        for board in used.values():
            findings.extend(_board(settings, board))
    return Judgement(
        examined=Examined(examined, "metrics"),
        findings=tuple(findings),
        notes=(*facts.notes, _counted(facts)),
        holds_until=None,
    )


def _enough(listed: Listed, facts: Facts) -> Iterator[Finding]:
    names = {fold_text(row.metric) for row in facts.rows if row.metric}
    if len(names) < listed.at_least:
        yield Finding(
            listed.evidence,
            Text(f"at least {listed.at_least} metrics", f"至少 {listed.at_least} 项指标"),
            Text(f"{len(names)} metrics", f"{len(names)} 项指标"),
            Text("Fewer metrics are listed than must be on the dashboard", "列出的指标少于看板应有的数量"),
            where=facts.rows[0].where.rpartition(", row")[0] if facts.rows else "",
            kind=FindingKind.MISSING,
        )


def _row(row: Row, places: Sequence[Place], facts: Facts, used: dict[str, Board]) -> Iterator[Finding]:
    try:
        wanted = needed(row.query) if row.query else ()
    except PromqlError as problem:
        yield _unreadable(row, problem)
        return
    if row.panel:
        yield from _named(row, wanted, places, facts, used)
    elif wanted:
        yield from _by_query(row, wanted, places, facts, used)
    else:
        yield Finding(
            row.metric or row.where,
            Text("a query over series, or the title of a panel", "针对序列的查询，或面板标题"),
            Text("neither", "两者均无"),
            Text(
                "Nobody can say which panel shows it: name its query or its panel",
                "无法判断哪个面板显示它：请填写查询或面板",
            ),
            where=row.where,
            kind=FindingKind.MISSING,
        )


def _named(
    row: Row, wanted: Sequence[Needed], places: Sequence[Place], facts: Facts, used: dict[str, Board]
) -> Iterator[Finding]:
    """The panel of that title shows something, and where it asks in PromQL, what the row asks."""
    named = [place for place in places if fold_text(place.panel.title) == fold_text(row.panel)]
    alive = [place for place in named if place.panel.queries]
    required = Text(f"the panel {row.panel}", f"面板“{row.panel}”")
    if not alive:
        yield _not_shown(row, required, named, facts)
        return
    for place in alive:
        prometheus = all(query.promql for query in place.panel.queries)
        if not prometheus or not wanted or not _missing(wanted, place):
            yield from _shifted(row, place)
            used[place.board.where] = place.board
            return
    missing = ", ".join(map(str, _missing(wanted, alive[0])))
    yield Finding(
        row.metric,
        Text(f"{required.en} with {missing}", f"{required.zh}，含 {missing}"),
        _asked(alive[0]),
        Text("The panel shows something else than the metric's query", "该面板显示的不是该指标的查询"),
        where=alive[0].panel.where,
    )


def _by_query(
    row: Row, wanted: Sequence[Needed], places: Sequence[Place], facts: Facts, used: dict[str, Board]
) -> Iterator[Finding]:
    names = ", ".join(map(str, wanted))
    for place in places:
        if place.panel.queries and not _missing(wanted, place):
            yield from _shifted(row, place)
            used[place.board.where] = place.board
            return
    titled = [
        place for place in places if fold_text(row.metric) and fold_text(row.metric) in fold_text(place.panel.title)
    ]
    yield _not_shown(row, Text(f"a panel with {names}", f"含 {names} 的面板"), titled, facts)


def _missing(wanted: Sequence[Needed], place: Place) -> list[Needed]:
    asked = series_of(place.panel, place.board)
    return [one for one in wanted if not shows(one, asked)]


def _not_shown(row: Row, required: Text, near: Sequence[Place], facts: Facts) -> Finding:
    """On no panel; where one bears its name, why it does not count."""
    observed = Text("on no panel", "没有面板显示")
    where = facts.source
    if near:
        panel, nothing = near[0].panel, near[0].panel.nothing
        said = nothing or _asked(near[0])
        observed = Text(f"{panel.title}: {said.en}", f"{panel.title}：{said.zh}")
        where = panel.where
    return Finding(
        row.metric,
        required,
        observed,
        Text(
            f"Nobody sees {row.metric} during the campaign: add the panel",
            f"活动期间无人能看到“{row.metric}”：请添加面板",
        ),
        where=where,
        kind=FindingKind.MISSING,
    )


def _shifted(row: Row, place: Place) -> Iterator[Finding]:
    if place.panel.shifted:
        yield Finding(
            row.metric,
            Text("the present", "当前数据"),
            Text(f"shifted by {place.panel.shifted}", f"偏移 {place.panel.shifted}"),
            Text("The panel shows the past (timeShift)", "该面板显示的是过去的数据（timeShift）"),
            where=place.panel.where,
        )


def _shown(shown: Shown, places: Sequence[Place], facts: Facts, used: dict[str, Board]) -> Iterator[Finding]:
    """One of the panels that match is as it is asked; else the nearest one's faults."""
    alike = [place for place in places if _matches(shown.any, place)]
    alive = [place for place in alike if place.panel.queries]
    if not alive:
        observed = Text("on no panel", "没有面板显示")
        where = facts.source
        if alike:
            nothing = alike[0].panel.nothing or observed
            observed = Text(f"{alike[0].panel.title}: {nothing.en}", f"{alike[0].panel.title}：{nothing.zh}")
            where = alike[0].panel.where
        yield Finding(
            shown.name.en,
            Text(f"a panel of {shown.name.en}", f"显示{shown.name.zh}的面板"),
            observed,
            Text(f"Add a panel that shows {shown.name.en}", f"请添加显示{shown.name.zh}的面板"),
            where=where,
            kind=FindingKind.MISSING,
        )
        return
    judged = [(list(_lacks(shown, place)), place) for place in alive]
    lacking, place = min(judged, key=lambda one: len(one[0]))
    used[place.board.where] = place.board
    yield from lacking


def _matches(patterns: Sequence[str], place: Place) -> bool:
    words = "\n".join((place.panel.title, *(text_of(query) for query in place.panel.queries)))
    return pattern_found(tuple(patterns), fold_text(words).encode())


def _lacks(shown: Shown, place: Place) -> Iterator[Finding]:
    for axis in shown.by or ():
        parts = tuple(dict.fromkeys(splits(place.panel, place.board)))
        if not pattern_found(axis.any, fold_text("\n".join(parts)).encode()):
            yield _not_split(shown, axis, place, parts)
    if shown.every is not None:
        point = point_of(place.panel, place.board)
        if point is None or point > shown.every:
            most = tell_duration(shown.every)
            has = tell_duration(point) if point else Text("no fixed time", "时间粒度不固定")
            yield Finding(
                shown.name.en,
                Text(f"a point for each {most.en} at most", f"每个点不超过 {most.zh}"),
                has,
                Text(
                    "Group the query by the hour, or set the panel's least interval",
                    "请按小时分组，或设置面板的最小间隔",
                ),
                where=place.panel.where,
            )
    if place.panel.shifted:
        yield from _shifted(Row(shown.name.en, "", "", ""), place)


def _not_split(shown: Shown, axis: Axis, place: Place, parts: Sequence[str]) -> Finding:
    listed = ", ".join(parts[:_MOST_NAMED])
    return Finding(
        shown.name.en,
        Text(f"split by {axis.name.en}", f"按{axis.name.zh}拆分"),
        Text(f"split by {listed}", f"按 {listed} 拆分") if parts else Text("not split", "未拆分"),
        Text(
            f"The panel adds all up: group its query by {axis.name.en}",
            f"面板显示的是合计：请按{axis.name.zh}分组查询",
        ),
        where=place.panel.where,
    )


def _board(settings: Settings, board: Board) -> Iterator[Finding]:
    """A dashboard that people watch shows the present, and asks again by itself."""
    if settings.current and not (board.starts.startswith(("now-", "now/")) and board.ends in _PRESENT):
        yield Finding(
            board.title,
            Text("a time range up to now", "截至当前的时间范围"),
            Text.same(f"{board.starts or '?'} - {board.ends or '?'}"),
            Text(
                "The dashboard opens on another time: save it with a range such as now-24h to now",
                "看板打开时显示的不是当前：请保存为 now-24h 至 now 之类的范围",
            ),
            where=board.where,
        )
    if settings.refresh_at_most is not None:
        yield from _refresh(settings, board)


def _refresh(settings: Settings, board: Board) -> Iterator[Finding]:
    most = settings.refresh_at_most
    every = step(board.refresh)
    if most is not None and (every is None or every > most):
        said = tell_duration(most)
        yield Finding(
            board.title,
            Text(f"refreshed at least every {said.en}", f"至少每 {said.zh}自动刷新"),
            Text(board.refresh or "never", board.refresh or "不自动刷新"),
            Text("Set the dashboard's refresh", "请设置看板的自动刷新"),
            where=board.where,
        )


def _asked(place: Place) -> Text:
    series = series_of(place.panel, place.board)
    names = tuple(dict.fromkeys(f"{one.metric}{' offset' * one.shifted}" for one in series if one.metric))
    if not names:
        return Text("a query of another kind", "其他类型的查询")
    more = "" if len(names) <= _MOST_NAMED else ", ..."
    listed = f"{', '.join(names[:_MOST_NAMED])}{more}"
    return Text(f"it asks for {listed}", f"查询的是 {listed}")


def _unreadable(row: Row, problem: PromqlError) -> Finding:
    return Finding(
        row.metric,
        Text("a query in PromQL", "有效的 PromQL 查询"),
        problem.text,
        Text("Correct the query in the table", "请更正表中的查询"),
        where=row.where,
        kind=FindingKind.UNREADABLE,
    )


def _counted(facts: Facts) -> Text:
    panels = sum(1 for board in facts.boards for panel in board.panels if panel.queries)
    hidden = sum(1 for board in facts.boards for panel in board.panels if not panel.queries)
    return Text(
        f"{len(facts.boards)} dashboards, {panels} panels that show data, {hidden} that do not",
        f"共 {len(facts.boards)} 个看板，{panels} 个面板有数据，{hidden} 个没有",
    )
