"""Field types of the `http` kind: short times, sizes, words that must not be empty, exact numbers, JSON paths."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, PlainSerializer, WithJsonSchema

from readiness.model.errors import BadValue
from readiness.model.moments import parse_duration, say_duration
from readiness.model.text import Text

_SPAN = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s)")
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(B|KB|MB|KiB|MiB)?", re.IGNORECASE)
_REFUSALS, _NOT_FOUND = range(400, 500), 404
_SIZES = {"": 1, "b": 1, "kb": 1_000, "mb": 1_000_000, "kib": 1_024, "mib": 1_048_576}


def parse_short_span(value: Any) -> timedelta:
    """`800ms`, `1.5s`, or any duration of the model. Raises BadValue for a bare number."""
    if isinstance(value, timedelta):
        return value
    words = str(value).strip()
    match = _SPAN.fullmatch(words)
    if match is None:
        return parse_duration(words)
    return timedelta(milliseconds=float(Decimal(match[1]) * (1 if match[2] == "ms" else 1000)))


def say_short_span(span: timedelta) -> str:
    whole_seconds = span % timedelta(seconds=1) == timedelta()
    return say_duration(span) if whole_seconds else f"{milliseconds(span):f}ms"


def milliseconds(span: timedelta) -> Decimal:
    return (Decimal(span // timedelta(microseconds=1)) / 1000).normalize()


def parse_size(value: Any) -> int:
    """Bytes: `512`, `500 KB` (1,000 bytes each), `5MiB` (1,024 each). Raises BadValue."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    match = _SIZE.fullmatch(str(value).strip())
    if match is None:
        raise BadValue(
            Text(
                f"{value!r} is not a size; write bytes, or a number with a unit, such as 500 KB or 5 MB",
                f"{value!r} 不是大小；请写字节数，或数字加单位，例如 500 KB、5 MB",
            )
        )
    return int(Decimal(match[1]) * _SIZES[(match[2] or "").lower()])


def _number(value: Any) -> Decimal:
    """An exact number as JSON writes it; the infinite, the not-a-number and `1_000` are refused."""
    try:
        number = value if isinstance(value, Decimal) else Decimal(str(value).strip().replace("_", "?"))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise BadValue(Text(f"{value!r} is not a number; write it as 5 or 0.5", f"{value!r} 不是数字；请写成 5 或 0.5"))
    return number


def _words(value: str) -> str:
    if not value.strip():
        raise BadValue(
            Text(
                "an empty text is in every answer, so it would check nothing; write what the answer must show",
                "空文本在任何应答中都存在，等于没有检查；请写出应答中必须出现的文字",
            )
        )
    return value


def refusals_only(codes: tuple[int, ...]) -> tuple[int, ...]:
    """Statuses by which a server says no to a request. 404 is none: it says that nothing is there to be protected."""
    wrong = [code for code in codes if code not in _REFUSALS or code == _NOT_FOUND]
    if wrong:
        raise BadValue(
            Text(
                f"{wrong[0]} refuses nothing; write statuses from 400 to 499, such as 403 or 429, but not 404",
                f"{wrong[0]} 不表示拒绝；请写 400 至 499 之间的状态码，例如 403、429，但不能是 404",
            )
        )
    return codes


def json_path(value: str) -> str:
    from readiness.evidence.extract import ExtractError, check_path

    try:
        check_path(value)
    except ExtractError as error:
        raise BadValue(error.text) from None
    return value


def as_list(value: Any) -> Any:
    return (value,) if isinstance(value, str | int) else value


ShortSpan = Annotated[
    timedelta,
    BeforeValidator(parse_short_span),
    PlainSerializer(say_short_span),
    WithJsonSchema({"type": "string", "pattern": r"^(\d+(\.\d+)?\s*(ms|s)|(\d+[wdhms])+)$", "examples": ["800ms"]}),
]
Size = Annotated[
    int,
    BeforeValidator(parse_size),
    Field(ge=0),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 0}, {"type": "string", "examples": ["500 KB"]}]}),
]
Words = Annotated[str, AfterValidator(_words)]
Texts = Annotated[list[str], Field(min_length=1)]
Numbers = Annotated[list[int], Field(min_length=1)]
# What editors are told by the JSON Schema (`json_schema_input_type`) includes the short forms.
WordList = Annotated[
    tuple[Words, ...], BeforeValidator(as_list, json_schema_input_type=str | Texts), Field(min_length=1)
]
StatusList = Annotated[
    tuple[Annotated[int, Field(ge=100, le=599)], ...],
    BeforeValidator(as_list, json_schema_input_type=int | Numbers),
    Field(min_length=1),
]
Number = Annotated[
    Decimal, BeforeValidator(_number), PlainSerializer(str), WithJsonSchema({"type": ["number", "string"]})
]
JsonPath = Annotated[str, AfterValidator(json_path)]
