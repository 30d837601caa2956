"""Whether rounds are different runs: a report that was copied has the bytes, the start or the durations of another.
Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations

from readiness.model.finding import Finding
from readiness.model.text import Text
from readiness.probes.test_report import words
from readiness.probes.test_report.facts import Read, Round

Identity = tuple[str, str, int]
_MOST_ALIKE = 2
"""At most one in so many durations may be the same in two runs."""
_FEWEST = 3
"""Durations with so many digits tell two runs apart, and so many of them are needed to judge by."""


def durations_of(files: Sequence[Read]) -> dict[Identity, int | None]:
    """How long each case took, by what it is called; cases of one name are told apart by their order."""
    took: dict[Identity, int | None] = {}
    times: Counter[tuple[str, str]] = Counter()
    for file in files:
        for case in file.report.cases:
            name = (case.classname, case.name)
            times[name] += 1
            took[(*name, times[name])] = case.micros
    return took


def judge_different(rounds: Sequence[Round], source: str) -> Iterator[Finding]:
    """Every two rounds differ in content, in when they began and in how long their cases took."""
    durations = [durations_of(one.files) for one in rounds]
    for (first, earlier), (second, later) in combinations(enumerate(rounds), 2):
        why = _same_run(earlier, later) or _same_durations(durations[first], durations[second])
        if why is not None:
            yield words.same_round(
                words.round_name(later.name, source),
                words.round_name(earlier.name, source),
                later.files[0].where,
                why,
            )


def _same_run(one: Round, other: Round) -> Text | None:
    if {file.sha256 for file in one.files} & {file.sha256 for file in other.files}:
        return Text("the same file, copied", "文件内容完全相同，是复制的")
    began = {file.ran.began for file in one.files if file.ran is not None}
    if began & {file.ran.began for file in other.files if file.ran is not None}:
        return Text("the same start time", "开始时间完全相同")
    return None


def _same_durations(one: dict[Identity, int | None], other: dict[Identity, int | None]) -> Text | None:
    """Why the durations show no second run. Those that are rounded to less than three digits prove little."""
    both = [(one[case], other[case]) for case in one.keys() & other.keys()]
    timed = [(first, second) for first, second in both if first and second]
    fine = [pair for pair in timed if _digits(pair[0]) >= _FEWEST]
    counted = fine if len(fine) >= _FEWEST else timed
    if both and not counted:
        return Text("no durations by which runs could be told apart", "没有可用于区分的用例耗时")
    alike = sum(first == second for first, second in counted)
    copied = alike * _MOST_ALIKE > len(counted) if counted is fine else bool(counted) and alike == len(counted)
    if not copied:
        return None
    return Text(
        f"{alike:,} of {len(counted):,} cases took exactly as long",
        f"{len(counted):,} 个用例中有 {alike:,} 个耗时完全相同",
    )


def _digits(micros: int) -> int:
    """How many digits a duration was written with, zeros at its end aside."""
    return len(str(micros).rstrip("0"))
