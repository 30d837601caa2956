"""Alertmanager's time intervals over the campaign: when alerts are muted, and when they are told at all."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from readiness.evidence.problems import cannot_judge
from readiness.evidence.yaml_located import Located
from readiness.model.errors import CannotJudge
from readiness.model.text import Text
from readiness.probes.alert_rules.alertmanager import AlertmanagerConfig, Route

Span = tuple[datetime, datetime]

_DAYS = ("sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday")
_MONTHS = tuple(calendar.month_name[number].lower() for number in range(1, 13))
_CLOCK = re.compile(r"([01]\d|2[0-3]):([0-5]\d)|(24):(00)")
_DAY = 24 * 60
_KEYS = frozenset({"times", "weekdays", "days_of_month", "months", "years", "location"})


def silent_spans(config: AlertmanagerConfig, route: Route, window: Span) -> tuple[Span, ...]:
    """When within the window the route tells nobody. Raises CannotJudge."""
    muted = [span for name in route.muted for span in _spans_of(config, name, route, window)]
    if route.active:
        told = [span for name in route.active for span in _spans_of(config, name, route, window)]
        muted.extend(_between(told, window))
    return tuple(_joined(muted))


def _spans_of(config: AlertmanagerConfig, name: str, route: Route, window: Span) -> Iterator[Span]:
    if name not in config.intervals:
        raise cannot_judge(
            f"{route.where} names the time interval {name!r}, which {config.shown} does not have",
            f"{route.where} 引用了时间段“{name}”，但 {config.shown} 中没有",
            Text("Define the time interval, or take its name out of the route", "请定义该时间段，或从路由中移除"),
        )
    node = config.intervals[name].entries.get("time_intervals")
    for part in node.items if node else ():
        yield from _spans(part, config.shown, window)


def _spans(part: Located, shown: str, window: Span) -> Iterator[Span]:
    """The part's times day by day in its own zone, within the window."""
    rule = _Part(part, shown)
    day = window[0].astimezone(rule.zone).date()
    last = window[1].astimezone(rule.zone).date()
    while day <= last:
        if rule.holds_on(day):
            for begin, end in rule.clocks:
                span = max(rule.at(day, begin), window[0]), min(rule.at(day, end), window[1])
                if span[0] < span[1]:
                    yield span
        day += timedelta(days=1)


class _Part:
    """One entry of a time interval: every condition that it names must hold."""

    def __init__(self, node: Located, shown: str) -> None:
        self._node, self._shown = node, shown
        unknown = node.entries.keys() - _KEYS
        if unknown or not isinstance(node.value, dict):
            raise self._refused(node)
        self.zone = self._zone()
        self.clocks = tuple(self._clocks()) or ((0, _DAY),)
        self._weekdays = self._ranges("weekdays", _DAYS, 0)
        self._days = self._ranges("days_of_month")
        self._months = self._ranges("months", _MONTHS, 1)
        self._years = self._ranges("years")

    def holds_on(self, day: date) -> bool:
        weekday = day.isoweekday() % 7
        length = calendar.monthrange(day.year, day.month)[1]
        return (
            _among(weekday, self._weekdays)
            and _among(day.month, self._months)
            and _among(day.year, self._years)
            and _among(day.day, [_of_month(span, length) for span in self._days] if self._days is not None else None)
        )

    def at(self, day: date, minute: int) -> datetime:
        """The instant of a clock time; 24:00 is the next day's first."""
        day, minute = (day + timedelta(days=1), 0) if minute == _DAY else (day, minute)
        return datetime.combine(day, time(minute // 60, minute % 60), self.zone).astimezone(UTC)

    def _zone(self) -> tzinfo:
        node = self._node.entries.get("location")
        if node is None or node.text in (None, "", "UTC"):
            return UTC
        try:
            return ZoneInfo(node.text or "")
        except (ZoneInfoNotFoundError, ValueError):  # `Local` is the server's own zone, which nobody here knows
            raise self._refused(node) from None

    def _clocks(self) -> Iterator[tuple[int, int]]:
        node = self._node.entries.get("times")
        for item in node.items if node else ():
            begin, end = (self._minute(item, key) for key in ("start_time", "end_time"))
            yield begin, end

    def _minute(self, item: Located, key: str) -> int:
        match = _CLOCK.fullmatch((item.entries[key].text if key in item.entries else None) or "")
        if match is None:
            raise self._refused(item)
        return int(match[1] or match[3]) * 60 + int(match[2] or match[4])

    def _ranges(self, key: str, names: Sequence[str] = (), first: int = 0) -> list[tuple[int, int]] | None:
        node = self._node.entries.get(key)
        if node is None or node.value is None:
            return None
        return [self._range(item, names, first) for item in node.items]

    def _range(self, item: Located, names: Sequence[str], first: int) -> tuple[int, int]:
        begin, _, end = (item.text or "").lower().partition(":")
        return self._number(begin, item, names, first), self._number(end or begin, item, names, first)

    def _number(self, words: str, item: Located, names: Sequence[str], first: int) -> int:
        if words.strip() in names:
            return names.index(words.strip()) + first
        if not re.fullmatch(r"-?\d{1,4}", words.strip()):
            raise self._refused(item)
        return int(words)

    def _refused(self, node: Located) -> CannotJudge:
        return cannot_judge(
            f"{self._shown}, line {node.line}: this time interval can't be read",
            f"{self._shown} 第 {node.line} 行：无法读取该时间段",
            Text(
                "Write it as Alertmanager's documentation does, with a zone by its name (Asia/Shanghai)",
                "请按 Alertmanager 文档书写，时区写名称（如 Asia/Shanghai）",
            ),
        )


def _among(number: int, ranges: Iterable[tuple[int, int]] | None) -> bool:
    return ranges is None or any(begin <= number <= end for begin, end in ranges)


def _of_month(span: tuple[int, int], length: int) -> tuple[int, int]:
    """`-1` is the last day."""
    begin, end = (number + length + 1 if number < 0 else number for number in span)
    return begin, end


def _joined(spans: Iterable[Span]) -> Iterator[Span]:
    """Spans that meet made one, in order."""
    open_: Span | None = None
    for begin, end in sorted(spans):
        if open_ is not None and begin <= open_[1]:
            open_ = open_[0], max(open_[1], end)
            continue
        if open_ is not None:
            yield open_
        open_ = begin, end
    if open_ is not None:
        yield open_


def _between(spans: Iterable[Span], window: Span) -> Iterator[Span]:
    """What of the window no span covers."""
    place = window[0]
    for begin, end in _joined(spans):
        if place < begin:
            yield place, begin
        place = max(place, end)
    if place < window[1]:
        yield place, window[1]
