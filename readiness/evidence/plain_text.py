"""Markdown and plain text as paragraphs. What shows to a reader is read; marks and comments are not text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness.evidence.markdown_line import plain_line
from readiness.evidence.numbered import is_numbered, numbered_level
from readiness.evidence.paragraphs import Paragraph

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}(#{1,6})[ \t\u3000]+(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}([-*=][ \t]*){3,}$")
_ITEM = re.compile(r"\s*(?:[-*+•·●○■□◆►▶]\s+|[•·●○■□◆►▶]|\d{1,3}[.)、．](?!\d)|[(（]\d{1,3}[)）])")
_BULLET = re.compile(r"\A\s*(?:[-*+•·●○■□◆►▶]\s+|[•·●○■□◆►▶])")
_QUOTE = re.compile(r"\A\s{0,3}(?:>\s?)+")
_CELLS = re.compile(r"(?<!\\)\|")
_RULE_OF_TABLE = re.compile(r"[\s|:-]+")
_ENDS_SENTENCE = tuple("。！？；：!?;:")
_MATTER = "---"
_LONGEST_MATTER = 200
_HIDING = ("script", "style")


def read_plain(text: str, *, markdown: bool) -> tuple[tuple[Paragraph, ...], int]:
    """The paragraphs, and how many pictures the text shows. A line ends at CR, LF or both, as editors count."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    reading = _Reading(markdown=markdown)
    lines = (_shown(text) if markdown else text).split("\n")
    matter = _front_matter(lines) if markdown else 0
    for number, line in enumerate(lines, 1):
        if number <= matter:
            reading.aside(number, line)
        else:
            reading.add(number, line)
    return tuple(reading.whole()), reading.pictures


class _Reading:
    """Lines become paragraphs: a blank line, a sentence's end, an item, a cell or a heading begins a new one."""

    def __init__(self, *, markdown: bool) -> None:
        self._markdown = markdown
        self._done: list[Paragraph] = []
        self._pieces: list[tuple[int, str]] = []
        self._unseen: list[Paragraph] = []
        self._apart = False
        self._fence = ""
        self.pictures = 0

    def add(self, number: int, line: str) -> None:
        if self._fenced(line):
            self._close()
        elif self._fence:
            self._piece(number, line)
        elif not line.strip() or _RULE.match(line) or _UNDERLINE.match(line):
            self._blank(line)
        elif heading := _HEADING.match(line):
            self._heading(number, heading[2], len(heading[1]))
        elif level := numbered_level(self._cleaned(line), arabic=not self._markdown):
            self._heading(number, line, level, numbered=True)
        elif line.strip().startswith("|"):
            self._row(number, line)
        else:
            self._text(number, line)

    def aside(self, number: int, line: str) -> None:
        """A line that no reader sees."""
        self._done.append(Paragraph(((number, line),), unseen=True, apart=True))

    def whole(self) -> list[Paragraph]:
        self._close()
        return self._done

    def _fenced(self, line: str) -> bool:
        """Whether the line begins or ends a block of code, whose text stands as it is."""
        fence = _FENCE.match(line) if self._markdown else None
        if fence is None:
            return False
        if not self._fence:
            self._fence = fence[1]
            return True
        if fence[1].startswith(self._fence):
            self._fence = ""
            return True
        return False

    def _blank(self, line: str) -> None:
        """The end of a paragraph; a line of `=` or `-` under one makes it a heading."""
        underline = _UNDERLINE.match(line)
        if underline and self._pieces and self._markdown and not self._apart:
            self._done.append(Paragraph(tuple(self._pieces), 1 if underline[1][0] == "=" else 2))
            self._pieces = []
        self._close()

    def _heading(self, number: int, line: str, level: int, *, numbered: bool = False) -> None:
        self._close()
        self._done.append(Paragraph(((number, self._cleaned(line)),), level, numbered))
        self._asides(number, line)

    def _row(self, number: int, line: str) -> None:
        self._close()
        if _RULE_OF_TABLE.fullmatch(line):
            return
        for cell in _CELLS.split(line.strip().strip("|")):
            self._done.append(Paragraph(((number, self._cleaned(cell)),), apart=True))
        self._asides(number, line)

    def _text(self, number: int, line: str) -> None:
        if _ITEM.match(line) or is_numbered(line):
            self._close()
            self._apart = True
            line = _BULLET.sub("", line, count=1)
        line = _QUOTE.sub("", line, count=1) if self._markdown else line
        self._piece(number, self._cleaned(line))
        self._asides(number, line)
        if line.rstrip().endswith(_ENDS_SENTENCE):
            self._close()

    def _piece(self, number: int, text: str) -> None:
        self._pieces.append((number, f"{text} "))

    def _cleaned(self, line: str) -> str:
        return plain_line(line, markdown=self._markdown).text

    def _asides(self, number: int, line: str) -> None:
        plain = plain_line(line, markdown=self._markdown)
        self.pictures += plain.pictures
        self._unseen += [Paragraph(((number, words),), unseen=True, apart=True) for words in plain.unseen]

    def _close(self) -> None:
        if self._pieces:
            self._done.append(Paragraph(tuple(self._pieces), apart=self._apart))
        self._done += self._unseen
        self._pieces, self._unseen, self._apart = [], [], False


def _front_matter(lines: list[str]) -> int:
    """How many lines of settings stand before the text, as publishing tools have it: from `---` to `---`."""
    if lines[0].rstrip() != _MATTER:
        return 0
    closing = (number for number, line in enumerate(lines[1:_LONGEST_MATTER], 2) if line.rstrip() == _MATTER)
    return next(closing, 0)


def _shown(text: str) -> str:
    """Markdown without comments, scripts and styles; their line ends stay. One that is never closed hides nothing: what
    must not be there is looked for in it too."""
    for opens, closes in (("<!--", "-->"), *((f"<{tag}", f"</{tag}>") for tag in _HIDING)):
        text = "".join(_without(text, opens, closes))
    return text


def _without(text: str, opens: str, closes: str) -> Iterator[str]:
    lowered = text.lower() if len(text.lower()) == len(text) else text
    place = 0
    while (begin := lowered.find(opens, place)) >= 0:
        end = lowered.find(closes, begin + len(opens))
        if end < 0:
            break
        yield text[place:begin]
        place = end + len(closes)
        yield "\n" * text.count("\n", begin, place)
    yield text[place:]
