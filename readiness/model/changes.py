"""What is different between two runs of a campaign. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from readiness.model.decision import Answer
from readiness.model.finding import Finding, Measure
from readiness.model.loosening import Loosening
from readiness.model.outcome import Outcome, Status, WaiverUse
from readiness.model.run import Run

T = TypeVar("T")


class Direction(StrEnum):
    """Whether a change brings the launch nearer. What is not asked any more is neither."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class FindingChange:
    """A finding that came (no `before`), went (no `after`), or that says another value now."""

    before: Finding | None
    after: Finding | None


@dataclass(frozen=True, slots=True)
class MeasureChange:
    """A measure of the same thing with another value or limit."""

    before: Measure
    after: Measure


@dataclass(frozen=True, slots=True)
class LooseningChange:
    """A loosening that came, went, or whose approval came or went."""

    before: Loosening | None
    after: Loosening | None


@dataclass(frozen=True, slots=True)
class DecisionChange:
    before: Answer
    after: Answer


@dataclass(frozen=True, slots=True)
class CheckChange:
    """A check that is not as it was: its status, its findings, its measures or its waiver. `before` is None for a check
    that the earlier run did not know, `after` for one that this run does not.

    `findings` holds only what can be told: where a run kept the gravest findings alone, one that is not in its list may
    have been there, so that those that came need the whole list of before, and those that went the whole one of now."""

    before: Outcome | None
    after: Outcome | None
    findings: tuple[FindingChange, ...] = ()
    measures: tuple[MeasureChange, ...] = ()

    @property
    def outcome(self) -> Outcome:
        """The check as it is now, or as it was last."""
        outcome = self.after or self.before
        assert outcome is not None, "a change is of one outcome at least"
        return outcome

    @property
    def came(self) -> int:
        return sum(change.before is None for change in self.findings)

    @property
    def went(self) -> int:
        return sum(change.after is None for change in self.findings)

    @property
    def totals(self) -> tuple[int, int]:
        """How many findings there were and are, whether or not the runs kept them all."""
        return _total(self.before), _total(self.after)

    @property
    def status_changed(self) -> bool:
        return self.before is None or self.after is None or self.before.status is not self.after.status

    @property
    def waiver(self) -> tuple[WaiverUse | None, WaiverUse | None] | None:
        """The waivers of before and now, where one came, went or changed."""
        before, after = (side.waiver if side else None for side in (self.before, self.after))
        return None if before == after else (before, after)

    @property
    def told(self) -> bool:
        """Whether more than figures moved: those of a stock move at every export, and an age with every hour."""
        was, now = self.totals
        return self.status_changed or was != now or bool(self.came or self.went or self.waiver)

    @property
    def direction(self) -> Direction:
        """By status; with the same status, by how many findings there are."""
        if self.before is None or self.after is None:
            return Direction.OTHER
        before, after = _GRAVITY.get(self.before.status), _GRAVITY.get(self.after.status)
        if before is None or after is None:
            return Direction.OTHER
        was, now = self.totals
        return _direction((before, was), (after, now))


@dataclass(frozen=True, slots=True)
class Changes:
    """All that differs; `decision` is None where it is the same, or where one of the runs asked only a part, whose
    decision is one on something else. `checks` stand in the order of the checklists."""

    decision: DecisionChange | None
    checks: tuple[CheckChange, ...]
    loosened: tuple[LooseningChange, ...]

    def __bool__(self) -> bool:
        return bool(self.decision or self.checks or self.loosened)


def compare(before: Run, after: Run) -> Changes:
    """What differs in `after`. A check that one of the runs was told to skip is not compared."""
    decision = None
    whole = not (before.scope.partial or after.scope.partial)
    if whole and before.decision.answer is not after.decision.answer:
        decision = DecisionChange(before.decision.answer, after.decision.answer)
    return Changes(decision, tuple(_checks(before, after)), tuple(_loosened(before.loosened, after.loosened)))


def _checks(before: Run, after: Run) -> Iterator[CheckChange]:
    old = {outcome.check: outcome for outcome in before.outcomes}
    new = {outcome.check: outcome for outcome in after.outcomes}
    for check in (*new, *(check for check in old if check not in new)):
        sides = old.get(check), new.get(check)
        if any(side is not None and side.status is Status.SKIPPED for side in sides):
            continue
        change = _check(*sides)
        if change.told or change.findings or change.measures:
            yield change


def _check(before: Outcome | None, after: Outcome | None) -> CheckChange:
    if before is None or after is None:
        return CheckChange(before, after)
    return CheckChange(before, after, tuple(_findings(before, after)), tuple(_measures(before, after)))


def _findings(before: Outcome, after: Outcome) -> Iterator[FindingChange]:
    """A finding is the same one by its thing and its sort; where it stands moves with every export."""
    kept_all_before, kept_all_after = _kept_all(before), _kept_all(after)
    for old, new in _paired(before.findings, after.findings, _same_finding):
        if (old is None and not kept_all_before) or (new is None and not kept_all_after):
            continue
        if old is None or new is None or (old.required, old.observed) != (new.required, new.observed):
            yield FindingChange(old, new)


def _measures(before: Outcome, after: Outcome) -> Iterator[MeasureChange]:
    for old, new in _paired(before.measures, after.measures, _same_measure):
        if old is not None and new is not None and (old.value, old.limit) != (new.value, new.limit):
            yield MeasureChange(old, new)


def _loosened(before: Iterable[Loosening], after: Iterable[Loosening]) -> Iterator[LooseningChange]:
    for old, new in _paired(tuple(before), tuple(after), _same_loosening):
        if old is None or new is None or old.approved_by != new.approved_by:
            yield LooseningChange(old, new)


def _paired(before: Sequence[T], after: Sequence[T], key: Callable[[T], object]) -> Iterator[tuple[T | None, T | None]]:
    """Each thing of now with what it was, in the order of now, then those that are gone. Of several with one key those
    that are equal belong together, and the others in their order."""
    left: dict[object, list[T]] = {}
    for one in before:
        left.setdefault(key(one), []).append(one)
    same = {number for number, one in enumerate(after) if _taken(left.get(key(one), []), one)}
    for number, one in enumerate(after):
        if number not in same:
            others = left.get(key(one))
            yield (others.pop(0) if others else None), one
    for others in left.values():
        yield from ((one, None) for one in others)


def _taken(others: list[T], one: T) -> bool:
    """Take the equal one out of `others`; whether there was one."""
    if one not in others:
        return False
    others.remove(one)
    return True


def _total(outcome: Outcome | None) -> int:
    return max(outcome.findings_total, len(outcome.findings)) if outcome else 0


def _kept_all(outcome: Outcome) -> bool:
    return outcome.findings_total <= len(outcome.findings)


def _direction(before: tuple[int, int], after: tuple[int, int]) -> Direction:
    if before == after:
        return Direction.OTHER
    return Direction.BETTER if after < before else Direction.WORSE


def _same_finding(finding: Finding) -> object:
    return finding.kind, finding.subject


def _same_measure(measure: Measure) -> object:
    return measure.group, measure.subject, measure.unit


def _same_loosening(loosening: Loosening) -> object:
    return loosening.sha256


_GRAVITY = {
    status: number
    for number, status in enumerate((Status.PASSED, Status.WAIVED, Status.PENDING, Status.ERROR, Status.FAILED))
}
