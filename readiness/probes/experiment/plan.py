"""Experiment: a planned test. Its groups are large enough to show what it is after."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from readiness.model.finding import Finding, FindingKind
from readiness.model.text import Text
from readiness.probes.experiment.facts import Arm, Facts, MembersSeen, Test
from readiness.probes.experiment.settings import EffectIs, Plan, Settings
from readiness.probes.experiment.statistics import needed_size
from readiness.probes.experiment.words import arms_of, empty_cells, finding, lacks, share_words, split_findings


@dataclass(frozen=True)
class PlanJudge:
    """Judges one test after the other."""

    settings: Settings
    asked: Plan
    facts: Facts

    def findings(self, test: Test) -> Iterator[Finding]:
        one = self.asked
        flawed = [*arms_of(test, self.settings.arm, self.facts), *empty_cells(test, (one.size, one.split))]
        flawed += [self._no_size(arm) for arm in test.arms if (size := arm.value(one.size)) is not None and size <= 0]
        yield from flawed
        gap = self.settings.limit("max_split_gap")
        yield from split_findings(test, one.split, gap)
        controls = [arm for arm in test.arms if arm.value(one.control) is True]
        if len(controls) != 1:
            yield self._no_control(test, controls)
        aims = [*self._aims(test)]
        yield from aims
        if flawed or len(controls) != 1 or lacks(test, (one.size, one.split)):
            return
        yield from self._share_of_control(controls[0])
        yield from self._sizes_as_split(test, gap)
        if not aims:
            yield from self._too_few(test, controls[0])
        if self.facts.members is not None:
            yield from self._members(test, self.facts.members)

    def _no_size(self, arm: Arm) -> Finding:
        return finding(
            arm.name,
            Text("above 0", "大于 0"),
            Text.same(f"{arm.value(self.asked.size):,}"),
            Text(f"{arm.name}: nobody is planned for this arm", f"{arm.name}：没有计划人数"),
            arm.at(self.asked.size),
        )

    def _no_control(self, test: Test, controls: list[Arm]) -> Finding:
        names = ", ".join(arm.name for arm in controls)
        return finding(
            test.name,
            Text("one control group", "一个对照组"),
            Text.same(names) if controls else Text("none", "没有"),
            Text(
                f"{test.name}: {names} are all marked as the control group" if controls
                else f"{test.name} has no control group, so nobody can tell what the reach adds",
                f"{test.name}：{names} 都标为对照组" if controls
                else f"{test.name} 没有对照组，无法判断触达带来了什么",
            ),
            test.arms[0].at(self.asked.control),
            FindingKind.WRONG if controls else FindingKind.MISSING,
        )  # fmt: skip

    def _share_of_control(self, control: Arm) -> Iterator[Finding]:
        share, least = control.value(self.asked.split), self.settings.limit("min_control_share")
        words = self.settings.limit_words("min_control_share")
        if share < least:
            yield finding(
                control.name,
                Text(f"at least {words}", f"不低于 {words}"),
                Text.same(share_words(share)),
                Text(
                    f"{control.name}: the control group is {share_words(share)}; at least {words} is needed",
                    f"{control.name}：对照组占 {share_words(share)}，不得低于 {words}",
                ),
                control.at(self.asked.split),
            )

    def _sizes_as_split(self, test: Test, gap: Decimal) -> Iterator[Finding]:
        """Numbers that contradict the split were not planned by it."""
        total = sum(arm.value(self.asked.size) for arm in test.arms)
        for arm in test.arms:
            size, share = Decimal(arm.value(self.asked.size)), arm.value(self.asked.split)
            if abs(size - share * total) > gap * total:
                planned, seen = share_words(share), share_words(size / total)
                yield finding(
                    arm.name,
                    Text(f"{planned} of all", f"总数的 {planned}"),
                    Text.same(f"{seen} ({size:,})"),
                    Text(
                        f"{arm.name}: {size:,} of {total:,} is {seen}, and the split says {planned}",
                        f"{arm.name}：{size:,} 人占总数 {total:,} 的 {seen}，而计划分流为 {planned}",
                    ),
                    arm.at(self.asked.size),
                )

    # --- how many are needed -----------------------------------------------------------------------------------------

    def _aims(self, test: Test) -> Iterator[Finding]:
        """Baseline and effect are one of each, and make rates between 0 and 1."""
        one = self.asked
        for column in (one.baseline, one.effect):
            values = self._values(test, column)
            if len(values) != 1:
                first = test.arms[0]
                title = first.cells[column].title
                said = ", ".join(share_words(value) for value in values)
                if not values and any(arm.cells[column].text for arm in test.arms):
                    continue  # told as a cell that can't be read
                yield finding(
                    test.name,
                    Text(f"{title}: one value", f"“{title}”：一个值"),
                    Text.same(said) if values else Text("none", "没有"),
                    Text(
                        f"{test.name}: {title} is {said or 'not filled in'}; one value is needed for the whole test",
                        f"{test.name}：“{title}”{f'为 {said}' if said else '未填写'}，整个测试需要一个值",
                    ),
                    first.at(column),
                    FindingKind.WRONG if values else FindingKind.MISSING,
                )
        baseline, target = self._rates(test)
        if baseline is None or target is None or 0 < baseline < target < 1:
            return
        yield finding(
            test.name,
            Text("0 < baseline < baseline with the effect < 100 %", "0 < 基线 < 基线加提升 < 100 %"),
            Text.same(f"{share_words(baseline)}, {share_words(target)}"),
            Text(
                f"{test.name}: from {share_words(baseline)} to {share_words(target)} is nothing that a test could show",
                f"{test.name}：从 {share_words(baseline)} 到 {share_words(target)} 不是测试能够验证的提升",
            ),
            test.arms[0].at(one.effect),
        )

    def _values(self, test: Test, column: str) -> list[Decimal]:
        return list(dict.fromkeys(value for arm in test.arms if (value := arm.value(column)) is not None))

    def _rates(self, test: Test) -> tuple[Decimal | None, Decimal | None]:
        bases, effects = (self._values(test, column) for column in (self.asked.baseline, self.asked.effect))
        if len(bases) != 1 or len(effects) != 1:
            return None, None
        relative = self.asked.effect_is is EffectIs.RELATIVE
        return bases[0], bases[0] * (1 + effects[0]) if relative else bases[0] + effects[0]

    def _too_few(self, test: Test, control: Arm) -> Iterator[Finding]:
        baseline, target = self._rates(test)
        if baseline is None or target is None:
            return
        power = self.settings.limit_words("min_power")
        alpha = float(self.settings.limit("max_alpha")) / (len(test.arms) - 1)
        first = int(control.value(self.asked.size))
        for arm in test.arms:
            if arm is control:
                continue
            second = int(arm.value(self.asked.size))
            ratio = second / first
            needed = needed_size(
                float(baseline), float(target), alpha=alpha, power=float(self.settings.limit("min_power")), ratio=ratio
            )
            if first >= needed:
                continue
            of_arm = math.ceil(needed * ratio)
            smaller, has, wants = (control, first, needed) if first <= second else (arm, second, of_arm)
            aim = f"{share_words(baseline)} → {share_words(target)}"
            yield finding(
                smaller.name,
                Text(f"at least {wants:,}", f"至少 {wants:,}"),
                Text.same(f"{has:,}"),
                Text(
                    f"{smaller.name}: {has:,} are too few to show {aim} with power {power}; {wants:,} are needed "
                    "in this split",
                    f"{smaller.name}：{has:,} 人不足以验证 {aim}（检验功效 {power}），按此分流需要 {wants:,} 人",
                ),
                smaller.at(self.asked.size),
            )

    def _members(self, test: Test, seen: MembersSeen) -> Iterator[Finding]:
        """The list has as many people as the plan says."""
        for arm in test.arms:
            name, planned = arm.cells[self.settings.arm].text or "", int(arm.value(self.asked.size))
            there = seen.counts.get((test.name, name), 0)
            if there < planned:
                yield finding(
                    arm.name,
                    Text(f"{planned:,} people", f"{planned:,} 人"),
                    Text.same(f"{there:,}"),
                    Text(
                        f"{arm.name}: {seen.source} lists {there:,} people, and {planned:,} are planned",
                        f"{arm.name}：名单中有 {there:,} 人，计划 {planned:,} 人",
                    ),
                    arm.at(self.asked.size),
                    FindingKind.MISSING,
                )
