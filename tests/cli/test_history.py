"""`readiness history`: the recorded runs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from tests.cli.campaigns import Small
from tests.cli.conftest import Readiness
from tests.cli.test_past import records


@pytest.fixture
def thrice(approved: Small, readiness: Readiness) -> Small:
    """GO, a part of it, and short of stock."""
    readiness("check", approved.folder, "-q")
    readiness("check", approved.folder, "-q", "--phase", "execution")
    approved.stock(119)
    readiness("check", approved.folder, "-q")
    return approved


def test_runs_are_told_newest_first(thrice: Small, readiness: Readiness) -> None:
    """When, what was decided, on what, how many checks ended how, and what changed since which run."""
    answer = readiness("history", thrice.folder, "--lang", "en")
    assert answer.code == 0, answer.err
    assert "3 recorded, the newest first; the chain of records is whole" in answer.out
    third, second, first = answer.out.split("\n\n")[1:]
    assert third.startswith("   3  ")
    assert "… NOT YET" in third
    assert "1 pending · 1 passed" in third
    assert "since run 1: Decision: GO, now NOT YET; 1 check is worse" in " ".join(third.split())
    assert "GO (execution only)" in second
    assert "✓ GO ·" in first
    assert "since" not in first


def test_chinese_lines_fit(thrice: Small, readiness: Readiness) -> None:
    """In cells, where a Chinese character takes two."""
    answer = readiness("history", thrice.folder, "--lang", "zh")
    assert "与第 1 次相比：结论：由可以上线变为尚未就绪" in answer.out
    assert max(cell_len(line) for line in answer.out.splitlines()) <= 80


def test_only_the_last_runs_are_listed(thrice: Small, readiness: Readiness) -> None:
    """False-GO 44: the list that is cut says how many there are, and how to see them."""
    out = readiness("history", thrice.folder, "--last", "1", "--lang", "en").out
    assert "2 earlier runs: --last 3" in out
    assert "   2  " not in out
    assert readiness("history", thrice.folder, "--last", "0").code == 2


def test_a_broken_chain_is_seen(thrice: Small, readiness: Readiness) -> None:
    """The list is shown all the same, with what is wrong at which record."""
    first = records(thrice)[0]
    first.write_bytes(first.read_bytes() + b" ")
    answer = readiness("history", thrice.folder, "--lang", "en")
    assert answer.code == 0
    assert "THE CHAIN IS BROKEN at 2" in answer.out
    assert "! changed after it was saved" in answer.out
    assert "what to do: Put the records back" in answer.err


def test_a_program_reads_everything(thrice: Small, readiness: Readiness) -> None:
    """`--format json` is one document, with every change."""
    value = json.loads(readiness("history", thrice.folder, "--format", "json").out)
    assert (value["schema"], value["campaign"], value["total"], value["broken"]) == (
        "readiness/history/v1",
        "small",
        3,
        0,
    )
    third, second, first = value["runs"]
    assert third["file"] == records(thrice)[2].name
    assert (third["run"]["verdict"], third["run"]["counts"]) == ("not-yet", {"pending": 1, "passed": 1})
    assert third["since"]["decision"] == {"before": "go", "after": "not-yet"}
    assert third["since"]["checks"][0]["status"] == {"before": "passed", "after": "pending"}
    assert second["run"]["partial"] is True
    assert first["since"] is None


def test_without_runs_it_says_how_to_make_one(small: Small, readiness: Readiness) -> None:
    """Not an error: there is just nothing yet."""
    answer = readiness("history", small.folder, "--lang", "en")
    assert (answer.code, "No run is recorded" in answer.out, "readiness check" in answer.err) == (0, True, True)
    assert json.loads(readiness("history", small.folder, "--format", "json").out)["runs"] == []


def test_a_campaign_that_is_not_there_has_no_runs(thrice: Small, readiness: Readiness) -> None:
    """False-GO 44: those of the current folder are another campaign's."""
    mistyped = ("--campaign", "mistyped")
    for command in (("history", "mistyped"), ("diff", *mistyped), ("render", "1", *mistyped)):
        answer = readiness(*command, "--lang", "en", cwd=thrice.folder)
        assert (answer.code, answer.out, "There is no campaign mistyped" in answer.err) == (6, "", True), command


def test_records_elsewhere_are_named(thrice: Small, readiness: Readiness, tmp_path: Path) -> None:
    """By --record, as for `check`."""
    kept = tmp_path / "kept"
    records(thrice)[0].parent.rename(kept)
    assert "3 recorded" in readiness("history", thrice.folder, "--record", kept, "--lang", "en").out
