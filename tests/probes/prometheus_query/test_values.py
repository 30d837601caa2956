"""Values against limits, and the series that must be there: a real Prometheus through the real gate."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from readiness.model.outcome import Outcome, Status
from tests.monitoring import Fed
from tests.probes.prometheus_query.world import MetricsCampaign, row, rule, seen


@pytest.fixture
def ask(server: Fed, tmp_path: Path) -> Any:
    """Asks one query under the name `m`, with a rule for it."""

    def asked(query: str, unit: str = "", members: str = "", **rules: Any) -> Outcome:
        limits = rules.pop("limits", {})
        campaign = MetricsCampaign(tmp_path, server.url)
        return campaign.check([row("m", query, unit, members)], metrics=[rule("m", **rules)], limits=limits)

    return asked


def test_a_metric_that_is_there_passes(ask: Any) -> None:
    outcome = ask("backends")
    assert outcome.status is Status.PASSED
    assert outcome.examined.count == 1


def test_an_empty_vector_is_no_pass(ask: Any) -> None:
    """False-GO 5, 26: no series, so nothing is beyond its limit, and yet nothing is known."""
    outcome = ask('backends{pool="gone"}', at_least="min_backends", limits={"min_backends": 2})
    assert outcome.status is Status.FAILED
    assert seen(outcome) == ['m: samples at most 5 min old / backends{pool="gone"}: no sample']


def test_a_query_that_leaves_no_series_is_no_pass(ask: Any) -> None:
    """False-GO 5: the series are there, and a comparison takes them all away."""
    assert seen(ask("backends > 3")) == ["m: at least one series / no series"]


@pytest.mark.parametrize(
    ("query", "shown"), [("broken", "NaN"), ("endless", "Inf"), ("-endless", "-Inf"), ("nothing_total / 0", "NaN")]
)
def test_what_is_no_number_is_no_pass(ask: Any, query: str, shown: str) -> None:
    """False-GO 11: NaN is neither above nor below a limit, and infinity is above every one."""
    outcome = ask(query, at_least="min_value", limits={"min_value": 0})
    assert outcome.status is Status.FAILED
    assert any(line.endswith(f": a number / {shown}") for line in seen(outcome))


@pytest.mark.parametrize(
    ("bound", "limit", "query", "holds"),
    [
        ("at_least", "min_a", 'backends{pool="web"}', True),
        ("at_least", "min_a", 'backends{pool="web"} - 0.001', False),
        ("above", "min_a", 'backends{pool="web"}', False),
        ("above", "min_a", 'backends{pool="web"} + 0.001', True),
        ("at_most", "max_a", 'backends{pool="web"}', True),
        ("at_most", "max_a", 'backends{pool="web"} + 0.001', False),
        ("below", "max_a", 'backends{pool="web"}', False),
        ("below", "max_a", 'backends{pool="web"} - 0.001', True),
        ("equals", "a", 'backends{pool="web"}', True),
        ("equals", "a", 'backends{pool="web"} + 0.001', False),
    ],
)
def test_a_bound_holds_up_to_its_limit_exactly(ask: Any, bound: str, limit: str, query: str, *, holds: bool) -> None:
    """False-GO 14: on both sides of the limit of 3, and at it."""
    assert (ask(query, **{bound: limit}, limits={limit: 3}).status is Status.PASSED) is holds


def test_each_series_is_held_against_the_limit_and_named(ask: Any) -> None:
    """One pool below two backends fails, and the finding names the pool; the good one stands among the measures."""
    outcome = ask("backends", at_least="min_backends", limits={"min_backends": 2})
    (line,) = seen(outcome)
    assert line == 'm backends{job="shop",pool="pay"}: >= 2 / 1'
    assert outcome.findings[0].where == "queries.csv, row 2, column 查询"
    assert {(measure.value, measure.limit) for measure in outcome.measures} == {(3, 2), (1, 2)}


def test_a_time_is_held_in_seconds(ask: Any) -> None:
    """A lag of exactly one second is in time, one of a millisecond more is not."""
    outcome = ask("lag_seconds", at_most="max_lag", limits={"max_lag": "1s"})
    assert seen(outcome) == ['m lag_seconds{job="shop",server="r3"}: <= 1 s / 1.001 s']


@pytest.mark.parametrize(
    ("query", "unit", "holds"),
    [
        ("lag_milliseconds", "", True),
        ("lag_milliseconds + 101", "", False),
        ("lag_milliseconds / 1000", "", True),
        ("delay_minutes", "", False),
        ("delay_minutes * 60", "", False),
        ("delay", "毫秒", True),
        ("delay", "分钟", False),
        ("delay", "s", False),
    ],
)
def test_the_unit_of_a_time_is_the_row_s_or_the_metric_s_name(ask: Any, query: str, unit: str, *, holds: bool) -> None:
    """Milliseconds, seconds and minutes are never taken for one another; arithmetic on them is followed."""
    outcome = ask(query, unit, at_most="max_lag", limits={"max_lag": "1s"})
    assert (outcome.status is Status.PASSED) is holds
    assert not any("a unit" in line for line in seen(outcome))


@pytest.mark.parametrize(
    ("query", "unit"),
    [
        ("delay", ""),
        ("lag_seconds + on () group_left delay_minutes", ""),
        ("time() * 1000 - lag_milliseconds", ""),
        ("delay", "%"),
        ("delay", "个"),
    ],
)
def test_a_time_without_a_unit_is_not_guessed(ask: Any, query: str, unit: str) -> None:
    """Four may be seconds or minutes: the row must say."""
    outcome = ask(query, unit, at_most="max_lag", limits={"max_lag": "9999h"})
    assert outcome.status is Status.FAILED
    assert any("a unit: ms, s, min, h" in line for line in seen(outcome))


@pytest.mark.parametrize(
    ("query", "unit", "holds"),
    [
        ("error_ratio", "", True),
        ("errors_total / requests_total", "", True),
        ("errors_total / requests_total * 100", "", True),
        ("(errors_total + 1) / requests_total * 100", "", False),
        ("error_percent", "", True),
        ("error_percent + 0.01", "", False),
        ("errors_total / 10", "%", True),
        ("errors_total / requests_total", "%", True),
        ("error_percent", "小数", False),
    ],
)
def test_a_share_is_held_as_a_fraction(ask: Any, query: str, unit: str, *, holds: bool) -> None:
    """False-GO 15: half a percent of 0.5 % is exactly right as 0.005 and as 0.5, and neither is taken for the other."""
    outcome = ask(query, unit, at_most="max_errors", limits={"max_errors": "0.5 %"})
    assert (outcome.status is Status.PASSED) is holds, seen(outcome)


@pytest.mark.parametrize("query", ["delay", "backends", "delay + error_percent * 0"])
def test_a_share_above_one_is_not_taken_for_a_fraction(ask: Any, query: str) -> None:
    """250 may be a percentage, and 250 % of anything is at least 95 %."""
    outcome = ask(query, at_least="min_success", limits={"min_success": "95 %"})
    assert outcome.status is Status.FAILED


def test_a_share_above_one_counts_where_the_row_says_so(ask: Any) -> None:
    assert ask("delay", "小数", at_least="min_success", limits={"min_success": "95 %"}).status is Status.PASSED


def test_a_time_below_zero_is_no_pass(ask: Any) -> None:
    """False-GO 11, 29: a lag of minus four minutes is a record from the future, not a fast sync."""
    outcome = ask("-delay_minutes", at_most="max_lag", limits={"max_lag": "5m"})
    assert outcome.status is Status.FAILED
    assert any("not below 0" in line for line in seen(outcome))


def test_members_that_are_not_among_the_series_are_findings(ask: Any) -> None:
    """False-GO 21: a pool of which no backend is left has no series, so its absence must be looked for."""
    outcome = ask("backends", members="web、pay、crm")
    (line,) = seen(outcome)
    assert line == "m: a series of crm / none"
    assert outcome.findings[0].where == "queries.csv, row 2, column 成员"


def test_members_must_be_written_where_the_check_asks_for_them(server: Fed, tmp_path: Path) -> None:
    """False-GO 21: a list is complete only against another."""
    campaign = MetricsCampaign(tmp_path, server.url)
    outcome = campaign.check([row("m", "backends")], metrics=[rule("m", members="yes")])
    assert [line for line in seen(outcome) if "the series that there must be" in line]
    assert campaign.check([row("m", "backends", members="pay; web")], metrics=[rule("m", members="yes")]).status is (
        Status.PASSED
    )


def test_too_few_series_are_a_finding(ask: Any) -> None:
    assert ask("backends", min_series=2).status is Status.PASSED
    assert seen(ask("backends", min_series=3)) == ["m: at least 3 series / 2 series"]


@pytest.mark.parametrize(
    ("query", "what"),
    [
        ("sum(increase(requests_total[24h]))", ""),
        ("sum(increase(requests_total[30d]))", "another span of time"),
        ("requests_total", "another span of time"),
        ("max_over_time(increase(requests_total[24h])[1h:])", "another span of time"),
        ("sum(count_over_time(requests_total[24h]))", "does not count"),
        ("max_over_time(requests_total[24h])", "does not count"),
    ],
)
def test_a_count_of_the_last_day_looks_at_the_last_day(ask: Any, query: str, what: str) -> None:
    """A counter since its start, or over a month, says nothing of today; counting samples counts no events."""
    outcome = ask(query, window="24h", by="increase")
    said = [finding.message.en for finding in outcome.findings]
    assert said == [] if not what else any(what in message for message in said)


@pytest.mark.parametrize(("bound", "holds"), [("at_most", False), ("below", False), ("at_least", True)])
def test_a_shorter_time_hides_what_must_not_happen(ask: Any, bound: str, *, holds: bool) -> None:
    """No failure within a minute says nothing of the day; enough orders within a minute are enough for the day."""
    limit = "min_count" if bound == "at_least" else "max_count"
    asked = {bound: limit, "limits": {limit: 0 if holds else 1_000_000}, "window": "24h", "by": "increase"}
    assert (ask("sum(increase(requests_total[23h]))", **asked).status is Status.PASSED) is holds
    assert ask("sum(increase(requests_total[24h]))", **asked).status is Status.PASSED


def test_what_did_not_happen_is_not_above_zero(ask: Any) -> None:
    """A counter that stands still: no detections in the last day."""
    asked = {"above": "min_count", "limits": {"min_count": 0}, "window": "24h", "by": "increase"}
    assert seen(ask("sum(increase(nothing_total[24h]))", **asked)) == ["m: > 0 / 0"]
