"""Which cases of a round a pattern means: by the names of the case and of the suites that it stands in. Pure."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from readiness.evidence.folding import fold_text
from readiness.evidence.junit_facts import Case, Property, ReportFile, Suite
from readiness.evidence.patterns import spans
from readiness.probes.test_report.facts import Read

BETWEEN = " › "
"""Stands between the class and the name of a case, so that no word is made of the end of one and the beginning of the
other."""


class _Lines:
    """Folded texts, a line each, that patterns search at once."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._starts: list[int] = []
        lines: list[bytes] = []
        length = 0
        for text in texts:
            line = fold_text(text).encode()
            self._starts.append(length)
            lines.append(line)
            length += len(line) + 1
        self._data = b"\n".join(lines)

    def found(self, patterns: tuple[str, ...]) -> set[int]:
        """The lines with a match."""
        return {bisect_right(self._starts, start) - 1 for start, _ in spans(patterns, self._data)}


class Cases:
    """All cases of a round, counted from 0 over its reports."""

    def __init__(self, files: Sequence[Read], *, by_path: bool = False) -> None:
        """With `by_path` the name of a report's file is one of the things that an axis is found in."""
        self._by_path = by_path
        self._reports = [file.report for file in files]
        self.all: list[tuple[ReportFile, Case]] = [(report, case) for report in self._reports for case in report.cases]
        self._suites = [(report, suite) for report in self._reports for suite in report.suites]

    def named(self, any_of: tuple[str, ...], apart_from: tuple[str, ...]) -> set[int]:
        """The cases that are meant by their own name, their class, or a suite around them; but not those that
        `apart_from` means."""
        return self._found(any_of, self._names, self._suite_names) - self._found(
            apart_from, self._names, self._suite_names
        )

    def on_axis(self, any_of: tuple[str, ...], apart_from: tuple[str, ...]) -> set[int]:
        """The same, also by properties, by the host that a suite names, and by the report's file if that is asked."""
        own, suites = self._names_and_properties, self._suites_with_all
        return self._found(any_of, own, suites) - self._found(apart_from, own, suites)

    def _found(self, patterns: tuple[str, ...], own: _Lines, suites: _Lines) -> set[int]:
        if not patterns:
            return set()
        return own.found(patterns) | self._inside(suites.found(patterns))

    @cached_property
    def _names(self) -> _Lines:
        return _Lines(case_words(case) for _, case in self.all)

    @cached_property
    def _names_and_properties(self) -> _Lines:
        return _Lines(f"{case_words(case)}{_said(case.properties)}" for _, case in self.all)

    @cached_property
    def _suite_names(self) -> _Lines:
        return _Lines(suite.name for _, suite in self._suites)

    @cached_property
    def _suites_with_all(self) -> _Lines:
        return _Lines(_suite_words(report, suite, by_path=self._by_path) for report, suite in self._suites)

    def _inside(self, found: set[int]) -> set[int]:
        """The cases of these suites, and of the suites inside them."""
        if not found:
            return set()
        meant: set[int] = set()
        first_suite, first_case = 0, 0
        for report in self._reports:
            inside: set[int] = set()
            for index, suite in enumerate(report.suites):  # a suite stands behind the one that it stands in
                if first_suite + index in found or suite.parent in inside:
                    inside.add(index)
            meant.update(first_case + place for place, case in enumerate(report.cases) if case.suite in inside)
            first_suite += len(report.suites)
            first_case += len(report.cases)
        return meant


def case_words(case: Case) -> str:
    """A case as people know it: its class and its name."""
    return f"{case.classname}{BETWEEN}{case.name}" if case.classname else case.name


def _suite_words(report: ReportFile, suite: Suite, *, by_path: bool) -> str:
    file = f"{BETWEEN}{report.path}" if by_path and suite.parent is None else ""
    return f"{suite.name}{BETWEEN}{suite.hostname}{_said(suite.properties)}{file}"


def _said(properties: tuple[Property, ...]) -> str:
    return "".join(f"{BETWEEN}{name} {value}" for name, value in properties)
