"""Kind `document`: what settings mean when they ship, when they are changed, and when they are written badly."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest
from pydantic import ValidationError

from readiness.loading.checklist import shipped_checklist
from readiness.loading.shipped import shipped_checklists
from readiness.probes import document
from readiness.probes.document.settings import Settings
from readiness.probes.kind import BoundProbe, Surroundings
from readiness.probes.registry import load_kind

_SHIPPED = {"both_languages": True}
_NOTHING = Surroundings({}, frozenset())


@pytest.mark.parametrize("name", sorted(shipped_checklists()))
def test_every_pattern_that_ships_can_run(name: str) -> None:
    """Loading does not compile what ships, so this test does: RE2 takes each pattern, and none matches everything."""
    probes = [check.probe for check in shipped_checklist(name).checks]
    bound = [probe.settings for probe in probes if isinstance(probe, BoundProbe)]
    documents = [settings for settings in bound if isinstance(settings, Settings)]
    problems = [problem for settings in documents for problem in document.problems(settings, _NOTHING)]
    assert not problems


def test_settings_are_read_without_the_pattern_engine() -> None:
    """Start-up stays short: what ships is validated without importing RE2 or the table engine."""
    code = (
        "import sys; from readiness.probes.registry import load_kind;"
        "load_kind('document').Settings.model_validate({'documents': ['a'], 'placeholders': ['x+']},"
        " context={'both_languages': True}); sys.exit(bool({'re2', 'duckdb'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60, check=False).returncode == 0


def test_a_bad_pattern_in_changed_settings_is_told_with_its_place() -> None:
    """A pattern of a built-in check that a campaign changed is looked at where it stands."""
    asked = {
        "documents": ["terms"],
        "must_contain": [{"name": {"en": "a", "zh": "甲"}, "any": ["a", "(b"]}],
        "must_not_contain": [{"name": {"en": "a", "zh": "甲"}, "any": ["a"], "except": ["c*"]}],
    }
    settings = Settings.model_validate(asked, context=_SHIPPED)
    assert [problem.path for problem in document.problems(settings, _NOTHING)] == [
        ("must_contain", 0, "any", 1),
        ("must_not_contain", 0, "except", 0),
    ]


def test_what_ships_has_names_in_both_languages() -> None:
    """A checklist that ships names its clauses in both; a campaign's own may use one text for both."""
    asked = {"documents": ["terms"], "must_contain": [{"name": "a", "any": ["a"]}]}
    assert Settings.model_validate(asked).must_contain[0].name.zh == "a"  # type: ignore[index]
    with pytest.raises(ValidationError, match="both languages"):
        Settings.model_validate(asked, context=_SHIPPED)


def test_settings_are_told_as_they_are_written() -> None:
    """Reports and `explain` show `except`, as it stands in the file."""
    asked = {"documents": "terms", "must_not_contain": [{"name": "a", "any": "a", "except": ["ab"]}]}
    shown = BoundProbe(load_kind("document"), Settings.model_validate(asked)).settings_for_people()
    assert shown["must_not_contain"] == [{"name": {"en": "a", "zh": "a"}, "any": ["a"], "except": ["ab"]}]


def test_the_evidence_is_named_with_its_sort() -> None:
    """`validate` can hold documents and the table of `mentions_each` against their contracts."""
    asked = {"documents": ["a", "b"], "mentions_each": {"evidence": "fields", "column": "field"}}
    named = [(field, name, mark.sorts, mark.columns) for field, name, mark in Settings.model_validate(asked).evidence()]
    assert named == [
        ("documents", "a", ("document",), ()),
        ("documents", "b", ("document",), ()),
        ("mentions_each", "fields", ("table",), ("field",)),
    ]


_CLAUSE = {"name": "a", "any": ["a", "b"], "at_least": 2}
_BAN = {"name": "b", "any": ["c"], "except": ["cd", "ce"]}
_BASE: dict[str, Any] = {
    "documents": ["terms"],
    "must_contain": [_CLAUSE, {"name": "o", "any": ["o"]}],
    "min_found": 1,
    "must_not_contain": [_BAN],
    "flags": [{"name": "f", "any": ["g"]}],
    "flags_cleared_by": "legal",
    "placeholders": ["XX"],
    "max_length": 100,
    "max_title": 30,
    "campaign_dates": "yes",
    "states_date": {"name": "d", "label": ["u"], "not_before": "T-30d"},
    "mentions_each": {"evidence": "fields", "column": "field"},
    "pictures": "note",
}


@pytest.mark.parametrize(
    ("changed", "stricter"),
    [
        ({}, True),
        ({"max_length": 99}, True),
        ({"max_length": 101}, False),
        ({"max_length": None}, False),
        ({"max_title": 31}, False),
        ({"min_found": 2}, True),
        ({"min_found": None}, True),
        ({"must_contain": [_CLAUSE]}, False),
        ({"must_contain": [*_BASE["must_contain"], {"name": "n", "any": ["n"]}]}, False),
        ({"must_contain": [*_BASE["must_contain"], {"name": "n", "any": ["n"]}], "min_found": 2}, True),
        ({"must_contain": [{**_CLAUSE, "at_least": 1}, _BASE["must_contain"][1]]}, False),
        ({"must_contain": [{**_CLAUSE, "at_least": 3}, _BASE["must_contain"][1]]}, True),
        ({"must_contain": [{**_CLAUSE, "any": ["a"]}, _BASE["must_contain"][1]]}, True),
        ({"must_contain": [{**_CLAUSE, "any": ["a", "b", "c"]}, _BASE["must_contain"][1]]}, False),
        ({"must_contain": [{**_CLAUSE, "heading": "yes", "near": ["z"]}, _BASE["must_contain"][1]]}, True),
        ({"must_not_contain": None}, False),
        ({"must_not_contain": [{**_BAN, "any": ["c", "d"], "except": ["cd"]}]}, True),
        ({"must_not_contain": [{**_BAN, "except": ["cd", "ce", "cf"]}]}, False),
        ({"flags_cleared_by": "marketing"}, False),
        ({"flags": None, "flags_cleared_by": None}, False),
        ({"flags": None, "flags_cleared_by": None, "must_not_contain": [_BAN, {"name": "f", "any": ["g"]}]}, True),
        ({"placeholders": ["XX", "YY"]}, True),
        ({"placeholders": ["YY"]}, False),
        ({"campaign_dates": "no"}, False),
        ({"states_date": None}, False),
        ({"states_date": {"name": "d", "label": ["u"], "not_before": "T-60d"}}, False),
        ({"mentions_each": None}, False),
        ({"pictures": "refuse"}, True),
        ({"documents": ["terms", "copy"]}, False),
    ],
)
def test_only_what_asks_as_much_is_stricter(changed: dict[str, Any], stricter: bool) -> None:
    """False-GO 38: a demand dropped, widened, allowed to be missing or left to another role is a loosening."""
    before, after = (Settings.model_validate(each) for each in (_BASE, {**_BASE, **changed}))
    assert document.stricter(before, after) is stricter


def test_pictures_that_were_refused_stay_refused() -> None:
    """False-GO 38: to note what was refused is a loosening."""
    before, after = (
        Settings.model_validate({"documents": ["a"], "max_length": 1, "pictures": way}) for way in ("refuse", "note")
    )
    assert not document.stricter(before, after)
