"""What the `document` kind sees: texts with their places, what was approved, and the names that must be mentioned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from readiness.evidence.folding import Folded, fold
from readiness.evidence.paragraphs import DocumentText
from readiness.probes.signoff.facts import SignOffFacts


@dataclass(frozen=True)
class Read:
    """One file. `approvals` are the words said about the evidence that it belongs to, where flags can be cleared;
    `listed` is the cell of a workbook that names it."""

    text: DocumentText
    approvals: SignOffFacts | None = None
    listed: str = ""

    @property
    def source(self) -> str:
        return self.text.source

    @property
    def named(self) -> str:
        """The place of what is nowhere in the text: the file, and the cell that may name the wrong one."""
        return f"{self.source}; {self.listed}" if self.listed else self.source

    @cached_property
    def seen(self) -> Folded:
        """What a reader sees, paragraph by paragraph: where the text must say something."""
        return fold(self.text.paragraphs, unseen=False, tight=False)

    @cached_property
    def whole(self) -> Folded:
        """All that stands there, read on across wrapped lines: where something must not stand."""
        return fold(self.text.paragraphs, unseen=True, tight=True)

    def where(self, view: Folded, offset: int) -> str:
        place = view.place(offset)
        return self.text.where(place.part, place.number)


@dataclass(frozen=True, slots=True)
class Field:
    """A value that the text must name, or one of the other words for it; `words` is None where the cell is empty."""

    words: str | None
    others: tuple[str, ...]
    where: str


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """`fields` are the values of `mentions_each`, in the order of the table."""

    files: tuple[Read, ...]
    fields: tuple[Field, ...] = ()
