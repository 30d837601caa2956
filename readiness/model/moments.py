"""Durations and moments as users write them: `48h`, `T-72h`, `E+48h`, `warm-up-1d`, an instant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

LAUNCH = "T"
END = "E"

_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_DURATION = re.compile(r"(?:\d+[wdhms])+")
_PART = re.compile(r"(\d+)([wdhms])")
_MOMENT = re.compile(r"(?P<anchor>T|E|[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)(?:(?P<sign>[+-])(?P<span>(?:\d+[wdhms])+))?")


def parse_duration(words: str) -> timedelta:
    """`90m`, `48h`, `1d12h` as an absolute length; a day is 24 hours.

    Bare numbers, `1:30`, months and years are refused: they mean different things to different readers.
    Raises ValueError.
    """
    if not _DURATION.fullmatch(words.strip()):
        raise ValueError(f"{words!r} is not a duration; write a number with a unit, such as 90m, 48h, 3d or 1d12h")
    return timedelta(seconds=sum(int(n) * _UNITS[unit] for n, unit in _PART.findall(words)))


def say_duration(span: timedelta) -> str:
    """The shortest way to write a length so that `parse_duration` gives it back (whole seconds)."""
    left = int(abs(span.total_seconds()))
    words = ""
    for unit in ("d", "h", "m", "s"):
        count, left = divmod(left, _UNITS[unit])
        words += f"{count}{unit}" if count else ""
    return words or "0s"


def parse_instant(words: str) -> datetime:
    """An instant with an offset, in UTC. Raises ValueError when no offset is written."""
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        raise ValueError(
            f"{words!r} is not an instant; write date, time and offset, such as 2026-06-18T00:00:00+08:00"
        ) from None
    if moment.tzinfo is None:
        raise ValueError(f"{words!r} has no offset, so it is no instant; add one, such as {words.strip()}+08:00")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, said from an anchor (`T` launch, `E` end, a named moment) or as an instant."""

    anchor: str | None
    offset: timedelta
    instant: datetime | None
    words: str

    @classmethod
    def parse(cls, words: str) -> Moment:
        """Raises ValueError for anything but an anchor with an optional offset, or an instant with its offset."""
        words = words.strip()
        match = _MOMENT.fullmatch(words)
        if match is None:
            return cls(None, timedelta(), parse_instant(words), words)
        span = parse_duration(match["span"]) if match["span"] else timedelta()
        return cls(match["anchor"], -span if match["sign"] == "-" else span, None, words)

    def resolve(self, anchors: Mapping[str, datetime]) -> datetime:
        """The instant in UTC; arithmetic is on the instant, so a clock change does not move it. Raises KeyError."""
        if self.instant is not None:
            return self.instant
        assert self.anchor is not None
        return anchors[self.anchor].astimezone(UTC) + self.offset
