"""A document as evidence: one file, or a folder of files, whose exact content counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from readiness.evidence.files import Identity, refuse_change
from readiness.model.evidence import Binding, EvidenceUse


@dataclass(frozen=True, slots=True)
class FileBytes:
    """One file of a document: `path` as people write it, from the campaign's folder; `data` is None where only the
    digest was wanted."""

    path: str
    data: bytes | None


@dataclass(frozen=True, slots=True)
class LyingFile:
    """One file of a document where it lies, for readers that don't hold it: `shown` as people write it, and what it was
    when it was digested."""

    shown: str
    path: Path
    identity: Identity

    def refuse_change(self) -> None:
        """Raises CannotJudge when the file is not the one that was digested."""
        refuse_change(self.path, self.identity, self.shown)


@dataclass(frozen=True)
class Document:
    """`sha256` is what a sign-off binds to: of the file's bytes, or of the folder (see `digests`). `paths` are the
    files: the one, or a folder's, relative to it and sorted; `lying` are the same, where they lie."""

    use: EvidenceUse
    sha256: str
    paths: tuple[str, ...]
    binding: Binding
    read_text: Callable[[], str]
    read_files: Callable[[Callable[[str], bool]], tuple[FileBytes, ...]]
    read_each: Callable[[Callable[[str], bool], int, int], Iterator[FileBytes]]
    lying: tuple[LyingFile, ...] = ()

    def text(self) -> str:
        """The file's text, strictly decoded, of the very bytes that `sha256` is of.

        Raises CannotJudge for a folder, for what is not text, and when the file was changed since.
        """
        return self.read_text()

    def files(self, wanted: Callable[[str], bool]) -> tuple[FileBytes, ...]:
        """The bytes of every file that is wanted by its path, the very ones that `sha256` is of.

        Raises CannotJudge for a file that is too large or empty, and when one was changed since.
        """
        return self.read_files(wanted)

    def each(self, wanted: Callable[[str], bool], most: int, most_in_all: int) -> Iterator[FileBytes]:
        """The same one by one, so that not all of a large folder need be held at once, with limits in bytes of the
        caller's own. What was given before the last step is only known to be what `sha256` is of when that has come."""
        return self.read_each(wanted, most, most_in_all)
