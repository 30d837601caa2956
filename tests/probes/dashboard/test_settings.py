"""What the kind can be asked, and which changes are stricter."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError

from readiness.probes.dashboard import Settings, problems, stricter
from readiness.probes.kind import Surroundings

CVR = {"name": "cvr", "any": ["cvr"], "by": [{"name": "channel", "any": ["channel"]}], "every": "1h"}
NAMED = {"en": "channel", "zh": "渠道"}
ASKED: dict[str, Any] = {
    "dashboards": "boards",
    "metrics": {"evidence": "metrics", "at_least": 12},
    "shows": [CVR],
    "refresh_at_most": "1h",
}


def settings(**changes: Any) -> Settings:
    return Settings.model_validate(ASKED | changes)


def test_something_is_asked() -> None:
    """Neither metrics nor panels, an empty list, an unknown key."""
    wrong: list[dict[str, Any]] = [
        {"metrics": None, "shows": None},
        {"shows": []},
        {"metrics": {}},
        {"most_dashboards": 0},
        {"x": 1},
    ]
    for changes in wrong:
        with pytest.raises(ValidationError):
            settings(**changes)


@pytest.mark.parametrize(
    ("changes", "asks_as_much"),
    [
        ({}, True),
        ({"metrics": {"evidence": "metrics", "at_least": 13}}, True),
        ({"metrics": {"evidence": "metrics", "at_least": 11}}, False),
        ({"metrics": {"evidence": "others", "at_least": 12}}, False),
        ({"metrics": None}, False),
        ({"shows": [CVR, {"name": "roi", "any": ["roi"]}]}, True),
        ({"shows": None}, False),
        ({"shows": [CVR | {"any": ["cvr", "x"]}]}, False),
        ({"shows": [CVR | {"by": None}]}, False),
        ({"shows": [CVR | {"every": "30m"}]}, True),
        ({"shows": [CVR | {"every": "2h"}]}, False),
        ({"refresh_at_most": "30m"}, True),
        ({"refresh_at_most": None}, False),
        ({"current": "no"}, False),
        ({"dashboards": "others"}, False),
    ],
)
def test_what_is_stricter(changes: dict[str, Any], asks_as_much: bool) -> None:
    """Each change by itself."""
    assert stricter(settings(), settings(**changes)) is asks_as_much


def test_a_pattern_that_can_not_run_is_told_while_loading() -> None:
    """With its place in the settings."""
    shipped = {**ASKED, "shows": [{**CVR, "name": {"en": "x", "zh": "x"}, "by": [{"name": NAMED, "any": ["("]}]}]}
    loaded = Settings.model_validate(shipped, context={"both_languages": True})  # patterns of what ships wait
    (problem,) = problems(loaded, Surroundings({}, frozenset()))
    assert problem.path == ("shows", 0, "by", 0, "any", 0)
    assert list(problems(settings(), Surroundings({}, frozenset()))) == []
    with pytest.raises(ValidationError):
        settings(shows=[CVR | {"any": ["("]}])
