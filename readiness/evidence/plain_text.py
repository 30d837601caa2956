"""Markdown and plain text as paragraphs. What shows to a reader is read; marks and comments are not text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from readiness.evidence.markdown_line import PlainLine, plain_line
from readiness.evidence.numbered import is_numbered, may_be_numbered, numbered_level
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
_FENCES, _RULES = ("`", "~"), ("-", "*", "=")
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
        first = line.lstrip()[:1]
        if first in _FENCES and self._fenced(line):
            self._close()
        elif self._fence:
            self._piece(number, line)
        elif not first or (first in _RULES and (_RULE.match(line) or _UNDERLINE.match(line))):
            self._blank(line)
        elif first == "#" and (heading := _HEADING.match(line)):
            self._heading(number, self._plain(heading[2]), len(heading[1]))
        elif first == "|":
            self._row(number, line)
        else:
            self._words(number, line)

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

    def _heading(self, number: int, plain: PlainLine, level: int, *, numbered: bool = False) -> None:
        self._close()
        self._done.append(Paragraph(((number, plain.text),), level, numbered))
        self._beside(number, plain)

    def _row(self, number: int, line: str) -> None:
        self._close()
        if _RULE_OF_TABLE.fullmatch(line):
            return
        for cell in _CELLS.split(line.strip().strip("|")):
            plain = self._plain(cell)
            self._done.append(Paragraph(((number, plain.text),), apart=True))
            self._beside(number, plain)

    def _words(self, number: int, line: str) -> None:
        item = bool(_ITEM.match(line))
        quoted = _QUOTE.sub("", line, count=1) if self._markdown else line
        plain = self._plain(_BULLET.sub("", quoted, count=1) if item else quoted)
        if may_be_numbered(plain.text):
            if level := numbered_level(plain.text, arabic=not self._markdown):
                self._heading(number, plain, level, numbered=True)
                return
            item = item or is_numbered(plain.text)
        if item:
            self._close()
            self._apart = True
        self._piece(number, plain.text)
        self._beside(number, plain)
        if line.rstrip().endswith(_ENDS_SENTENCE):
            self._close()

    def _plain(self, line: str) -> PlainLine:
        return plain_line(line, markdown=self._markdown)

    def _beside(self, number: int, plain: PlainLine) -> None:
        """What a line holds beside the words that show."""
        self.pictures += plain.pictures
        self._unseen += [Paragraph(((number, words),), unseen=True, apart=True) for words in plain.unseen]

    def _piece(self, number: int, text: str) -> None:
        self._pieces.append((number, f"{text} "))

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
