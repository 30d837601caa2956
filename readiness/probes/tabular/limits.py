"""Limits: every number, length, moment or list that a requirement names, under a name that a campaign may change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, PlainSerializer, WithJsonSchema

from readiness.evidence.sql_text import literal
from readiness.model.errors import BadValue
from readiness.model.instants import say_instant
from readiness.model.moments import Moment, parse_duration, say_duration, tell_duration
from readiness.model.text import Text
from readiness.model.times import Times
from readiness.probes.fields import SaidAs

_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)\s*%?")
_DURATION = re.compile(r"(?:\d+[wdhms])+")
_DECIMALS = 6
_DIGITS = 18


@dataclass(frozen=True, slots=True)
class Number:
    """An exact number, and how it was written: `2 %` stays `2 %` for whoever reads it."""

    value: Decimal
    words: str = field(compare=False)


Limit = Number | timedelta | Moment | tuple[str, ...]


def parse_limit(value: Any) -> Limit:
    """`2 %`, `1.2`, `14d`, `T-72h`, or a list of texts. Raises BadValue for anything else."""
    if isinstance(value, Number | timedelta | Moment):
        return value
    if isinstance(value, list | tuple):
        return _texts(value)
    words = str(value).strip()
    if _NUMBER.fullmatch(words):
        return _number(words)
    if _DURATION.fullmatch(words):
        return parse_duration(words)
    try:
        return Moment.parse(words)
    except BadValue:
        raise BadValue(
            Text(
                f"{words!r} is no limit; write a ratio or number (2 %, 1.2), a length of time (14d), a moment (T-72h) "
                "or a list of texts ([a, b])",
                f"{words!r} 不是有效的限值；请写比率或数字（2 %、1.2）、时长（14d）、时点（T-72h）或文本列表（[a, b]）",
            )
        ) from None


def _texts(value: list[Any] | tuple[Any, ...]) -> tuple[str, ...]:
    texts = tuple(str(one).strip() for one in value if not isinstance(one, list | dict))
    if not texts or len(texts) < len(value) or not all(texts):
        raise BadValue(
            Text("a list of texts needs at least one text, and no empty one", "文本列表至少要有一项，且不能有空项")
        )
    return texts


def _number(words: str) -> Number:
    bare = words.removesuffix("%").strip()
    value = Decimal(bare).scaleb(-2) if words.endswith("%") else Decimal(bare)
    exponent = value.normalize().as_tuple().exponent
    if len(bare) > _DIGITS or (isinstance(exponent, int) and exponent < -_DECIMALS):
        raise BadValue(
            Text(
                f"{words!r} has more than {_DECIMALS} decimals, or more than {_DIGITS} digits",
                f"{words!r} 超过 {_DECIMALS} 位小数或 {_DIGITS} 位数字",
            )
        )
    return Number(value, f"{bare} %" if words.endswith("%") else bare)


def limit_type(limit: Limit) -> str:
    """Its SQL type."""
    match limit:
        case Number():
            return "DECIMAL(18,6)"
        case timedelta():
            return "INTERVAL"
        case Moment():
            return "TIMESTAMP"
    return "VARCHAR[]"


def limit_sql(limit: Limit, times: Times) -> str:
    """Its value in SQL."""
    match limit:
        case Number():
            return f"CAST({limit.value:f} AS DECIMAL(18,6))"
        case timedelta():
            return f"INTERVAL '{int(limit.total_seconds())} seconds'"
        case Moment():
            return instant_sql(times.resolve(limit))
    return f"[{', '.join(literal(text) for text in limit)}]"


def limit_words(limit: Limit, times: Times) -> Text:
    """How people say it: `2 %`, `14 d`, an instant in the campaign's zone."""
    match limit:
        case Number():
            return Text.same(limit.words)
        case timedelta():
            return tell_duration(limit)
        case Moment():
            return say_instant(times.resolve(limit), times.zone)
    return Text(", ".join(limit), "、".join(limit))


def instant_sql(instant: datetime) -> str:
    """An instant as a TIMESTAMP in UTC."""
    return f"TIMESTAMP '{instant.astimezone(UTC).replace(tzinfo=None).isoformat(sep=' ')}'"


def not_looser(before: Mapping[str, Limit], after: Mapping[str, Limit]) -> bool:
    """Whether `after` asks at least as much: a `max_*` may sink and a `min_*` rise; anything else changed is looser, as
    far as anybody can tell."""
    if before.keys() != after.keys():
        return False
    return all(limit == after[name] or _stricter(name, limit, after[name]) for name, limit in before.items())


def _stricter(name: str, before: Limit, after: Limit) -> bool:
    if isinstance(before, Number) and isinstance(after, Number):
        lower, higher = after.value <= before.value, after.value >= before.value
    elif isinstance(before, timedelta) and isinstance(after, timedelta):
        lower, higher = after <= before, after >= before
    else:
        return False
    return lower if name.startswith("max_") else name.startswith("min_") and higher


def _plain(limit: Limit) -> Any:
    match limit:
        case Number():
            return limit.words
        case timedelta():
            return say_duration(limit)
        case Moment():
            return limit.words
    return list(limit)


LimitName = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
LimitField = Annotated[
    Limit,
    BeforeValidator(parse_limit),
    PlainSerializer(_plain),
    SaidAs(
        Text(
            "a ratio or number (2 %, 1.2), a duration (14d), a moment (T-72h) or a list of texts",
            "比率或数字（2 %、1.2）、时长（14d）、时点（T-72h）或文本列表",
        )
    ),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number"},
                {"type": "string", "minLength": 1, "examples": ["2 %", "14d", "T-72h"]},
                {"type": "array", "items": {"type": "string", "minLength": 1}, "minItems": 1},
            ]
        }
    ),
]
Limits = dict[LimitName, LimitField]
