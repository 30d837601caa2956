"""The table of queries: rows that can't be asked, that repeat others, that are too few."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness.model.outcome import Status
from tests.monitoring import Fed
from tests.probes.prometheus_query.world import CONTRACTS, MetricsCampaign, row, rule, seen

GOOD = row("requests", "requests_total")


@pytest.mark.parametrize(
    ("wrong", "what", "where"),
    [
        (row("m", ""), "a PromQL query / empty", "column 查询"),
        (row("m", "up{"), "a PromQL query / up{", "column 查询"),
        (row("m", "rate(up[$__rate_interval])"), "a PromQL query", "column 查询"),
        (row("m", "-" * 9_000 + "up"), "a PromQL query", "column 查询"),
        (row("", "backends"), "a metric / empty", "column 指标"),
        (row("m", "backends", "furlongs"), "a unit / furlongs", "column 单位"),
    ],
)
def test_a_row_that_can_t_be_asked_is_a_finding(
    server: Fed, tmp_path: Path, wrong: dict[str, str], what: str, where: str
) -> None:
    """It names its place, and the others are asked all the same."""
    outcome = MetricsCampaign(tmp_path, server.url).check([GOOD, wrong])
    assert outcome.status is Status.FAILED
    (finding,) = outcome.findings
    assert what in seen(outcome)[0]
    assert finding.where == f"queries.csv, row 3, {where}"
    assert outcome.examined.count == 2


def test_a_query_that_the_server_refuses_is_a_finding(server: Fed, tmp_path: Path) -> None:
    """It is PromQL, and still can't be run."""
    outcome = MetricsCampaign(tmp_path, server.url).check([GOOD, row("m", "backends * on (job) backends")])
    (finding,) = outcome.findings
    assert "HTTP 422" in finding.observed.en


def test_a_table_without_rows_can_t_be_judged(server: Fed, tmp_path: Path) -> None:
    """False-GO 5: no metric at all, so all are good."""
    assert MetricsCampaign(tmp_path, server.url).check([]).status is Status.ERROR


@pytest.mark.parametrize(
    "rows",
    [
        [GOOD, row("requests", "errors_total")],
        [GOOD, row("Ｒequests", "errors_total")],
        [GOOD, row("errors", "requests_total")],
        [GOOD, row("errors", " requests_total ")],
        [GOOD, row("errors", "(requests_total{})")],
    ],
)
def test_a_metric_or_a_query_that_stands_twice_is_a_finding(
    server: Fed, tmp_path: Path, rows: list[dict[str, str]]
) -> None:
    """Twelve rows of eleven metrics are eleven."""
    outcome = MetricsCampaign(tmp_path, server.url).check(rows)
    (finding,) = outcome.findings
    assert "also in queries.csv, row 2" in finding.observed.en
    assert finding.where.startswith("queries.csv, row 3")


def test_different_metrics_are_counted(server: Fed, tmp_path: Path) -> None:
    """At the number exactly it is enough; a metric under one name twice is one."""
    campaign = MetricsCampaign(tmp_path, server.url)
    rows = [GOOD, row("errors", "errors_total")]
    assert campaign.check(rows, min_metrics=2).status is Status.PASSED
    assert seen(campaign.check(rows, min_metrics=3)) == ["queries.csv: at least 3 metrics / 2 metrics"]
    twice = [*rows, row("Errors", "delay")]
    assert any("at least 3 metrics" in line for line in seen(campaign.check(twice, min_metrics=3)))


def test_a_metric_asked_for_by_name_must_have_its_row(server: Fed, tmp_path: Path) -> None:
    """Under any of its names, however it is written; another metric is none of them."""
    campaign = MetricsCampaign(tmp_path, server.url)
    names = ["支付回调超时率", "Payment Callback Timeout"]
    for name in ("支付回调 超时率", "payment callback timeout", "ＰＡＹＭＥＮＴ callback timeout"):
        assert campaign.check([row(name, "errors_total")], metrics=[rule(names)]).status is Status.PASSED
    (line,) = seen(campaign.check([GOOD], metrics=[rule(names)]))
    assert line == "The metric: The metric, under one of these names: 支付回调超时率, Payment Callback Timeout / none"


def test_a_metric_under_two_of_its_names_is_one(server: Fed, tmp_path: Path) -> None:
    """Twelve rows of eleven metrics are eleven, also where one stands there in Chinese and in English."""
    campaign = MetricsCampaign(tmp_path, server.url)
    rows = [row("支付回调超时率", "errors_total"), row("Payment callback timeout", "requests_total")]
    asked: dict[str, Any] = {"metrics": [rule(["支付回调超时率", "Payment Callback Timeout"])], "min_metrics": 2}
    assert seen(campaign.check(rows, **asked)) == [
        "Payment callback timeout: each metric once / also in queries.csv, row 2, column 指标",
        "queries.csv: at least 2 metrics / 1 metrics",
    ]


def test_a_row_that_can_t_be_asked_stands_for_its_metric(server: Fed, tmp_path: Path) -> None:
    """One mistake, one finding: the metric is there, its query is wrong."""
    outcome = MetricsCampaign(tmp_path, server.url).check([row("m", "up{")], metrics=[rule("m")])
    assert len(outcome.findings) == 1


def test_rows_of_other_checks_are_left_alone(server: Fed, tmp_path: Path) -> None:
    """A table of all systems' metrics serves several checks; without rows of its own, a check has examined nothing."""
    campaign = MetricsCampaign(tmp_path, server.url)
    rows = [GOOD, row("other", "gone_total")]
    assert campaign.check(rows, metrics=[rule("requests")], only_named="yes").status is Status.PASSED
    assert campaign.check(rows, metrics=[rule("requests")]).status is Status.FAILED
    assert campaign.check(rows, metrics=[rule("leads")], only_named="yes").status is Status.FAILED


def test_a_choice_is_compared_by_what_its_words_mean(server: Fed, tmp_path: Path) -> None:
    """A contract may list the metrics with the words that people use; a rule names the value."""
    contracts: dict[str, Any] = {
        **CONTRACTS,
        "queries": {
            **CONTRACTS["queries"],
            "columns": {
                **CONTRACTS["queries"]["columns"],
                "metric": {"type": "choice", "aliases": ["指标"], "values": {"lag": ["主从延迟"], "other": ["其他"]}},
            },
        },
    }
    campaign = MetricsCampaign(tmp_path, server.url, contracts=contracts)
    asked: dict[str, Any] = {"metrics": [rule("lag", at_most="max_lag")], "limits": {"max_lag": "1s"}}
    assert campaign.check([row("主从延迟", 'lag_seconds{server="r1"}')], **asked).status is Status.PASSED
    outcome = campaign.check([row("延迟", 'lag_seconds{server="r1"}')], **asked)
    assert any("The metric, under one of these names: lag / none" in line for line in seen(outcome))
