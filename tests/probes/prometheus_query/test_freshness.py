"""Whether what a query shows is the present: a real Prometheus through the real gate."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from readiness.model.outcome import Outcome, Status
from tests.monitoring import Fed, fed
from tests.probes.prometheus_query.world import MetricsCampaign, row, seen


def asked(folder: Path, server: Fed, query: str, **settings: Any) -> Outcome:
    return MetricsCampaign(folder, server.url).check([row("m", query)], **settings)


def test_a_fresh_sample_passes(server: Fed, tmp_path: Path) -> None:
    assert asked(tmp_path, server, "four_minutes_old").status is Status.PASSED


def test_an_old_sample_is_no_pass(server: Fed, tmp_path: Path) -> None:
    """False-GO 26: an instant query bears the time of asking, so an old sample looks like a new one."""
    outcome = asked(tmp_path, server, "eleven_minutes_old")
    assert outcome.status is Status.FAILED
    (finding,) = outcome.findings
    assert finding.required.en == "samples at most 5 min old"
    assert finding.subject == 'm {job="shop"}'
    assert 655 < float(finding.observed.en.removesuffix(" s")) < 900


def test_the_limit_is_the_check_s(server: Fed, tmp_path: Path) -> None:
    assert asked(tmp_path, server, "eleven_minutes_old", max_sample_age="15m").status is Status.PASSED
    assert asked(tmp_path, server, "four_minutes_old", max_sample_age="3m").status is Status.FAILED


@pytest.mark.parametrize(
    "query",
    [
        "max(four_minutes_old) + max(eleven_minutes_old)",
        "max_over_time(eleven_minutes_old[1h])",
        "max_over_time(max(eleven_minutes_old)[1h:1m])",
        "four_minutes_old or eleven_minutes_old",
        "sum(mixed)",
        "clamp(four_minutes_old, 0, scalar(eleven_minutes_old))",
    ],
)
def test_every_series_that_a_value_stands_on_must_be_fresh(server: Fed, tmp_path: Path, query: str) -> None:
    """Aggregated, over a range, in a subquery, as an argument: an old one is found."""
    assert any("samples at most 5 min old" in line for line in seen(asked(tmp_path, server, query)))


def test_a_series_that_ended_is_no_pass_although_its_rate_goes_on(tmp_path: Path) -> None:
    """False-GO 26: for minutes after an exporter died, `rate(...[5m])` still has samples to show."""
    with fed(tmp_path / "server", "orders_total 5\nhere 1\n", "count_over_time(orders_total[1m]) >= 3") as server:
        assert asked(tmp_path, server, "rate(orders_total[5m])").status is Status.PASSED
        server.tell("here 1\n", "absent(orders_total)")
        outcome = asked(tmp_path, server, "rate(orders_total[5m])")
    assert seen(outcome) == ["m: samples at most 5 min old / orders_total: no sample"]


def test_one_side_of_an_or_is_enough(server: Fed, tmp_path: Path) -> None:
    """Errors that have not happened yet have no series; `or total * 0` says so."""
    assert asked(tmp_path, server, 'errors_total{code="500"} or requests_total * 0').status is Status.PASSED
    assert asked(tmp_path, server, 'sum(errors_total{code="500"}) / sum(requests_total)').status is Status.FAILED


@pytest.mark.parametrize(
    "query", ["backends offset 1s", "max_over_time(backends[1h:1m] offset 1s)", "sum(backends @ 5)"]
)
def test_a_look_at_the_past_alone_is_no_pass(server: Fed, tmp_path: Path, query: str) -> None:
    """False-GO 29: what an hour ago was good is asked as if it were now."""
    assert any("the present" in line for line in seen(asked(tmp_path, server, query)))


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("sum(gone_total) or vector(0)", "`or` puts a constant"),
        ("absent(gone_total)", "absent() gives 1"),
        ("vector(1)", "no series decides"),
        ("time()", "no series decides"),
        ("backends * 0", "no series decides"),
    ],
)
def test_a_query_that_hides_absence_is_no_pass(server: Fed, tmp_path: Path, query: str, why: str) -> None:
    """False-GO 26: it answers the same whether its metric is there or not."""
    outcome = asked(tmp_path, server, query)
    assert outcome.status is Status.FAILED
    assert any(why in finding.message.en for finding in outcome.findings)


def test_a_server_whose_clock_is_behind_is_told(server: Fed, tmp_path: Path) -> None:
    """False-GO 29: by its clock its samples are younger than they are. Exactly the allowed skew is right."""
    ahead = datetime.fromtimestamp(time.time() + 3_600, UTC)
    campaign = MetricsCampaign(tmp_path, server.url, now=ahead)
    (line,) = seen(campaign.check([row("m", "backends")], max_skew="59m"))
    assert "a clock at most 3540 s behind" in line
    assert seen(campaign.check([row("m", "backends")], max_skew="61m")) == []


def test_a_pass_holds_for_its_time(server: Fed, tmp_path: Path) -> None:
    """Live answers are of the present; how long they count is the check's."""
    now = datetime.now(UTC)
    outcome = MetricsCampaign(tmp_path, server.url, now=now).check([row("m", "backends")], max_age="20m")
    (use,) = [use for use in outcome.evidence if use.live]
    assert use.name == "prometheus"
    assert outcome.holds_until == now + timedelta(minutes=20)
