"""The runs before one."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from readiness.history.past import MOST_RUNS, past_of
from readiness.model.decision import Answer
from readiness.model.outcome import Status
from readiness.model.past import Past
from readiness.model.run import Run, Scope
from tests.history.runs import AT, FAILED, PASSED, run_of
from tests.history.test_verifying import saved, touched

PART = Scope(phases=("technical",))


def chain(folder: Path, *runs: Run) -> list[Path]:
    return [saved(folder, replace(run, at=AT + timedelta(hours=number))) for number, run in enumerate(runs)]


def told(past: Past | None) -> tuple[list[int], int | None]:
    """The numbers of the runs that are told, and of the one that is compared with."""
    assert past is not None
    return [run.number for run in past.runs], past.since.run.number if past.since else None


def test_a_first_run_has_no_past(tmp_path: Path) -> None:
    """No folder, an empty one, and the record of the run itself."""
    assert past_of(tmp_path / "none", run_of()) is None
    (only,) = chain(tmp_path, run_of())
    assert past_of(tmp_path, run_of(), only) is None


def test_the_runs_before_a_record_are_told_in_their_order(tmp_path: Path) -> None:
    """Neither itself nor those after it: an old record is rendered as it was seen then."""
    paths = chain(tmp_path, run_of(FAILED), run_of(PASSED), run_of(FAILED, PASSED), run_of())
    past = past_of(tmp_path, run_of(FAILED, PASSED), paths[2])
    assert told(past) == ([1, 2], 2)
    assert past is not None
    assert [run.answer for run in past.runs] == [Answer.NO_GO, Answer.GO]
    assert past.runs[0].counts == {Status.FAILED: 1}
    assert past.since is not None
    assert past.since.changes.decision is not None


def test_a_record_is_found_by_whatever_way_it_is_named(tmp_path: Path) -> None:
    """Through a link to the folder it is the same record, with the same past."""
    paths = chain(tmp_path / "runs", run_of(), run_of(FAILED), run_of())
    link = tmp_path / "link"
    link.symlink_to(tmp_path / "runs")
    assert told(past_of(tmp_path / "runs", run_of(), link / paths[1].name)) == ([1], 1)


def test_without_a_record_all_that_are_saved_come_before(tmp_path: Path) -> None:
    """A run of `--no-record` comes after the newest record."""
    chain(tmp_path, run_of(), run_of(FAILED))
    assert told(past_of(tmp_path, run_of())) == ([1, 2], 2)


def test_it_is_compared_with_the_last_whole_run(tmp_path: Path) -> None:
    """False-GO 32, 41: a part of the gate, or another instant, is no measure for what changed."""
    as_of = run_of(as_of=AT, as_of_words="T-48h")
    chain(tmp_path, run_of(), run_of(scope=PART), as_of)
    assert told(past_of(tmp_path, run_of(FAILED))) == ([1, 2, 3], 1)


def test_with_parts_alone_nothing_is_compared(tmp_path: Path) -> None:
    """The runs are told, and no change since one of them."""
    chain(tmp_path, run_of(scope=PART))
    assert told(past_of(tmp_path, run_of())) == ([1], None)


def test_only_the_last_runs_are_told(tmp_path: Path) -> None:
    """The last whole run is found even where it stands before them."""
    parts = [run_of(scope=PART) for _ in range(MOST_RUNS + 3)]
    chain(tmp_path, run_of(), *parts)
    assert told(past_of(tmp_path, run_of())) == (list(range(5, MOST_RUNS + 5)), 1)


def test_runs_of_another_campaign_are_none_of_its_past(tmp_path: Path) -> None:
    """Several campaigns may keep their records in one folder."""
    other = run_of(FAILED)
    chain(tmp_path, run_of(), replace(other, campaign=replace(other.campaign, id="2026-1111")))
    assert told(past_of(tmp_path, run_of())) == ([1], 1)


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (touched, "was changed after it was saved"),
        (lambda path: path.write_bytes(path.read_bytes()[:-100]), "was changed after it was saved"),
    ],
    ids=["touched", "cut-off"],
)
def test_a_changed_record_is_a_note(tmp_path: Path, damage: object, words: str) -> None:
    """It neither stops the run nor counts: what someone wrote into it can't make a worse run look better."""
    paths = chain(tmp_path, run_of(), run_of(FAILED))
    assert callable(damage)
    damage(paths[1])
    past = past_of(tmp_path, run_of())
    assert told(past) == ([1], 1)
    assert past is not None
    assert [words in note.en and paths[1].name in note.zh for note in past.notes] == [True]


def test_a_record_of_another_format_is_a_note(tmp_path: Path) -> None:
    """One that a later version wrote can't be read, and its name says which it is."""
    import hashlib

    content = b'{"schema": "readiness/run/v2"}'
    name = f"000001-20260616T100000Z-{hashlib.sha256(content).hexdigest()[:8]}.json"
    (tmp_path / name).write_bytes(content)
    past = past_of(tmp_path, run_of())
    assert told(past) == ([], None)
    assert past is not None
    assert ["readiness/run/v2" in note.en for note in past.notes] == [True]


def test_a_copy_without_its_place_has_no_past(tmp_path: Path) -> None:
    """Under another name nobody knows which runs came before."""
    (only,) = chain(tmp_path, run_of())
    copy = tmp_path / "approved.json"
    copy.write_bytes(only.read_bytes())
    assert past_of(tmp_path, run_of(), copy) is None
