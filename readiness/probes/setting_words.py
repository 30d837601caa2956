"""The settings of a probe kind in plain words: name, what to write, default."""

from __future__ import annotations

import types
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel, BeforeValidator, TypeAdapter
from pydantic.fields import FieldInfo

from readiness.model.moments import Moment
from readiness.model.text import Text
from readiness.probes.fields import Names, SaidAs, parse_ratio

NOTHING = "-"


@dataclass(frozen=True, slots=True)
class SettingWords:
    """One setting; `default` is None where it must be written."""

    name: str
    type: Text
    default: str | None


_PLAIN: dict[type, Text] = {
    bool: Text("yes or no", "yes 或 no"),
    int: Text("whole number", "整数"),
    Decimal: Text("number", "数字"),
    str: Text("text", "文本"),
    timedelta: Text("duration such as 24h", "时长，例如 24h"),
    Moment: Text("moment such as T-48h", "时刻，例如 T-48h"),
    datetime: Text("instant with its offset", "带时区偏移的时间"),
    date: Text("date", "日期"),
}
_RATIO = Text("ratio such as 1.2 or 120 %", "比例，例如 1.2 或 120 %")


def settings_in_words(settings: type[BaseModel]) -> tuple[SettingWords, ...]:
    """Every setting of a kind, in the order of its definition."""
    return tuple(
        SettingWords(field.alias or name, _field_type(field), _default(field))
        for name, field in settings.model_fields.items()
    )


def _field_type(field: FieldInfo) -> Text:
    return _marked(field.metadata, field.annotation)


def _marked(metadata: list[Any], annotation: Any) -> Text:
    """What the marks of a type say more exactly than the type: a ratio is a Decimal, evidence a str."""
    said = next((mark for mark in metadata if isinstance(mark, SaidAs)), None)
    if said is not None:
        return said.words
    names = next((mark for mark in metadata if isinstance(mark, Names)), None)
    if names is not None:
        return _evidence(names)
    if any(isinstance(mark, BeforeValidator) and mark.func is parse_ratio for mark in metadata):
        return _RATIO
    return _type(annotation)


def _evidence(names: Names) -> Text:
    sorts = " / ".join(names.sorts)
    columns = ", ".join(names.columns)
    return Text(
        f"evidence name ({sorts}{'; columns ' + columns if columns else ''})",
        f"证据名称（{sorts}{'；列 ' + columns if columns else ''}）",
    )


def _type(annotation: Any) -> Text:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _marked(list(arguments[1:]), arguments[0])
    if origin in (Union, types.UnionType):
        return _joined([_type(part) for part in arguments if part is not type(None)], " or ", "或")
    if origin is Literal:
        return Text.same(" | ".join(str(value) for value in arguments))
    if origin in (tuple, list, set, frozenset):
        item = _type(arguments[0])
        return Text(f"list of: {item.en}", f"列表：{item.zh}")
    if isinstance(origin, type) and issubclass(origin, Mapping):
        key, value = (_type(part) for part in arguments)
        return Text(f"mapping of {key.en} to {value.en}", f"映射：{key.zh} → {value.zh}")
    return _simple(annotation)


def _simple(annotation: Any) -> Text:
    if isinstance(annotation, type):
        if issubclass(annotation, Enum):
            return Text.same(" | ".join(str(member.value) for member in annotation))
        if issubclass(annotation, BaseModel):
            return _joined(
                [Text.same(field.alias or name) for name, field in annotation.model_fields.items()],
                ", ",
                "、",
                "{",
                "}",
            )
        plain = next((words for known, words in _PLAIN.items() if issubclass(annotation, known)), None)
        if plain is not None:
            return plain
    return Text("any", "任意")


def _joined(parts: list[Text], en: str, zh: str, left: str = "", right: str = "") -> Text:
    unique = list(dict.fromkeys(parts))
    return Text(left + en.join(part.en for part in unique) + right, left + zh.join(part.zh for part in unique) + right)


def _default(field: FieldInfo) -> str | None:
    if field.is_required():
        return None
    plain = TypeAdapter(field.rebuild_annotation()).dump_python(
        field.get_default(call_default_factory=True), mode="json"
    )
    return say_setting(plain)


def say_setting(value: Any) -> str:
    """A setting's plain JSON value as YAML would write it; nothing and the empty are `-`."""
    match value:
        case None:
            return NOTHING
        case bool():
            return "yes" if value else "no"
        case list():
            return ", ".join(say_setting(item) for item in value) or NOTHING
        case dict():
            return ", ".join(f"{key}: {say_setting(item)}" for key, item in value.items()) or NOTHING
        case _:
            return str(value)
