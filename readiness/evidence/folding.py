"""Text as it is searched: folded, so that neither width, case, invisible characters nor a line's end hide a word."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

from readiness.evidence.paragraphs import Paragraph

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Characters that show nothing (Unicode: Default_Ignorable_Code_Point), and controls that are no blanks.
_UNSEEN = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    "\U000e0000-\U000e0fff]+"
)
# Marks that are laid over a character and did not become part of one.
_OVERLAID = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+")
_BLANKS = re.compile(r"\s+")
_BESIDE_HAN = re.compile(f"(?<=[{_HAN}]) | (?=[{_HAN}])")
_IS_HAN = re.compile(f"[{_HAN}]")


@dataclass(frozen=True, slots=True)
class Heading:
    """Where a heading stands in the folded text, in bytes, and its level."""

    start: int
    end: int
    level: int
    numbered: bool


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was read: a line or paragraph number, and the part of the document (header, footnote)."""

    part: str
    number: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A document's text in UTF-8, a line a paragraph. All offsets are in bytes."""

    data: bytes
    starts: tuple[int, ...]
    places: tuple[Place, ...]
    headings: tuple[Heading, ...]

    def place(self, offset: int) -> Place:
        """Of the character at `offset`."""
        return self.places[max(0, bisect_right(self.starts, offset) - 1)]

    def words(self, start: int, end: int) -> str:
        """The text between two offsets, without half characters."""
        return self.data[start:end].decode("utf-8", "ignore")


def fold_text(text: str) -> str:
    """One case, one width (NFKC), single blanks, nothing that does not show. Chinese has no blanks of its own, so those
    beside a Han character go: `6 月 18 日` is `6月18日`."""
    if text.isascii():
        return _BLANKS.sub(" ", _UNSEEN.sub("", text.lower()))
    folded = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).casefold()
    return _BESIDE_HAN.sub("", _BLANKS.sub(" ", _OVERLAID.sub("", folded)))


def fold(paragraphs: Iterable[Paragraph], *, unseen: bool, tight: bool) -> Folded:
    """The text of all paragraphs, or only of those that a reader sees.

    `tight` reads plain paragraphs on where Han meets Han, as in a text that was wrapped by hand: right for what must
    not be there, too generous for what must."""
    folding = _Folding(tight=tight)
    for paragraph in paragraphs:
        if unseen or not paragraph.unseen:
            folding.add(paragraph)
    return folding.whole()


class _Folding:
    """Joins folded pieces, keeping where each began."""

    def __init__(self, *, tight: bool) -> None:
        self._tight = tight
        self._out: list[bytes] = []
        self._length = 0
        self._last = ""
        self._reads_on = False
        self._starts: list[int] = []
        self._places: list[Place] = []
        self._headings: list[Heading] = []

    def add(self, paragraph: Paragraph) -> None:
        gap = False
        start: int | None = None
        begin = len(self._out)
        for number, piece in paragraph.pieces:
            folded = fold_text(piece)
            text = folded.strip()
            if not text:
                gap = gap or bool(folded)
                continue
            gap = gap or folded[0] == " "
            self._put(self._between(paragraph, text, gap=gap, first=start is None))
            start = self._length if start is None else start
            self._starts.append(self._length)
            self._places.append(Place(paragraph.part, number))
            self._put(text)
            gap = folded[-1] == " "
        if start is None:
            return
        self._reads_on = not (paragraph.level or paragraph.unseen)
        if paragraph.level:
            self._headings.append(self._heading(paragraph, start, b"".join(self._out[begin:])))

    def whole(self) -> Folded:
        return Folded(b"".join(self._out), tuple(self._starts), tuple(self._places), tuple(self._headings))

    def _between(self, paragraph: Paragraph, text: str, *, gap: bool, first: bool) -> str:
        """What parts a piece from what stands before it."""
        if not self._last:
            return ""
        before, after = _IS_HAN.match(self._last), _IS_HAN.match(text)
        if not first:
            return " " if gap and not (before or after) else ""
        reads_on = self._tight and self._reads_on and not (paragraph.apart or paragraph.level or paragraph.unseen)
        return "" if reads_on and before and after else "\n"

    def _put(self, text: str) -> None:
        if text:
            encoded = text.encode("utf-8", "replace")
            self._out.append(encoded)
            self._length += len(encoded)
            self._last = text[-1]

    def _heading(self, paragraph: Paragraph, start: int, written: bytes) -> Heading:
        colon = written.find(b":") if paragraph.numbered else -1
        end = self._length if colon < 0 else self._length - len(written) + colon
        return Heading(start, end, paragraph.level, paragraph.numbered)
