"""Reading a file once, so that the bytes judged are the bytes digested."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from readiness.evidence.problems import cannot_judge, changed_while_read, timed_out
from readiness.model.errors import CannotJudge, os_error_words
from readiness.model.text import Text

CHUNK = 4 << 20

_NOTHING = b" \t\r\n\0\xef\xbb\xbf\xff\xfe"


@dataclass(frozen=True, slots=True)
class Identity:
    """What changes when a file is written, replaced or renamed over; times are in nanoseconds."""

    device: int
    inode: int
    size: int
    mtime: int
    ctime: int

    @property
    def modified(self) -> datetime:
        return datetime.fromtimestamp(self.mtime / 1e9, UTC)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The whole of a file, read once."""

    data: bytes
    sha256: str
    identity: Identity


def identity_of(path: Path) -> Identity:
    """Raises OSError."""
    return _identity(path.stat())


@contextlib.contextmanager
def open_regular(path: Path, shown: str) -> Iterator[BinaryIO]:
    """The file, open for reading. Raises CannotJudge for a folder, a pipe or what may not be read."""
    try:
        # not to wait for a pipe's writer
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise _not_a_file(shown)
        with os.fdopen(descriptor, "rb") as stream:
            yield stream
    except OSError as error:
        raise _unreadable(shown, error) from None


def snapshot(path: Path, shown: str, most_bytes: int) -> Snapshot:
    """Read a whole file. Raises CannotJudge when it is empty, larger than `most_bytes`, unreadable or changing."""
    with open_regular(path, shown) as stream:
        before = identity_of_open(stream)
        refuse_larger(before.size, most_bytes, shown)
        data = stream.read(most_bytes + 1)
        after = identity_of_open(stream)
    if before != after or len(data) != before.size:
        raise changed_while_read(shown)
    refuse_empty(data, shown)
    return Snapshot(data, hashlib.sha256(data).hexdigest(), before)


def refuse_change(path: Path, before: Identity, shown: str) -> None:
    """Raises CannotJudge when the file is no longer the one that `before` describes."""
    try:
        same = identity_of(path) == before
    except OSError:
        same = False
    if not same:
        raise changed_while_read(shown)


def digest(path: Path, shown: str, left: Callable[[], float], copy: Path | None = None) -> tuple[str, Identity]:
    """SHA-256 and identity of a large file, read once in pieces, which also go into `copy` where one is wanted.

    Raises CannotJudge when it changes meanwhile or no time is left.
    """
    total = hashlib.sha256()
    with open_regular(path, shown) as stream, writing(copy) as write:
        before = identity_of_open(stream)
        for chunk in iter(lambda: stream.read(CHUNK), b""):
            if left() <= 0:
                raise timed_out(shown)
            total.update(chunk)
            write(chunk)
        if identity_of_open(stream) != before:
            raise changed_while_read(shown)
    return total.hexdigest(), before


@contextlib.contextmanager
def writing(copy: Path | None) -> Iterator[Callable[[bytes], object]]:
    """What takes the pieces of a copy; without a copy, what drops them."""
    if copy is None:
        yield lambda _: None
        return
    with copy.open("wb") as stream:
        yield stream.write


def identity_of_open(stream: BinaryIO) -> Identity:
    """Raises OSError."""
    return _identity(os.fstat(stream.fileno()))


def refuse_empty(start: bytes, shown: str) -> None:
    """Raises CannotJudge when there is nothing but blanks."""
    if not start.strip(_NOTHING):
        raise cannot_judge(f"{shown} is empty", f"{shown} 是空文件")


def refuse_larger(size: int, most_bytes: int, shown: str) -> None:
    """Raises CannotJudge for a file beyond its limit."""
    if size > most_bytes:
        limit = most_bytes // 1_000_000
        raise cannot_judge(
            f"{shown} is larger than {limit} MB",
            f"{shown} 超过 {limit} MB",
            Text(
                "Supply only what the check needs; tables also as .csv or .parquet",
                "请只提供检查所需的内容；表格可用 .csv 或 .parquet",
            ),
        )


def _identity(status: os.stat_result) -> Identity:
    return Identity(status.st_dev, status.st_ino, status.st_size, status.st_mtime_ns, status.st_ctime_ns)


def _not_a_file(shown: str) -> CannotJudge:
    return cannot_judge(
        f"{shown} is not a file; a file is expected here",
        f"{shown} 不是文件，此处需要一个文件",
        Text("Bind a file; a folder is bound with `folder:`", "请绑定文件；文件夹请用 `folder:` 绑定"),
    )


def _unreadable(shown: str, error: OSError) -> CannotJudge:
    if isinstance(error, IsADirectoryError):
        reason, zh = "it is a folder", "它是文件夹"
    elif isinstance(error, PermissionError):
        reason, zh = "permission denied", "没有读取权限"
    else:
        reason, zh = os_error_words(error).en, os_error_words(error).zh
    return cannot_judge(
        f"{shown} can't be read: {reason}",
        f"无法读取 {shown}：{zh}",
        Text("Give the account that runs readiness the right to read it", "请为运行 readiness 的账户授予读取权限"),
    )
