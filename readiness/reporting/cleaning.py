"""Evidence is written by others: what would steer a terminal, a parser or a reader's eye is made visible."""

from __future__ import annotations

import re

# C0 and C1 controls (ESC moves a cursor), lone surrogates and non-characters (no XML or UTF-8 has them), and the marks
# that reorder text on screen, by which `GO` can be made to stand where `NO-GO` was written.
_UNSAFE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]"
)
_SPACE = re.compile(r"\s+")
_VISIBLE = "\ufffd"


def clean_line(words: str) -> str:
    """The words on one line: unsafe characters become U+FFFD, any run of white space one space."""
    if words.isprintable() and "  " not in words:  # nothing of the above, nor any space but the plain one, is printable
        return words.strip()
    return _SPACE.sub(" ", _UNSAFE.sub(_VISIBLE, words)).strip()
