"""How long a text and its title are: characters that show, blanks not counted. Pure."""

from __future__ import annotations

import re
from decimal import Decimal

from readiness.evidence.paragraphs import Paragraph
from readiness.model.finding import Measure
from readiness.model.text import Text
from readiness.probes.document import words
from readiness.probes.document.facts import Read
from readiness.probes.document.settings import Settings
from readiness.probes.tally import Tally

_NOT_COUNTED = re.compile(r"[\s\u200b-\u200f\u2060-\u2064\ufeff\u00ad]+")


def judge_lengths(settings: Settings, file: Read, tally: Tally) -> None:
    paragraphs = [paragraph for paragraph in file.text.paragraphs if not paragraph.unseen]
    if settings.max_length is not None:
        length = sum(map(_length, paragraphs))
        what = Text("text", "正文")
        _hold(file, file.source, what, length, settings.max_length, tally)
    if settings.max_title is not None:
        title = title_of(paragraphs)
        if title is None:
            tally.add(words.no_title(file))
            return
        number = title.pieces[0][0]
        where = file.text.where(title.part, number)
        _hold(file, where, Text("title", "标题"), _length(title), settings.max_title, tally)


def title_of(paragraphs: list[Paragraph]) -> Paragraph | None:
    """The first heading that is marked as one; without any, the first line, as plain texts begin."""
    told = [paragraph for paragraph in paragraphs if not paragraph.part and _length(paragraph)]
    marked = next((paragraph for paragraph in told if paragraph.level and not paragraph.numbered), None)
    if marked is not None or not told:
        return marked
    first = told[0]
    line = first.pieces[0][0]
    return Paragraph(tuple(piece for piece in first.pieces if piece[0] == line))


def _hold(file: Read, where: str, what: Text, length: int, most: int, tally: Tally) -> None:
    tally.examined += 1
    tally.measures.append(Measure(words.name_of(file.source), Decimal(length), Decimal(most), "characters", what.en))
    if length > most:
        tally.add(words.too_long(file, where, what, length, most))


def _length(paragraph: Paragraph) -> int:
    return sum(len(_NOT_COUNTED.sub("", piece)) for _, piece in paragraph.pieces)
