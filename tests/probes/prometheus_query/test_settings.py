"""The settings of `prometheus-query`: what is refused, what is looked over beside the contracts, what is stricter."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from readiness.model.evidence import Column, ColumnType, Contract, Sort
from readiness.model.location import Location
from readiness.model.text import Text
from readiness.probes import prometheus_query as kind
from readiness.probes.kind import Surroundings
from tests.probes.prometheus_query.world import rule

PLAIN: dict[str, Any] = {"server": "prometheus", "queries": "queries", "max_sample_age": "5m"}
LAG = {"metrics": [rule("lag", at_most="max_lag")], "limits": {"max_lag": "5m"}}
SHARE = {"metrics": [rule("success", at_least="min_success")], "limits": {"min_success": "95 %"}}


def settings(**more: Any) -> kind.Settings:
    return kind.Settings.model_validate({**PLAIN, **more})


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"max_sample_age": None}, "max_sample_age"),
        ({"max_sample_age": "5"}, "unit"),
        ({"metrics": []}, "at least 1"),
        ({"metrics": [rule([])]}, "at least 1"),
        ({"metrics": [rule("m", at_most="max_a")]}, "max_a"),
        ({"limits": {"max_a": 1}}, "max_a"),
        ({"metrics": [rule("m", at_most="min_a")], "limits": {"min_a": 1}}, "begin with max_"),
        ({"metrics": [rule("m", above="max_a")], "limits": {"max_a": 1}}, "begin with min_"),
        ({"only_named": "yes"}, "only_named"),
        ({"min_metrics": 0}, "greater than or equal to 1"),
        ({"treshold": 5}, "treshold"),
        ({"metrics": [rule("m", atmost="a")]}, "atmost"),
    ],
)
def test_what_asks_nothing_or_is_mistyped_is_refused(more: dict[str, Any], said: str) -> None:
    """False-GO 4, 16: an empty list, a limit that nothing uses, a bound without its limit, a key that is none."""
    asked = {name: value for name, value in {**PLAIN, **more}.items() if value is not None}
    with pytest.raises(ValidationError, match=said):
        kind.Settings.model_validate(asked)


def surroundings(column_type: ColumnType) -> Surroundings:
    said = Text.same("x")
    metric = Column("metric", column_type, values={"lag": ("主从延迟",)} if column_type is ColumnType.CHOICE else {})
    at = Location("own.yaml", 1, 1)
    contract = Contract("queries", Sort.TABLE, said, said, "it", ("metric",), (metric,), "own", at)
    return Surroundings({"queries": contract}, frozenset())


def test_a_name_that_the_table_s_choice_does_not_know_is_a_problem() -> None:
    """It could never be found; in a column of free text any name may stand."""
    asked = settings(metrics=[rule(["lag", "replica-lag"])])
    (problem,) = kind.problems(asked, surroundings(ColumnType.CHOICE))
    assert problem.path == ("metrics", 0, "names")
    assert "'replica-lag' is no value" in problem.message.en
    assert list(kind.problems(asked, surroundings(ColumnType.TEXT))) == []


@pytest.mark.parametrize("limit", ["T-72h", ["a", "b"]])
def test_a_limit_that_is_no_number_and_no_time_is_a_problem(limit: Any) -> None:
    asked = settings(metrics=[rule("lag", at_most="max_lag")], limits={"max_lag": limit})
    (problem,) = kind.problems(asked, surroundings(ColumnType.TEXT))
    assert problem.path == ("limits", "max_lag")


@pytest.mark.parametrize(
    ("before", "after", "as_much"),
    [
        ({}, {}, True),
        ({}, {"max_sample_age": "4m"}, True),
        ({}, {"max_sample_age": "6m"}, False),
        ({"min_metrics": 12}, {"min_metrics": 13}, True),
        ({"min_metrics": 12}, {"min_metrics": 11}, False),
        ({}, LAG, True),
        (LAG, {}, False),
        (LAG, {**LAG, "limits": {"max_lag": "4m"}}, True),
        (LAG, {**LAG, "limits": {"max_lag": "6m"}}, False),
        (SHARE, {**SHARE, "limits": {"min_success": "96 %"}}, True),
        (SHARE, {**SHARE, "limits": {"min_success": "0.95"}}, False),
        (SHARE, {**SHARE, "limits": {"min_success": "1"}}, False),
        (LAG, {**LAG, "only_named": "yes"}, False),
        ({**LAG, "only_named": "yes"}, LAG, True),
        (LAG, {**LAG, "metrics": [rule("lag", at_most="max_lag", members="yes")]}, False),
        (LAG, {**LAG, "metrics": [*LAG["metrics"], rule("other")]}, True),
        ({}, {"queries": "others"}, False),
        ({}, {"server": "others"}, False),
        ({}, {"max_age": "2h"}, False),
        ({}, {"max_skew": "2m"}, False),
        ({}, {"retries": "3"}, False),
        ({}, {"timeout": "11s"}, False),
        ({}, {"concurrency": "1"}, True),
    ],
)
def test_a_change_is_stricter_only_where_that_can_be_shown(
    before: dict[str, Any], after: dict[str, Any], *, as_much: bool
) -> None:
    """False-GO 38: everything else is a loosening."""
    assert kind.stricter(settings(**before), settings(**after)) is as_much


def test_the_settings_round_trip_for_people() -> None:
    """`explain` and records show them as they may be written."""
    asked = settings(**LAG, max_age="30m")
    shown = asked.model_dump(mode="json", exclude_none=True)
    assert shown["limits"] == {"max_lag": "5m"}
    assert kind.Settings.model_validate(shown) == asked
