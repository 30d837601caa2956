"""YAML as plain values: lists, objects and the texts that were typed. Nothing is resolved to another type: `no`,
`9.10` and `1:30` stay what they are; the column of the table says what a text must be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from readiness.evidence.problems import cannot_judge
from readiness.model.errors import CannotJudge
from readiness.model.text import Text

DEEPEST = 20
NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_AGAIN = Text("Correct the file, or hand it in as CSV or Excel", "请更正该文件，或改用 CSV、Excel")


def parse_yaml(text: str, shown: str) -> Any:
    """The value of the one document in `text`. Raises CannotJudge for what is no YAML or says one thing twice, and for
    aliases and tags, which stand for what is not there."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    builder = _Builder(shown)
    try:
        for event in yaml.parse(text, Loader=loader):
            builder.take(type(event).__name__, event)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise cannot_judge(
            f"{shown}, line {line}, column {column}: it is not valid YAML; it may be cut off",
            f"{shown} 第 {line} 行第 {column} 列：不是有效的 YAML，文件可能不完整",
            _AGAIN,
        ) from None
    return builder.value


@dataclass
class _Open:
    """A list or an object that is not yet at its end; `key` waits for its value."""

    value: list[Any] | dict[str, Any]
    key: str | None = None


@dataclass
class _Builder:
    shown: str
    value: Any = None
    documents: int = 0
    open: list[_Open] = field(default_factory=list)

    def take(self, name: str, event: Any) -> None:
        match name:
            case "DocumentStartEvent":
                self.documents += 1
                if self.documents > 1:
                    raise self._refuse(event, "a second document begins here", "此处开始了第二个文档")
            case "AliasEvent":
                raise self._refuse(event, "references (*) are not read", "不支持引用（*）")
            case "ScalarEvent":
                self._refuse_tag(event)
                null = event.implicit[0] and event.value in NULLS
                self._put(None if null else event.value, event)
            case "SequenceStartEvent" | "MappingStartEvent":
                self._refuse_tag(event)
                self._begin([] if name == "SequenceStartEvent" else {}, event)
            case "SequenceEndEvent" | "MappingEndEvent":
                self.open.pop()

    def _begin(self, value: list[Any] | dict[str, Any], event: Any) -> None:
        if len(self.open) >= DEEPEST:
            raise self._refuse(event, "it is nested too deeply", "嵌套层数过多")
        self._put(value, event)
        self.open.append(_Open(value))

    def _put(self, value: Any, event: Any) -> None:
        if not self.open:
            self.value = value
            return
        inside = self.open[-1]
        if isinstance(inside.value, list):
            inside.value.append(value)
        elif inside.key is not None:
            inside.value[inside.key] = value
            inside.key = None
        elif not isinstance(value, str):
            raise self._refuse(event, "a key must be a text", "键必须是文本")
        elif value in inside.value:
            raise self._refuse(event, f"the key {value!r} stands twice in one object", f"同一对象中键“{value}”重复")
        else:
            inside.key = value

    def _refuse_tag(self, event: Any) -> None:
        if event.tag is not None:
            raise self._refuse(event, f"tags such as {event.tag} are not read", f"不支持 {event.tag} 之类的标签")

    def _refuse(self, event: Any, en: str, zh: str) -> CannotJudge:
        line, column = event.start_mark.line + 1, event.start_mark.column + 1
        return cannot_judge(
            f"{self.shown}, line {line}, column {column}: {en}",
            f"{self.shown} 第 {line} 行第 {column} 列：{zh}",
            _AGAIN,
        )
