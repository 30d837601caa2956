"""Metrics of a table on the panels of a dashboard: by their query, by their panel's title, and what never counts."""

from __future__ import annotations

import json
from typing import Any

import pytest

from readiness.model.errors import CannotJudge
from tests.field_data import FIELD_DATA, needs_field_data
from tests.probes.dashboard.world import PROMETHEUS, board, judged, observed, panel, sql, told

CLAIMS = 'sum(rate(coupon_claims_total{result="success"}[5m])) / sum(rate(coupon_claims_total[5m]))'
ROW = ("优惠券领取成功率", CLAIMS, "")
COMPUTED = {"type": "__expr__", "uid": "__expr__"}
DELAY = ("库存同步延迟", "max(stock_sync_delay_seconds)", "")


def test_a_metric_is_on_the_panel_that_asks_for_it() -> None:
    """The panel asks for the same series, over another time and for chosen shops, and is what was asked."""
    shown = panel(
        "领券",
        'sum(rate(coupon_claims_total{result="success",shop=~"${shop:regex}"}[$__rate_interval]))'
        ' / sum(rate(coupon_claims_total{shop=~"${shop:regex}"}[$__rate_interval]))',
    )
    judgement = judged(board(shown, panel("同步", "stock_sync_delay_seconds")), rows=[ROW, DELAY])
    assert told(judgement) == []
    assert judgement.examined.count == 2


@pytest.mark.parametrize(
    ("expression", "why"),
    [
        ("rate(coupon_claims_total[5m])", "the count of all is no success rate"),
        ('rate(coupon_claims_total{result="success"}[5m])', "the count of the good ones is none either"),
        ('rate(coupon_claims_total{result="fail"}[5m]) / rate(coupon_claims_total[5m])', "failures are others"),
        ("coupon_claims_started_total", "a longer name is another metric"),
        ("sum(rate(coupon_claims_total", "what can't be parsed shows nothing"),
    ],
)
def test_a_part_of_a_metric_is_not_the_metric(expression: str, why: str) -> None:
    """What asks for other series does not show it."""
    ((subject, required, seen),) = told(judged(board(panel("领券", expression)), rows=[ROW]))
    assert subject == "优惠券领取成功率", why
    assert "coupon_claims_total" in required
    assert seen == "on no panel"


def test_a_value_of_another_label_is_another_metric() -> None:
    """A row that names one value is not shown by a panel of another one; a variable can be set to it."""
    row = [("已支付订单", 'sum(rate(orders_total{state="paid"}[5m]))', "")]
    assert told(judged(board(panel("x", 'rate(orders_total{state="paid"}[1m])')), rows=row)) == []
    assert told(judged(board(panel("x", 'rate(orders_total{state="$state"}[1m])')), rows=row)) == []
    assert told(judged(board(panel("x", "sum by (state) (rate(orders_total[1m]))")), rows=row)) == []
    assert observed(judged(board(panel("x", 'rate(orders_total{state="new"}[1m])')), rows=row)) == ["on no panel"]


HIDDEN: list[tuple[dict[str, Any], str]] = [
    (panel("库存同步延迟", "stock_sync_delay_seconds") | {"type": "text"}, "text"),
    ({"type": "text", "title": "库存同步延迟", "options": {"content": "stock_sync_delay_seconds"}}, "text"),
    (panel("库存同步延迟"), "no query"),
    (panel("库存同步延迟", " "), "query is empty"),
    (panel("库存同步延迟") | {"targets": [{"refId": "A", "expr": "stock_sync_delay_seconds", "hide": True}]}, "hidden"),
    (panel("库存同步延迟", "stock_sync_delay_seconds", datasource={}), "data source is empty"),
    (panel("库存同步延迟", "stock_sync_delay_seconds", datasource=""), "data source is empty"),
    (panel("库存同步延迟", "stock_sync_delay_seconds", datasource={"type": "", "uid": ""}), "data source is empty"),
    (panel("库存同步延迟", "stock_sync_delay_seconds", datasource={"type": "testdata", "uid": "x"}), "made up"),
    (panel("库存同步延迟", "up", description="stock_sync_delay_seconds"), "asks for up"),
    ({"title": "库存同步延迟", "libraryPanel": {"uid": "l1", "name": "x"}}, "library panel"),
    (panel("库存同步延迟", datasource="-- Dashboard --") | {"targets": [{"panelId": 99}]}, "no query"),
]  # fmt: skip


