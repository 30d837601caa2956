"""Which record a person means."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from readiness.history.finding import NoSuchRun, find_run, names_a_run
from tests.history.runs import run_of
from tests.history.test_past import chain


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    return chain(tmp_path / "runs", run_of(), run_of(), run_of())


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_run_is_named_in_three_ways(paths: list[Path]) -> None:
    """Its number, with or without zeros; the beginning of its digest, of any length from four; its file."""
    folder, path = paths[0].parent, paths[1]
    whole = digest(path)
    words = ("2", "000002", whole[:6], whole[:8].upper(), whole[:20], whole, str(path))
    assert [find_run(word, folder) for word in words] == [path] * len(words)


@pytest.mark.parametrize("word", ["4", "0", "", "abc", "ffffffffffff", "../runs", "-1", "latest"])
def test_what_names_no_run_is_refused(paths: list[Path], word: str) -> None:
    """With what to write instead, in both languages."""
    with pytest.raises(NoSuchRun) as refused:
        find_run(word, paths[0].parent)
    assert refused.value.hint is not None
    assert "from 1 to 3" in refused.value.hint.en
    assert "1 到 3" in refused.value.hint.zh


def test_a_wrong_longer_digest_is_refused(paths: list[Path]) -> None:
    """The first characters alone are not enough where more are written."""
    wrong = digest(paths[0])[:8] + ("0" if digest(paths[0])[8] != "0" else "1")
    with pytest.raises(NoSuchRun):
        find_run(wrong, paths[0].parent)


def test_an_ambiguous_digest_is_refused(tmp_path: Path) -> None:
    """Two records whose digests begin alike are both named."""
    names = ["000001-20260616T100000Z-1a2b3c4d.json", "000002-20260616T100000Z-1a2b9999.json"]
    for name in names:
        (tmp_path / name).write_bytes(b"{}")
    with pytest.raises(NoSuchRun) as refused:
        find_run("1a2b", tmp_path)
    assert all(name in refused.value.message.en and name in refused.value.message.zh for name in names)


def test_a_folder_without_runs_says_how_to_make_one(tmp_path: Path) -> None:
    """Before the first check there is none to name."""
    with pytest.raises(NoSuchRun) as refused:
        find_run("1", tmp_path / "runs")
    assert refused.value.hint is not None
    assert "readiness check" in refused.value.hint.en


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads everything")
def test_a_folder_that_can_not_be_read_is_told(tmp_path: Path) -> None:
    """The system's reason is said."""
    tmp_path.chmod(0)
    try:
        with pytest.raises(NoSuchRun, match="can't be read"):
            find_run("1", tmp_path)
    finally:
        tmp_path.chmod(0o700)


def test_words_that_name_a_run() -> None:
    """A number or a digest; a word of letters alone is the name of an evidence, however hexadecimal."""
    words = ("12", "000012", "1a2b3c4d", "face", "terms", "12x", "1234567")
    assert [names_a_run(word) for word in words] == [True, True, True, False, False, False, True]
