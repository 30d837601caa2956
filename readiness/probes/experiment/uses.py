"""Experiment: what was made from tests. Each thing has its test, in time, and is the arm that won."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from readiness.model.finding import Finding, FindingKind
from readiness.model.instants import say_instant
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.experiment.ending import EndJudge
from readiness.probes.experiment.facts import Facts, Test, Use
from readiness.probes.experiment.result import ResultJudge
from readiness.probes.experiment.settings import Settings, Uses
from readiness.probes.experiment.words import finding
from readiness.probes.keys import UNFILLED
from readiness.probes.tabular.acts import beginning, midnight
from readiness.probes.tabular.words import EMPTY, cell_words

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class UsesJudge:
    settings: Settings
    asked: Uses
    facts: Facts
    situation: Situation
    result: ResultJudge

    def findings(self) -> Iterator[Finding]:
        tests = {test.name: test for test in self.facts.tests}
        for use in self.facts.uses:
            yield from self._empty(use)
            if use.test and use.test.lower() not in UNFILLED:
                yield from self._tested(use, tests)

    def _empty(self, use: Use) -> Iterator[Finding]:
        for column in (self.asked.name, self.asked.test, self.asked.arm, self.asked.at):
            cell = use.cells[column]
            if cell.text is None or cell.text.lower() in UNFILLED:
                yield finding(
                    use.name,
                    Text(f"{cell.title} filled in", f"填写“{cell.title}”"),
                    EMPTY if cell.text is None else Text.same(cell.text),
                    Text(f"{use.name}: {cell.title} is not filled in", f"{use.name}：“{cell.title}”未填写"),
                    cell.where or use.where,
                    FindingKind.MISSING,
                )

    def _tested(self, use: Use, tests: Mapping[str, Test]) -> Iterator[Finding]:
        test = tests.get(use.test)
        if test is None:
            yield self._no_test(use)
            return
        winners = [arm.cells[self.settings.arm].text for arm in self.result.winners(test)]
        if use.arm and len(winners) == 1 and use.arm != winners[0]:
            yield finding(
                use.name,
                Text(f"{winners[0]}, which won", f"胜出的 {winners[0]}"),
                Text.same(use.arm),
                Text(
                    f"{use.name} is made of {use.arm}, and in {test.name} {winners[0]} won",
                    f"{use.name} 采用 {use.arm}，而 {test.name} 胜出的是 {winners[0]}",
                ),
                use.cells[self.asked.arm].where,
            )
        yield from self._in_time(use, test)

    def _no_test(self, use: Use) -> Finding:
        source, hint, hint_zh = place_words(self.facts.source), "", ""
        if use.alike:
            hint = f"; {use.alike} is there, which looks like it but is not the same as written"
            hint_zh = f"；表中有写法相近的“{use.alike}”，请统一写法"
        return finding(
            use.name,
            Text(f"its test in {source.en}", f"{source.zh} 中有其测试"),
            Text(f"no {use.test}", f"没有 {use.test}"),
            Text(
                f"{use.name}: {source.en} has no test {use.test}{hint}",
                f"{use.name}：{source.zh} 中没有测试 {use.test}{hint_zh}",
            ),
            use.cells[self.asked.test].where,
            FindingKind.MISSING,
        )

    def _in_time(self, use: Use, test: Test) -> Iterator[Finding]:
        """The test had ended when the thing was ordered; a day without a time ends at its end, and begins at its
        beginning."""
        ended, zone = EndJudge(self.result.asked, self.situation).ended(test), self.situation.times.zone
        if use.at is None or ended is None:
            return
        last = ended if isinstance(ended, datetime) else midnight(ended + _DAY, zone)
        if last.astimezone(UTC) <= beginning(use.at, zone):
            return
        closes, seen = cell_words(use.cells[self.asked.at], self.situation), self._said(last)
        yield finding(
            use.name,
            Text(f"a test that ended by {closes.en}", f"测试在 {closes.zh} 前结束"),
            seen,
            Text(
                f"{use.name} was ordered on {closes.en}, and {test.name} ended only on {seen.en}: nobody could "
                "know the winner",
                f"{use.name} 于 {closes.zh} 下单，而 {test.name} 到 {seen.zh} 才结束，下单时不可能知道结果",
            ),
            use.cells[self.asked.at].where,
            FindingKind.LATE,
        )

    def _said(self, instant: datetime) -> Text:
        return say_instant(instant, self.situation.times.zone)
