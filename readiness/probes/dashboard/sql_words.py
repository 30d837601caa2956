"""What a SQL query of a panel says: its words without comments, and what it groups by. Dialects differ, and Grafana's
macros are none, so it is read as words and brackets only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

_TOKEN = re.compile(
    r"(?P<comment>--[^\n]*|/\*.*?(?:\*/|\Z))|(?P<string>'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`)"
    r"|(?P<word>[^\W\d][\w$.]*|\$\{?\w+\}?|\d+(?:\.\d+)?)|(?P<mark>\S)",
    re.DOTALL,
)
_ENDS_GROUPS = frozenset({"having", "order", "limit", "union", "window", "format", "offset", "settings", "with"})
_UNIT = r"(?P<unit>second|minute|hour|day|week|month)"
_BUCKETS = (
    re.compile(rf"(?:date_trunc|datetrunc|dateTrunc)\s*\(\s*'?{_UNIT}", re.IGNORECASE),
    re.compile(r"toStartOf(?P<unit>Second|Minute|Hour|Day|Week|Month)\s*\(", re.IGNORECASE),
    re.compile(rf"(?:interval\s*'?|time_bucket\s*\(\s*')\s*(?P<count>\d+)\s*'?\s*{_UNIT}", re.IGNORECASE),
    re.compile(r"timeGroup(?:Alias)?\s*\([^,()]*,\s*'?(?P<count>\d+)(?P<unit>[smhdw])'?", re.IGNORECASE),
    re.compile(r"(?P<unit>hour|minute)\s*\(", re.IGNORECASE),
    re.compile(rf"extract\s*\(\s*{_UNIT}", re.IGNORECASE),
    re.compile(r"%Y-?%m-?%d[ T]?%(?P<unit>[Hh])", re.IGNORECASE),
    re.compile(r"yyyy-?mm-?dd[ T]?(?P<unit>hh)", re.IGNORECASE),
)
_NAMES_TIME = re.compile(r"\$__(?:time|unixEpoch)Group(?:Alias|NanoAlias)?\s*\(")
"""Macros of Grafana that call their column `time`."""
_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800}
_MINUTES_TOO = re.compile(r"%[Hh]:?%[iMm]|hh(?:24)?:?mi|HH:mm")


def without_comments(words: str) -> str:
    """The query without what stands in it for people only."""
    return "".join(
        " " if match["comment"] else words[match.start() : match.end()] + _gap(words, match)
        for match in _TOKEN.finditer(words)
    )


def grouped_by(words: str) -> tuple[str, ...]:
    """What the query groups by: each item as it is written, a number or an alias replaced by what it stands for."""
    return tuple(dict.fromkeys(_Groups(words).found()))


def bucket_of(item: str) -> timedelta | None:
    """The time that an item of a grouping cuts into; None where it is none."""
    for pattern in _BUCKETS:
        if (match := pattern.search(item)) is not None:
            unit = match["unit"][0].lower()
            count = int(match.groupdict().get("count") or 1)
            if unit == "m" and match["unit"].lower() == "month":
                return timedelta(days=28 * count)
            if unit == "h" and _MINUTES_TOO.search(item):
                unit = "m"
            return timedelta(seconds=_SECONDS[unit] * count)
    return None


def _gap(words: str, match: re.Match[str]) -> str:
    """The blanks after a token."""
    following = re.compile(r"\s*").match(words, match.end())
    return following.group() if following else ""


class _Groups:
    """Walks the tokens once, each SELECT and GROUP BY with the depth of brackets in which it stands."""

    def __init__(self, words: str) -> None:
        self._words = words
        self._tokens = [match for match in _TOKEN.finditer(words) if not match["comment"]]

    def found(self) -> Iterator[str]:
        depth = 0
        selected: dict[int, list[str]] = {}
        for place, token in enumerate(self._tokens):
            said = token.group().lower()
            depth += {"(": 1, ")": -1}.get(said, 0)
            if said == "select":
                selected[depth] = self._items(place + 1, frozenset({"from"}))
            elif said == "group" and self._said(place + 1) == "by":
                for item in self._items(place + 2, _ENDS_GROUPS):
                    yield _meant(item, selected.get(depth, []))

    def _said(self, place: int) -> str:
        return self._tokens[place].group().lower() if place < len(self._tokens) else ""

    def _items(self, place: int, ends: frozenset[str]) -> list[str]:
        """The items between commas from a token on, up to an ending word or the closing bracket."""
        items: list[str] = []
        begin, depth = place, 0
        while place <= len(self._tokens):
            said = self._said(place)
            over = place == len(self._tokens) or (depth == 0 and (said in ends or said in {")", ";"}))
            if over or (depth == 0 and said == ","):
                if begin < place:
                    items.append(self._words[self._tokens[begin].start() : self._tokens[place - 1].end()])
                begin = place + 1
            if over:
                break
            depth += {"(": 1, ")": -1}.get(said, 0)
            place += 1
        return items


def _meant(item: str, selected: list[str]) -> str:
    """A position in the list of what is selected, or an alias of it, as what it stands for."""
    if item.isdecimal():
        return selected[int(item) - 1] if 0 < int(item) <= len(selected) else item
    name = item.strip('"`').lower()
    for one in selected:
        if name == "time" and _NAMES_TIME.search(one):
            return one
        alias = re.search(r"(?:\bas\s+|\s)[\"`]?([^\s\"`().,]+)[\"`]?\s*$", one, re.IGNORECASE)
        if alias and alias[1].lower() == name and one.lower() != item.lower():
            return one
    return item
