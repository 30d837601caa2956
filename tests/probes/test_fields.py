"""Settings are cast from the text that was typed, exactly or not at all."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, TypeAdapter, ValidationError

from readiness.model.errors import BadValue
from readiness.model.moments import Moment
from readiness.probes.fields import Duration, Instant, MomentField, Ratio, Slug, parse_ratio, parse_yes_no


class Fields(BaseModel):
    ratio: Ratio = Decimal(1)
    age: Duration = timedelta()
    by: MomentField | None = None


@pytest.mark.parametrize(
    ("words", "ratio"),
    [
        ("1.2", "1.2"),
        ("120 %", "1.2"),
        ("120%", "1.2"),
        ("0.5 %", "0.005"),
        ("0.5", "0.5"),
        ("10", "10"),
        ("1000 %", "10"),
    ],
)
def test_percent_and_fraction_are_told_apart(words: str, ratio: str) -> None:
    """False-GO 15: 0.5 is a half and 0.5 % is 0.005, as exact decimals."""
    assert parse_ratio(words) == Decimal(ratio)


@pytest.mark.parametrize(
    "words", ["130", "10.1", "-11", "", "%", "12 percent", "NaN", "Infinity", "1,2", "1_2", "1.2 %%"]
)
def test_what_is_no_ratio_is_refused(words: str) -> None:
    """False-GO 15 and 16: a forgotten percent sign or a malformed number is an error in both languages."""
    with pytest.raises(BadValue) as refused:
        parse_ratio(words)

    assert repr(words) in refused.value.message.en
    assert repr(words) in refused.value.message.zh


@pytest.mark.parametrize(
    ("words", "answer"), [("yes", True), ("No", False), (" TRUE ", True), ("false", False), (True, True)]
)
def test_yes_and_no(words: Any, answer: bool) -> None:
    """Yes, no, true and false in any case."""
    assert parse_yes_no(words) is answer


@pytest.mark.parametrize("words", ["", "y", "on", "off", "1", "0", "maybe", "ja"])
def test_what_is_neither_yes_nor_no_is_refused(words: str) -> None:
    """Anything else is no answer."""
    with pytest.raises(BadValue):
        parse_yes_no(words)


@pytest.mark.parametrize("words", ["1:30", "48", "-1h", "P2D", "1.5h", "", "2 months"])
def test_a_duration_needs_its_unit(words: str) -> None:
    """A bare number or a clock time is no duration."""
    with pytest.raises(ValidationError):
        TypeAdapter(Duration).validate_python(words)


@pytest.mark.parametrize("words", ["2026-06-18", "2026-06-18T00:00:00", "tomorrow", "20:00+08:00"])
def test_an_instant_needs_its_offset(words: str) -> None:
    """False-GO 28: a time without an offset is no instant."""
    with pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_python(words)


def test_an_instant_is_kept_in_utc() -> None:
    """The instant does not depend on how its offset was written."""
    assert TypeAdapter(Instant).validate_python("2026-06-18T00:00:00+08:00") == datetime(2026, 6, 17, 16, tzinfo=UTC)


def test_settings_are_shown_as_they_are_written() -> None:
    """What people are shown can be written back as a setting."""
    fields = Fields(ratio="120 %", age="36h", by="T-2d")

    shown = fields.model_dump(mode="json")

    assert shown == {"ratio": "1.2", "age": "1d12h", "by": "T-2d"}
    assert Fields(**shown) == fields
    assert fields.by == Moment.parse("T-2d")


@pytest.mark.parametrize("words", ["Stock", "a_b", "-a", "a--b", "9a", "", "a\n"])
def test_a_slug_is_lowercase_words_with_hyphens(words: str) -> None:
    """Names have one way to be written."""
    adapter: TypeAdapter[str] = TypeAdapter(Annotated[Slug, "name"])
    with pytest.raises(ValidationError):
        adapter.validate_python(words)
