from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from readiness.evidence.digests import sha256_of, sha256_of_file, sha256_of_folder
from readiness.model.errors import CannotJudge


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "terms"
    (folder / "附件").mkdir(parents=True)
    (folder / "terms.md").write_text("# Terms\n", encoding="utf-8")
    (folder / "附件" / "b.txt").write_bytes(b"b")
    (folder / ".hidden").write_bytes(b"h")
    return folder


def test_a_file_is_digested_by_its_bytes(tmp_path: Path) -> None:
    """The digest of a file is the SHA-256 of its bytes and of nothing else."""
    path = tmp_path / "a"
    path.write_bytes(b"abc")
    assert sha256_of(path) == sha256_of_file(path) == hashlib.sha256(b"abc").hexdigest()


def test_a_folder_is_digested_as_sha256sum_lists_it(folder: Path) -> None:
    """Anyone can make a folder's digest with the usual tools: sorted `sha256sum` lines, digested again."""
    digest, paths = sha256_of_folder(folder)
    assert paths == (".hidden", "terms.md", "附件/b.txt")
    if shutil.which("sha256sum"):
        lines = subprocess.run(["sha256sum", *paths], cwd=folder, capture_output=True, check=True).stdout
        assert digest == hashlib.sha256(lines).hexdigest()


def test_any_change_shows(folder: Path) -> None:
    """False-GO 34: a byte, a name, a new or a removed file, hidden ones too, each give another digest."""
    seen = {sha256_of(folder)}
    (folder / "terms.md").write_text("# Terms.\n", encoding="utf-8")
    seen.add(sha256_of(folder))
    (folder / "terms.md").rename(folder / "Terms.md")
    seen.add(sha256_of(folder))
    (folder / ".new").write_bytes(b"")
    seen.add(sha256_of(folder))
    (folder / ".hidden").unlink()
    seen.add(sha256_of(folder))
    assert len(seen) == 5


def test_content_moved_between_files_shows(tmp_path: Path) -> None:
    """Two folders whose bytes are the same in a row, but not by file, differ."""
    one, two = tmp_path / "1", tmp_path / "2"
    for folder, parts in ((one, (b"ab", b"c")), (two, (b"a", b"bc"))):
        folder.mkdir()
        (folder / "x").write_bytes(parts[0])
        (folder / "y").write_bytes(parts[1])
    assert sha256_of(one) != sha256_of(two)


def test_times_and_places_do_not_count(folder: Path, tmp_path: Path) -> None:
    """A copy has the same digest, whatever its times and where it lies."""
    copy = tmp_path / "elsewhere" / "copy"
    shutil.copytree(folder, copy)
    os.utime(copy / "terms.md", (0, 0))
    assert sha256_of_folder(copy) == sha256_of_folder(folder)


def test_what_can_change_unseen_is_refused(folder: Path) -> None:
    """Symbolic links, pipes and names with line breaks can't be signed."""
    (folder / "link").symlink_to(folder / "terms.md")
    with pytest.raises(CannotJudge, match="symbolic link"):
        sha256_of(folder)
    (folder / "link").unlink()
    os.mkfifo(folder / "pipe")
    with pytest.raises(CannotJudge, match="not a regular file"):
        sha256_of(folder)
    (folder / "pipe").unlink()
    (folder / "a\nb").write_bytes(b"")
    with pytest.raises(CannotJudge, match="can't be printed"):
        sha256_of(folder)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    """False-GO 5: a folder without files, even with folders in it, is nothing that could be approved."""
    (tmp_path / "empty" / "inner").mkdir(parents=True)
    with pytest.raises(CannotJudge, match="holds no file"):
        sha256_of(tmp_path / "empty")
