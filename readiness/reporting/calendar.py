"""Instants and lengths of time as people say them, in the campaign's zone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from readiness.model.run import Run
from readiness.reporting.messages import Messages

_HOURS_ONLY = timedelta(hours=48)
_DAYS_ONLY = timedelta(days=7)
_HOUR = timedelta(hours=1)
_MINUTE = timedelta(minutes=1)
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Calendar:
    """Says instants relative to the one that the run judged at. `year` is the launch's: only another one is said."""

    zone: ZoneInfo
    now: datetime
    year: int
    say: Messages

    @classmethod
    def of(cls, run: Run, say: Messages) -> Calendar:
        zone = ZoneInfo(run.campaign.zone)
        return cls(zone, run.now, run.campaign.launch.astimezone(zone).year, say)

    def start(self, instant: datetime) -> str:
        """`Thu 18 June, 00:00`: when something begins or was seen."""
        return self._say_day(instant.astimezone(self.zone), self._clock(instant))

    def limit(self, instant: datetime) -> str:
        """`Wed 17 June, 24:00`: the same for an end, where midnight belongs to the day that ends."""
        local = instant.astimezone(self.zone)
        if (local.hour, local.minute, local.second, local.microsecond) == (0, 0, 0, 0):
            return self._say_day(local - _DAY, "24:00")
        return self._say_day(local, self._clock(instant))

    def deadline(self, due: datetime) -> str:
        """`Sun 14 June, 24:00, 5 h left`, or how long ago it passed."""
        left = due - self.now
        if not left:
            return self.say("time.now", moment=self.limit(due))
        if left < timedelta():
            return self.say("time.overdue", moment=self.limit(due), span=self.span(-left))
        return self.say("time.left", moment=self.limit(due), span=self.span(left))

    def countdown(self, launch: datetime) -> str:
        """`in 2 d 4 h`, or how long ago the launch was."""
        left = launch - self.now
        if self.is_now(launch):
            return self.say("time.this-moment")
        key = "time.in" if left > timedelta() else "time.ago"
        return self.say(key, span=self.span(abs(left)))

    def is_now(self, instant: datetime) -> bool:
        """Whether the instant is the one judged at, or less than a minute before it."""
        return timedelta() <= self.now - instant < _MINUTE

    def span(self, length: timedelta) -> str:
        """Cut, never rounded up, so that nobody is promised a minute that is not there: minutes under an hour, hours
        under 48, then days (with hours in the first week)."""
        if length < _MINUTE:
            return self.say("time.under-a-minute")
        if length < _HOUR:
            return self.say("time.minutes", n=length // _MINUTE)
        if length < _HOURS_ONLY:
            return self.say("time.hours", n=length // _HOUR)
        days, hours = length // _DAY, length % _DAY // _HOUR
        if length >= _DAYS_ONLY or not hours:
            return self.say("time.days", n=days)
        return self.say("time.days-hours", n=days, hours=hours)

    def _clock(self, instant: datetime) -> str:
        local = instant.astimezone(self.zone)
        words = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
        # When clocks go back, an hour comes twice; only the offset tells which one is meant.
        twice = local.replace(fold=0).astimezone(UTC) != local.replace(fold=1).astimezone(UTC)
        return f"{words} (UTC{local:%z})" if twice else words

    def _say_day(self, local: datetime, clock: str) -> str:
        return self.say(
            "time.moment" if local.year == self.year else "time.moment-year",
            weekday=self.say.words("time.weekdays")[local.weekday()],
            day=local.day,
            month=self.say.words("time.months")[local.month - 1],
            year=local.year,
            clock=clock,
        )
