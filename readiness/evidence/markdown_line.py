"""What a line of Markdown shows: without marks and tags, entities as the characters that they are."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

_LINK = re.compile(r"(!?)\[([^\[\]]*)\]\(\s*<?[^()\s]*?>?(?:\s+[\"'“(]([^\"'”)]*)[\"'”)])?\s*\)")
_NESTED = 3
_MARKS = re.compile(r"[*_~`\[<&\\]")
_EMPHASIS = re.compile(r"(?<![*\\])\*{1,3}(?!\*)|(?<![_\\])_{2}(?!_)|~~|`+")
_HAN = "\u4e00-\u9fff"
_UNDERSCORE = re.compile(f"(?<=[{_HAN}])(?<!_)_(?!_)|(?<!_)_(?=[{_HAN}])")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_TAG = re.compile(r"</?([a-zA-Z][a-zA-Z0-9-]*)((?:\s[^<>]*)?)/?>")
_SAID = re.compile(r"\b(?:alt|title|placeholder|aria-label)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')", re.IGNORECASE)
_BREAKS = frozenset({"br", "p", "div", "li", "td", "th", "tr"})


@dataclass(frozen=True, slots=True)
class PlainLine:
    """`text` shows; `unseen` are alternative texts and titles; `pictures` is how many stand in the line."""

    text: str
    unseen: tuple[str, ...] = ()
    pictures: int = 0


def plain_line(line: str, *, markdown: bool) -> PlainLine:
    """Emphasis goes from plain text too, since people paste the one into the other."""
    if not _MARKS.search(line):
        return PlainLine(line)
    if not markdown:
        return PlainLine(_UNDERSCORE.sub("", _EMPHASIS.sub("", line)))
    unseen: list[str] = []
    pictures = 0

    def link(match: re.Match[str]) -> str:
        nonlocal pictures
        pictures += bool(match[1])
        unseen.extend(words for words in (match[2] if match[1] else "", match[3]) if words)
        return "" if match[1] else match[2]

    def tag(match: re.Match[str]) -> str:
        nonlocal pictures
        pictures += match[1].lower() == "img"
        unseen.extend(html.unescape(said[1] or said[2] or "") for said in _SAID.finditer(match[2]))
        return " " if match[1].lower() in _BREAKS else ""

    for _ in range(_NESTED):
        shorter = _LINK.sub(link, line)
        if shorter == line:
            break
        line = shorter
    line = _TAG.sub(tag, line)
    line = _ESCAPED.sub(r"\1", _UNDERSCORE.sub("", _EMPHASIS.sub("", line)))
    return PlainLine(html.unescape(line), tuple(unseen), pictures)
