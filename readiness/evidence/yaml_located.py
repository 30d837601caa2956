"""YAML as values that know their line: the configuration of other people's systems, which findings must lead into.

Several documents may stand in one file, and an alias stands for what it names. As everywhere, scalars stay the texts
that were typed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

DEEPEST = 40
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Located:
    """A text, nothing (None), a list or an object, and the line on which it begins."""

    value: str | list[Located] | dict[str, Located] | None
    line: int

    @property
    def text(self) -> str | None:
        """The scalar as it was typed; None for nothing, a list and an object."""
        return self.value if isinstance(self.value, str) else None

    @property
    def items(self) -> tuple[Located, ...]:
        """The parts of a list; none of anything else."""
        return tuple(self.value) if isinstance(self.value, list) else ()

    @property
    def entries(self) -> Mapping[str, Located]:
        """The entries of an object; none of anything else."""
        return self.value if isinstance(self.value, dict) else {}

    def plain(self) -> Any:
        """Without lines: for comparing two files."""
        if isinstance(self.value, list):
            return [item.plain() for item in self.value]
        if isinstance(self.value, dict):
            return {key: item.plain() for key, item in self.value.items()}
        return self.value


def located_yaml(text: str, shown: str) -> tuple[Located, ...]:
    """The documents of a YAML text that hold anything. Raises CannotJudge for what is no YAML, for a key that stands
    twice, and for tags and merge keys, which stand for what is not there."""
    return tuple(document for document in read_documents(text, Builder(shown)) if document.value is not None)


def read_documents(text: str, builder: Builder) -> list[Located]:
    """Every document of a YAML text, as the builder makes it. Raises CannotJudge."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(type(event).__name__, event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise cannot_judge(
            f"{builder.shown}, line {line}, column {column}: it is not valid YAML; it may be cut off",
            f"{builder.shown} 第 {line} 行第 {column} 列：不是有效的 YAML，文件可能不完整",
            builder.again,
        ) from None
    return builder.documents


@dataclass
class _Open:
    """A list or an object that is not yet at its end; `key` waits for its value. `size` counts the values within."""

    node: Located
    anchor: str | None
    key: str | None = None
    size: int = 1


@dataclass
class Builder:
    """Makes values of the parser's events. `again` is what to do about a text that is refused; `most_values` bounds the
    values, those that aliases stand for counted each time: a few lines of aliases could mean billions."""

    again: ClassVar[Text] = Text("Correct the file", "请更正该文件")
    most_values: ClassVar[int | None] = 500_000

    shown: str
    documents: list[Located] = field(default_factory=list)
    open: list[_Open] = field(default_factory=list)
    named: dict[str, tuple[Located, int]] = field(default_factory=dict)

    def take(self, name: str, event: Any) -> None:
        match name:
            case "DocumentStartEvent":
                self.named = {}
            case "AliasEvent":
                if event.anchor not in self.named:
                    raise self.refused(event, "it refers to what holds it", "引用了包含它自身的内容")
                node, size = self.named[event.anchor]
                self._put(node, event, size)
            case "ScalarEvent":
                self._refuse_tag(event)
                null = event.implicit[0] and event.value in _NULLS
                self._put(Located(None if null else event.value, event.start_mark.line + 1), event, 1, event.anchor)
            case "SequenceStartEvent" | "MappingStartEvent":
                self._refuse_tag(event)
                if len(self.open) >= DEEPEST:
                    raise self.refused(event, "it is nested too deeply", "嵌套层数过多")
                value: list[Located] | dict[str, Located] = [] if name == "SequenceStartEvent" else {}
                self.open.append(_Open(Located(value, event.start_mark.line + 1), event.anchor))
            case "SequenceEndEvent" | "MappingEndEvent":
                done = self.open.pop()
                self._put(done.node, event, done.size, done.anchor)

    def _put(self, node: Located, event: Any, size: int, anchor: str | None = None) -> None:
        if anchor is not None:
            self.named[anchor] = (node, size)
        if not self.open:
            self.documents.append(node)
            return
        inside = self.open[-1]
        inside.size += size
        if self.most_values is not None and inside.size > self.most_values:
            raise self.refused(event, "it holds too many values", "内容过多")
        if isinstance(inside.node.value, list):
            inside.node.value.append(node)
        elif inside.key is not None:
            assert isinstance(inside.node.value, dict)
            inside.node.value[inside.key] = node
            inside.key = None
        else:
            inside.key = self._key(inside.node.entries, node, event)

    def _key(self, entries: Mapping[str, Located], node: Located, event: Any) -> str:
        key = node.text
        if key is None:
            raise self.refused(event, "a key must be a text", "键必须是文本")
        if key == "<<":
            raise self.refused(event, "merge keys (<<) are not read", "不支持合并键（<<）")
        if key in entries:
            raise self.refused(event, f"the key {key!r} stands twice in one object", f"同一对象中键“{key}”重复")
        return key

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            raise self.refused(event, f"tags such as {event.tag} are not read", f"不支持 {event.tag} 之类的标签")

    def refused(self, event: Any, en: str, zh: str) -> CannotJudge:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        return cannot_judge(
            f"{self.shown}, line {line}, column {column}: {en}",
            f"{self.shown} 第 {line} 行第 {column} 列：{zh}",
            self.again,
        )


def texts_in(node: Located) -> Iterator[Located]:
    """Every text within a value, in order."""
    if node.text is not None:
        yield node
    for part in (*node.items, *node.entries.values()):
        yield from texts_in(part)
