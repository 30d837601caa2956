"""Patterns that people write, run in linear time. The only home of RE2.

A pattern is held against folded text (`folding`), so it is folded the same way: `（` in a pattern is the bracket that
stands in the text as `(` and no group.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from readiness.model.errors import BadValue
from readiness.model.text import Text

Span = tuple[int, int]

_MEMORY = 64 << 20
_TOP_BITS, _INSIDE = 0b1100_0000, 0b1000_0000
_BESIDE_HAN = re.compile("(?<=[\u4e00-\u9fff]) +(?![ ?*+{])| +(?=[\u4e00-\u9fff])")
_BY_LINE = "(?m)"


def check_pattern(pattern: str) -> str:
    """The pattern. Raises BadValue where the engine refuses it, and where it matches the empty text."""
    if _compiled((pattern,)).search(b"") is not None:
        raise BadValue(
            Text(
                f"{pattern!r} matches the empty text, which is in every document, so it would check nothing",
                f"{pattern!r} 能匹配空文本，而空文本在任何文档中都存在，等于没有检查",
            )
        )
    return pattern


def spans(patterns: tuple[str, ...], data: bytes, apart_from: tuple[str, ...] = ()) -> Iterator[Span]:
    """Every place in UTF-8 text where one of the patterns matches, in order and apart from one another, as byte
    offsets; but not what lies inside a match of one of `apart_from`. Raises BadValue."""
    compiled = _compiled(patterns)
    excused = [_Excused(pattern, data) for pattern in apart_from]
    place = 0
    while match := compiled.search(data, place):
        begin, end = match.span()
        # not every excuse may be asked only until one covers: each moves on by itself
        covered = [excuse.covers(begin, end) for excuse in excused]
        if begin == end or any(covered):
            place = _next_character(data, begin)
            if place > len(data):
                return
        else:
            yield begin, end
            place = end


def found(patterns: tuple[str, ...], data: bytes) -> bool:
    """Whether any of the patterns matches. Raises BadValue."""
    return next(spans(patterns, data), None) is not None


class _Excused:
    """The matches of one pattern, asked about places that only move forward."""

    def __init__(self, pattern: str, data: bytes) -> None:
        self._rest = spans((pattern,), data)
        self._current = next(self._rest, None)

    def covers(self, begin: int, end: int) -> bool:
        while self._current is not None and self._current[1] <= begin:
            self._current = next(self._rest, None)
        return self._current is not None and self._current[0] <= begin and end <= self._current[1]


def _begins_character(byte: int) -> bool:
    """In UTF-8 the bytes inside a character are 10xxxxxx."""
    return byte & _TOP_BITS != _INSIDE


def _next_character(data: bytes, place: int) -> int:
    place += 1
    while data[place : place + 1] and not _begins_character(data[place]):
        place += 1
    return place


def literal(words: str) -> str:
    """A pattern for exactly these words. Blanks, `_` and `-` between them are alike; a Latin word is found as a whole
    word only."""
    parts = [re.escape(part) for part in re.split(r"[\s_-]+", words.strip()) if part]
    body = r"[\s_-]*".join(parts)
    first, last = words.strip()[:1], words.strip()[-1:]
    return f"{_edge(first)}{body}{_edge(last)}"


def _edge(character: str) -> str:
    return r"\b" if character.isascii() and character.isalnum() else ""


@lru_cache(maxsize=1_024)
def _compiled(patterns: tuple[str, ...]) -> Any:
    """One automaton for all. It ignores case; `^` and `$` are at lines, since a text is many paragraphs.

    Raises BadValue.
    """
    import re2

    options = re2.Options()
    options.case_sensitive = False
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MEMORY
    joined = "|".join(f"(?:{_folded(pattern)})" for pattern in patterns) if len(patterns) > 1 else _folded(patterns[0])
    try:
        return re2.compile(f"{_BY_LINE}{joined}", options)
    except re2.error as error:
        for pattern in patterns if len(patterns) > 1 else ():
            _compiled((pattern,))
        raise _refused(" | ".join(patterns), error.args[0]) from None


def _folded(pattern: str) -> str:
    """Each character as it stands in folded text; one that would become part of the syntax is escaped. A blank beside
    a Han character could never match."""
    pattern = _BESIDE_HAN.sub("", pattern)
    return "".join(character if character.isascii() else _folded_character(character) for character in pattern)


def _folded_character(character: str) -> str:
    plain = unicodedata.normalize("NFKC", character)
    return character if plain == character else re.escape(plain.casefold())


def _refused(pattern: str, reason: object) -> BadValue:
    said = reason.decode("utf-8", "replace") if isinstance(reason, bytes) else str(reason)
    said = said.replace(_BY_LINE, "")
    return BadValue(
        Text(
            f"{pattern!r} is no pattern that can be run: {said} (RE2; it has no look-around and no back-references)",
            f"{pattern!r} 不是可用的模式：{said}（RE2 不支持环视和反向引用）",
        )
    )


def matches_whole(pattern: str, text: str) -> bool:
    """Whether a pattern of another system (Prometheus, Alertmanager) matches all of a text, as that system runs it:
    exactly as written, case and all. Raises BadValue."""
    return _exact(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1_024)
def _exact(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.never_capture = True
    options.log_errors = False
    options.max_mem = _MEMORY
    options.dot_nl = True
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        raise _refused(pattern, error.args[0]) from None
