"""YAML text to located nodes. Alone in this layer it knows PyYAML.

The tree is built from the parser's events: no value is resolved to another type than text (YAML 1.1 would read `no`
as false, `9.10` as 9.1 and `1:30` as 90), every key keeps its place, and depth and size are bounded.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import yaml

from readiness.loading.nodes import Entry, Listing, Mapping, Node, Scalar
from readiness.loading.problems import Problems
from readiness.loading.yaml_words import MULTIPLE_DOCUMENTS, NESTED_TOO_DEEP, TOO_MANY_VALUES, explain_syntax
from readiness.model.location import Location
from readiness.model.text import Text

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_DEEPEST = 50
_MOST_NODES = 5_000_000


class _Stop(Exception):
    """The rest of the file can't be read; the problem has been recorded."""


def parse(text: str, file: str, problems: Problems) -> Node | None:
    """The tree of the one document in `text`. Problems are recorded at their places in `file`; None when there is
    no document to go on with."""
    problems.reading(file)
    if not _printable(text, file, problems):
        return None
    loader = _Loader(text)
    try:
        with _without_garbage_collection():
            return _Builder(loader, file, problems).document()
    except _Stop:
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line, mark.column) if mark else (0, 0)
        explained = explain_syntax(error, text, line, column)
        problems.add(Location(file, line + 1, column + 1), explained.message, explained.hint)
        return None
    finally:
        loader.dispose()


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """Hundreds of thousands of nodes that all stay alive make the collector walk them over and over."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


def _printable(text: str, file: str, problems: Problems) -> bool:
    """PyYAML names no place for a control character, so it is looked for first."""
    found = yaml.reader.Reader.NON_PRINTABLE.search(text)
    if found is None:
        return True
    line = text.count("\n", 0, found.start()) + 1
    column = found.start() - text.rfind("\n", 0, found.start())
    code = f"U+{ord(found.group()):04X}"
    problems.add(
        Location(file, line, column),
        Text(f"Control character {code} can't stand in a YAML file", f"YAML 文件中不能有控制字符 {code}"),
        Text("Delete it; it is often left by copying from another program", "请删除；它常由其他程序复制而来"),
    )
    return False


class _Builder:
    """Builds one document from parser events. Recursion is bounded by `_DEEPEST`, aliases by `_MOST_NODES`."""

    def __init__(self, loader: Any, file: str, problems: Problems) -> None:
        self._next = loader.get_event
        self._file = file
        self._problems = problems
        self._anchors: dict[str, tuple[Node, int]] = {}
        self._open: set[str] = set()
        self._nodes = 0

    def document(self) -> Node | None:
        self._next()  # start of the stream
        event = self._next()
        root: Node | None = None
        if isinstance(event, yaml.DocumentStartEvent):
            root = self._node(self._next(), 0)
            self._next()  # end of the document
            event = self._next()
        if isinstance(event, yaml.DocumentStartEvent):
            self._problem(event, *MULTIPLE_DOCUMENTS)
            raise _Stop
        if root is None or (isinstance(root, Scalar) and root.text is None):
            self._problems.add(
                Location(self._file, 1, 1),
                Text("This file is empty", "此文件为空"),
                Text("Write its content, or delete it", "请补写内容，或删除此文件"),
            )
            return None
        return root

    def _node(self, event: Any, depth: int) -> Node:
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event)
        if depth > _DEEPEST:
            self._problem(event, *NESTED_TOO_DEEP)
            raise _Stop
        self._count(event, 1)
        self._refuse_tag(event)
        before = self._nodes
        anchor = event.anchor
        if anchor is not None:
            self._open.add(anchor)
        node = self._content(event, depth)
        if anchor is not None:
            self._open.discard(anchor)
            self._anchors[anchor] = (node, self._nodes - before + 1)
        return node

    def _content(self, event: Any, depth: int) -> Node:
        place = self._place(event)
        if isinstance(event, yaml.ScalarEvent):
            is_null = event.implicit[0] and event.value in _NULLS
            return Scalar(place, None if is_null else event.value)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Node] = []
            while not isinstance(event := self._next(), yaml.SequenceEndEvent):
                items.append(self._node(event, depth + 1))
            return Listing(place, items)
        entries: dict[str, Entry] = {}
        while not isinstance(event := self._next(), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            key_event = event
            value = self._node(self._next(), depth + 1)
            self._enter(entries, key_event, key, value)
        return Mapping(place, entries)

    def _enter(self, entries: dict[str, Entry], event: Any, key: Node, value: Node) -> None:
        place = self._place(event)
        if not isinstance(key, Scalar) or key.text is None:
            self._problem(
                event,
                Text("A key must be a text", "键必须是文本"),
                Text("Write `key: value`, with a name before the colon", "请写成 `键: 值`，冒号前是名称"),
            )
        elif key.text == "<<" and getattr(event, "implicit", (False,))[0]:
            self._problem(
                event,
                Text("Merge keys (<<) are not used here", "这里不支持合并键（<<）"),
                Text("Write the keys out where they belong", "请直接写出各键"),
            )
        elif key.text in entries:
            first = entries[key.text].location.line
            self._problem(
                event,
                Text(
                    f"{key.text!r} stands here twice; the first is on line {first}",
                    f"{key.text!r} 重复；第一处在第 {first} 行",
                ),
                Text("Keep one of the two", "请只保留一处"),
            )
        else:
            entries[key.text] = Entry(key.text, place, value)

    def _alias(self, event: Any) -> Node:
        name = event.anchor
        if name in self._open:
            self._problem(
                event,
                Text(f"*{name} stands inside what it refers to", f"*{name} 引用了包含它自身的内容"),
                Text("Write the content out", "请直接写出内容"),
            )
            raise _Stop
        if name not in self._anchors:
            self._problem(
                event,
                Text(f"*{name} refers to nothing: no &{name} stands before it", f"*{name} 无所指：前面没有 &{name}"),
                Text("Put a value that begins with * or & in quotes", "以 * 或 & 开头的值请加引号"),
            )
            raise _Stop
        node, size = self._anchors[name]
        self._count(event, size)
        return node

    def _count(self, event: Any, size: int) -> None:
        """Aliases of aliases can stand for billions of values in a few lines, so what they stand for is counted."""
        self._nodes += size
        if self._nodes > _MOST_NODES:
            self._problem(event, *TOO_MANY_VALUES)
            raise _Stop

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            self._problem(
                event,
                Text(f"Tags such as {event.tag} are not used here", f"这里不支持 {event.tag} 之类的标签"),
                Text("Put a value that begins with ! in quotes", "以 ! 开头的值请加引号"),
            )

    def _place(self, event: Any) -> Location:
        mark = event.start_mark
        return Location(self._file, mark.line + 1, mark.column + 1)

    def _problem(self, event: Any, message: Text, hint: Text) -> None:
        self._problems.add(self._place(event), message, hint)