@pytest.mark.parametrize(("hidden", "why"), HIDDEN, ids=[why for _, why in HIDDEN])
def test_what_nobody_sees_does_not_count(hidden: dict[str, Any], why: str) -> None:
    """Texts, descriptions, hidden queries, empty or made-up sources, library panels: told with the reason."""
    for row in (DELAY, (DELAY[0], DELAY[1], "库存同步延迟")):
        ((_, _, seen),) = told(judged(board(hidden), rows=[row]))
        assert why in seen
    content = board(panel("库存同步延迟", "stock_sync_delay_seconds"))
    assert told(judged(content, rows=[DELAY])) == []


def test_a_collapsed_row_is_still_there() -> None:
    """Panels in rows, collapsed or open, of old and new exports."""
    inside = panel("同步", "stock_sync_delay_seconds")
    for content in (
        board({"type": "row", "collapsed": True, "title": "库存", "panels": [inside]}),
        board({"type": "row", "collapsed": False, "title": "库存", "panels": []}, inside),
        {"title": "old", "schemaVersion": 14, "rows": [{"title": "库存", "collapse": True, "panels": [inside]}],
         "time": {"from": "now-6h", "to": "now"}},
        {"dashboard": board(inside), "meta": {"slug": "x"}},
        {"apiVersion": "dashboard.grafana.app/v1beta1", "kind": "Dashboard", "metadata": {}, "spec": board(inside)},
    ):  # fmt: skip
        assert told(judged(content, rows=[DELAY])) == []


def test_what_a_shown_query_computes_from_is_shown() -> None:
    """Hidden queries under a computation that is shown, through another one too; without it they are hidden."""
    targets: list[dict[str, Any]] = [
        {"refId": "A", "expr": "stock_sync_delay_seconds", "hide": True},
        {"refId": "B", "datasource": COMPUTED, "type": "math", "expression": "$A * 1", "hide": True},
        {"refId": "C", "datasource": COMPUTED, "type": "reduce", "expression": "B"},
    ]
    shown = panel("同步") | {"targets": targets}
    assert told(judged(board(shown), rows=[DELAY])) == []
    assert observed(judged(board(panel("同步") | {"targets": targets[:2]}), rows=[DELAY])) == ["on no panel"]


def test_queries_of_another_panel_and_of_mixed_sources() -> None:
    """A panel that shows another panel's answer, and queries that name their own source."""
    source = panel("源", "stock_sync_delay_seconds", id=7) | {"type": "text", "title": "x"}
    other = {"type": "stat", "title": "同步", "datasource": {"uid": "-- Dashboard --"}, "targets": [{"panelId": 7}]}
    assert told(judged(board(source, other), rows=[DELAY])) == []
    mixed = panel("同步", datasource={"uid": "-- Mixed --"}) | {
        "targets": [{"refId": "A", "expr": "stock_sync_delay_seconds", "datasource": PROMETHEUS}]
    }
    assert told(judged(board(mixed), rows=[DELAY])) == []


def test_the_content_of_a_library_panel_that_comes_with_the_file() -> None:
    """An export for others carries what its library panels hold."""
    elements = {"l1": {"uid": "l1", "name": "x", "kind": 1, "model": panel("同步", "stock_sync_delay_seconds")}}
    content = board({"title": "同步", "libraryPanel": {"uid": "l1", "name": "x"}}, __elements=elements)
    assert told(judged(content, rows=[DELAY])) == []


