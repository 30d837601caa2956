"""What the `test-report` kind decides. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from math import prod

from readiness.evidence.junit_facts import Result
from readiness.model.ages import judge_age
from readiness.model.errors import CannotJudge, NotSupplied
from readiness.model.finding import Examined, Finding, Judgement, Measure
from readiness.model.places import place_words
from readiness.model.probe import Situation
from readiness.model.text import Text
from readiness.probes.tally import Tally
from readiness.probes.test_report import words
from readiness.probes.test_report.facts import AxisValue, Facts, Read, Round
from readiness.probes.test_report.releases import judge_release
from readiness.probes.test_report.rounds import judge_different
from readiness.probes.test_report.searching import Cases, case_words
from readiness.probes.test_report.settings import AxisSource, Matrix, Settings, Wanted
from readiness.probes.test_report.timing import judge_time, last_end, there

MOST_CELLS = 10_000
_GOOD = frozenset({Result.PASSED, Result.FLAKY})


def judge_reports(settings: Settings, facts: Facts, situation: Situation) -> Judgement:
    """The last rounds of those that are there, each for itself and against one another."""
    rounds = there(facts.rounds, situation.times)
    if not rounds:
        raise _not_yet(facts)
    judged, earlier = rounds[-settings.rounds :], rounds[: -settings.rounds]
    tally = Tally(notes=list(facts.notes))
    if len(judged) < settings.rounds:
        tally.add(words.too_few_rounds(facts.source, len(judged), settings.rounds))
    required = [_Required(one) for one in settings.required or ()]
    for one in judged:
        _OneRound(settings, facts, one, situation, tally).judge(required)
    if settings.rounds > 1:
        _add(tally, judge_different(judged, facts.source))
        for demand in required:
            _add(tally, demand.not_full())
    if earlier:
        tally.notes.append(_not_judged(earlier, settings.rounds))
    files = tuple(file for one in judged for file in one.files)
    return _judgement(settings, facts, situation, files, tally)


def _judgement(
    settings: Settings, facts: Facts, situation: Situation, files: tuple[Read, ...], tally: Tally
) -> Judgement:
    stale, holds_until = None, None
    if settings.max_age is not None and any(file.ran for file in files):
        # a suite's time may be the sum of what ran side by side; what began in the future has its finding
        ended = min(last_end(files), situation.times.seen_until)
        stale = judge_age(facts.name, facts.source, ended, settings.max_age, situation.times)
        holds_until = None if stale else ended + settings.max_age
    if stale is not None:
        tally.add(stale)
    return Judgement(
        examined=Examined(tally.examined, "test cases"),
        findings=tuple(tally.findings),
        findings_total=tally.total,
        measures=tuple(tally.measures),
        notes=tuple(dict.fromkeys(tally.notes)),
        holds_until=holds_until,
    )


def _add(tally: Tally, findings: Iterator[Finding]) -> None:
    for finding in findings:
        tally.add(finding)


class _Required:
    """One demand, and which of its cases each round ran: a round that left one out is not full."""

    def __init__(self, wanted: Wanted) -> None:
        self.wanted = wanted
        self._ran: list[tuple[str, str, set[str]]] = []

    def ran(self, name: str, where: str, cases: set[str]) -> None:
        self._ran.append((name, where, cases))

    def not_full(self) -> Iterator[Finding]:
        every = set[str]().union(*(cases for _, _, cases in self._ran))
        for name, where, cases in self._ran:
            if cases and cases != every:
                yield words.not_full(name, where, self.wanted, sorted(every - cases))


class _OneRound:
    """Judges one round."""

    def __init__(self, settings: Settings, facts: Facts, one: Round, situation: Situation, tally: Tally) -> None:
        self.settings, self.facts, self.situation, self.tally = settings, facts, situation, tally
        self.files = one.files
        self.name = words.round_name(one.name, facts.source)
        self.where = one.files[0].where if len(one.files) == 1 else _folder_of(one, facts.source)
        self.cases = Cases(one.files, by_path=settings.matrix is not None and settings.matrix.path)
        self.meant: set[int] = set()
        self.told: set[int] = set()

    def judge(self, required: list[_Required]) -> None:
        for file in self.files:
            self._judge_file(file)
        for demand in required:
            self._judge_required(demand)
        if self.settings.matrix is not None:
            self._judge_matrix(self.settings.matrix)
        self._judge_cases()
        self._judge_counts()

    def _judge_file(self, file: Read) -> None:
        report = file.report
        if not report.cases:
            self.tally.add(words.no_case(words.file_name(report.path), report.path))
        _add(self.tally, (words.miscounted(report, one) for one in report.mismatches))
        _add(self.tally, (words.bad_suite(report, fault) for fault in report.faults))
        _add(self.tally, judge_time(self.settings, file, self.situation))
        if self.settings.release is not None and report.cases:
            release = self.situation.release
            _add(self.tally, judge_release(self.settings.release, file, release, self.tally.notes))

    def _judge_required(self, demand: _Required) -> None:
        """At least one case that is meant passed, and each of them was run."""
        wanted = demand.wanted
        meant = self.cases.named(wanted.any, wanted.apart_from or ())
        self.meant |= meant
        demand.ran(self.name, self.where, {case_words(self.cases.all[index][1]) for index in meant})
        if not any(self._result(index) in _GOOD for index in meant):
            self.tally.add(words.nothing_found(self.name, self.where, wanted, len(meant)))
        for index in sorted(meant - self.told):
            if self._result(index) is Result.SKIPPED:
                self.told.add(index)
                self.tally.add(words.bad_case(*self.cases.all[index]))

    def _judge_matrix(self, matrix: Matrix) -> None:
        axes = [self._axis(name, matrix) for name in matrix.axes]
        if prod(map(len, axes)) > MOST_CELLS:
            raise _too_wide(prod(map(len, axes)))
        sought = [{value: self.cases.on_axis(value.any, value.apart_from) for value in axis} for axis in axes]
        for cell in product(*axes):
            meant = set.intersection(*(found[value] for found, value in zip(sought, cell, strict=True)))
            self.meant |= meant
            good = sum(self._result(index) in _GOOD for index in meant)
            if not good:
                name = self.name if self.settings.rounds > 1 else ""
                self.tally.add(words.no_cell(name, self.where, cell, _standing(len(meant))))

    def _axis(self, name: str, matrix: Matrix) -> list[AxisValue]:
        axis = matrix.axes[name]
        if not isinstance(axis, AxisSource):
            return [AxisValue(one.name, one.any, one.apart_from or ()) for one in axis]
        values = self.facts.axes[name]
        _add(self.tally, (words.no_value(value) for value in values if not value.any))
        return [value for value in values if value.any]

    def _result(self, index: int) -> Result:
        return self.cases.all[index][1].result

    def _judge_cases(self) -> None:
        """Each case that failed, or passed only when it was run again."""
        everything, flaky = self.settings.others == "must-pass", 0
        for index, (report, case) in enumerate(self.cases.all):
            if case.result in (Result.PASSED, Result.SKIPPED) or not (everything or index in self.meant):
                continue
            if case.result is Result.FLAKY and self.settings.flaky == "note":
                flaky += 1
            elif self.tally.full:
                self.tally.count()
            else:
                self.tally.add(words.bad_case(report, case))
        if flaky:
            self.tally.notes.append(_only_again(self.name, flaky))

    def _judge_counts(self) -> None:
        """How many cases were run, passed and skipped."""
        total = len(self.cases.all)
        skipped = sum(case.result is Result.SKIPPED for _, case in self.cases.all)
        self.tally.examined += total - skipped
        if total and skipped == total:
            self.tally.add(words.none_ran(self.name, self.where, skipped))
            return
        passed = len(_passed(self.files))
        least, most = self.settings.min_tests, self.settings.max_skipped
        self.tally.measures.append(Measure(self.name, Decimal(passed), Decimal(least), "test cases", "passed"))
        if total and passed < least:
            self.tally.add(words.too_few(self.name, self.where, passed, least))
        if most is not None and skipped > most * total:
            self.tally.add(words.too_many_skipped(self.name, self.where, skipped, total, most))
        elif skipped:
            self.tally.notes.append(_some_skipped(self.name, skipped, total))


def _passed(files: tuple[Read, ...]) -> set[tuple[str, ...]]:
    """The different cases that passed: one that is written twice is one."""
    return {
        (suite.hostname, suite.name, case.classname, case.name)
        for file in files
        for case in file.report.cases
        if case.result in _GOOD
        for suite in (file.report.suites[case.suite],)
    }


def _folder_of(one: Round, source: str) -> str:
    return f"{source.rstrip('/')}/{one.name}" if one.name else source


def _standing(meant: int) -> Text:
    return (
        Text(f"none passed of {meant:,}", f"{meant:,} 个均未通过") if meant else Text("no such case", "没有这样的用例")
    )


def _not_judged(earlier: tuple[Round, ...], last: int) -> Text:
    names = tuple(one.name for one in earlier)
    failed = sum(case.result is Result.FAILED for one in earlier for file in one.files for case in file.report.cases)
    return Text(
        f"Only the last {last} rounds are judged, not {', '.join(names)} ({failed:,} failed cases)",
        f"只判断最后 {last} 轮，未判断 {'、'.join(names)}（其中失败用例 {failed:,} 个）",
    )


def _only_again(name: str, flaky: int) -> Text:
    return Text(
        f"{name}: {flaky:,} cases passed only when they were run again",
        f"{name}：{flaky:,} 个用例重跑后才通过",
    )


def _some_skipped(name: str, skipped: int, total: int) -> Text:
    return Text(
        f"{name}: {skipped:,} of {total:,} cases were skipped", f"{name}：{total:,} 个用例中有 {skipped:,} 个被跳过"
    )


def _not_yet(facts: Facts) -> NotSupplied:
    return NotSupplied(
        Text(
            f"{facts.source}: at that instant no test had been run",
            f"{place_words(facts.source).zh}：在该时刻尚未执行测试",
        )
    )


def _too_wide(cells: int) -> CannotJudge:
    return CannotJudge(
        Text(
            f"The matrix has {cells:,} cells, more than {MOST_CELLS:,}", f"矩阵有 {cells:,} 格，超过 {MOST_CELLS:,} 格"
        ),
        Text("Use shorter axes", "请缩短各轴"),
    )
