"""Settings of the `http` kind: what is refused, and what counts as stricter."""

from __future__ import annotations

from typing import Any

import jsonschema
import pytest
from pydantic import ValidationError

from readiness.probes import http


def _settings(**more: Any) -> http.Settings:
    return http.Settings.model_validate({"endpoints": "pages", **more})


@pytest.mark.parametrize(
    "settings",
    [
        {"endpoints": []},
        {"contains": []},
        {"contains": [""]},
        {"contains": "  "},
        {"contains_any": []},
        {"contains_any": [[]]},
        {"not_contains": []},
        {"json": []},
        {"json": [{"path": "a"}]},
        {"json": [{"path": "a["}]},
        {"json": [{"path": "a", "at_least": "NaN"}]},
        {"json": [{"path": "a", "at_least": "1_000"}]},
        {"headers": {}},
        {"headers": {"X-A": ""}},
        {"headers": {"X-A": {"equals": "a", "absent": "yes"}}},
        {"status": []},
        {"status": [99]},
        {"max_time": "800"},
        {"max_time": {"samples": 3}},
        {"max_time": {"limit": "1s", "samples": 0}},
        {"cache": {}},
        {"cache": {"hit": "no"}},
        {"query": {"required": []}},
        {"max_bytes": "500 apples"},
        {"max_bytes": "6 MB"},
        {"method": "POST"},
        {"method": "HEAD", "contains": "a"},
        {"timeout": "10"},
        {"verify": "no"},
        {"retries": -1},
        {"concurrency": 0},
    ],
)
def test_what_checks_nothing_or_is_mistyped_is_refused(settings: dict[str, Any]) -> None:
    """False-GO 4, 16, 25: empty expectations, malformed limits and unknown keys (TLS off, for one) are errors."""
    with pytest.raises(ValidationError):
        _settings(**settings)


def test_short_forms_mean_what_they_say() -> None:
    """One value stands for a list; `800ms`, `0.8s` and `500 KB` are read with their units."""
    settings = _settings(status="204", contains="618", max_time="0.8s", max_bytes="500 KB", timeout="1500ms")
    assert settings.status == (204,)
    assert settings.contains == ("618",)
    assert settings.max_time is not None
    assert settings.max_time.limit.total_seconds() == 0.8
    assert settings.max_bytes == 500_000
    assert settings.timeout.total_seconds() == 1.5


def test_editors_know_the_short_forms() -> None:
    """The JSON Schema accepts what the settings accept, and refuses an empty list."""
    written = {"endpoints": "pages", "status": 204, "contains": "618", "max_time": "800ms", "headers": {"X-A": "b"}}
    _settings(**written)
    validator = jsonschema.Draft202012Validator(http.Settings.model_json_schema())
    assert list(validator.iter_errors(written)) == []
    assert len(list(validator.iter_errors({"endpoints": []}))) == 1


def test_settings_are_shown_as_they_are_written() -> None:
    """What `explain` prints can be written back."""
    written = {"json": [{"path": "a", "at_least": "1.20"}], "max_time": "800ms", "query": {"required": ["utm_source"]}}
    shown = _settings(**written).model_dump(mode="json", exclude_none=True)
    assert shown["json"] == [{"path": "a", "at_least": "1.20", "not_empty": False}]
    assert shown["max_time"]["limit"] == "800ms"
    assert http.Settings.model_validate(shown) == _settings(**written)


_BASE: dict[str, Any] = {
    "contains": ["618"],
    "max_time": "800ms",
    "cache": {"min_max_age": "1h"},
    "max_bytes": 1000,
    "https": "yes",
}


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"contains": ["618", "大促"]},
        {"max_time": "700ms"},
        {"max_time": {"limit": "800ms", "samples": 5, "percentile": 99}},
        {"cache": {"min_max_age": "2h", "hit": "yes"}},
        {"max_bytes": 999},
        {"min_bytes": 2},
        {"at_least": 2},
        {"max_age": "30m"},
        {"headers": {"X-A": "b"}},
        {"not_contains": ["oops"]},
        {"concurrency": 5},
    ],
)
def test_tightened_settings_are_stricter(changed: dict[str, Any]) -> None:
    """A change that only asks more, and no change, is no loosening."""
    assert http.stricter(_settings(**_BASE), _settings(**{**_BASE, **changed}))


@pytest.mark.parametrize(
    "changed",
    [
        {"contains": ["大促"]},
        {"contains": None},
        {"max_time": "801ms"},
        {"max_time": None},
        {"max_time": {"limit": "700ms", "samples": 2}},
        {"cache": None},
        {"cache": {"min_max_age": "59m"}},
        {"max_bytes": 1001},
        {"max_bytes": None},
        {"min_bytes": 0},
        {"https": "no"},
        {"same_host": "no"},
        {"final_hosts": ["login.example"]},
        {"allow_stand_in": "yes"},
        {"allow_login_page": "yes"},
        {"status": [200, 503]},
        {"max_age": "2h"},
        {"retries": 9},
        {"endpoints": "other"},
        {"user_agent": "iPhone"},
    ],
)
def test_loosened_settings_are_not_stricter(changed: dict[str, Any]) -> None:
    """False-GO 38: whatever asks less, or can't be compared, is a loosening."""
    assert not http.stricter(_settings(**_BASE), _settings(**{**_BASE, **changed}))
