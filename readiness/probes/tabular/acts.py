"""Acts: something that somebody did at an instant, or on a day, and that counts in its window only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum, auto
from typing import Any
from zoneinfo import ZoneInfo

from readiness.model.moments import Moment
from readiness.model.times import Times
from readiness.probes.tabular.limits import instant_sql

_DAY = timedelta(days=1)


class Fault(Enum):
    """What is wrong with an act. NOT_YET is one of the future under as-of: it was not there at that instant."""

    MISSING = auto()
    LATE = auto()
    EARLY = auto()
    FUTURE = auto()
    NOT_YET = auto()


@dataclass(frozen=True, slots=True)
class Window:
    """Between what instants an act counts, both included."""

    opens: datetime | None
    closes: datetime
    seen_until: datetime
    as_of: bool
    zone: ZoneInfo

    @classmethod
    def of(cls, by: Moment | None, not_before: Moment | None, times: Times, due: datetime) -> Window:
        """`by` omitted is the check's due."""
        return cls(
            times.resolve(not_before).astimezone(UTC) if not_before else None,
            (times.resolve(by) if by else due).astimezone(UTC),
            times.seen_until.astimezone(UTC),
            times.as_of,
            times.zone,
        )

    def fault(self, act: datetime | date | None) -> Fault | None:
        """What is wrong with an act; None for a good one. A day without a time counts as its end for `closes` and as
        its beginning for `opens`."""
        if act is None:
            return Fault.MISSING
        first, last = self._span(act)
        if first > self.seen_until:
            return Fault.NOT_YET if self.as_of else Fault.FUTURE
        if last > self.closes:
            return Fault.LATE
        return Fault.EARLY if self.opens is not None and first < self.opens else None

    def late_by(self, act: datetime | date) -> timedelta:
        return self._span(act)[1] - self.closes

    def _span(self, act: datetime | date) -> tuple[datetime, datetime]:
        first = beginning(act, self.zone)
        return first, first if isinstance(act, datetime) else midnight(act + _DAY, self.zone)

    def suspect_sql(self, column: str, *, days: bool) -> str:
        """SQL: the act has a fault, by the same rules as `fault`, which spares the good ones the way out of the
        engine."""
        limits = [self.late_sql(column, days=days), after_sql(column, self.seen_until, self.zone, days=days)]
        limits += [before_sql(column, self.opens, self.zone, days=days)] if self.opens else []
        return f"({column} IS NULL OR {' OR '.join(limits)})"

    def late_sql(self, column: str, *, days: bool) -> str:
        """SQL: the act is after the window; of a day that is its end."""
        if days:
            return f"{column} >= {_day_sql(self.closes, self.zone)}"
        return f"{column} > {instant_sql(self.closes)}"


def before_sql(column: str, instant: datetime, zone: ZoneInfo, *, days: bool) -> str:
    """SQL: an instant, or the beginning of a day, is before `instant`."""
    if not days:
        return f"{column} < {instant_sql(instant)}"
    begins = midnight(instant.astimezone(zone).date(), zone) >= instant
    return f"{column} {'<' if begins else '<='} {_day_sql(instant, zone)}"


def after_sql(column: str, instant: datetime, zone: ZoneInfo, *, days: bool) -> str:
    """SQL: an instant, or the beginning of a day, is after `instant`."""
    return f"{column} > {_day_sql(instant, zone) if days else instant_sql(instant)}"


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """The beginning of a day; where a clock change gives two readings, the earlier."""
    wall = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (the zone follows)
    return min(wall.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))


def beginning(act: datetime | date, zone: ZoneInfo) -> datetime:
    """An instant itself, or the beginning of a day."""
    return act.astimezone(UTC) if isinstance(act, datetime) else midnight(act, zone)


def _day_sql(instant: datetime, zone: ZoneInfo) -> str:
    return f"DATE '{instant.astimezone(zone).date().isoformat()}'"


def aware(value: Any) -> Any:
    """What the engine gives for a TIMESTAMP in UTC, as an aware instant; anything else as it is."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
