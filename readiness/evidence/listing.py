"""A folder as a list of its files: names and sizes, without reading what is in them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from readiness.evidence.problems import cannot_judge, timed_out
from readiness.model.errors import CannotJudge, os_error_words
from readiness.model.evidence import Binding, EvidenceUse
from readiness.model.text import Text

MOST_LISTED = 1_000_000


@dataclass(frozen=True, slots=True)
class Listed:
    """One file: `path` from the folder on. `plain` says that it is one, and no link or device; its own `modified` time
    is shown and never judged."""

    path: str
    size: int
    modified: datetime
    plain: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """All files of a folder and its folders, by path."""

    use: EvidenceUse
    binding: Binding
    files: tuple[Listed, ...]


def list_folder(path: Path, said: str, binding: Binding, seen: datetime, left: Callable[[], float]) -> Listing:
    """`seen` is when it was listed. The digest is of the listing, since dumps are larger than anybody reads at each
    run. Raises CannotJudge."""
    if not path.is_dir():
        raise cannot_judge(
            f"{said} is a file, but a folder of files is needed",
            f"{said} 是文件，而这里需要存放文件的文件夹",
            Text("Bind the folder: `folder: ...`", "请绑定文件夹：`folder: ...`"),
        )
    try:
        files = sorted(_bounded(_files(path, "", said, left), said), key=lambda file: file.path)
        modified = datetime.fromtimestamp(path.stat().st_mtime, UTC)
    except OSError as error:
        raise _unreadable(said, error) from None
    lines = "".join(f"{file.size}  {file.path}\n" for file in files)
    sha256 = hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()
    live = binding.as_at is None
    use = EvidenceUse(binding.name, said, sha256, binding.as_at or seen, modified, live=live)
    return Listing(use, binding, tuple(files))


def _bounded(files: Iterator[Listed], said: str) -> Iterator[Listed]:
    for count, file in enumerate(files):
        if count == MOST_LISTED:
            raise cannot_judge(
                f"{said} holds more than {MOST_LISTED:,} files",
                f"{said} 中的文件超过 {MOST_LISTED:,} 个",
                Text("Bind the folder of the last days", "请绑定最近几天的文件夹"),
            )
        yield file


def _files(folder: Path, prefix: str, said: str, left: Callable[[], float]) -> Iterator[Listed]:
    if left() <= 0:
        raise timed_out(said)
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                yield from _files(Path(entry.path), f"{prefix}{entry.name}/", said, left)
                continue
            status = entry.stat(follow_symlinks=False)
            modified = datetime.fromtimestamp(status.st_mtime, UTC)
            yield Listed(prefix + entry.name, status.st_size, modified, entry.is_file(follow_symlinks=False))


def _unreadable(said: str, error: OSError) -> CannotJudge:
    reason = os_error_words(error)
    return cannot_judge(
        f"{said} can't be listed: {reason.en}",
        f"无法列出 {said}：{reason.zh}",
        Text("Give the account that runs readiness the right to read it", "请为运行 readiness 的账户授予读取权限"),
    )
