"""The text of a document with its places, in one shape for every format."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from readiness.model.text import Text


class Counted(StrEnum):
    """What the places of a format are numbered by."""

    LINE = "line"
    PARAGRAPH = "paragraph"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What stands together. `pieces` are its parts with the line (or paragraph) number of each; joined, they are its
    text.

    `level` is 1 to 9 for a heading, else 0; a `numbered` heading is one by its number only (`一、活动时间：6月18日`),
    and ends at the colon. What is `unseen` does not show to a reader as text (alternative texts, hidden words): it
    can't say what must be said, but may hold what must not be there. What is `apart` (a cell, a list item) never reads
    on from the paragraph before. `part` names a header, footer or note.
    """

    pieces: tuple[tuple[int, str], ...]
    level: int = 0
    numbered: bool = False
    unseen: bool = False
    apart: bool = False
    part: str = ""


@dataclass(frozen=True, slots=True)
class DocumentText:
    """One file's text. `source` is the file as the campaign names it; `notes` tell what was not read."""

    source: str
    paragraphs: tuple[Paragraph, ...]
    counted: Counted = Counted.LINE
    notes: tuple[Text, ...] = ()

    def where(self, part: str, number: int) -> str:
        """`evidence/terms.md, line 12`; `terms.docx, footnote, paragraph 3`."""
        return f"{self.source}{f', {part}' if part else ''}, {self.counted} {number}"
