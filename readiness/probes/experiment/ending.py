"""Experiment: when a test ended. That is an act, and counts in its window only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.moments import tell_duration
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.experiment.facts import Arm, Test
from readiness.probes.experiment.settings import Result
from readiness.probes.experiment.words import empty_cells, finding
from readiness.probes.tabular.acts import Fault, Window, beginning
from readiness.probes.tabular.words import cell_words

_SECOND = timedelta(seconds=1)


@dataclass(frozen=True)
class EndJudge:
    """Judges when tests began and ended."""

    asked: Result
    situation: Situation

    @property
    def window(self) -> Window:
        return Window.of(self.asked.by, self.asked.not_before, self.situation.times, self.situation.due)

    def ended(self, test: Test) -> datetime | date | None:
        """When the last of its arms ended; None where one does not say."""
        ends = [arm.value(self.asked.ended) for arm in test.arms]
        if not ends or any(end is None for end in ends):
            return None
        zone = self.situation.times.zone
        last: datetime | date = max(ends, key=lambda end: (beginning(end, zone), not isinstance(end, datetime)))
        return last

    def findings(self, test: Test) -> Iterator[Finding]:
        """Each arm ended in the window, and after it began. The same mistake in all arms is told once."""
        told: set[tuple[object, object]] = set()
        zone = self.situation.times.zone
        for arm in test.arms:
            end, start = arm.value(self.asked.ended), arm.value(self.asked.started)
            if (end, start) in told:
                continue
            told.add((end, start))
            fault = self.window.fault(end)
            if fault is not None and (end is not None or arm.cells[self.asked.ended].text is None):
                yield self._not_in_time(test, arm, fault)
            if end is not None and start is not None and beginning(start, zone) > beginning(end, zone):
                yield self._backwards(test, arm)
            if self.asked.started is not None and start is None:
                yield from empty_cells(Test(test.name, (arm,)), (self.asked.started,))

    def _backwards(self, test: Test, arm: Arm) -> Finding:
        assert self.asked.started is not None
        start, end = (cell_words(arm.cells[one], self.situation) for one in (self.asked.started, self.asked.ended))
        return finding(
            test.name,
            Text(f"an end after {start.en}", f"结束时间晚于 {start.zh}"),
            end,
            Text(
                f"{test.name} ends ({end.en}) before it begins ({start.en})",
                f"{test.name} 的结束时间（{end.zh}）早于开始时间（{start.zh}）",
            ),
            arm.at(self.asked.ended),
        )

    def _not_in_time(self, test: Test, arm: Arm, fault: Fault) -> Finding:
        window, column = self.window, self.asked.ended
        closes = say_instant(window.closes, window.zone)
        by = Text(f"ended by {closes.en}", f"{closes.zh}前结束")
        observed = cell_words(arm.cells[column], self.situation)
        plain = Finding(test.name, by, observed, by, where=arm.at(column))
        if fault is Fault.LATE:
            late = tell_duration(-(-window.late_by(arm.value(column)) // _SECOND) * _SECOND, 2)
            message = Text(
                f"{test.name} ended {late.en} late; a late act can't be repaired, only waived",
                f"{test.name} 结束迟了{late.zh}；逾期无法补救，只能豁免",
            )
            return replace(plain, message=message, kind=FindingKind.LATE)
        if fault is Fault.EARLY and window.opens is not None:
            opens = say_instant(window.opens.astimezone(UTC), window.zone)
            message = Text(
                f"{test.name} ended before {opens.en}: what was shown then is another campaign's",
                f"{test.name} 在 {opens.zh} 之前就已结束，属于更早的活动",
            )
            return replace(plain, required=Text(f"not before {opens.en}", f"不早于 {opens.zh}"), message=message)
        message = Text(
            f"{test.name} has not ended ({observed.en}), so its result is not known yet",
            f"{test.name} 尚未结束（{observed.zh}），结果未知",
        )
        return replace(plain, message=message, kind=FindingKind.MISSING)
