"""When an alert fires in terms of errors, whatever the form of its expression."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from readiness.evidence.promql import PromqlError
from readiness.probes.alert_rules.conditions import firing
from readiness.probes.alert_rules.records import Records
from readiness.probes.alert_rules.rules import Rule
from tests.probes.alert_rules.world import ALL, ERRORS, RATE, alert, judged, rules, tiers, told

NONE = Records.of(())
GOOD = 'sum(rate(http_requests_total{code=~"2.."}[5m]))'
NOT_BAD = 'sum(rate(http_requests_total{code!~"5.."}[5m]))'


@pytest.mark.parametrize(
    "expression",
    [
        f"{RATE} > 0.01",
        f"{RATE} >= 0.01",
        f"0.01 < {RATE}",
        f"({RATE}) * 100 > 1",
        f"1 < 100 * {RATE}",
        f"1 - {GOOD} / {ALL} > 0.01",
        f"{NOT_BAD} / {ALL} < 0.99",
        f"100 - 100 * {NOT_BAD} / {ALL} > 1",
        f"({ALL} - {GOOD}) / {ALL} > 0.01",
        f"max by (pool) ({RATE}) > 0.01",
        f"avg_over_time(({RATE})[2m:30s]) > 0.01",
        f"round({RATE}, 0.0001) > 0.01",
        f"round(100 * {RATE}, 0.01) > 1",
        f"clamp_max({RATE}, 1) > 0.01",
        f"clamp(100 * {RATE}, 0, 100) > 1",
        f"clamp_max({NOT_BAD} / {ALL}, 1) < 0.99",
        'sum(rate(x_total{code!="200"}[1m])) / sum(rate(x_total[5m])) > 0.01',
        f"{RATE} > vector(0.01)",
        f"{RATE} > (10 * 0.001)",
        'sum(rate(pay_total{status="failed"}[5m])) / sum(rate(pay_total[5m])) > 0.01',
        'sum(rate(pay_total{success="false"}[5m])) / sum(rate(pay_total[5m])) > 0.01',
        "sum(rate(http_errors_total[5m])) / sum(rate(http_requests_total[5m])) > 0.01",
        'sum(increase(x_total{code!="200"}[5m])) / sum(increase(x_total[5m])) > 0.01',
    ],
)
def test_one_percent_in_many_forms(expression: str) -> None:
    """Percent and fraction, either side, errors or what is left of good ones: all fire above 1 %."""
    found = firing(expression, NONE)
    assert found is not None
    assert found.problems == ()
    assert [branch.limit.normalize() for branch in found.branches] == [Decimal("0.01")]


@pytest.mark.parametrize(
    ("expression", "said"),
    [
        (f"{RATE} < 0.01", "is low"),
        (f"{NOT_BAD} / {ALL} > 0.99", "is low"),
        (f"{RATE} == 0.01", "no threshold"),
        (f"{RATE} >= 0", "without a single error"),
        (f"{RATE} > -0.01", "without a single error"),
        (f"{RATE} > bool 0.01", "fire always"),
        (RATE, "fires always"),
        (f"{RATE} > 0.01 unless on() maintenance == 1", "maintenance"),
        (f"{RATE} > 0.01 and on() hour() > 8", "certain times"),
        ('http_requests_total{code="500"} / http_requests_total > 0.01', "without rate()"),
        (f"{ERRORS.replace('[5m]', '[5m] offset 1d')} / {ALL} > 0.01", "offset"),
        ("shop:errors:ratio_rate5m > 0.01", "not loaded"),
        (f"round({RATE}) > 0.01", "too coarse"),
        (f"round(100 * {RATE}, 0.1) > 1", "too coarse"),
        (f"clamp_max({RATE}, 0.001) > 0.01", "`clamp_max` changes the rate"),
        (f"clamp_max(100 * {RATE}, 1) > 1", "`clamp_max` changes the rate"),
        (f"clamp({RATE}, 0, scalar(most)) > 0.01", "`clamp` changes the rate"),
        (f"{ERRORS} / {ALL.replace('rate', 'increase')} > 0.01", "counted a second by what is counted over 5 min"),
        (
            f"{ERRORS.replace('rate', 'increase').replace('5m', '1m')} / {ALL.replace('rate', 'increase')} > 0.01",
            "counted over 1 min by what is counted over 5 min",
        ),
    ],
)
def test_what_does_not_fire_as_it_seems(expression: str, said: str) -> None:
    """Turned round, always, at times, over the past, over nothing: the reason is told."""
    found = firing(expression, NONE)
    assert found is not None
    assert any(said in problem.en for problem in found.problems), found.problems
    content = tiers().replace(f"{RATE} > 0.01", expression)
    assert any(said in seen for _, _, seen in told(judged(content)))


@pytest.mark.parametrize(
    "expression",
    [
        "up == 0",
        f"{ALL} / {ERRORS} > 3",
        f"{ALL} > 100",
        'sum(rate(x_total{code=~"4.."}[5m])) / sum(rate(x_total[5m])) > 0.01',
        'sum(rate(x_total{job="failover"}[5m])) / sum(rate(x_total{job="failover"}[5m])) > 0.01',
        "absent(http_requests_total)",
        f"{ERRORS} > 0.01",
        f"{ERRORS} / {ERRORS} > 0.01",
    ],
)
def test_what_is_no_rate_of_errors(expression: str) -> None:
    """Numbers of errors, refusals that are the customers' own (4xx), quotients of anything else."""
    assert firing(expression, NONE) is None


