"""When a report's tests ran: within their window, not in the future, not too long ago. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

from readiness.model.finding import Finding
from readiness.model.probe import Situation
from readiness.model.times import Times
from readiness.probes.test_report import words
from readiness.probes.test_report.facts import Read, Round
from readiness.probes.test_report.settings import Settings

_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def there(rounds: tuple[Round, ...], times: Times) -> tuple[Round, ...]:
    """The rounds in the order in which they ran. Under as-of, a report of later was not there yet."""
    if not times.as_of:
        return tuple(sorted(rounds, key=_began))
    until = times.seen_until.astimezone(UTC)
    kept = (
        Round(one.name, tuple(file for file in one.files if file.ran is None or file.ran.ended <= until))
        for one in rounds
    )
    return tuple(sorted((one for one in kept if one.files), key=_began))


def _began(one: Round) -> datetime:
    """A round without a case has no time; it comes last, so that it is judged and not left out."""
    return min((file.ran.began for file in one.files if file.ran is not None), default=_LAST)


def last_end(files: tuple[Read, ...]) -> datetime:
    return max((file.ran.ended for file in files if file.ran is not None), default=_FIRST)


def judge_time(settings: Settings, file: Read, situation: Situation) -> Iterator[Finding]:
    """The first start and the last end both lie in the window, its ends included."""
    ran, times = file.ran, situation.times
    if ran is None:
        return
    if ran.began > times.seen_until.astimezone(UTC):
        yield words.in_future(file, ran, times)
        return
    if settings.not_before is not None:
        opens = times.resolve(settings.not_before).astimezone(UTC)
        if ran.began < opens:
            yield words.too_early(file, ran, opens, times)
    closes = (times.resolve(settings.by) if settings.by else situation.due).astimezone(UTC)
    if ran.ended > closes:
        yield words.late(file, ran, closes, ran.ended - closes, times)
