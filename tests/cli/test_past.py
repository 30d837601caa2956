"""Reports of `check` and `render` tell what changed since the last run."""

from __future__ import annotations

from pathlib import Path

from tests.cli.campaigns import Small
from tests.cli.conftest import Readiness


def records(small: Small) -> list[Path]:
    return sorted((small.folder / ".readiness" / "runs").glob("0*.json"))


def test_the_second_run_says_what_changed(small: Small, readiness: Readiness) -> None:
    """The first run has nothing to compare with; the second names the first and every check that changed."""
    first = readiness("check", small.folder, "--lang", "en")
    assert "SINCE RUN" not in first.out
    small.stock(119)
    second = readiness("check", small.folder, "--lang", "en", "--verbose")
    assert "SINCE RUN 1 OF" in second.out
    assert "PASSED → PENDING" in second.out
    again = readiness("render", records(small)[1], "--lang", "zh")
    assert "与第 1 次运行" in again.out
    assert "与第" not in readiness("render", records(small)[0], "--lang", "zh").out


def test_without_a_record_it_is_compared_with_the_newest(small: Small, readiness: Readiness) -> None:
    """`--no-record` leaves no trace, and tells what the records say."""
    kept = small.folder / "kept"
    assert readiness("check", small.folder, "--record", kept, "-q").code == 3
    unsaved = readiness("check", small.folder, "--record", kept, "--phase", "execution", "--lang", "en")
    assert "SINCE RUN 1 OF" in unsaved.out
    small.stock(119)
    assert "SINCE RUN" not in readiness("check", small.folder, "--no-record", "--lang", "en").out


def test_a_damaged_record_stops_nothing(small: Small, readiness: Readiness) -> None:
    """The decision and its code are those of the evidence, and the report says which record counts for nothing."""
    readiness("check", small.folder, "-q")
    (first,) = records(small)
    first.write_bytes(b"{")
    answer = readiness("check", small.folder, "--lang", "en", "--verbose")
    assert answer.code == 3
    assert f"The earlier record {first.name} was changed" in " ".join(answer.out.split())
    assert "SINCE RUN" not in answer.out
