"""The counts that a JUnit report states of itself, held against what stands in it.

A suite that states a failure which no case shows has lost it: newman overwrites the failure of one iteration with the
success of the next, a runner that crashed leaves no case at all, and files are cut and edited by hand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from readiness.evidence.junit_facts import Mismatch, Result


class Counted:
    """How many cases were read, how many elements said that something failed, and how many cases nothing dates, and how
    long all took."""

    __slots__ = ("bad", "cases", "micros", "skipped", "undated")

    def __init__(self) -> None:
        self.cases = self.bad = self.skipped = self.undated = self.micros = 0

    def count(self, result: Result, bad: int, micros: int, *, dated: bool) -> None:
        self.cases += 1
        self.bad += max(bad, int(result is Result.FAILED))
        self.skipped += result is Result.SKIPPED
        self.undated += not dated
        self.micros += micros

    def add(self, other: Counted) -> None:
        self.cases += other.cases
        self.bad += other.bad
        self.skipped += other.skipped
        self.undated += other.undated
        self.micros += other.micros


def mismatches(
    suite: int, line: int, element: str, attributes: Mapping[str, str], own: Counted, total: Counted
) -> Iterator[Mismatch]:
    """Each count that can't be. Tools count a suite alone or with those inside it, and skipped cases as tests or not:
    either is right."""
    tests = _number(attributes, "tests")
    failures, errors = _number(attributes, "failures"), _number(attributes, "errors")
    # newman states as `tests` of its root how many scripts ran, and no failures there
    states_tests = tests is not None and (element == "testsuite" or failures is not None)
    right = {own.cases, total.cases, own.cases - own.skipped, total.cases - total.skipped}
    if states_tests and tests is not None and tests not in right:
        yield Mismatch(suite, line, "tests", tests, total.cases)
    bad = (failures or 0) + (errors or 0)
    if bad > total.bad or (failures or 0) < 0 or (errors or 0) < 0:
        yield Mismatch(suite, line, "failures and errors", bad, total.bad)
    skipped = max(_number(attributes, key) or 0 for key in ("skipped", "skip", "skips", "ignored"))
    skipped += _number(attributes, "disabled") or 0
    if skipped > total.skipped:
        yield Mismatch(suite, line, "skipped", skipped, total.skipped)


def _number(attributes: Mapping[str, str], name: str) -> int | None:
    """The number that an attribute states; None for none, and for a word such as newman's `unknown`."""
    words = attributes.get(name, "").strip()
    return int(words) if words.removeprefix("-").isdecimal() and len(words) < 10 else None  # noqa: PLR2004
