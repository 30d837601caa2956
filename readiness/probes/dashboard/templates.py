"""Grafana's variables within queries, put away so that a query can be parsed: `$job`, `${job:regex}`, `[[job]]`,
`$__rate_interval`."""

from __future__ import annotations

import re
from collections.abc import Mapping

_VARIABLE = re.compile(r"\$\{(?P<braced>\w+)(?:[.:][^}]*)?\}|\[\[(?P<old>\w+)(?::\w+)?\]\]|\$(?P<bare>\w+)")
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"|\'(?:[^\'\\]|\\.)*\'|`[^`]*`')
_DURATION_BEFORE = re.compile(r"(?:\[|:|\boffset\s+-?)\s*$")
_DURATION = re.compile(r"(?:\d+(?:ms|[smhdwy]))+")
_NUMBERS = frozenset({"__interval_ms", "__range_ms", "__range_s", "__from", "__to"})
ANYTHING = "any_value"
"""What stands in a label's pattern where a variable stood: whoever reads the matcher can tell it from a value."""
_SPAN = "5m"


def plain_promql(words: str, variables: Mapping[str, str]) -> str:
    """The query with every variable replaced by something of its sort: a time, a number, a name, a label's value."""
    parts: list[str] = []
    place = 0
    for match in _STRING.finditer(words):
        parts.append(_outside(words[place : match.start()], variables))
        parts.append(_VARIABLE.sub(ANYTHING, match.group()))
        place = match.end()
    parts.append(_outside(words[place:], variables))
    return "".join(parts)


def is_open(value: str) -> bool:
    """Whether a label's value stood for a variable."""
    return ANYTHING in value


def variables_in(words: str) -> frozenset[str]:
    """The names of the variables that a text uses."""
    return frozenset(_name(match) for match in _VARIABLE.finditer(words))


def _outside(words: str, variables: Mapping[str, str]) -> str:
    """Outside of strings, a variable is a time, a number or a name."""

    def replaced(match: re.Match[str]) -> str:
        name, before = _name(match), words[: match.start()]
        value = variables.get(name, "")
        if _DURATION_BEFORE.search(before):
            return value if _DURATION.fullmatch(value) else _SPAN
        if name in _NUMBERS:
            return "1"
        if re.fullmatch(r"[A-Za-z_:][\w:]*|\d+(?:\.\d+)?", value):
            return value
        return f"variable_{name}"

    return _VARIABLE.sub(replaced, words)


def _name(match: re.Match[str]) -> str:
    return str(match["braced"] or match["old"] or match["bare"])
