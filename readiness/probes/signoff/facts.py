"""What the `signoff` kind sees: the content, and every word that people said about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from readiness.model.campaign import Person
from readiness.model.signoff import SignOff
from readiness.model.text import Text


@dataclass(frozen=True, slots=True)
class Word:
    """One sign-off with what is known of its signature: `broken` says why one that is there does not hold, None where
    it holds or there is none."""

    signoff: SignOff
    broken: Text | None = None

    @property
    def signed(self) -> bool:
        return self.signoff.signature is not None and self.broken is None


@dataclass(frozen=True, slots=True)
class SignOffFacts:
    """`source` and `sha256` are of the content as it is now; `author` are the ids of who wrote it; `words` are all
    sign-offs of the subject; `people` are the campaign's, by id; `listed` and `author_listed` are the cells of
    a workbook that name the content and its authors."""

    subject: str
    source: str
    sha256: str
    author: tuple[str, ...]
    words: tuple[Word, ...]
    people: Mapping[str, Person]
    signature_required: bool
    listed: str = ""
    author_listed: str = ""
