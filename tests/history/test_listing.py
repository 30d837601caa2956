"""The records of a campaign as a list."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from readiness.history.listing import Listing, list_records
from tests.history.runs import FAILED, PASSED, run_of
from tests.history.test_past import PART, chain
from tests.history.test_verifying import touched


def numbers(listing: Listing) -> list[int | None]:
    return [one.summary.run.number if one.summary else None for one in listing.runs]


def problems(listing: Listing) -> dict[int, str]:
    """By the number in the record's name."""
    return {
        int(one.path.name[:6]): "; ".join(problem.en for problem in one.problems)
        for one in listing.runs
        if one.problems
    }


def test_runs_are_listed_newest_first(tmp_path: Path) -> None:
    """As many as asked for, with the count of all; of a whole chain nothing is wrong."""
    chain(tmp_path, *(run_of() for _ in range(5)))
    listing = list_records(tmp_path, 3)
    assert numbers(listing) == [5, 4, 3]
    assert (listing.total, listing.broken, problems(listing)) == (5, 0, {})
    assert listing.newest is not None


def test_each_is_compared_with_the_last_whole_run_before_it(tmp_path: Path) -> None:
    """As its own report compared it; a part, another instant and another campaign are passed over."""
    other = run_of()
    chain(
        tmp_path,
        run_of(FAILED),
        run_of(scope=PART),
        replace(other, campaign=replace(other.campaign, id="other")),
        run_of(PASSED),
        run_of(as_of=other.at, as_of_words="T-0h"),
        run_of(FAILED),
    )
    since = [one.since.run.number if one.since else None for one in list_records(tmp_path, 9).runs]
    assert since == [4, 4, 1, None, 1, None]


@pytest.mark.parametrize(
    ("number", "damage", "expected"),
    [
        (2, touched, {2: "changed after it was saved", 3: "does not follow"}),
        (2, Path.unlink, {3: "does not follow"}),
        (1, Path.unlink, {2: "does not follow"}),
        (2, lambda path: path.write_bytes(b"{"), {2: "changed after it was saved", 3: "does not follow"}),
        (3, touched, {3: "changed after it was saved"}),
    ],
    ids=["changed", "removed", "first-removed", "cut-off", "newest"],
)
def test_a_broken_chain_is_told_where_it_broke(
    tmp_path: Path, number: int, damage: Callable[[Path], object], expected: dict[int, str]
) -> None:
    """At the record that was changed, and at the one that named it."""
    damage(chain(tmp_path, run_of(), run_of(), run_of())[number - 1])
    listing = list_records(tmp_path, 9)
    found = problems(listing)
    assert found.keys() == expected.keys()
    assert all(words in found[number] for number, words in expected.items())
    assert listing.broken == len(expected)


def test_what_is_not_listed_is_counted_all_the_same(tmp_path: Path) -> None:
    """False-GO 44: a chain that broke before the listed runs is broken."""
    touched(chain(tmp_path, *(run_of() for _ in range(5)))[0])
    assert list_records(tmp_path, 1).broken == 2


def test_a_changed_record_is_compared_with_nothing(tmp_path: Path) -> None:
    """What someone wrote into it makes no later run look better."""
    touched(chain(tmp_path, run_of(), run_of(FAILED), run_of())[1])
    newest = list_records(tmp_path, 1).runs[0]
    assert newest.since is not None
    assert newest.since.run.number == 1


def test_an_empty_folder_has_no_runs(tmp_path: Path) -> None:
    """Nor one that is not there."""
    for folder in (tmp_path, tmp_path / "none"):
        listing = list_records(folder, 9)
        assert (listing.runs, listing.total, listing.newest) == ((), 0, None)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_record_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    """With the system's reason."""
    path = chain(tmp_path, run_of(), run_of())[0]
    path.chmod(0)
    assert "can't be read" in problems(list_records(tmp_path, 9))[1]
