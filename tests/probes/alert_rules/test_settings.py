"""What the kind can be asked, which changes are stricter, and recording rules under an alert."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.model.probe import Situation
from readiness.probes.alert_rules import Settings, judge, stricter
from readiness.probes.alert_rules.facts import Facts
from readiness.probes.alert_rules.rules import Rule, Running
from tests.probes.alert_rules.world import DUE, ERRORS, RATE, TIERS, times

ASKED: dict[str, Any] = {
    "server": "prometheus",
    "alertmanager": "alertmanager",
    "tiers": TIERS,
    "hold_at_most": "5m",
    "window_at_most": "10m",
}


def settings(**changes: Any) -> Settings:
    return Settings.model_validate(ASKED | changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"server": None},
        {"alertmanager": None},
        {"tiers": []},
        {"tiers": [TIERS[1], TIERS[0]]},
        {"tiers": [TIERS[0], TIERS[0]]},
        {"tiers": [{"name": "x", "limit": "0"}]},
        {"tiers": [{"name": "x", "limit": "100 %"}]},
        {"tiers": [{"name": "x", "limit": "NaN"}]},
        {"hold_at_most": None},
        {"severity_label": "a-b"},
        {"unknown": "x"},
    ],
)
def test_what_can_not_be_asked(changes: dict[str, Any]) -> None:
    """Nothing to read, no tiers, tiers out of order, limits that are none."""
    with pytest.raises(ValidationError):
        settings(**changes)


def tier(number: int, **changes: Any) -> list[dict[str, Any]]:
    return [{**one, **changes} if place == number else one for place, one in enumerate(TIERS)]


@pytest.mark.parametrize(
    ("changes", "asks_as_much"),
    [
        ({}, True),
        ({"rules": "rules"}, True),
        ({"tiers": tier(2, limit="2 %")}, True),
        ({"tiers": tier(2, limit="4 %")}, False),
        ({"tiers": TIERS[:2]}, False),
        ({"tiers": tier(1, told_by=None)}, False),
        ({"tiers": tier(1, told_by=["webhook", "email"])}, False),
        ({"tiers": tier(0, severity=["yellow"])}, True),
        ({"hold_at_most": "4m"}, True),
        ({"hold_at_most": "6m"}, False),
        ({"window_at_most": None}, False),
        ({"burn_rates": "1h"}, False),
        ({"allow_local": "yes"}, False),
        ({"hidden": "note"}, False),
        ({"metrics": ["x"]}, False),
        ({"evaluated_within": "1h"}, False),
        ({"timeout": "1s"}, True),
    ],
)
def test_what_is_stricter(changes: dict[str, Any], asks_as_much: bool) -> None:
    """Each change by itself; when in doubt it is a loosening."""
    assert stricter(settings(), settings(**changes)) is asks_as_much


def test_a_recording_rule_that_is_not_evaluated_keeps_its_alerts_from_firing() -> None:
    """The alert is healthy over a record of which the server makes nothing."""
    well = Running("ok", "", DUE, timedelta(seconds=15))
    alerts = [
        Rule(name, True, f"shop:errors > {limit}", "server", labels={"severity": name}, running=well)
        for name, limit in (("a", "0.005"), ("b", "0.01"), ("c", "0.03"))
    ]
    records = [
        Rule("shop:errors", False, f"shop:bad / {RATE.partition(' / ')[2]}", "server", running=well),
        Rule("shop:bad", False, ERRORS, "server", running=replace(well, health="err", error="out of memory")),
    ]
    asked = Settings.model_validate({**ASKED, "alertmanager": None, "alertmanager_config": "x"})
    situation = Situation("2026-618", "r", times(), DUE)
    found = judge(asked, Facts(DUE, (*alerts, *records)), situation).findings
    assert {(one.subject, one.observed.en) for one in found} == {("shop:bad", "err: out of memory")}
    good = (*alerts, records[0], replace(records[1], running=well))
    assert judge(asked, Facts(DUE, good), situation).findings == ()
