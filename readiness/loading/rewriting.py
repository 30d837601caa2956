"""Puts a changed text in the place of a file that people write, only after it was read back as it was meant."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from pathlib import Path

from readiness.loading.nodes import Mapping
from readiness.loading.problems import InvalidInput, Problem, Problems
from readiness.loading.reading import Reader
from readiness.model.location import Location
from readiness.model.text import Text

IsMeant = Callable[[Mapping, Problems], bool]
"""Whether the file as read back says what it was meant to say; it may record problems as well."""


def rewrite(path: Path, content: bytes, before: bytes | None, is_meant: IsMeant, hint: Text) -> None:
    """Writes beside the file, reads that back as a person's file would be, and only then puts it there. `before` are
    the bytes that the change was made to (None: there was no file); `hint` says how to write what can't be changed.

    Raises InvalidInput when it would not be read back as meant, or the file was changed meanwhile; OSError when it
    can't be written. In both cases the file is as it was.
    """
    put(path, content, before, lambda temporary: _verify(temporary, path, is_meant, hint))


def put(path: Path, content: bytes, before: bytes | None, verify: Callable[[Path], None]) -> None:
    """Puts content in the place of a file whole, after `verify` has looked at it beside its place. Raises what
    `rewrite` does."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        verify(temporary)
        if (path.read_bytes() if path.exists() else None) != before:
            raise InvalidInput([Problem(Location(path.as_posix(), 1, 1), _CHANGED_MEANWHILE, _TRY_AGAIN)])
        temporary.chmod(path.stat().st_mode & 0o777 if before is not None else 0o644)
        # A link stays a link: what it points to is replaced.
        temporary.replace(path.resolve())
    finally:
        temporary.unlink(missing_ok=True)


def _verify(temporary: Path, path: Path, is_meant: IsMeant, hint: Text) -> None:
    problems = Problems()
    node = Reader(problems).read(temporary, path.as_posix(), path.name)
    same = node is not None and is_meant(node, problems)
    problems.raise_if_any()
    if not same:
        raise InvalidInput([Problem(Location(path.as_posix(), 1, 1), _NOT_THE_SAME, hint)])


_CHANGED_MEANWHILE = Text("The file was changed while it was being written", "写入期间文件被改动")
_TRY_AGAIN = Text("Run the command again", "请重新运行命令")
_NOT_THE_SAME = Text("What was to be written would not be read back as it was meant", "写入的内容读回后与原意不同")