def elements(*, shown: bool = True, hidden: bool = False, kind: str = "timeseries", **query: Any) -> dict[str, Any]:
    """A dashboard in the second schema, with one panel."""
    asked = {
        "kind": "DataQuery", "group": "prometheus", "datasource": {"name": "prom"},
        "spec": {"expr": "stock_sync_delay_seconds"}, **query,
    }  # fmt: skip
    spec = {
        "title": "同步",
        "vizConfig": {"kind": "VizConfig", "group": kind},
        "data": {"kind": "QueryGroup", "spec": {"queries": [
            {"kind": "PanelQuery", "spec": {"refId": "A", "hidden": hidden, "query": asked}}
        ]}},
    }  # fmt: skip
    item = {"kind": "GridLayoutItem", "spec": {"element": {"kind": "ElementReference", "name": "panel-1"}}}
    grid = {"kind": "GridLayout", "spec": {"items": [item]}}
    row = {"kind": "RowsLayoutRow", "spec": {"collapse": True, "layout": grid}}
    rows = {"kind": "RowsLayout", "spec": {"rows": [row]}}
    return {
        "apiVersion": "dashboard.grafana.app/v2beta1",
        "kind": "Dashboard",
        "metadata": {"name": "b618"},
        "spec": {
            "title": "618 大屏",
            "elements": {"panel-1": {"kind": "Panel", "spec": spec}},
            "layout": rows if shown else {"kind": "GridLayout", "spec": {"items": []}},
            "timeSettings": {"from": "now-24h", "to": "now", "autoRefresh": "1m"},
        },
    }


def test_the_second_schema() -> None:
    """Elements that the layout shows count; those it leaves out, hidden queries, texts and made-up data do not."""
    assert told(judged(elements(), rows=[DELAY])) == []
    for hidden in (
        elements(shown=False),
        elements(hidden=True),
        elements(kind="text"),
        elements(group="grafana-testdata-datasource"),
        elements(spec={}),
    ):
        assert observed(judged(hidden, rows=[DELAY])) == ["on no panel"]


def test_a_panel_by_its_title() -> None:
    """A database's panel is named by its title; one of Prometheus must ask for what the row asks."""
    row = [("支付回调超时率", "", "支付回调超时率"), ("库存同步延迟", DELAY[1], "库存同步延迟")]
    database = sql("支付回调超时率", "SELECT ts, avg(timeout) FROM pay_callback GROUP BY ts")
    assert told(judged(board(database, panel("库存 同步延迟", "stock_sync_delay_seconds")), rows=row)) == []
    found = told(judged(board(database, panel("库存同步延迟", "up")), rows=row))
    assert found == [("库存同步延迟", "the panel 库存同步延迟 with stock_sync_delay_seconds", "it asks for up")]
    assert observed(judged(board(panel("库存同步延迟", "stock_sync_delay_seconds")), rows=row)) == ["on no panel"]


def test_a_row_that_names_nothing_is_told() -> None:
    """Without query and panel nobody can say what shows it; a query over no series is none."""
    found = told(judged(board(panel("x", "up")), rows=[("转化率", "", ""), ("常数", "vector(1)", "")]))
    assert [(subject, seen) for subject, _, seen in found] == [("转化率", "neither"), ("常数", "neither")]


def test_a_query_that_is_no_promql_is_told() -> None:
    """The row is named with its place."""
    (finding,) = judged(board(panel("x", "up")), rows=[("延迟", "max(", "")]).findings
    assert finding.subject == "延迟"
    assert "row 2" in finding.where


def test_as_many_metrics_as_asked() -> None:
    """Twelve different ones: eleven, or one that stands twice, are too few."""
    content = board(panel("x", *(f"m{number}" for number in range(12))))
    rows = [(f"指标{number}", f"m{number}", "") for number in range(12)]
    listed = {"evidence": "metrics", "at_least": 12}
    assert told(judged(content, rows=rows, metrics=listed)) == []
    for fewer in (rows[:11], [*rows[:11], rows[0]]):
        assert told(judged(content, rows=fewer, metrics=listed)) == [("metrics", "at least 12 metrics", "11 metrics")]


