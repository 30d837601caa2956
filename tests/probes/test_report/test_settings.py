"""What the `test-report` kind can be asked, and whether a change asks at least as much."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from readiness.probes.kind import BoundProbe, Surroundings
from readiness.probes.registry import load_kind
from readiness.probes.test_report import problems, stricter
from readiness.probes.test_report.settings import Settings
from tests.probes.test_report.worlds import wanted

SHIPPED = {"both_languages": True}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"reports": "tests", "rounds": "0"},
        {"reports": "tests", "min_tests": "0"},
        {"reports": "tests", "required": []},
        {"reports": "tests", "required": [{"name": "a", "any": []}]},
        {"reports": "tests", "required": [wanted("")]},
        {"reports": "tests", "required": [wanted("(")]},
        {"reports": "tests", "required": [wanted("a*")]},
        {"reports": "tests", "others": "ignored"},
        {"reports": "tests", "others": "maybe"},
        {"reports": "tests", "flaky": "ok"},
        {"reports": "tests", "max_skipped": "100 %"},
        {"reports": "tests", "max_skipped": "-1 %"},
        {"reports": "tests", "matrix": {"axes": {}}},
        {"reports": "tests", "matrix": {"axes": {"os": []}}},
        {"reports": "tests", "release": {"properties": []}},
        {"reports": "tests", "by": "2026-06-15"},
        {"reports": "tests", "only": "required"},
    ],
)
def test_what_asks_nothing_or_nonsense_is_refused(asked: dict[str, Any]) -> None:
    """False-GO 4: an expectation with nothing in it is an error when it is read."""
    with pytest.raises(ValidationError):
        Settings.model_validate(asked)


def test_the_least_is_one_case_that_passed() -> None:
    """Without any setting all cases must pass, and there must be one."""
    least = Settings.model_validate({"reports": "tests"})
    assert (least.min_tests, least.rounds, least.others, least.flaky) == (1, 1, "must-pass", "finding")


def test_a_shipped_checklist_is_not_compiled_to_be_loaded() -> None:
    """A test compiles its patterns; what a campaign changed is looked over with its place."""
    asked = {
        "reports": "tests",
        "required": [{"name": {"en": "a", "zh": "甲"}, "any": ["a", "("]}],
        "matrix": {"axes": {"os": [{"name": {"en": "b", "zh": "乙"}, "any": ["b"], "except": ["["]}]}},
    }
    settings = Settings.model_validate(asked, context=SHIPPED)
    found = [problem.path for problem in problems(settings, Surroundings({}, frozenset()))]
    assert found == [("required", 0, "any", 1), ("matrix", "axes", "os", 0, "except", 0)]


def test_the_evidence_is_named_with_its_sort() -> None:
    """`validate` can hold reports and the table of an axis against their contracts."""
    axes = {"axes": {"entry": {"evidence": "entry-points", "column": "entry"}}}
    settings = Settings.model_validate({"reports": "tests", "matrix": axes})
    named = [(field, name, mark.sorts, mark.columns) for field, name, mark in settings.evidence()]
    assert named == [("reports", "tests", ("document",), ()), ("matrix", "entry-points", ("table",), ("entry",))]


def test_settings_are_told_as_they_are_written() -> None:
    """Reports and `explain` show `except`, shares and moments as they stand in the file."""
    asked = {
        "reports": "tests",
        "required": [wanted("a", apart_from=["b"])],
        "max_skipped": "5 %",
        "not_before": "freeze",
    }
    shown = BoundProbe(load_kind("test-report"), Settings.model_validate(asked)).settings_for_people()
    assert shown["required"] == [{"name": {"en": "demand", "zh": "demand"}, "any": ["a"], "except": ["b"]}]
    assert (shown["max_skipped"], shown["not_before"]) == ("0.05", "freeze")


BASE: dict[str, Any] = {
    "reports": "tests",
    "required": [wanted("a", name="a"), wanted("b", name="b")],
    "rounds": 2,
    "min_tests": 10,
    "max_skipped": "5 %",
    "matrix": {"axes": {"os": [wanted("i", name="i")]}},
    "release": {"path": "yes"},
    "by": "T-72h",
    "not_before": "freeze",
    "max_age": "7d",
}


@pytest.mark.parametrize(
    ("change", "as_much"),
    [
        ({}, True),
        ({"reports": "others"}, False),
        ({"required": [wanted("a", name="a")]}, False),
        ({"required": None}, False),
        ({"required": [*BASE["required"], wanted("c")]}, True),
        ({"required": [wanted("a", "x", name="a"), wanted("b", name="b")]}, False),
        ({"required": [wanted("a", name="a", apart_from=["x"]), wanted("b", name="b")]}, False),
        ({"others": "ignored"}, False),
        ({"flaky": "note"}, False),
        ({"rounds": 3}, True),
        ({"rounds": 1}, False),
        ({"min_tests": 11}, True),
        ({"min_tests": 9}, False),
        ({"max_skipped": "4 %"}, True),
        ({"max_skipped": "6 %"}, False),
        ({"max_skipped": None}, False),
        ({"matrix": None}, False),
        ({"matrix": {"axes": {"os": [wanted("i", name="i"), wanted("j", name="j")]}}}, True),
        ({"matrix": {"axes": {"os": [wanted("j", name="j")]}}}, False),
        ({"matrix": {"axes": {"os": {"evidence": "e", "column": "c"}}}}, False),
        ({"matrix": {"axes": {"os": [wanted("i", name="i")]}, "properties": ["x"]}}, False),
        ({"matrix": {"axes": {"os": [wanted("i", name="i")]}, "path": "yes"}}, False),
        ({"release": None}, False),
        ({"release": {"path": "no"}}, True),
        ({"release": {"path": "yes", "properties": ["anything"]}}, False),
        ({"by": "T-73h"}, True),
        ({"by": "T-71h"}, False),
        ({"by": None}, False),
        ({"not_before": "freeze+1h"}, True),
        ({"not_before": "freeze-1h"}, False),
        ({"not_before": None}, False),
        ({"max_age": "6d"}, True),
        ({"max_age": "8d"}, False),
        ({"max_age": None}, False),
    ],
)
def test_a_change_is_stricter_only_where_that_can_be_shown(change: dict[str, Any], as_much: bool) -> None:
    """False-GO 38: anything else is a loosening."""
    before, after = Settings.model_validate(BASE), Settings.model_validate({**BASE, **change})
    assert stricter(before, after) is as_much


def test_one_run_is_not_made_stricter_by_rounds() -> None:
    """As rounds, only the last files of a folder are judged; as one run, all were."""
    one = Settings.model_validate({"reports": "tests"})
    assert not stricter(one, Settings.model_validate({"reports": "tests", "rounds": "2"}))
    assert stricter(one, Settings.model_validate({"reports": "tests", "release": {}, "by": None}))
