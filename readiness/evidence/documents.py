"""Files and folders as documents: digested where they lie, decoded only when their text is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from readiness.evidence.decoding import decode
from readiness.evidence.digests import paths_of_folder, sha256_of_file, sha256_of_folder, sha256_of_listing
from readiness.evidence.document import Document, FileBytes, LyingFile
from readiness.evidence.files import Identity, identity_of, refuse_larger, snapshot
from readiness.evidence.problems import cannot_judge, changed_while_read
from readiness.evidence.sniffing import refuse_binary
from readiness.model.errors import os_error_words
from readiness.model.evidence import Binding, EvidenceUse
from readiness.model.text import Text

MOST_TEXT = 50_000_000
MOST_BYTES = 2_000_000_000
MOST_READ = 20_000_000
"""A document that a person is to read is smaller, pictures and all."""
MOST_READ_IN_FOLDER = 100_000_000


def read_document(path: Path, said: str, binding: Binding) -> Document:
    """Digest what is bound. Raises CannotJudge when it is empty, unreadable, of the other sort, or changing."""
    if path.is_dir() != (binding.folder is not None):
        raise _of_other_sort(said, is_folder=path.is_dir())
    try:
        before = identity_of(path)
        if binding.folder is not None:
            there = _Identities(path, said)
            sha256, paths = sha256_of_folder(path)
            lying = tuple(LyingFile(f"{said.rstrip('/')}/{each}", path / each, there[each]) for each in paths)
            if _Identities(path, said) != there:
                raise changed_while_read(said)
        else:
            refuse_larger(before.size, MOST_BYTES, said)
            sha256, paths = sha256_of_file(path), (said,)
            lying = (LyingFile(said, path, before),)
        if identity_of(path) != before:
            raise changed_while_read(said)
    except OSError as error:
        raise _unreadable(said, error) from None
    if binding.file is not None and before.size == 0:
        raise cannot_judge(f"{said} is empty", f"{said} 是空文件", Text("Supply the document", "请提供文档"))
    use = EvidenceUse(binding.name, said, sha256, binding.as_at, before.modified, path=said)
    return Document(
        use,
        sha256,
        paths,
        binding,
        lambda: _text(path, said, binding, sha256),
        lambda wanted: tuple(_each(path, said, paths, sha256, wanted, MOST_READ, MOST_READ_IN_FOLDER)),
        lambda wanted, most, in_all: _each(path, said, paths, sha256, wanted, most, in_all),
        lying,
    )


class _Identities(dict[str, Identity]):
    """Of each file of a folder, by its relative path. A file that is not there was made meanwhile."""

    def __init__(self, folder: Path, said: str) -> None:
        super().__init__((path, identity_of(folder / path)) for path in paths_of_folder(folder))
        self._said = said

    def __missing__(self, path: str) -> Identity:
        raise changed_while_read(self._said)


def _each(
    path: Path,
    said: str,
    paths: tuple[str, ...],
    sha256: str,
    wanted: Callable[[str], bool],
    most: int,
    most_in_all: int,
) -> Iterator[FileBytes]:
    if not path.is_dir():
        whole = snapshot(path, said, most)
        if whole.sha256 != sha256:
            raise changed_while_read(said)
        yield FileBytes(said, whole.data)
        return
    digests: list[str] = []
    room = most_in_all
    for each in paths:
        shown = f"{said.rstrip('/')}/{each}"
        if wanted(each):
            whole = snapshot(path / each, shown, min(most, room))
            room -= len(whole.data)
            digests.append(whole.sha256)
            yield FileBytes(shown, whole.data)
        else:
            digests.append(_digest(path / each, shown))
            yield FileBytes(shown, None)
    if sha256_of_listing(zip(digests, paths, strict=True)) != sha256:
        raise changed_while_read(said)


def _digest(path: Path, shown: str) -> str:
    try:
        return sha256_of_file(path)
    except OSError as error:
        raise _unreadable(shown, error) from None


def _unreadable(shown: str, error: OSError) -> Exception:
    reason = os_error_words(error)
    return cannot_judge(f"{shown} can't be read: {reason.en}", f"无法读取 {shown}：{reason.zh}", _PERMIT)


def _text(path: Path, said: str, binding: Binding, sha256: str) -> str:
    if binding.folder is not None:
        raise cannot_judge(
            f"{said} is a folder; a text needs one file",
            f"{said} 是文件夹，读取文字需要单个文件",
            Text("Bind the file with `file:`", "请用 `file:` 绑定文件"),
        )
    whole = snapshot(path, said, MOST_TEXT)
    if whole.sha256 != sha256:
        raise changed_while_read(said)
    refuse_binary(whole.data, said)
    return decode(whole.data, binding.encoding, said).text


def _of_other_sort(said: str, *, is_folder: bool) -> Exception:
    if is_folder:
        return cannot_judge(
            f"{said} is a folder, but it is bound as a file",
            f"{said} 是文件夹，却绑定为文件",
            Text(f"Write `folder: {said}`", f"请写成 `folder: {said}`"),
        )
    return cannot_judge(
        f"{said} is a file, but it is bound as a folder",
        f"{said} 是文件，却绑定为文件夹",
        Text(f"Write `file: {said}`", f"请写成 `file: {said}`"),
    )


_PERMIT = Text("Give the account that runs readiness the right to read it", "请为运行 readiness 的账户授予读取权限")
