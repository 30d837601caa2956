from __future__ import annotations

import hashlib
import multiprocessing
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from readiness.history.locking import locked
from readiness.history.reading import read_run
from readiness.history.store import RunStore
from tests.history.runs import AT, run_of


def save_one(folder: Path, at_hours: int = 0) -> Path:
    store = RunStore(folder)
    with store.turn() as previous:
        return store.save(run_of(at=AT + timedelta(hours=at_hours), previous=previous))


def test_each_record_names_the_digest_of_the_one_before(tmp_path: Path) -> None:
    """The first names none; each later one names the SHA-256 of the bytes of the one before it."""
    paths = [save_one(tmp_path, hour) for hour in range(3)]
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert [read_run(path).previous for path in paths] == [None, digests[0], digests[1]]
    assert RunStore(tmp_path).previous() == digests[2]
    assert RunStore(tmp_path).list() == tuple(paths)


@pytest.mark.parametrize("hours", [0, -5])
def test_records_sort_as_they_were_saved(tmp_path: Path, hours: int) -> None:
    """Two runs of one second, or a clock that went back, do not change the order of the chain."""
    paths = tuple(save_one(tmp_path, hours * number) for number in range(4))
    assert RunStore(tmp_path).list() == paths
    assert len(set(paths)) == 4


def test_the_name_tells_number_instant_and_digest(tmp_path: Path) -> None:
    """`000001-20260616T100000Z-<8 digits of the SHA-256>.json`."""
    path = save_one(tmp_path)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert path.name == f"000001-20260616T100000Z-{digest[:8]}.json"


def test_other_files_in_the_folder_are_none_of_ours(tmp_path: Path) -> None:
    """Notes, hidden and temporary files neither count as records nor break the chain."""
    path = save_one(tmp_path)
    for name in ("notes.json", ".record-1-x.tmp", "000002-20260616T100000Z-1a2b3c4d.json.bak"):
        (tmp_path / name).write_text("{}")
    assert RunStore(tmp_path).list() == (path,)


def test_a_folder_that_does_not_exist_holds_no_record(tmp_path: Path) -> None:
    """Before the first run there is no record and no previous one, and asking makes no folder."""
    store = RunStore(tmp_path / "none")
    assert (store.list(), store.previous()) == ((), None)
    assert not store.folder.exists()


def test_a_record_that_cannot_be_written_leaves_nothing(tmp_path: Path) -> None:
    """False-GO 42: when writing fails there is no half record and no temporary file."""
    run = run_of()
    unwritable = replace(run, outcomes=(replace(run.outcomes[0], settings={"x": float("nan")}),))
    with pytest.raises(ValueError, match="JSON"):
        RunStore(tmp_path).save(unwritable)
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_place_of_the_folder_is_an_os_error(tmp_path: Path) -> None:
    """False-GO 43: where the folder can't be made, saving says so."""
    (tmp_path / "runs").write_text("")
    with pytest.raises(OSError, match="exists"):
        save_one(tmp_path / "runs")


def save_many(folder: Path, count: int) -> None:
    for _ in range(count):
        save_one(folder)


def test_processes_that_save_at_once_make_one_chain(tmp_path: Path) -> None:
    """However many processes save at the same time, every record but the first names the one before it."""
    context = multiprocessing.get_context("spawn")
    workers = [context.Process(target=save_many, args=(tmp_path, 6)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    paths = RunStore(tmp_path).list()
    assert len(paths) == 18
    digests = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    assert [read_run(path).previous for path in paths] == [None, *digests[:-1]]


def test_the_lock_is_free_again_after_an_error(tmp_path: Path) -> None:
    """A run that breaks off in its turn does not keep the next from saving."""
    with pytest.raises(RuntimeError), RunStore(tmp_path).turn():
        raise RuntimeError("broken off")
    assert save_one(tmp_path).exists()


def test_a_lock_held_by_another_is_waited_for_and_then_given_up(tmp_path: Path) -> None:
    """Waiting for another process ends with a plain OSError."""
    lock = tmp_path / "lock"
    with locked(lock), pytest.raises(TimeoutError, match="another process"), locked(lock, patience=0.1):
        raise AssertionError("two hold the lock")


def test_a_folder_or_pipe_named_like_a_record_is_none(tmp_path: Path) -> None:
    """False-GO 43: what is no file can't be a record, and does not keep the next one from being saved."""
    (tmp_path / "000001-20260101T000000Z-00000000.json").mkdir()
    os.mkfifo(tmp_path / "000002-20260101T000000Z-00000000.json")
    assert RunStore(tmp_path).list() == ()
    assert RunStore(tmp_path).previous() is None
