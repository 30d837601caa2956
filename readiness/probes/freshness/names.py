"""Freshness: the time that a file's name carries, by a template such as `db-%Y%m%d-%H%M.dump`. Pure.

Directives are those of `date` and strftime. A template is no pattern that people write: it has digits of fixed number
and at most two `*`, so that matching can't run away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from readiness.evidence.cells import CellError, parse_instant
from readiness.model.errors import BadValue
from readiness.model.text import Text

_MOST_STARS = 2
_DIRECTIVES = {
    "Y": r"(?P<Y>\d{4})",
    "m": r"(?P<m>\d{2})",
    "d": r"(?P<d>\d{2})",
    "H": r"(?P<H>\d{2})",
    "M": r"(?P<M>\d{2})",
    "S": r"(?P<S>\d{2})",
    "z": r"(?P<z>Z|[+-]\d{2}:?\d{2})",
    "s": r"(?P<s>\d{10}(?:\d{3})?)",
    "%": "%",
}
_PIECE = re.compile(r"%(?P<directive>.?)|(?P<star>\*)|(?P<text>[^%*]+)", re.DOTALL)
_NEEDED = ("Y", "m", "d", "H")
_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Template:
    """`db-%Y%m%d-%H%M.dump`: `%s` is the epoch in seconds (10 digits) or milliseconds (13), `*` any text but `/`. One
    with a `/` is held against the path from the folder on, else against the file's name."""

    words: str
    pattern: re.Pattern[str]

    @classmethod
    @lru_cache(maxsize=64)
    def of(cls, words: str) -> Template:
        """Raises BadValue."""
        parts, used = [], []
        for piece in _PIECE.finditer(words):
            directive = piece["directive"]
            if directive is None:
                parts.append("[^/]*" if piece["star"] else re.escape(piece["text"]))
            elif directive not in _DIRECTIVES or directive in used:
                raise _refused(words)
            else:
                used += [directive] if directive != "%" else []
                parts.append(_DIRECTIVES[directive])
        whole = "s" in used and len(used) == 1
        if words.count("*") > _MOST_STARS or not (whole or ("s" not in used and set(_NEEDED) <= set(used))):
            raise _refused(words)
        return cls(words, re.compile("".join(parts), re.ASCII))

    def instant(self, path: str, zone: ZoneInfo | None) -> datetime | None:
        """When a file is of, in UTC; None where the name is of another form. Raises CellError for a time that is none,
        or that nobody can tell without a zone."""
        found = self.pattern.fullmatch(path if "/" in self.words else path.rpartition("/")[2])
        if found is None:
            return None
        parts = found.groupdict()
        if "s" in parts:
            digits = parts["s"]
            whole, thousandths = int(digits[:_SECONDS]), int(digits[_SECONDS:] or 0)
            return datetime.fromtimestamp(whole, UTC).replace(microsecond=thousandths * 1000)
        offset = parts.get("z", "")
        said = (
            f"{parts['Y']}-{parts['m']}-{parts['d']} {parts['H']}:{parts.get('M', '00')}:{parts.get('S', '00')}{offset}"
        )
        return parse_instant(said, zone)


def instant_of(templates: tuple[Template, ...], path: str, zone: ZoneInfo | None) -> datetime:
    """When a file is of, by the first template that its name fits. Raises CellError."""
    for template in templates:
        found = template.instant(path, zone)
        if found is not None:
            return found
    forms = ", ".join(template.words for template in templates)
    raise CellError(f"the name is not of the form {forms}", f"文件名不符合格式 {forms}")


def _refused(words: str) -> BadValue:
    return BadValue(
        Text(
            f"{words!r} is no form of a file's name; write its time once, by %Y %m %d %H %M %S and %z, or %s for the "
            f"epoch, with at least year, month, day and hour, and at most {_MOST_STARS} `*`: db-%Y%m%d-%H%M.dump",
            f"“{words}”不是可用的文件名格式；请用 %Y %m %d %H %M %S 与 %z 写明时间（至少到小时，各写一次），"
            f"或用 %s 表示时间戳，`*` 最多 {_MOST_STARS} 个，例如 db-%Y%m%d-%H%M.dump",
        )
    )
