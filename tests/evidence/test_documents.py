from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from readiness.evidence.digests import sha256_of
from readiness.evidence.document import Document
from readiness.model.errors import CannotJudge, NotSupplied
from tests.evidence.stores import opened


def document(home: Path, **binding: Any) -> Document:
    with opened(home, {"terms": binding}) as store:
        return store.document("terms")


def refusal(home: Path, **binding: Any) -> str:
    with pytest.raises(CannotJudge) as caught:
        document(home, **binding).text()
    return caught.value.message.en


@pytest.mark.parametrize("name", ["terms.md", "terms.txt", "terms.html", "TERMS"])
def test_a_file_is_digested_and_decoded(tmp_path: Path, name: str) -> None:
    """A document's digest is of its bytes, its text is decoded by the same rules as a table."""
    data = "<h1>活动条款</h1>\n".encode("gb18030")
    (tmp_path / name).write_bytes(data)
    found = document(tmp_path, file=name)
    assert found.sha256 == found.use.sha256 == hashlib.sha256(data).hexdigest()
    assert (found.paths, found.use.path, found.use.source) == ((name,), name, name)
    assert found.text() == "<h1>活动条款</h1>\n"


def test_a_folder_is_digested(tmp_path: Path) -> None:
    """A folder's digest is the one that `digests` gives, and `digest_of` says the same; it has no text."""
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "a.md").write_text("a")
    with opened(tmp_path, {"terms": {"folder": "terms"}}) as store:
        found = store.document("terms")
        assert store.digest_of("terms") == (found.sha256, ("a.md",))
    assert found.sha256 == sha256_of(tmp_path / "terms")
    with pytest.raises(CannotJudge, match="is a folder"):
        found.text()


def test_the_text_is_of_the_bytes_digested(tmp_path: Path) -> None:
    """False-GO 34: a file edited between digest and reading is not read as what was digested."""
    path = tmp_path / "terms.md"
    path.write_text("before")
    found = document(tmp_path, file="terms.md")
    path.write_text("after!")
    with pytest.raises(CannotJudge, match="changed"):
        found.text()


def test_what_is_no_text_has_none(tmp_path: Path) -> None:
    """A PDF can be signed, but its text is not read; broken bytes and NULs are refused."""
    (tmp_path / "terms.pdf").write_bytes(b"%PDF-1.7\n...")
    assert "PDF" in refusal(tmp_path, file="terms.pdf")
    (tmp_path / "terms.txt").write_bytes(b"a\n\xff\xff")
    assert "line 2" in refusal(tmp_path, file="terms.txt")
    (tmp_path / "terms.txt").write_bytes(b"a\0b")
    assert "NUL" in refusal(tmp_path, file="terms.txt")
    (tmp_path / "terms.txt").write_bytes(b"  \n")
    assert "empty" in refusal(tmp_path, file="terms.txt")


def test_nothing_is_no_document(tmp_path: Path) -> None:
    """False-GO 7: an empty file can't be approved, and a missing one is not supplied."""
    (tmp_path / "terms.md").touch()
    assert "empty" in refusal(tmp_path, file="terms.md")
    with pytest.raises(NotSupplied):
        document(tmp_path, file="none.md")


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    """A folder bound as a file, or a file as a folder, says which word to write."""
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms.md").write_text("a")
    assert "bound as a file" in refusal(tmp_path, file="terms")
    assert "bound as a folder" in refusal(tmp_path, folder="terms.md")
    assert "something else" in refusal(tmp_path, url="https://shop.example")


@pytest.mark.parametrize("changed", ["copy/a.md", "copy/b.png"])
def test_the_files_are_those_digested(tmp_path: Path, changed: str) -> None:
    """False-GO 34: of a folder or a file that was edited since its digest, nothing is read as what was digested."""
    (tmp_path / "copy").mkdir()
    for name in ("copy/a.md", "copy/b.png"):
        (tmp_path / name).write_text("before")
    folder, file = document(tmp_path, folder="copy"), document(tmp_path, file=changed)
    read = folder.files(lambda path: path.endswith(".md"))
    assert [(each.path, each.data) for each in read] == [("copy/a.md", b"before"), ("copy/b.png", None)]
    (tmp_path / changed).write_text("after!")
    for each in (folder, file):
        with pytest.raises(CannotJudge, match="changed"):
            each.files(lambda path: path.endswith(".md"))


def test_files_lie_where_they_were_digested(tmp_path: Path) -> None:
    """What is not held is read where it lies: each file of a folder as it was then, and a later change is told."""
    (tmp_path / "run" / "one").mkdir(parents=True)
    (tmp_path / "run" / "a.csv").write_text("a\n1\n", "utf-8")
    (tmp_path / "run" / "one" / "b.csv").write_text("b\n2\n", "utf-8")
    first, second = document(tmp_path, folder="run").lying
    assert (first.shown, second.shown) == ("run/a.csv", "run/one/b.csv")
    assert second.path.read_text("utf-8") == "b\n2\n"
    second.refuse_change()
    second.path.write_text("b\n3\n\n", "utf-8")
    with pytest.raises(CannotJudge, match="changed while"):
        second.refuse_change()
    first.refuse_change()


def test_the_engine_reads_the_files_of_folders_that_are_bound(tmp_path: Path) -> None:
    """And no file beside them."""
    (tmp_path / "run").mkdir()
    for path in (tmp_path / "run" / "a.csv", tmp_path / "beside.csv"):
        path.write_text("a\n1\n", "utf-8")
    with opened(tmp_path, {"terms": {"folder": "run"}}) as store:
        ask = store.engine().query
        assert ask(f"SELECT * FROM read_csv('{tmp_path}/run/a.csv')", seconds=9, shown="a.csv") == [(1,)]
        with pytest.raises(CannotJudge):
            ask(f"SELECT * FROM read_csv('{tmp_path}/beside.csv')", seconds=9, shown="beside.csv")
