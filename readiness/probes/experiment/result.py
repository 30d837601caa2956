"""Experiment: a finished test. Its winner is the better arm, and that is no accident."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from readiness.model.finding import Finding, FindingKind
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.experiment.ending import EndJudge
from readiness.probes.experiment.facts import Arm, Facts, Test
from readiness.probes.experiment.settings import Result, Settings
from readiness.probes.experiment.statistics import Sample, least_expected, split_p, two_proportions_p
from readiness.probes.experiment.words import (
    arms_of,
    empty_cells,
    finding,
    lacks,
    low_p_words,
    p_words,
    rate_words,
    share_words,
    split_findings,
)
from readiness.probes.keys import UNFILLED


@dataclass(frozen=True)
class ResultJudge:
    """Judges one test after the other. `notes` collects what rests on a declared rule of decision."""

    settings: Settings
    asked: Result
    facts: Facts
    situation: Situation
    notes: list[Text]

    def findings(self, test: Test) -> Iterator[Finding]:
        one = self.asked
        counted = (one.size, one.successes, *([one.split] if one.split else []))
        numbers = [*arms_of(test, self.settings.arm, self.facts), *empty_cells(test, counted)]
        numbers += [found for arm in test.arms for found in self._counts(arm)]
        yield from numbers
        yield from EndJudge(one, self.situation).findings(test)
        winners = self.winners(test)
        if len(winners) != 1:
            yield self._no_winner(test, winners)
        if numbers or lacks(test, counted):
            return  # no statistics of numbers that are none
        if one.split is not None:
            yield from split_findings(test, one.split, self.settings.limit("max_split_gap"))
            yield from self._mismatch(test, one.split)
        if len(winners) == 1:
            yield from self._won(test, winners[0])

    def p(self, test: Test) -> float | None:
        """The p by which the winner won, raised for several comparisons; None where there is no telling."""
        winners = self.winners(test)
        if len(winners) != 1 or len(test.arms) < 2 or not all(map(self._can_be, test.arms)):  # noqa: PLR2004
            return None
        return self._weakest(test, winners[0])[1]

    def winners(self, test: Test) -> list[Arm]:
        """The arms that are marked as the winner; a good test has one."""
        return [arm for arm in test.arms if arm.value(self.asked.winner) is True]

    def _can_be(self, arm: Arm) -> bool:
        """Whether its numbers allow statistics at all."""
        size, successes = arm.value(self.asked.size), arm.value(self.asked.successes)
        return size is not None and successes is not None and size > 0 and 0 <= successes <= size

    def _counts(self, arm: Arm) -> Iterator[Finding]:
        size, successes = arm.value(self.asked.size), arm.value(self.asked.successes)
        least = self.settings.limit("min_per_arm")
        if size is not None and size < least:
            yield finding(
                arm.name,
                Text(f"at least {least:,}", f"至少 {least:,}"),
                Text.same(f"{size:,}"),
                Text(
                    f"{arm.name} was seen by {size:,}; at least {least:,} in each arm are needed",
                    f"{arm.name} 只有 {size:,} 人看到，每个方案至少需要 {least:,} 人",
                ),
                arm.at(self.asked.size),
            )
        if successes is not None and (successes < 0 or (size is not None and successes > size)):
            yield finding(
                arm.name,
                Text("from 0 to the number of visitors", "不小于 0，且不超过访客数"),
                Text.same(f"{successes:,}" if size is None else f"{successes:,} / {size:,}"),
                Text(
                    f"{arm.name}: {successes:,} conversions can't come of {size or 0:,} visitors",
                    f"{arm.name}：{size or 0:,} 位访客不可能有 {successes:,} 次转化",
                ),
                arm.at(self.asked.successes),
            )

    def _no_winner(self, test: Test, winners: Sequence[Arm]) -> Finding:
        names = ", ".join(arm.name for arm in winners)
        return finding(
            test.name,
            Text("one winner", "一个胜出方案"),
            Text(names, names) if winners else Text("none", "没有"),
            Text(
                f"{test.name}: {names} are all marked as the winner" if winners else f"{test.name} names no winner",
                f"{test.name}：{names} 都标为胜出" if winners else f"{test.name} 没有标明胜出方案",
            ),
            test.arms[0].at(self.asked.winner),
            FindingKind.WRONG if winners else FindingKind.MISSING,
        )

    # --- statistics --------------------------------------------------------------------------------------------------

    def _sample(self, arm: Arm) -> Sample:
        return Sample(int(arm.value(self.asked.size)), int(arm.value(self.asked.successes)))

    def _mismatch(self, test: Test, split: str) -> Iterator[Finding]:
        shares = [arm.value(split) for arm in test.arms]
        total, counts = sum(shares), [self._sample(arm).size for arm in test.arms]
        if any(share <= 0 for share in shares):
            return
        p = split_p(counts, [float(share / total) for share in shares])
        limit = self.settings.limit_words("min_split_p")
        if p >= float(self.settings.limit("min_split_p")):
            return
        seen = " / ".join(share_words(count / sum(counts)) for count in counts)
        planned = " / ".join(share_words(share) for share in shares)
        yield finding(
            test.name,
            Text(f"visitors split {planned}", f"访客按 {planned} 分流"),
            Text(f"{seen}, p {low_p_words(p)}", f"{seen}，p 值 {low_p_words(p)}"),
            Text(
                f"{test.name}: visitors were split {seen} where {planned} was planned; by chance that happens with p "
                f"{low_p_words(p)} (limit {limit}), so the assignment or the counting is broken",
                f"{test.name}：实际分流 {seen}，计划 {planned}；偶然出现的概率为 {low_p_words(p)}"
                f"（限值 {limit}），说明分流或计数有问题",
            ),
            test.arms[0].at(self.asked.size),
        )

    def _rivals(self, test: Test, winner: Arm) -> list[Arm]:
        """Whom the winner must beat: the control, where one is marked and did not win itself; else all others."""
        others = [arm for arm in test.arms if arm is not winner]
        controls = [arm for arm in others if arm.value(self.asked.control) is True]
        return controls if len(controls) == 1 else others

    def _weakest(self, test: Test, winner: Arm) -> tuple[Arm, float]:
        """The comparison that shows least, and its p, raised for the number of comparisons (Bonferroni)."""
        against = [
            (rival, two_proportions_p(self._sample(winner), self._sample(rival)))
            for rival in self._rivals(test, winner)
        ]
        rival, p = max(against, key=lambda one: one[1])
        return rival, min(1.0, p * (len(test.arms) - 1))

    def _says(self, arm: Arm) -> str:
        """An arm as its test calls it, and its rate: `B 12 % (120/1,000)`."""
        sample = self._sample(arm)
        return f"{arm.cells[self.settings.arm].text or arm.name} {rate_words(sample.size, sample.successes)}"

    def _won(self, test: Test, winner: Arm) -> Iterator[Finding]:
        rule = self._rule(test)
        yield from self._better(test, winner, ruled=bool(rule))
        rival, p = self._weakest(test, winner)
        few = self._few(winner, rival)
        if p <= float(self.settings.limit("max_p")) and few is None:
            return
        if rule:
            said = Text(
                f"{test.name} is decided by its declared rule ({rule}); p {p_words(p)}",
                f"{test.name} 按事先声明的规则（{rule}）判定；p 值 {p_words(p)}",
            )
            self.notes.append(said)
        elif few is not None:
            yield self._too_few(test, winner, rival, few)
        else:
            yield self._by_chance(test, winner, rival, p_words(p))

    def _by_chance(self, test: Test, winner: Arm, rival: Arm, p: str) -> Finding:
        limit, mine, theirs = self.settings.limit_words("max_p"), self._says(winner), self._says(rival)
        return finding(
            test.name,
            Text(f"p at most {limit}", f"p 值不高于 {limit}"),
            Text(f"p {p}", f"p 值 {p}"),
            Text(
                f"{test.name}: {mine} against {theirs} may be chance (p {p}, at most {limit}). Let the test run on, or "
                "declare no winner",
                f"{test.name}：{mine} 对 {theirs}，差异可能出于偶然（p 值 {p}，不得高于 {limit}），"
                "请延长测试，或不认定胜出",
            ),
            winner.at(self.asked.successes),
        )

    def _too_few(self, test: Test, winner: Arm, rival: Arm, expected: str) -> Finding:
        least, mine, theirs = self.settings.limit_words("min_expected"), self._says(winner), self._says(rival)
        return finding(
            test.name,
            Text(f"at least {least} expected", f"预期次数至少 {least}"),
            Text(f"{expected} expected", f"预期次数 {expected}"),
            Text(
                f"{test.name}: {mine} against {theirs} are too few conversions to tell; let the test run on",
                f"{test.name}：{mine} 对 {theirs}，转化太少，无法判断差异，请延长测试",
            ),
            winner.at(self.asked.successes),
        )

    def _few(self, one: Arm, other: Arm) -> str | None:
        """The least count that is expected, where it is too low; cut, so that it never reads as the limit."""
        least = least_expected(self._sample(one), self._sample(other))
        return None if least >= float(self.settings.limit("min_expected")) else f"{int(least * 10) / 10:g}"

    def _better(self, test: Test, winner: Arm, *, ruled: bool) -> Iterator[Finding]:
        """No other arm is better; where a rule decides, none is so by more than chance."""
        mine = self._sample(winner)
        limit = float(self.settings.limit("max_p"))
        for rival in test.arms:
            theirs = self._sample(rival)
            ahead = theirs.successes * mine.size - mine.successes * theirs.size
            if rival is winner or ahead < 0 or (ahead == 0 and ruled):
                continue
            if ruled and two_proportions_p(mine, theirs) * (len(test.arms) - 1) > limit:
                continue
            won, lost = self._says(winner), self._says(rival)
            yield finding(
                test.name,
                Text("the winner is the better arm", "胜出方案的转化率最高"),
                Text(f"{won}, {lost}", f"{won}，{lost}"),
                Text(
                    f"{test.name}: {won} is called the winner, and {lost} is as good or better",
                    f"{test.name}：标为胜出的是 {won}，而 {lost} 不比它差",
                ),
                winner.at(self.asked.winner),
            )

    def _rule(self, test: Test) -> str:
        """The rule that was declared, by whichever row says it."""
        cells = [arm.cells.get(self.asked.rule) for arm in test.arms] if self.asked.rule else []
        said = [cell.text for cell in cells if cell and cell.text and cell.text.lower() not in UNFILLED]
        return said[0] if said else ""
