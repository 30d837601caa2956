"""A kind bound to its settings is what the engine runs."""

from __future__ import annotations

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import cast
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from readiness.model.evidence import Sort
from readiness.model.probe import Situation
from readiness.model.times import Times
from readiness.probes.fields import Names
from readiness.probes.kind import BoundProbe, Kind
from tests.loading import kinds

NOW = datetime(2026, 6, 1, tzinfo=UTC)
TIMES = Times(NOW, NOW, as_of=False, launch=NOW, end=NOW, zone=ZoneInfo("UTC"), moments={})


def bound(**settings: object) -> BoundProbe:
    return BoundProbe(cast("Kind", kinds), kinds.Settings.model_validate(settings))


def test_settings_name_their_evidence_with_what_it_must_be() -> None:
    """Single names, lists of names and names left out are told field by field."""
    settings = bound(table="stock", others=["prices", "stock"]).settings

    assert list(settings.evidence()) == [
        ("table", "stock", Names((Sort.TABLE,), ("sku",))),
        ("others", "prices", Names((Sort.TABLE, Sort.URL))),
        ("others", "stock", Names((Sort.TABLE, Sort.URL))),
    ]


def test_a_probe_needs_each_evidence_once() -> None:
    """A name used twice is one evidence."""
    assert bound(table="stock", others=["prices", "stock"]).evidence == ("stock", "prices")


def test_gather_and_judge_are_the_kinds_own() -> None:
    """The bound probe hands its settings to the kind's functions."""
    probe = bound(table="stock")

    assert probe.gather(SimpleNamespace(table=str.upper)) == "STOCK"
    assert probe.judge("facts", Situation("c", "r", TIMES, NOW)).examined.count == 1
    assert probe.kind == "test-kind"


def test_settings_are_shown_as_plain_values() -> None:
    """What people are shown has no nulls and only JSON's types."""
    assert bound(table="stock", max_age="24h").settings_for_people() == {
        "table": "stock",
        "others": [],
        "min_ratio": "1.2",
        "max_age": "1d",
        "mode": "fast",
        "strict": False,
        "count": 1,
    }


def test_settings_are_strict_and_frozen() -> None:
    """Unknown keys are refused, and nothing changes settings after loading."""
    with pytest.raises(ValidationError, match="tabel"):
        bound(table="stock", tabel="x")
    with pytest.raises(ValidationError, match="frozen"):
        bound(table="stock").settings.table = "other"  # type: ignore[attr-defined]
