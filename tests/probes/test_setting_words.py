"""The settings of a kind in plain words."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Literal

import pytest
from pydantic import BaseModel

from readiness.model.evidence import Sort
from readiness.model.moments import Moment
from readiness.probes.fields import Duration, MomentField, Names, Ratio, YesNo
from readiness.probes.kind import KindSettings
from readiness.probes.registry import kind_names, load_kind
from readiness.probes.setting_words import say_setting, settings_in_words


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


class Part(BaseModel):
    path: str
    limit: int


class Settings(KindSettings):
    stock: Annotated[str, Names((Sort.TABLE,), ("sku", "units"))]
    ratio: Ratio = Decimal("1.2")
    perhaps: Ratio | None = None
    amount: Decimal = Decimal(3)
    max_age: Duration = timedelta(hours=36)
    by: MomentField = Moment.parse("T-48h")
    proof: YesNo = True
    colour: Colour = Colour.RED
    method: Literal["GET", "HEAD"] = "GET"
    words: tuple[str, ...] = ("a", "b")
    parts: tuple[Part, ...] = ()


@pytest.mark.parametrize(
    ("name", "words", "default"),
    [
        ("stock", "evidence name (table; columns sku, units)", None),
        ("ratio", "ratio such as 1.2 or 120 %", "1.2"),
        ("perhaps", "ratio such as 1.2 or 120 %", "-"),
        ("amount", "number", "3"),
        ("max_age", "duration such as 24h", "1d12h"),
        ("by", "moment such as T-48h", "T-48h"),
        ("proof", "yes or no", "yes"),
        ("colour", "red | blue", "red"),
        ("method", "GET | HEAD", "GET"),
        ("words", "list of: text", "a, b"),
        ("parts", "list of: {path, limit}", "-"),
    ],
)
def test_each_sort_of_setting_is_told(name: str, words: str, default: str | None) -> None:
    """Types are told by what a person writes, and defaults as YAML would have them."""
    told = next(setting for setting in settings_in_words(Settings) if setting.name == name)
    assert (told.type.en, told.default) == (words, default)


@pytest.mark.parametrize("kind", kind_names())
def test_no_setting_of_any_kind_is_left_unsaid(kind: str) -> None:
    """A new kind whose settings have a type that nobody can say fails here."""
    for setting in settings_in_words(load_kind(kind).Settings):
        said = re.sub(r"\{[^{}]*\}", "", setting.type.en)  # names of keys may be any word
        assert "any" not in said, setting.name


def test_values_are_said_as_yaml_has_them() -> None:
    """Truth values, lists and mappings of plain JSON."""
    assert say_setting({"a": [True, None], "b": {"c": False}}) == "a: yes, -, b: c: no"
