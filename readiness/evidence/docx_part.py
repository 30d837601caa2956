"""One part of a Word document as paragraphs: body, tables, text boxes, tracked insertions; not what was deleted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from readiness.evidence.docx_styles import level_of_outline
from readiness.evidence.numbered import numbered_level
from readiness.evidence.paragraphs import Paragraph
from readiness.evidence.xml_events import parse

# Text that was deleted or moved away, and the second form of a drawing for old programs.
_NOT_TEXT = frozenset({"del", "moveFrom", "Fallback"})
# How something was formatted before a tracked change.
_FORMER = frozenset({"pPrChange", "rPrChange", "sectPrChange", "tblPrChange", "trPrChange", "tcPrChange"})
# What only stands there: readings over characters.
_UNSEEN = frozenset({"rt"})
_PARTING = frozenset({"tc", "txbxContent"})
_BLANK = frozenset({"tab", "br", "cr", "ptab"})
_OFF = frozenset({"0", "false", "off"})
_SAID = {
    "docPr": ("descr", "title"),
    "cNvPr": ("descr", "title"),
    "shape": ("alt",),
    "textpath": ("string",),
    "hyperlink": ("tooltip",),
}
_PICTURES = frozenset({"pic", "imagedata"})
_EMBEDDED = frozenset({"OLEObject", "control"})
_FOREIGN = frozenset({"altChunk", "subDoc"})
_DIAGRAM = "diagram"


@dataclass(frozen=True, slots=True)
class PartText:
    """`foreign` says that another file is taken in, whose text is not here."""

    paragraphs: tuple[Paragraph, ...]
    pictures: int
    embedded: int
    comments: int
    foreign: bool


def read_part(data: bytes, part: str, levels: Mapping[str, int]) -> PartText:
    """`levels` are those of the heading styles. Raises ValueError for what is no XML."""
    reading = _Part(part, levels)
    parse(data, reading.start, reading.end, reading.text)
    return PartText(tuple(reading.done), reading.pictures, reading.embedded, reading.comments, foreign=reading.foreign)


@dataclass
class _Open:
    """A paragraph that is being read. A text box stands inside a paragraph, with paragraphs of its own."""

    number: int
    apart: bool
    level: int = 0
    seen: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)


class _Part:
    def __init__(self, part: str, levels: Mapping[str, int]) -> None:
        self._part = part
        self._levels = levels
        self._open: list[_Open] = []
        self._skipped = 0
        self._aside = 0
        self._in_text = 0
        self._vanished = False
        self._apart = False
        self._number = 0
        self.done: list[Paragraph] = []
        self.pictures = 0
        self.embedded = 0
        self.comments = 0
        self.foreign = False

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipped or name in _NOT_TEXT or name in _FORMER:
            self._skipped += 1
            return
        self._count(name)
        self._layout(name, attributes)
        if self._holds_text(name):
            self._in_text += 1
        for attribute in _SAID.get(name, ()):
            if attributes.get(attribute):
                self._say_aside(attributes[attribute])

    def end(self, name: str) -> None:
        if self._skipped:
            self._skipped -= 1
        elif name == "p" and self._open:
            self._close(self._open.pop())
        elif name == "r":
            self._vanished = False
        elif self._holds_text(name):
            self._in_text -= 1
        elif name in _PARTING:
            self._apart = True
        elif name in _UNSEEN:
            self._aside -= 1

    def text(self, words: str) -> None:
        if self._in_text and not self._skipped:
            self._say(words)

    def _holds_text(self, name: str) -> bool:
        return name == "t" or (name == "v" and self._part == _DIAGRAM)

    def _count(self, name: str) -> None:
        self.pictures += name in _PICTURES
        self.embedded += name in _EMBEDDED
        self.comments += name == "comment"
        self.foreign = self.foreign or name in _FOREIGN

    def _layout(self, name: str, attributes: Mapping[str, str]) -> None:
        """What an element means for the paragraph that is open."""
        if name == "p":
            self._number += 1
            self._open.append(_Open(self._number, self._apart))
            self._apart = False
        elif name in _PARTING:
            self._apart = True
        elif name == "r":
            self._vanished = False
        elif name in ("vanish", "webHidden"):
            self._vanished = name == "vanish" and attributes.get("val", "true").lower() not in _OFF
        elif name in _BLANK:
            self._say(" ")
        elif name == "noBreakHyphen":
            self._say("-")
        elif name in _UNSEEN:
            self._aside += 1
        elif self._open:
            self._format(self._open[-1], name, attributes.get("val"))

    def _format(self, paragraph: _Open, name: str, value: str | None) -> None:
        if name == "pStyle":
            paragraph.level = paragraph.level or self._levels.get(value or "", 0)
        elif name == "outlineLvl":
            paragraph.level = level_of_outline(value) or paragraph.level
        elif name == "numPr":
            paragraph.apart = True

    def _say(self, words: str) -> None:
        if self._vanished or self._aside:
            self._say_aside(words)
        elif self._open:
            self._open[-1].seen.append(words)
        elif words.strip():
            self.done.append(Paragraph(((max(1, self._number), words),), apart=True, part=self._part))

    def _say_aside(self, words: str) -> None:
        if self._open:
            self._open[-1].unseen.append(words)
        elif words.strip():
            self.done.append(Paragraph(((max(1, self._number), words),), unseen=True, apart=True, part=self._part))

    def _close(self, paragraph: _Open) -> None:
        number, seen, unseen = paragraph.number, "".join(paragraph.seen), "".join(paragraph.unseen)
        if seen.strip():
            level, numbered = paragraph.level, False
            if not level and not paragraph.apart:
                level = numbered_level(seen, arabic=True)
                numbered = level > 0
            self.done.append(Paragraph(((number, seen),), level, numbered, apart=paragraph.apart, part=self._part))
        if unseen.strip():
            self.done.append(Paragraph(((number, unseen),), unseen=True, apart=True, part=self._part))
