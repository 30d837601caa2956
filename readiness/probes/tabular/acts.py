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
        if isinstance(act, datetime):
            at = act.astimezone(UTC)
            return at, at
        return self._midnight(act), self._midnight(act + _DAY)

    def _midnight(self, day: date) -> datetime:
        """The beginning of a day; where a clock change gives two readings, the earlier."""
        wall = datetime(day.year, day.month, day.day)  # noqa: DTZ001  (the zone follows)
        return min(wall.replace(tzinfo=self.zone, fold=fold).astimezone(UTC) for fold in (0, 1))

    def suspect_sql(self, column: str, *, days: bool) -> str:
        """SQL: the act has a fault, by the same rules as `fault`, which spares the good ones the way out of the
        engine."""
        if days:
            closes, seen = self._local_day(self.closes), self._local_day(self.seen_until)
            limits = [f"{column} >= {closes}", f"{column} > {seen}"]
            if self.opens:
                whole = self._midnight(self.opens.astimezone(self.zone).date()) >= self.opens
                limits += [f"{column} {'<' if whole else '<='} {self._local_day(self.opens)}"]
        else:
            limits = [f"{column} > {instant_sql(self.closes)}", f"{column} > {instant_sql(self.seen_until)}"]
            limits += [f"{column} < {instant_sql(self.opens)}"] if self.opens else []
        return f"({column} IS NULL OR {' OR '.join(limits)})"

    def _local_day(self, instant: datetime) -> str:
        return f"DATE '{instant.astimezone(self.zone).date().isoformat()}'"


def aware(value: Any) -> Any:
    """What the engine gives for a TIMESTAMP in UTC, as an aware instant; anything else as it is."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) else value
