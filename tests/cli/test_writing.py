"""Documents take their place whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from readiness.cli.errors import NotWritten
from readiness.cli.writing import Document, write_documents, write_new


def test_folders_are_made_and_old_documents_replaced(tmp_path: Path) -> None:
    """A report may be written where no folder is yet, and over an older report."""
    old = tmp_path / "old.html"
    old.write_bytes(b"old")
    new = tmp_path / "a" / "b" / "new.json"
    write_documents([Document(old, b"fresh"), Document(new, b"{}")])
    assert (old.read_bytes(), new.read_bytes()) == (b"fresh", b"{}")
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a", "b", "new.json", "old.html"]


def test_when_one_can_not_be_staged_none_is_replaced(tmp_path: Path) -> None:
    """False-GO 42: a second report that can't be written leaves the first as it was, with nothing lying about."""
    old = tmp_path / "old.html"
    old.write_bytes(b"old")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(NotWritten, match="could not be written"):
        write_documents([Document(old, b"fresh"), Document(tmp_path / "file" / "x.json", b"{}")])
    assert old.read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["file", "old.html"]


def test_a_symbolic_link_stays_a_link(tmp_path: Path) -> None:
    """Where `latest.html` links to another file, that file is replaced."""
    real, link = tmp_path / "real.html", tmp_path / "latest.html"
    real.write_bytes(b"old")
    link.symlink_to(real)
    write_documents([Document(link, b"fresh")])
    assert link.is_symlink()
    assert real.read_bytes() == b"fresh"


def test_a_pipe_is_written_and_not_replaced(tmp_path: Path) -> None:
    """A device or a named pipe has readers on it, so it must stay what it is."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_documents([Document(pipe, b"whole")])
        assert os.read(reader, 100) == b"whole"
        assert pipe.is_fifo()
    finally:
        os.close(reader)


def test_a_new_document_never_overwrites(tmp_path: Path) -> None:
    """What a person has written is not replaced by a template."""
    taken = tmp_path / "campaign.yaml"
    taken.write_bytes(b"mine")
    with pytest.raises(NotWritten):
        write_new(Document(taken, b"template"))
    assert taken.read_bytes() == b"mine"


def test_documents_are_readable_as_other_files_are(tmp_path: Path) -> None:
    """A report gets the permissions of the umask, not the private ones of a temporary file."""
    plain = tmp_path / "plain"
    plain.write_bytes(b"")
    write_documents([Document(tmp_path / "report", b"")])
    assert (tmp_path / "report").stat().st_mode == plain.stat().st_mode
