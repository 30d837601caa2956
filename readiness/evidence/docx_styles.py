"""Which styles of a Word document are headings, and of which level."""

from __future__ import annotations

import re
from collections.abc import Mapping

from readiness.evidence.xml_events import parse

_HEADING = re.compile(r"(?:heading|标题)\s*(\d)", re.IGNORECASE)
_TITLE = frozenset({"title", "标题"})
_DEEPEST = 9
_LONGEST_CHAIN = 20


def level_of_name(name: str) -> int:
    """`heading 1`, `标题 1`: 1; `Title`: 1; anything else: 0."""
    match = _HEADING.fullmatch(name.strip())
    return int(match[1]) if match else int(name.strip().lower() in _TITLE)


def level_of_outline(value: str | None) -> int:
    """An outline level as Word counts it, from 0 on; 9 is body text."""
    return int(value) + 1 if value is not None and value.isdecimal() and int(value) < _DEEPEST else 0


def heading_levels(data: bytes) -> dict[str, int]:
    """The level of each paragraph style by its id; styles that are based on a heading are headings too."""
    reading = _Styles()
    parse(data, reading.start)
    return {style: level for style in reading.own if (level := _level(style, reading.own, reading.based))}


class _Styles:
    def __init__(self) -> None:
        self.own: dict[str, int] = {}
        self.based: dict[str, str] = {}
        self._current = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        value = attributes.get("val", "")
        if name == "style":
            self._current = attributes.get("styleId", "")
            self.own[self._current] = 0
        elif name == "name" and self._current:
            self.own[self._current] = level_of_name(value)
        elif name == "basedOn" and self._current:
            self.based[self._current] = value
        elif name == "outlineLvl" and self._current:
            self.own[self._current] = level_of_outline(value) or self.own[self._current]


def _level(style: str, own: Mapping[str, int], based: Mapping[str, str]) -> int:
    for _ in range(_LONGEST_CHAIN):
        if own.get(style) or style not in based:
            break
        style = based[style]
    return own.get(style, 0)
