"""Sections of a text: what stands under which heading. Pure."""

from __future__ import annotations

from bisect import bisect_right

from readiness.evidence.folding import Folded, Heading
from readiness.evidence.numbered import ARABIC_LEVEL
from readiness.evidence.patterns import Span
from readiness.probes.keys import UNFILLED

NEAR_CHARACTERS = 200
"""How far apart words may stand where no heading parts the text."""
_BYTES_A_CHARACTER = 4
_NOTHING_SAID = frozenset({"", "略", "从略", "omitted", *UNFILLED}) - {"无", "none"}


def heading_at(view: Folded, span: Span) -> int | None:
    """The place in `view.headings` of the heading that the span begins in; None where it is in no heading."""
    index = _last_heading(view, span[0])
    return index if index is not None and span[0] < view.headings[index].end else None


def section_of(view: Folded, index: int) -> Span:
    """From a heading's end to the next heading of its level or above."""
    heading = view.headings[index]
    later = (other.start for other in view.headings[index + 1 :] if other.level <= heading.level)
    return heading.end, next(later, len(view.data))


def holds_text(view: Folded, index: int) -> bool:
    """Whether a section says anything: something but headings, and but words for what is to come."""
    start, end = section_of(view, index)
    text = start
    for heading in view.headings[index + 1 :]:
        if heading.start >= end:
            break
        if _has_words(view, text, heading.start):
            return True
        text = heading.end
    return _has_words(view, text, end)


def surroundings(view: Folded, span: Span) -> Span:
    """Where other words count as near: the section, or so many characters around where there is no heading before.

    The section of the document's title is the whole document, where nothing is near: there it ends at the next heading.
    """
    index = _last_heading(view, span[0])
    if index is None:
        return _around(view, span)
    if _is_title(view, index) and len(view.headings) > 1:
        return view.headings[index].start, view.headings[index + 1].start
    index = _above_items(view, index)
    return view.headings[index].start, section_of(view, index)[1]


def _is_title(view: Folded, index: int) -> bool:
    return index == 0 and all(other.level > view.headings[0].level for other in view.headings[1:])


def _last_heading(view: Folded, offset: int) -> int | None:
    index = bisect_right(view.headings, offset, key=_start) - 1
    return index if index >= 0 else None


def _start(heading: Heading) -> int:
    return heading.start


def _above_items(view: Folded, index: int) -> int:
    """Points numbered 1. 2. 3. under a numbered heading belong together."""
    if view.headings[index].level != ARABIC_LEVEL or not view.headings[index].numbered:
        return index
    for above in range(index - 1, -1, -1):
        if view.headings[above].level < ARABIC_LEVEL:
            return above if view.headings[above].level > 1 else index
    return index


def _around(view: Folded, span: Span) -> Span:
    reach = NEAR_CHARACTERS * _BYTES_A_CHARACTER
    before = view.words(max(0, span[0] - reach), span[0])[-NEAR_CHARACTERS:]
    after = view.words(span[1], span[1] + reach)[:NEAR_CHARACTERS]
    return span[0] - len(before.encode()), span[1] + len(after.encode())


def _has_words(view: Folded, start: int, end: int) -> bool:
    """Whether anything is said: `略` and `TBD` say nothing, `无` does."""
    words = view.words(start, end)
    said = "".join(character for character in words if character.isalnum()).lower()
    return said not in _NOTHING_SAID
