"""From the JSON of a Prometheus server to types. What has another form than it must have is a PrometheusFault: a value
that was not understood must never look like one that is good."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from readiness.evidence.prometheus_answers import (
    Beside,
    Labels,
    Matrix,
    PrometheusFault,
    Rule,
    Run,
    Series,
    Vector,
)
from readiness.model.errors import BadValue
from readiness.model.moments import parse_instant
from readiness.model.text import Text

_VALUE = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?|[+-]?Inf|NaN")
_LONGEST = 400  # characters: a 64-bit float has 309 digits at most
_LAST_INSTANT = 253_402_300_799  # of the year 9999
_FRACTION = re.compile(r"(\.\d{1,6})\d*")
_NEVER = "0001-01-01"


def vector(data: Any, beside: Beside) -> Vector:
    """The `data` of an instant query."""
    match data:
        case {"resultType": "scalar", "result": [at, value]}:
            return Vector((Series({}, _instant(at), _value(value)),), beside)
        case {"resultType": "vector", "result": list() as found}:
            return Vector(tuple(map(_series, found)), beside)
        case {"resultType": "matrix" | "string" as kind, "result": list()}:
            raise PrometheusFault(
                Text(
                    f"the query gives a {kind}, not one value for each series",
                    f"查询结果是 {kind}，而不是每条序列一个值",
                ),
            )
        case _:
            raise _odd("query")


def matrix(data: Any, beside: Beside) -> Matrix:
    """The `data` of a range query."""
    match data:
        case {"resultType": "matrix", "result": list() as found}:
            return Matrix(tuple(map(_run, found)), beside)
        case _:
            raise _odd("query_range")


def rules(data: Any) -> tuple[Rule, ...]:
    """The `data` of /rules."""
    groups = _list(data, "groups", "rules")
    return tuple(_rule(rule, group) for group in groups for rule in _list(group, "rules", "rules"))


def alertmanagers(data: Any) -> tuple[str, ...]:
    """The `data` of /alertmanagers: those that the server sends alerts to."""
    found = _list(data, "activeAlertmanagers", "alertmanagers")
    return tuple(_text(one, "url", "alertmanagers") for one in found)


def configuration(data: Any) -> str:
    """The `data` of /status/config: the YAML that the server runs with, secrets taken out."""
    return _text(data, "yaml", "status/config")


def firing(data: Any) -> tuple[Labels, ...]:
    """The `data` of /alerts: the labels of those that fire."""
    found = [one for one in _list(data, "alerts", "alerts") if _text(one, "state", "alerts") == "firing"]
    return tuple(_labels(one.get("labels") or {}) for one in found)


def _series(found: Any) -> Series:
    match found:
        case {"metric": dict() as labels, "value": [at, value]}:
            return Series(_labels(labels), _instant(at), _value(value))
        case {"metric": dict() as labels, "histogram": [at, _]}:
            return Series(_labels(labels), _instant(at), None)
        case _:
            raise _odd("query")


def _run(found: Any) -> Run:
    match found:
        case {"metric": dict() as labels, "values": list() as values}:
            return Run(_labels(labels), tuple(_samples(values)))
        case _:
            raise _odd("query_range")


def _samples(values: list[Any]) -> Iterator[tuple[Decimal, Decimal]]:
    for sample in values:
        match sample:
            case [at, value]:
                yield _instant(at), _value(value)
            case _:
                raise _odd("query_range")


def _rule(found: Any, group: Mapping[str, Any]) -> Rule:
    return Rule(
        kind=_text(found, "type", "rules"),
        name=_text(found, "name", "rules"),
        query=_text(found, "query", "rules"),
        labels=_labels(found.get("labels") or {}),
        duration=_instant(found.get("duration", 0)),
        health=_text(found, "health", "rules"),
        error=str(found.get("lastError", "")),
        evaluated=_moment(found.get("lastEvaluation")),
        group=str(group.get("name", "")),
        file=str(group.get("file", "")),
        interval=_instant(group["interval"]) if group.get("interval") is not None else None,
    )


def _labels(found: Mapping[Any, Any]) -> Labels:
    if not all(isinstance(value, str) for value in found.values()):
        raise _odd("labels")
    return dict(found)


def _value(found: Any) -> Decimal:
    """Values travel as text, since JSON has no NaN and no infinity. None is larger than a 64-bit float can be."""
    if not isinstance(found, str) or len(found) > _LONGEST or not _VALUE.fullmatch(found):
        raise _odd("value")
    return Decimal(found)


def _instant(found: Any) -> Decimal:
    if isinstance(found, bool) or not isinstance(found, int | Decimal) or not 0 <= found <= _LAST_INSTANT:
        raise _odd("time")
    return Decimal(found)


def _moment(found: Any) -> datetime | None:
    """An RFC 3339 instant; nothing, and the zero time that Go writes, for never."""
    if not found or not isinstance(found, str) or found.startswith(_NEVER):
        return None
    try:
        return parse_instant(_FRACTION.sub(r"\1", found))  # Go writes nanoseconds
    except BadValue:
        raise _odd("time") from None


def _list(found: Any, name: str, what: str) -> list[Any]:
    value = _member(found, name)
    if not isinstance(value, list):
        raise _odd(what)
    return value


def _text(found: Any, name: str, what: str) -> str:
    value = _member(found, name)
    if not isinstance(value, str):
        raise _odd(what)
    return value


def _member(found: Any, name: str) -> Any:
    return found.get(name) if isinstance(found, dict) else None


def _odd(what: str) -> PrometheusFault:
    return PrometheusFault(
        Text(
            f"the answer does not have the form of Prometheus's API ({what})",
            f"应答不符合 Prometheus API 的格式（{what}）",
        ),
    )
