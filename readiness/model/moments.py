"""Durations and moments as users write them: `48h`, `T-72h`, `E+48h`, `warm-up-1d`, an instant."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from readiness.model.errors import BadValue
from readiness.model.text import Text

LAUNCH = "T"
END = "E"

_UNITS = {"w": 604_800, "d": 86_400, "h": 3_600, "m": 60, "s": 1}
_TOLD_UNITS = ((86_400, "d", "天"), (3_600, "h", "小时"), (60, "min", "分钟"), (1, "s", "秒"))
_TOLD_IN_HOURS = 48 * 3_600
_DURATION = re.compile(r"(?:\d+[wdhms])+")
_PART = re.compile(r"(\d+)([wdhms])")
_DATE = re.compile(r"\d{4}-?\d\d")
_MOMENT = re.compile(r"(?P<anchor>T|E|[a-z][a-z0-9]*(?:-[a-z][a-z0-9]*)*)(?:(?P<sign>[+-])(?P<span>(?:\d+[wdhms])+))?")


def parse_duration(words: str) -> timedelta:
    """`90m`, `48h`, `1d12h` as an absolute length; a day is 24 hours.

    Bare numbers, `1:30`, months and years are refused: they mean different things to different readers.
    Raises BadValue, a ValueError.
    """
    if not _DURATION.fullmatch(words.strip()):
        raise BadValue(
            Text(
                f"{words!r} is not a duration; write a number with a unit, such as 90m, 48h, 3d or 1d12h",
                f"{words!r} 不是时长；请写数字加单位，例如 90m、48h、3d 或 1d12h",
            )
        )
    try:
        return timedelta(seconds=sum(int(n) * _UNITS[unit] for n, unit in _PART.findall(words)))
    except (OverflowError, ValueError):
        raise BadValue(Text(f"{words[:40]!r} is too long a time", f"{words[:40]!r} 时长过大")) from None


def say_duration(span: timedelta) -> str:
    """The shortest way to write a length so that `parse_duration` gives it back (whole seconds)."""
    left = int(abs(span.total_seconds()))
    words = ""
    for unit in ("d", "h", "m", "s"):
        count, left = divmod(left, _UNITS[unit])
        words += f"{count}{unit}" if count else ""
    return words or "0s"


def tell_duration(span: timedelta, most: int = len(_UNITS)) -> Text:
    """A length as people say it, to the second: `24 h`, `30 h`, `27 d 16 h`. Days are counted from the third on, since
    a limit is set in hours and a day is compared with it. `most` cuts it to so many units, the greatest first."""
    left = int(abs(span.total_seconds()))
    units = _TOLD_UNITS if left > _TOLD_IN_HOURS else _TOLD_UNITS[1:]
    parts: list[Text] = []
    for seconds, en, zh in units:
        count, left = divmod(left, seconds)
        if count:
            parts.append(Text(f"{count} {en}", f"{count} {zh}"))
    parts = parts[:most] or [Text("0 s", "0 秒")]
    return Text(" ".join(part.en for part in parts), " ".join(part.zh for part in parts))


def parse_instant(words: str) -> datetime:
    """An instant with an offset, in UTC. Raises BadValue, a ValueError, for anything else."""
    try:
        moment = datetime.fromisoformat(words.strip())
    except ValueError:
        raise _no_instant(words) from None
    if moment.tzinfo is None:
        raise BadValue(
            Text(
                f"{words!r} has no time zone offset, so it can mean different instants; write date, time and offset, "
                "such as 2026-06-18T00:00:00+08:00",
                f"{words!r} 没有写时区偏移，可能指不同的时刻；请写日期、时间和偏移，例如 2026-06-18T00:00:00+08:00",
            )
        )
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise _no_instant(words) from None


def _no_instant(words: str) -> BadValue:
    return BadValue(
        Text(
            f"{words!r} is not an instant; write date, time and offset, such as 2026-06-18T00:00:00+08:00",
            f"{words!r} 不是时刻；请写日期、时间和偏移，例如 2026-06-18T00:00:00+08:00",
        )
    )


@dataclass(frozen=True, slots=True)
class Moment:
    """A point in time, said from an anchor (`T` launch, `E` end, a named moment) or as an instant."""

    anchor: str | None
    offset: timedelta
    instant: datetime | None
    words: str

    @classmethod
    def parse(cls, words: str) -> Moment:
        """Raises BadValue for anything but an anchor with an optional offset, or an instant with its offset."""
        words = words.strip()
        match = _MOMENT.fullmatch(words)
        if match is None:
            if not _DATE.match(words):
                raise BadValue(
                    Text(
                        f"{words!r} is not a moment; write T-72h (before launch), E+48h (after the end), a named "
                        "moment such as warm-up-1d, or an instant such as 2026-06-18T00:00:00+08:00",
                        f"{words!r} 不是时点；请写 T-72h（上线前）、E+48h（结束后）、命名时点如 warm-up-1d，"
                        "或时刻如 2026-06-18T00:00:00+08:00",
                    )
                )
            return cls(None, timedelta(), parse_instant(words), words)
        span = parse_duration(match["span"]) if match["span"] else timedelta()
        return cls(match["anchor"], -span if match["sign"] == "-" else span, None, words)

    def resolve(self, anchors: Mapping[str, datetime]) -> datetime:
        """The instant in UTC; arithmetic is on the instant, so a clock change does not move it. Raises KeyError."""
        if self.instant is not None:
            return self.instant
        assert self.anchor is not None
        return anchors[self.anchor].astimezone(UTC) + self.offset


def never_later(one: Moment | None, other: Moment | None) -> bool:
    """Whether `one` is at or before `other` whatever the campaign; False where that can't be told."""
    if one is None or other is None:
        return one is other
    if one.instant is not None and other.instant is not None:
        return one.instant <= other.instant
    return one.anchor == other.anchor and one.anchor is not None and one.offset <= other.offset
