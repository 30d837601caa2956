"""How a text may say a moment of the campaign, in the campaign's zone. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from readiness.model.text import Text
from readiness.probes.document.clocks import Clock
from readiness.probes.document.dates import Said

_SECOND = timedelta(seconds=1)
_LAST_SECOND = 59
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sayings:
    """`day` is the date that says the moment alone; `clocks` are the dates with times of day that say it."""

    day: date
    clocks: tuple[tuple[date, Clock], ...]
    words: Text

    def said_by(self, said: Said) -> bool:
        """Whether a date of the text is this moment. A year that is left out is the campaign's; a time of day that
        stands there must be the moment's."""
        if said.unclear:
            return False
        if said.clock is None:
            return _same_day(said, self.day)
        return any(_same_day(said, day) and _same_clock(said.clock, clock) for day, clock in self.clocks)


def launch_sayings(launch: datetime, zone: ZoneInfo) -> Sayings:
    """Midnight is 00:00 of its day, or 24:00 of the day before."""
    local = launch.astimezone(zone)
    return Sayings(local.date(), tuple(_clocks(local)), _words(local.date(), _say_clock(local.time())))


def end_sayings(end: datetime, zone: ZoneInfo) -> Sayings:
    """An end at 23:59:59 is also 23:59 and 24:00 of that day; one at 00:00 ends the day before."""
    local = end.astimezone(zone)
    clocks = list(_clocks(local))
    day = local.date()
    if local.second == _LAST_SECOND:
        clocks += _clocks(local + _SECOND)
    if local.time() == time():
        day -= timedelta(days=1)
        clocks += _clocks(local - _SECOND)
    shown = "24:00" if local.time() == time() else _say_clock(local.time())
    return Sayings(day, tuple(clocks), _words(day, shown))


def say_date(day: date) -> Text:
    return Text(f"{day.day} {_MONTHS[day.month - 1]} {day.year}", f"{day.year}年{day.month}月{day.day}日")


def _words(day: date, clock: str) -> Text:
    said = say_date(day)
    return Text(f"{said.en}, {clock}", f"{said.zh} {clock}")


def _clocks(local: datetime) -> Iterator[tuple[date, Clock]]:
    yield local.date(), Clock(local.hour, local.minute, local.second)
    if local.time() == time():
        yield local.date() - timedelta(days=1), Clock(24, 0, 0)


def _same_day(said: Said, day: date) -> bool:
    return said.year in (None, day.year) and (said.month, said.day) == (day.month, day.day)


def _same_clock(said: Clock, clock: Clock) -> bool:
    return (said.hour, said.minute) == (clock.hour, clock.minute) and said.second in (None, clock.second)


def _say_clock(clock: time) -> str:
    return f"{clock:%H:%M:%S}" if clock.second else f"{clock:%H:%M}"
