"""Headings that are headings by their number: 一、 （一） 第一条 1. as Chinese notices and rules are written."""

from __future__ import annotations

import re

_NUMERAL = "[一二三四五六七八九十百零〇○两]"
_FORMS: tuple[tuple[re.Pattern[str], int], ...] = (
    (re.compile(rf"\s*第(?:{_NUMERAL}+|\d{{1,3}})\s*(?:章|编|部分|部)"), 2),
    (re.compile(rf"\s*第(?:{_NUMERAL}+|\d{{1,3}})\s*节"), 3),
    (re.compile(rf"\s*第(?:{_NUMERAL}+|\d{{1,3}})\s*条"), 4),
    (re.compile(rf"\s*{_NUMERAL}{{1,4}}\s*[、.．:：]"), 3),
    (re.compile(rf"\s*[(（]{_NUMERAL}{{1,4}}[)）]"), 5),
)
_ARABIC = re.compile(r"\s*\d{1,2}\s*[.．、](?!\d)")
ARABIC_LEVEL = 6
_BEGINNINGS = frozenset("第(（一二三四五六七八九十百零〇○两0123456789０１２３４５６７８９")
_LONGEST = 30
_COLON = re.compile("[:：]")
_SENTENCE = re.compile("[。；;！!？?，,]")


def may_be_numbered(line: str) -> bool:
    """Whether the line begins as numbers do: asked of every line, so that most are not looked at further."""
    return line.lstrip()[:1] in _BEGINNINGS


def is_numbered(line: str) -> bool:
    """Whether the line begins with a number of its own, heading or not."""
    return any(form.match(line) for form, _ in _FORMS)


def numbered_level(line: str, *, arabic: bool) -> int:
    """The level of a line that is a heading by its number, 0 for any other.

    What stands before the colon, or the whole line, is short and no sentence. `1.` counts only where `arabic` says so:
    in Markdown and HTML it begins list items."""
    level = next((level for form, level in _FORMS if form.match(line)), 0)
    if not level and arabic and _ARABIC.match(line):
        level = ARABIC_LEVEL
    if not level:
        return 0
    number = next((match.end() for form, _ in _FORMS if (match := form.match(line))), 0)
    head = _COLON.split(line[number:], maxsplit=1)[0].strip()
    return level if len(head) <= _LONGEST and not _SENTENCE.search(head) else 0
