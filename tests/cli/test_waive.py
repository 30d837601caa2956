"""`readiness waive`: only who may, only what exists, only until the end."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.campaigns import CHECK, Small, write_small
from tests.cli.conftest import Readiness


def waivers(small: Small) -> str:
    path = small.folder / "waivers.yaml"
    return path.read_text(encoding="utf-8") if path.exists() else ""


def test_a_waiver_makes_a_failure_a_condition(tmp_path: Path, readiness: Readiness) -> None:
    """False-GO 37: a waived blocker is CONDITIONAL GO, and the report shows person and reason."""
    small = write_small(tmp_path / "small", due="T-20d")
    small.stock(119)
    arguments = ("--as", "li.wei", "--reason", "第二批货 17 日到", "--campaign", small.folder)
    done = readiness("waive", CHECK, *arguments)
    assert done.code == 0, done.err
    answer = readiness("check", small.folder)
    assert answer.code == 3
    assert "第二批货 17 日到" in answer.out
    assert "waived" in answer.out.lower()


@pytest.mark.parametrize(
    ("subject", "options", "told"),
    [
        ("ours.stok", ["--as", "li.wei"], "ours.stock"),
        (CHECK, ["--as", "li.wie"], "li.wei"),
        (CHECK, ["--as", "zhao.min"], "sponsor"),
        (CHECK, ["--as", "li.wei", "--until", "E+1d"], "end"),
        (CHECK, ["--as", "li.wei", "--until", "T-20d"], "passed"),
        (CHECK, ["--as", "li.wei", "--until", "soon"], "soon"),
        ("planing", ["--as", "li.wei", "--loosening"], "planning"),
        ("planning", ["--as", "zhao.min", "--loosening"], "sponsor"),
        (CHECK, ["--as", "li.wei", "--loosening"], ""),
    ],
)
def test_what_would_not_hold_is_refused(
    subject: str, options: list[str], told: str, small: Small, readiness: Readiness
) -> None:
    """False-GO 36: an unknown check, person or moment, and a person without the role, write nothing and say why."""
    answer = readiness("waive", subject, *options, "--reason", "because", "--campaign", small.folder)
    assert answer.code == 2, answer.out + answer.err
    assert told in answer.err
    assert waivers(small) == ""


def test_an_empty_reason_is_refused(small: Small, readiness: Readiness) -> None:
    """A waiver without a reason can't be reviewed."""
    answer = readiness("waive", CHECK, "--as", "li.wei", "--reason", "  ", "--campaign", small.folder)
    assert answer.code == 2
    assert waivers(small) == ""


def test_an_approval_names_exactly_what_was_loosened(small: Small, readiness: Readiness) -> None:
    """False-GO 38: the approval holds the digest of the loosening, and a second one is not needed."""
    arguments = ("waive", "planning", "--loosening", "--as", "li.wei", "--reason", "stores only")
    assert readiness(*arguments, "--campaign", small.folder).code == 0
    assert "sha256:" in waivers(small)
    again = readiness(*arguments, "--campaign", small.folder)
    assert again.code == 2
    assert "already" in again.err


def test_the_expiry_is_written_and_told(small: Small, readiness: Readiness) -> None:
    """`--until` takes a moment of the campaign; the line that is added is told with it."""
    answer = readiness(
        "waive", CHECK, "--as", "li.wei", "--reason", "r", "--until", "T+12h", "--campaign", small.folder
    )
    assert answer.code == 0
    assert "until" in answer.out
    assert "expires:" in waivers(small)
    assert readiness("validate", small.folder).code == 0
