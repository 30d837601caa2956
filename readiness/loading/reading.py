"""Reads the campaign's files: bounded, strictly decoded, each with its digest."""

from __future__ import annotations

import hashlib
from pathlib import Path

from readiness.loading.kept import kept_node
from readiness.loading.nodes import Mapping, Node
from readiness.loading.problems import Problems
from readiness.loading.yaml_nodes import parse
from readiness.model.errors import os_error_words
from readiness.model.location import SHIPPED, Location
from readiness.model.text import Text

LARGEST = 20_000_000
"""Bytes; the shipped checklists together have less than a hundredth of this."""

_UTF8 = Text("Save the file as UTF-8", "请将文件另存为 UTF-8 编码")


class Reader:
    """Reads files, recording problems and the SHA-256 of each file's bytes under the name `digests` shows."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.digests: dict[str, str] = {}
        self._read: dict[Path, Mapping | None] = {}

    def read(self, path: Path, shown: str, digest_name: str, absent: Text | None = None) -> Mapping | None:
        """The mapping that the file holds; None when problems were recorded. `shown` is how problems name the file,
        `absent` what to do where it does not exist. A file is read once, whoever asks."""
        if path not in self._read:
            self._read[path] = self._mapping(path, shown, digest_name, absent)
        return self._read[path]

    def content(self, path: Path, shown: str, digest_name: str, absent: Text | None = None) -> bytes | None:
        """The bytes of a file, read once; None when problems were recorded."""
        self.problems.reading(shown)
        content = self._bytes(path, shown, absent or _CHECK_PATH)
        if content is not None:
            self.digests[digest_name] = hashlib.sha256(content).hexdigest()
        return content

    def _mapping(self, path: Path, shown: str, digest_name: str, absent: Text | None) -> Mapping | None:
        content = self.content(path, shown, digest_name, absent)
        text = None if content is None else self._decode(content, shown)
        node = None if text is None else self._node(text, shown)
        if node is not None and not isinstance(node, Mapping):
            self.problems.add(
                node.location,
                Text("The file must hold keys with values (`key: value`)", "文件应由“键: 值”组成"),
            )
            return None
        return node

    def _node(self, text: str, shown: str) -> Node | None:
        kept = kept_node(text, shown) if shown.startswith(SHIPPED) else None
        return kept or parse(text, shown, self.problems)

    def _bytes(self, path: Path, shown: str, absent: Text) -> bytes | None:
        place = Location(shown, 1, 1)
        try:
            if path.exists() and not (path.is_file() or path.is_dir()):  # opening a pipe would wait for ever
                self.problems.add(place, Text("This is no regular file", "这不是普通文件"), _CHECK_PATH)
                return None
            with path.open("rb") as file:
                content = file.read(LARGEST + 1)
        except FileNotFoundError:
            self.problems.add(place, Text("This file does not exist", "文件不存在"), absent)
            return None
        except (OSError, ValueError) as error:
            reason = os_error_words(error) if isinstance(error, OSError) else Text.same(str(error))
            message = Text(f"This file can't be read: {reason.en}", f"文件无法读取：{reason.zh}")
            self.problems.add(place, message, _CHECK_PATH)
            return None
        if len(content) > LARGEST:
            limit = LARGEST // 1_000_000
            self.problems.add(
                place,
                Text(f"This file is larger than {limit} MB", f"文件超过 {limit} MB"),
                Text("Split it", "请拆分文件"),
            )
            return None
        return content

    def _decode(self, content: bytes, shown: str) -> str | None:
        try:
            return content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            good = content[: error.start]
            line = good.count(b"\n") + 1
            column = len(good[good.rfind(b"\n") + 1 :].decode("utf-8-sig")) + 1
            self.problems.add(
                Location(shown, line, column),
                Text(f"Line {line} is not UTF-8 text", f"第 {line} 行不是 UTF-8 文本"),
                _UTF8,
            )
            return None


_CHECK_PATH = Text("Check the path and the permissions", "请检查路径和权限")
