"""Matchers of Alertmanager over labels of which not all are known: yes, no, or it depends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from readiness.evidence.patterns import matches_whole
from readiness.model.errors import BadValue
from readiness.model.text import Text

_QUOTED = r'"(?:[^"\\]|\\.)*"'
_ONE = re.compile(
    rf"""\s*(?P<name>{_QUOTED}|[^\s{{}}=~!,"'`\\]+)\s*(?P<operator>=~|!=|!~|=)\s*(?P<value>{_QUOTED}|[^,{{}}"]*?)\s*(?=,|$)"""
)
_ESCAPES = {"n": "\n", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class AlertLabels:
    """The labels of an alert. `known` have their value; of `open` the value depends on the series (None: of every other
    label); all others are absent."""

    known: Mapping[str, str]
    open: frozenset[str] | None = frozenset()

    def value(self, name: str) -> str | None:
        """The value, empty for an absent label; None where it depends."""
        if name in self.known:
            return self.known[name]
        return None if self.open is None or name in self.open else ""


@dataclass(frozen=True, slots=True)
class Matcher:
    """`severity="critical"`: a label's name, `=`, `!=`, `=~` or `!~`, and a value."""

    name: str
    operator: str
    value: str

    def __str__(self) -> str:
        return f'{self.name}{self.operator}"{self.value}"'

    def holds(self, labels: AlertLabels) -> bool | None:
        """Whether it matches; None where that depends. An absent label is an empty one. Raises BadValue for a pattern
        that can't be run."""
        value = labels.value(self.name)
        return None if value is None else self.takes(value)

    def takes(self, value: str) -> bool:
        same = matches_whole(self.value, value) if "~" in self.operator else value == self.value
        return same != self.operator.startswith("!")


def all_hold(matchers: Sequence[Matcher], labels: AlertLabels) -> bool | None:
    """Whether all of them match; None where that depends."""
    found = [matcher.holds(labels) for matcher in matchers]
    if False in found:
        return False
    return None if None in found else True


def parse_matchers(words: str) -> tuple[Matcher, ...]:
    """`severity="critical"`, `{a="b", c=~"d|e"}`. Raises BadValue."""
    inside = words.strip()
    if inside.startswith("{") and inside.endswith("}"):
        inside = inside[1:-1]
    return tuple(_each(inside.strip().removesuffix(","), words))


def _each(inside: str, words: str) -> Iterator[Matcher]:
    place = 0
    while place < len(inside) or place == 0:
        match = _ONE.match(inside, place)
        if match is None:
            raise BadValue(
                Text(
                    f'{words!r} is no matcher; write label="value"',
                    f'“{words}”不是匹配条件；应写成 标签名="值"',
                )
            )
        yield Matcher(_unquoted(match["name"]), match["operator"], _unquoted(match["value"]))
        place = match.end() + 1


def _unquoted(words: str) -> str:
    if re.fullmatch(_QUOTED, words) is None:
        return words
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[0]), words[1:-1])
