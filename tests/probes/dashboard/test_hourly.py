"""Panels that must be there: by title or query, split by channel, a point for each hour."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from readiness.probes.dashboard.sql_words import bucket_of, grouped_by, without_comments
from tests.probes.dashboard.world import board, judged, observed, panel, sql, told

CHANNEL = {"name": "channel", "any": ["channel|渠道"]}
CVR: dict[str, Any] = {
    "name": "conversion rate",
    "any": ["转化率", "conversion|\\bcvr\\b"],
    "by": [CHANNEL],
    "every": "1h",
}
HOURLY = (
    "SELECT date_trunc('hour', paid_at) AS hour, channel, sum(paid) / sum(visits) AS cvr FROM f GROUP BY 1, channel"
)


def found(*panels: dict[str, Any]) -> list[tuple[str, str, str]]:
    return told(judged(board(*panels), shows=[CVR]))


@pytest.mark.parametrize(
    "query",
    [
        HOURLY,
        "SELECT $__timeGroupAlias(paid_at, '1h'), channel AS metric, avg(cvr) FROM f GROUP BY time, metric",
        "SELECT $__timeGroup(paid_at, 1h) AS time, 渠道, avg(转化率) FROM f GROUP BY time, 渠道 ORDER BY time",
        "SELECT toStartOfHour(ts) AS t, channel, avg(cvr) FROM f GROUP BY t, channel",
        "SELECT DATE_FORMAT(ts, '%Y-%m-%d %H:00') h, channel, avg(cvr) FROM f GROUP BY h, channel HAVING count(*) > 0",
        "SELECT time_bucket('1 hour', ts) AS t, channel, avg(cvr) FROM f GROUP BY t, channel LIMIT 10",
        "SELECT toStartOfInterval(ts, INTERVAL 15 minute) t, channel, avg(cvr) FROM f GROUP BY t, channel",
    ],
)
def test_a_query_by_hour_and_channel(query: str) -> None:
    """Dialects of databases, by name, position or alias."""
    assert found(sql("转化率", query)) == []


@pytest.mark.parametrize(
    ("query", "required", "observed"),
    [
        (HOURLY.replace("'hour'", "'day'"), "1 h", "24 h"),
        (HOURLY.replace("GROUP BY 1, channel", "GROUP BY 1"), "channel", "split by date_trunc"),
        ("SELECT ts, channel, cvr FROM f", "channel", "not split"),
        (
            "SELECT $__timeGroup(t, $__interval) AS time, channel, avg(cvr) FROM f GROUP BY time, channel",
            "1 h",
            "no fixed",
        ),
        (HOURLY.replace("GROUP BY 1, channel", "GROUP BY 1 -- , channel"), "channel", "split by date_trunc"),
        ("SELECT h, sum(x) cvr FROM (SELECT hour(t) h, channel, x FROM f) a GROUP BY h", "channel", "split by h"),
    ],
)
def test_a_query_of_another_split(query: str, required: str, observed: str) -> None:
    """By the day, without the channel, of whatever time Grafana chooses: told side by side."""
    assert any(required in asked and observed in seen for _, asked, seen in found(sql("转化率", query)))


def test_an_interval_that_grafana_chooses_with_a_least_one() -> None:
    """Where the panel sets its least interval, a point stands for that."""
    query = "SELECT $__timeGroup(t, $__interval) AS time, channel, avg(cvr) FROM f GROUP BY time, channel"
    assert found(sql("转化率", query, interval="1h")) == []
    assert found(sql("转化率", query, interval="1d"))[0][2] == "24 h"


def test_promql_by_channel_and_hour() -> None:
    """The labels of `by`, and the window; a legend names labels only of what is not added up."""
    rate = "sum by (channel) (increase(orders_total[1h])) / sum by (channel) (increase(visits_total[1h]))"
    assert found(panel("转化率", rate)) == []
    assert found(panel("转化率", "max(" + rate + ") by (channel)")) == []
    assert found(panel("转化率", rate.replace("by (channel) ", "")))[0][2] == "not split"
    assert found(panel("转化率", "max(" + rate + ")"))[0][2] == "not split"
    assert found(panel("转化率", rate.replace("1h", "1d")))[0][2] == "24 h"
    assert found(panel("转化率", rate.replace("1h", "$__rate_interval")))[0][2] == "no fixed time"
    assert found(panel("转化率", rate.replace("1h", "$__rate_interval"), interval="1h")) == []
    recorded = panel("x", "channel:cvr:ratio1h", interval="1h")
    recorded["targets"][0]["legendFormat"] = "{{channel}}"
    assert found(recorded) == []
    recorded["targets"][0]["expr"] = "sum(channel:cvr:ratio1h)"
    assert found(recorded)[0][2] == "not split"


def test_a_panel_repeated_for_each_channel() -> None:
    """A panel for each value of a variable is split by it."""
    shown = panel("转化率", 'sum(increase(orders_total{channel="$channel"}[1h]))')
    assert found(shown)[0][2] == "not split"
    assert found(shown | {"repeat": "channel"}) == []


def test_a_search_engine() -> None:
    """Elasticsearch: its terms are the split, its histogram the hour."""
    target: dict[str, Any] = {
        "refId": "A",
        "query": "event:paid",
        "metrics": [{"type": "avg", "field": "cvr"}],
        "bucketAggs": [
            {"type": "terms", "field": "channel.keyword"},
            {"type": "date_histogram", "field": "@timestamp", "settings": {"interval": "1h"}},
        ],
    }
    shown = {
        "type": "timeseries",
        "title": "各渠道",
        "datasource": {"type": "elasticsearch", "uid": "es"},
        "targets": [target],
    }
    assert found(shown) == []
    target["bucketAggs"][1]["settings"]["interval"] = "auto"
    assert found(shown)[0][2] == "no fixed time"


def test_only_words_that_are_asked_or_titled_count() -> None:
    """In a text, a description or a comment of SQL, a word shows nothing."""
    for hidden in (
        {"type": "text", "title": "说明", "options": {"content": "转化率 cvr by channel"}},
        sql("订单", "SELECT date_trunc('hour', t) h, channel, sum(x) FROM f -- cvr\nGROUP BY 1, 2 /* 转化率 */"),
        panel("订单", "sum by (channel) (increase(orders_total[1h]))", description="转化率"),
    ):
        assert found(hidden) == [("conversion rate", "a panel of conversion rate", "on no panel")]
    hidden = sql("转化率", HOURLY) | {"type": "text"}
    assert found(hidden)[0][2] == "转化率: it is a panel of the sort text"


def test_the_best_of_several_panels_decides() -> None:
    """One panel that is as asked is enough; where none is, the nearest one's faults are told."""
    total = sql("总转化率", "SELECT avg(cvr) FROM f")
    assert found(total, sql("分渠道转化率", HOURLY)) == []
    daily = sql("每日转化率", HOURLY.replace("'hour'", "'day'"))
    assert [seen for _, _, seen in found(total, daily)] == ["24 h"]


def test_words_of_sql() -> None:
    """Comments go, strings stay; brackets, positions and aliases are followed."""
    assert without_comments("a -- b\n, 'c -- d' /* e */ f").split() == ["a", ",", "'c", "--", "d'", "f"]
    assert grouped_by("SELECT a AS b, f(x, y) c FROM t GROUP BY 2, b, GROUPING SETS ((d))")[:2] == (
        "f(x, y) c",
        "a AS b",
    )
    assert grouped_by("SELECT 1") == ()
    assert grouped_by("GROUP BY") == ()
    assert bucket_of("date_trunc('minute', t)") == timedelta(minutes=1)
    assert bucket_of("date_trunc('month', t)") == timedelta(days=28)
    assert bucket_of("channel") is None


def test_observed_is_what_the_panel_has() -> None:
    """A dashboard without the panel says so once."""
    assert observed(judged(board(), shows=[CVR])) == ["on no panel"]
