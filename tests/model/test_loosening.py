from __future__ import annotations

import dataclasses

import pytest

from readiness.model.loosening import Loosening, LooseningKind
from readiness.model.text import Text

LOOSE = Loosening(
    LooseningKind.SETTING, "execution.stock", "1.2", "1.1", "li.wei", "short of stock", Text.same("1.1 for 1.2"), None
)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", LooseningKind.DUE),
        ("subject", "execution.other"),
        ("before", "1.3"),
        ("after", "0.5"),
        ("by", "chen.yu"),
        ("reason", "no reason"),
    ],
)
def test_an_approval_binds_to_all_that_was_loosened(field: str, value: object) -> None:
    """False-GO 34, 38: a loosening that differs in anything has another digest, so an approval of 1.1 does not cover
    0.5."""
    assert dataclasses.replace(LOOSE, **{field: value}).sha256 != LOOSE.sha256  # type: ignore[arg-type]


def test_words_and_approval_do_not_change_what_is_approved() -> None:
    """The digest stays when only the wording changes or when it is approved."""
    assert dataclasses.replace(LOOSE, message=Text.same("other words"), approved_by="li.wei").sha256 == LOOSE.sha256


def test_values_can_not_be_shifted_between_fields() -> None:
    """Moving a text from one field to the next gives another digest."""
    assert dataclasses.replace(LOOSE, before="1.21", after=".1").sha256 != LOOSE.sha256
    assert dataclasses.replace(LOOSE, by="", reason="li.weishort of stock").sha256 != LOOSE.sha256
