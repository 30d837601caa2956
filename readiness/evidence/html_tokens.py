"""HTML as a row of tags and texts with their lines, as a browser parts them; in linear time on any input.

The standard library's parser takes quadratic time on tags and comments that nobody closes (CVE-2025-6069).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

_ATTRIBUTE = r"""[^\s/>=][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s>"'][^\s>]*+)?+)?+"""
_TAG = re.compile(rf"<(/?)([a-zA-Z][^\s/>]*+)((?:[\s/]++|{_ATTRIBUTE})*+)>")
_EACH = re.compile(r"""([^\s/>=][^\s/>=]*+)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>"'][^\s>]*+))?+)?+""")
_COMMENT_END = re.compile(r"--!?>")
_OTHER = re.compile(r"<(?:[!?]|/[^a-zA-Z])")
_UNCLOSED = re.compile(r"<(?:[a-zA-Z]|/)")
_NO_TEXT = frozenset({"script", "style"})
_NO_TAGS = frozenset({"textarea", "title", "xmp"})
COMMENT = "<!--"


@dataclass(frozen=True, slots=True)
class Token:
    """A `text` from `line` on, or a tag by its lowercase name. A text that is `lost` stands in what a browser drops: a
    tag or comment that is never closed."""

    line: int
    text: str = ""
    tag: str = ""
    closes: bool = False
    attributes: Mapping[str, str] = field(default_factory=dict)
    lost: bool = False


def tokens(page: str) -> Iterator[Token]:
    """What the page holds, in order; entities in texts and attributes are resolved, comments and scripts left out."""
    reading = _Reading(page)
    while (opens := page.find("<", reading.place)) >= 0:
        yield from reading.text(opens)
        if page.startswith(COMMENT, opens):
            yield from reading.comment(opens)
        elif tag := _TAG.match(page, opens):
            yield from reading.tag(tag)
        elif _OTHER.match(page, opens):
            yield from reading.until(">", opens)
        elif _UNCLOSED.match(page, opens):
            yield from reading.rest()
        else:
            yield from reading.text(opens + 1)
    yield from reading.text(len(page))


class _Reading:
    """Where reading is in the page, and on which line."""

    def __init__(self, page: str) -> None:
        self._page = page
        self._lowered = page.lower() if len(page.lower()) == len(page) else page
        self.place = 0
        self._line = 1

    def text(self, end: int, *, lost: bool = False) -> Iterator[Token]:
        """What stands up to `end`, line by line; a line's end is a blank."""
        lines = self._page[self.place : end].split("\n")
        for number, words in enumerate(lines):
            shown = html.unescape(words) + (" " if number < len(lines) - 1 else "")
            if shown:
                yield Token(self._line + number, shown, lost=lost)
        self._to(end)

    def tag(self, match: re.Match[str]) -> Iterator[Token]:
        name, closes = match[2].lower(), bool(match[1])
        yield Token(self._line, tag=name, closes=closes, attributes={} if closes else _attributes(match[3]))
        self._to(match.end())
        if closes or name not in _NO_TEXT | _NO_TAGS:
            return
        end = self._lowered.find(f"</{name}", self.place)
        if end < 0:
            yield from self.rest()
        elif name in _NO_TAGS:
            yield from self.text(end)
        else:
            self._to(end)

    def comment(self, opens: int) -> Iterator[Token]:
        """`-->` and `--!>` end a comment, and `<!-->` is a whole one."""
        end = _COMMENT_END.search(self._page, opens + 2)
        if end is None:
            yield from self.rest()
        else:
            self._to(end.end())

    def until(self, closes: str, opens: int) -> Iterator[Token]:
        end = self._page.find(closes, opens)
        if end < 0:
            yield from self.rest()
        else:
            self._to(end + len(closes))

    def rest(self) -> Iterator[Token]:
        return self.text(len(self._page), lost=True)

    def _to(self, end: int) -> None:
        self._line += self._page.count("\n", self.place, end)
        self.place = end


def _attributes(words: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, *values in _EACH.findall(words):
        found.setdefault(name.lower(), html.unescape("".join(values)))
    return found
