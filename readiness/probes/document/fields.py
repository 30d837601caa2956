"""Field types of the `document` kind: patterns, and names in two languages."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema

from readiness.model.errors import BadValue
from readiness.model.text import Text

_SHIPPED = "both_languages"
"""Key of the validation context that is true for a checklist that ships: its names must stand in both languages, and a
test compiles its patterns, so that loading need not."""


def as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


def _pattern(value: str, info: ValidationInfo) -> str:
    if not value.strip():
        raise BadValue(Text("the pattern is empty; write what to look for", "模式为空；请写出要查找的内容"))
    if not (info.context or {}).get(_SHIPPED):
        from readiness.evidence.patterns import check_pattern

        check_pattern(value)
    return value


def _said(value: Any, info: ValidationInfo) -> Any:
    """A name in both languages; a plain text serves both, but not in what ships."""
    if isinstance(value, Text):
        return value
    if isinstance(value, str) and value.strip():
        if (info.context or {}).get(_SHIPPED):
            raise BadValue(
                Text("the name is needed in both languages: {en: ..., zh: ...}", "名称需要两种语言：{en: ..., zh: ...}")
            )
        return Text.same(value)
    if (
        isinstance(value, dict)
        and set(value) == {"en", "zh"}
        and all(str(words or "").strip() for words in value.values())
    ):
        return Text(str(value["en"]), str(value["zh"]))
    raise BadValue(
        Text(
            "a name is one text, or one in each language: {en: ..., zh: ...}", "名称应为一段文本，或 {en: ..., zh: ...}"
        )
    )


Said = Annotated[
    Text,
    BeforeValidator(_said),
    PlainSerializer(lambda name: {"en": name.en, "zh": name.zh}),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {"en": {"type": "string"}, "zh": {"type": "string"}},
                    "required": ["en", "zh"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]
Pattern = Annotated[str, AfterValidator(_pattern)]
Patterns = Annotated[
    tuple[Pattern, ...], BeforeValidator(as_list, json_schema_input_type=str | list[str]), Field(min_length=1)
]
