"""What pydantic found, in the words of the person who wrote the file."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from readiness.loading.naming import suggest
from readiness.loading.workbook_words import HEAD
from readiness.model.errors import BadValue
from readiness.model.text import Advice, Text

_FILL_IN = Advice("Write a value, or delete the key", "请填写，或删除该键", Text("Fill in the cell", "请填写该单元格"))
_LONGEST = 60
_QUOTED = re.compile(r"'([^']*)'")
_SLUG_PATTERN = "^[a-z][a-z0-9]*(-[a-z0-9]+)*$"

_EXPECTED: dict[str, Text] = {
    "string": Text("one text", "一段文本"),
    "list": Text("a list", "一个列表"),
    "tuple": Text("a list", "一个列表"),
    "set": Text("a list", "一个列表"),
    "frozen_set": Text("a list", "一个列表"),
    "dict": Text("keys with values", "若干“键: 值”"),
    "model": Text("keys with values", "若干“键: 值”"),
    "mapping": Text("keys with values", "若干“键: 值”"),
    "int": Text("a whole number", "整数"),
    "float": Text("a number", "数字"),
    "decimal": Text("a number", "数字"),
    "bool": Text("yes or no", "yes 或 no"),
    "enum": Text("one text", "一段文本"),
}
_BOUNDS: dict[str, tuple[str, Text]] = {
    "greater_than": ("gt", Text("more than", "大于")),
    "greater_than_equal": ("ge", Text("at least", "不小于")),
    "less_than": ("lt", Text("less than", "小于")),
    "less_than_equal": ("le", Text("at most", "不大于")),
}


def missing(key: str) -> tuple[Text, Text | None]:
    item = next((label.title for label in HEAD if label.key == key), None)
    if item is None:
        return Text(f"{key!r} is missing", f"缺少 {key!r}"), Text(f"Add `{key}:`", f"请补上 `{key}:`")
    return (
        Advice(f"{key!r} is missing", f"缺少 {key!r}", Text(f"“{item.en}” is missing", f"缺少“{item.zh}”")),
        Advice(
            f"Add `{key}:`",
            f"请补上 `{key}:`",
            Text(
                f"Add a row to this sheet: “{item.en}” in the first column, its value in the second",
                f"请在本工作表补一行：第一列写“{item.zh}”，第二列填写内容",
            ),
        ),
    )


def unknown_key(key: str, allowed: Iterable[str]) -> tuple[Text, Text | None]:
    return Text(f"Unknown key {key!r}", f"未知的键 {key!r}"), suggest(key, allowed)


def empty_value() -> tuple[Text, Text | None]:
    return Text("The value is empty", "值为空"), _FILL_IN


def wrong_value(error: Mapping[str, Any]) -> tuple[Text, Text | None]:
    """Message and hint for any other error of pydantic (an item of `ValidationError.errors()`)."""
    kind = str(error["type"])
    context: Mapping[str, Any] = error.get("ctx") or {}
    found = error.get("input")
    if kind in ("value_error", "assertion_error"):
        return _own_words(context.get("error"), str(error["msg"])), None
    if kind in ("enum", "literal_error"):
        return _not_among(found, _QUOTED.findall(str(context.get("expected", ""))))
    if kind == "too_short":
        return Text("There is nothing in it; at least one is needed", "内容为空；至少需要一项"), None
    if kind in _BOUNDS:
        name, words = _BOUNDS[kind]
        limit = context.get(name)
        return Text(f"{_say(found)} must be {words.en} {limit}", f"{_say(found)} 应{words.zh} {limit}"), None
    if kind == "string_pattern_mismatch":
        return _pattern(found, str(context.get("pattern", ""))), None
    return _wrong_type(kind, found, str(error["msg"])), None


def _wrong_type(kind: str, found: object, message: str) -> Text:
    expected = _EXPECTED.get(re.sub(r"_(type|parsing|from_float|attributes_type|parsing_size)$", "", kind))
    if expected is not None:
        described = _describe(found)
        return Text(f"Expected {expected.en}, found {described.en}", f"应为{expected.zh}，却是{described.zh}")
    return Text(f"{_say(found)}: {message}", f"{_say(found)} 不符合要求：{message}")


def _own_words(cause: object, message: str) -> Text:
    """A rule of ours speaks both languages; one of a third party's kind may speak only its own."""
    if isinstance(cause, BadValue):
        return Text(_sentence(cause.message.en), cause.message.zh)
    return Text.same(_sentence(str(cause) if cause else message))


def _not_among(found: object, allowed: list[str]) -> tuple[Text, Text | None]:
    if not isinstance(found, str):
        described = _describe(found)
        listed = ", ".join(allowed)
        return Text(f"Expected one of {listed}, found {described.en}", f"应为 {listed} 之一，却是{described.zh}"), None
    listed = ", ".join(allowed)
    return Text(f"{_say(found)} is not one of {listed}", f"{_say(found)} 不是 {listed} 之一"), suggest(found, allowed)


def _pattern(found: object, pattern: str) -> Text:
    if pattern == _SLUG_PATTERN:
        return Text(
            f"{_say(found)} is not a name: lowercase letters, digits and single hyphens, beginning with a letter",
            f"{_say(found)} 不是名称：只用小写字母、数字和单个连字符，以字母开头",
        )
    return Text(f"{_say(found)} does not have the form {pattern}", f"{_say(found)} 不符合格式 {pattern}")


def _describe(found: object) -> Text:
    if isinstance(found, dict):
        return Text("keys with values", "若干“键: 值”")
    if isinstance(found, list):
        return Text("a list", "列表")
    if found is None:
        return Text("nothing", "空值")
    return Text.same(_say(found))


def _say(found: object) -> str:
    words = repr(found)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 3] + "..."


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
