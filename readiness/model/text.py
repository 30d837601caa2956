"""Text that a person reads, in the two languages of the product."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Lang = Literal["en", "zh"]
LANGS: tuple[Lang, ...] = ("en", "zh")


@dataclass(frozen=True, slots=True)
class Text:
    """One message in English and Chinese."""

    en: str
    zh: str

    @classmethod
    def same(cls, words: str) -> Text:
        """Words that read alike in both languages: a number, an id, a URL."""
        return cls(words, words)

    def say(self, lang: Lang) -> str:
        return self.zh if lang == "zh" else self.en

    def __str__(self) -> str:
        return self.en


@dataclass(frozen=True, slots=True)
class Advice(Text):
    """What to do next, where it depends on what the campaign is written in: the words are for a YAML file, `workbook`
    for an Excel workbook, whose owner knows sheets and columns and no keys."""

    workbook: Text


def advise(words: Text | None, *, workbook: bool) -> Text | None:
    """The words for the owner of this campaign: the one place where it is decided which of an advice is said."""
    if not isinstance(words, Advice):
        return words
    return words.workbook if workbook else Text(words.en, words.zh)
