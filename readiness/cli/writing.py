"""Documents to files: all are staged before the first takes its place, and each takes it whole or not at all."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from readiness.cli.errors import NotWritten
from readiness.model.errors import os_error_words
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class Document:
    path: Path
    content: bytes


def write_documents(documents: Sequence[Document]) -> None:
    """Write all documents, creating folders where needed. Raises NotWritten; then, or when interrupted, every path
    holds either what it held before or the whole new document, and no temporary file stays behind."""
    staged: list[tuple[Path, Path]] = []
    try:
        for document in documents:
            _stage(document, staged)
        while staged:
            temporary, place = staged[0]
            with _telling(place):
                temporary.replace(place)
            staged.pop(0)
    finally:
        for temporary, _ in staged:
            # It may never have come to be; the error that ended the writing is the one to tell.
            with suppress(OSError):
                temporary.unlink()


def write_new(document: Document) -> None:
    """Write a document where nothing is yet. Raises NotWritten, also when the path is taken."""
    with _telling(document.path):
        _create(document.path, document.content)


def _stage(document: Document, staged: list[tuple[Path, Path]]) -> None:
    """Put the content beside its place. A device or pipe has no place to take, so it is written at once."""
    with _telling(document.path):
        place = Path(os.path.realpath(document.path))
        if place.exists() and not stat.S_ISREG(place.stat().st_mode):
            place.write_bytes(document.content)
            return
        temporary = place.with_name(f".{place.name}.{secrets.token_hex(4)}.tmp")
        staged.append((temporary, place))
        _create(temporary, document.content)


def _create(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _telling(path: Path) -> Iterator[None]:
    """Say in a person's words which path could not be written, and why."""
    try:
        yield
    except OSError as error:
        reason = os_error_words(error)
        raise NotWritten(
            Text(f"{path} could not be written: {reason.en}", f"无法写入 {path}：{reason.zh}"),
            Text(
                "Choose a path that you may write to and that has space, and run the command again",
                "请换一个有写权限且空间充足的路径，然后重新运行",
            ),
        ) from error