def test_no_promql_is_refused() -> None:
    """What can't be parsed is an error of its own kind."""
    with pytest.raises(PromqlError):
        firing("sum(", NONE)


def test_recording_rules_are_followed() -> None:
    """A rate, and the parts of one, recorded under names of their own."""
    content = rules(
        f"{{record: 'shop:errors:rate5m', expr: '{ERRORS}'}}",
        f"{{record: 'shop:requests:rate5m', expr: '{ALL}'}}",
        "{record: 'shop:errors:ratio', expr: 'shop:errors:rate5m / shop:requests:rate5m'}",
        alert("Yellow", "shop:errors:ratio > 0.005", "yellow"),
        alert("Orange", "100 * shop:errors:ratio > 1", "orange"),
        alert("Red", "shop:errors:rate5m / shop:requests:rate5m > 0.03", "red"),
    )
    assert told(judged(content)) == []


def test_a_recording_rule_of_other_labels_is_another() -> None:
    """Records of one name are told apart by the labels that a selector asks for."""
    one = Rule("r", False, RATE, "a", labels={"slo": "one"})
    other = Rule("r", False, "up", "b", labels={"slo": "two"})
    records = Records.of((one, other))
    assert firing('r{slo="one"} > 0.01', records) is not None
    assert firing('r{slo="two"} > 0.01', records) is None


def test_records_that_name_each_other_end() -> None:
    """A circle of recording rules is no rate, and no endless search."""
    records = Records.of(
        (Rule("a:error:rate", False, "b:error:rate", "x"), Rule("b:error:rate", False, "a:error:rate", "y"))
    )
    assert firing("a:error:rate > 0.01", records) is None


def test_a_long_look_back_notices_late() -> None:
    """A rate over a day hardly moves when the shop breaks: the window is told beside the longest one."""
    content = tiers().replace("[5m]", "[1d]", 2)
    found = told(judged(content))
    assert found[0][0] == "ShopErrorsYellow"
    assert "looks back over 24 h" in found[0][2]
    assert told(judged(content, window_at_most="1d")) == []


def test_a_guard_is_noted() -> None:
    """An alert that also asks for traffic still counts; that it does is said."""
    content = tiers().replace(f"{RATE} > 0.005", f"{RATE} > 0.005 and {ALL} > 10")
    judgement = judged(content)
    assert told(judgement) == []
    assert any("another condition" in note.en for note in judgement.notes)


BURN = "({one} > (14.4 * 0.0005) and {other} > (14.4 * 0.0005)) or ({late} > (6 * 0.0005) and {later} > (6 * 0.0005))"


def burn() -> str:
    """A burn rate over several windows: 14.4 times a budget of 0.05 % within the hour, 6 times within six hours."""
    windows = {"one": "5m", "other": "1h", "late": "30m", "later": "6h"}
    return BURN.format(**{name: RATE.replace("5m", window) for name, window in windows.items()})


def test_burn_rates_count_by_option_alone() -> None:
    """Without the option a burn rate is no tier; with it, what fires within the asked time counts, as errors."""
    content = rules(
        alert("Yellow", f"{RATE} > 0.005", "yellow"),
        alert("Burn", burn(), "orange"),
        alert("Red", f"{RATE} > 0.03", "red"),
    )
    assert any("burn_rates" in seen for _, _, seen in told(judged(content)))
    judgement = judged(content, burn_rates="1h")
    assert told(judgement) == []
    assert any("> 0.72 % (burn rate 14.4 x 0.05 % of budget)" in note.en for note in judgement.notes)
    assert firing(burn(), NONE).branches[1].window == timedelta(hours=6)  # type: ignore[union-attr]


def test_a_burn_rate_that_looks_back_too_long_is_told() -> None:
    """Where every branch looks back longer than is asked, the alert notices late."""
    content = tiers().replace(f"{RATE} > 0.01", burn())
    assert any("notices late" in seen for _, _, seen in told(judged(content, burn_rates="10m")))
