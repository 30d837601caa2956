"""The instants of one run: the clock, and the moment that `--as-of` puts in its place."""

from __future__ import annotations

from datetime import UTC, datetime

from readiness.engine.selection import UnknownSelection, nearest
from readiness.model.campaign import Campaign
from readiness.model.errors import BadValue
from readiness.model.moments import END, LAUNCH, Moment
from readiness.model.text import Text
from readiness.model.times import Times


class UnknownMoment(UnknownSelection):
    """`--as-of` names no moment of the campaign: wrong use of the command line."""


def times_of(campaign: Campaign, now: datetime, as_of: str | None) -> Times:
    """The clock's instant and the words of `--as-of`, if any, as the times of a run.

    What is dated after the clock can't have been supplied, and what is dated after `--as-of` must not count: both
    bound `seen_until`. Raises UnknownMoment.
    """
    clock = now.astimezone(UTC)
    judged_at = clock if as_of is None else _resolve(campaign, as_of)
    return Times(
        now=judged_at,
        seen_until=min(clock, judged_at),
        as_of=as_of is not None,
        launch=campaign.launch,
        end=campaign.end,
        zone=campaign.zone,
        moments=campaign.moments,
    )


def _resolve(campaign: Campaign, words: str) -> datetime:
    anchors = {**campaign.moments, LAUNCH: campaign.launch, END: campaign.end}
    try:
        return Moment.parse(words).resolve(anchors)
    except BadValue as problem:
        raise UnknownMoment(problem.message, _HOW_TO_WRITE) from None
    except OverflowError:
        message = Text(f"{words!r} is beyond the calendar", f"“{words}”超出了日历范围")
        raise UnknownMoment(message, _HOW_TO_WRITE) from None
    except KeyError:
        message = Text(f"The campaign has no moment {words!r}", f"活动中没有时刻“{words}”")
        raise UnknownMoment(message, nearest(words, sorted(anchors))) from None


_HOW_TO_WRITE = Text(
    "Write T-48h (before launch), E+2d (after the end), a moment of the campaign such as warm-up-1d, or an instant "
    "with its offset such as 2026-06-16T00:00:00+08:00",
    "请写 T-48h（上线前）、E+2d（结束后）、活动中定义的时刻如 warm-up-1d，"
    "或带时区偏移的时间如 2026-06-16T00:00:00+08:00",
)
