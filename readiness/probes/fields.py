"""Field types of settings and files. Every YAML scalar arrives as the text that the user typed, and is cast here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, ValidationInfo, WithJsonSchema

from readiness.model.errors import BadValue
from readiness.model.evidence import Sort
from readiness.model.moments import Moment, parse_duration, parse_instant, say_duration
from readiness.model.text import Text

_YES = {"yes": True, "true": True, "no": False, "false": False}
_LARGEST_BARE_RATIO = Decimal(10)


def parse_yes_no(value: Any) -> bool:
    """`yes`, `no`, `true`, `false` in any case; raises BadValue for anything else."""
    if isinstance(value, bool):
        return value
    answer = _YES.get(str(value).strip().lower())
    if answer is None:
        raise BadValue(Text(f"{value!r} is neither yes nor no", f"{value!r} 既不是 yes 也不是 no"))
    return answer


def parse_ratio(value: Any) -> Decimal:
    """`1.2` and `120 %` are the same ratio; a bare number above 10 is taken for a forgotten percent sign and refused.

    Raises BadValue.
    """
    if isinstance(value, Decimal):
        return value
    words = str(value).strip()
    percent = words.endswith("%")
    try:
        number = Decimal(words.removesuffix("%").strip().replace("_", "?"))  # Decimal reads 1_2 as 12
    except InvalidOperation:
        raise BadValue(
            Text(
                f"{value!r} is not a ratio; write a fraction such as 1.2, or a percentage such as 120 %",
                f"{value!r} 不是比率；请写小数如 1.2，或百分数如 120 %",
            )
        ) from None
    if not number.is_finite():
        raise BadValue(Text(f"{value!r} is not a finite number", f"{value!r} 不是有限的数"))
    if not percent and abs(number) > _LARGEST_BARE_RATIO:
        raise BadValue(
            Text(
                f"{value!r} looks like a percentage without its sign; write {words} %, or a fraction such as 1.2",
                f"{value!r} 像是漏了百分号；请写 {words} %，或写小数如 1.2",
            )
        )
    return number / 100 if percent else number


def _moment(value: Any) -> Moment:
    return value if isinstance(value, Moment) else Moment.parse(str(value))


def _duration(value: Any) -> timedelta:
    return value if isinstance(value, timedelta) else parse_duration(str(value))


def _instant(value: Any) -> datetime:
    return value if isinstance(value, datetime) else parse_instant(str(value))


def _bilingual(value: Any, info: ValidationInfo) -> Text:
    """`{en: ..., zh: ...}`; a plain text serves both languages where the reader allows it (not in what ships)."""
    if isinstance(value, Text):
        return value
    both = bool(info.context and info.context.get("both_languages"))
    if isinstance(value, str) and value.strip() and not both:
        return Text.same(value)
    if isinstance(value, dict) and value.keys() == {"en", "zh"}:
        en, zh = value["en"], value["zh"]
        if isinstance(en, str) and isinstance(zh, str) and en.strip() and zh.strip():
            return Text(en, zh)
    raise BadValue(
        Text("the text is needed in both languages: {en: ..., zh: ...}", "需要两种语言的文本：{en: ..., zh: ...}")
    )


def _text_schema(pattern: str, example: str) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "pattern": pattern, "examples": [example]})


YesNo = Annotated[
    bool, BeforeValidator(parse_yes_no), WithJsonSchema({"anyOf": [{"type": "boolean"}, {"enum": ["yes", "no"]}]})
]
Ratio = Annotated[
    Decimal,
    BeforeValidator(parse_ratio),
    PlainSerializer(str),
    WithJsonSchema({"anyOf": [{"type": "number"}, {"type": "string", "pattern": r"^-?\d+(\.\d+)?\s*%?$"}]}),
]
Duration = Annotated[
    timedelta, BeforeValidator(_duration), PlainSerializer(say_duration), _text_schema(r"^(\d+[wdhms])+$", "48h")
]
MomentField = Annotated[
    Moment,
    BeforeValidator(_moment),
    PlainSerializer(lambda m: m.words),
    _text_schema(r"^(T|E|[a-z][a-z0-9-]*)([+-](\d+[wdhms])+)?$|^\d{4}-\d\d-\d\dT.*([+-]\d\d:\d\d|Z)$", "T-48h"),
]
Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    _text_schema(r"^\d{4}-\d\d-\d\dT.*([+-]\d\d:\d\d|Z)$", "2026-06-18T00:00:00+08:00"),
]


@dataclass(frozen=True, slots=True)
class SaidAs:
    """Marks a field type with how people are told what to write."""

    words: Text


Bilingual = Annotated[
    Text,
    BeforeValidator(_bilingual),
    SaidAs(Text("text in both languages, {en: ..., zh: ...}", "两种语言的文本：{en: ..., zh: ...}")),
    PlainSerializer(lambda text: {"en": text.en, "zh": text.zh}),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "minLength": 1},
                {
                    "type": "object",
                    "properties": {"en": {"type": "string", "minLength": 1}, "zh": {"type": "string", "minLength": 1}},
                    "required": ["en", "zh"],
                    "additionalProperties": False,
                },
            ]
        }
    ),
]


@dataclass(frozen=True, slots=True)
class Names:
    """Marks a settings field that holds a logical evidence name: of which sort, which columns it must have, and whether
    a `max_age` of the settings is about its age."""

    sorts: tuple[Sort, ...]
    columns: tuple[str, ...] = ()
    aged: bool = False


Slug = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")]
