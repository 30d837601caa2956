"""`readiness diff`: what changed between two runs."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from rich.cells import cell_len

from readiness.cli.diff_lines import diff_lines
from readiness.model.changes import compare
from readiness.model.finding import Measure
from readiness.model.outcome import Status
from readiness.reporting.wording import Wording
from tests.cli.campaigns import Small
from tests.cli.conftest import Answer, Readiness
from tests.cli.test_history import thrice
from tests.cli.test_past import records
from tests.reporting.hostile import HOSTILE, run_saying
from tests.reporting.pasts import past_run
from tests.reporting.runs import outcome, run_of, stock_finding

__all__ = ["thrice"]


def diff(small: Small, readiness: Readiness, *arguments: str | Path) -> Answer:
    return readiness("diff", *arguments, "--campaign", small.folder, "--lang", "en")


def test_two_runs_are_compared(thrice: Small, readiness: Readiness) -> None:
    """Both runs, the decision, and the check with what is new about it."""
    answer = diff(thrice, readiness, "1", "3")
    assert answer.code == 0, answer.err
    assert "Decision: GO, now NOT YET" in answer.out
    assert "WORSE (1)" in answer.out
    assert "↓ PASSED → PENDING  Enough stock" in answer.out
    assert "- new: A-1: required" in answer.out
    back = diff(thrice, readiness, "3", "1").out
    assert "BETTER (1)" in back
    assert "- gone: A-1" in back


def test_the_last_two_are_the_default(thrice: Small, readiness: Readiness) -> None:
    """The last but one and the last; with one RUN, that one and the last."""
    part = diff(thrice, readiness)
    assert "Run 2," in part.out
    assert "One of them asked a part only" in part.out
    assert "Decision" not in part.out
    assert diff(thrice, readiness, "1").out == diff(thrice, readiness, "1", "3").out


def test_runs_are_named_by_digest_and_file(thrice: Small, readiness: Readiness) -> None:
    """What `history` shows can be typed, and so can a path."""
    first, _, third = records(thrice)
    by_number = diff(thrice, readiness, "1", "3").out
    assert diff(thrice, readiness, first.stem[-8:], third.stem[-8:]).out == by_number
    assert diff(thrice, readiness, first, third).out == by_number


def test_a_program_reads_everything(thrice: Small, readiness: Readiness) -> None:
    """`--format json` leaves nothing out."""
    value = json.loads(diff(thrice, readiness, "1", "3", "--format", "json").out)
    assert (value["schema"], value["before"]["number"], value["after"]["number"]) == ("readiness/diff/v1", 1, 3)
    (check,) = [one for one in value["checks"] if one["direction"] == "worse"]
    assert check["findings"][0]["before"] is None
    assert check["findings"][0]["after"]["subject"] == "A-1"
    assert value["decision"] == {"before": "go", "after": "not-yet"}


@pytest.mark.parametrize("arguments", [("9",), ("1", "9"), ("zz",)])
def test_a_run_that_is_not_there_is_invalid_input(
    thrice: Small, readiness: Readiness, arguments: tuple[str, ...]
) -> None:
    """With how to see which there are."""
    answer = diff(thrice, readiness, *arguments)
    assert (answer.code, "readiness history" in answer.err) == (6, True)


def test_one_run_alone_can_not_be_compared(small: Small, readiness: Readiness) -> None:
    """Nor none."""
    assert diff(small, readiness).code == 6
    readiness("check", small.folder, "-q")
    answer = diff(small, readiness)
    assert (answer.code, "holds 1" in answer.err) == (6, True)


def test_runs_of_two_campaigns_are_refused(thrice: Small, readiness: Readiness) -> None:
    """What differs between two campaigns is no change."""
    thrice.replace("id: small", "id: other")
    readiness("check", thrice.folder, "-q")
    assert diff(thrice, readiness, "1", "4").code == 2


def test_a_changed_record_is_compared_with_a_warning(thrice: Small, readiness: Readiness) -> None:
    """Who asks for exactly this record gets it, and is told."""
    first = records(thrice)[0]
    first.write_bytes(first.read_bytes() + b" ")
    answer = diff(thrice, readiness, "1", "3")
    assert (answer.code, "warning" in answer.err) == (0, True)


def test_a_record_that_was_cut_off_is_named(thrice: Small, readiness: Readiness) -> None:
    """Of two files, which one it is."""
    first = records(thrice)[0]
    first.write_bytes(first.read_bytes()[:100])
    answer = diff(thrice, readiness, "1", "3")
    assert (answer.code, f"{first}: This is no valid record" in answer.err) == (6, True)


def lines_of(*, verbose: bool) -> list[str]:
    """Many findings and many figures."""
    many = tuple(stock_finding(f"雨伞-{n:03}", "1,200", "800", n) for n in range(30))
    figures = tuple(Measure(f"SKU-{n}", Decimal(n), None, "unit") for n in range(30))
    before = run_of([outcome("planning.a"), outcome("planning.b", measures=figures)])
    moved = tuple(Measure(one.subject, one.value + 1, None, "unit") for one in figures)
    after = run_of(
        [
            outcome("planning.a", Status.FAILED, findings=many, findings_total=30),
            outcome("planning.b", measures=moved),
        ]
    )
    heads = past_run(before, 1), past_run(after, 2)
    return list(diff_lines(heads, compare(before, after), Wording(after, "zh"), verbose=verbose))


def test_long_lists_say_how_many_more() -> None:
    """False-GO 44: five of thirty, and the other 25 counted; `--verbose` shows all."""
    short, long = lines_of(verbose=False), lines_of(verbose=True)
    assert sum("雨伞" in line for line in short) == 5
    assert sum("SKU-" in line for line in short) == 5
    assert sum("25" in line and "--verbose" in line for line in short) == 2
    assert sum("雨伞" in line for line in long) == 30
    assert sum("SKU-" in line for line in long) == 30
    assert not any("--verbose" in line for line in long)


@pytest.mark.parametrize("words", HOSTILE)
def test_evidence_steers_no_terminal(words: str) -> None:
    """Names of others stay on their line, and turn no text around."""

    def lines(said: str) -> list[str]:
        after = run_saying(said)
        before = run_of([outcome("planning.c", Status.FAILED)], campaign=after.campaign)
        heads = past_run(before, 1), past_run(after, 2)
        return list(diff_lines(heads, compare(before, after), Wording(after, "en"), verbose=True))

    assert len(lines(words)) == len(lines("words"))
    assert all(line.isprintable() or "\ufffd" in line for line in lines(words))
    assert not any(mark in line for line in lines(words) for mark in "\x1b\u202e\u2066\x07\n\r")


def test_chinese_lines_fit(thrice: Small, readiness: Readiness) -> None:
    """In cells, where a Chinese character takes two."""
    out = readiness("diff", "1", "3", "--campaign", thrice.folder, "--lang", "zh").out
    assert "结论：由可以上线变为尚未就绪" in out
    assert max(cell_len(line) for line in out.splitlines()) <= 80