def test_a_dashboard_of_another_time_is_told() -> None:
    """Saved on fixed days, ending yesterday, or a panel that is shifted: nobody sees what is now."""
    shown = panel("同步", "stock_sync_delay_seconds")
    for time, seen in (
        ({"from": "2026-05-01T00:00:00Z", "to": "2026-05-02T00:00:00Z"}, "2026-05-01T00:00:00Z - 2026-05-02T00:00:00Z"),
        ({"from": "now-2d", "to": "now-1d"}, "now-2d - now-1d"),
        ({}, "? - ?"),
    ):
        assert told(judged(board(shown, time=time), rows=[DELAY])) == [("618 大屏", "a time range up to now", seen)]
        assert told(judged(board(shown, time=time), rows=[DELAY], current="no")) == []
    assert observed(judged(board(shown | {"timeShift": "1d"}), rows=[DELAY])) == ["shifted by 1d"]
    for start in ("now-24h", "now-1d/d", "now/d"):  # the last is "Today so far"
        assert told(judged(board(shown, time={"from": start, "to": "now"}), rows=[DELAY])) == []


def test_a_query_of_the_past_does_not_show_the_present() -> None:
    """Last week's line alone is not the metric; beside that of now it is a help."""
    past = panel("同步", "stock_sync_delay_seconds offset 7d")
    assert observed(judged(board(past), rows=[(DELAY[0], DELAY[1], "同步")])) == [
        "it asks for stock_sync_delay_seconds offset"
    ]
    assert observed(judged(board(past), rows=[DELAY])) == ["on no panel"]
    assert told(judged(board(past, panel("现在", "stock_sync_delay_seconds")), rows=[DELAY])) == []


def test_a_dashboard_that_shows_nothing_asked_is_not_looked_at() -> None:
    """Among several, only those with the metrics must be of the present."""
    other = board(panel("x", "up"), title="other", time={"from": "2026-01-01", "to": "2026-01-02"})
    assert told(judged(other, board(panel("同步", "stock_sync_delay_seconds")), rows=[DELAY])) == []


def test_how_often_it_is_asked_again() -> None:
    """At most an hour; off is never."""
    for refresh, right in (("1h", True), ("30s", True), ("2h", False), ("", False), ("1d", False)):
        content = board(panel("同步", "stock_sync_delay_seconds"), refresh=refresh)
        assert (told(judged(content, rows=[DELAY], refresh_at_most="1h")) == []) is right


def test_files_that_are_no_dashboards() -> None:
    """Cut, of another system, without a panel: an error that names the file; in a folder of several, a note."""
    whole = board(panel("同步", "stock_sync_delay_seconds"))
    for content, said in (
        (json.dumps(whole)[:-20], "not valid JSON"),
        ("[]", "no dashboard"),
        ('{"panels": []}', "no dashboard"),
        ('{"groups": []}', "no dashboard"),
        ('{"title": "a", "title": "b", "panels": []}', "twice"),
    ):
        with pytest.raises(CannotJudge) as caught:
            judged(content, rows=[DELAY])
        assert said in caught.value.message.en
        assert "board.json" in caught.value.message.en
    judgement = judged(whole, '{"groups": []}', rows=[DELAY])
    assert told(judgement) == []
    assert any("1.json" in note.en for note in judgement.notes)
    with pytest.raises(CannotJudge):
        judged('{"a": 1}', '{"b": 1}', rows=[DELAY])


def test_a_dashboard_without_panels_shows_nothing() -> None:
    """It is one, and nothing is on it."""
    assert observed(judged(board(), rows=[DELAY])) == ["on no panel"]


@needs_field_data
def test_a_dashboard_of_the_field() -> None:
    """Of the demo shop's dashboard (worked out by hand): what is on it, in which form, and what is not."""
    content = (FIELD_DATA / "grafana" / "otel-demo-dashboard.json").read_text("utf-8")
    rows = [
        ("推荐", "sum(rate(demo_recommendation_requests_total[5m]))", ""),
        ("错误", 'rate(traces_span_metrics_calls_total{status_code="STATUS_CODE_ERROR"}[5m])', ""),
        ("日志", "", "Log Records by Severity"),
        ("依赖", "", "Service Dependency"),
        ("内存", 'process_runtime_cpython_memory_bytes{type="vms"}', ""),
        ("购物车", "demo_cart_adds_total", ""),
    ]
    found = told(judged(content, rows=rows))
    assert [subject for subject, _, _ in found] == ["依赖", "内存", "购物车"]
    assert found[0][2] == "Service Dependency: its query is empty"
