"""SHA-256 of evidence as it lies on disk: what sign-offs bind to and `verify` compares."""

from __future__ import annotations

import hashlib
import stat
from collections.abc import Iterable
from pathlib import Path

from readiness.evidence.problems import cannot_judge
from readiness.model.text import Text

MOST_FILES = 10_000


def sha256_of(path: Path) -> str:
    """The digest of a file or folder. Raises OSError, or CannotJudge for what can't be digested."""
    return sha256_of_folder(path)[0] if path.is_dir() else sha256_of_file(path)


def sha256_of_file(path: Path) -> str:
    """The digest of a regular file's bytes. Raises OSError; CannotJudge for a pipe, socket or device."""
    if not stat.S_ISREG(path.stat().st_mode):
        raise cannot_judge(f"{path.name} is not a regular file", f"{path.name} 不是普通文件", _PLAIN_FILES)
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sha256_of_folder(folder: Path) -> tuple[str, tuple[str, ...]]:
    """The digest of a folder, and its files' relative POSIX paths, sorted by their UTF-8 bytes.

    It is the SHA-256 of one line for each file, `<sha256 of its bytes>  <path>`, as `sha256sum` prints them. Hidden
    files count. Raises OSError; CannotJudge for a symbolic link, an empty folder, or a name that is no plain text.
    """
    paths = paths_of_folder(folder)
    if not paths:
        raise cannot_judge(
            f"The folder {folder.name} holds no file",
            f"文件夹 {folder.name} 中没有文件",
            Text("Put the documents into it", "请将文件放入该文件夹"),
        )
    return sha256_of_listing((sha256_of_file(folder / path), path) for path in paths), paths


def paths_of_folder(folder: Path) -> tuple[str, ...]:
    """The relative paths of all files of a folder, sorted as `sha256_of_folder` does. Raises as it does."""
    return tuple(sorted(_files(folder, ""), key=lambda path: path.encode("utf-8", "surrogateescape")))


def sha256_of_listing(files: Iterable[tuple[str, str]]) -> str:
    """The digest of a folder whose files, in order, have these digests and paths."""
    total = hashlib.sha256()
    for sha256, path in files:
        total.update(f"{sha256}  {path}\n".encode())
    return total.hexdigest()


def _files(folder: Path, prefix: str) -> list[str]:
    found: list[str] = []
    for entry in folder.iterdir():
        path = prefix + entry.name
        _refuse_odd_names(path)
        if entry.is_symlink():
            raise cannot_judge(
                f"{path} is a symbolic link, so its content can change without the folder",
                f"{path} 是符号链接，其内容可能在文件夹之外被改变",
                Text("Replace it with the file itself", "请用文件本身替换它"),
            )
        found += _files(entry, path + "/") if entry.is_dir() else [path]
        if len(found) > MOST_FILES:
            raise cannot_judge(
                f"The folder holds more than {MOST_FILES} files",
                f"文件夹中的文件超过 {MOST_FILES} 个",
                Text("Bind the folder that holds just the documents", "请绑定只包含相关文件的文件夹"),
            )
    return found


def _refuse_odd_names(path: str) -> None:
    """A line break in a name would let two folders have one digest."""
    if not path.isprintable():
        raise cannot_judge(
            f"A file name holds characters that can't be printed: {path!a}",
            f"文件名包含无法显示的字符：{path!a}",
            Text("Rename the file", "请重命名该文件"),
        )


_PLAIN_FILES = Text("Supply a plain file", "请提供普通文件")
