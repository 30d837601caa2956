"""Lines of a fixed width in terminal cells, where a Chinese character takes two."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rich.cells import cell_len

# Chinese may break between any two characters, except before closing and after opening punctuation; everything else
# (ids, paths, numbers with their sign) breaks at spaces only.
_WIDE = "\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6"
_CLOSING = "\u3001\u3002\uff0c\uff1a\uff1b\uff01\uff1f\uff09\u300b\u300d\u300f\u3011\u2019\u201d"
_OPENING = "\uff08\u300a\u300c\u300e\u3010\u2018\u201c"
# A path is copied and so never broken. It may have Chinese in its names, but in its first folder's: that could be the
# end of the sentence before.
_PATH = rf"[A-Za-z0-9_.~-]+/[^\s{_OPENING}{_CLOSING}()]*\.[A-Za-z0-9]+"
_ATOM = re.compile(
    r"\s+"
    rf"|[{_OPENING}(\[]*{_PATH}[{_CLOSING})\],.:;!?]*"
    rf"|[{_OPENING}(\[]*(?:[{_WIDE}]|\d+[年月日天])[{_CLOSING})\],.:;!?]*"
    rf"|[{_OPENING}]*[^\s{_WIDE}{_OPENING}{_CLOSING}]+[{_CLOSING}]*"
    rf"|[{_OPENING}{_CLOSING}]+"
)


def wrap(words: str, width: int) -> list[str]:
    """At most `width` cells a line. A path or id that is longer keeps a line of its own, unbroken, so that it can still
    be copied whole; nothing is ever cut off."""
    lines: list[str] = []
    line, used = "", 0
    for atom in _ATOM.findall(words):
        size = cell_len(atom)
        if line and used + cell_len(atom.rstrip()) > width:
            lines.append(line.rstrip())
            line, used = "", 0
        if line or not atom.isspace():
            line, used = line + atom, used + size
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def indented(words: str, width: int, first: str, rest: str) -> Iterator[str]:
    """Wrapped, with `first` before the first line and `rest` before the others."""
    for number, line in enumerate(wrap(words, width - max(cell_len(first), cell_len(rest)))):
        yield (rest if number else first) + line


def cut(words: str, width: int, most: int) -> list[str]:
    """Wrapped into at most `most` lines; the last of them ends in `…` where more follows."""
    lines = wrap(words, width)
    if len(lines) <= most:
        return lines
    kept = wrap(lines[most - 1], width - 2)[0]
    return [*lines[: most - 1], f"{kept} …"]
